//! Checkpoints: what a run holds, as bytes and back.
//!
//! Everything that lasts from one time-point to the next is a [`State`]; what
//! is made from the formula is made anew. The bytes belong to one version of
//! this crate and one formula, and say so.
//!
//! # Invariants
//! An operator cannot be written without saying what it holds: [`State`] is
//! part of being one.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Stream, Style};
use crate::{Decimal, Formula, Options, Refusal, Signature, Value};

/// Names the form of the bytes; changed whenever they change.
const FORM: &str = "servanda temporal checkpoint 2";

/// Says why a run cannot go on from a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// The formula cannot be monitored.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The bytes are no checkpoint, or not as they were written.
    #[error("this is no checkpoint of this version, or it is damaged; run the log from its start")]
    Damaged,
    /// The checkpoint was made under another signature, formula or choice.
    #[error(
        "the checkpoint was made with another signature, formula or options; give the same again, or run the log from its start"
    )]
    Other,
}

/// Walks over the bytes of a checkpoint.
pub(super) struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// Is kept over a checkpoint.
pub(super) trait State {
    /// Adds what is held to the bytes.
    fn save(&self, into: &mut Vec<u8>);

    /// Takes back what was held; `None` if the bytes are not such.
    fn load(&mut self, from: &mut Source<'_>) -> Option<()>;
}

/// Keeps the named fields of a type.
macro_rules! state {
    ($type:ty: $($field:ident),*) => {
        impl $crate::stream::state::State for $type {
            fn save(&self, _into: &mut Vec<u8>) {
                $(self.$field.save(_into);)*
            }

            fn load(&mut self, _from: &mut $crate::stream::state::Source<'_>) -> Option<()> {
                $(self.$field.load(_from)?;)*
                Some(())
            }
        }
    };
}
pub(super) use state;

macro_rules! number {
    ($($type:ty),*) => {
        $(impl State for $type {
            fn save(&self, into: &mut Vec<u8>) {
                into.extend_from_slice(&self.to_le_bytes());
            }

            fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
                *self = Self::from_le_bytes(from.take(size_of::<Self>())?.try_into().ok()?);
                Some(())
            }
        })*
    };
}
number!(u8, u32, u64, i64, i128);

impl State for usize {
    fn save(&self, into: &mut Vec<u8>) {
        (*self as u64).save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let mut number = 0_u64;
        number.load(from)?;
        *self = Self::try_from(number).ok()?;
        Some(())
    }
}

impl State for bool {
    fn save(&self, into: &mut Vec<u8>) {
        u8::from(*self).save(into);
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let mut byte = 0_u8;
        byte.load(from)?;
        *self = byte != 0;
        Some(())
    }
}

/// Gives a value made from nothing and then loaded.
fn loaded<T: State + Default>(from: &mut Source<'_>) -> Option<T> {
    let mut value = T::default();
    value.load(from)?;
    Some(value)
}

