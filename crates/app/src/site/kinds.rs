//! The table of pages: their names, in the order of the menu, and what each
//! shows. A new page is a line here.

use serde::Serialize;

use super::{
    About, Asking, Beside, CasePage, Cases, Changes, Commitment, Commitments, EntryPage, Evidence,
    Frame, Gates, Overview, Reports, Table, WhatIf,
};
use crate::report::Parts;

/// One line of the table of pages.
#[derive(Clone, Copy, Debug)]
pub struct PageKind {
    /// Its name in addresses and, after `page-`, among the messages.
    pub name: &'static str,
    /// Whether it is one of several, each with a name of its own.
    pub item: bool,
    /// Makes its body; `None` where there is no such item.
    pub make: fn(&Asking, &Parts) -> Option<Body>,
}

/// Every page, those of the menu in its order.
pub const PAGES: &[PageKind] = &[
    PageKind {
        name: "overview",
        item: false,
        make: |_, parts| Some(Body::Overview(Box::new(Overview::new(parts)))),
    },
    PageKind {
        name: "commitments",
        item: false,
        make: |asking, parts| Some(Body::Commitments(Commitments::new(asking, parts))),
    },
    PageKind {
        name: "commitments",
        item: true,
        make: |asking, parts| {
            Commitment::new(asking, parts).map(|one| Body::Commitment(Box::new(one)))
        },
    },
    PageKind {
        name: "gates",
        item: false,
        make: |_, parts| Some(Body::Gates(Gates::new(parts))),
    },
    PageKind {
        name: "cases",
        item: false,
        make: |asking, parts| Some(Body::Cases(Cases::new(asking, parts))),
    },
    PageKind {
        name: "cases",
        item: true,
        make: |asking, parts| CasePage::new(asking, parts).map(|one| Body::Case(Box::new(one))),
    },
    PageKind {
        name: "evidence",
        item: false,
        make: |asking, parts| Some(Body::Evidence(Evidence::new(asking, parts))),
    },
    PageKind {
        name: "evidence",
        item: true,
        make: |asking, parts| EntryPage::new(asking, parts).map(|one| Body::Entry(Box::new(one))),
    },
    PageKind {
        name: "funds",
        item: false,
        make: |_, parts| Some(Body::Beside(Beside::funds(parts))),
    },
    PageKind {
        name: "corridors",
        item: false,
        make: |_, parts| Some(Body::Beside(Beside::corridors(parts))),
    },
    PageKind {
        name: "map",
        item: false,
        make: |_, parts| Some(Body::Beside(Beside::map(parts))),
    },
    PageKind {
        name: "civilians",
        item: false,
        make: |_, parts| Some(Body::Beside(Beside::civilians(parts))),
    },
    PageKind {
        name: "narratives",
        item: false,
        make: |_, parts| Some(Body::Beside(Beside::narratives(parts))),
    },
    PageKind {
        name: "changes",
        item: false,
        make: |asking, parts| Some(Body::Changes(Changes::new(asking, parts))),
    },
    PageKind {
        name: "what-if",
        item: false,
        make: |asking, parts| Some(Body::WhatIf(Box::new(WhatIf::new(asking, parts)))),
    },
    PageKind {
        name: "reports",
        item: false,
        make: |_, parts| Some(Body::Reports(Reports::new(parts))),
    },
    PageKind {
        name: "about",
        item: false,
        make: |_, parts| Some(Body::About(About::new(parts))),
    },
];

/// What one page shows.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// Phases, checkability, pillars, changes, dates.
    Overview(Box<Overview>),
    /// The list of commitments.
    Commitments(Commitments),
    /// One commitment.
    Commitment(Box<Commitment>),
    /// Phases and who waits for whom.
    Gates(Gates),
    /// The list of cases.
    Cases(Cases),
    /// One case.
    Case(Box<CasePage>),
    /// The list of entries.
    Evidence(Evidence),
    /// One entry.
    Entry(Box<EntryPage>),
    /// Money, corridors, the map, civilians or narratives.
    Beside(Beside),
    /// What changed.
    Changes(Changes),
    /// An amendment tried.
    WhatIf(Box<WhatIf>),
    /// Documents to be printed and sent.
    Reports(Reports),
    /// What names and ends the record, and how to read the site.
    About(About),
}

impl Body {
    /// Returns its figures as tables, the page's main one first.
    pub fn tables(&self, frame: &Frame) -> Vec<Table> {
        match self {
            Self::Overview(page) => page.tables(frame),
            Self::Commitments(page) => page.tables(frame),
            Self::Commitment(page) => page.tables(frame),
            Self::Gates(page) => page.tables(frame),
            Self::Cases(page) => page.tables(frame),
            Self::Case(page) => page.tables(frame),
            Self::Evidence(page) => page.tables(frame),
            Self::Entry(page) => page.tables(frame),
            Self::Beside(page) => page.tables(frame),
            Self::Changes(page) => page.tables(frame),
            Self::WhatIf(page) => page.tables(frame),
            Self::Reports(page) => page.tables(frame),
            Self::About(page) => page.tables(frame),
        }
    }
}
