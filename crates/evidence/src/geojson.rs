//! GeoJSON: the features of a collection, one after another.
//!
//! A feature's properties become columns, as do its `id`, the kind of its
//! geometry (`geometry`) and, for a point, `longitude` and `latitude`. For
//! lines and areas only the box around them is kept (`south`, `west`, `north`,
//! `east`): a report needs where, not every bend. Coordinates in another system
//! than WGS 84 are refused.
//!
//! Source: RFC 7946.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::Value as Json;

use servanda_model::figure::Decimal;

use crate::RowFault;
use crate::table::elements::{Elements, Found, flatten, scalar};
use crate::table::{Columns, Record, Source, Step, fault};

/// The features of a collection.
pub struct Features<R> {
    file: String,
    inner: Elements<R>,
    columns: Columns,
}

impl<R: Read> Features<R> {
    /// Opens a collection.
    ///
    /// # Errors
    /// A fault where the file is none.
    pub fn open(file: &str, input: R) -> Result<Self, RowFault> {
        let inner = Elements::open(file, input, &[&["features"]])?;
        let system = inner
            .asides()
            .get("crs.properties.name")
            .map(|name| name.to_uppercase());
        if system.is_some_and(|name| !name.ends_with("CRS84") && !name.ends_with("4326")) {
            let reason = "the coordinates are not in WGS 84: convert the file, as RFC 7946 asks";
            return Err(fault(file, 1, reason));
        }
        Ok(Self {
            file: file.to_owned(),
            inner,
            columns: Columns::default(),
        })
    }
}

impl<R: Read> Source for Features<R> {
    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn asides(&self) -> &BTreeMap<String, String> {
        self.inner.asides()
    }

    fn next(&mut self, record: &mut Record) -> Step {
        let (number, members) = match self.inner.object() {
            Found::Object(number, members) => (number, members),
            Found::Else(step) => return step,
        };
        record.clear(number);
        match self.fill(record, &members) {
            Ok(()) => Step::Record,
            Err(reason) => Step::Bad(fault(&self.file, number, reason)),
        }
    }
}

impl<R: Read> Features<R> {
    fn fill(
        &mut self,
        record: &mut Record,
        members: &serde_json::Map<String, Json>,
    ) -> Result<(), String> {
        if members.get("type").and_then(Json::as_str) != Some("Feature") {
            return Err("the list holds something that is no feature".into());
        }
        let columns = &mut self.columns;
        if let Some(id) = members.get("id") {
            flatten(columns, record, "id", id)?;
        }
        if let Some(properties) = members.get("properties").and_then(Json::as_object) {
            for (name, value) in properties {
                flatten(columns, record, name, value)?;
            }
        }
        let Some(geometry) = members.get("geometry").filter(|one| !one.is_null()) else {
            return Ok(());
        };
        if let Some(class) = geometry.get("type") {
            flatten(columns, record, "geometry", class)?;
        }
        let mut corners = Corners::default();
        if let Some(coordinates) = geometry.get("coordinates") {
            corners.walk(coordinates)?;
        }
        for (column, value) in corners.columns() {
            let text = Json::from(value.normalize().to_string());
            flatten(columns, record, column, &text)?;
        }
        Ok(())
    }
}

/// The box around positions.
#[derive(Default)]
struct Corners {
    west: Option<Decimal>,
    south: Option<Decimal>,
    east: Option<Decimal>,
    north: Option<Decimal>,
}

impl Corners {
    /// Goes through lists of positions; their depth is bounded where the file
    /// is read.
    fn walk(&mut self, coordinates: &Json) -> Result<(), String> {
        let Some(items) = coordinates.as_array() else {
            return Err("the coordinates are no list".into());
        };
        if items.first().is_some_and(Json::is_number) {
            return self.take(items);
        }
        items.iter().try_for_each(|item| self.walk(item))
    }

    /// Takes one position: longitude and latitude, perhaps a height.
    fn take(&mut self, position: &[Json]) -> Result<(), String> {
        let number = |place: usize| {
            let text = scalar(position.get(place)?)?;
            let plain = text.parse::<Decimal>();
            plain.or_else(|_| Decimal::from_scientific(&text)).ok()
        };
        let (Some(longitude), Some(latitude)) = (number(0), number(1)) else {
            return Err("a position has no longitude and latitude".into());
        };
        if latitude.abs() > Decimal::from(90) || longitude.abs() > Decimal::from(180) {
            let swapped =
                latitude.abs() <= Decimal::from(180) && longitude.abs() <= Decimal::from(90);
            let hint = if swapped {
                ": latitude and longitude are swapped"
            } else {
                ""
            };
            return Err(format!(
                "{longitude}, {latitude} is no place on earth{hint}"
            ));
        }
        let least = |old: Option<Decimal>, new: Decimal| Some(old.map_or(new, |old| old.min(new)));
        let most = |old: Option<Decimal>, new: Decimal| Some(old.map_or(new, |old| old.max(new)));
        self.west = least(self.west, longitude);
        self.east = most(self.east, longitude);
        self.south = least(self.south, latitude);
        self.north = most(self.north, latitude);
        Ok(())
    }

    fn columns(&self) -> Vec<(&'static str, Decimal)> {
        let (Some(west), Some(south), Some(east), Some(north)) =
            (self.west, self.south, self.east, self.north)
        else {
            return Vec::new();
        };
        if west == east && south == north {
            return vec![("longitude", west), ("latitude", south)];
        }
        vec![
            ("south", south),
            ("west", west),
            ("north", north),
            ("east", east),
        ]
    }
}

#[cfg(test)]
mod tests;
