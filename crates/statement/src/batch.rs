//! Batches: many rows under one signature.
//!
//! What lives here: the line of a row, the tree over rows, and what a batch
//! says of them in its payload. What does not: where the lines lie (`store`),
//! and what a row says as a fact (`record`).
//!
//! Invariants: a line has one form. Whoever has the lines of all rows, or the
//! hashes of those that are withheld, can compute the root that was signed.
//!
//! Source: `docs/format.md`, "Rows of a batch".

use crate::json::Json;
use crate::payload::{PAYLOAD_BYTES_MAX, Payload, Value};
use crate::statement::{Kind, REFERENCES_MAX, Reference};
use crate::{Digest, Refusal};

/// Names the largest number of rows of one batch.
pub const ROWS_MAX: u64 = 1 << 24;

/// Names the largest number of bytes of a row's line.
pub const ROW_BYTES_MAX: usize = PAYLOAD_BYTES_MAX + 4096;

const ROW_DOMAIN: &str = "servanda.batch.row.v1";
const NODE_DOMAIN: &str = "servanda.batch.node.v1";
const ROOT_DOMAIN: &str = "servanda.batch.root.v1";

/// Lists the kinds that a row may be of. What exercises a power, answers
/// somebody or changes a key is signed by itself.
pub const ROW_KINDS: [Kind; 8] = [
    Kind::Report,
    Kind::Finding,
    Kind::Closure,
    Kind::Denial,
    Kind::Correction,
    Kind::Position,
    Kind::Claim,
    Kind::Context,
];

/// Is one row: what it says and which earlier entries it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Sort of act.
    pub kind: Kind,
    /// Earlier entries this row refers to.
    pub references: Vec<Reference>,
    /// Payload, with a secret of its own.
    pub payload: Payload,
}

impl Row {
    /// Writes the row: one line of JSON without an end.
    ///
    /// # Errors
    /// A refusal for a kind that no row may be of, and for too many references.
    pub fn to_line(&self) -> Result<String, Refusal> {
        if !ROW_KINDS.contains(&self.kind) {
            let what = format!("a `{}` is signed by itself, not as a row", self.kind.word());
            return Err(Refusal::new("row, kind", what));
        }
        if self.references.len() > REFERENCES_MAX {
            return Err(Refusal::new("row, refs", "holds more than 64 references"));
        }
        let mut line = format!("{{\"kind\":\"{}\",\"refs\":[", self.kind.word());
        for (place, reference) in self.references.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            line.push_str(&format!("{comma}\"{reference}\""));
        }
        line.push_str("],\"payload\":");
        self.payload.write(&mut line);
        line.push('}');
        Ok(line)
    }
}

/// Is a row as its line has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowLine {
    /// A row that can be read.
    Open(Row),
    /// The hash of one that is sealed or withdrawn.
    Withheld(Digest),
}

impl RowLine {
    /// Reads a line in its one form.
    ///
    /// # Errors
    /// A refusal naming the part that does not fit.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > ROW_BYTES_MAX {
            return Err(Refusal::new("row", "is longer than its limit"));
        }
        let json = Json::parse(bytes, "row")?;
        if let Json::Text(text) = &json {
            let hash = Digest::parse(text).filter(|_| bytes.len() == 66);
            let what = "must be a row, or the 64 digits of its hash";
            return hash
                .map(Self::Withheld)
                .ok_or_else(|| Refusal::new("row", what));
        }
        let row = read(json)?;
        if row.to_line()?.as_bytes() != bytes {
            return Err(Refusal::new("row", "is not written in its one form"));
        }
        Ok(Self::Open(row))
    }
}

fn read(json: Json) -> Result<Row, Refusal> {
    let mut members = json.into_object("row")?;
    let mut take = |name: &str| {
        let what = format!("has no `{name}`");
        members
            .remove(name)
            .ok_or_else(|| Refusal::new("row", what))
    };
    let kind = take("kind")?.into_text("row, kind")?;
    let kind = Kind::parse(&kind)
        .ok_or_else(|| Refusal::new("row, kind", format!("`{kind}` is not one of the kinds")))?;
    let reference = |item: Json| {
        let text = item.into_text("row, refs")?;
        let what = format!("`{text}` is not an entry number or `entry#row`");
        Reference::parse(&text).ok_or_else(|| Refusal::new("row, refs", what))
    };
    let references = take("refs")?.into_list("row, refs")?;
    Ok(Row {
        kind,
        references: references
            .into_iter()
            .map(reference)
            .collect::<Result<_, _>>()?,
        payload: Payload::from_json(take("payload")?)?,
    })
}

/// Returns the hash of a row's line.
pub fn row_digest(row: u64, line: &[u8]) -> Digest {
    Digest::of_parts(ROW_DOMAIN, &[&row.to_be_bytes(), line])
}

