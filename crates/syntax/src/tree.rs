//! Builds the lossless tree from tokens and the ranges of nodes.
//!
//! Entry point: [`build`].
//!
//! # Invariants
//! The tree's text is the input, byte for byte: tokens cover it without gaps.

use rowan::{GreenNode, GreenNodeBuilder, Language};
use servanda_model::diagnostic::Span;

use crate::kind::{Accord, SyntaxKind};
use crate::lexer::Token;

/// Builds the tree of `text`.
///
/// # Shape
/// `tokens` cover `text` in order; `nodes` lie within each other or apart,
/// outer ones first where they start together; `marks` are ascending, each
/// covering whole tokens, which it turns into one.
pub(crate) fn build(text: &str, tokens: &[Token], nodes: &[Token], marks: &[Token]) -> GreenNode {
    let mut builder = GreenNodeBuilder::new();
    builder.start_node(Accord::kind_to_raw(SyntaxKind::File));
    let mut nodes = nodes
        .iter()
        .filter(|node| node.span.start < node.span.end)
        .peekable();
    let mut open: Vec<Span> = Vec::new();
    for token in merged(tokens, marks) {
        while open.last().is_some_and(|span| span.end <= token.span.start) {
            builder.finish_node();
            open.pop();
        }
        while let Some(node) = nodes.next_if(|node| node.span.start <= token.span.start) {
            builder.start_node(Accord::kind_to_raw(node.kind));
            open.push(node.span);
        }
        let slice = text.get(token.span.start..token.span.end).unwrap_or("");
        builder.token(Accord::kind_to_raw(token.kind), slice);
    }
    for _ in open {
        builder.finish_node();
    }
    builder.finish_node();
    builder.finish()
}

/// Returns the tokens, those under one mark merged into one of its kind.
fn merged(tokens: &[Token], marks: &[Token]) -> Vec<Token> {
    let mut merged: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut marks = marks.iter().peekable();
    for token in tokens {
        while marks
            .next_if(|mark| mark.span.end <= token.span.start)
            .is_some()
        {}
        let mark = marks
            .peek()
            .filter(|mark| mark.span.start <= token.span.start && token.span.end <= mark.span.end);
        match (mark, merged.last_mut()) {
            (Some(mark), Some(last)) if last.span.start == mark.span.start => {
                last.span.end = token.span.end;
            }
            (Some(mark), _) => merged.push(Token {
                kind: mark.kind,
                span: token.span,
            }),
            (None, _) => merged.push(*token),
        }
    }
    merged
}
