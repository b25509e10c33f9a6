//! Several workers over one log, each with its share of the keys.
//!
//! Where all parts of a formula speak of one variable, the events of one value
//! of it say nothing about another value. So events are scattered by that
//! value into [`SLICES`] slices, slices are dealt to the workers, every worker
//! sees every time-point, and what they find is put together again in order.
//!
//! # Invariants
//! The lines are the same for any number of workers.

use std::collections::BTreeMap;

use super::columns::{Columns, Values};
use super::pool::Pool;
use super::print::{Found, written};
use super::reader::{Format, Read, Reader, passed};
use super::rows::Word;
use super::{Sink, Stream, StreamError, Style};
use crate::{Formula, Options, Refusal, Signature, Term, Type, Value};

/// How many slices there are, whatever the number of workers.
const SLICES: u64 = 4_096;

/// The place of the key among the arguments of each predicate.
type Places = BTreeMap<String, usize>;

type Names<'a> = Vec<(&'a str, &'a [String], &'a Formula)>;

/// Finds a variable that all parts of a formula speak of.
fn key(formula: &Formula) -> Option<(usize, Places)> {
    let free = formula.free_variables();
    free.iter().enumerate().find_map(|(column, name)| {
        let places = covered(formula, name, &Vec::new(), Places::new())?;
        Some((column, places))
    })
}

/// Adds the places of `key` in `formula`; `None` if a part is without it, or
/// has it in two places of one predicate.
fn covered(formula: &Formula, key: &str, names: &Names<'_>, places: Places) -> Option<Places> {
    use Formula as F;
    let one = |part: &Formula, places| covered(part, key, names, places);
    match formula {
        F::True | F::False | F::Compare(..) => Some(places),
        F::Predicate(name, terms) => {
            let at = |(_, term): &(usize, &Term)| matches!(term, Term::Variable(v) if v == key);
            let mut found = terms.iter().enumerate().filter(at).map(|(place, _)| place);
            let Some(named) = names.iter().rposition(|(known, ..)| known == name) else {
                let place = found.next()?;
                let mut places = places;
                let known = *places.entry(name.clone()).or_insert(place);
                return (known == place).then_some(places);
            };
            let (_, parameters, definition) = names.get(named)?;
            let outer: Names<'_> = names.get(..named)?.to_vec();
            found.find_map(|place| {
                covered(definition, parameters.get(place)?, &outer, places.clone())
            })
        }
        F::Not(a)
        | F::Previous(_, a)
        | F::Next(_, a)
        | F::Once(_, a)
        | F::Historically(_, a)
        | F::Eventually(_, a)
        | F::Always(_, a) => one(a, places),
        F::And(a, b)
        | F::Or(a, b)
        | F::Implies(a, b)
        | F::Equiv(a, b)
        | F::Since(_, a, b)
        | F::Until(_, a, b) => one(b, one(a, places)?),
        F::Exists(bound, a) | F::Forall(bound, a) => {
            (!bound.iter().any(|v| v == key)).then(|| one(a, places))?
        }
        F::Aggregate { by, body, .. } => by.iter().any(|v| v == key).then(|| one(body, places))?,
        F::Let {
            name,
            parameters,
            definition,
            body,
        } => {
            let mut names = names.clone();
            names.push((name, parameters, definition));
            covered(body, key, &names, places)
        }
    }
}

/// Collects the events of one predicate for one worker.
#[derive(Debug, Clone, Default)]
struct Share {
    points: Vec<u32>,
    columns: Vec<Vec<Word>>,
}

/// Judges a formula over a log on several workers.
///
/// # Example
/// ```
/// use servanda_temporal::{parse, Options, Slices, Style};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signature = parse::signature("p(x:int) q(x:int)")?;
/// let formula = parse::formula("p(x) AND NOT ONCE[0,10] q(x)")?;
/// let options = (Options::default(), Style::EveryTimePoint);
/// let mut slices = Slices::new(&signature, &formula, options, 8)?;
/// assert_eq!(slices.key(), Some("x"));
/// let mut lines = Vec::new();
/// slices.feed(b"@1 q(7); @5 p(7)(8)(3);", &mut lines)?;
/// assert_eq!(slices.finish(&mut lines)?, 0);
/// assert_eq!(lines, b"@5 (time point 1): (3) (8)\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Slices {
    workers: Vec<Stream>,
    /// The column of the tuples that has the key, if there is one.
    column: Option<usize>,
    key: Option<String>,
    style: Style,
    /// By predicate read: its name, its types, and the place of the key.
    predicates: Vec<(String, Vec<Type>, usize)>,
    reader: Reader,
    pool: Pool,
    /// By worker and predicate: what has been read and not judged.
    shares: Vec<Vec<Share>>,
    instants: Vec<i64>,
    text: Vec<u8>,
    passed: (usize, usize),
    before: Option<i64>,
}