/// Grows a tree over rows, holding no more than its right edge.
#[derive(Clone, Debug, Default)]
pub struct RowTree {
    rows: u64,
    edge: Vec<Digest>,
}

impl RowTree {
    /// Adds the line of the next row.
    pub fn push(&mut self, line: &[u8]) {
        self.push_digest(row_digest(self.rows, line));
    }

    /// Adds the hash of the next row.
    pub fn push_digest(&mut self, digest: Digest) {
        let mut digest = digest;
        // A full subtree stands for each bit that is set in the number of rows.
        for _ in 0..self.rows.trailing_ones() {
            if let Some(left) = self.edge.pop() {
                digest = node(left, digest);
            }
        }
        self.edge.push(digest);
        self.rows += 1;
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns how many rows there are and the root over them.
    pub fn commitment(&self) -> Commitment {
        let mut edge = self.edge.iter().rev().copied();
        let right = edge.next().unwrap_or(Digest([0; 32]));
        let top = edge.fold(right, |right, left| node(left, right));
        Commitment {
            rows: self.rows,
            root: Digest::of_parts(ROOT_DOMAIN, &[&self.rows.to_be_bytes(), &top.0]),
        }
    }
}

fn node(left: Digest, right: Digest) -> Digest {
    Digest::of_parts(NODE_DOMAIN, &[&left.0, &right.0])
}

/// Is what a batch's payload says of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// How many there are.
    pub rows: u64,
    /// Root over them.
    pub root: Digest,
}

impl Commitment {
    /// Returns the payload's fields that say so.
    pub fn fields(self) -> [(String, Value); 2] {
        [
            ("rows".to_owned(), Value::from(self.rows.to_string())),
            ("rows_root".to_owned(), Value::from(self.root.to_string())),
        ]
    }

    /// Reads it from a batch's payload.
    ///
    /// # Errors
    /// A refusal naming the field that is missing or does not fit.
    pub fn of(payload: &Payload) -> Result<Self, Refusal> {
        let text = |name| payload.get(name).and_then(Value::as_text).unwrap_or("");
        let rows = text("rows").parse().ok();
        let rows = rows.filter(|rows: &u64| rows.to_string() == text("rows"));
        let rows = rows.filter(|rows| (1..=ROWS_MAX).contains(rows));
        let rows = rows.ok_or_else(|| {
            Refusal::new(
                "payload field `rows`",
                "of a batch must be a number from 1 to 16,777,216",
            )
        })?;
        let root = Digest::parse(text("rows_root")).ok_or_else(|| {
            Refusal::new(
                "payload field `rows_root`",
                "of a batch must be 64 lower-case hexadecimal digits",
            )
        })?;
        Ok(Self { rows, root })
    }
}

/// Checks the rows of one batch in order.
#[derive(Clone, Debug)]
pub struct RowsVerifier {
    entry: u64,
    due: Commitment,
    tree: RowTree,
}

impl RowsVerifier {
    /// Starts before the first row of the batch that is entry `entry`.
    ///
    /// # Errors
    /// As [`Commitment::of`].
    pub fn new(entry: u64, payload: &Payload) -> Result<Self, Refusal> {
        Ok(Self {
            entry,
            due: Commitment::of(payload)?,
            tree: RowTree::default(),
        })
    }

    /// Checks the line of the next row.
    ///
    /// # Errors
    /// A refusal if it has not its form, or refers to what is not earlier than
    /// the batch.
    pub fn check(&mut self, line: &[u8]) -> Result<RowLine, Refusal> {
        let row = self.tree.rows;
        let placed =
            |refusal: Refusal| Refusal::new(format!("row {row}, {}", refusal.place), refusal.what);
        let read = RowLine::parse(line).map_err(placed)?;
        match &read {
            RowLine::Withheld(hash) => self.tree.push_digest(*hash),
            RowLine::Open(open) => {
                let mut cited = open.references.iter();
                if let Some(reference) = cited.find(|cited| cited.entry >= self.entry) {
                    let what = format!("`{reference}` is not an earlier entry");
                    return Err(placed(Refusal::new("refs", what)));
                }
                self.tree.push(line);
            }
        }
        Ok(read)
    }

    /// Checks that these were all rows, and what was signed of them.
    ///
    /// # Errors
    /// A refusal if their number or their root is another.
    pub fn finish(self) -> Result<(), Refusal> {
        let found = self.tree.commitment();
        if found.rows != self.due.rows {
            let what = format!("are {}, where {} were signed", found.rows, self.due.rows);
            return Err(Refusal::new("rows", what));
        }
        if found.root != self.due.root {
            return Err(Refusal::new("rows", "do not have the root that was signed"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
