//! A hand-written loop per policy: the floor that the engine is held against.
//!
//! Each loop parses only what its own log holds, keeps the least it can, and
//! counts what it finds instead of printing it. It answers one question and no
//! other. The standard library's maps with a plain hash are its only tables.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// Hashes whole numbers by multiplication.
#[derive(Default)]
pub(crate) struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(26) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

type Map<V> = HashMap<u64, V, BuildHasherDefault<Plain>>;

/// One event: its instant, the first letter of its name, its arguments.
type Event = (u64, u8, [u64; 3]);

/// Calls `see` with each event of a log.
fn events(log: &[u8], mut see: impl FnMut(Event)) {
    let (mut ts, mut name, mut values) = (0, 0, [0; 3]);
    let (mut number, mut place, mut inside, mut instant) = (0_u64, 0_usize, false, false);
    for &byte in log {
        match byte {
            b'0'..=b'9' if inside || instant => number = number * 10 + u64::from(byte - b'0'),
            b'@' => (number, instant) = (0, true),
            b' ' if instant => (ts, instant, name) = (number, false, 0),
            b'(' => (number, place, inside) = (0, 0, true),
            b',' | b')' => {
                if let Some(slot) = values.get_mut(place) {
                    *slot = number;
                }
                (number, place) = (0, place + 1);
                if byte == b')' {
                    inside = false;
                    see((ts, name, values));
                    name = 0;
                }
            }
            other if name == 0 && other.is_ascii_alphabetic() => name = other,
            _ => {}
        }
    }
}

/// Runs the loop of a policy and returns how many verdicts it finds.
pub(crate) fn run(policy: &str, log: &[u8]) -> u64 {
    match policy {
        "resp" => resp(log),
        "since" => since(log),
        "once" => once(log),
        "cnt" => threshold(log, 7 * 86_400, 24, |_| 1),
        "agg" => threshold(log, 7 * 86_400, 13_000, |values| values[1]),
        "rate" => threshold(log, 59, 20, |_| 1),
        "letp" => letp(log),
        shape => join(log, shape),
    }
}

fn resp(log: &[u8]) -> u64 {
    let (mut open, mut granted) = (VecDeque::new(), Map::<u64>::default());
    let mut found = 0;
    let mut close = |open: &mut VecDeque<(u64, u64)>, granted: &Map<u64>, now: u64| {
        while let Some(&(ts, key)) = open.front().filter(|(ts, _)| ts + 7 * 86_400 < now) {
            open.pop_front();
            found += u64::from(granted.get(&key).is_none_or(|at| *at < ts));
        }
    };
    events(log, |(ts, name, [key, ..])| {
        close(&mut open, &granted, ts);
        if name == b'r' {
            open.push_back((ts, key));
        } else {
            granted.insert(key, ts);
        }
    });
    close(&mut open, &granted, u64::MAX);
    found
}

fn since(log: &[u8]) -> u64 {
    let (mut held, mut found) = (Map::<bool>::default(), 0);
    events(log, |(_, name, [user, resource, _])| {
        let key = (user << 32) | resource;
        match name {
            b'a' => found += u64::from(!held.get(&key).copied().unwrap_or(false)),
            other => {
                held.insert(key, other == b'g');
            }
        }
    });
    found
}

fn once(log: &[u8]) -> u64 {
    let (mut waiting, mut last, mut found) = (VecDeque::new(), Map::<u64>::default(), 0);
    events(log, |(ts, name, [key, ..])| {
        while let Some(&(at, key)) = waiting.front().filter(|(at, _)| at + 86_400 <= ts) {
            waiting.pop_front();
            last.insert(key, at);
        }
        if name == b'p' {
            waiting.push_back((ts, key));
        } else {
            let seen = last.get(&key).is_some_and(|at| at + 30 * 86_400 >= ts);
            found += u64::from(!seen);
        }
    });
    found
}

/// Sums per key over a window, and counts the keys above `limit` at the end
/// of each time-point.
fn threshold(log: &[u8], window: u64, limit: u64, weight: impl Fn([u64; 3]) -> u64) -> u64 {
    let (mut queue, mut sums) = (VecDeque::new(), Map::<u64>::default());
    let (mut above, mut found, mut now) = (0_u64, 0, 0);
    events(log, |(ts, _, values)| {
        if ts != now {
            found += above;
            now = ts;
            while let Some(&(_, key, weight)) = queue.front().filter(|(at, _, _)| at + window < ts)
            {
                queue.pop_front();
                if let Some(sum) = sums.get_mut(&key) {
                    above -= u64::from(*sum > limit && *sum - weight <= limit);
                    *sum -= weight;
                }
            }
        }
        let (key, weight) = (values[0], weight(values));
        let sum = sums.entry(key).or_insert(0);
        above += u64::from(*sum <= limit && *sum + weight > limit);
        *sum += weight;
        queue.push_back((ts, key, weight));
    });
    found + above
}

