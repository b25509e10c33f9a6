mod ladder;
mod pages;
mod plan;
mod riverside;

use std::collections::BTreeMap;

use crate::{Compiled, Source, compile};

/// Compiles a text with annexes, pinning them where no manifest is given.
fn compiled(text: &str, files: &[(String, String)]) -> Compiled {
    let mut manifest = None;
    let mut annexes = BTreeMap::new();
    for (name, content) in files {
        if name == "manifest" {
            manifest = Some(content.as_bytes());
        } else {
            annexes.insert(name.clone(), content.as_bytes());
        }
    }
    compile(&Source {
        text,
        manifest,
        annexes,
    })
}

/// Wraps items in a text with a head and one article.
fn agreement(items: &str) -> String {
    format!(
        "# Riverside Accord\n\n## Article 1. Persons held\n\nNorth shall release all persons \
         held.\n\n```accord\nagreement  Riverside Accord\nparty      North; South\nbody       \
         Monitors, neutral\n{items}\n```\n"
    )
}

fn codes(compiled: &Compiled) -> Vec<&'static str> {
    compiled
        .diagnostics
        .iter()
        .map(|found| found.code)
        .collect()
}