impl Slices {
    /// Plans the evaluation of `formula` on up to this many workers; on one,
    /// if the formula has no key.
    ///
    /// # Errors
    /// A [`Refusal`] if the formula cannot be monitored whole.
    pub fn new(
        signature: &Signature,
        formula: &Formula,
        (options, style): (Options, Style),
        workers: usize,
    ) -> Result<Self, Refusal> {
        let found = key(formula);
        let count = if found.is_some() { workers.max(1) } else { 1 };
        let workers = (0..count).map(|_| Stream::new(signature, formula, options, style));
        let workers: Vec<Stream> = workers.collect::<Result<_, _>>()?;
        let (column, places) = found.unzip();
        let places = places.unwrap_or_default();
        let first = workers.first().map(|w| w.machine.predicates.clone());
        let names = first.unwrap_or_default();
        let predicates: Vec<(String, Vec<Type>, usize)> = names
            .iter()
            .map(|name| {
                let columns = signature.columns(name).unwrap_or_default();
                let kinds = columns.iter().map(|c| c.kind).collect();
                (name.clone(), kinds, places.get(name).copied().unwrap_or(0))
            })
            .collect();
        let mut slices = Self {
            key: column.and_then(|at| formula.free_variables().get(at).cloned()),
            column,
            style,
            reader: Reader::new(signature, &names),
            predicates,
            pool: Pool::new(),
            shares: Vec::new(),
            instants: Vec::new(),
            workers,
            text: Vec::new(),
            passed: (0, 0),
            before: None,
        };
        slices.renew();
        Ok(slices)
    }

