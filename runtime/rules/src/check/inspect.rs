//! The built-in checks: everything that is wrong with values themselves, at every depth.

use crate::check::def::{Def, DefKind, Literal, Presence};
use crate::check::read::{Content, Fault, is_absent, read};
use crate::{Finding, Value, Verdict, nearest};

/// Where findings go.
pub(crate) struct Report<'v> {
    /// `None` if it only matters whether there is anything to say.
    verdict: Option<&'v mut Verdict>,
    /// Whether there was anything to say.
    pub(crate) found: bool,
    empty_is_absent: bool,
}

/// The way to a value, for ids (`Restore[].Name`) and for people (`Restore[0].Name`).
pub(crate) enum Trail<'a> {
    Name(&'a str, Option<&'a Trail<'a>>),
    Fact(&'a str),
    Index(usize, &'a Trail<'a>),
    /// The value of a map: its key is the caller's, so the id does not carry it.
    Key(&'a str, &'a Trail<'a>),
}

impl Trail<'_> {
    fn id(&self) -> String {
        match self {
            Trail::Name(name, None) => (*name).to_owned(),
            Trail::Name(name, Some(parent)) => format!("{}.{name}", parent.id()),
            Trail::Fact(name) => format!("${name}"),
            Trail::Index(_, parent) | Trail::Key(_, parent) => format!("{}[]", parent.id()),
        }
    }

    fn shown(&self) -> String {
        match self {
            Trail::Name(name, None) => (*name).to_owned(),
            Trail::Name(name, Some(parent)) => format!("{}.{name}", parent.shown()),
            Trail::Fact(name) => format!("${name}"),
            Trail::Index(index, parent) => format!("{}[{index}]", parent.shown()),
            Trail::Key(key, parent) => format!("{}[{key}]", parent.shown()),
        }
    }
}

/// How a list of names reads before it is cut.
const MANY: usize = 12;

impl<'v> Report<'v> {
    pub(crate) fn new(verdict: &'v mut Verdict, empty_is_absent: bool) -> Self {
        Report { verdict: Some(verdict), found: false, empty_is_absent }
    }

    /// One that says nothing, and so costs next to nothing.
    pub(crate) fn silent(empty_is_absent: bool) -> Self {
        Report { verdict: None, found: false, empty_is_absent }
    }

    /// What to tell, if anybody wants to know.
    fn verdict(&mut self) -> Option<&mut Verdict> {
        self.found = true;
        self.verdict.as_deref_mut()
    }

    /// A parameter or field that is not given. `lenient`: something around it belongs to only
    /// some editions, so nothing about it is more than a warning.
    pub(crate) fn absent(&mut self, def: &Def, trail: &Trail<'_>, lenient: bool) {
        if def.required && def.constant.is_none() && def.exists() {
            self.fault(Fault::Required, def, None, trail, lenient);
        }
    }

    /// A value that is given, and everything inside it.
    pub(crate) fn value<'a>(
        &mut self,
        def: &'a Def,
        value: &'a Value,
        trail: &Trail<'_>,
        lenient: bool,
    ) -> Content<'a> {
        let partly = matches!(def.presence, Presence::Partly(_));
        if partly {
            self.fault(Fault::Edition, def, None, trail, true);
        }
        let lenient = lenient || partly;
        let content = read(def, value, self.empty_is_absent, &mut |fault| {
            self.fault(fault, def, Some(value), trail, lenient);
        });
        if let Content::Container(inner) = &content {
            self.inside(def, inner, trail, lenient);
        }
        content
    }

    fn inside(&mut self, def: &Def, value: &Value, trail: &Trail<'_>, lenient: bool) {
        match (value, def.item()) {
            (Value::List(items), Some(item)) => {
                for (index, value) in items.iter().enumerate() {
                    if !is_absent(value, self.empty_is_absent) {
                        self.value(item, value, &Trail::Index(index, trail), lenient);
                    }
                }
            }
            (Value::Object(entries), Some(item)) => {
                for (key, value) in entries {
                    if !is_absent(value, self.empty_is_absent) {
                        self.value(item, value, &Trail::Key(key, trail), lenient);
                    }
                }
            }
            (Value::Object(entries), None) if !def.fields().is_empty() => {
                for field in def.fields().iter().filter(|field| field.exists()) {
                    let trail = Trail::Name(&field.name, Some(trail));
                    match value.get(&field.name).filter(|value| !is_absent(value, self.empty_is_absent)) {
                        Some(value) => {
                            self.value(field, value, &trail, lenient);
                        }
                        None => self.absent(field, &trail, lenient),
                    }
                }
                let known = || def.fields().iter().filter(|field| field.exists()).map(|field| field.name.as_str());
                for (name, value) in entries {
                    if !is_absent(value, self.empty_is_absent) && !known().any(|known| known == name) {
                        self.unknown(name, known(), &Trail::Name(name, Some(trail)));
                    }
                }
            }
            (Value::List(_) | Value::Object(_), None) => {}
            (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_), _) => {}
        }
    }

    /// A name that the operation does not have.
    pub(crate) fn unknown<'n>(&mut self, name: &str, known: impl Iterator<Item = &'n str>, trail: &Trail<'_>) {
        let Some(verdict) = self.verdict() else { return };
        // Comparing each of thousands of unknown names with all known ones would take long.
        let near = if verdict.warnings.len() < 100 { nearest(name, known) } else { None };
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        verdict.warnings.push(Finding {
            rule: "unknown-parameter".into(),
            parameters: vec![trail.shown()],
            message: format!("the operation has no parameter `{}`{hint}", trail.shown().escape_debug()),
            ..Finding::default()
        });
    }

    /// A fact that the operation does not have.
    pub(crate) fn unknown_fact(&mut self, name: &str, near: Option<&str>) {
        let Some(verdict) = self.verdict() else { return };
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `${near}`?"));
        verdict.warnings.push(Finding {
            rule: "unknown-fact".into(),
            parameters: vec![format!("${name}")],
            message: format!("the operation has no fact `${}`{hint}", name.escape_debug()),
            ..Finding::default()
        });
    }

    /// The value of a fact; whatever is wrong with it is a warning.
    pub(crate) fn fact<'a>(&mut self, def: &'a Def, value: &'a Value) -> Content<'a> {
        let trail = Trail::Fact(&def.name);
        let content = read(def, value, false, &mut |fault| self.fault(fault, def, Some(value), &trail, true));
        match (&def.kind, value) {
            // A value outside the list is known all the same: it equals none of the listed ones.
            (DefKind::Enum { .. }, Value::Text(text)) if matches!(content, Content::Unknown) => Content::Unlisted(text),
            (_, _) => content,
        }
    }

    fn fault(&mut self, fault: Fault, def: &Def, value: Option<&Value>, trail: &Trail<'_>, lenient: bool) {
        let Some(verdict) = self.verdict() else { return };
        let shown = trail.shown();
        let editions = match &def.presence {
            Presence::Partly(names) => Some(names.as_slice()),
            Presence::Here | Presence::Missing => None,
        };
        let finding = Finding {
            rule: format!("{}.{}", trail.id(), fault.id()),
            parameters: vec![shown.clone()],
            message: message(fault, def, value, &shown, editions),
            source: def.source.clone(),
            ..Finding::default()
        };
        if lenient || editions.is_some() || fault.only_warns() {
            verdict.warnings.push(finding);
        } else {
            verdict.violations.push(finding);
        }
    }
}

