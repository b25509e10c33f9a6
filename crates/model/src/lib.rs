//! The shared vocabulary of Servanda as plain data.
//!
//! What lives here: the [`plan`] (an agreement's clauses in normal form), the
//! [`record`] (what was reported, answered and decided, as facts), the
//! [`assessment`] (statuses with reasons), [`case`]s, [`diagnostic`]s, and the values they
//! share ([`time`], [`figure`], [`names`]). What deliberately does not: parsing,
//! judging, bytes and files. Wire formats live in `syntax`, `statement` and the
//! views of `app`, so nothing here knows serde.
#![deny(clippy::float_arithmetic)]

pub mod assessment;
pub mod case;
pub mod diagnostic;
pub mod figure;
pub mod names;
pub mod plan;
pub mod record;
pub mod time;