    /// Returns the variable by whose values events are dealt out, if any.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Fixes the format of the log, which is else told by how it begins.
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.reader.set_format(format);
        self
    }

    fn renew(&mut self) {
        let share = |(_, kinds, _): &(String, Vec<Type>, usize)| Share {
            points: Vec::new(),
            columns: vec![Vec::new(); kinds.len()],
        };
        let fresh: Vec<Share> = self.predicates.iter().map(share).collect();
        self.shares = vec![fresh; self.workers.len()];
        self.instants.clear();
    }

    /// Reads a further part of the log and adds the lines it decides.
    ///
    /// # Errors
    /// As [`Stream::feed`].
    pub fn feed(&mut self, log: &[u8], lines: &mut Vec<u8>) -> Result<(), StreamError> {
        self.text.extend_from_slice(log);
        let read = self.read(false);
        self.judge(false, lines)?;
        read
    }

    /// Ends the log, and tells how many time-points remain undecided.
    ///
    /// # Errors
    /// As [`Stream::feed`].
    pub fn finish(&mut self, lines: &mut Vec<u8>) -> Result<u64, StreamError> {
        let read = self.read(true);
        let open = self.judge(true, lines)?;
        read.map(|()| open)
    }

    fn read(&mut self, last: bool) -> Result<(), StreamError> {
        let text = std::mem::take(&mut self.text);
        let mut at = 0;
        let mut result = Ok(());
        while result.is_ok() {
            match self
                .reader
                .next((&text, &mut at), (last, false), &mut self.pool)
            {
                Ok(Read::Partial) => break,
                Ok(Read::Fact(_)) => {}
                Ok(Read::Point(ts)) => result = self.deal(ts),
                Err(wrong) => result = Err(wrong.placed(&text, self.passed).into()),
            }
        }
        self.passed = passed(text.get(..at).unwrap_or_default(), self.passed);
        if let Err(StreamError::Backwards { line, .. }) = &mut result {
            *line = self.passed.0 + 1;
        }
        self.text = text;
        self.text.drain(..at);
        result
    }

    /// Deals the events of a time-point out.
    fn deal(&mut self, ts: i64) -> Result<(), StreamError> {
        if let Some(before) = self.before.filter(|before| *before > ts) {
            let line = 0;
            return Err(StreamError::Backwards { line, ts, before });
        }
        self.before = Some(ts);
        let point = u32::try_from(self.instants.len()).unwrap_or(u32::MAX);
        self.instants.push(ts);
        let count = self.workers.len();
        for (number, (rows, (_, kinds, place))) in
            self.reader.facts.iter().zip(&self.predicates).enumerate()
        {
            for row in rows.iter() {
                let worker = match (row.get(*place), kinds.get(*place)) {
                    (Some(word), Some(kind)) if count > 1 => {
                        owner(&self.pool.value(*word, *kind), count)
                    }
                    _ => 0,
                };
                let shares = self.shares.get_mut(worker);
                let Some(share) = shares.and_then(|shares| shares.get_mut(number)) else {
                    continue;
                };
                share.points.push(point);
                for (column, word) in share.columns.iter_mut().zip(row) {
                    column.push(*word);
                }
            }
        }
        Ok(())
    }

    /// Lets the workers judge what was dealt out, and prints what they find.
    fn judge(&mut self, end: bool, lines: &mut Vec<u8>) -> Result<u64, StreamError> {
        let batches: Vec<Columns> = self.shares.iter().map(|s| self.batch(s)).collect();
        self.renew();
        type Done = (Vec<Found>, Result<u64, StreamError>);
        let work = |worker: &mut Stream, batch: &Columns| -> Done {
            let mut found = Vec::new();
            let mut sink = Sink::Found(&mut found);
            let mut result = worker.intake(batch, &mut sink).map(|()| 0);
            if end && result.is_ok() {
                result = worker.end(&mut sink);
            }
            (found, result)
        };
        let done: Vec<Done> = std::thread::scope(|scope| {
            let mut pairs = self.workers.iter_mut().zip(&batches);
            let own = pairs.next();
            let others: Vec<_> = pairs
                .map(|(worker, batch)| scope.spawn(move || work(worker, batch)))
                .collect();
            let own = own.map(|(worker, batch)| work(worker, batch));
            let others = others.into_iter().map(|handle| match handle.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            own.into_iter().chain(others).collect()
        });
        let fault = |result: &Result<u64, StreamError>| match result {
            Err(StreamError::Fault { index, .. }) => Some(*index),
            Err(_) => Some(0),
            Ok(_) => None,
        };
        let first = done.iter().filter_map(|(_, result)| fault(result)).min();
        let count = done.len();
        let mut all = Vec::new();
        let mut open = Ok(0);
        for (number, (found, result)) in done.into_iter().enumerate() {
            let own = |found: &Found| {
                let key = self.column.and_then(|at| found.tuple.get(at));
                count == 1 || key.is_none_or(|key| owner(key, count) == number)
            };
            let known = |found: &Found| first.is_none_or(|index| found.index < index);
            all.extend(found.into_iter().filter(|f| own(f) && known(f)));
            if fault(&result) == first && open.is_ok() {
                open = result;
            }
        }
        all.sort();
        written(self.style, &all, lines);
        open
    }

    /// Makes columns of what was dealt to a worker.
    fn batch(&self, shares: &[Share]) -> Columns {
        let mut columns = Columns::new(self.instants.clone());
        for (share, (name, kinds, _)) in shares.iter().zip(&self.predicates) {
            if !share.points.is_empty() {
                let values = share.columns.iter().zip(kinds);
                let values = values.map(|(words, kind)| self.values(words, *kind));
                columns = columns.with(name.clone(), share.points.clone(), values.collect());
            }
        }
        columns
    }

    fn values(&self, words: &[Word], kind: Type) -> Values {
        let mut places: BTreeMap<Word, u32> = BTreeMap::new();
        let mut list = Vec::new();
        let mut placed = |pool: &Pool| -> Vec<u32> {
            let place = |word: &Word| {
                *places.entry(*word).or_insert_with(|| {
                    list.push(pool.value(*word, kind));
                    u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
                })
            };
            words.iter().map(place).collect()
        };
        match kind {
            Type::Int => Values::Int(words.to_vec()),
            Type::Timestamp => Values::Timestamp(words.to_vec()),
            Type::Text => {
                let at = placed(&self.pool);
                let text = |value: Value| match value {
                    Value::Text(text) => text.to_string(),
                    other => other.to_string(),
                };
                Values::Text(list.into_iter().map(text).collect(), at)
            }
            Type::Decimal => {
                let at = placed(&self.pool);
                let number = |value: Value| match value {
                    Value::Decimal(number) => number,
                    _ => crate::Decimal::ZERO,
                };
                Values::Decimal(list.into_iter().map(number).collect(), at)
            }
        }
    }
}

/// Tells which worker has the slice of a value of the key.
fn owner(value: &Value, workers: usize) -> usize {
    let mixed = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    let hash = match value {
        Value::Int(n) | Value::Timestamp(n) => mixed(n.cast_unsigned()),
        Value::Text(text) => mixed(text.bytes().fold(7, |sum: u64, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        })),
        Value::Decimal(d) => {
            let bytes = d.normalize().serialize();
            mixed(bytes.iter().fold(7, |sum: u64, byte| {
                (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
            }))
        }
    };
    usize::try_from(hash % SLICES).unwrap_or(0) % workers.max(1)
}
