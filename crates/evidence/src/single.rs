//! One row given as pairs of column and value, as `servanda submit` takes it.

use csv::StringRecord;

use crate::{Draft, RowFault, Schema, row};

/// Reads one row from pairs of column and value.
///
/// # Errors
/// Everything that is wrong with it; places name `file` and line 1.
pub fn read(
    file: &str,
    pairs: &[(String, String)],
    schema: &Schema,
) -> Result<Draft, Vec<RowFault>> {
    let header: StringRecord = pairs.iter().map(|(column, _)| column.as_str()).collect();
    let values: StringRecord = pairs.iter().map(|(_, value)| value.as_str()).collect();
    let columns = row::columns(file, &header, schema)?;
    row::read(file, 1, &columns, &values, schema)
}
