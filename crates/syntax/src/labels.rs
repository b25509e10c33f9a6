//! Labels: the closed set, and which item admits which.
//!
//! The tables here are those of the reference grammar; a test compares them.
//! Entry points: [`labels_of`] for clauses, [`labels_of_declaration`] for
//! declarations.

/// Which frame a clause has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameKind {
    /// `must perform`, P
    Perform,
    /// `must keep`, K
    Keep,
    /// `must reach`, R
    Reach,
    /// `must not commit`, A
    Avoid,
    /// `may`, M
    May,
    /// `open term`, O
    OpenTerm,
    /// `not checkable because`, N
    NotCheckable,
    /// `informs only`, I
    InformsOnly,
}

impl FrameKind {
    /// Every frame, in the reference's order.
    pub const ALL: [Self; 8] = [
        Self::Perform,
        Self::Keep,
        Self::Reach,
        Self::Avoid,
        Self::May,
        Self::OpenTerm,
        Self::NotCheckable,
        Self::InformsOnly,
    ];

    /// Returns the letter that stands for it in the reference's table.
    pub fn letter(self) -> char {
        match self {
            Self::Perform => 'P',
            Self::Keep => 'K',
            Self::Reach => 'R',
            Self::Avoid => 'A',
            Self::May => 'M',
            Self::OpenTerm => 'O',
            Self::NotCheckable => 'N',
            Self::InformsOnly => 'I',
        }
    }

    /// Returns the words that make the frame, in English.
    pub fn words(self) -> &'static str {
        match self {
            Self::Perform => "must perform",
            Self::Keep => "must keep",
            Self::Reach => "must reach",
            Self::Avoid => "must not commit",
            Self::May => "may",
            Self::OpenTerm => "open term",
            Self::NotCheckable => "not checkable because",
            Self::InformsOnly => "informs only",
        }
    }
}

