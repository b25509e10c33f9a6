//! A case file as cases and blocks, with the place of each block's text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// One case of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// Its fenced blocks, in order.
    pub blocks: Vec<Block>,
}

/// One fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The first word of its info line.
    pub kind: String,
    /// The other words.
    pub words: Vec<String>,
    /// What stands in it.
    pub text: String,
    /// Where that stands in the file.
    pub place: Range<usize>,
}

impl Case {
    /// Returns the first block of a kind.
    pub fn block(&self, kind: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == kind)
    }
}

/// Reads a case file. A file without level-2 headings is one case.
pub fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = vec![Case::default()];
    let mut heading: Option<String> = None;
    let mut block: Option<Block> = None;
    for (event, place) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some(String::new());
                if level == HeadingLevel::H2 {
                    cases.push(Case::default());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let (Some(name), Some(case)) = (heading.take(), cases.last_mut())
                    && case.name.is_empty()
                {
                    case.name = name;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let kind = words.next().unwrap_or_default();
                block = Some(Block { kind, words: words.collect(), text: String::new(), place: place.end..place.end });
            }
            Event::End(TagEnd::CodeBlock) => {
                if let (Some(mut block), Some(case)) = (block.take(), cases.last_mut()) {
                    // An empty block's text stands right before its closing fence.
                    if block.text.is_empty() {
                        let fence = text.get(place.clone()).and_then(|all| all.rfind("```")).unwrap_or(0);
                        block.place = place.start + fence..place.start + fence;
                    }
                    case.blocks.push(block);
                }
            }
            Event::Text(part) => {
                if let Some(block) = &mut block {
                    if block.text.is_empty() {
                        block.place.start = place.start;
                    }
                    block.place.end = place.end;
                    block.text.push_str(&part);
                } else if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            _ => {}
        }
    }
    cases.retain(|case| !case.blocks.is_empty());
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_part_cases_and_blocks_keep_their_place() {
        let text = "# File\nwhy\n\n## One\n```as-of\nat 2026-01-01\n```\n\n## Two\n```diagnostics\n```\n";
        let cases = read(text);
        assert_eq!(cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
        let block = &cases[0].blocks[0];
        assert_eq!(&text[block.place.clone()], "at 2026-01-01\n");
        assert_eq!(cases[1].blocks[0].place.start, text.len() - 4);
    }
}
