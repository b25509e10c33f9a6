//! Names of the files of a record, and the lines of a payload file.
//!
//! What lives here: paths beyond those of the log format, and the codec of
//! payload files: one line per entry, `null` where the payload is sealed.
//!
//! Source: `docs/format.md`, "Folder" and "Payload files".

use servanda_tlog::path::{TILE_WIDTH, index_text, parse_index};

/// Names the file with the signed checkpoint.
pub const CHECKPOINT: &str = "checkpoint";

/// Names the file with the log's public key.
pub const LOG_KEY: &str = "log.vkey";

/// Names the file that holds entries between acknowledgement and checkpoint.
pub const JOURNAL: &str = "journal";

/// Names the file whose lock keeps other writers out; it is empty.
pub const LOCK: &str = "lock";

/// Names the ending of files that are being written.
pub(crate) const TEMPORARY: &str = ".tmp";

/// Names the line of an entry whose payload is not published.
const SEALED: &[u8] = b"null";

/// Returns the path of the payload file that belongs to an entry bundle.
pub fn payload_path(bundle: u64) -> String {
    format!("payloads/{}", index_text(bundle))
}

/// Reads what [`payload_path`] writes; `None` for any other path.
pub(crate) fn parse_payload_path(path: &str) -> Option<u64> {
    parse_index(path.strip_prefix("payloads/")?)
}

/// Returns the path of the file with the rows of a batch.
pub fn rows_path(entry: u64) -> String {
    format!("rows/{}", index_text(entry))
}

/// Reads what [`rows_path`] writes; `None` for any other path.
pub(crate) fn parse_rows_path(path: &str) -> Option<u64> {
    parse_index(path.strip_prefix("rows/")?)
}

/// Returns the number of the bundle that holds an entry, and its place there.
pub(crate) fn bundle_of(index: u64) -> (u64, usize) {
    let width = u64::from(TILE_WIDTH);
    (index / width, usize::try_from(index % width).unwrap_or(0))
}

/// Says why a payload cannot be a line.
pub(crate) fn payload_fault(payload: &[u8]) -> Option<&'static str> {
    if payload.is_empty() || payload == SEALED {
        Some("its payload is empty or `null`, which stands for a sealed one")
    } else if payload.contains(&b'\n') {
        Some("its payload is more than one line")
    } else {
        None
    }
}

/// Writes payload lines.
pub(crate) fn payload_lines(payloads: &[Option<Vec<u8>>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for payload in payloads {
        bytes.extend_from_slice(payload.as_deref().unwrap_or(SEALED));
        bytes.push(b'\n');
    }
    bytes
}

/// Reads payload lines.
///
/// # Shape
/// The second value says whether the last line is ended; if it is not, it is
/// still returned.
pub(crate) fn parse_payload_lines(bytes: &[u8]) -> (Vec<Option<Vec<u8>>>, bool) {
    let ended = bytes.strip_suffix(b"\n");
    let body = ended.unwrap_or(bytes);
    if body.is_empty() {
        return (Vec::new(), bytes.is_empty());
    }
    let line = |line: &[u8]| (line != SEALED).then(|| line.to_vec());
    (
        body.split(|byte| *byte == b'\n').map(line).collect(),
        ended.is_some(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_lines_are_read_as_written() {
        let payloads = vec![Some(b"{}".to_vec()), None, Some(b"x".to_vec())];
        let bytes = payload_lines(&payloads);
        assert_eq!(bytes, b"{}\nnull\nx\n");
        assert_eq!(parse_payload_lines(&bytes), (payloads.clone(), true));
        assert_eq!(parse_payload_lines(&bytes[..9]), (payloads, false));
        assert_eq!(parse_payload_lines(b""), (vec![], true));
        assert_eq!(parse_payload_lines(b"\n"), (vec![], false));
    }

    #[test]
    fn payload_paths_follow_the_bundles() {
        for (bundle, path) in [(0, "payloads/000"), (1067, "payloads/x001/067")] {
            assert_eq!(payload_path(bundle), path);
            assert_eq!(parse_payload_path(path), Some(bundle));
        }
        for wrong in [
            "payloads/0",
            "payloads/000.p/1",
            "payloads/x000/001",
            "payloads/",
        ] {
            assert_eq!(parse_payload_path(wrong), None);
        }
    }
}
