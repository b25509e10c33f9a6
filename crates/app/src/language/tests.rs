use super::*;
use std::collections::BTreeSet;
use std::path::Path;

fn message_ids(language: Language) -> BTreeSet<String> {
    language
        .messages()
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(id, _)| id.to_owned())
        .filter(|id| !id.starts_with([' ', '#']))
        .collect()
}

#[test]
fn every_language_has_the_same_messages_and_no_faults() {
    let english = message_ids(Language::English);
    assert!(english.len() > 100);
    for language in Language::ALL {
        assert_eq!(message_ids(language), english, "{language:?}");
        assert!(
            FluentResource::try_new(language.messages().to_owned()).is_ok(),
            "{language:?}"
        );
    }
}

#[test]
fn every_message_named_in_the_code_exists() {
    let words = Words::of(Language::English);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![folder.join("language.rs"), folder.join("report.rs")];
    for part in ["report", "site"] {
        files.extend(
            std::fs::read_dir(folder.join(part))
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    let mut seen = 0;
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|kind| kind == "rs"))
    {
        // Without blanks a call broken over lines reads as one on a line.
        let code: String = std::fs::read_to_string(file)
            .unwrap()
            .split_whitespace()
            .collect();
        for call in ["say(\"", "say_with(\""] {
            for part in code.split(call).skip(1) {
                let id = part.split('"').next().unwrap();
                assert!(words.has(id), "{id} in {}", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn no_message_lacks_a_value_it_writes() {
    // A value that a caller forgets shows as `{$name}`; the report's own tests
    // look for that in whole pages.
    let words = Words::of(Language::English);
    assert_eq!(words.say("days").plain(), "{$from} to {$to}");
}

#[test]
fn counts_choose_their_plural() {
    let late = |language, days| {
        Words::of(language)
            .lateness(Lateness::Days(days, days))
            .plain()
    };
    assert_eq!(late(Language::English, 1), "1 day late");
    assert_eq!(late(Language::English, 5), "5 days late");
    assert_ne!(
        late(Language::Arabic, 2),
        late(Language::Arabic, 11).replace("11", "2")
    );
    assert_eq!(
        Words::of(Language::English)
            .lateness(Lateness::Days(1, 7))
            .plain(),
        "1 to 7 days late"
    );
}

#[test]
fn arabic_has_the_words_it_was_given() {
    let words = Words::of(Language::Arabic);
    assert_eq!(words.status(Status::Met).plain(), "نُفِّذ");
    assert_eq!(words.status(Status::Undetermined).plain(), "غير محسوم");
    assert_eq!(
        words.status(Status::NotMeasurable).plain(),
        "بلا معيار قابل للقياس"
    );
}

#[test]
fn hebrew_has_the_words_it_was_given() {
    let words = Words::of(Language::Hebrew);
    assert_eq!(words.status(Status::Met).plain(), "קוים");
    assert_eq!(words.status(Status::Undetermined).plain(), "לא הוכרע");
    assert_eq!(words.status(Status::NotMeasurable).plain(), "ללא מבחן מדיד");
    assert_eq!(words.say("head-status").plain(), "מצב הביצוע");
}

#[test]
fn english_status_words_are_those_of_the_command_line() {
    let words = Words::of(Language::English);
    for status in crate::words::ALL {
        assert_eq!(words.status(status).plain(), crate::words::status(status));
    }
}

#[test]
fn every_language_has_its_own_word_for_every_status() {
    for language in Language::ALL {
        let words = Words::of(language);
        let all: BTreeSet<String> = crate::words::ALL
            .iter()
            .map(|one| words.status(*one).plain())
            .collect();
        assert_eq!(all.len(), crate::words::ALL.len(), "{language:?}");
    }
}

#[test]
fn numbers_are_grouped_and_set_apart() {
    let words = Words::of(Language::Arabic);
    assert_eq!(grouped("-1234567.125"), "-1,234,567.125");
    assert_eq!(grouped("999"), "999");
    assert_eq!(
        words.number(Decimal::from(25_700)).to_string(),
        "<bdi dir=\"ltr\">25,700</bdi>"
    );
    assert_eq!(
        Words::of(Language::English)
            .figure(&Figure::Between(Decimal::ONE, Decimal::TEN))
            .plain(),
        "1 to 10"
    );
}

#[test]
fn days_are_written_in_the_language() {
    let day = Date::constant(2025, 10, 13);
    assert_eq!(
        Words::of(Language::English).day(day).plain(),
        "13 October 2025"
    );
    assert_eq!(
        Words::of(Language::Arabic).day(day).plain(),
        "13 أكتوبر 2025"
    );
}
