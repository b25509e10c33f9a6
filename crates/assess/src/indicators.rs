//! Indicators: measured series that are never a failure.
//!
//! Entry point: [`series`].

use servanda_model::assessment::{IndicatorSeries, IndicatorValue};
use servanda_model::names::{ActorName, FieldName};
use servanda_model::time::Instant;

use crate::calendar::days_of;
use crate::facts::Fact;
use crate::testimony::Topic;
use crate::world::World;

/// Returns every indicator's values, by report.
pub(crate) fn series(world: &World<'_>, t: Instant) -> Vec<IndicatorSeries> {
    world
        .plan
        .indicators
        .iter()
        .map(|indicator| {
            let name = indicator.name.as_str();
            let topic = Topic::measure(world.plan, name, &[]);
            let values = world
                .facts
                .of(name)
                .filter(|(_, fact)| fact.latest <= t)
                .filter(|(_, fact)| {
                    topic
                        .as_ref()
                        .is_none_or(|topic| topic.may_tell(world.plan, fact))
                })
                .filter_map(|(_, fact)| value(world, &indicator.by_side_of, fact))
                .collect();
            IndicatorSeries {
                name: name.to_owned(),
                values,
            }
        })
        .collect()
}

fn value(world: &World<'_>, sides: &[ActorName], fact: &Fact<'_>) -> Option<IndicatorValue> {
    let report = fact.report;
    // Where the text gives an indicator by side, who a report names is the side
    // that its figure is for.
    let named = match report.actors.as_slice() {
        [actor] if sides.contains(actor) => Some(actor.to_string()),
        _ => None,
    };
    let side = report.fields.get(&FieldName::new("side")).cloned();
    Some(IndicatorValue {
        side: side.or(named),
        days: report
            .period
            .unwrap_or_else(|| days_of(&world.plan.zone, &report.happened)),
        figure: report.figure.clone()?,
        running_total: report.running_total,
        reporter: report.reporter.clone(),
        citation: fact.citation,
    })
}
