//! The kinds of file, and what is known of each before a mapping is read.
//!
//! What lives here: words, publishers and licences, the column that tells rows
//! apart, the columns that a file of the kind must have, rows that are left out
//! unless a mapping asks for them, and columns that are never taken. What does
//! not: reading ([`crate::table`]), what a column means ([`crate::mapping`]).
//!
//! Sources: the publishers' codebooks, named at each kind.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// Any table of text.
    Csv,
    /// A workbook of XLSX.
    Xlsx,
    /// A workbook of OpenDocument.
    Ods,
    /// GeoJSON features (RFC 7946).
    Geojson,
    /// Events of ACLED: its CSV export or the answer of its interface.
    Acled,
    /// Events that ACLED deleted since.
    AcledDeleted,
    /// UCDP's Georeferenced Event Dataset.
    Ucdp,
    /// Flows of OCHA's Financial Tracking Service: CSV or the interface's answer.
    Fts,
    /// IATI activities.
    Iati,
    /// Summaries of the UN2720 mechanism.
    Un2720,
    /// Any table with a row of HXL tags.
    Hxl,
    /// Daily series of Tech for Palestine.
    T4p,
    /// A CSV export of ODK or Kobo submissions.
    Odk,
}

/// Rows that are left out unless a mapping asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// The column.
    pub(crate) column: &'static str,
    /// Its values.
    pub(crate) values: &'static [&'static str],
    /// Why.
    pub(crate) because: &'static str,
}

const FTS_LEFT_OUT: &[LeftOut] = &[
    LeftOut {
        column: "flowType",
        values: &["Parked"],
        because: "parked money is counted where it is passed on",
    },
    LeftOut {
        column: "flowType",
        values: &["Carryover"],
        because: "money carried over was counted in its own year",
    },
    LeftOut {
        column: "boundary",
        values: &["internal", "outgoing"],
        because: "a flow inside the boundary, or out of it, is not new money",
    },
    LeftOut {
        column: "@part",
        values: &["of a parent in this file"],
        because: "a child flow is counted with its parent",
    },
];

const T4P_LEFT_OUT: &[LeftOut] = &[
    LeftOut {
        column: "report_source",
        values: &["missing"],
        because: "no report was published that day",
    },
    LeftOut {
        column: "flash_source",
        values: &["fill"],
        because: "the publisher carried the row forward from an earlier day",
    },
];

const ODK_LEFT_OUT: &[LeftOut] = &[
    LeftOut {
        column: "ReviewState",
        values: &["rejected"],
        because: "the submission was rejected on review",
    },
    LeftOut {
        column: "_validation_status",
        values: &["Not Approved", "validation_status_not_approved"],
        because: "the submission was not approved",
    },
];

impl FileKind {
    /// Lists all kinds.
    pub const ALL: [Self; 13] = [
        Self::Csv,
        Self::Xlsx,
        Self::Ods,
        Self::Geojson,
        Self::Acled,
        Self::AcledDeleted,
        Self::Ucdp,
        Self::Fts,
        Self::Iati,
        Self::Un2720,
        Self::Hxl,
        Self::T4p,
        Self::Odk,
    ];

