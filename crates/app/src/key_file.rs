//! Key files: a secret on disk, sealed with a passphrase.
//!
//! What lives here: writing and reading them, and where a passphrase comes
//! from. What does not: what a key may do (`statement::keyring`), and asking at
//! a terminal, which the caller brings.
//!
//! Form: lines `servanda-key 1`, `name NAME`, `public HEX`, `kdf argon2id MIB
//! PASSES LANES SALT`, `sealed NONCE CIPHERTEXT`. The secret is sealed with
//! XChaCha20-Poly1305 under the key that Argon2id draws from the passphrase;
//! all lines above `sealed` are authenticated with it, so that no name can be
//! put on another's key. A plain file, `HEX NAME`, is read with a warning.
//!
//! Source: RFC 9106 (Argon2); RFC 8439 and draft-irtf-cfrg-xchacha.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
pub use servanda_statement::Key;
use servanda_statement::PublicKey;
use zeroize::Zeroizing;

use crate::error::Error;

/// The environment variable that may hold a passphrase.
pub const VARIABLE: &str = "SERVANDA_PASSPHRASE";

const FIRST_LINE: &str = "servanda-key 1";

/// What Argon2id costs in a file written here: mebibytes, passes, lanes.
const COST: (u32, u32, u32) = (64, 3, 1);

/// The most that a file may ask for, so that one from elsewhere cannot exhaust
/// the machine.
const COST_MAX: (u32, u32, u32) = (1024, 16, 8);

const FILE_BYTES_MAX: u64 = 4096;

/// Asks somebody for a passphrase; the argument says for which file.
pub type Ask = fn(&str) -> std::io::Result<String>;

/// Where passphrases come from, in the order in which they are looked for.
#[derive(Clone, Debug, Default)]
pub struct Passphrases {
    /// A file whose first line is the passphrase.
    pub file: Option<PathBuf>,
    /// Asks for it, where a prompt is allowed.
    pub ask: Option<Ask>,
}

impl Passphrases {
    /// Finds the passphrase for a key file, where there is one to be found.
    ///
    /// # Errors
    /// `File`, `Unreadable` for an empty one.
    pub fn find(&self, path: &Path) -> Result<Option<Zeroizing<String>>, Error> {
        let found = if let Some(file) = &self.file {
            let text = Zeroizing::new(fs::read_to_string(file).map_err(read(file))?);
            let line = text.lines().next().unwrap_or_default();
            Zeroizing::new(line.to_owned())
        } else if let Ok(text) = std::env::var(VARIABLE) {
            Zeroizing::new(text)
        } else if let Some(ask) = self.ask {
            let question = format!("passphrase for {}: ", path.display());
            Zeroizing::new(ask(&question).map_err(read(path))?)
        } else {
            return Ok(None);
        };
        if found.is_empty() {
            return Err(unreadable(path, "the passphrase given is empty"));
        }
        Ok(Some(found))
    }
}

/// What can be read of a key file without its passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The holder.
    pub name: String,
    /// The public key.
    pub public: PublicKey,
    /// Whether the secret is sealed with a passphrase.
    pub sealed: bool,
}

/// A key read from a file, with what is to be said about the file.
#[derive(Debug)]
pub struct ReadKey {
    /// The key.
    pub key: Key,
    /// A warning, where the secret lies open.
    pub warning: Option<String>,
}

/// Writes a new key for a holder; nothing is overwritten.
///
/// # Errors
/// `File`, also where the file is there; `Unreadable` where a name cannot be
/// written.
pub fn create(path: &Path, name: &str, passphrase: Option<&str>) -> Result<Key, Error> {
    if name.trim().is_empty() || name.contains(['\n', '\r']) {
        return Err(unreadable(
            path,
            "a holder's name is one line and not empty",
        ));
    }
    if name == crate::example::TRANSCRIBER {
        return Err(unreadable(path, EXAMPLE));
    }
    let secret = Zeroizing::new(crate::record_folder::draw(path)?);
    let key = Key::from_secret(name, &secret);
    let text = match passphrase {
        Some(passphrase) => seal(path, &key, &secret, passphrase)?,
        None => Zeroizing::new(format!("{} {name}\n", to_hex(&*secret))),
    };
    write_secret(path, &text)?;
    Ok(key)
}

