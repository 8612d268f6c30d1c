//! What a check found, in words: each finding with the flag that helps, the reason and the source.

use std::fmt::Write as _;

use annotate_snippets::Level;
use contingent_rules::{Finding, Kind, Verdict};

use crate::described::Described;
use crate::excerpt::{self, Place};
use crate::given::Given;
use crate::mask;
use crate::world::{Tone, World, visible};

/// All findings, the violations first.
pub(crate) fn text(described: &Described, given: &Given, verdict: &Verdict, world: &World<'_>) -> String {
    let report = Report { described, given, world, shown: None };
    let shown = given.document.as_ref().map(|document| mask::shown(described.operation, document));
    let report = Report { shown: shown.as_deref(), ..report };
    let mut out = String::new();
    for finding in &verdict.violations {
        report.violation(finding, &mut out);
    }
    for finding in &verdict.warnings {
        let is_extra = |name: &String| given.extra.contains(name);
        if finding.rule == "unknown-parameter" && finding.parameters.iter().all(is_extra) {
            continue;
        }
        report.warning(finding, &mut out);
    }
    for finding in &verdict.undecided {
        report.undecided(finding, &mut out);
    }
    out
}

struct Report<'r> {
    described: &'r Described,
    given: &'r Given,
    world: &'r World<'r>,
    /// The file without its secrets.
    shown: Option<&'r str>,
}

impl Report<'_> {
    fn violation(&self, finding: &Finding, out: &mut String) {
        self.title(Tone::Error, "violation", finding, out);
        self.remedy(finding, out);
    }

    fn warning(&self, finding: &Finding, out: &mut String) {
        self.title(Tone::Warning, "warning", finding, out);
        self.remedy(finding, out);
    }

    /// The flags to add, those that are given, the reason and the source.
    fn remedy(&self, finding: &Finding, out: &mut String) {
        let (missing, there): (Vec<&String>, Vec<&String>) =
            finding.parameters.iter().partition(|path| !self.given.has(self.top(path)));
        self.flags("add", &missing, true, out);
        self.flags("given", &there, false, out);
        line(out, "because", &finding.reason);
        line(out, "source", &finding.source);
        out.push('\n');
    }

    fn undecided(&self, finding: &Finding, out: &mut String) {
        self.title(Tone::Note, "undecided", finding, out);
        for need in &finding.needs {
            let fact = need.strip_prefix('$').and_then(|name| {
                let place = self.described.operation.facts.iter().position(|fact| fact.name == name)?;
                let kind = &self.described.operation.facts.get(place)?.kind;
                Some(format!("{} <{}>", self.described.fact_flag(name)?, values(kind)))
            });
            let ask = if self.can_ask(need) { ", or --facts-from-service" } else { "" };
            match fact {
                Some(flag) => line(out, "tell", &format!("{flag}{ask}")),
                None => line(out, "depends", need),
            }
        }
        line(out, "source", &finding.source);
        out.push('\n');
    }

    /// Whether the service can be asked for a fact.
    fn can_ask(&self, need: &str) -> bool {
        need.strip_prefix('$').is_some_and(|name| self.described.descriptor.looked_up().any(|fact| fact == name))
    }

    /// The first line of a finding, with an excerpt of the file where there is one.
    fn title(&self, tone: Tone, word: &'static str, finding: &Finding, out: &mut String) {
        let places = self.places(finding);
        // What depends on a fact alone has no place in the file.
        let has_place = matches!(tone, Tone::Error) || !places.is_empty();
        let file = self.given.document.as_ref().zip(self.shown).filter(|_| has_place);
        let Some((document, shown)) = file else {
            let label = self.world.label(tone, &format!("{word}[{}]", visible(&finding.rule)));
            let _ = writeln!(out, "{label}: {}", visible(&finding.message));
            return;
        };
        let level = match tone {
            Tone::Error => Level::ERROR.with_name(word),
            Tone::Warning => Level::WARNING.with_name(word),
            Tone::Note => Level::NOTE.with_name(word),
        };
        let head = (level, finding.rule.as_str());
        out.push_str(&excerpt::render(head, &finding.message, &document.path, shown, &places, self.world));
        out.push('\n');
    }

    /// What to underline: the parameters that are wrong; for one that is missing, what makes it necessary.
    fn places(&self, finding: &Finding) -> Vec<Place> {
        let Some(document) = &self.given.document else { return Vec::new() };
        let here = |path: &str| {
            let by_flag = self.given.by_flag.iter().any(|name| name == self.top(path));
            excerpt::find(document, path).filter(|_| !by_flag)
        };
        let is_about_value = finding
            .rule
            .rsplit_once('.')
            .is_some_and(|(_, check)| matches!(check, "type" | "value" | "const" | "range" | "length" | "pattern"));
        let mut places: Vec<Place> = Vec::new();
        for path in &finding.parameters {
            if let Some(found) = here(path) {
                let span = if is_about_value && found.is_whole { found.value.span.clone() } else { found.name };
                let label = if found.is_whole { "" } else { "missing in here" };
                places.push(Place { span, label, is_primary: true });
            }
        }
        let rule = self.described.operation.rules.iter().find(|rule| rule.id == finding.rule);
        let is_primary = places.is_empty();
        for reference in rule.map(|rule| rule.conditions()).unwrap_or_default() {
            let Some(found) = reference.top().and_then(here) else { continue };
            if !places.iter().any(|place| place.span == found.name) {
                places.push(Place { span: found.name, label: "because of this", is_primary });
            }
        }
        places
    }

    fn flags(&self, word: &str, paths: &[&String], with_value: bool, out: &mut String) {
        let mut flags: Vec<String> = Vec::new();
        for path in paths {
            let name = self.top(path);
            let Some(flag) = self.described.flag(name) else { continue };
            let kind = self.described.parameter(name).map(|parameter| &parameter.kind);
            let text = match kind.filter(|_| with_value) {
                Some(kind) => format!("{flag} <{}>", values(kind)),
                None => flag,
            };
            if !flags.contains(&text) {
                flags.push(text);
            }
        }
        line(out, word, &flags.join(", "));
    }

    /// The parameter that a path begins with: names may have dots and brackets in them.
    fn top<'p>(&self, path: &'p str) -> &'p str {
        let fits = |name: &str| {
            path.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
        };
        let names = self.described.operation.parameters.iter().map(|parameter| parameter.name.len());
        let whole =
            self.described.operation.parameters.iter().zip(names).filter(|(parameter, _)| fits(&parameter.name));
        let length = whole.map(|(_, length)| length).max();
        length.and_then(|length| path.get(..length)).unwrap_or(path)
    }
}

/// A line below a finding; none if there is nothing to say.
fn line(out: &mut String, word: &str, text: &str) {
    if !text.is_empty() {
        // Writing to a String never fails.
        let _ = writeln!(out, "  {word:<8} {}", visible(text));
    }
}

/// What a value may be, for people: the words of a short enum, else its type.
pub(crate) fn values(kind: &Kind) -> String {
    const SHORT: usize = 80;
    match kind {
        Kind::Enum { values, .. } => {
            let words: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            let text = words.join("|");
            if text.len() <= SHORT { text } else { "VALUE".to_owned() }
        }
        Kind::Boolean => "true|false".to_owned(),
        Kind::Integer | Kind::Long => "INTEGER".to_owned(),
        Kind::Number => "NUMBER".to_owned(),
        Kind::TimestampMs => "MILLISECONDS".to_owned(),
        Kind::String => "TEXT".to_owned(),
        Kind::List(_) | Kind::Object(_) | Kind::Map(_) | Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => {
            "JSON|@FILE".to_owned()
        }
    }
}
