//! Reads as much TOML as the project's own manifests and lock file use.
//!
//! Sections, `key = value` lines and arrays over several lines; strings over
//! several lines and dotted section keys with dots in quotes are not read,
//! since none of ours has one. A full parser would be xtask's only dependency.

/// A manifest as the list of its sections, in their order.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    sections: Vec<Section>,
}

/// One `[name]` or `[[name]]` with its entries.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// The name between the brackets.
    pub(super) name: String,
    /// Where its heading stands, counted from 1; 0 before the first heading.
    pub(super) line: usize,
    entries: Vec<(String, String, usize)>,
}

impl Section {
    /// Returns the text of a string value, without its quotes.
    pub(super) fn string(&self, key: &str) -> Option<&str> {
        self.raw(key).map(|value| value.trim_matches('"'))
    }

    /// Returns a value as it is written.
    pub(super) fn raw(&self, key: &str) -> Option<&str> {
        self.entries
            .iter()
            .find(|(name, _, _)| name == key)
            .map(|(_, value, _)| value.as_str())
    }

    /// Lists the strings of an array value.
    pub(super) fn strings(&self, key: &str) -> Vec<&str> {
        let value = self.raw(key).unwrap_or_default();
        value.split('"').skip(1).step_by(2).collect()
    }
}

/// A line of a dependency section.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The name it is known by.
    pub(super) name: String,
    /// Where it stands, counted from 1.
    pub(super) line: usize,
    /// Whether only tests need it.
    pub(super) dev: bool,
    /// Whether the root manifest says the version.
    pub(super) inherited: bool,
    /// Whether it lies in this repository.
    pub(super) local: bool,
}

impl Manifest {
    /// Reads a manifest; what is not understood is passed over.
    pub(super) fn parse(text: &str) -> Self {
        let mut sections = vec![Section::default()];
        let mut open: Option<(String, String, usize)> = None;
        for (index, line) in text.lines().enumerate() {
            let line = uncommented(line).trim();
            if let Some((key, mut value, start)) = open.take() {
                value.push_str(line);
                close(&mut sections, &mut open, key, value, start);
            } else if let Some(heading) = line.strip_prefix('[') {
                let name = heading.trim_matches(['[', ']']).to_owned();
                sections.push(Section {
                    name,
                    line: index + 1,
                    entries: Vec::new(),
                });
            } else if let Some((key, value)) = line.split_once('=') {
                let key = key.trim().trim_matches('"').to_owned();
                close(
                    &mut sections,
                    &mut open,
                    key,
                    value.trim().to_owned(),
                    index + 1,
                );
            }
        }
        Self { sections }
    }

    /// Lists the sections called `name`.
    pub(super) fn sections<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Section> + 'a {
        self.sections
            .iter()
            .filter(move |section| section.name == name)
    }

    /// Lists what the package depends on, for itself or for its tests.
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        let mut found = Vec::new();
        for section in &self.sections {
            let name = section.name.as_str();
            if name.starts_with("workspace.") {
                continue;
            }
            let (table, own) = match name.rsplit_once('.') {
                Some((front, own)) if front.ends_with("dependencies") => (front, Some(own)),
                _ => (name, None),
            };
            if !table.ends_with("dependencies") {
                continue;
            }
            let dev = table.ends_with("dev-dependencies");
            if let Some(own) = own {
                let inherited = section.raw("workspace").is_some();
                let local = section.raw("path").is_some();
                let name = own.to_owned();
                found.push(Dependency {
                    name,
                    line: section.line,
                    dev,
                    inherited,
                    local,
                });
                continue;
            }
            for (key, value, line) in &section.entries {
                let (name, attribute) = key.split_once('.').unwrap_or((key, ""));
                let inherited = attribute == "workspace" || value.contains("workspace = true");
                let local = value.contains("path =");
                let name = name.to_owned();
                found.push(Dependency {
                    name,
                    line: *line,
                    dev,
                    inherited,
                    local,
                });
            }
        }
        found
    }

    /// Lists name, line and value of `[workspace.dependencies]`.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        self.sections("workspace.dependencies")
            .flat_map(|section| &section.entries)
            .map(|(name, value, line)| (name.as_str(), *line, value.as_str()))
    }
}

/// Keeps an entry if its brackets are closed, else leaves it open.
fn close(
    sections: &mut [Section],
    open: &mut Option<(String, String, usize)>,
    key: String,
    value: String,
    line: usize,
) {
    if value.matches('[').count() > value.matches(']').count() {
        *open = Some((key, value, line));
    } else if let Some(section) = sections.last_mut() {
        section.entries.push((key, value, line));
    }
}

/// Cuts a comment off, unless the `#` stands inside a string.
fn uncommented(line: &str) -> &str {
    let mut quoted = false;
    for (index, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => return line.get(..index).unwrap_or(line),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_found_in_every_shape() {
        let manifest = Manifest::parse(
            "[dependencies]\nserde.workspace = true\njiff = \"0.2\" # no\nx = { path = \"../x\" }\n\
             [dev-dependencies]\nproptest = { workspace = true }\n[dependencies.toml]\nversion = \"1\"\n\
             [target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n",
        );
        let seen: Vec<_> = manifest
            .dependencies()
            .into_iter()
            .map(|found| {
                (
                    found.name,
                    found.line,
                    found.dev,
                    found.inherited,
                    found.local,
                )
            })
            .collect();
        let row = |name: &str, line, dev, inherited, local| {
            (name.to_owned(), line, dev, inherited, local)
        };
        assert_eq!(
            seen,
            [
                row("serde", 2, false, true, false),
                row("jiff", 3, false, false, false),
                row("x", 4, false, false, true),
                row("proptest", 6, true, true, false),
                row("toml", 7, false, false, false),
                row("libc", 10, false, false, false),
            ]
        );
    }

    #[test]
    fn arrays_may_run_over_several_lines() {
        let lock = Manifest::parse(
            "[[package]]\nname = \"a\"\ndependencies = [\n \"b\",\n \"c 1.0\",\n]\n\
             [[package]]\nname = \"b\"\n",
        );
        let packages: Vec<_> = lock.sections("package").collect();
        assert_eq!(packages[0].strings("dependencies"), ["b", "c 1.0"]);
        assert_eq!(packages[1].string("name"), Some("b"));
        assert!(packages[1].strings("dependencies").is_empty());
    }

    #[test]
    fn a_hash_in_a_string_is_no_comment() {
        let manifest = Manifest::parse("[a]\nk = \"x # y\" # z\n");
        assert_eq!(
            manifest.sections("a").next().unwrap().string("k"),
            Some("x # y")
        );
    }
}
