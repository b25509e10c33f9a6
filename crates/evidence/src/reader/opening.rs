//! Which format a kind of file has, and its source opened.

use std::io::Read;

use super::Input;
use crate::kind::FileKind;
use crate::table::delimited::{Delimited, Header};
use crate::table::elements::Elements;
use crate::table::{Source, fault, sheet};
use crate::{FILE_BYTES_MAX, RowFault, geojson, iati, summary};

/// The lists of JSON files that are no list themselves.
const LISTS: &[&[&str]] = &[&["data", "flows"], &["data"], &["flows"]];

/// Opens the table of a kind.
///
/// # Errors
/// A fault where the file is not of the kind.
pub fn open<'a>(
    kind: FileKind,
    input: &Input<'a>,
    sheet_name: Option<&str>,
) -> Result<Box<dyn Source + 'a>, RowFault> {
    let name = input.name;
    let broken = |error: std::io::Error| fault(name, 1, error.to_string());
    let mut reader = (input.open)().map_err(broken)?;
    Ok(match kind {
        FileKind::Xlsx | FileKind::Ods => {
            Box::new(sheet::read(name, &whole(name, reader)?, sheet_name)?)
        }
        FileKind::Un2720 => Box::new(summary::read(name, &whole(name, reader)?)?),
        FileKind::Iati => Box::new(iati::Activities::open(name, reader)?),
        FileKind::Geojson => Box::new(geojson::Features::open(name, reader)?),
        FileKind::Hxl => Box::new(Delimited::open(name, reader, Header::Tags)?),
        FileKind::T4p => Box::new(Elements::open(name, reader, &[])?),
        FileKind::Csv
        | FileKind::Acled
        | FileKind::AcledDeleted
        | FileKind::Ucdp
        | FileKind::Fts
        | FileKind::Odk => {
            let mut head = vec![0_u8; 64];
            let mut read = 0;
            while let Some(rest) = head.get_mut(read..).filter(|rest| !rest.is_empty()) {
                match reader.read(rest).map_err(broken)? {
                    0 => break,
                    more => read += more,
                }
            }
            head.truncate(read);
            let mut signs = head
                .iter()
                .filter(|byte| !byte.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(byte));
            let json = matches!(signs.next(), Some(b'{' | b'['));
            let reader = std::io::Cursor::new(head).chain(reader);
            if json {
                Box::new(Elements::open(name, reader, LISTS)?)
            } else {
                Box::new(Delimited::open(name, reader, Header::First)?)
            }
        }
    })
}

/// Reads a file whole, for formats that cannot be read in pieces.
fn whole(name: &str, reader: impl Read) -> Result<Vec<u8>, RowFault> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| fault(name, 1, error.to_string()))?;
    if bytes.len() > FILE_BYTES_MAX {
        let reason = format!("the file is larger than {FILE_BYTES_MAX} bytes: split it");
        return Err(fault(name, 1, reason));
    }
    Ok(bytes)
}
