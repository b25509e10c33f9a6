//! From a file to its tree, its typed view and its diagnostics.
//!
//! What lives here: the walk over articles and blocks. Items are read in
//! [`item`], sentences, values, conditions and declarations in the modules
//! beside it. Entry points: [`parse`], [`parse_knowing`].
//!
//! # Invariants
//! Nothing here fails: what cannot be read becomes a diagnostic and spoils its
//! own item.

mod clause;
mod condition;
mod declaration;
mod declaration_field;
mod evidence;
mod field;
mod item;
mod ladder;

use rowan::GreenNode;
use servanda_model::diagnostic::{Diagnostic, Grade, Span};

use crate::ast::{Article, File, Item, Text};
use crate::document::{self, Block, Part};
use crate::keywords::ENGLISH;
use crate::kind::{SyntaxKind, SyntaxNode};
use crate::lexer::Token;
use crate::lines::{self, Line};
use crate::names::Names;
use crate::tree;

/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most bytes of a line of a block.
pub const LINE_BYTES_MAX: usize = 16 * 1024;
/// The most items of an agreement.
pub const ITEMS_MAX: usize = 10_000;

/// What a text is: its tree, its typed view, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The typed view.
    pub file: File,
    /// What is wrong, in the text's order.
    pub diagnostics: Vec<Diagnostic>,
    green: GreenNode,
}

impl Parse {
    /// Returns the lossless tree, whose text is the input.
    pub fn tree(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }
}

/// Parses an agreement text.
pub fn parse(text: &str) -> Parse {
    parse_knowing(text, &[])
}

/// Parses an agreement text, knowing `annex_names` besides those it declares.
///
/// Names that only an annex holds, such as the holders of a role, may contain
/// lower-case words; knowing them lets the parser tell where they end.
pub fn parse_knowing(text: &str, annex_names: &[&str]) -> Parse {
    if text.len() > FILE_BYTES_MAX {
        return too_large(text);
    }
    let mut parts = document::outline(text);
    for part in &mut parts {
        if let Part::Block(block) = part
            && !block.closed
        {
            end_before_prose(text, block);
        }
    }
    let blocks: Vec<Vec<Line>> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Block(block) if block.plain => Some(lines::of_block(text, block.body)),
            Part::Block(_) | Part::Heading { .. } => None,
        })
        .collect();
    let names = Names::gather(text, &blocks, annex_names);
    let mut walk = Walk::new(text, &names);
    let mut blocks = blocks.iter();
    for part in &parts {
        match part {
            Part::Heading { level, span, words } => walk.heading(*level, *span, *words),
            Part::Block(block) if block.plain => {
                if let Some(lines) = blocks.next() {
                    walk.block(block, lines);
                }
            }
            Part::Block(block) => walk.misplaced(block),
        }
    }
    walk.finish()
}

fn diagnostic(
    code: &'static str,
    span: Span,
    message: &str,
    effect: &str,
    way: &str,
) -> Diagnostic {
    Diagnostic {
        code,
        grade: Grade::Error,
        file: None,
        clause: None,
        span,
        message: message.to_owned(),
        labels: Vec::new(),
        effect: effect.to_owned(),
        ways_out: vec![way.to_owned()],
    }
}

fn too_large(text: &str) -> Parse {
    let all = Token {
        kind: SyntaxKind::Prose,
        span: Span::new(0, text.len()),
    };
    Parse {
        file: File::default(),
        diagnostics: vec![diagnostic(
            "E101",
            Span::new(0, 0),
            "the file is larger than 4 MiB",
            "nothing of it is read",
            "move lists and records into annexes",
        )],
        green: tree::build(text, &[all], &[], &[]),
    }
}

/// Ends an unclosed block before the first line that must be prose, so that one
/// missing fence does not turn the rest of the file into errors.
fn end_before_prose(text: &str, block: &mut Block) {
    let mut at = block.body.start;
    for line in text
        .get(block.body.start..block.body.end)
        .unwrap_or("")
        .split_inclusive('\n')
    {
        if line.starts_with(['#', '>', '`', '~']) {
            block.body.end = at;
            block.span.end = at;
            return;
        }
        at += line.len();
    }
}

/// The walk over a file, in order.
struct Walk<'a> {
    text: &'a str,
    names: &'a Names,
    file: File,
    article: Article,
    /// Where the article's node stands among `nodes`.
    article_node: usize,
    items: usize,
    tokens: Vec<Token>,
    nodes: Vec<Token>,
    marks: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
    /// Everything before is walked over.
    at: usize,
}

