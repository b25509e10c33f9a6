//! Aggregates: of the rows of a time-point, and kept up under changes.
//!
//! Counts and whole sums add and subtract; the others keep the values of each
//! group in order. Only groups that changed are computed again, and only rows
//! that pass the tests above the aggregate ever come to be.

#![expect(
    clippy::indexing_slicing,
    reason = "groups are grown to each number before use, columns found when made"
)]

use std::collections::BTreeMap;

use super::map::{Bound, Changes};
use super::node::{Earlier, NodeId, Operate, Out, Point, Shared};
use super::pool::Pool;
use super::rows::{Live, NONE, Rows, Store, Word, pick};
use super::state::state;
use crate::evaluate::{computed, of_nothing};
use crate::plan::OpId;
use crate::{Aggregate, Type, Value, ValueFault};

/// Says what is aggregated, and how.
pub(super) struct Recipe {
    pub(super) operation: Aggregate,
    pub(super) over: usize,
    pub(super) kind: Type,
    pub(super) by: Vec<usize>,
    /// Whether nothing, without grouping, gives 0 rather than no data.
    pub(super) zero: bool,
    pub(super) op: OpId,
    pub(super) strict: bool,
    /// The tests that stand above.
    pub(super) tests: Changes,
    /// The first of them, where it bounds the result.
    pub(super) bound: Option<Bound>,
    /// Whether results are only looked up by their group, never told.
    pub(super) asked: bool,
}

/// Holds the values of one group.
#[derive(Debug, Clone, Default)]
struct Group {
    sum: i128,
    count: i64,
    row: u32,
    touched: bool,
}

/// Counts the values of a group, where their order matters.
type Values = BTreeMap<Value, u32>;

impl Recipe {
    fn ordered(&self) -> bool {
        match self.operation {
            Aggregate::Count => false,
            Aggregate::Sum | Aggregate::Average => self.kind == Type::Decimal,
            Aggregate::Min | Aggregate::Max | Aggregate::Median => true,
        }
    }

    #[inline]
    fn change(group: &mut Group, word: Word, more: bool) {
        group.count += if more { 1 } else { -1 };
        group.sum += if more {
            i128::from(word)
        } else {
            -i128::from(word)
        };
    }

    /// Counts a value in or out, where [`Recipe::ordered`].
    fn note(&self, values: &mut Values, word: Word, more: bool, pool: &Pool) {
        let value = pool.value(word, self.kind);
        if more {
            *values.entry(value).or_default() += 1;
        } else if let Some(count) = values.get_mut(&value) {
            *count -= 1;
            if *count == 0 {
                values.remove(&value);
            }
        }
    }

    fn result(
        &self,
        group: &Group,
        values: &Values,
        pool: &mut Pool,
    ) -> Result<Option<Word>, ValueFault> {
        let decimal = self.kind == Type::Decimal;
        match self.operation {
            Aggregate::Count => Ok(Some(group.count)),
            Aggregate::Sum if !decimal => i64::try_from(group.sum)
                .map(Some)
                .map_err(|_| ValueFault::Overflow),
            Aggregate::Average if !decimal => {
                let over = |n| crate::Decimal::try_from_i128_with_scale(n, 0);
                let (Ok(sum), Ok(count)) = (over(group.sum), over(i128::from(group.count.max(1))))
                else {
                    return Err(ValueFault::Overflow);
                };
                let mean = sum.checked_div(count).ok_or(ValueFault::Overflow)?;
                Ok(Some(pool.word(&Value::Decimal(mean))))
            }
            Aggregate::Min | Aggregate::Max if values.is_empty() => {
                Ok(of_nothing(Some(self.kind)).map(|v| pool.word(&v)))
            }
            Aggregate::Min => Ok(values.keys().next().map(|v| pool.word(v))),
            Aggregate::Max => Ok(values.keys().next_back().map(|v| pool.word(v))),
            Aggregate::Sum | Aggregate::Average | Aggregate::Median => {
                let repeated = values
                    .iter()
                    .flat_map(|(value, count)| std::iter::repeat_n(value.clone(), *count as usize));
                let values: Vec<Value> = repeated.collect();
                let value = computed(self.operation, &values, decimal)?;
                Ok(value.map(|v| pool.word(&v)))
            }
        }
    }

    /// Gives the result where it needs no more than a look.
    #[inline]
    fn plain(&self, group: &Group) -> Option<Word> {
        match self.operation {
            Aggregate::Count => Some(group.count),
            Aggregate::Sum if self.kind == Type::Int => i64::try_from(group.sum).ok(),
            _ => None,
        }
    }