impl<T: State + Default> State for Vec<T> {
    fn save(&self, into: &mut Vec<u8>) {
        self.len().save(into);
        for item in self {
            item.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let length: usize = loaded(from)?;
        // Each item takes at least a byte, so a false length ends soon.
        *self = (0..length).map(|_| loaded(from)).collect::<Option<_>>()?;
        Some(())
    }
}

impl<T: State + Default> State for VecDeque<T> {
    fn save(&self, into: &mut Vec<u8>) {
        self.len().save(into);
        for item in self {
            item.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let length: usize = loaded(from)?;
        *self = (0..length).map(|_| loaded(from)).collect::<Option<_>>()?;
        Some(())
    }
}

impl<T: State + Default> State for Option<T> {
    fn save(&self, into: &mut Vec<u8>) {
        self.is_some().save(into);
        if let Some(value) = self {
            value.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        *self = if loaded(from)? {
            Some(loaded(from)?)
        } else {
            None
        };
        Some(())
    }
}

impl<T: State, const N: usize> State for [T; N] {
    fn save(&self, into: &mut Vec<u8>) {
        for item in self {
            item.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        self.iter_mut().try_for_each(|item| item.load(from))
    }
}

macro_rules! tuple {
    ($($name:ident $place:tt),*) => {
        impl<$($name: State),*> State for ($($name,)*) {
            fn save(&self, into: &mut Vec<u8>) {
                $(self.$place.save(into);)*
            }

            fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
                $(self.$place.load(from)?;)*
                Some(())
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);

impl State for Arc<str> {
    fn save(&self, into: &mut Vec<u8>) {
        self.len().save(into);
        into.extend_from_slice(self.as_bytes());
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let length = loaded(from)?;
        *self = Self::from(std::str::from_utf8(from.take(length)?).ok()?);
        Some(())
    }
}

impl State for BTreeMap<Value, u32> {
    fn save(&self, into: &mut Vec<u8>) {
        self.len().save(into);
        for (value, count) in self {
            save_value(value, into);
            count.save(into);
        }
    }

    fn load(&mut self, from: &mut Source<'_>) -> Option<()> {
        let length: usize = loaded(from)?;
        *self = (0..length)
            .map(|_| Some((load_value(from)?, loaded(from)?)))
            .collect::<Option<_>>()?;
        Some(())
    }
}

fn save_value(value: &Value, into: &mut Vec<u8>) {
    match value {
        Value::Int(n) => (0_u8, *n).save(into),
        Value::Timestamp(n) => (1_u8, *n).save(into),
        Value::Text(text) => {
            2_u8.save(into);
            text.save(into);
        }
        Value::Decimal(d) => (3_u8, d.mantissa(), d.scale()).save(into),
    }
}

fn load_value(from: &mut Source<'_>) -> Option<Value> {
    Some(match loaded::<u8>(from)? {
        0 => Value::Int(loaded(from)?),
        1 => Value::Timestamp(loaded(from)?),
        2 => Value::Text(loaded(from)?),
        3 => {
            let (mantissa, scale) = loaded(from)?;
            Value::Decimal(Decimal::try_from_i128_with_scale(mantissa, scale).ok()?)
        }
        _ => return None,
    })
}

/// Sums bytes up, so that damage shows.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

impl Stream {
    /// Says what the run was made from.
    fn origin(&self) -> Arc<str> {
        let (options, style) = (self.options, self.printer.style());
        format!(
            "{FORM}\n{}{}\n{options:?} {style:?}",
            self.signature, self.formula
        )
        .into()
    }

    /// Gives what the run holds, so that another can go on from here.
    ///
    /// # Example
    /// ```
    /// use servanda_temporal::{parse, Options, Stream, Style};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let signature = parse::signature("p(x:int)")?;
    /// let formula = parse::formula("ONCE[1,9] p(x)")?;
    /// let (options, style) = (Options::default(), Style::EveryTimePoint);
    /// let mut lines = Vec::new();
    /// let mut first = Stream::new(&signature, &formula, options, style)?;
    /// first.feed(b"@1 p(5); @2 p(", &mut lines)?;
    /// let kept = first.checkpoint();
    /// let mut second = Stream::resume(&signature, &formula, (options, style), &kept)?;
    /// second.feed(b"6); @3;", &mut lines)?;
    /// assert_eq!(lines, b"@2 (time point 1): (5)\n@3 (time point 2): (5) (6)\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn checkpoint(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.origin().save(&mut bytes);
        self.save(&mut bytes);
        checksum(&bytes).save(&mut bytes);
        bytes
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    /// A [`ResumeError`] if the checkpoint is damaged or was made from others.
    pub fn resume(
        signature: &Signature,
        formula: &Formula,
        (options, style): (Options, Style),
        checkpoint: &[u8],
    ) -> Result<Self, ResumeError> {
        let mut stream = Self::new(signature, formula, options, style)?;
        let (bytes, mut sum) = checkpoint
            .split_last_chunk::<8>()
            .map(|(bytes, sum)| (bytes, Source(sum)))
            .ok_or(ResumeError::Damaged)?;
        if loaded(&mut sum) != Some(checksum(bytes)) {
            return Err(ResumeError::Damaged);
        }
        let mut from = Source(bytes);
        let origin: Arc<str> = loaded(&mut from).ok_or(ResumeError::Damaged)?;
        if origin != stream.origin() {
            let same_form = origin.lines().next() == Some(FORM);
            return Err(if same_form {
                ResumeError::Other
            } else {
                ResumeError::Damaged
            });
        }
        let read = stream.load(&mut from);
        read.filter(|()| from.0.is_empty())
            .ok_or(ResumeError::Damaged)?;
        Ok(stream)
    }
}
