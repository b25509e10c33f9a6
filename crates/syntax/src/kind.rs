//! The kinds of tokens and nodes of the lossless tree.
//!
//! The tree is for what works on the text itself: colouring, editing, the
//! formatter's tests. What the compiler reads is [`crate::ast`].

/// A kind of token or node.
///
/// # Shape
/// Tokens first, nodes from [`SyntaxKind::Node`] on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum SyntaxKind {
    /// Prose, never looked into.
    Prose,
    /// A heading of level 1 or 2, its marks included.
    Heading,
    /// The first or last line of a block.
    Fence,
    /// Spaces and other blanks.
    Blank,
    /// The end of a line.
    LineEnd,
    /// A lower-case word.
    Word,
    /// A capitalised word.
    Capital,
    /// Something that begins with a digit.
    Digits,
    /// A quoted text.
    Text,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A sign that has no meaning in a block.
    Stray,
    /// A word of the language, read as such.
    Keyword,
    /// A label.
    Label,
    /// A Defined Term, as one token.
    Name,
    /// The number of a clause.
    ClauseNumber,
    /// A number or share.
    Number,
    /// A date or an instant.
    Moment,
    /// The first node; not a node itself.
    Node,
    /// The whole file.
    File,
    /// An article.
    Article,
    /// A fenced block.
    Block,
    /// A declaration.
    Declaration,
    /// A clause.
    Clause,
    /// An item that could not be read.
    Broken,
    /// The first line of an item.
    Head,
    /// A field.
    Field,
}

impl SyntaxKind {
    /// Every kind, in the order of their numbers.
    const ALL: [Self; 30] = [
        Self::Prose,
        Self::Heading,
        Self::Fence,
        Self::Blank,
        Self::LineEnd,
        Self::Word,
        Self::Capital,
        Self::Digits,
        Self::Text,
        Self::Comma,
        Self::Semicolon,
        Self::Colon,
        Self::Open,
        Self::Close,
        Self::Stray,
        Self::Keyword,
        Self::Label,
        Self::Name,
        Self::ClauseNumber,
        Self::Number,
        Self::Moment,
        Self::Node,
        Self::File,
        Self::Article,
        Self::Block,
        Self::Declaration,
        Self::Clause,
        Self::Broken,
        Self::Head,
        Self::Field,
    ];
}

/// The agreement language, as the tree's library wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accord {}

impl rowan::Language for Accord {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        SyntaxKind::ALL
            .get(usize::from(raw.0))
            .copied()
            .unwrap_or(SyntaxKind::Stray)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree.
pub type SyntaxNode = rowan::SyntaxNode<Accord>;
/// A token of the tree.
pub type SyntaxToken = rowan::SyntaxToken<Accord>;

#[cfg(test)]
mod tests {
    use super::*;
    use rowan::Language;

    #[test]
    fn every_kind_survives_its_number() {
        for kind in SyntaxKind::ALL {
            assert_eq!(Accord::kind_from_raw(Accord::kind_to_raw(kind)), kind);
        }
    }
}
