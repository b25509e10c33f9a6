//! Reads MonPoly's log format: `@ts name(…)(…) name(…);`.
//!
//! A step takes one piece: an instant, a name, a tuple, or an end. The `;` may
//! be left out; a name without tuples is an event without arguments.

use super::scan::{Halt, Scan};
use super::{Pool, Read, Reader, Wrong};

impl Reader {
    /// Takes one piece; says what it completes, if anything.
    pub(super) fn step(
        &mut self,
        scan: &mut Scan<'_>,
        pool: &mut Pool,
    ) -> Result<Option<Read>, Halt> {
        scan.skip()?;
        if let Some((shape, some)) = self.within {
            match scan.peek() {
                Some(b'(') => {
                    self.tuple(shape, scan, pool)?;
                    self.within = Some((shape, true));
                    return Ok(Some(Read::Fact(shape)));
                }
                None if !scan.last => return Err(Halt::Short),
                _ if some => self.within = None,
                _ => {
                    self.bare(shape, scan)?;
                    self.within = None;
                    return Ok(Some(Read::Fact(shape)));
                }
            }
        }
        match scan.peek() {
            None if scan.last && self.open.is_some() => Ok(self.end()),
            None => Err(Halt::Short),
            Some(b'@' | b'>') if self.open.is_some() => Ok(self.end()),
            Some(b'@') => {
                scan.at += 1;
                let ts = scan.instant()?;
                self.begin(ts);
                Ok(None)
            }
            Some(b'>') => scan.command().map(|()| None),
            Some(b';') if self.open.is_some() => {
                scan.at += 1;
                Ok(self.end())
            }
            Some(_) if self.open.is_none() => {
                let found = scan.found();
                let message =
                    format!("expected `@` before the instant of a time-point, found {found}");
                Err(Wrong::new(scan.at, message).into())
            }
            Some(_) => {
                let at = scan.at;
                let name = scan.name()?;
                if name.is_empty() {
                    let found = scan.found();
                    let message = format!("expected a predicate's name, `;` or `@`, found {found}");
                    return Err(Wrong::new(at, message).into());
                }
                self.within = Some((self.shape(name, at)?, false));
                Ok(None)
            }
        }
    }

    /// Takes note of a name without tuples.
    fn bare(&mut self, shape: usize, scan: &Scan<'_>) -> Result<(), Halt> {
        let Some(shape) = self.shapes.get(shape) else {
            return Ok(());
        };
        if !shape.kinds.is_empty() {
            let name = String::from_utf8_lossy(&shape.name);
            let message = format!("expected `(` after `{name}`, found {}", scan.found());
            return Err(Wrong::new(scan.at, message).into());
        }
        if let Some(rows) = shape.wanted.and_then(|at| self.facts.get_mut(at)) {
            rows.push(&[]);
        }
        Ok(())
    }

    /// Reads a tuple, whole or not at all.
    #[inline]
    fn tuple(&mut self, shape: usize, scan: &mut Scan<'_>, pool: &mut Pool) -> Result<(), Halt> {
        let opened = scan.at;
        scan.at += 1;
        let Some(shape) = self.shapes.get(shape) else {
            return Ok(());
        };
        let mut rows = shape.wanted.and_then(|at| self.facts.get_mut(at));
        let kept = rows.as_ref().map_or(0, |rows| rows.words.len());
        let mut read = || {
            let mut count = 0;
            for kind in &shape.kinds {
                if count > 0 && !scan.eat(b',')? {
                    break;
                }
                scan.blanks();
                if scan.peek() == Some(b')') {
                    break;
                }
                let word = scan.value(*kind, pool)?;
                if let Some(rows) = &mut rows {
                    rows.words.push(word);
                }
                count += 1;
            }
            let whole = count == shape.kinds.len();
            if whole && scan.eat(b')')? {
                return Ok(());
            }
            scan.blanks();
            let (name, width) = (String::from_utf8_lossy(&shape.name), shape.kinds.len());
            let (at, message) = match scan.peek() {
                None => return Err(scan.ended("`)`")),
                Some(b')') => (
                    opened,
                    format!("`{name}` takes {width} values, not {count}"),
                ),
                Some(b',') if whole => (
                    scan.at + 1,
                    format!("`{name}` takes {width} values, not more"),
                ),
                Some(_) if width == 0 => (scan.at, format!("`{name}` takes 0 values, not more")),
                Some(_) => {
                    let found = scan.found();
                    (
                        scan.at,
                        format!("expected `,` between values or `)`, found {found}"),
                    )
                }
            };
            Err(Wrong::new(at, message).into())
        };
        let result = read();
        if let Some(rows) = rows {
            if result.is_ok() {
                rows.len += 1;
            } else {
                rows.words.truncate(kept);
            }
        }
        result
    }
}
