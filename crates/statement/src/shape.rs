//! The fixed shape of a payload: which fields there are and which slot each has.
//!
//! What lives here: one table. A slot's number is part of what is hashed, so a
//! field never moves; a field that comes later takes the next free slot.
//!
//! Source: `docs/format.md`, "Payload".

/// Names the version of the shape; it is hashed into every payload root.
pub const SHAPE_VERSION: u16 = 1;

/// Names the number of slots: the next power of two, with room to grow.
pub const SLOTS: usize = 64;

/// Names the height of the field tree.
pub const SHAPE_HEIGHT: usize = 6;

/// Says what form a field's value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One string. Decimals and dates are strings too.
    Text,
    /// A list of strings.
    List,
    /// Strings by key.
    Map,
}

/// Lists the fields in the order of their slots, from 0.
pub const FIELDS: &[(&str, FieldKind)] = &[
    ("of", FieldKind::Text),
    ("act", FieldKind::Text),
    ("reporter", FieldKind::Text),
    ("via", FieldKind::Text),
    ("origin", FieldKind::Text),
    ("actor", FieldKind::List),
    ("happened_from", FieldKind::Text),
    ("happened_to", FieldKind::Text),
    ("happened_precision", FieldKind::Text),
    ("period_from", FieldKind::Text),
    ("period_to", FieldKind::Text),
    ("per", FieldKind::Text),
    ("figure", FieldKind::Text),
    ("unit", FieldKind::Text),
    ("fields", FieldKind::Map),
    ("scope", FieldKind::Text),
    ("grade", FieldKind::Text),
    ("published_on", FieldKind::Text),
    ("source_publisher", FieldKind::Text),
    ("source_address", FieldKind::Text),
    ("source_digest", FieldKind::Text),
    ("note", FieldKind::Text),
    ("body", FieldKind::Text),
    ("value", FieldKind::Text),
    ("until", FieldKind::Text),
    ("concerns", FieldKind::List),
    ("reasons", FieldKind::Text),
    ("residuals", FieldKind::List),
    ("confidence", FieldKind::Text),
    ("position", FieldKind::Text),
    ("key", FieldKind::Text),
    ("role", FieldKind::Text),
    ("name", FieldKind::Text),
    ("amends", FieldKind::Text),
    ("old_digest", FieldKind::Text),
    ("new_digest", FieldKind::Text),
    ("language", FieldKind::Text),
    ("votes", FieldKind::Map),
    ("rows", FieldKind::Text),
    ("rows_root", FieldKind::Text),
];

/// Counts the slots that had a name from the beginning. A later field is
/// hashed under its name only where a payload has it, so that naming a slot
/// changes no root that was already signed.
pub(crate) const FIRST_FIELDS: u16 = 37;

/// Returns the slot and the form of a field; `None` if there is no such field.
pub fn slot_of(name: &str) -> Option<(u16, FieldKind)> {
    let mut slots = (0_u16..).zip(FIELDS);
    slots
        .find(|(_, (field, _))| *field == name)
        .map(|(slot, (_, kind))| (slot, *kind))
}

/// Returns the name of a slot; empty for one that is free.
pub fn name_of(slot: u16) -> &'static str {
    FIELDS.get(usize::from(slot)).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_fits_its_slots_and_names_each_field_once() {
        assert!(FIELDS.len() <= SLOTS);
        assert_eq!(1 << SHAPE_HEIGHT, SLOTS);
        for (slot, (name, kind)) in (0_u16..).zip(FIELDS) {
            assert_eq!(slot_of(name), Some((slot, *kind)));
            assert_eq!(name_of(slot), *name);
        }
        assert_eq!(slot_of("place"), None);
        assert_eq!(slot_of(""), None);
        assert_eq!(name_of(63), "");
    }

    #[test]
    fn no_field_has_moved() {
        // Slots are hashed: a new field goes to the end.
        for (slot, name) in [
            (0, "of"),
            (14, "fields"),
            (30, "key"),
            (36, "language"),
            (37, "votes"),
            (39, "rows_root"),
        ] {
            assert_eq!(name_of(slot), name);
        }
    }
}