fn empty_article(at: usize) -> Article {
    Article {
        heading: String::new(),
        heading_span: Span::new(at, at),
        span: Span::new(at, at),
        prose: Vec::new(),
        items: Vec::new(),
    }
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, names: &'a Names) -> Self {
        Self {
            text,
            names,
            file: File::default(),
            article: empty_article(0),
            article_node: 0,
            items: 0,
            tokens: Vec::new(),
            nodes: vec![Token {
                kind: SyntaxKind::Article,
                span: Span::new(0, 0),
            }],
            marks: Vec::new(),
            diagnostics: Vec::new(),
            at: 0,
        }
    }

    fn push(&mut self, kind: SyntaxKind, span: Span) {
        if span.start < span.end {
            self.tokens.push(Token { kind, span });
        }
        self.at = self.at.max(span.end);
    }

    /// Walks over the prose up to `end`.
    fn prose_to(&mut self, end: usize) {
        let span = Span::new(self.at, end.max(self.at));
        if span.start < span.end {
            self.article.prose.push(span);
        }
        self.push(SyntaxKind::Prose, span);
    }

    /// Ends the article at `at` and begins the next one.
    fn next_article(&mut self, at: usize) {
        let mut article = std::mem::replace(&mut self.article, empty_article(at));
        article.span.end = at;
        if let Some(node) = self.nodes.get_mut(self.article_node) {
            node.span.end = at;
        }
        self.article_node = self.nodes.len();
        self.nodes.push(Token {
            kind: SyntaxKind::Article,
            span: Span::new(at, at),
        });
        let text = self.text;
        let silent = article.prose.iter().all(|span| {
            let prose = text.get(span.start..span.end).unwrap_or("");
            prose
                .trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
                .is_empty()
        });
        if article.heading_span.start < article.heading_span.end
            || !article.items.is_empty()
            || !silent
        {
            self.file.articles.push(article);
        }
    }

    fn heading(&mut self, level: u8, span: Span, words: Span) {
        self.prose_to(span.start);
        self.next_article(span.start);
        self.push(SyntaxKind::Heading, span);
        let heading = self
            .text
            .get(words.start..words.end)
            .unwrap_or("")
            .to_owned();
        if level == 1 {
            let title = Text {
                text: heading,
                span: words,
            };
            self.file.title.get_or_insert(title);
        } else {
            self.article.heading = heading;
            self.article.heading_span = words;
        }
    }

    fn misplaced(&mut self, block: &Block) {
        self.diagnostics.push(diagnostic(
            "E108",
            block.opening,
            "this block is indented, or stands inside a list or a quotation",
            "nothing of this block is read",
            "move the block to the start of its lines, outside lists and quotations",
        ));
    }

    fn block(&mut self, block: &Block, lines: &[Line]) {
        self.prose_to(block.span.start);
        if !block.closed {
            self.diagnostics.push(diagnostic(
                "E107",
                block.opening,
                "this block is never closed",
                "the block is read up to the next heading, and prose below it may be missing",
                "close the block with a line of three backticks",
            ));
        }
        self.nodes.push(Token {
            kind: SyntaxKind::Block,
            span: block.span,
        });
        self.push(SyntaxKind::Fence, block.opening);
        self.orphans(lines);
        let starts: Vec<usize> = (0..lines.len())
            .filter(|at| lines.get(*at).is_some_and(|line| line.starts))
            .collect();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().unwrap_or(lines.len());
            if let Some(own) = lines.get(*start..end) {
                self.item(own);
            }
        }
        for line in lines {
            self.tokens.extend(line.tokens.iter().copied());
        }
        self.at = self.at.max(block.body.end);
        self.push(SyntaxKind::Fence, Span::new(block.body.end, block.span.end));
    }

    /// Says that fields before the first item of a block belong to nothing.
    fn orphans(&mut self, lines: &[Line]) {
        let orphan = lines
            .iter()
            .take_while(|line| !line.starts)
            .find(|line| !line.is_blank());
        if let Some(line) = orphan {
            let start = line
                .words
                .first()
                .map_or(line.span.start, |token| token.span.start);
            self.diagnostics.push(diagnostic(
                "E109",
                Span::new(start, line.content_end()),
                "this indented line belongs to no item: the block begins with it",
                "the line is left out",
                "put the clause or declaration it belongs to above it in the same block, or write \
                 it without the spaces before it",
            ));
        }
    }

    /// Reads one item: its first line and what follows up to the next.
    fn item(&mut self, lines: &[Line]) {
        self.items += 1;
        if self.items > ITEMS_MAX {
            if self.items == ITEMS_MAX + 1 {
                let span = lines.first().map_or(Span::default(), |line| line.span);
                self.diagnostics.push(diagnostic(
                    "E101",
                    span,
                    "this is the 10,001st item of the agreement",
                    "it and all items after it are left out",
                    "split the agreement, or move lists into annexes",
                ));
            }
            return;
        }
        let reading = item::read(self.text, self.names, &ENGLISH, lines);
        self.nodes.extend(reading.nodes);
        self.marks.extend(reading.marks);
        self.diagnostics.extend(reading.diagnostics);
        self.article.items.push(reading.item);
    }

    fn finish(mut self) -> Parse {
        self.prose_to(self.text.len());
        self.next_article(self.text.len());
        self.diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
        Parse {
            file: self.file,
            diagnostics: self.diagnostics,
            green: tree::build(self.text, &self.tokens, &self.nodes, &self.marks),
        }
    }
}

/// Returns the items of `file` that could not be read or hold a mistake.
pub(crate) fn is_sound(item: &Item) -> bool {
    match item {
        Item::Decl(declaration) => !declaration.damaged,
        Item::Clause(clause) => !clause.damaged,
        Item::Broken(_) => false,
    }
}
