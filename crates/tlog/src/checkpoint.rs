//! Checkpoints: the name of a tree.
//!
//! What lives here: the three lines of a checkpoint, written and read, and the
//! signed form. Who may sign is the caller's matter; how is [`crate::note`]'s.
//!
//! Invariants: no extension lines. The specification allows them; this project
//! writes none, and a line nobody writes is a line nobody checks.
//!
//! Source: C2SP tlog-checkpoint, "Note text".

use crate::note::{NoteSigner, NoteVerifier, SignedNote};
use crate::{Error, Hash, TreeSize};

/// Says which tree a log is at: its origin, its size and its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log, without a scheme: `servanda.example/gaza/1`.
    pub origin: String,
    /// Number of leaves.
    pub size: TreeSize,
    /// Root of the tree.
    pub root: Hash,
}

impl Checkpoint {
    /// Writes the checkpoint's text: three lines, each ended.
    pub fn to_text(&self) -> String {
        format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            self.root.to_base64()
        )
    }

    /// Reads a checkpoint's text.
    ///
    /// # Errors
    /// `Checkpoint` or `HashText` unless the text is what
    /// [`Checkpoint::to_text`] writes.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |what| Error::Checkpoint { what };
        let body = text
            .strip_suffix('\n')
            .ok_or(refuse("the last line is not ended"))?;
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(refuse(
                "it must have exactly three lines: origin, size, root",
            ));
        };
        if origin.is_empty() {
            return Err(refuse("the origin is empty"));
        }
        let number: u64 = size
            .parse()
            .map_err(|_| refuse("the size is not a whole number"))?;
        if number.to_string() != size {
            return Err(refuse("the size has a sign or leading zeros"));
        }
        let root = Hash::from_base64(root)?;
        Ok(Self {
            origin: origin.to_owned(),
            size: TreeSize(number),
            root,
        })
    }

    /// Signs the checkpoint and returns the file's bytes.
    ///
    /// # Errors
    /// `Note` if the origin holds characters a note may not hold.
    pub fn sign(&self, signer: &NoteSigner) -> Result<Vec<u8>, Error> {
        let mut note = SignedNote::new(&self.to_text())?;
        note.add(signer.sign(note.text()));
        Ok(note.to_bytes())
    }

    /// Reads a checkpoint file that the log's key, and no unknown key, signed.
    ///
    /// # Errors
    /// `Note`, `Signature`, `Unsigned`, `UnknownSigner`, `Checkpoint`,
    /// `HashText`.
    pub fn open(
        bytes: &[u8],
        log: &NoteVerifier,
        witnesses: &[NoteVerifier],
    ) -> Result<Self, Error> {
        let note = SignedNote::parse(bytes)?;
        note.verify(log, witnesses)?;
        Self::parse(note.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "example.com/origin\n123\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n";

    #[test]
    fn the_text_is_read_and_written_in_one_form() {
        let checkpoint = Checkpoint::parse(TEXT).unwrap();
        assert_eq!(checkpoint.size, TreeSize(123));
        assert_eq!(checkpoint.root, crate::leaf_hash(b"hello world"));
        assert_eq!(checkpoint.to_text(), TEXT);
    }

    #[test]
    fn any_other_text_is_refused() {
        for (from, to) in [
            ("example.com/origin", ""),
            ("\n123\n", "\n0123\n"),
            ("\n123\n", "\n+123\n"),
            ("\n123\n", "\n18446744073709551616\n"),
            ("\n123\n", "\n\n"),
            ("b0=\n", "b0=\nextension\n"),
            ("b0=\n", "b0="),
            ("b0=\n", "b0\n"),
            ("b0=\n", "b1=\n"),
        ] {
            assert!(
                Checkpoint::parse(&TEXT.replacen(from, to, 1)).is_err(),
                "{from:?} {to:?}"
            );
        }
    }
}
