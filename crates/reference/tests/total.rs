//! The naive assessor answers for every small world, the same twice.

use proptest::prelude::*;
use servanda_reference::{assess, generate::worlds};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn answers_for_every_world_and_the_same_twice((plan, record, as_of) in worlds()) {
        let first = assess(&plan, &record, as_of);
        prop_assert_eq!(first.clauses.len(), plan.clauses.len());
        prop_assert_eq!(assess(&plan, &record, as_of), first);
    }
}
