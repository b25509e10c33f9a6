//! The desk's pages as HTML: one template for each.
//!
//! # Invariants
//! As on the public pages: everything outside the templates' own words passes
//! through `Text` or `Prose`, or through the template engine, which escape.

use askama::Template;
use servanda_app::Opened;
use servanda_app::desk::{
    Challenge, Field, Heading, Input, Member, Offer, Prepared, Queue, Told, heading,
};
use servanda_app::enrol::KeyView;
use servanda_app::language::{Language, Text, Words};
use servanda_app::site::{Asking, encoded};

use super::sessions::Held;
use crate::error::Error;

/// What every page of the desk has around its body.
pub(super) struct Frame {
    words: Words,
    language: &'static str,
    direction: &'static str,
    here: &'static str,
    heading: Heading,
    languages: Vec<(&'static str, &'static str, String, &'static str)>,
    /// Who is signed in, in a sentence, and the token of the session.
    member: Option<(Text, String)>,
    /// Whose word the key stands on, where it is not its holder's own.
    speaks: Text,
}

impl Frame {
    /// Makes the frame of a page; `rest` is its address after the language.
    pub(super) fn new(
        asking: &Asking,
        held: Option<&Held>,
        here: &'static str,
        rest: &str,
    ) -> Self {
        let words = Words::of(asking.language);
        let languages = Language::ALL.map(|one| {
            let link = format!("/desk/{}{rest}", one.tag());
            (one.tag(), one.name(), link, one.direction())
        });
        let who = |held: &Held| {
            let key = held.member.id().to_string();
            let short = key.get(..8).unwrap_or_default();
            let said = [
                ("who", Text::own(held.member.actor.as_str()).into()),
                ("key", Text::ltr(short).into()),
            ];
            (words.say_with("desk-signed-in", &said), held.token.clone())
        };
        let attributed = held.filter(|held| held.member.actor != held.member.holder);
        Self {
            language: asking.language.tag(),
            direction: asking.language.direction(),
            here,
            heading: heading(asking),
            languages: languages.to_vec(),
            member: held.map(who),
            speaks: attributed.map_or_else(Text::default, |held| {
                let said = [
                    ("holder", Text::own(held.member.holder.as_str()).into()),
                    ("who", Text::own(held.member.actor.as_str()).into()),
                ];
                words.say_with("desk-speaks-as", &said)
            }),
            words,
        }
    }

    /// Returns a message of the page's language.
    fn say(&self, id: &str) -> Text {
        self.words.say(id)
    }

    /// Links to a page of the desk.
    fn to(&self, rest: &str) -> String {
        format!("/desk/{}{rest}", self.language)
    }

    /// Links to a public page.
    fn public(&self, page: &str, item: Option<&str>) -> String {
        match item {
            Some(item) => format!("/{}/{page}/{}", self.language, encoded(item)),
            None => format!("/{}/{page}", self.language),
        }
    }

    /// Returns the token that a form of the session carries.
    fn token(&self) -> &str {
        self.member.as_ref().map_or("", |(_, token)| token)
    }

    /// Links to the form for an offer, with its words.
    fn offer(&self, offer: &Offer) -> (String, Text) {
        let link = format!("{}{}", self.to("/enter"), query(offer));
        let word = self.say(&format!("desk-do-{}", offer.kind));
        (link, word)
    }

    fn offers(&self, offers: &[Offer]) -> Vec<(String, Text)> {
        offers.iter().map(|one| self.offer(one)).collect()
    }
}

/// Names a kind of act that has a form.
pub(super) fn kind(word: &str) -> Option<&'static str> {
    servanda_app::desk::kinds().find(|own| *own == word)
}

/// Writes an offer as the query of the page with its form.
pub(super) fn query(offer: &Offer) -> String {
    let mut query = format!("?kind={}", encoded(offer.kind));
    if let Some(of) = &offer.of {
        query.push_str(&format!("&of={}", encoded(of)));
    }
    if let Some(entry) = offer.refers {
        let cited = entry.to_string().replace('#', "%23");
        query.push_str(&format!("&refers={cited}"));
    }
    query
}

macro_rules! written {
    ($page:expr) => {
        $page.render().map_err(|fault| Error::Page {
            page: "desk".into(),
            why: fault.to_string(),
        })
    };
}

#[derive(Template)]
#[template(path = "desk/sign_in.html", whitespace = "minimize")]
struct SignInPage<'a> {
    frame: &'a Frame,
    challenge: String,
    asked: &'a Challenge,
    actors: &'a [String],
    refused: &'a str,
}