    /// Returns the kind's word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Geojson => "geojson",
            Self::Acled => "acled",
            Self::AcledDeleted => "acled-deleted",
            Self::Ucdp => "ucdp",
            Self::Fts => "fts",
            Self::Iati => "iati",
            Self::Un2720 => "un2720",
            Self::Hxl => "hxl",
            Self::T4p => "t4p",
            Self::Odk => "odk",
        }
    }

    /// Reads a kind's word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the publisher, where the kind has one.
    pub fn publisher(self) -> Option<&'static str> {
        match self {
            Self::Acled | Self::AcledDeleted => Some("ACLED"),
            Self::Ucdp => Some("Uppsala Conflict Data Program"),
            Self::Fts => Some("OCHA Financial Tracking Service"),
            Self::Un2720 => Some("UN2720 Mechanism"),
            Self::T4p => Some(crate::t4p::PUBLISHER),
            Self::Csv
            | Self::Xlsx
            | Self::Ods
            | Self::Geojson
            | Self::Iati
            | Self::Hxl
            | Self::Odk => None,
        }
    }

    /// Returns the licence under which the publisher gives such files.
    pub fn licence(self) -> Option<&'static str> {
        match self {
            Self::Acled | Self::AcledDeleted => {
                Some("ACLED terms of use: rows may not be republished")
            }
            Self::Ucdp => Some("CC BY 4.0"),
            Self::Fts => Some("CC BY-IGO 3.0"),
            Self::Un2720 => Some("UN terms of use, non-commercial"),
            Self::T4p => Some("Unlicense (public domain)"),
            Self::Csv
            | Self::Xlsx
            | Self::Ods
            | Self::Geojson
            | Self::Iati
            | Self::Hxl
            | Self::Odk => None,
        }
    }

    /// Returns the columns of which the first that a file has tells its rows
    /// apart from one release to the next.
    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Acled | Self::AcledDeleted => &["event_id_cnty"],
            Self::Ucdp | Self::Fts => &["id"],
            Self::Geojson => &["id"],
            Self::Iati | Self::Un2720 => &["@key"],
            Self::T4p => &["report_date"],
            Self::Odk => &[
                "KEY",
                "instanceID",
                "meta-instanceID",
                "meta/instanceID",
                "_uuid",
            ],
            Self::Csv | Self::Xlsx | Self::Ods | Self::Hxl => &[],
        }
    }

    /// Returns the columns without which a file is not of this kind.
    pub(crate) fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Acled => &["event_id_cnty", "event_date", "event_type", "fatalities"],
            Self::AcledDeleted => &["event_id_cnty"],
            Self::Ucdp => &[
                "id",
                "type_of_violence",
                "where_prec",
                "date_prec",
                "date_start",
                "date_end",
                "best",
                "low",
                "high",
            ],
            Self::Fts => &["id", "amountUSD", "status", "boundary", "flowType"],
            Self::Csv
            | Self::Xlsx
            | Self::Ods
            | Self::Geojson
            | Self::Iati
            | Self::Un2720
            | Self::Hxl
            | Self::T4p
            | Self::Odk => &[],
        }
    }

    /// Returns the columns that are kept with every report of the kind.
    pub(crate) fn keeps(self) -> &'static [&'static str] {
        match self {
            Self::Acled => &["time_precision", "geo_precision", "timestamp"],
            Self::Ucdp => &[
                "low",
                "best",
                "high",
                "date_prec",
                "where_prec",
                "event_clarity",
                "type_of_violence",
                "code_status",
            ],
            Self::Fts => &[
                "status",
                "flowType",
                "boundary",
                "onBoundary",
                "amountUSD",
                "originalAmount",
                "originalCurrency",
                "exchangeRate",
                "srcOrganization",
                "destOrganization",
                "parentFlowId",
                "firstReportedDate",
            ],
            Self::Iati => &[
                "activity",
                "element",
                "type",
                "ref",
                "provider-org",
                "provider-activity-id",
                "receiver-org",
                "receiver-activity-id",
                "value-date",
                "target",
                "baseline",
            ],
            Self::Geojson => &["geometry", "precision_m", "released_at"],
            Self::Un2720 => &["organization"],
            Self::T4p => &["report_source", "report_period"],
            Self::Odk => &["today", "_submission_time", "SubmissionDate"],
            Self::Csv | Self::Xlsx | Self::Ods | Self::AcledDeleted | Self::Hxl => &[],
        }
    }

    /// Returns the rows that are left out unless a mapping asks for them.
    pub(crate) fn leaves_out(self) -> &'static [LeftOut] {
        match self {
            Self::Fts => FTS_LEFT_OUT,
            Self::T4p => T4P_LEFT_OUT,
            Self::Odk => ODK_LEFT_OUT,
            Self::Csv
            | Self::Xlsx
            | Self::Ods
            | Self::Geojson
            | Self::Acled
            | Self::AcledDeleted
            | Self::Ucdp
            | Self::Iati
            | Self::Un2720
            | Self::Hxl => &[],
        }
    }

    /// Says why a column is never taken, where it is not.
    pub(crate) fn withholds(self, column: &str) -> Option<&'static str> {
        let (names, why): (&[&str], _) = match self {
            Self::Acled => (
                &[
                    "notes",
                    "source",
                    "source_scale",
                    "tags",
                    "latitude",
                    "longitude",
                    "location",
                    "assoc_actor_1",
                    "assoc_actor_2",
                ],
                "ACLED's terms do not allow its rows to be republished: only what a report needs is taken",
            ),
            Self::Odk => (
                &[
                    "deviceid",
                    "deviceID",
                    "DeviceID",
                    "subscriberid",
                    "simserial",
                    "phonenumber",
                    "username",
                    "email",
                    "enumerator",
                    "SubmitterID",
                    "SubmitterName",
                    "_submitted_by",
                    "audit",
                ],
                "it tells who was where with which device: sources are not named in a record",
            ),
            Self::Csv
            | Self::Xlsx
            | Self::Ods
            | Self::Geojson
            | Self::AcledDeleted
            | Self::Ucdp
            | Self::Fts
            | Self::Iati
            | Self::Un2720
            | Self::Hxl
            | Self::T4p => (&[], ""),
        };
        let last = column.rsplit(['/', '-']).next().unwrap_or(column);
        names
            .iter()
            .any(|name| *name == column || (self == Self::Odk && *name == last))
            .then_some(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_word() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::parse(kind.word()), Some(kind));
        }
        assert_eq!(FileKind::parse("xls"), None);
    }

    #[test]
    fn what_tells_of_sources_or_may_not_be_republished_is_withheld() {
        assert!(FileKind::Acled.withholds("notes").is_some());
        assert!(FileKind::Acled.withholds("fatalities").is_none());
        assert!(FileKind::Odk.withholds("meta/deviceid").is_some());
        assert!(FileKind::Odk.withholds("trucks").is_none());
    }
}
