//! The command `key`, and the key that signs any other command.

use std::path::Path;

use serde_json::json;
use servanda_app::key_file::{self, Passphrases};
use servanda_app::submit::{self as append, default_key};
use servanda_app::{Error, Opened, desk, enrol, key_file::Key};

use super::recorded::appended;
use super::{now, open};
use crate::arguments::{KeyCommand, Passphrase, Signing};
use crate::output::{self, Exit};

/// Reads the key that signs, saying what is to be said about its file.
///
/// # Errors
/// As `key_file::open`; `Forbidden` where the record may not grow.
pub(super) fn key(opened: &Opened, signing: &Signing) -> Result<Key, Error> {
    append::writable(opened)?;
    let default = || default_key(opened);
    let path = signing.key.clone().unwrap_or_else(default);
    read(&path, &passphrases(&signing.passphrase))
}

fn read(path: &Path, passphrases: &Passphrases) -> Result<Key, Error> {
    let read = key_file::open(path, passphrases)?;
    if let Some(warning) = read.warning {
        output::message(&format!("warning: {warning}"));
    }
    Ok(read.key)
}

fn passphrases(asked: &Passphrase) -> Passphrases {
    Passphrases {
        file: asked.passphrase_file.clone(),
        ask: asked
            .interactive
            .then_some(|question: &str| rpassword::prompt_password(question)),
    }
}

/// Runs one of the commands on keys.
pub(super) fn run(command: &KeyCommand, json: bool) -> Result<Exit, Error> {
    match command {
        KeyCommand::New {
            dir,
            name,
            out,
            plain,
            request_to,
            passphrase,
        } => {
            let file = NewKey {
                name,
                out: out.as_deref(),
                plain: *plain,
                request_to: request_to.as_deref(),
            };
            create(&open(dir)?, &file, &passphrases(passphrase), json)
        }
        KeyCommand::Show {
            dir,
            request_to,
            signing,
        } => {
            let opened = open(dir)?;
            let path = signing.key.clone().unwrap_or_else(|| default_key(&opened));
            let key = read(&path, &passphrases(&signing.passphrase))?;
            shown(&opened, &key, request_to.as_deref(), json)?;
            Ok(Exit::Fine)
        }
        KeyCommand::Answer {
            dir,
            challenge,
            signing,
        } => answer(dir, challenge, signing, json),
        KeyCommand::List { dir } => Ok(listed(&open(dir)?, json)),
        KeyCommand::Enrol {
            dir,
            request,
            signing,
        } => {
            let opened = open(dir)?;
            let by = key(&opened, signing)?;
            let request = match request {
                Some(given) => enrol::request(given)?,
                None => enrol::request(&enrol::show(&opened, &by).request)?,
            };
            Ok(appended(
                &enrol::enrol(&opened, &by, &request, now())?,
                json,
            ))
        }
        KeyCommand::Rotate { dir, to, signing } => {
            let opened = open(dir)?;
            let old = key(&opened, signing)?;
            let new = read(to, &passphrases(&signing.passphrase))?;
            Ok(appended(&enrol::rotate(&opened, &old, &new, now())?, json))
        }
        KeyCommand::Revoke {
            dir,
            id,
            suspected_since,
            signing,
        } => revoke(dir, id, suspected_since.as_deref(), signing, json),
    }
}

/// What a new key is asked to be.
struct NewKey<'a> {
    name: &'a str,
    out: Option<&'a Path>,
    plain: bool,
    request_to: Option<&'a Path>,
}

fn create(
    opened: &Opened,
    asked: &NewKey<'_>,
    passphrases: &Passphrases,
    json: bool,
) -> Result<Exit, Error> {
    let default = || enrol::default_path(opened, asked.name);
    let path = asked.out.map_or_else(default, Path::to_owned);
    let passphrase = if asked.plain {
        None
    } else {
        let found = passphrases.find(&path)?;
        Some(found.ok_or_else(|| Error::Argument(SEAL.into()))?)
    };
    let sealed = passphrase.as_deref().map(String::as_str);
    let key = key_file::create(&path, asked.name, sealed)?;
    shown(opened, &key, asked.request_to, json)?;
    let how = if asked.plain {
        "its secret open"
    } else {
        "sealed"
    };
    output::message(&format!("wrote {}, {how}", path.display()));
    Ok(Exit::Fine)
}

const SEAL: &str = "a new key is sealed with a passphrase: give it with `--passphrase-file`, in \
                    SERVANDA_PASSPHRASE or at the prompt with `--interactive`; `--plain` leaves \
                    the secret open";

fn shown(opened: &Opened, key: &Key, request_to: Option<&Path>, json: bool) -> Result<(), Error> {
    let view = enrol::show(opened, key);
    if let Some(path) = request_to {
        std::fs::write(path, format!("{}\n", view.request)).map_err(|source| Error::File {
            what: "write",
            path: path.to_owned(),
            source,
        })?;
    }
    if json {
        output::answer(&view);
    } else {
        output::data(&format!(
            "holder   {}\nid       {}\npublic   {}\nrequest  {}\n",
            view.holder, view.id, view.public, view.request
        ));
    }
    Ok(())
}

fn revoke(
    dir: &Path,
    id: &str,
    suspected_since: Option<&str>,
    signing: &Signing,
    json: bool,
) -> Result<Exit, Error> {
    let opened = open(dir)?;
    let since = suspected_since.map(|text| {
        servanda_app::dates::read_beginning(text, &opened.plan.zone).map_err(Error::Argument)
    });
    let by = key(&opened, signing)?;
    let view = enrol::revoke(&opened, &by, id, since.transpose()?, now())?;
    Ok(appended(&view, json))
}

/// Answers a desk's challenge, and says at which desk that opens a session.
fn answer(dir: &Path, challenge: &str, signing: &Signing, json: bool) -> Result<Exit, Error> {
    let opened = open(dir)?;
    let challenge = desk::read_challenge(&opened, challenge)?;
    let path = signing.key.clone().unwrap_or_else(|| default_key(&opened));
    let key = read(&path, &passphrases(&signing.passphrase))?;
    let answer = desk::Answer::sign(&key, &challenge);
    if json {
        output::answer(&json!({ "answer": answer.to_string(), "host": challenge.host }));
    } else {
        output::data(&format!("{answer}\n"));
    }
    output::message(&format!(
        "opens a session of `{}` at {}, and nowhere else",
        key.name(),
        challenge.host
    ));
    Ok(Exit::Fine)
}

fn listed(opened: &Opened, json: bool) -> Exit {
    let views = enrol::list(opened);
    if json {
        output::answer(&json!({ "keys": views }));
        return Exit::Fine;
    }
    let lines: Vec<String> = views.iter().map(enrol::line).collect();
    let text = if lines.is_empty() {
        "no key is on record yet".to_owned()
    } else {
        lines.join("\n")
    };
    output::data(&format!("{text}\n"));
    Exit::Fine
}