/// Writes how to sign in.
pub(super) fn sign_in(
    frame: &Frame,
    challenge: &Challenge,
    actors: &[String],
    refused: &str,
) -> Result<String, Error> {
    written!(SignInPage {
        frame,
        challenge: challenge.to_string(),
        asked: challenge,
        actors,
        refused,
    })
}

#[derive(Template)]
#[template(path = "desk/queue.html", whitespace = "minimize")]
struct QueuePage<'a> {
    frame: &'a Frame,
    queue: &'a Queue,
}

/// Writes what waits.
pub(super) fn queue(frame: &Frame, queue: &Queue) -> Result<String, Error> {
    written!(QueuePage { frame, queue })
}

/// One kind of act, with what it may be about.
struct Group {
    word: Text,
    links: Vec<(String, Text)>,
}

#[derive(Template)]
#[template(path = "desk/offers.html", whitespace = "minimize")]
struct OffersPage<'a> {
    frame: &'a Frame,
    groups: Vec<Group>,
}

/// Writes what may be entered, kind by kind.
pub(super) fn offers(frame: &Frame, opened: &Opened, offers: &[Offer]) -> Result<String, Error> {
    let named = |of: &str| {
        let clauses = opened.plan.clauses.iter();
        let title = clauses.filter(|one| one.id.as_str() == of && !one.title.is_empty());
        let title = title.map(|one| Text::own(&one.title));
        Text::joined([Text::own(of)].into_iter().chain(title.take(1)), " ")
    };
    let mut groups: Vec<Group> = Vec::new();
    for offer in offers {
        let (link, word) = frame.offer(offer);
        let about = offer.of.as_deref();
        let about = about.map_or_else(|| word.clone(), named);
        match groups.last_mut().filter(|group| group.word == word) {
            Some(group) => group.links.push((link, about)),
            None => groups.push(Group {
                word,
                links: vec![(link, about)],
            }),
        }
    }
    written!(OffersPage { frame, groups })
}

/// A field as a form asks for it.
struct Asked {
    column: String,
    label: Text,
    input: &'static str,
    options: Vec<(String, Text, bool)>,
    required: bool,
    value: String,
    hint: Text,
    more: bool,
}

/// Why a form was not taken, and what can be done.
pub(super) struct Refusal {
    why: String,
    ways: Vec<String>,
}

impl Refusal {
    /// Tells a fault in the words of the program.
    pub(super) fn of(refused: &servanda_app::Error) -> Self {
        Self {
            why: refused.chain(),
            ways: match refused.code() {
                // The ways out of a file's rows are of no use to a form.
                "rows" => Vec::new(),
                _ => refused.ways_out(),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "desk/form.html", whitespace = "minimize")]
struct FormPage<'a> {
    frame: &'a Frame,
    kind: &'static str,
    title: Text,
    fields: Vec<Asked>,
    /// Whether some fields are put away.
    rare: bool,
    refused: Option<Refusal>,
}

/// Writes the form for one act; `sent` is what was filled in before.
pub(super) fn form(
    frame: &Frame,
    offer: &Offer,
    fields: Vec<Field>,
    sent: &[(String, String)],
    refused: Option<Refusal>,
) -> Result<String, Error> {
    let fields: Vec<Asked> = (fields.into_iter())
        .map(|field| asked(frame, field, sent))
        .collect();
    written!(FormPage {
        frame,
        kind: offer.kind,
        title: frame.say(&format!("desk-do-{}", offer.kind)),
        rare: fields.iter().any(|field| field.more),
        fields,
        refused,
    })
}

fn asked(frame: &Frame, field: Field, sent: &[(String, String)]) -> Asked {
    let words = &frame.words;
    let or = |id: String, own: Text| if words.has(&id) { words.say(&id) } else { own };
    let before = sent.iter().find(|(column, _)| *column == field.column);
    let value = before.map_or(field.value, |(_, value)| value.clone());
    let options = match &field.input {
        Input::Choice(options) => options.clone(),
        _ => Vec::new(),
    };
    let option = |one: String| {
        let id = format!("desk-value-{}", one.replace(' ', "-"));
        let word = or(id, Text::own(&one));
        let chosen = one == value;
        (one, word, chosen)
    };
    Asked {
        label: or(
            format!("desk-field-{}", field.column),
            Text::own(&field.column),
        ),
        hint: or(format!("desk-hint-{}", field.column), Text::default()),
        input: match field.input {
            Input::Line => "line",
            Input::Lines => "lines",
            Input::Day => "day",
            Input::When => "when",
            Input::Choice(_) => "choice",
            Input::Given => "given",
        },
        options: options.into_iter().map(option).collect(),
        more: field.more && value.is_empty(),
        column: field.column,
        required: field.required,
        value,
    }
}

/// What is shown for signing.
pub(super) struct Signing<'a> {
    frame: &'a Frame,
    title: Text,
    back: String,
    rows: Vec<Told>,
    statement: String,
    payload: String,
    digest: String,
    key: String,
    command: String,
}