    /// Tells whether the first test rules a result out.
    #[inline]
    fn outside(&self, word: Word) -> bool {
        self.bound.is_some_and(|bound| !bound.passes(word))
    }

    /// Gives the row of a group, if it has one that passes the tests.
    fn row<'a>(
        &'a mut self,
        key: &[Word],
        (group, values): (&Group, &Values),
        row: &'a mut Vec<Word>,
        shared: &mut Shared,
    ) -> Option<&'a [Word]> {
        if group.count == 0 && !(self.zero && key.is_empty()) {
            return None;
        }
        match self.result(group, values, &mut shared.pool) {
            Ok(Some(word)) => {
                if self.outside(word) {
                    return None;
                }
                row.clear();
                row.extend_from_slice(key);
                row.push(word);
                self.tests.apply(row, shared)
            }
            Ok(None) => None,
            Err(fault) => {
                if self.strict {
                    shared.fault = shared.fault.or(Some((self.op, fault)));
                }
                None
            }
        }
    }
}

/// Aggregates the rows of each time-point.
pub(super) struct Tally {
    pub(super) input: NodeId,
    pub(super) recipe: Recipe,
    pub(super) scratch: TallyScratch,
}

pub(super) struct TallyScratch {
    rows: Store,
    keys: Store,
    row: Vec<Word>,
}

impl TallyScratch {
    pub(super) fn new(width: usize, by: usize) -> Self {
        Self {
            rows: Store::new(width),
            keys: Store::new(by),
            row: Vec::new(),
        }
    }
}

impl Operate for Tally {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, shared: &mut Shared) {
        out.rows.clear();
        let rows: &Rows = earlier.rows(self.input);
        if rows.len == 0 && !self.recipe.zero {
            return;
        }
        let scratch = &mut self.scratch;
        scratch.rows.clear();
        scratch.keys.clear();
        let mut groups: Vec<(Group, Values)> = Vec::new();
        let ordered = self.recipe.ordered();
        for row in rows.iter() {
            if rows.len > 1 && !scratch.rows.insert(row).1 {
                continue;
            }
            pick(row, &self.recipe.by, &mut scratch.row);
            let (key, new) = scratch.keys.insert(&scratch.row);
            if new {
                groups.push(Default::default());
            }
            let (group, values) = &mut groups[key as usize];
            let word = row[self.recipe.over];
            Recipe::change(group, word, true);
            if ordered {
                self.recipe.note(values, word, true, &shared.pool);
            }
        }
        if groups.is_empty() && self.recipe.zero {
            scratch.keys.insert(&[]);
            groups.push(Default::default());
        }
        for (key, (group, values)) in (0_u32..).zip(&groups) {
            let key = scratch.keys.row(key);
            let found = self
                .recipe
                .row(key, (group, values), &mut scratch.row, shared);
            if let Some(row) = found {
                out.rows.push(row);
            }
        }
    }
}

/// Aggregates a relation that lasts.
pub(super) struct Keep {
    pub(super) input: NodeId,
    pub(super) recipe: Recipe,
    pub(super) state: KeepState,
}

pub(super) struct KeepState {
    keys: Store,
    groups: Vec<Group>,
    /// By group, where the order of values matters.
    values: Vec<Values>,
    /// By row of the input: its group.
    group_of: Vec<u32>,
    touched: Vec<u32>,
    key: Vec<Word>,
    row: Vec<Word>,
    started: bool,
}

impl KeepState {
    pub(super) fn new(by: usize) -> Self {
        Self {
            keys: Store::new(by),
            groups: Vec::new(),
            values: Vec::new(),
            group_of: Vec::new(),
            touched: Vec::new(),
            key: Vec::new(),
            row: Vec::new(),
            started: false,
        }
    }

    /// Gives the number of the group of the key.
    #[inline]
    fn group(&mut self, key: &[Word]) -> u32 {
        let (id, new) = self.keys.insert(key);
        let at = id as usize;
        if self.groups.len() <= at {
            self.groups.resize(at + 1, Group::default());
        }
        if new {
            let touched = self.groups[at].touched;
            self.groups[at] = Group {
                row: NONE,
                touched,
                ..Group::default()
            };
        }
        id
    }

    /// Takes a row of the input into its group.
    #[inline]
    pub(super) fn add(&mut self, recipe: &Recipe, id: u32, row: &[Word], pool: &Pool) {
        let group = match recipe.by.as_slice() {
            [column] => self.group(&[row[*column]]),
            columns => {
                let mut key = std::mem::take(&mut self.key);
                pick(row, columns, &mut key);
                let group = self.group(&key);
                self.key = key;
                group
            }
        };
        if self.group_of.len() <= id as usize {
            self.group_of.resize(id as usize + 1, NONE);
        }
        self.group_of[id as usize] = group;
        self.change(recipe, group, (row[recipe.over], true), pool);
    }

