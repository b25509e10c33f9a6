//! A case file as cases and blocks, with the place of each block's text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// One case of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// The blocks that the file sets before its first case, for all of them.
    pub setting: Vec<Block>,
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
    /// Returns the first block of a kind: its own, else the setting's.
    pub fn block(&self, kind: &str) -> Option<&Block> {
        self.blocks
            .iter()
            .chain(&self.setting)
            .find(|block| block.kind == kind)
    }

    /// Returns the blocks of a kind, the setting's first.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.setting
            .iter()
            .chain(&self.blocks)
            .filter(move |block| block.kind == kind)
    }

    fn expects(&self) -> bool {
        self.blocks
            .iter()
            .any(|block| ["assessment", "diagnostics"].contains(&block.kind.as_str()))
    }
}

/// Reads a case file. A file without level-2 headings is one case; blocks
/// before the first level-2 heading that expect nothing are the setting of all
/// cases below.
pub fn read(text: &str) -> Vec<Case> {
    let mut cases = sections(text);
    cases.retain(|case| !case.blocks.is_empty());
    if cases.len() > 1
        && let Some(first) = cases.first()
        && !first.expects()
    {
        let setting = cases.remove(0).blocks;
        for case in &mut cases {
            case.setting.clone_from(&setting);
        }
    }
    cases
}

/// Lists all blocks of a page, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    sections(text)
        .into_iter()
        .flat_map(|section| section.blocks)
        .collect()
}

fn sections(text: &str) -> Vec<Case> {
    let mut reader = Reader {
        cases: vec![Case::default()],
        heading: None,
        block: None,
    };
    for (event, place) in Parser::new(text).into_offset_iter() {
        reader.take(event, place, text);
    }
    reader.cases
}

struct Reader {
    cases: Vec<Case>,
    heading: Option<String>,
    block: Option<Block>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, place: Range<usize>, text: &str) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some(String::new());
                if level == HeadingLevel::H2 {
                    self.cases.push(Case::default());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let (Some(name), Some(case)) = (self.heading.take(), self.cases.last_mut())
                    && case.name.is_empty()
                {
                    case.name = name;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let kind = words.next().unwrap_or_default();
                self.block = Some(Block {
                    kind,
                    words: words.collect(),
                    text: String::new(),
                    place: place.end..place.end,
                });
            }
            Event::End(TagEnd::CodeBlock) => self.close(&place, text),
            Event::Text(part) => {
                if let Some(block) = &mut self.block {
                    if block.text.is_empty() {
                        block.place.start = place.start;
                    }
                    block.place.end = place.end;
                    block.text.push_str(&part);
                } else if let Some(heading) = &mut self.heading {
                    heading.push_str(&part);
                }
            }
            Event::Code(part) => {
                if let Some(heading) = &mut self.heading {
                    heading.push_str(&part);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, place: &Range<usize>, text: &str) {
        if let (Some(mut block), Some(case)) = (self.block.take(), self.cases.last_mut()) {
            // An empty block's text stands right before its closing fence.
            if block.text.is_empty() {
                let fence = text
                    .get(place.clone())
                    .and_then(|all| all.rfind("```"))
                    .unwrap_or(0);
                block.place = place.start + fence..place.start + fence;
            }
            case.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_part_cases_and_blocks_keep_their_place() {
        let text =
            "# File\nwhy\n\n## One\n```assessment\n1.1: met\n```\n\n## Two\n```diagnostics\n```\n";
        let cases = read(text);
        assert_eq!(
            cases
                .iter()
                .map(|case| case.name.as_str())
                .collect::<Vec<_>>(),
            ["One", "Two"]
        );
        let block = &cases[0].blocks[0];
        assert_eq!(&text[block.place.clone()], "1.1: met\n");
        assert_eq!(cases[1].blocks[0].place.start, text.len() - 4);
    }

    #[test]
    fn what_stands_before_the_first_case_is_the_setting_of_all() {
        let text = "# File\n```agreement\nA\n```\n\n## One\n```diagnostics\n```\n\n## Two\n```agreement\nB\n```\n";
        let cases = read(text);
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].block("agreement").unwrap().text, "A\n");
        assert_eq!(cases[1].block("agreement").unwrap().text, "B\n");
    }
}
