//! Cases on ladders: every path of a ladder like Riverside's, extensions and
//! snapback, complaints, notices, and nobody able to freeze one unseen.

mod build;
mod force;
mod notices;
mod paths;
mod stalls;
