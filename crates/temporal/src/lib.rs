//! Metric first-order temporal logic over event streams.
//!
//! Entry points: [`parse`] reads MonPoly's formats, [`Stream`] judges a log in
//! order, fast, [`Slices`] on several workers; [`Monitor`] evaluates a
//! formula over events that arrive in any order, are late or are retracted,
//! and tells what holds, since when, what is still open and until when, and
//! why. Formulas are accepted whole or refused with a [`Refusal`].
//!
//! What does not live here: agreements, clocks, files. Nothing is random and
//! nothing is a floating-point number.
//!
//! # Meaning
//! A time-point is a [`Moment`]; several may share an instant. A predicate
//! holds at a time-point of the arguments of its events there. An operator's
//! interval bounds the difference of instants between the time-point it is
//! judged at and the one it looks at. The clock ([`Monitor::advance`]) says
//! how much of the stream has been reached: time-points later than the clock
//! are not seen, and nothing more is expected before it.
//!
//! A verdict is certain, impossible or open, tuple by tuple: certain means
//! that it holds whatever is reached later. Late and retracted events change
//! the stream itself, and then all verdicts are those of the corrected one.
//!
//! # Source
//! Basin, Klaedtke, Müller, Zălinescu, "Monitoring metric first-order temporal
//! properties", Journal of the ACM 62(2), 2015, for the logic; the three
//! values are Kleene's.
//!
//! # Example
//! ```
//! use servanda_temporal::{parse, Event, EventId, Moment, Monitor, Options, Value};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let signature = parse::signature("request(k:string) grant(k:string)")?;
//! let formula = parse::formula("request(k) AND NOT EVENTUALLY[0,7d] grant(k)")?;
//! let mut monitor = Monitor::new(&signature, &formula, Options::default())?;
//! monitor.push(Event::new(EventId(1), Moment::new(0, 0), "request", ["a".into()]))?;
//! monitor.advance(3 * 86_400);
//! assert!(monitor.changes().is_empty());
//! assert_eq!(monitor.pending()[0].deadline, Some(7 * 86_400));
//! monitor.advance(7 * 86_400 + 1);
//! assert_eq!(monitor.changes()[0].tuple, [Value::text("a")]);
//! let explanation = monitor.explain(Moment::new(0, 0), &["a".into()])?;
//! assert_eq!(explanation.events(), [EventId(1)]);
//! # Ok(())
//! # }
//! ```

#![deny(clippy::float_arithmetic)]

mod evaluate;
mod event;
mod explain;
mod formula;
mod fragment;
mod monitor;
pub mod parse;
mod plan;
mod runs;
mod signature;
mod stream;
mod table;
mod time;
mod timeline;
mod value;
mod verdict;

pub use event::{Event, EventError, EventId};
pub use explain::{Because, ExplainError, Explanation};
pub use formula::{Aggregate, Comparison, Formula, Term};
pub use fragment::Refusal;
pub use monitor::Monitor;
pub use signature::{Column, Signature};
pub use stream::{Columns, Format, ResumeError, Slices, Stream, StreamError, Style, Values};
pub use time::{Interval, Moment};
pub use value::{Arithmetic, Decimal, Tuple, Type, Value, ValueFault};
pub use verdict::{Change, ChangeKind, Fault, Options, Pattern, Pending, Satisfactions, Validity};