    /// Takes a row of the input out of its group.
    #[inline]
    pub(super) fn remove(&mut self, recipe: &Recipe, id: u32, row: &[Word], pool: &Pool) {
        let group = self.group_of[id as usize];
        self.change(recipe, group, (row[recipe.over], false), pool);
    }

    #[inline]
    fn change(&mut self, recipe: &Recipe, id: u32, (word, more): (Word, bool), pool: &Pool) {
        let group = &mut self.groups[id as usize];
        Recipe::change(group, word, more);
        if recipe.asked {
            if group.count == 0 && !recipe.zero {
                self.keys.remove(id);
            }
        } else if !group.touched {
            // Most groups stay on the far side of the bound: nothing is told.
            let silent = group.row == NONE && group.count > 0;
            let outside = |word| recipe.outside(word);
            if !silent || !recipe.plain(group).is_some_and(outside) {
                group.touched = true;
                self.touched.push(id);
            }
        }
        if recipe.ordered() {
            if self.values.len() <= id as usize {
                self.values.resize(id as usize + 1, Values::new());
            }
            recipe.note(&mut self.values[id as usize], word, more, pool);
        }
    }
}

impl KeepState {
    /// Computes the row of a group that changed.
    #[inline]
    fn renew(&mut self, recipe: &mut Recipe, id: u32, out: &mut Live, shared: &mut Shared) {
        let group = &mut self.groups[id as usize];
        group.touched = false;
        let before = std::mem::replace(&mut group.row, NONE);
        let empty = group.count == 0 && !recipe.zero;
        if before != NONE {
            out.set(before, false);
        }
        if empty {
            self.keys.remove(id);
            return;
        }
        // Most groups stay on one side of the bound, and are done with here.
        if recipe.plain(group).is_some_and(|word| recipe.outside(word)) {
            return;
        }
        let none = Values::new();
        let values = self.values.get(id as usize).unwrap_or(&none);
        let key = self.keys.row(id);
        if let Some(row) = recipe.row(key, (group, values), &mut self.row, shared) {
            let (made, _) = out.insert(row);
            out.set(made, true);
            group.row = made;
        }
    }
}

impl KeepState {
    /// Makes the group that is there without any row, where there is one.
    #[inline]
    pub(super) fn start(&mut self, recipe: &Recipe) {
        if !std::mem::replace(&mut self.started, true) && recipe.zero {
            let group = self.group(&[]);
            if !recipe.asked {
                self.groups[group as usize].touched = true;
                self.touched.push(group);
            }
        }
    }

    /// Tells the results of the groups that changed.
    #[inline]
    pub(super) fn finish(&mut self, recipe: &mut Recipe, out: &mut Live, shared: &mut Shared) {
        if self.touched.is_empty() {
            return;
        }
        let mut touched = std::mem::take(&mut self.touched);
        for id in touched.drain(..) {
            self.renew(recipe, id, out, shared);
        }
        self.touched = touched;
        out.settle();
    }

    /// Gives the result of one group.
    pub(super) fn look_up(
        &self,
        recipe: &Recipe,
        key: &[Word],
        pool: &mut Pool,
    ) -> Option<Result<Word, ValueFault>> {
        let id = self.keys.find(key)?;
        let none = Values::new();
        let values = self.values.get(id as usize).unwrap_or(&none);
        let result = recipe.result(&self.groups[id as usize], values, pool);
        result.transpose()
    }
}

impl Operate for Keep {
    fn step(&mut self, out: &mut Out, earlier: &Earlier<'_>, _: Point, shared: &mut Shared) {
        out.live.begin(|_| false, |_| {});
        let live = earlier.live(self.input);
        let state = &mut self.state;
        state.start(&self.recipe);
        for &id in &live.removed {
            state.remove(&self.recipe, id, live.store.row(id), &shared.pool);
        }
        for &id in &live.added {
            state.add(&self.recipe, id, live.store.row(id), &shared.pool);
        }
        state.finish(&mut self.recipe, &mut out.live, shared);
    }

    fn look_up(&self, key: &[Word], pool: &mut Pool) -> Option<Result<Word, ValueFault>> {
        self.state.look_up(&self.recipe, key, pool)
    }
}

state!(Group: sum, count, row, touched);
state!(Tally:);
state!(KeepState: keys, groups, values, group_of, touched, started);
state!(Keep: state);
