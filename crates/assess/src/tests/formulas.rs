//! The formulas against plain search.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::direct;
use crate::evidence::{Question, Quorum, Speaker, Token};
use crate::formula::{Formulas, evaluate, signature};

fn quorum() -> impl Strategy<Value = Quorum> {
    (0_u32..=3, any::<bool>(), 0_u32..=2).prop_map(|(need, independent, neutral)| Quorum {
        need,
        independent,
        neutral: neutral.min(need),
    })
}

fn question() -> impl Strategy<Value = Question> {
    let said = (0_u32..3, any::<bool>(), any::<[bool; 2]>(), any::<bool>());
    let told = (0_u32..6, 0_u32..6, 0_u8..3);
    (
        prop::collection::vec(quorum(), 0..=2),
        prop::collection::vec((said, told), 0..=5),
        prop::option::of((0_u32..6, 0_u32..2)),
        prop::option::of(0_u32..6),
        prop::collection::btree_set((0_u32..5, 0_u32..5), 0..8),
    )
        .prop_map(|(quorums, told, due, closed, pairs)| {
            let mut question = Question {
                quorums,
                ..Question::default()
            };
            for (serial, ((reporter, neutral, admitted, day), (a, b, side))) in (0_u32..).zip(told)
            {
                question.speakers.push(Speaker {
                    reporter,
                    neutral,
                    admitted: admitted
                        .iter()
                        .copied()
                        .take(question.quorums.len())
                        .collect(),
                });
                let (from, to) = (a.min(b) * 3 + 1, a.max(b) * 3 + 1);
                match side {
                    0 => {
                        question.tokens.insert((from, Token::Began(serial)));
                        question.tokens.insert((to, Token::Done(serial)));
                        if day {
                            question.by_day.insert(serial);
                        }
                    }
                    1 => {
                        question.tokens.insert((to, Token::Denied(serial)));
                    }
                    _ => {
                        question.tokens.insert((to, Token::Other(serial)));
                    }
                }
            }
            if let Some((at, more)) = due {
                question.tokens.insert((at * 3, Token::Mark));
                question.tokens.insert((at * 3 + 2, Token::Due));
                question.tokens.insert(((at + more) * 3 + 2, Token::DueDay));
            }
            if let Some(at) = closed {
                question.tokens.insert((at * 3 + 1, Token::Closed));
            }
            let serials = u32::try_from(question.speakers.len()).unwrap_or(0);
            question.independent = pairs
                .into_iter()
                .filter(|(a, b)| a != b && *a < serials && *b < serials)
                .flat_map(|(a, b)| [(a, b), (b, a)])
                .collect::<BTreeSet<_>>();
            question
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn formulas_find_what_plain_search_finds(question in question()) {
        prop_assert_eq!(evaluate(&question), direct::evaluate(&question));
    }
}

#[test]
fn every_rule_is_in_the_engines_fragment() {
    use servanda_temporal::{Monitor, Options};
    for need in 1..=4 {
        for independent in [false, true] {
            for neutral in 0..=need {
                let quorum = Quorum {
                    need,
                    independent,
                    neutral,
                };
                let formulas = Formulas::new(&[quorum]);
                for formula in [formulas.performance, formulas.failure] {
                    let monitor = Monitor::new(&signature(), &formula, Options::default());
                    assert!(monitor.is_ok(), "{formula}");
                }
            }
        }
    }
}

#[test]
fn the_formulas_print() {
    let one = Quorum {
        need: 1,
        independent: false,
        neutral: 0,
    };
    let formulas = Formulas::new(&[one]);
    let text = formulas.performance.to_string();
    assert!(text.contains("ONCE"), "{text}");
    assert!(
        text.contains("done(k, s1)") || text.contains("done(k,s1)"),
        "{text}"
    );
    assert!(text.contains("\"in time\""), "{text}");
    assert!(formulas.failure.to_string().contains("closed(k)"));
}
