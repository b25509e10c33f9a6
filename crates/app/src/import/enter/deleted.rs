//! Events that ACLED deleted since: what was imported of them is withdrawn.

use std::collections::BTreeMap;
use std::path::Path;

use servanda_evidence::table::{Record, Step};
use servanda_evidence::{Draft, FileKind, Input, Place, RowFault};
use servanda_statement::{Kind, Value};

use super::super::batch::Batch;
use super::super::{FileView, open};
use super::Import;
use crate::error::Error;

impl Import<'_> {
    /// Withdraws events that ACLED deleted.
    pub(super) fn deleted(
        &mut self,
        path: &Path,
        name: &str,
        batch: &mut Batch<'_>,
        view: &mut FileView,
    ) -> Result<(), Error> {
        let open = || open(path);
        let input = Input { name, open: &open };
        let mut source = match servanda_evidence::reader::open(self.kind, &input, None) {
            Ok(source) => source,
            Err(fault) => {
                self.faults.push(fault);
                return Ok(());
            }
        };
        let mut record = Record::default();
        loop {
            match source.next(&mut record) {
                Step::Record => {}
                Step::Bad(fault) => {
                    self.faults.push(fault);
                    continue;
                }
                Step::Broken(fault) => {
                    self.faults.push(fault);
                    break;
                }
                Step::End => break,
            }
            view.records += 1;
            let place = Place {
                file: name.to_owned(),
                line: record.line,
                column: Some("event_id_cnty".into()),
            };
            let column = source.columns().place("event_id_cnty");
            let Some(id) = column.and_then(|column| record.at(column)) else {
                let reason = "the row has no `event_id_cnty`".to_owned();
                self.faults.push(RowFault { place, reason });
                continue;
            };
            let like = Draft {
                label: None,
                kind: Kind::Correction,
                fields: BTreeMap::from([("source_publisher".into(), Value::from("ACLED"))]),
                refers: Vec::new(),
                place,
            };
            let withdrawn = self.told.withdrawals(FileKind::Acled.word(), id, &like);
            if withdrawn.is_empty() {
                view.unchanged += 1;
            }
            for draft in withdrawn {
                view.withdrawn += 1;
                self.take(draft, batch)?;
            }
        }
        Ok(())
    }
}
