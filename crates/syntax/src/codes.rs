//! The codes of what can be wrong with the surface of a text.
//!
//! Each has a page in the reference, `docs/book/reference/codes/`, and a case
//! under `tests/cases/syntax/`. Codes about meaning are the compiler's. Entry
//! points: [`ALL`], [`find`].

use servanda_model::diagnostic::Grade;

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, such as `E111`.
    pub code: &'static str,
    /// How grave it is.
    pub grade: Grade,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it is wrong, in a sentence or two.
    pub explanation: &'static str,
    /// A line or item that has the mistake.
    pub example: &'static str,
}

const fn error(
    code: &'static str,
    title: &'static str,
    explanation: &'static str,
    example: &'static str,
) -> Code {
    Code {
        code,
        grade: Grade::Error,
        title,
        explanation,
        example,
    }
}

/// Every code of this crate, ascending.
pub static ALL: &[Code] = &[
    error(
        "E101",
        "too large",
        "A file is at most 4 MiB, a line of a block at most 16 KiB, a name at most 32 words, and \
         an agreement at most 10,000 items, so that checking always ends.",
        "a block with 10,001 items",
    ),
    error(
        "E102",
        "a tab",
        "A tab is as wide as each editor pleases, so it cannot show what belongs to what.",
        "\tby  2026-09-30",
    ),
    error(
        "E103",
        "digits other than 0 to 9",
        "Figures are compared and reckoned with, so blocks write them in one set of digits.",
        "North must keep Trucks Entered at ٦٠٠ or more each day",
    ),
    error(
        "E104",
        "a blank that is no plain space",
        "No-break spaces and invisible signs look like spaces or like nothing, and make two names \
         that look alike differ.",
        "party  Relief\u{a0}Office",
    ),
    error(
        "E105",
        "a text without its closing mark",
        "A quoted text begins and ends on one line.",
        "says  \"within seventy-two hours",
    ),
    error(
        "E106",
        "a sign without a meaning",
        "Blocks use letters, digits, spaces, plain quotation marks, and , ; : ( ) only.",
        "North must keep Trucks Entered at >= 600 each day",
    ),
    error(
        "E107",
        "a block that is never closed",
        "Without its closing fence a block would swallow the prose below it.",
        "```accord, and no ``` below it",
    ),
    error(
        "E108",
        "a block that is not at the start of a line",
        "Column 0 starts an item, so a block stands outside lists and quotations and is not \
         indented.",
        "> ```accord",
    ),
    error(
        "E109",
        "a field without an item",
        "An indented line belongs to the item above it in the same block, and there is none.",
        "  by  2026-09-30",
    ),
    error(
        "E110",
        "neither a clause nor a declaration",
        "A line at column 0 begins with the number of a clause or with the word of a declaration.",
        "partys  North; South",
    ),
    error(
        "E111",
        "an unknown label",
        "Each frame and each declaration has a closed set of labels.",
        "  deadline  2026-09-30",
    ),
    error(
        "E112",
        "a label that stands twice",
        "Only some labels may be repeated; of the others, two would contradict each other.",
        "  by  2026-09-30, and again  by  2026-10-31",
    ),
    error(
        "E113",
        "a duty without a timing",
        "What must be performed or reached needs a time, or says that it has none.",
        "7.1  South must perform Map Handover, without a `by` line",
    ),
    error(
        "E114",
        "a value that cannot be read",
        "Each label takes values of its own form.",
        "  within  soon after Entry into Force",
    ),
    error(
        "E115",
        "a declaration that cannot be read",
        "Each kind of declaration has its own form.",
        "list  Detainees in annex B",
    ),
    error(
        "E116",
        "a sentence that cannot be read",
        "A clause names who owes, then one of the frames, then what.",
        "4.1  North shall release all persons",
    ),
    error(
        "E117",
        "a number or date that does not exist",
        "Numbers have no separators and at most 18 digits; dates are days of the calendar.",
        "  by  2026-02-30",
    ),
    error(
        "E131",
        "`and` beside `or` without brackets",
        "Such a condition has two readings, and brackets choose one.",
        "  when  4.1 is met and 4.2 is met or 4.3 is met",
    ),
    error(
        "E132",
        "the word `if`",
        "`if` can mean a trigger, a state, a gate or an exception; readers split over which.",
        "  when  4.1 is met if 4.2 is met",
    ),
    error(
        "E141",
        "a bare `until`",
        "`until` alone leaves open whether its last day belongs to it.",
        "  until  2026-12-31",
    ),
];

/// Returns the entry of a code.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|entry| entry.code == code)
}
