//! Rules that the descriptions of the sources seem to state, as proposals for somebody to look at.

use super::Imported;
use super::source::{Parameter, Word};
use crate::diagnostic::Diagnostics;
use crate::import::proposals::{Description, Entry, merge, propose};
use crate::import::prose::{Choice, Scope, head};
use crate::output::Output;
use crate::spec::{SourceFile, load_operation};

/// A description of a parameter, or of a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The parameter, as rules write it: `Name`, `List[].field`.
    pub(super) subject: String,
    pub(super) text: String,
    /// The file, as far as it tells sources apart, and the place in it.
    pub(super) source: String,
}

/// What the next review shows: the proposals of all operations of this import, with what was said to the old ones.
///
/// `output` has the files of the spec as they will stand there: a proposal that one of them states already is known, and
/// an enum that hands have made of a text lends its values.
pub fn proposals(imported: &Imported, output: &Output, old: Vec<Entry>) -> Vec<Entry> {
    let concerned = |entry: &Entry| imported.said.values().any(|(name, _)| *name == entry.operation);
    let (old, mut others): (Vec<Entry>, Vec<Entry>) = old.into_iter().partition(concerned);
    let mut new = Vec::new();
    for (path, (_, said)) in &imported.said {
        let Some(text) = output.get(path) else { continue };
        let file = SourceFile { path: path.clone(), bytes: text.into() };
        // What is wrong with the file is reported by whoever checks it.
        let Some(operation) = load_operation(&file, &mut Diagnostics::new()) else { continue };
        let mut scope = Scope::of(&operation);
        for it in said {
            called(&mut scope, it);
        }
        let descriptions: Vec<Description<'_>> =
            said.iter().map(|it| Description { subject: &it.subject, text: &it.text, source: &it.source }).collect();
        new.extend(propose(&operation, &scope, &descriptions));
    }
    others.extend(merge(old, new));
    others.sort_by(|a, b| a.operation.cmp(&b.operation));
    others
}

/// What a description calls its parameter, and the values that it lists, for sentences elsewhere.
fn called(scope: &mut Scope, said: &Said) {
    let Some(named) = scope.names.iter_mut().find(|it| it.name == said.subject) else { return };
    let called = head(&said.text).to_owned();
    if !called.is_empty() && !named.says.contains(&called) {
        named.says.push(called);
    }
    for (value, says) in listed(&said.text) {
        match named.values.iter_mut().find(|it| it.value == value) {
            Some(known) => {
                let new = says.filter(|it| !known.says.contains(it));
                known.says.extend(new);
            }
            None => named.values.push(Choice { value, says: says.into_iter().collect() }),
        }
    }
}

/// The values that a description lists, each in a line of its own: `- **calm**: By ship.`
fn listed(text: &str) -> Vec<(String, Option<String>)> {
    let value = |line: &str| {
        let rest = line.trim_start().strip_prefix(['-', '*'])?.trim_start().strip_prefix("**")?;
        let (value, rest) = rest.split_once("**")?;
        let value = value.replace('\\', "");
        let is_value = !value.is_empty() && value.chars().all(|it| it.is_alphanumeric() || "_-./".contains(it));
        let says = rest.trim_start().strip_prefix([':', '：']).map(head).filter(|it| !it.is_empty());
        is_value.then(|| (value, says.map(str::to_owned)))
    };
    let found: Vec<_> = text.lines().filter_map(value).collect();
    // A single one is no list of values but a remark.
    if found.len() > 1 { found } else { Vec::new() }
}

/// The descriptions of parameters and their parts.
pub(super) fn said(operation: &str, parameters: &[Parameter]) -> Vec<Said> {
    let mut found = Vec::new();
    for it in parameters {
        add(operation, &it.name, it, &mut found);
    }
    found
}

fn add(operation: &str, subject: &str, it: &Parameter, found: &mut Vec<Said>) {
    let source = |word: &Word| {
        // A file of one operation is called after it.
        let name = word.place.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let own = name.strip_suffix(".json").is_some_and(|it| it.eq_ignore_ascii_case(operation));
        let place = if own { subject.to_owned() } else { format!("{operation}/{subject}") };
        format!("{}#{place}", word.place.file)
    };
    found.extend(it.docs.iter().map(|word| Said {
        subject: subject.to_owned(),
        text: word.text.clone(),
        source: source(word),
    }));
    let is_object =
        it.kind.as_ref().is_some_and(|kind| ["struct", "object"].contains(&kind.text.to_lowercase().as_str()));
    for part in &it.parts {
        let below = if is_object { format!("{subject}.{}", part.name) } else { format!("{subject}[].{}", part.name) };
        add(operation, &below, part, found);
    }
}

/// Leaves of the paths of files what tells them apart: nobody's folders belong into a spec.
pub(super) fn shortened(path: &str, all: &[&str]) -> String {
    let parts = |path: &str| path.split(['/', '\\']).map(str::to_owned).collect::<Vec<_>>();
    let own = parts(path);
    let shared = all.iter().map(|other| own.iter().zip(parts(other)).take_while(|(a, b)| *a == b).count()).min();
    let shared = shared.unwrap_or(0).min(own.len().saturating_sub(1));
    own.get(shared..).unwrap_or_default().join("/")
}
