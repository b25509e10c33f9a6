//! `servanda.toml`: how a folder is served. No part of the agreement.

use serde::Deserialize;

use crate::error::Error;

/// The settings of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The agreement's id in its record: `a-z`, `0-9` and `-`.
    pub id: String,
    /// The epoch of the record.
    #[serde(default = "first_epoch")]
    pub epoch: u64,
    /// The log's name, the first part of its origin.
    #[serde(default = "log_name")]
    pub log: String,
    /// Whether the folder is an example: its record is built from `evidence/`.
    #[serde(default)]
    pub example: bool,
    /// Whether no party or body has signed, approved or seen it.
    #[serde(default = "unofficial")]
    pub unofficial: bool,
    /// The instant judged where none is given, for an example.
    #[serde(default)]
    pub default_at: Option<String>,
    /// A title for pages, where the agreement's own is not used.
    #[serde(default)]
    pub title: Option<String>,
    /// Languages of the pages.
    #[serde(default)]
    pub languages: Vec<String>,
}

fn first_epoch() -> u64 {
    1
}

fn log_name() -> String {
    "servanda.example".into()
}

fn unofficial() -> bool {
    true
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// `Settings`, with line and column.
    pub fn read(text: &str) -> Result<Self, Error> {
        let settings: Self = toml::from_str(text).map_err(|fault| Error::Settings {
            why: fault.to_string(),
        })?;
        if !servanda_statement::statement::agreement_id_fits(&settings.id) {
            let why = format!("`id` is `{}`; use 1 to 64 of a-z, 0-9 and `-`", settings.id);
            return Err(Error::Settings { why });
        }
        Ok(settings)
    }

    /// Returns the origin of the folder's log.
    pub fn origin(&self) -> String {
        format!("{}/{}/{}", self.log, self.id, self.epoch)
    }

    /// Returns the seed that keys, salts and times of an example derive from.
    pub fn seed(&self) -> String {
        format!("servanda example {}/{}", self.id, self.epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_takes_its_default() {
        let settings = Settings::read("id = \"gaza\"").unwrap();
        assert_eq!(settings.origin(), "servanda.example/gaza/1");
        assert!(!settings.example && settings.unofficial);
    }

    #[test]
    fn unknown_settings_and_bad_ids_are_refused() {
        assert!(
            Settings::read("id = \"gaza\"\nexmple = true")
                .unwrap_err()
                .chain()
                .contains("exmple")
        );
        assert!(
            Settings::read("id = \"Gaza!\"")
                .unwrap_err()
                .chain()
                .contains("a-z")
        );
    }
}
