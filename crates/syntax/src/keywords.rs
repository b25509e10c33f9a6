//! The words of the language, one table for each tongue.
//!
//! The parser asks for a word by what it does; only this table and the texts of
//! [`crate::labels`] know how it is written. Another tongue is another table
//! over the same tree. Entry point: [`ENGLISH`].

macro_rules! keywords {
    ($($name:ident = $text:literal;)*) => {
        /// What each word or phrase of the language is in one tongue.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Keywords {
            $(pub(crate) $name: &'static str,)*
        }

        /// The English words.
        pub(crate) static ENGLISH: Keywords = Keywords { $($name: $text,)* };
    };
}

keywords! {
    // Subjects and frames.
    each = "each";
    party = "party";
    and = "and";
    or = "or";
    together = "together";
    must_perform = "must perform";
    must_not_commit = "must not commit";
    may = "may";
    must_keep = "must keep";
    must_reach = "must reach";
    open_term = "open term";
    settled_by = "settled by";
    not_checkable_because = "not checkable because";
    informs_only = "informs only";
    every = "every";
    at_each_report = "at each report";
    at_all_times = "at all times";
    or_more = "or more";
    or_less = "or less";
    // Acts, triggers and conditions.
    where_ = "where";
    is = "is";
    its = "its";
    the = "the";
    a = "a";
    an = "an";
    opens = "opens";
    is_open = "is open";
    is_met = "is met";
    is_not_met = "is not met";
    is_kept = "is kept";
    stage = "stage";
    all_duties_of = "all duties of";
    are_kept = "are kept";
    all_of = "all of";
    has_happened = "has happened";
    has_passed = "has passed";
    if_ = "if";
    of = "of";
    by = "by";
    to = "to";
    from = "from";
    at = "at";
    across = "across";
    in_ = "in";
    on = "on";
    via = "via";
    // Values.
    after = "after";
    within = "within";
    while_ = "while";
    for_ = "for";
    final_ = "final";
    date = "date";
    pledged_date = "the pledged date";
    and_including = "and including";
    until_and_including = "until and including";
    until = "until";
    because = "because";
    when_accepted = "when accepted";
    disputed_from_ruling = "disputed items count from the ruling";
    cumulative = "cumulative";
    at_the_rate = "at the rate of the day received";
    report = "report";
    reports = "reports";
    finding = "finding";
    findings = "findings";
    independent = "independent";
    of_them_neutral = "of them neutral";
    graded = "graded";
    or_better = "or better";
    each_show = "each show";
    none = "none";
    report_each_item = "report each item";
    means_unknown = "means unknown";
    means_not_done_once = "means not done once";
    closes = "closes";
    close = "close";
    due = "due";
    certify = "certify";
    certifies = "certifies";
    in_any = "in any";
    never_below = "never below";
    under = "under";
    late = "late";
    below = "below";
    above = "above";
    days_running = "days running";
    day_running = "day running";
    otherwise = "otherwise";
    minor = "minor";
    serious = "serious";
    critical = "critical";
    published_only = "published only";
    count = "count";
    discharge = "discharge";
    do_not_count = "do not count";
    is_suspended = "is suspended";
    clock_stops = "clock stops";
    silence_opens = "silence opens the gate";
    silence_keeps = "silence keeps it closed";
    certified_by = "certified by";
    at_most = "at most";
    evidence = "evidence";
    hour = "hour";
    hours = "hours";
    day = "day";
    days = "days";
    week = "week";
    weeks = "weeks";
    month = "month";
    months = "months";
    year = "year";
    years = "years";
    // Declarations.
    accord_time_is = "Accord Time is";
    days_run = "days run 00:00 to 24:00";
    rest_on = "rest on";
    holidays_from_annex = "holidays from annex";
    both_authentic = "both authentic";
    all_authentic = "all authentic";
    neutral = "neutral";
    belongs_to = "belongs to";
    decides_by = "decides by";
    from_annex = "from annex";
    map = "map";
    keyed_by = "keyed by";
    one_of = "one of";
    number = "number";
    money = "money";
    text = "text";
    same = "same";
    is_one = "is one";
    counts = "counts";
    adopted_by = "adopted by";
    for_each = "for each";
    opens_on_terms_not_agreed = "opens on terms not agreed";
    opens_on = "opens on";
    opens_when = "opens when";
    beside = "beside";
    instead_of = "instead of";
    then = "then";
    decides = "decides";
    by_declaration_of = "by declaration of";
    starts_at_step = "starts at step";
    // Steps of a ladder.
    must = "must";
    the_party = "the party";
    the_complainant = "the complainant";
    notify = "notify";
    acknowledge = "acknowledge";
    screen = "screen";
    verify = "verify";
    reply = "reply";
    meet = "meet";
    find = "find";
    decide = "decide";
    act = "act";
    order_a_remedy = "order a remedy";
    refer_to = "refer to";
    suspend = "suspend";
    for_at_most = "for at most";
    resume = "resume";
    snapback = "snapback";
    revives = "revives";
    ends = "ends";
    suspends = "suspends";
    unless = "unless";
    cured = "cured";
    decides_otherwise = "decides otherwise";
    no_finding_before = "no finding before reply or expiry";
    accused_abstains = "accused abstains";
    extended_by_consent = "extended by consent of";
    silence = "silence";
    goes_on = "goes on";
    waits = "waits";
    closes_the_case = "closes the case";
    means_substantiated = "means substantiated";
    means_not_substantiated = "means not substantiated";
    closes_the_ladder = "closes the ladder at any step";
    any_report_within = "any report within";
    rules = "rules";
    report_stands = "no ruling, report stands";
    report_falls = "no ruling, report falls";
    becomes = "becomes";
    adds = "adds";
    deletes = "deletes";
    moves_to = "moves to";
    witness = "witness";
    running_duties = "running duties";
    keep_the_earlier_text = "keep the earlier text";
    move_ = "move";
    restart = "restart";
    by_side_of = "by side of";
    official = "official";
    reported = "reported";
    leaked = "leaked";
    paraphrased = "paraphrased";
    monday = "Monday";
    tuesday = "Tuesday";
    wednesday = "Wednesday";
    thursday = "Thursday";
    friday = "Friday";
    saturday = "Saturday";
    sunday = "Sunday";
}
