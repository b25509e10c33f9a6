//! Which entries were known at an as-of, for what is shown beside statuses.

use servanda_model::assessment::Known;
use servanda_model::record::{Entry, Record};
use servanda_model::time::{Instant, Zone};

/// Returns the entries known, ascending.
pub(crate) fn entries<'a>(
    record: &'a Record,
    zone: &'a Zone,
    known: Known,
) -> impl Iterator<Item = &'a Entry> {
    record.entries.iter().filter(move |entry| match known {
        Known::Size(size) => entry.citation.number() < size,
        Known::By(by) => since(entry, record, zone) <= by,
    })
}

/// Returns when an entry came to be known, as "Meaning" dates it.
pub(crate) fn since(entry: &Entry, record: &Record, zone: &Zone) -> Instant {
    if entry.citation.number() < record.backfill
        && let Some(published) = entry.source.published_on
    {
        return zone.day_end(published);
    }
    entry.received_at
}
