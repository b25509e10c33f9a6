//! What must come first, as an and/or graph, and the smallest sets in it that
//! wait for themselves.
//!
//! Entry point: [`Graph::waiting_sets`]. What the nodes stand for is told in
//! [`super`].
//!
//! # Invariants
//! In every set returned, no node can go on before another of the set does, and
//! this holds of no smaller part of it.

use std::collections::BTreeSet;

/// What a node needs before it can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// That another node goes on.
    Node(usize),
    /// All of these; nothing, where there are none.
    All(Vec<Need>),
    /// One of these.
    Any(Vec<Need>),
}

impl Need {
    /// A need that is met.
    pub(super) const NOTHING: Self = Self::All(Vec::new());

    fn met(&self, waiting: &BTreeSet<usize>) -> bool {
        match self {
            Self::Node(node) => !waiting.contains(node),
            Self::All(all) => all.iter().all(|need| need.met(waiting)),
            Self::Any(any) => any.iter().any(|need| need.met(waiting)),
        }
    }

    /// Collects nodes that suffice to keep an unmet need unmet.
    fn blockers(&self, waiting: &BTreeSet<usize>, found: &mut Vec<usize>) {
        match self {
            Self::Node(node) => found.push(*node),
            Self::All(all) => {
                if let Some(unmet) = all.iter().find(|need| !need.met(waiting)) {
                    unmet.blockers(waiting, found);
                }
            }
            Self::Any(any) => any.iter().for_each(|need| need.blockers(waiting, found)),
        }
    }
}

/// The needs of nodes numbered from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    needs: Vec<Need>,
}

impl Graph {
    /// Makes a graph of what each node needs.
    pub(super) fn new(needs: Vec<Need>) -> Self {
        Self { needs }
    }

    /// Returns disjoint smallest waiting sets: one after the other, each found
    /// as if those before it had gone on.
    pub(super) fn waiting_sets(&self) -> Vec<BTreeSet<usize>> {
        let mut sets = Vec::new();
        let mut waiting = self.blocked((0..self.needs.len()).collect());
        while let Some(first) = waiting.first().copied() {
            let set = self.smallest(self.closure(first, &waiting));
            let rest = waiting.difference(&set).copied().collect();
            waiting = self.blocked(rest);
            sets.push(set);
        }
        sets
    }

    /// Returns what of a set still waits once everything outside it has gone
    /// on.
    fn blocked(&self, mut set: BTreeSet<usize>) -> BTreeSet<usize> {
        loop {
            let kept: BTreeSet<usize> = set
                .iter()
                .copied()
                .filter(|node| self.needs.get(*node).is_some_and(|need| !need.met(&set)))
                .collect();
            if kept.len() == set.len() {
                return set;
            }
            set = kept;
        }
    }

    /// Returns a small set about a waiting node that waits for itself.
    fn closure(&self, first: usize, waiting: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut set = BTreeSet::new();
        let mut open = vec![first];
        while let Some(node) = open.pop() {
            if set.insert(node)
                && let Some(need) = self.needs.get(node)
            {
                need.blockers(waiting, &mut open);
            }
        }
        set
    }

    /// Takes away what can be taken away. One pass suffices: what could not be
    /// spared in a set cannot be spared in a part of it.
    fn smallest(&self, mut set: BTreeSet<usize>) -> BTreeSet<usize> {
        for node in set.clone() {
            let mut less = set.clone();
            less.remove(&node);
            let kept = self.blocked(less);
            if !kept.is_empty() {
                set = kept;
            }
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need(nodes: usize) -> impl Strategy<Value = Need> {
        let leaf = prop_oneof![
            Just(Need::NOTHING),
            (0..nodes).prop_map(Need::Node),
            (0..nodes).prop_map(Need::Node),
        ];
        leaf.prop_recursive(2, 6, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..3).prop_map(Need::All),
                prop::collection::vec(inner, 1..3).prop_map(Need::Any),
            ]
        })
    }

    /// Whether no node of a set can go on before another of it, by the words
    /// of the definition.
    fn waits_for_itself(needs: &[Need], set: &BTreeSet<usize>) -> bool {
        !set.is_empty() && set.iter().all(|node| !needs[*node].met(set))
    }

    fn subsets(nodes: usize) -> impl Iterator<Item = BTreeSet<usize>> {
        (0_u32..1 << nodes).map(move |bits| (0..nodes).filter(|n| bits >> n & 1 == 1).collect())
    }

    proptest! {
        #[test]
        fn every_set_is_a_smallest_one_and_none_is_missed(
            needs in (1_usize..7).prop_flat_map(|n| prop::collection::vec(need(n), n)),
        ) {
            let sets = Graph::new(needs.clone()).waiting_sets();
            let all: Vec<_> = subsets(needs.len())
                .filter(|set| waits_for_itself(&needs, set))
                .collect();
            for set in &sets {
                prop_assert!(waits_for_itself(&needs, set), "{set:?}");
                let smaller = all.iter().find(|one| *one != set && one.is_subset(set));
                prop_assert_eq!(smaller, None);
            }
            // Every set that waits for itself meets one of those returned.
            for one in &all {
                prop_assert!(sets.iter().any(|set| !set.is_disjoint(one)), "{one:?}");
            }
        }
    }

    #[test]
    fn a_tail_that_waits_for_a_pair_is_not_part_of_it() {
        let needs = vec![Need::Node(1), Need::Node(2), Need::Node(1)];
        assert_eq!(
            Graph::new(needs).waiting_sets(),
            vec![BTreeSet::from([1, 2])]
        );
    }

    #[test]
    fn one_way_out_is_enough() {
        let needs = vec![Need::Any(vec![Need::Node(1), Need::NOTHING]), Need::Node(0)];
        assert!(Graph::new(needs).waiting_sets().is_empty());
    }
}