fn letp(log: &[u8]) -> u64 {
    let mut open = Map::<(u64, u64, bool)>::default();
    let mut counts = Map::<(u64, u64)>::default();
    let (mut waiting, mut found) = (VecDeque::new(), 0);
    events(log, |(ts, name, [key, place, _])| {
        while let Some(&(at, key)) = waiting.front().filter(|(at, _)| at + 6 * 3_600 <= ts) {
            waiting.pop_front();
            if let Some((_, place, late)) = open.get_mut(&key).filter(|(since, ..)| *since == at) {
                *late = true;
                counts.entry(*place).or_default().0 += 1;
            }
        }
        match name {
            b'i' => {
                open.insert(key, (ts, place, false));
                counts.entry(place).or_default().1 += 1;
                waiting.push_back((ts, key));
            }
            b'c' => {
                if let Some((_, place, late)) = open.remove(&key) {
                    let (overdue, all) = counts.entry(place).or_default();
                    *overdue -= u64::from(late);
                    *all -= 1;
                }
            }
            _ => {
                let (overdue, all) = counts.get(&key).copied().unwrap_or_default();
                found += u64::from(overdue > 0 && overdue * 3 > all * 2);
            }
        }
    });
    found
}

/// Joins P of the last ten seconds, Q now and R of the next ten.
fn join(log: &[u8], shape: &str) -> u64 {
    let mut past = Map::<Vec<(u64, u64)>>::default();
    let mut future = Map::<VecDeque<(u64, u64)>>::default();
    let (mut seen, mut matched) = (VecDeque::new(), VecDeque::new());
    let (mut left, mut found) = (VecDeque::new(), 0);
    let (mut now, mut here) = (0, Vec::new());
    // Columns: by what P is found, what Q brings on, and by what R is found.
    let by = |a: u64, b: u64| if shape == "star" { (a, b) } else { (b, a) };
    let mut judge =
        |matched: &mut VecDeque<(u64, u64, u64)>, future: &Map<VecDeque<(u64, u64)>>, now: u64| {
            while let Some(&(ts, key, want)) = matched.front().filter(|(ts, ..)| ts + 9 < now) {
                matched.pop_front();
                for &(at, other) in future.get(&key).into_iter().flatten() {
                    let fits = shape != "triangle" || other == want;
                    found += u64::from(fits && at >= ts && at <= ts + 9);
                }
            }
        };
    let flush = |here: &mut Vec<(u64, u64)>,
                 past: &Map<Vec<(u64, u64)>>,
                 matched: &mut VecDeque<(u64, u64, u64)>,
                 now: u64| {
        for (x, y) in here.drain(..) {
            for &(_, other) in past.get(&x).into_iter().flatten() {
                matched.push_back((now, if shape == "star" { x } else { y }, other));
            }
        }
    };
    events(log, |(ts, name, [a, b, _])| {
        if ts != now {
            flush(&mut here, &past, &mut matched, now);
            judge(&mut matched, &future, ts);
            now = ts;
            while let Some(&(_, key)) = seen.front().filter(|(at, _)| at + 9 < ts) {
                seen.pop_front();
                if let Some(rows) = past.get_mut(&key) {
                    rows.retain(|(at, _)| at + 9 >= ts);
                }
            }
            while let Some(&(_, key)) = left.front().filter(|(at, _)| at + 10 < ts) {
                left.pop_front();
                if let Some(rows) = future.get_mut(&key) {
                    rows.pop_front();
                }
            }
        }
        match name {
            b'P' => {
                let (key, other) = by(a, b);
                past.entry(key).or_default().push((ts, other));
                seen.push_back((ts, key));
            }
            b'Q' => here.push((a, b)),
            _ => {
                future.entry(a).or_default().push_back((ts, b));
                left.push_back((ts, a));
            }
        }
    });
    flush(&mut here, &past, &mut matched, now);
    judge(&mut matched, &future, u64::MAX);
    found
}
