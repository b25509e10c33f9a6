//! Reads logs of one event per line: `pay, tp=3, ts=10, x0=a, x1=5`.
//!
//! Lines with the same `tp` and `ts` in a row make one time-point, as does a
//! line `;;` after them; time-points are counted as they come, whatever number
//! the log gives them. What stands before `=` is for readers only.

use super::scan::{Halt, Scan};
use super::{Pool, Read, Reader, Shape, Wrong};
use crate::Type;

impl Reader {
    /// Takes one line; says what it completes, if anything.
    pub(super) fn line(
        &mut self,
        scan: &mut Scan<'_>,
        pool: &mut Pool,
    ) -> Result<Option<Read>, Halt> {
        let rest = scan.text.get(scan.at..).unwrap_or_default();
        let length = match rest.iter().position(|b| *b == b'\n') {
            Some(length) => length,
            None if scan.last => rest.len(),
            None => return Err(Halt::Short),
        };
        if rest.is_empty() {
            return self.end().map_or(Err(Halt::Short), |read| Ok(Some(read)));
        }
        let text = scan.text.get(..scan.at + length).unwrap_or_default();
        let next = scan.text.len().min(scan.at + length + 1);
        let last = true;
        let mut line = Scan {
            text,
            last,
            ..*scan
        };
        line.blanks();
        let closes = matches!(line.peek(), Some(b'>')) || line.starts(b";;");
        if closes && self.open.is_some() {
            // The line itself is taken at the next step.
            return Ok(self.end());
        }
        match line.peek() {
            None | Some(b'#') => {}
            Some(b'>') => line.command()?,
            Some(_) if line.starts(b";;") => {}
            Some(_) => {
                let event = self.event(&mut line, pool)?;
                if event.is_none() {
                    return Ok(self.end());
                }
                scan.at = next;
                return Ok(event);
            }
        }
        scan.at = next;
        Ok(None)
    }

    /// Reads the event of a line; `None` if it belongs to another time-point
    /// than the one being read.
    fn event(&mut self, line: &mut Scan<'_>, pool: &mut Pool) -> Result<Option<Read>, Halt> {
        let from = line.at;
        let name = line.name()?;
        if name.is_empty() {
            let message = format!("expected a predicate's name, found {}", line.found());
            return Err(Wrong::new(from, message).into());
        }
        let place = self.shape(name, from)?;
        let number = field(line, Type::Int, "tp", pool)?;
        let ts = field(line, Type::Int, "ts", pool)?;
        match self.open {
            Some(open) if open != ts || self.number != number => return Ok(None),
            Some(_) => {}
            None => {
                self.begin(ts);
                self.number = number;
            }
        }
        let Some(shape) = self.shapes.get(place) else {
            return Ok(None);
        };
        let mut rows = shape.wanted.and_then(|at| self.facts.get_mut(at));
        for kind in &shape.kinds {
            if !line.eat(b',')? {
                return Err(counted(shape, line.at));
            }
            let word = value(line, *kind, pool)?;
            if let Some(rows) = &mut rows {
                rows.words.push(word);
            }
        }
        line.blanks();
        if line.peek().is_some() {
            return Err(counted(shape, line.at));
        }
        if let Some(rows) = rows {
            rows.len += 1;
        }
        Ok(Some(Read::Fact(place)))
    }
}

fn counted(shape: &Shape, at: usize) -> Halt {
    let name = String::from_utf8_lossy(&shape.name);
    let width = shape.kinds.len();
    Wrong::new(
        at,
        format!("`{name}` takes {width} values after `tp` and `ts`, each as `, x=value`"),
    )
    .into()
}

/// Reads `, name=value`.
fn field(line: &mut Scan<'_>, kind: Type, name: &str, pool: &mut Pool) -> Result<i64, Halt> {
    if !line.eat(b',')? {
        let message = format!(
            "expected `, {name}=` and a whole number, found {}",
            line.found()
        );
        return Err(Wrong::new(line.at, message).into());
    }
    value(line, kind, pool)
}

/// Reads `name=value`.
fn value(line: &mut Scan<'_>, kind: Type, pool: &mut Pool) -> Result<i64, Halt> {
    let text = line.text.get(line.at..).unwrap_or_default();
    let sign = text.iter().position(|b| matches!(b, b'=' | b','));
    match sign.filter(|at| text.get(*at) == Some(&b'=')) {
        Some(length) => line.at += length + 1,
        None => {
            let message = "expected a field as `name=value`";
            return Err(Wrong::new(line.at, message).into());
        }
    }
    line.blanks();
    line.field(kind, pool)
}