/// Reads the public part of a key file.
///
/// # Errors
/// `File`, `Unreadable`.
pub fn label(path: &Path) -> Result<Label, Error> {
    let text = contents(path)?;
    if text.starts_with("servanda-key") {
        let file = Sealed::parse(&text).map_err(|why| unreadable(path, &why))?;
        return Ok(Label {
            name: file.name.to_owned(),
            public: file.public,
            sealed: true,
        });
    }
    let key = plain(path, &text)?;
    Ok(Label {
        name: key.name().to_owned(),
        public: key.public(),
        sealed: false,
    })
}

/// Reads a key file.
///
/// # Errors
/// `File`; `Unreadable` for a file that others may read, that is cut off or
/// changed, or whose passphrase is missing or wrong.
pub fn open(path: &Path, passphrases: &Passphrases) -> Result<ReadKey, Error> {
    let text = contents(path)?;
    if !text.starts_with("servanda-key") {
        let warning = format!(
            "the secret in {} lies open: seal it in a new file with `servanda key new` and rotate, \
             or keep it where nobody else can read it",
            path.display()
        );
        return Ok(ReadKey {
            key: plain(path, &text)?,
            warning: Some(warning),
        });
    }
    let file = Sealed::parse(&text).map_err(|why| unreadable(path, &why))?;
    let passphrase = passphrases.find(path)?.ok_or_else(|| {
        let why = format!(
            "it is sealed: give its passphrase with `--passphrase-file`, in {VARIABLE}, or at the \
             prompt with `--interactive`"
        );
        unreadable(path, &why)
    })?;
    let key = file
        .unseal(&passphrase)
        .map_err(|why| unreadable(path, &why))?;
    refuse_published(path, &key)?;
    Ok(ReadKey { key, warning: None })
}

const EXAMPLE: &str = "the name of the examples' signer is refused anywhere else";

fn refuse_published(path: &Path, key: &Key) -> Result<(), Error> {
    if key.name() == crate::example::TRANSCRIBER {
        return Err(unreadable(path, EXAMPLE));
    }
    Ok(())
}

/// Reads a key file's text, refusing one that others may read.
fn contents(path: &Path) -> Result<Zeroizing<String>, Error> {
    let about = fs::metadata(path).map_err(read(path))?;
    if about.len() > FILE_BYTES_MAX {
        return Err(unreadable(path, "it is too long for a key file"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = about.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let why = format!(
                "others on this machine may read or change it (mode {mode:o}): run `chmod 600` on \
                 it, and rotate the key if somebody may have done so"
            );
            return Err(unreadable(path, &why));
        }
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(read(path))?);
    std::str::from_utf8(&bytes)
        .map(|text| Zeroizing::new(text.to_owned()))
        .map_err(|_| unreadable(path, "it is not a key file"))
}

fn plain(path: &Path, text: &str) -> Result<Key, Error> {
    let (secret, name) = text.trim().split_once(' ').ok_or_else(|| {
        let why = "it must hold 64 hexadecimal digits, a space and the holder's name, or begin \
                   with `servanda-key`; it may be cut off";
        unreadable(path, why)
    })?;
    let secret = from_hex::<32>(secret)
        .map(Zeroizing::new)
        .ok_or_else(|| unreadable(path, "its secret is not 64 hexadecimal digits"))?;
    let key = Key::from_secret(name.trim(), &secret);
    refuse_published(path, &key)?;
    Ok(key)
}

/// A sealed key file, read but not opened.
struct Sealed<'a> {
    head: &'a str,
    name: &'a str,
    public: PublicKey,
    cost: (u32, u32, u32),
    salt: [u8; 16],
    nonce: [u8; 24],
    ciphertext: [u8; 48],
}

