//! Whether every link of the site leads to something that is in it, down to the id.

use super::site::Site;
use crate::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// Follows every link.
///
/// # Errors
/// Every link that leads nowhere, and everything that would be fetched from elsewhere.
pub(super) fn check(site: &Site) -> Outcome {
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        site.pages.iter().map(|(path, html)| (path.as_str(), attributes(html, "id").collect())).collect();
    let mut faults = BTreeSet::new();
    for (path, html) in &site.pages {
        for link in attributes(html, "href").chain(attributes(html, "src")) {
            if link.starts_with("https://") || link.starts_with("http://") {
                continue;
            }
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { Some(path.clone()) } else { below(path, file) };
            let found = target.as_deref().is_some_and(|target| match ids.get(target) {
                Some(ids) => id.is_empty() || ids.contains(id) || ids.contains(decoded(id).as_str()),
                None => site.others.contains_key(target),
            });
            if !found {
                faults.insert(format!("{path}: {link}"));
            }
        }
        for what in ["src", "action"] {
            let foreign = attributes(html, what).filter(|it| it.contains("//"));
            faults.extend(foreign.map(|it| format!("{path}: fetches {it}")));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("links lead nowhere:\n  {}", faults.into_iter().collect::<Vec<_>>().join("\n  ")))
}

/// The values of an attribute in a page. Text has no quotes that are not escaped, so a plain search finds no others.
fn attributes<'h>(html: &'h str, name: &str) -> impl Iterator<Item = &'h str> {
    let begin = format!(" {name}=\"");
    html.match_indices(&begin).map(|(at, it)| at + it.len()).collect::<Vec<_>>().into_iter().filter_map(|at| {
        let rest = html.get(at..)?;
        rest.get(..rest.find('"')?)
    })
}

/// A link from a page as a path in the site.
fn below(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// An id without percent signs and entities.
fn decoded(id: &str) -> String {
    let mut bytes = Vec::new();
    let id = id.replace("&amp;", "&");
    let mut rest = id.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        match after.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