#[derive(Template)]
#[template(path = "desk/signing.html", whitespace = "minimize")]
struct SigningPage<'a> {
    frame: &'a Frame,
    page: &'a Signing<'a>,
    name: &'a str,
}

/// Gathers what is shown of a statement before it is signed.
pub(super) fn signing<'a>(
    frame: &'a Frame,
    opened: &Opened,
    prepared: &Prepared,
    (kind, pairs): (&str, &[(String, String)]),
) -> Signing<'a> {
    let mut command = format!("servanda submit DIR {kind}");
    for (column, value) in pairs {
        command.push_str(&format!(" {}", quoted(&format!("{column}={value}"))));
    }
    command.push_str(" --key FILE");
    Signing {
        frame,
        title: frame.say(&format!("desk-do-{kind}")),
        back: frame
            .languages
            .iter()
            .find(|one| one.0 == frame.language)
            .map_or_else(|| frame.to("/enter"), |one| one.2.clone()),
        rows: prepared.told(&frame.words, opened),
        statement: prepared.statement(),
        payload: prepared.payload(),
        digest: prepared.digest(),
        key: prepared.member().key.to_string(),
        command,
    }
}

/// Quotes a word for a shell, where it needs that.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=.,:;-_#/+".contains(c);
    if word.chars().all(plain) && !word.contains('#') && !word.contains(';') {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

impl Signing<'_> {
    /// Writes the page, under the name by which the statement waits.
    pub(super) fn written(&self, name: &str) -> Result<String, Error> {
        written!(SigningPage {
            frame: self.frame,
            page: self,
            name,
        })
    }
}

#[derive(Template)]
#[template(path = "desk/entered.html", whitespace = "minimize")]
struct EnteredPage<'a> {
    frame: &'a Frame,
    title: Text,
    number: String,
    root: &'a str,
}

/// Writes what was entered.
pub(super) fn entered(frame: &Frame, number: u64, root: &str) -> Result<String, Error> {
    let number = number.to_string();
    let title = [("number", Text::ltr(&number).into())];
    written!(EnteredPage {
        frame,
        title: frame.words.say_with("desk-entered-title", &title),
        number,
        root,
    })
}

/// One key in the list.
struct KeyLine {
    id: Text,
    holder: Text,
    ground: Text,
    standing: Text,
    here: bool,
}

#[derive(Template)]
#[template(path = "desk/keys.html", whitespace = "minimize")]
struct KeysPage<'a> {
    frame: &'a Frame,
    title: Text,
    mine: Vec<KeyLine>,
    others: Vec<KeyLine>,
    session: String,
}

/// Writes the keys on record, the member's own first.
pub(super) fn keys(frame: &Frame, member: &Member, keys: &[KeyView]) -> Result<String, Error> {
    let own = |key: &&KeyView| key.holder == member.holder.as_str();
    let line = |key: &KeyView| key_line(&frame.words, member, key);
    let who = [("who", Text::own(member.holder.as_str()).into())];
    written!(KeysPage {
        frame,
        title: frame.words.say_with("desk-mine", &who),
        mine: keys.iter().filter(own).map(line).collect(),
        others: keys.iter().filter(|key| !own(key)).map(line).collect(),
        session: member.id().to_string(),
    })
}

fn key_line(words: &Words, member: &Member, key: &KeyView) -> KeyLine {
    let standing = match (key.revoked, key.rotated) {
        (Some(entry), _) => {
            let since = key.suspected_since.as_deref().unwrap_or("");
            let said = [
                ("entry", Text::ltr(&entry.to_string()).into()),
                ("since", Text::ltr(since).into()),
            ];
            words.say_with("desk-key-revoked", &said)
        }
        (None, Some(entry)) => {
            let said = [("entry", Text::ltr(&entry.to_string()).into())];
            words.say_with("desk-key-rotated", &said)
        }
        (None, None) => words.say("desk-key-live"),
    };
    let who = [("who", Text::own(&key.speaks_as).into())];
    KeyLine {
        id: Text::ltr(&key.id),
        holder: Text::own(&key.holder),
        ground: words.say_with(&format!("desk-ground-{}", key.ground), &who),
        standing,
        here: key.id == member.id().to_string(),
    }
}
