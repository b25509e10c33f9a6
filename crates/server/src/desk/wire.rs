//! Forms and cookies as bytes.
//!
//! # Source
//! The URL standard, "application/x-www-form-urlencoded parsing"; RFC 6265bis,
//! "The __Host- Prefix".

use axum::http::{HeaderMap, header};

use crate::routes::decoded;

/// Reads a form.
pub(super) fn form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // Browsers end the lines of a form's text with both signs.
            (decoded(name), decoded(value).replace("\r\n", "\n"))
        })
        .collect()
}

/// Returns a form's field; empty where it has none.
pub(super) fn field<'f>(form: &'f [(String, String)], name: &str) -> &'f str {
    form.iter()
        .find(|(own, _)| own == name)
        .map_or("", |(_, value)| value.as_str())
}

/// Returns the host that a request names.
pub(super) fn host(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST);
    host.and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Returns whether a host is this machine itself, where pages are secure
/// without encryption and cookies may be so too.
fn loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// Names the cookie of a session.
pub(super) fn cookie_name(host: &str) -> &'static str {
    if loopback(host) {
        "servanda-desk"
    } else {
        "__Host-servanda-desk"
    }
}

/// Writes the cookie of a session; an empty id takes it away.
pub(super) fn cookie(host: &str, id: &str, seconds: u64) -> String {
    let secure = if loopback(host) { "" } else { "; Secure" };
    let name = cookie_name(host);
    format!("{name}={id}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// Writes the cookie that says how many entries a key's holder has seen.
pub(super) fn seen_cookie(host: &str, key: &str, size: u64) -> String {
    let secure = if loopback(host) { "" } else { "; Secure" };
    let year = 365 * 24 * 60 * 60;
    let name = seen_name(key);
    format!("{name}={size}; Path=/desk; HttpOnly; SameSite=Strict; Max-Age={year}{secure}")
}

/// Names the cookie that says how many entries a key's holder has seen.
pub(super) fn seen_name(key: &str) -> String {
    format!("servanda-seen-{}", key.get(..8).unwrap_or(key))
}

/// Finds a cookie.
pub(super) fn cookie_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers.get_all(header::COOKIE);
    let mut pairs = sent
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_bare_on_this_machine_only() {
        for host in ["127.0.0.1:8080", "localhost", "[::1]:80"] {
            assert!(!cookie(host, "x", 1).contains("Secure"), "{host}");
        }
        for host in ["desk.example", "127.0.0.1.example", "localhost.example:80"] {
            let cookie = cookie(host, "x", 1);
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            assert!(cookie.ends_with("; Secure"), "{cookie}");
        }
    }

    #[test]
    fn forms_are_read_whole() {
        let form = form(b"note=a+b%26c%0D%0Ad&of=&x");
        assert_eq!(field(&form, "note"), "a b&c\nd");
        assert_eq!(field(&form, "of"), "");
        assert_eq!(field(&form, "absent"), "");
    }
}
