//! The templates: those built in, those of the user, and what is wrong with them.

use std::collections::BTreeMap;
use std::error::Error as _;

use contingent_rules::nearest;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Mark, Span, code};

/// Where a user's template finds the one it changes.
const PREFIX: &str = "contingent/";

/// Each page is a template made of named blocks.
const BUILT_IN: &[(&str, &str)] = &[
    ("index.md.j2", include_str!("templates/index.md.j2")),
    ("operation.md.j2", include_str!("templates/operation.md.j2")),
    ("tables.md.j2", include_str!("templates/tables.md.j2")),
    ("explorer.html.j2", include_str!("templates/explorer.html.j2")),
];

/// The templates of the pages. A user's template replaces the built-in one of its name, and can
/// begin with `{% extends "contingent/operation.md.j2" %}` to replace single blocks of it.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

impl Templates {
    /// The built-in templates.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a template of the user: its name, such as `operation.md.j2`, and its text.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.own.insert(name.into(), text.into());
        self
    }

    /// The names of the built-in templates.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The text of a built-in template, to start from.
    pub fn built_in(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }
}

/// Templates that were read.
pub(super) struct Pages<'t> {
    templates: &'t Templates,
    environment: Environment<'t>,
}

impl<'t> Pages<'t> {
    /// Reads the templates: all that cannot be read is reported at once.
    pub(super) fn new(templates: &'t Templates) -> Result<Self, Diagnostics> {
        let mut pages = Pages { templates, environment: environment() };
        let mut wrong = Diagnostics::new();
        for (name, text) in BUILT_IN {
            // The templates under their own prefix, and plainly where the user has no other.
            for name in [format!("{PREFIX}{name}"), (*name).to_owned()] {
                if templates.own.contains_key(&name) {
                    continue;
                }
                if let Err(error) = pages.environment.add_template_owned(name.clone(), *text) {
                    wrong.push(pages.diagnostic(&name, &error));
                }
            }
        }
        for (name, text) in &templates.own {
            if name.starts_with(PREFIX) {
                let message = format!("a template of yours cannot be called `{name}`");
                let help = format!(
                    "names that begin with `{PREFIX}` are those of the built-in templates; give it another name"
                );
                wrong.push(Diagnostic::of_file(code::TEMPLATE, name, message).help(help));
            } else if let Err(error) = pages.environment.add_template(name, text) {
                wrong.push(pages.diagnostic(name, &error));
            } else if let Some(unused) = unused(templates, name) {
                wrong.push(unused);
            }
        }
        if wrong.is_empty() { Ok(pages) } else { Err(wrong) }
    }

    /// One page.
    pub(super) fn page<V: Serialize>(&self, name: &str, view: &V) -> Result<String, Box<Diagnostic>> {
        let rendered = self.environment.get_template(name).and_then(|page| page.render(Serde(view)));
        rendered.map_err(|error| Box::new(self.diagnostic(name, &error)))
    }

    /// The error at the innermost place that it names.
    fn diagnostic(&self, name: &str, error: &Error) -> Diagnostic {
        let mut inner = error;
        let mut next = error.source();
        while let Some(source) = next {
            if let Some(source) = source.downcast_ref::<Error>() {
                inner = source;
            }
            next = source.source();
        }
        let placed = [inner, error].into_iter().find(|error| error.line().is_some()).unwrap_or(inner);
        let file = placed.name().unwrap_or(name);
        let message = match inner.detail() {
            Some(detail) => format!("the template cannot be rendered: {}: {detail}", inner.kind()),
            None => format!("the template cannot be rendered: {}", inner.kind()),
        };
        let own = self.templates.own.get(file).map(String::as_str);
        let built_in = || Templates::built_in(file.strip_prefix(PREFIX).unwrap_or(file));
        let diagnostic = match (placed.line(), own.or_else(built_in)) {
            (Some(line), Some(text)) => Diagnostic::new(code::TEMPLATE, file, line_span(text, line), message),
            (Some(_) | None, Some(_) | None) => Diagnostic::of_file(code::TEMPLATE, file, message),
        };
        match help(inner.kind()) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

fn environment<'t>() -> Environment<'t> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Markdown is escaped where the views are made, because only there it is known what a text becomes.
    environment.set_auto_escape_callback(|name| match name.ends_with(".html.j2") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    // Tags stand on lines of their own and leave nothing behind.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    if let Ok(syntax) = syntax {
        environment.set_syntax(syntax);
    }
    // Views hold finished strings: whatever else is printed is a mistake in the template.
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::String | ValueKind::Number => minijinja::escape_formatter(out, state, value),
        kind => Err(Error::new(ErrorKind::InvalidOperation, format!("a value of the kind `{kind}` is no text"))),
    });
    environment
}

/// A template that nothing can reach has a mistyped name.
fn unused(templates: &Templates, name: &str) -> Option<Diagnostic> {
    let mentioned = templates.own.iter().any(|(other, text)| other != name && text.contains(name));
    if mentioned || Templates::built_in(name).is_some() {
        return None;
    }
    let diagnostic = Diagnostic::of_file(code::TEMPLATE, name, format!("no page is made with the template `{name}`"));
    Some(match nearest(name, Templates::names()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("the pages are {}", Templates::names().collect::<Vec<_>>().join(", "))),
    })
}

fn line_span(text: &str, line: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span {
        start: Mark { offset: start, line, column: 1 },
        end: Mark { offset: start + length.len(), line, column: length.chars().count() + 1 },
    }
}

fn help(kind: ErrorKind) -> Option<String> {
    match kind {
        ErrorKind::UndefinedError => {
            Some("the names a template can use are in the built-in one of the same name".into())
        }
        ErrorKind::TemplateNotFound => {
            let names: Vec<String> = Templates::names().map(|name| format!("`{PREFIX}{name}`")).collect();
            Some(format!("the built-in templates are {}", names.join(", ")))
        }
        // ErrorKind is not ours and may grow.
        _ => None,
    }
}
