//! Reads formulas.
//!
//! # Invariants
//! From loosest to tightest: aggregation and LET; SINCE and UNTIL (to the
//! right); the temporal operators with one operand; quantifiers; EQUIV;
//! IMPLIES (to the right); OR; AND; NOT. An operator without interval has
//! `[0,*)`. Nesting deeper than [`DEPTH`] is refused, not overflowed.
//!
//! # Source
//! MonPoly's documentation, for the precedences.

use super::ParseError;
use super::lexer::{Cursor, Kind};

mod foreign;
use crate::{Aggregate, Arithmetic, Comparison, Formula, Interval, Term};

/// Bounds how deep formulas and terms nest.
const DEPTH: usize = 200;

/// Reads a formula.
///
/// # Errors
/// A [`ParseError`] if the text is not a formula.
/// # Example
/// ```
/// let formula = servanda_temporal::parse::formula("p(x) AND ONCE[0,7d] q(x, _)")?;
/// assert_eq!(formula.to_string(), "p(x) AND (ONCE[0,604800] q(x, _))");
/// # Ok::<(), servanda_temporal::parse::ParseError>(())
/// ```
pub fn formula(text: &str) -> Result<Formula, ParseError> {
    let cursor = Cursor::new(text)?;
    foreign::refuse(&cursor)?;
    let mut parser = Parser { cursor, depth: 0 };
    let formula = parser.formula(0)?;
    if *parser.cursor.peek() == Kind::End {
        Ok(formula)
    } else {
        Err(parser
            .cursor
            .expected("an operator or the end of the formula"))
    }
}

struct Parser {
    cursor: Cursor,
    depth: usize,
}

/// Ranks the operators that stand between their operands.
fn rank(word: &str) -> Option<u8> {
    Some(match word {
        "SINCE" | "UNTIL" => 1,
        "EQUIV" | "IFF" => 4,
        "IMPLIES" => 5,
        "OR" => 6,
        "AND" => 7,
        _ => return None,
    })
}

const TEMPORAL: u8 = 2;
const QUANTIFIED: u8 = 3;
const NEGATED: u8 = 8;

const KEYWORDS: [&str; 27] = [
    "TRUE",
    "FALSE",
    "NOT",
    "AND",
    "OR",
    "IMPLIES",
    "EQUIV",
    "EXISTS",
    "FORALL",
    "PREVIOUS",
    "PREV",
    "NEXT",
    "ONCE",
    "HISTORICALLY",
    "PAST_ALWAYS",
    "EVENTUALLY",
    "SOMETIMES",
    "ALWAYS",
    "SINCE",
    "UNTIL",
    "LET",
    "IN",
    "IFF",
    "mod",
    "MOD",
    "i2f",
    "f2i",
];

fn keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