impl<'a> Sealed<'a> {
    fn parse(text: &'a str) -> Result<Self, String> {
        let cut = || {
            "it is cut off or changed: it has five lines, `servanda-key 1`, `name`, \
                      `public`, `kdf` and `sealed`"
        };
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return Err("it is of a version that this program does not read".into());
        }
        let mut line = |word: &str| {
            let line = lines.next().ok_or_else(cut)?;
            line.strip_prefix(word)
                .and_then(|rest| rest.strip_prefix(' '))
                .ok_or_else(cut)
        };
        let name = line("name")?;
        let public = PublicKey::parse(line("public")?).ok_or_else(cut)?;
        let kdf: Vec<&str> = line("kdf")?.split(' ').collect();
        let ["argon2id", memory, passes, lanes, salt] = kdf.as_slice() else {
            return Err("its line `kdf` is not argon2id with three numbers and a salt".into());
        };
        let number = |text: &str| text.parse::<u32>().map_err(|_| cut());
        let cost = (number(memory)?, number(passes)?, number(lanes)?);
        let within = |asked: u32, most: u32| (1..=most).contains(&asked);
        if !within(cost.0, COST_MAX.0) || !within(cost.1, COST_MAX.1) || !within(cost.2, COST_MAX.2)
        {
            return Err(format!(
                "it asks for {} MiB, {} passes and {} lanes to open; at most {}, {} and {} are given",
                cost.0, cost.1, cost.2, COST_MAX.0, COST_MAX.1, COST_MAX.2
            ));
        }
        let (nonce, ciphertext) = line("sealed")?.split_once(' ').ok_or_else(cut)?;
        let head = text.find("sealed ").and_then(|_| text.rfind("\nsealed "));
        Ok(Self {
            head: head.and_then(|end| text.get(..=end)).ok_or_else(cut)?,
            name,
            public,
            cost,
            salt: from_hex(salt).ok_or_else(cut)?,
            nonce: from_hex(nonce).ok_or_else(cut)?,
            ciphertext: from_hex(ciphertext).ok_or_else(cut)?,
        })
    }

    fn unseal(&self, passphrase: &str) -> Result<Key, String> {
        let cipher = cipher(passphrase, self.cost, &self.salt)?;
        let sealed = Payload {
            msg: &self.ciphertext,
            aad: self.head.as_bytes(),
        };
        let opened = cipher
            .decrypt(XNonce::from_slice(&self.nonce), sealed)
            .map(Zeroizing::new)
            .map_err(|_| "the passphrase is wrong, or the file was changed")?;
        let secret: Zeroizing<[u8; 32]> = opened
            .first_chunk()
            .copied()
            .map(Zeroizing::new)
            .ok_or("its secret has the wrong length")?;
        let key = Key::from_secret(self.name, &secret);
        if key.public() == self.public {
            Ok(key)
        } else {
            Err("its public key is not that of its secret".into())
        }
    }
}

fn cipher(
    passphrase: &str,
    (memory, passes, lanes): (u32, u32, u32),
    salt: &[u8; 16],
) -> Result<XChaCha20Poly1305, String> {
    let params = Params::new(memory * 1024, passes, lanes, Some(32))
        .map_err(|fault| format!("its cost does not fit: {fault}"))?;
    let mut drawn = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut *drawn)
        .map_err(|fault| format!("its key cannot be drawn: {fault}"))?;
    Ok(XChaCha20Poly1305::new((&*drawn).into()))
}

fn seal(
    path: &Path,
    key: &Key,
    secret: &[u8; 32],
    passphrase: &str,
) -> Result<Zeroizing<String>, Error> {
    let failed = |why: String| unreadable(path, &why);
    let mut salt = [0; 16];
    salt.copy_from_slice(
        crate::record_folder::draw(path)?
            .first_chunk::<16>()
            .unwrap_or(&[0; 16]),
    );
    let drawn = crate::record_folder::draw(path)?;
    let nonce: [u8; 24] = drawn.first_chunk().copied().unwrap_or([0; 24]);
    let head = format!(
        "{FIRST_LINE}\nname {}\npublic {}\nkdf argon2id {} {} {} {}\n",
        key.name(),
        key.public(),
        COST.0,
        COST.1,
        COST.2,
        to_hex(&salt),
    );
    let cipher = cipher(passphrase, COST, &salt).map_err(failed)?;
    let plain = Payload {
        msg: secret,
        aad: head.as_bytes(),
    };
    let sealed = cipher
        .encrypt(XNonce::from_slice(&nonce), plain)
        .map_err(|fault| failed(fault.to_string()))?;
    Ok(Zeroizing::new(format!(
        "{head}sealed {} {}\n",
        to_hex(&nonce),
        to_hex(&sealed)
    )))
}

/// Writes a secret into a new file that nobody else may read.
///
/// # Errors
/// `File`, also where the file is there.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<(), Error> {
    let file = |source| Error::File {
        what: "write",
        path: path.to_owned(),
        source,
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(file)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut secret = options.open(path).map_err(file)?;
    secret
        .write_all(text.as_bytes())
        .and_then(|()| secret.sync_all())
        .map_err(file)
}

fn read(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File {
        what: "read",
        path,
        source,
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        why: why.to_owned(),
    }
}

/// Writes bytes as lower-case hexadecimal digits.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads exactly so many bytes from hexadecimal digits.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
