//! Imports again without losing what hands have changed: three texts of a file become one.
//!
//! The texts are what the import before this one wrote (the base), what stands there now, and what this import makes.
//! They are compared key by key: by operation, by parameter, and by the keys of a parameter. What nobody changed by hand
//! follows the source, what the source did not change stays as it is, byte for byte, and where both changed the same
//! key the hand wins and the place is reported.

mod pieces;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Diagnostics, Related, Span, code};
use crate::output::Output;
use crate::spec::{Node, SourceFile, load_tree};
use pieces::{Piece, same};
use std::collections::BTreeMap;

/// The folder, beside the spec, in which an import keeps what it wrote.
pub const BASE: &str = ".imported";

/// What an import finds in the folder it writes to, by path as in the output.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// The files that the import before this one wrote, from the folder [`BASE`].
    pub base: BTreeMap<String, String>,
    /// The files as they stand there.
    pub now: BTreeMap<String, SourceFile>,
}

/// Where in the source something stands, by the path of its file and its name.
pub type Places = BTreeMap<(String, String), Related>;

/// Joins a fresh import with what stands there.
///
/// `complete` tells that the import has every operation, so that one which is missing is gone from the source.
///
/// # Errors
/// A file that stands there cannot be read as YAML: then nothing may be written.
pub fn merge(
    fresh: &Output,
    before: &Before,
    places: &Places,
    complete: bool,
) -> Result<(Output, Diagnostics), Diagnostics> {
    let (mut output, mut found, mut broken) = (Output::beside_others(), Diagnostics::new(), Diagnostics::new());
    for (path, theirs) in fresh.iter() {
        let base = before.base.get(path).map(String::as_str);
        let merged = match (base, before.now.get(path)) {
            (None, _) => Some(theirs.to_owned()),
            (Some(base), None) => {
                if base != theirs {
                    let message = "the file was removed by hand, and its source has changed";
                    let help = format!("it stays away; `{BASE}/{path}` is what would stand there");
                    found.push(Diagnostic::of_file(code::KEPT_BY_HAND, path, message).help(help));
                }
                None
            }
            (Some(base), Some(now)) => match one(base, now, theirs, path, places, &mut found) {
                Ok(text) => Some(text),
                Err(faults) => {
                    broken.extend(faults);
                    None
                }
            },
        };
        if let Some(text) = merged {
            output.insert(path, text);
        }
        output.insert(format!("{BASE}/{path}"), theirs);
    }
    if complete {
        for (path, now) in before.now.iter().filter(|(path, _)| fresh.get(path).is_none()) {
            if before.base.contains_key(path) {
                let message = "the source does not have this operation any more";
                let help = "the file is kept; remove it when nobody needs it";
                found.push(Diagnostic::of_file(code::KEPT_BY_HAND, &now.path, message).help(help));
            }
        }
    }
    if broken.is_empty() { Ok((output, found)) } else { Err(broken) }
}

/// One file of three texts.
fn one(
    base: &str,
    now: &SourceFile,
    theirs: &str,
    path: &str,
    places: &Places,
    found: &mut Diagnostics,
) -> Result<String, Diagnostics> {
    let ours = match std::str::from_utf8(&now.bytes) {
        Ok(text) if base == theirs || text == base => {
            return Ok(if base == theirs { text } else { theirs }.to_owned());
        }
        Ok(text) => text,
        // Reported by whoever reads the tree.
        Err(_) => "",
    };
    let tree = |text: &str| {
        let file = SourceFile { path: now.path.clone(), bytes: text.as_bytes().to_vec() };
        load_tree(&file, &mut Diagnostics::new())
    };
    let mut faults = Diagnostics::new();
    let our_tree = load_tree(now, &mut faults).ok_or(faults)?;
    let (Some(base_tree), Some(their_tree)) = (tree(base), tree(theirs)) else {
        let message = format!("`{BASE}/{path}` cannot be read, so nobody knows what was changed by hand");
        let help = "restore the file, or remove the folder and import with `--force`, which overwrites changes";
        let mut faults = Diagnostics::new();
        faults.push(Diagnostic::of_file(code::KEPT_BY_HAND_UNKNOWN, &now.path, message).help(help));
        return Err(faults);
    };
    let mut merge = Merge { now, path, places, edits: Vec::new(), conflicts: Vec::new() };
    let understood = merge.maps(
        &mut Vec::new(),
        Side { text: base, node: Some(&base_tree) },
        Side { text: ours, node: Some(&our_tree) },
        Side { text: theirs, node: Some(&their_tree) },
    );
    let text = applied(ours, merge.edits.clone());
    // What cannot be read any more must not be written: better the old text, and a word about it.
    if !understood || tree(&text).is_none() {
        let message = "the changes of the source cannot be put into this file";
        let help = format!("it is kept as it is; `{BASE}/{path}` is what the source says now");
        found.push(Diagnostic::of_file(code::KEPT_BY_HAND, &now.path, message).help(help));
        return Ok(ours.to_owned());
    }
    let Merge { edits, conflicts, .. } = merge;
    found.extend(
        conflicts.into_iter().map(|it| Diagnostic { span: it.span.map(|span| after(span, ours, &edits)), ..it }),
    );
    Ok(text)
}

