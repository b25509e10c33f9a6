//! The answers to a question by plain search, without formulas.
//!
//! Tests hold [`crate::formula::evaluate`] equal to it.

use std::collections::BTreeSet;

use crate::evidence::{Question, Ranks, Token};

/// Answers a question by trying every choice of testimonies.
pub(crate) fn evaluate(question: &Question) -> Ranks {
    let told: Vec<(u32, Token)> = question.tokens.iter().copied().collect();
    let end = u32::MAX;
    let done = told
        .iter()
        .map(|(rank, _)| *rank)
        .find(|rank| suffices(question, &done_by(&told, *rank)));
    let rank_of = |wanted: Token| {
        told.iter()
            .find(|(_, token)| *token == wanted)
            .map(|(rank, _)| *rank)
    };
    let due = rank_of(Token::Due);
    let due_day = rank_of(Token::DueDay);
    let limit = |serial: u32| {
        if question.by_day.contains(&serial) {
            due_day
        } else {
            due
        }
    };
    let all = done_by(&told, end);
    let began = |serial: u32| rank_of(Token::Began(serial));
    let finished = |serial: u32| rank_of(Token::Done(serial));
    let in_time = all
        .iter()
        .copied()
        .filter(|s| due.is_some() && finished(*s) < limit(*s))
        .collect();
    let late = all
        .iter()
        .copied()
        .filter(|s| due.is_some() && began(*s) > limit(*s))
        .collect();
    let denied = |from: Option<u32>| -> BTreeSet<u32> {
        told.iter()
            .filter_map(|(rank, token)| match token {
                Token::Denied(serial) if from.is_some_and(|from| *rank >= from) => Some(*serial),
                _ => None,
            })
            .collect()
    };
    let others = |until: u32| -> BTreeSet<u32> {
        told.iter()
            .filter_map(|(rank, token)| match token {
                Token::Other(serial) if *rank <= until => Some(*serial),
                _ => None,
            })
            .collect()
    };
    Ranks {
        done,
        in_time: suffices(question, &in_time),
        late: suffices(question, &late),
        denied_since_done: suffices(question, &denied(done)),
        denied_since_mark: suffices(question, &denied(rank_of(Token::Mark))),
        denied: suffices(question, &denied(Some(0))),
        other: told
            .iter()
            .map(|(rank, _)| *rank)
            .find(|rank| suffices(question, &others(*rank))),
        closed: rank_of(Token::Closed).is_some() && all.is_empty() && others(end).is_empty(),
    }
}

fn done_by(told: &[(u32, Token)], until: u32) -> BTreeSet<u32> {
    told.iter()
        .filter_map(|(rank, token)| match token {
            Token::Done(serial) if *rank <= until => Some(*serial),
            _ => None,
        })
        .collect()
}

fn suffices(question: &Question, serials: &BTreeSet<u32>) -> bool {
    (0..question.quorums.len()).any(|option| {
        let admitted: Vec<u32> = serials
            .iter()
            .copied()
            .filter(|serial| {
                question
                    .speakers
                    .get(*serial as usize)
                    .and_then(|speaker| speaker.admitted.get(option))
                    .copied()
                    .unwrap_or(false)
            })
            .collect();
        question.quorums.get(option).is_some_and(|quorum| {
            quorum.need > 0 && choose(question, option, &admitted, &mut Vec::new())
        })
    })
}

fn choose(question: &Question, option: usize, left: &[u32], chosen: &mut Vec<u32>) -> bool {
    let Some(quorum) = question.quorums.get(option) else {
        return false;
    };
    if chosen.len() == quorum.need as usize {
        let neutral = chosen
            .iter()
            .filter(|s| {
                question
                    .speakers
                    .get(**s as usize)
                    .is_some_and(|s| s.neutral)
            })
            .count();
        return neutral >= quorum.neutral as usize;
    }
    let Some((first, rest)) = left.split_first() else {
        return false;
    };
    let reporter = |s: u32| question.speakers.get(s as usize).map(|s| s.reporter);
    let fits = chosen.iter().all(|other| {
        reporter(*other) != reporter(*first)
            && (!quorum.independent || question.independent.contains(&(*other, *first)))
    });
    if fits {
        chosen.push(*first);
        if choose(question, option, rest, chosen) {
            return true;
        }
        chosen.pop();
    }
    choose(question, option, rest, chosen)
}
