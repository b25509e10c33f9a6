//! A real browser, asked over its own pipe.
//!
//! What lives here: starting Chromium headless and speaking its DevTools
//! protocol over two pipes, so that no port is opened and no driver is needed.
//! What does not: what a journey looks for (`journeys`).
//!
//! # Invariants
//! Every question has a time limit. The browser and its profile are gone when
//! [`Browser`] is dropped. What a journey runs in a page is not subject to the
//! page's policy; the page itself is.
//!
//! # Source
//! The Chrome DevTools Protocol, "remote-debugging-pipe": messages are JSON,
//! each ended by a zero byte; descriptor 3 is read, 4 is written.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// How long an answer may take.
const LIMIT: Duration = Duration::from_mins(1);

/// What a headless browser is told: nothing of its own over the network, no
/// window, no sandbox (tests may run as root in a container).
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
];

/// A running browser.
pub(crate) struct Browser {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    asked: u64,
    complaints: Vec<String>,
    /// Deleted after the browser has ended, because it is dropped after it.
    _profile: tempfile::TempDir,
}

/// One page of a browser.
pub(crate) struct Tab<'b> {
    browser: &'b mut Browser,
    session: String,
}

/// Finds a browser, or says that what needs one is left out.
pub(crate) fn browser() -> Option<Browser> {
    let left_out = std::env::var("SERVANDA_WITHOUT").unwrap_or_default();
    if left_out.split(',').any(|group| group == "browser") {
        println!("left out: journeys in a browser, as asked");
        return None;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = BROWSERS
        .into_iter()
        .find(|name| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if found.is_none() {
        println!(
            "left out: journeys in a browser; `cargo xtask setup --with browser` installs one"
        );
    }
    found.map(Browser::start)
}

impl Browser {
    fn start(name: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // The shell hands its two standard pipes on as descriptors 3 and 4,
        // which the standard library cannot name.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"])
            .arg("sh")
            .arg(name)
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = child.stdin.take().unwrap();
        let from = heard(child.stdout.take().unwrap());
        Self {
            child,
            to,
            from,
            asked: 0,
            complaints: Vec::new(),
            _profile: profile,
        }
    }

    /// Opens a page of this width, at the least.
    pub(crate) fn tab(&mut self, width: u32) -> Tab<'_> {
        let blank = json!({ "url": "about:blank" });
        let target = self.ask(None, "Target.createTarget", blank);
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.ask(None, "Target.attachToTarget", attach)["sessionId"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut tab = Tab {
            browser: self,
            session,
        };
        tab.ask("Page.enable", json!({}));
        tab.ask("Runtime.enable", json!({}));
        tab.ask("Log.enable", json!({}));
        tab.size(width, 900);
        tab
    }

    /// Returns what went wrong in pages: refused by their policy, not found,
    /// thrown.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }

    fn ask(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut question = json!({ "id": self.asked, "method": method, "params": params });
        if let Some(session) = session {
            question["sessionId"] = session.into();
        }
        let mut bytes = question.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).unwrap();
        self.to.flush().unwrap();
        let asked = self.asked;
        let answer = self.wait(method, |said| said["id"] == asked);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for a message; what else is said meanwhile is passed over.
    fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.from.recv_timeout(left) {
                Ok(said) if wanted(&said) => return said,
                Ok(said) => self.note(&said),
                Err(RecvTimeoutError::Timeout) => panic!("the browser did not answer: {what}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the browser ended: {what}"),
            }
        }
    }

    fn note(&mut self, said: &Value) {
        let thrown = said["method"] == "Runtime.exceptionThrown";
        let entry = &said["params"]["entry"];
        if thrown || said["method"] == "Log.entryAdded" && entry["level"] == "error" {
            self.complaints.push(said["params"].to_string());
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Reads what the browser says, message by message.
fn heard(from: ChildStdout) -> Receiver<Value> {
    let (to, heard) = channel();
    std::thread::spawn(move || {
        let messages = BufReader::with_capacity(1 << 16, from).split(0);
        for message in messages.map_while(Result::ok) {
            let said = serde_json::from_slice(&message).unwrap_or_default();
            if to.send(said).is_err() {
                return;
            }
        }
    });
    heard
}

impl Tab<'_> {
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let session = self.session.clone();
        self.browser.ask(Some(&session), method, params)
    }

    /// Sets the window's size.
    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Shows pages in the light or the dark, on a screen or in print.
    pub(crate) fn media(&mut self, scheme: &str, media: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let media = json!({ "media": media, "features": features });
        self.ask("Emulation.setEmulatedMedia", media);
    }

    /// Switches the pages' own script on or off.
    pub(crate) fn script(&mut self, on: bool) {
        let off = json!({ "value": !on });
        self.ask("Emulation.setScriptExecutionDisabled", off);
    }

    /// Loads an address and waits until it is there.
    pub(crate) fn go(&mut self, address: &str) {
        let gone = self.ask("Page.navigate", json!({ "url": address }));
        assert!(gone.get("errorText").is_none(), "{address}: {gone}");
        self.loaded(address);
    }

    /// Waits until a page is there whole.
    pub(crate) fn loaded(&mut self, address: &str) {
        let session = self.session.clone();
        self.browser.wait(address, |said| {
            said["method"] == "Page.loadEventFired" && said["sessionId"] == session.as_str()
        });
    }

    /// Computes an expression in the page.
    pub(crate) fn run(&mut self, expression: &str) -> Value {
        let asked = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true,
        });
        let done = self.ask("Runtime.evaluate", asked);
        let fault = done.get("exceptionDetails");
        assert!(fault.is_none(), "{expression}: {done}");
        done["result"]["value"].clone()
    }

    /// Waits until an expression holds.
    pub(crate) fn until(&mut self, expression: &str) {
        let end = Instant::now() + LIMIT;
        while self.run(expression) != true {
            assert!(Instant::now() < end, "never: {expression}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses a key: `Tab`, `Enter`.
    pub(crate) fn press(&mut self, key: &str) {
        let code = if key == "Tab" { 9 } else { 13 };
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({
                "type": kind, "key": key, "code": key,
                "windowsVirtualKeyCode": code, "text": text,
            });
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Takes a picture of what the window shows, as PNG.
    pub(crate) fn picture(&mut self) -> Vec<u8> {
        let shot = self.ask("Page.captureScreenshot", json!({ "format": "png" }));
        BASE64_STANDARD
            .decode(shot["data"].as_str().unwrap())
            .unwrap()
    }
}
