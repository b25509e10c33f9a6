//! Indicators as plain data: runs of figures, their drawings, and differences.
//!
//! # Invariants
//! One run is one reporter's, for one side, of one kind: single values or
//! running totals.

use serde::Serialize;

use super::Cite;
use crate::language::Text;

/// A measured series.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: Text,
    /// Baseline and target as the text gives them.
    pub terms: Text,
    /// Its runs, by side and reporter.
    pub runs: Vec<Run>,
    /// What to say where nothing is known.
    pub none: Text,
    /// Differences between a sum and a running total, shown and not
    /// reconciled.
    pub differences: Vec<Text>,
}

/// One reporter's series for one side.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Run {
    /// For whom, by whom, and of which kind.
    pub caption: Text,
    /// A drawing, where there are enough values.
    pub chart: Option<Chart>,
    /// Column heads.
    pub heads: Vec<Text>,
    /// Rows: days, figure, entries.
    pub rows: Vec<(Text, Text, Vec<Cite>)>,
    /// What the table leaves out.
    pub more: Text,
}

/// A drawing of a series.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Chart {
    /// Its title.
    pub title: Text,
    /// What it shows, in words.
    pub description: Text,
    /// The outline, as an SVG path in a box of 720 by 96.
    pub path: String,
    /// The least and the greatest day.
    pub ends: (Text, Text),
    /// The greatest value.
    pub top: Text,
}