impl Parser {
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth >= DEPTH {
            return Err(self.cursor.error(format!(
                "this is nested more than {DEPTH} deep; name parts of it with LET"
            )));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn formula(&mut self, least: u8) -> Result<Formula, ParseError> {
        self.nested(|p| p.operators(least))
    }

    fn operators(&mut self, least: u8) -> Result<Formula, ParseError> {
        let mut left = self.prefixed()?;
        let mut length = 0;
        loop {
            let Kind::Word(word) = self.cursor.peek().clone() else {
                return Ok(left);
            };
            let Some(rank) = rank(&word).filter(|r| *r >= least) else {
                return Ok(left);
            };
            length += 1;
            if length > DEPTH {
                return Err(self.cursor.error(format!(
                    "more than {DEPTH} operators in a row; group them with parentheses or LET"
                )));
            }
            self.cursor.advance();
            left = match word.as_str() {
                "SINCE" => {
                    let interval = self.interval()?;
                    left.since(interval, self.formula(rank)?)
                }
                "UNTIL" => {
                    let interval = self.interval()?;
                    left.until(interval, self.formula(rank)?)
                }
                "IMPLIES" => left.implies(self.formula(rank)?),
                "EQUIV" | "IFF" => {
                    Formula::Equiv(Box::new(left), Box::new(self.formula(rank + 1)?))
                }
                "OR" => left.or(self.formula(rank + 1)?),
                _ => left.and(self.formula(rank + 1)?),
            };
        }
    }

    fn prefixed(&mut self) -> Result<Formula, ParseError> {
        let Kind::Word(word) = self.cursor.peek().clone() else {
            return self.atom();
        };
        let temporal = match word.as_str() {
            "NOT" => {
                self.cursor.advance();
                return Ok(self.formula(NEGATED)?.not());
            }
            "EXISTS" | "FORALL" => {
                self.cursor.advance();
                let mut variables = vec![self.variable()?];
                while self.cursor.eat_mark(",") {
                    variables.push(self.variable()?);
                }
                self.cursor
                    .expect_mark(".", "after the quantified variables")?;
                let body = self.formula(QUANTIFIED)?;
                return Ok(match word.as_str() {
                    "EXISTS" => Formula::exists(variables, body),
                    _ => Formula::forall(variables, body),
                });
            }
            "LET" => return self.named(),
            "PREVIOUS" | "PREV" => Formula::previous,
            "NEXT" => Formula::next,
            "ONCE" => Formula::once,
            "HISTORICALLY" | "PAST_ALWAYS" => Formula::historically,
            "EVENTUALLY" | "SOMETIMES" => Formula::eventually,
            "ALWAYS" => Formula::always,
            _ => return self.atom(),
        };
        self.cursor.advance();
        let interval = self.interval()?;
        Ok(temporal(interval, self.formula(TEMPORAL)?))
    }

    fn named(&mut self) -> Result<Formula, ParseError> {
        self.cursor.advance();
        let name = self.variable()?;
        self.cursor
            .expect_mark("(", "after the name that LET gives")?;
        let mut parameters = Vec::new();
        while !self.cursor.eat_mark(")") {
            if !parameters.is_empty() {
                self.cursor.expect_mark(",", "between parameters")?;
            }
            parameters.push(self.variable()?);
        }
        self.cursor
            .expect_mark("=", "before what the name stands for")?;
        let definition = self.formula(0)?;
        if !self.cursor.eat_word("IN") {
            return Err(self.cursor.expected("`IN` after what the name stands for"));
        }
        Ok(Formula::let_in(
            name,
            parameters,
            definition,
            self.formula(0)?,
        ))
    }

    fn variable(&mut self) -> Result<String, ParseError> {
        match self.cursor.peek() {
            Kind::Word(word) if !keyword(word) => {}
            _ => return Err(self.cursor.expected("a name")),
        }
        self.cursor.name("a name")
    }

    fn atom(&mut self) -> Result<Formula, ParseError> {
        if self.cursor.eat_word("TRUE") {
            return Ok(Formula::True);
        }
        if self.cursor.eat_word("FALSE") {
            return Ok(Formula::False);
        }
        if let (Kind::Word(word), after) = (self.cursor.peek().clone(), self.cursor.ahead(1)) {
            match after {
                Kind::Mark("(") if !keyword(&word) => return self.predicate(),
                Kind::Mark("<-") => return self.aggregate(),
                _ => {}
            }
        }
        if self.cursor.at_mark("(") && self.formula_follows() {
            self.cursor.advance();
            let inner = self.formula(0)?;
            self.cursor.expect_mark(")", "to close the parenthesis")?;
            return Ok(inner);
        }
        self.comparison()
    }

    /// Tells whether the parenthesis here holds a formula rather than a term,
    /// by what stands in it.
    fn formula_follows(&self) -> bool {
        let mut depth = 0_usize;
        for distance in 0.. {
            match self.cursor.ahead(distance) {
                Kind::Mark("(") => depth += 1,
                Kind::Mark(")") => {
                    depth -= 1;
                    if depth == 0 {
                        return false;
                    }
                }
                Kind::Mark("=" | "<" | "<=" | ">" | ">=" | "<-") => return true,
                Kind::Word(word) => {
                    let call = matches!(self.cursor.ahead(distance + 1), Kind::Mark("("));
                    let in_term = matches!(word.as_str(), "mod" | "MOD" | "i2f" | "f2i");
                    if !in_term && (call || keyword(word)) {
                        return true;
                    }
                }
                Kind::End => return true,
                _ => {}
            }
        }
        true
    }

    fn predicate(&mut self) -> Result<Formula, ParseError> {
        let name = self.variable()?;
        self.cursor.advance();
        let mut terms = Vec::new();
        while !self.cursor.eat_mark(")") {
            if !terms.is_empty() {
                self.cursor.expect_mark(",", "between arguments")?;
            }
            terms.push(if self.cursor.eat_mark("_") {
                Term::Wildcard
            } else {
                self.term(0)?
            });
        }
        Ok(closed(name, terms))
    }

    fn aggregate(&mut self) -> Result<Formula, ParseError> {
        let result = self.variable()?;
        self.cursor.advance();
        let operation = match self.cursor.peek() {
            Kind::Word(word) => match word.as_str() {
                "SUM" => Aggregate::Sum,
                "CNT" => Aggregate::Count,
                "AVG" => Aggregate::Average,
                "MIN" => Aggregate::Min,
                "MAX" => Aggregate::Max,
                "MED" => Aggregate::Median,
                _ => return Err(self.cursor.expected("SUM, CNT, AVG, MIN, MAX or MED")),
            },
            _ => return Err(self.cursor.expected("SUM, CNT, AVG, MIN, MAX or MED")),
        };
        self.cursor.advance();
        let over = self.variable()?;
        let mut by = Vec::new();
        if self.cursor.eat_mark(";") {
            by.push(self.variable()?);
            while self.cursor.eat_mark(",") {
                by.push(self.variable()?);
            }
        }
        Ok(Formula::aggregate(
            result,
            operation,
            over,
            by,
            self.formula(0)?,
        ))
    }

    fn comparison(&mut self) -> Result<Formula, ParseError> {
        let left = self.term(0)?;
        let comparison = match self.cursor.peek() {
            Kind::Mark("=") => Comparison::Equal,
            Kind::Mark("<") => Comparison::Less,
            Kind::Mark("<=") => Comparison::AtMost,
            Kind::Mark(">") => Comparison::Greater,
            Kind::Mark(">=") => Comparison::AtLeast,
            _ => return Err(self.cursor.expected("a comparison: = < <= > >=")),
        };
        self.cursor.advance();
        Ok(Formula::Compare(comparison, left, self.term(0)?))
    }

    fn term(&mut self, least: u8) -> Result<Term, ParseError> {
        self.nested(|p| p.sum(least))
    }

    fn sum(&mut self, least: u8) -> Result<Term, ParseError> {
        let mut left = self.factor()?;
        let mut length = 0;
        loop {
            let (operation, rank) = match self.cursor.peek() {
                Kind::Mark("+") => (Arithmetic::Add, 1),
                Kind::Mark("-") => (Arithmetic::Subtract, 1),
                Kind::Mark("*") => (Arithmetic::Multiply, 2),
                Kind::Mark("/") => (Arithmetic::Divide, 2),
                Kind::Word(word) if word == "mod" || word == "MOD" => (Arithmetic::Remainder, 2),
                _ => return Ok(left),
            };
            length += 1;
            if rank < least || length > DEPTH {
                return Ok(left);
            }
            self.cursor.advance();
            let right = self.term(rank + 1)?;
            left = Term::Binary(operation, Box::new(left), Box::new(right));
        }
    }

    fn factor(&mut self) -> Result<Term, ParseError> {
        if let Some(value) = self.cursor.literal()? {
            return Ok(Term::Constant(value));
        }
        if self.cursor.eat_mark("-") {
            return Ok(Term::Negate(Box::new(self.nested(Self::factor)?)));
        }
        if self.cursor.eat_mark("(") {
            let inner = self.term(0)?;
            self.cursor.expect_mark(")", "to close the parenthesis")?;
            return Ok(inner);
        }
        if self.cursor.at_mark("_") {
            return Err(self
                .cursor
                .error("`_` may only stand as an argument of a predicate"));
        }
        for (word, convert) in [
            ("i2f", Term::ToDecimal as fn(Box<Term>) -> Term),
            ("f2i", Term::ToInt),
        ] {
            if self.cursor.eat_word(word) {
                return Ok(convert(Box::new(self.nested(Self::factor)?)));
            }
        }
        match self.cursor.peek() {
            Kind::Word(word) if !keyword(word) => Ok(Term::Variable(self.variable()?)),
            _ => Err(self.cursor.expected("a formula or a term")),
        }
    }

    fn interval(&mut self) -> Result<Interval, ParseError> {
        let opened = self.cursor.error("");
        let low_closed = match self.cursor.peek() {
            Kind::Mark("[") => true,
            // A formula may also open with a parenthesis: `ONCE (p(x))`.
            Kind::Mark("(")
                if matches!(self.cursor.ahead(1), Kind::Digits(_) | Kind::Duration(..))
                    && matches!(self.cursor.ahead(2), Kind::Mark(",")) =>
            {
                false
            }
            _ => return Ok(Interval::ALWAYS),
        };
        self.cursor.advance();
        let low = self.distance()?;
        self.cursor
            .expect_mark(",", "between the ends of the interval")?;
        let high = if self.cursor.eat_mark("*") {
            None
        } else {
            Some(self.distance()?)
        };
        let high_closed = self.cursor.eat_mark("]");
        if !high_closed {
            self.cursor
                .expect_mark(")", "or `]` at the end of the interval")?;
        }
        let low = if low_closed {
            Some(low)
        } else {
            low.checked_add(1)
        };
        let high = match high {
            Some(h) if !high_closed => h.checked_sub(1).map(Some),
            other => Some(other),
        };
        let interval = low
            .zip(high)
            .and_then(|(low, high)| Interval::new(low, high));
        interval.ok_or_else(|| ParseError {
            message: "this interval holds no distance; its lower end must not exceed its upper one"
                .to_owned(),
            ..opened
        })
    }

    fn distance(&mut self) -> Result<u64, ParseError> {
        let (text, seconds) = match self.cursor.peek().clone() {
            Kind::Digits(text) => (text, 1),
            Kind::Duration(text, unit) => {
                let seconds = match unit {
                    's' => 1,
                    'm' => 60,
                    'h' => 3_600,
                    _ => 86_400,
                };
                (text, seconds)
            }
            _ => return Err(self.cursor.expected("a distance such as 0, 30 or 7d")),
        };
        let distance = text
            .parse::<u64>()
            .ok()
            .and_then(|n| n.checked_mul(seconds));
        let distance = distance.ok_or_else(|| {
            self.cursor
                .error(format!("`{text}` is too long a distance"))
        })?;
        self.cursor.advance();
        Ok(distance)
    }
}

/// Makes a predicate; variables that start with `_` are nobody's elsewhere.
fn closed(name: String, mut terms: Vec<Term>) -> Formula {
    let own = |term: &Term| {
        let mut found = Vec::new();
        term.collect_variables(&mut found);
        found.retain(|name| name.starts_with('_'));
        found
    };
    let all: Vec<String> = terms.iter().flat_map(own).collect();
    let once = |name: &String| all.iter().filter(|other| *other == name).count() == 1;
    for term in &mut terms {
        if matches!(term, Term::Variable(name) if name.starts_with('_') && once(name)) {
            *term = Term::Wildcard;
        }
    }
    let mut rest: Vec<String> = terms.iter().flat_map(own).collect();
    rest.sort();
    rest.dedup();
    let predicate = Formula::Predicate(name, terms);
    if rest.is_empty() {
        predicate
    } else {
        Formula::exists(rest, predicate)
    }
}
