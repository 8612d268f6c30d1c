//! What a code, a form of rule or a check means: the one text that `contingent explain` prints and the docs show.
//!
//! It holds the texts and their examples, and judges each example when it is asked, so that no text can be older than the
//! program. It may depend on everything that checks a spec, and must never read a file.

mod example;
mod topics;

pub use example::{Block, Example, Kind, Side};
pub use topics::{CHECKS, FORMS, Topic};

use crate::diagnostic::{Class, Code, code};

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How it is asked for: `C0112`, `require`, `required`.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Several sentences.
    pub explanation: &'static str,
    /// What is wrong, what is said about it, and what is right.
    pub example: Example,
    /// Which commands it stops; only codes stop any.
    pub stops: Option<&'static str>,
}

impl Entry {
    /// The text as a terminal shows it, which is Markdown, too: examples are set off by four blanks.
    pub fn text(&self) -> String {
        let mut text = self.explanation.to_owned();
        text.push_str("\n\n");
        text.push_str(&self.example.text());
        if let Some(stops) = self.stops {
            text.push_str(&format!("\n{stops}.\n"));
        }
        text
    }
}

/// The text of a diagnostic code.
pub fn of_code(code: Code) -> Entry {
    Entry {
        name: code.number(),
        title: code.title(),
        explanation: code.explanation(),
        example: Example::read(code.example()),
        stops: Some(stops(code)),
    }
}

/// The text of a form of rule, or of a built-in check.
pub fn of_topic(topic: &Topic) -> Entry {
    let &Topic { name, title, explanation, example } = topic;
    Entry { name, title, explanation, example: Example::read(example), stops: None }
}

/// What somebody asks for: a code in any case, a form, or the id of a violation such as `Region.required`.
pub fn find(asked: &str) -> Option<Entry> {
    if let Some(code) = code::find(asked) {
        return Some(of_code(code));
    }
    let last = asked.rsplit('.').next().unwrap_or(asked);
    let form = FORMS.iter().find(|it| it.name == asked);
    form.or_else(|| CHECKS.iter().find(|it| it.name == last)).map(of_topic)
}

/// Everything that can be asked for.
pub fn names() -> impl Iterator<Item = &'static str> {
    code::all().map(Code::number).chain(FORMS.iter().chain(CHECKS).map(|it| it.name))
}

/// Which commands a code stops, as a sentence without its stop.
pub fn stops(code: Code) -> &'static str {
    match code.class() {
        Class::Error => "Stops every command",
        Class::CheckError => "Stops `check` and `generate`, is a warning of the other commands",
        Class::GenerateError => "Stops `generate`, is a warning of the other commands",
        Class::Finding => "Stops `check`, is a warning of the other commands",
        Class::Warning => "A warning: stops no command",
    }
}

#[cfg(test)]
mod tests;
