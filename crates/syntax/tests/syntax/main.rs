//! Tests of the agreement language's surface through the crate's own doors.

mod riverside;