/// A text of the three, and a map in it.
#[derive(Clone, Copy)]
struct Side<'t> {
    text: &'t str,
    node: Option<&'t Node>,
}

impl<'t> Side<'t> {
    fn pieces(self) -> Option<Vec<Piece<'t>>> {
        self.node.map_or_else(|| Some(Vec::new()), |node| pieces::of(self.text, node))
    }

    fn below(self, piece: Option<&Piece<'t>>) -> Self {
        Side { text: self.text, node: piece.map(|it| &it.entry.value) }
    }
}

/// A stretch of the text that stands there, and what takes its place.
type Edit = (std::ops::Range<usize>, String);

struct Merge<'m> {
    now: &'m SourceFile,
    path: &'m str,
    places: &'m Places,
    edits: Vec<Edit>,
    conflicts: Vec<Diagnostic>,
}

impl Merge<'_> {
    /// Merges maps; whether their layout allows it. Otherwise nothing was done.
    fn maps(&mut self, names: &mut Vec<String>, base: Side<'_>, ours: Side<'_>, theirs: Side<'_>) -> bool {
        let (Some(b), Some(o), Some(t)) = (base.pieces(), ours.pieces(), theirs.pieces()) else { return false };
        let find = |pieces: &[Piece<'_>], key: &str| pieces.iter().position(|it| it.entry.key == key);
        let at = |index: Option<usize>, pieces: &'_ [Piece<'_>]| index.filter(|it| *it < pieces.len());
        for (index, their) in t.iter().enumerate() {
            let key = their.entry.key.as_str();
            names.push(key.to_owned());
            let our = at(find(&o, key), &o).and_then(|it| o.get(it));
            let old = at(find(&b, key), &b).and_then(|it| b.get(it));
            match (old, our) {
                (old, Some(our)) => self.both(names, base.below(old), old, (ours, our), (theirs, their)),
                (Some(old), None) => {
                    if !same(&old.entry.value, &their.entry.value) {
                        self.conflict(names, ours.node, "was removed by hand, and its source has changed");
                    }
                }
                (None, None) => {
                    let before = t.get(..index).unwrap_or_default().iter().rev();
                    let before = before.filter_map(|it| find(&o, &it.entry.key)).next();
                    let after = before.and_then(|it| o.get(it)).map(|it| it.body.end);
                    let first = || o.first().map(|it| it.line);
                    let Some(place) = after.or_else(first) else { continue };
                    let indent = o.first().map_or(their.indent, |it| it.indent);
                    self.edits.push((place..place, their.text_at(indent)));
                }
            }
            names.pop();
        }
        for our in o.iter().filter(|it| find(&t, &it.entry.key).is_none()) {
            let Some(old) = find(&b, &our.entry.key).and_then(|it| b.get(it)) else { continue };
            names.push(our.entry.key.clone());
            let untouched =
                our.text() == old.text() || (same(&old.entry.value, &our.entry.value) && !our.has_comment());
            if untouched && our.lead() == old.lead() {
                self.edits.push((our.body.clone(), String::new()));
            } else {
                self.conflict(
                    names,
                    Some(&our.entry.value),
                    "was changed by hand, and the source does not have it any more",
                );
            }
            names.pop();
        }
        true
    }

    /// Merges what stands there and in the source.
    fn both(
        &mut self,
        names: &mut Vec<String>,
        base: Side<'_>,
        old: Option<&Piece<'_>>,
        (ours, our): (Side<'_>, &Piece<'_>),
        (theirs, their): (Side<'_>, &Piece<'_>),
    ) {
        let (old_value, our_value, their_value) = (base.node, &our.entry.value, &their.entry.value);
        if old.is_some_and(|old| old.text() == our.text() && old.indent == our.indent) {
            if our.text() != their.text() {
                self.edits.push((our.body.clone(), their.text_at(our.indent)));
            }
            return;
        }
        if old_value.is_some_and(|old| same(old, their_value)) || same(our_value, their_value) {
            return;
        }
        let maps = [old_value, Some(our_value), Some(their_value)];
        if maps.iter().flatten().all(|it| !it.map().is_empty()) {
            if self.maps(names, base, ours.below(Some(our)), theirs.below(Some(their))) {
                return;
            }
            if let Some(text) = our.in_lines() {
                return self.rewritten(names, base, our, &text, theirs.below(Some(their)));
            }
        }
        if old_value.is_some_and(|old| same(old, our_value)) && !our.has_comment() {
            self.edits.push((our.body.clone(), their.text_at(our.indent)));
            return;
        }
        self.conflict(names, Some(our_value), "was changed by hand, and its source has changed, too");
    }

    /// Merges a map that stands on one line: it is laid out in lines first, and stays as it is if nothing comes of it.
    fn rewritten(&mut self, names: &mut Vec<String>, base: Side<'_>, our: &Piece<'_>, text: &str, theirs: Side<'_>) {
        let file = SourceFile { path: self.now.path.clone(), bytes: text.as_bytes().to_vec() };
        let root = load_tree(&file, &mut Diagnostics::new());
        let Some(value) = root.as_ref().and_then(|root| root.get(&our.entry.key)) else { return };
        let mut inner = Merge { edits: Vec::new(), conflicts: Vec::new(), ..*self };
        inner.maps(names, base, Side { text, node: Some(value) }, theirs);
        let Merge { edits, conflicts, .. } = inner;
        // Places in the text that was laid out anew are none of the file.
        let span = our.entry.key_span;
        self.conflicts.extend(conflicts.into_iter().map(|it| Diagnostic { span: Some(span), ..it }));
        if !edits.is_empty() {
            self.edits.push((our.body.clone(), pieces::moved(&applied(text, edits), our.indent)));
        }
    }

    fn conflict(&mut self, names: &[String], node: Option<&Node>, what: &str) {
        let span = node.map(|it| it.span).unwrap_or_default();
        let shown = names.join(" › ");
        let message = format!("`{}` {what}", shown.escape_debug());
        let help = format!("the file keeps what it has; `{BASE}/{}` is what the source says now", self.path);
        let mut it = Diagnostic::new(code::KEPT_BY_HAND, &self.now.path, span, message).help(help);
        let place = names.iter().rev().find_map(|name| self.places.get(&(self.path.to_owned(), name.clone())));
        it.related.extend(place.cloned());
        self.conflicts.push(it);
    }
}

/// Where something stands when the edits are made.
fn after(span: Span, text: &str, edits: &[Edit]) -> Span {
    let mut shifted = span;
    for (range, new) in edits.iter().filter(|(range, _)| range.end <= span.start.offset) {
        let old = text.get(range.clone()).unwrap_or_default();
        for mark in [&mut shifted.start, &mut shifted.end] {
            mark.line = (mark.line + new.matches('\n').count()).saturating_sub(old.matches('\n').count());
            mark.offset = (mark.offset + new.len()).saturating_sub(old.len());
        }
    }
    shifted
}

/// The text with everything put in its place, the last first.
fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    // Insertions at one place stay in their order.
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        if !new.is_empty() && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&new);
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