fn message(fault: Fault, def: &Def, value: Option<&Value>, shown: &str, editions: Option<&[String]>) -> String {
    let shown = shown.escape_debug();
    let only = editions.map_or_else(String::new, |names| format!(" (in edition {} only)", names.join(", ")));
    match fault {
        Fault::Required => format!("{shown} is required{only}: give it"),
        Fault::Type => {
            let quote = match (&def.kind, value) {
                (DefKind::Text | DefKind::Enum { .. }, Some(Value::Number(_) | Value::Bool(_))) => {
                    ": put the value in quotes"
                }
                _ => "",
            };
            format!("{shown} must be {}{}{quote}{only}", wanted(def), value.map_or("", found))
        }
        Fault::Value | Fault::OpenValue => {
            let listed = listed(def);
            // Of two numbers none is a slip of the pen, and a number means the same as its text.
            let near = match (&def.kind, value, def.secret) {
                (DefKind::Text | DefKind::Enum { .. }, Some(Value::Text(text)), false) => {
                    nearest(text, listed.iter().map(String::as_str))
                }
                (_, _, _) => None,
            };
            let hint = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
            let verb = if fault == Fault::OpenValue { "is usually" } else { "must be" };
            format!("{shown} {verb} {}{hint}{only}", one_of(&listed))
        }
        Fault::Const => {
            let constant = def.constant.as_ref().and_then(Value::as_str).unwrap_or_default();
            format!("{shown} is always {constant}: leave it out or set it to that{only}")
        }
        Fault::Range => format!("{shown} must be {}{only}", between(def.min.as_ref(), def.max.as_ref(), "")),
        Fault::Length => {
            let unit = match def.kind {
                DefKind::List(_) => " items",
                DefKind::Map(_) | DefKind::Object(_) => " entries",
                _ => " characters",
            };
            format!("{shown} must have {}{only}", between(def.min_length.as_ref(), def.max_length.as_ref(), unit))
        }
        Fault::Pattern => format!("{shown} must match the documented pattern as a whole{only}"),
        Fault::ValueEdition => {
            let names = match (&def.kind, value) {
                (DefKind::Enum { values, .. }, Some(Value::Text(text))) => {
                    values.iter().find(|value| value.text == *text).map(|value| &value.presence)
                }
                _ => None,
            };
            let names = match names {
                Some(Presence::Partly(names)) => names.join(", "),
                Some(Presence::Here | Presence::Missing) | None => String::new(),
            };
            format!("the value of {shown} exists in edition {names} only")
        }
        Fault::Edition => format!("{shown} exists in edition {} only", editions.unwrap_or_default().join(", ")),
    }
}

