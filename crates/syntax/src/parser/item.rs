//! Reads one item: its first line, then field by field.
//!
//! A field that cannot be read is left out and marks the item as damaged; the
//! fields after it are still read, so that one look shows every mistake. Entry
//! point: [`read`].

use std::collections::BTreeSet;

use servanda_model::diagnostic::{Diagnostic, Span};

use super::{LINE_BYTES_MAX, clause, declaration, declaration_field, field};
use crate::ast::{
    Broken, Clause, ClauseNumber, Declaration, Field, Frame, Item, Name, Perform, ReachTarget,
};
use crate::cursor::{Cursor, is_clause_number};
use crate::keywords::Keywords;
use crate::kind::SyntaxKind;
use crate::labels::{
    DeclarationKind, FrameKind, Label, LabelSpec, labels_of, labels_of_declaration,
};
use crate::lexer::Token;
use crate::lines::{Line, content, whole};
use crate::names::{NAME_WORDS_MAX, NameKind, Names, joined};
use crate::report::{Place, Surroundings, nearest};
use crate::trouble::{Read, Trouble};

/// An item with what its tree and the author are told.
pub(super) struct Reading {
    pub(super) item: Item,
    pub(super) nodes: Vec<Token>,
    pub(super) marks: Vec<Token>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the item that `lines` hold; the first begins it.
pub(super) fn read(
    text: &str,
    names: &Names,
    keywords: &'static Keywords,
    lines: &[Line],
) -> Reading {
    let end = lines.iter().rposition(|line| !line.is_blank());
    let lines = lines.get(..=end.unwrap_or(0)).unwrap_or(lines);
    let mut reader = Reader {
        text,
        names,
        keywords,
        clause: None,
        nodes: Vec::new(),
        marks: Vec::new(),
        diagnostics: Vec::new(),
    };
    let (item, kind) = reader.item(lines);
    let mut nodes = vec![Token {
        kind,
        span: whole(lines),
    }];
    nodes.append(&mut reader.nodes);
    Reading {
        item,
        nodes,
        marks: reader.marks,
        diagnostics: reader.diagnostics,
    }
}

fn broken(lines: &[Line], number: Option<ClauseNumber>, declares: Vec<Name>) -> Item {
    Item::Broken(Broken {
        span: content(lines),
        number,
        declares,
    })
}

struct Reader<'a> {
    text: &'a str,
    names: &'a Names,
    keywords: &'static Keywords,
    clause: Option<String>,
    nodes: Vec<Token>,
    marks: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            text: self.text,
            clause: self.clause.as_deref(),
        }
    }

    fn tell(&mut self, trouble: Trouble, place: Place) {
        let diagnostic = self.surroundings().tell(trouble, place);
        self.diagnostics.push(diagnostic);
    }

    fn known(&mut self, code: &'static str, span: Span, message: String, ways: Vec<String>) {
        let diagnostic = self.surroundings().diagnostic(code, span, message, ways);
        self.diagnostics.push(diagnostic);
    }

    fn cursor<'line>(&self, line: &'line Line) -> Cursor<'line>
    where
        'a: 'line,
    {
        Cursor::new(self.text, &line.words, self.names, self.keywords)
    }

    /// Says what is wrong with the signs or the length of `line`; whether
    /// something is.
    fn is_faulty(&mut self, line: &Line) -> bool {
        if line.span.end - line.span.start > LINE_BYTES_MAX {
            self.known(
                "E101",
                line.span,
                "this line is longer than 16 KiB".to_owned(),
                vec!["split it into several fields, or move lists into an annex".to_owned()],
            );
            return true;
        }
        if let Some((fault, span)) = line.faults.first() {
            let diagnostic = self.surroundings().fault(*fault, *span);
            self.diagnostics.push(diagnostic);
            return true;
        }
        false
    }

    fn item(&mut self, lines: &[Line]) -> (Item, SyntaxKind) {
        let Some((head, fields)) = lines.split_first() else {
            return (broken(lines, None, Vec::new()), SyntaxKind::Broken);
        };
        self.nodes.push(Token {
            kind: SyntaxKind::Head,
            span: head.span,
        });
        let first = head
            .words
            .first()
            .map_or(Span::default(), |token| token.span);
        let word = self.text.get(first.start..first.end).unwrap_or("");
        if let Some(kind) = DeclarationKind::ALL.iter().find(|kind| kind.text() == word) {
            return self.declaration(*kind, head, fields, lines);
        }
        if is_clause_number(word) {
            let number = ClauseNumber {
                text: word.to_owned(),
                span: first,
            };
            self.clause = Some(word.to_owned());
            return self.clause(number, head, fields, lines);
        }
        if !self.is_faulty(head) {
            self.neither(word, first, head);
        }
        (broken(lines, None, Vec::new()), SyntaxKind::Broken)
    }

    /// Says that a line begins neither a clause nor a declaration.
    fn neither(&mut self, word: &str, span: Span, head: &Line) {
        let mut ways = Vec::new();
        if word == self.keywords.if_ {
            let cursor = self.cursor(head);
            if let Err(trouble) = cursor.expected::<()>("") {
                self.tell(*trouble, Place::Sentence);
                return;
            }
        }
        let kinds = || DeclarationKind::ALL.iter().map(|kind| kind.text());
        if let Some(kind) = nearest(word, kinds()) {
            ways.push(format!("did you mean `{kind}`?"));
        }
        if Label::ALL.iter().any(|label| label.text() == word) {
            ways.push(format!(
                "put two spaces before `{word}` to make it a field of the item above"
            ));
        }
        if head
            .words
            .first()
            .is_some_and(|token| token.kind == SyntaxKind::Capital)
        {
            ways.push("begin a clause with its number, such as `5.1`".to_owned());
        }
        if ways.is_empty() {
            let all: Vec<&str> = kinds().collect();
            ways.push(format!(
                "begin with a clause's number, or with one of: {}",
                all.join(", ")
            ));
        }
        let message =
            format!("this line begins with `{word}`, and so no clause and no declaration");
        self.known("E110", span, message, ways);
    }

    fn declaration(
        &mut self,
        kind: DeclarationKind,
        head: &Line,
        fields: &[Line],
        lines: &[Line],
    ) -> (Item, SyntaxKind) {
        let declares = self.declares(kind, head);
        let mut cursor = self.cursor(head);
        cursor.eat(kind.text());
        let read = if self.is_faulty(head) || self.has_long_name(&declares) {
            None
        } else {
            match declaration::head(kind, &mut cursor).and_then(|decl| done(&cursor, decl)) {
                Ok(decl) => Some(decl),
                Err(trouble) => {
                    self.tell(*trouble, Place::Head(kind));
                    None
                }
            }
        };
        self.marks.append(&mut cursor.marks);
        let Some(mut decl) = read else {
            return (broken(lines, None, declares), SyntaxKind::Broken);
        };
        let admitted = labels_of_declaration(kind);
        let owner = format!("`{}`", kind.text());
        let mut seen = BTreeSet::new();
        for line in fields.iter().filter(|line| !line.is_blank()) {
            let mut cursor = self.cursor(line);
            if let Some((spec, _)) = self.label(&mut cursor, line, admitted, &owner, &mut seen) {
                let mut read = declaration_field::read(&mut decl, spec.label, &mut cursor);
                while read.is_ok() && spec.many && cursor.sign(SyntaxKind::Semicolon) {
                    read = declaration_field::read(&mut decl, spec.label, &mut cursor);
                }
                if let Err(trouble) = read.and_then(|()| done(&cursor, ())) {
                    self.tell(*trouble, Place::Field(spec.label));
                }
            }
            self.marks.append(&mut cursor.marks);
        }
        let declaration = Declaration {
            decl,
            span: content(lines),
            head_span: Span::new(head.span.start, head.content_end()),
            damaged: !self.diagnostics.is_empty(),
        };
        (Item::Decl(Box::new(declaration)), SyntaxKind::Declaration)
    }

    /// Returns the names that the first line declares, readable or not.
    fn declares(&self, kind: DeclarationKind, head: &Line) -> Vec<Name> {
        use DeclarationKind as D;
        let lists = matches!(kind, D::Party | D::Body | D::Place);
        let named = !matches!(kind, D::Challenge | D::Authority | D::Text | D::Accepts);
        let mut names = Vec::new();
        for (at, token) in head.words.iter().enumerate() {
            let begins = at == 0
                || (lists && matches!(token.kind, SyntaxKind::Semicolon | SyntaxKind::Comma))
                || (kind == D::Place
                    && self.text.get(token.span.start..token.span.end) == Some("is"));
            let kind = NameKind::Declared(kind);
            let length = self.names.declared(self.text, &head.words, at + 1, kind);
            let tokens = head.words.get(at + 1..at + 1 + length).unwrap_or(&[]);
            if begins
                && named
                && let (Some(first), Some(last)) = (tokens.first(), tokens.last())
            {
                names.push(Name {
                    text: joined(self.text, tokens),
                    span: Span::new(first.span.start, last.span.end),
                });
            }
        }
        names
    }

    fn has_long_name(&mut self, declares: &[Name]) -> bool {
        let long = declares
            .iter()
            .find(|name| name.text.split(' ').count() >= NAME_WORDS_MAX);
        if let Some(name) = long {
            self.known(
                "E101",
                name.span,
                "this name has more than 31 words".to_owned(),
                vec!["declare a shorter name, and keep the long one in the prose".to_owned()],
            );
        }
        long.is_some()
    }

    fn clause(
        &mut self,
        number: ClauseNumber,
        head: &Line,
        fields: &[Line],
        lines: &[Line],
    ) -> (Item, SyntaxKind) {
        let mut cursor = self.cursor(head);
        let read = if self.is_faulty(head) {
            None
        } else {
            match clause::sentence(&mut cursor).and_then(|sentence| done(&cursor, sentence)) {
                Ok(sentence) => Some(sentence),
                Err(trouble) => {
                    self.tell(*trouble, Place::Sentence);
                    None
                }
            }
        };
        self.marks.append(&mut cursor.marks);
        let Some(sentence) = read else {
            return (broken(lines, Some(number), Vec::new()), SyntaxKind::Broken);
        };
        let kind = sentence.frame.kind();
        let mut seen = BTreeSet::new();
        let mut values = Vec::new();
        for line in fields.iter().filter(|line| !line.is_blank()) {
            self.clause_field(kind, line, &mut seen, &mut values);
        }
        let sentence_span = Span::new(
            head.words
                .get(1)
                .map_or(head.span.start, |token| token.span.start),
            head.content_end(),
        );
        self.timing(&sentence.frame, &seen, sentence_span);
        let clause = Clause {
            number: sentence.number,
            subject: sentence.subject,
            frame: sentence.frame,
            fields: values,
            span: content(lines),
            sentence_span,
            damaged: !self.diagnostics.is_empty(),
        };
        (Item::Clause(Box::new(clause)), SyntaxKind::Clause)
    }

    /// Reads the values of one line into `values`.
    fn clause_field(
        &mut self,
        kind: FrameKind,
        line: &Line,
        seen: &mut BTreeSet<Label>,
        values: &mut Vec<Field>,
    ) {
        let admitted = labels_of(kind);
        let owner = match kind {
            FrameKind::OpenTerm => "an open term".to_owned(),
            _ => format!("a clause with `{}`", kind.words()),
        };
        let mut cursor = self.cursor(line);
        if let Some((spec, label_span)) = self.label(&mut cursor, line, &admitted, &owner, seen) {
            loop {
                let start = cursor.here().start;
                match field::value(spec.label, &mut cursor) {
                    Ok(Some(value)) => {
                        let end = cursor.end();
                        values.push(Field {
                            label: spec.label,
                            label_span,
                            value,
                            value_span: Span::new(start.min(end), end),
                            span: Span::new(label_span.start, end),
                        });
                    }
                    Ok(None) => break,
                    Err(trouble) => {
                        self.tell(*trouble, Place::Field(spec.label));
                        break;
                    }
                }
                if spec.many && cursor.sign(SyntaxKind::Semicolon) {
                    continue;
                }
                if let Err(trouble) = done(&cursor, ()) {
                    self.tell(*trouble, Place::Field(spec.label));
                }
                break;
            }
        }
        self.marks.append(&mut cursor.marks);
    }

    /// Reads the label of a field; says where it is unknown or repeated.
    fn label(
        &mut self,
        cursor: &mut Cursor<'_>,
        line: &Line,
        admitted: &[LabelSpec],
        owner: &str,
        seen: &mut BTreeSet<Label>,
    ) -> Option<(LabelSpec, Span)> {
        self.nodes.push(Token {
            kind: SyntaxKind::Field,
            span: line.span,
        });
        let spec = admitted
            .iter()
            .find(|spec| cursor.sees(spec.label.text()))
            .copied();
        if self.is_faulty(line) {
            seen.extend(spec.map(|spec| spec.label));
            return None;
        }
        let Some(spec) = spec else {
            self.unknown_label(cursor, admitted, owner);
            return None;
        };
        let span = cursor.take_label(spec.label.text().split(' ').count());
        if !seen.insert(spec.label) && !spec.many {
            let message = format!("`{}` stands twice in this item", spec.label.text());
            let way = format!("keep one `{}` line", spec.label.text());
            self.known("E112", span, message, vec![way]);
            return None;
        }
        Some((spec, span))
    }

    fn unknown_label(&mut self, cursor: &Cursor<'_>, admitted: &[LabelSpec], owner: &str) {
        let word = cursor.peek(0);
        if word == self.keywords.if_ {
            if let Err(trouble) = cursor.expected::<()>("") {
                self.tell(*trouble, Place::Sentence);
            }
            return;
        }
        let elsewhere = Label::ALL.iter().find(|label| cursor.sees(label.text()));
        let message = match elsewhere {
            Some(label) => format!("{owner} has no `{}`", label.text()),
            None => format!("`{word}` is no label of {owner}"),
        };
        let mut ways = Vec::new();
        if elsewhere.is_none()
            && let Some(label) = nearest(word, admitted.iter().map(|spec| spec.label.text()))
        {
            ways.push(format!("did you mean `{label}`?"));
        }
        let labels: Vec<&str> = admitted.iter().map(|spec| spec.label.text()).collect();
        ways.push(if labels.is_empty() {
            "write it without fields".to_owned()
        } else {
            format!("labels that may stand here: {}", labels.join(", "))
        });
        ways.push(
            "what needs saying without a label belongs in the prose, or under `note`".to_owned(),
        );
        self.known("E111", cursor.here(), message, ways);
    }

    /// Says that a duty has no timing.
    fn timing(&mut self, frame: &Frame, seen: &BTreeSet<Label>, span: Span) {
        let has = |labels: &[Label]| labels.iter().any(|label| seen.contains(label));
        let timed = has(&[Label::Within, Label::By, Label::Before, Label::Undated]);
        let message = match frame {
            Frame::Perform(Perform { every: None, .. }) if !timed && !has(&[Label::Alongside]) => {
                "a duty needs a `within`, `by`, `before` or `every`, or says that it is `undated`"
            }
            Frame::Reach(reach) if !timed && !has(&[Label::Stage]) => match reach.target {
                ReachTarget::Whole(_) => {
                    "what must be reached needs `stage` lines, or a `within`, `by` or `before` line"
                }
                ReachTarget::At(_) => {
                    "what must be reached needs a `within`, `by` or `before` line, or says that it \
                     is `undated`"
                }
            },
            _ => return,
        };
        self.known(
            "E113",
            span,
            message.to_owned(),
            vec![
                "add a line such as `by 2026-09-30` or `within 7 days after Entry into Force`"
                    .to_owned(),
                "add the line `undated` where the text gives no time".to_owned(),
            ],
        );
    }
}

/// Passes `value` on where the whole line is read.
fn done<T>(cursor: &Cursor<'_>, value: T) -> Read<T> {
    if cursor.is_done() {
        Ok(value)
    } else {
        cursor.expected("nothing more here")
    }
}