macro_rules! declarations {
    ($($(#[$doc:meta])* $variant:ident = $text:literal;)*) => {
        /// Which kind of declaration an item is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum DeclarationKind {
            $($(#[$doc])* $variant,)*
        }

        impl DeclarationKind {
            /// Every kind, in the reference's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the keyword that begins it, in English.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

declarations! {
    /// `agreement`
    Agreement = "agreement";
    /// `part`
    Part = "part";
    /// `party`
    Party = "party";
    /// `body`
    Body = "body";
    /// `role`
    Role = "role";
    /// `place`
    Place = "place";
    /// `list`
    List = "list";
    /// `event`
    Event = "event";
    /// `measure`
    Measure = "measure";
    /// `state`
    State = "state";
    /// `unit`
    Unit = "unit";
    /// `anchor`
    Anchor = "anchor";
    /// `phase`
    Phase = "phase";
    /// `ladder`
    Ladder = "ladder";
    /// `challenge`
    Challenge = "challenge";
    /// `authority`
    Authority = "authority";
    /// `amendment`
    Amendment = "amendment";
    /// `indicator`
    Indicator = "indicator";
    /// `pillar`
    Pillar = "pillar";
    /// `text`
    Text = "text";
    /// `accepts`
    Accepts = "accepts";
}

macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident = $text:literal;)*) => {
        /// A label of a field, of clauses and declarations alike.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Label {
            $($(#[$doc])* $variant,)*
        }

        impl Label {
            /// Every label, in the reference's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the label as written in English.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

labels! {
    /// `title`
    Title = "title";
    /// `owed`
    Owed = "owed";
    /// `pillar`
    Pillar = "pillar";
    /// `within`
    Within = "within";
    /// `by`
    By = "by";
    /// `before`
    Before = "before";
    /// `undated`
    Undated = "undated";
    /// `after`
    After = "after";
    /// `from`
    From = "from";
    /// `until`
    Until = "until";
    /// `while`
    While = "while";
    /// `when`
    When = "when";
    /// `unless`
    Unless = "unless";
    /// `except`
    Except = "except";
    /// `afresh`
    Afresh = "afresh";
    /// `stage`
    Stage = "stage";
    /// `counts`
    Counts = "counts";
    /// `evidence`
    Evidence = "evidence";
    /// `silence`
    Silence = "silence";
    /// `reports`
    Reports = "reports";
    /// `grace`
    Grace = "grace";
    /// `severity`
    Severity = "severity";
    /// `response`
    Response = "response";
    /// `other hands`
    OtherHands = "other hands";
    /// `mirrors`
    Mirrors = "mirrors";
    /// `in step with`
    InStepWith = "in step with";
    /// `alongside`
    Alongside = "alongside";
    /// `certified`
    Certified = "certified";
    /// `excused`
    Excused = "excused";
    /// `stale`
    Stale = "stale";
    /// `prevails over`
    PrevailsOver = "prevails over";
    /// `says`
    Says = "says";
    /// `proposed`
    Proposed = "proposed";
    /// `needs`
    Needs = "needs";
    /// `accepts`
    Accepts = "accepts";
    /// `asymmetric`
    Asymmetric = "asymmetric";
    /// `note`
    Note = "note";
    /// `reading`
    Reading = "reading";
    /// `time`
    Time = "time";
    /// `calendar`
    Calendar = "calendar";
    /// `languages`
    Languages = "languages";
    /// `in force`
    InForce = "in force";
    /// `attributed`
    Attributed = "attributed";
    /// `reported`
    Reported = "reported";
    /// `latest`
    Latest = "latest";
    /// `opened`
    Opened = "opened";
    /// `waived`
    Waived = "waived";
    /// `clauses`
    Clauses = "clauses";
    /// `step`
    Step = "step";
    /// `minor`
    Minor = "minor";
    /// `serious`
    Serious = "serious";
    /// `critical`
    Critical = "critical";
    /// `cured`
    Cured = "cured";
    /// `also`
    Also = "also";
    /// `consents`
    Consents = "consents";
    /// `effective`
    Effective = "effective";
    /// `baseline`
    Baseline = "baseline";
    /// `target`
    Target = "target";
}

/// What an item admits under one label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelSpec {
    /// The label.
    pub label: Label,
    /// Whether it may stand more than once, its values added in order.
    pub many: bool,
    /// Whether the item is an error without it. Timings are alternatives of
    /// each other and are checked apart (`E113`).
    pub required: bool,
}

const fn one(label: Label) -> LabelSpec {
    LabelSpec {
        label,
        many: false,
        required: false,
    }
}

const fn many(label: Label) -> LabelSpec {
    LabelSpec {
        label,
        many: true,
        required: false,
    }
}

/// The labels of clauses with the letters of the frames that admit them.
static CLAUSE_LABELS: &[(LabelSpec, &str)] = &[
    (one(Label::Title), "PKRAMONI"),
    (one(Label::Owed), "PKRAMNI"),
    (one(Label::Pillar), "PKRAMONI"),
    (one(Label::Within), "PR"),
    (one(Label::By), "PR"),
    (one(Label::Before), "PR"),
    (one(Label::Undated), "PR"),
    (one(Label::After), "PR"),
    (one(Label::From), "PKA"),
    (one(Label::Until), "PKA"),
    (many(Label::While), "PKRA"),
    (one(Label::When), "PKRA"),
    (many(Label::Unless), "PKRA"),
    (many(Label::Except), "PKRA"),
    (one(Label::Afresh), "P"),
    (many(Label::Stage), "R"),
    (many(Label::Counts), "PR"),
    (one(Label::Evidence), "PKRA"),
    (one(Label::Silence), "PKR"),
    (one(Label::Reports), "PKR"),
    (one(Label::Grace), "PKR"),
    (one(Label::Severity), "PKRA"),
    (one(Label::Response), "PKRA"),
    (one(Label::OtherHands), "PR"),
    (one(Label::Mirrors), "PKRA"),
    (one(Label::InStepWith), "PR"),
    (one(Label::Alongside), "P"),
    (one(Label::Certified), "PR"),
    (many(Label::Excused), "PKR"),
    (one(Label::Stale), "K"),
    (one(Label::PrevailsOver), "PKRAMNI"),
    (many(Label::Says), "PKRAMONI"),
    (many(Label::Proposed), "PKRAMONI"),
    (many(Label::Needs), "N"),
    (many(Label::Accepts), "PKRAMONI"),
    (one(Label::Asymmetric), "PKRAMONI"),
    (many(Label::Note), "PKRAMONI"),
    (many(Label::Reading), "O"),
];

/// Returns the labels that clauses of `frame` admit, in the reference's order.
pub fn labels_of(frame: FrameKind) -> Vec<LabelSpec> {
    CLAUSE_LABELS
        .iter()
        .filter(|(_, frames)| frames.contains(frame.letter()))
        .map(|(spec, _)| *spec)
        .collect()
}

/// Returns the labels that declarations of `kind` admit, in the reference's
/// order.
pub fn labels_of_declaration(kind: DeclarationKind) -> &'static [LabelSpec] {
    use DeclarationKind as D;
    const AGREEMENT: &[LabelSpec] = &[
        one(Label::Time),
        many(Label::Calendar),
        one(Label::Languages),
        one(Label::InForce),
        one(Label::Attributed),
    ];
    const REPORTABLE: &[LabelSpec] = &[one(Label::Reported), one(Label::Attributed)];
    const PHASE: &[LabelSpec] = &[
        one(Label::Certified),
        one(Label::Latest),
        one(Label::Opened),
        one(Label::Waived),
        one(Label::Clauses),
        many(Label::Note),
    ];
    const LADDER: &[LabelSpec] = &[
        many(Label::Step),
        one(Label::Minor),
        one(Label::Serious),
        one(Label::Critical),
        one(Label::Cured),
    ];
    const AMENDMENT: &[LabelSpec] = &[
        many(Label::Also),
        one(Label::Consents),
        one(Label::Effective),
    ];
    const INDICATOR: &[LabelSpec] = &[
        one(Label::Reported),
        one(Label::Attributed),
        one(Label::Baseline),
        one(Label::Target),
    ];
    match kind {
        D::Agreement => AGREEMENT,
        D::Event | D::Measure | D::State => REPORTABLE,
        D::Phase => PHASE,
        D::Ladder => LADDER,
        D::Amendment => AMENDMENT,
        D::Indicator => INDICATOR,
        D::Part
        | D::Party
        | D::Body
        | D::Role
        | D::Place
        | D::List
        | D::Unit
        | D::Anchor
        | D::Challenge
        | D::Authority
        | D::Pillar
        | D::Text
        | D::Accepts => &[],
    }
}