fn wanted(def: &Def) -> &'static str {
    match &def.kind {
        DefKind::Text => "a string",
        DefKind::Enum { .. } => "the text of a value",
        DefKind::Integer => "an integer of 32 bits",
        DefKind::Long => "an integer of 64 bits",
        DefKind::Number => "a decimal number",
        DefKind::Boolean => "true or false",
        DefKind::List(_) if def.json_text => "a list, or its JSON text",
        DefKind::List(_) => "a list",
        DefKind::Object(_) if def.json_text => "an object, or its JSON text",
        DefKind::Object(_) | DefKind::Map(_) => "an object",
        DefKind::Anything => "JSON, or its text",
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => ", not null",
        Value::Bool(_) => ", not a boolean",
        Value::Number(_) => ", not this number",
        Value::Text(_) => ", not this text",
        Value::List(_) => ", not a list",
        Value::Object(_) => ", not an object",
    }
}

fn listed(def: &Def) -> Vec<String> {
    match &def.kind {
        DefKind::Enum { values, .. } => {
            let existing = values.iter().filter(|value| value.presence != Presence::Missing);
            existing.map(|value| value.text.clone()).collect()
        }
        _ => def
            .one_of
            .iter()
            .map(|literal| match literal {
                Literal::Text(text) => text.clone(),
                Literal::Number(number) => number.to_string(),
            })
            .collect(),
    }
}

fn one_of(values: &[String]) -> String {
    match values {
        [only] => only.clone(),
        [] => "a listed value".to_owned(),
        values if values.len() > MANY => {
            format!("one of {} and {} more", values[..MANY].join(", "), values.len() - MANY)
        }
        values => format!("one of {}", values.join(", ")),
    }
}

fn between<T: std::fmt::Display>(least: Option<&T>, most: Option<&T>, unit: &str) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
        (Some(least), None) => format!("at least {least}{unit}"),
        (None, Some(most)) => format!("at most {most}{unit}"),
        (None, None) => String::new(),
    }
}
