//! `replay`: what an amendment would change.

use std::path::Path;

use servanda_app::view::Envelope;
use servanda_app::{Error, folder, replay as use_case};

use super::{now, open};
use crate::arguments::AsOf;
use crate::output::{self, Exit};

/// Prints what an amendment would change; exits 1 where something of it does
/// not fit.
pub(super) fn replay(dir: &Path, amend: &Path, as_of: &AsOf, json: bool) -> Result<Exit, Error> {
    let offered = folder::text_of(amend)?;
    let opened = open(dir)?;
    let as_of = opened.as_of(as_of.at.as_deref(), as_of.known.as_deref(), now())?;
    let name = amend.file_name().map_or_else(
        || amend.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let replay = use_case::replay(&opened, as_of, &name, &offered)?;
    if json {
        let data = serde_json::to_value(&replay.view).unwrap_or_default();
        let signed = &replay.signed;
        output::answer(&Envelope::new(
            "replay",
            &opened,
            Some((signed.as_of, signed.known_by)),
            data,
        ));
    } else {
        if replay.misfits {
            output::message(replay.rendered.trim_end());
        }
        if !replay.view.words.is_empty() || !replay.misfits {
            output::data(&use_case::terminal(&opened, &replay));
        }
    }
    Ok(if replay.misfits {
        Exit::Adverse
    } else {
        Exit::Fine
    })
}
