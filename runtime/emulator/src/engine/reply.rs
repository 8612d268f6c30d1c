//! Replies: every field that the edition has, from wherever its value comes.

use std::sync::Arc;

use contingent_rules::Value;
use contingent_rules::service::{Assignment, ReplyField, ReplyKind};

use super::coerce::{coerce, wrapped};
use super::effect::Done;
use super::kinds::Kind;
use super::run::{Run, Scene};
use super::select::Cut;
use crate::store::{Item, State};

/// What a reply is made from.
struct Source<'s, 'r> {
    run: &'s Run<'r>,
    state: &'s State,
    done: &'s Done<'r>,
}

/// The reply: of each field the operation's own value, else the effect's, else the service's. What has none is left out.
pub(super) fn write(run: &Run<'_>, state: &State, scene: &Scene, done: &Done<'_>) -> Value {
    let source = Source { run, state, done };
    let exists = |kind: &[String]| run.exists(kind);
    let field = |field: &ReplyField| {
        let assigned = |all: &[Assignment]| {
            let assignment = all.iter().find(|assignment| assignment.field == field.name)?;
            Some(coerce(run.value(assignment, state, scene, None)?, &field.kind, &exists))
        };
        assigned(&run.served.reply)
            .or_else(|| source.result(field))
            .or_else(|| assigned(&run.engine.service.reply))
            .filter(|value| *value != Value::Null)
    };
    source.entries(&run.served.response, &field)
}

impl Source<'_, '_> {
    /// What the effect has for a field. An object that is no field itself is made of those in it.
    fn result(&self, field: &ReplyField) -> Option<Value> {
        let found = match self.done {
            Done::Nothing => return None,
            Done::One(kind, item) => return self.of_item(self.run.engine.kinds.get(*kind)?, item, field),
            Done::Many(kind, into, items, cut) => match &field.kind {
                ReplyKind::List(wrapper, inner) if field.name == *into => {
                    Some(self.list(self.run.engine.kinds.get(*kind)?, items, wrapper.as_deref(), inner))
                }
                kind => {
                    let number = cut.as_ref().and_then(|cut| number_of(cut, &field.name));
                    number.map(|number| coerce(Value::from(number), kind, &|editions| self.run.exists(editions)))
                }
            },
        };
        found.or_else(|| self.object(field, &|inner| self.result(inner)))
    }

    fn list(&self, kind: &Kind, items: &[Arc<Item>], wrapper: Option<&str>, inner: &ReplyKind) -> Value {
        let item = |item: &Arc<Item>| match inner {
            ReplyKind::Object(fields) => self.entries(fields, &|field| self.of_item(kind, item, field)),
            inner => {
                let named = wrapper.and_then(|name| self.seen(kind, item, name, inner));
                named.or_else(|| self.seen(kind, item, &kind.id, inner)).unwrap_or(Value::Null)
            }
        };
        wrapped(items.iter().map(item).collect(), wrapper)
    }

    /// What a thing has for a field.
    fn of_item(&self, kind: &Kind, item: &Item, field: &ReplyField) -> Option<Value> {
        self.seen(kind, item, &field.name, &field.kind)
            .or_else(|| self.object(field, &|inner| self.of_item(kind, item, inner)))
    }

    fn seen(&self, kind: &Kind, item: &Item, name: &str, wanted: &ReplyKind) -> Option<Value> {
        let seen = kind.see(item, kind.open_place(name)?, self.run.moment(self.state))?;
        Some(coerce(seen.to_value(), wanted, &|editions| self.run.exists(editions)))
    }

    /// An object of what its fields are, if any of them is anything.
    fn object(&self, field: &ReplyField, of: &dyn Fn(&ReplyField) -> Option<Value>) -> Option<Value> {
        let ReplyKind::Object(fields) = &field.kind else { return None };
        Some(self.entries(fields, of)).filter(|object| *object != Value::Object(Vec::new()))
    }

    /// An object of the fields that exist in the edition and have a value; of two with one name, the first.
    fn entries(&self, fields: &[ReplyField], of: &dyn Fn(&ReplyField) -> Option<Value>) -> Value {
        let mut entries: Vec<(String, Value)> = Vec::new();
        for field in fields.iter().filter(|field| self.run.exists(&field.editions)) {
            if !entries.iter().any(|(name, _)| *name == field.name)
                && let Some(value) = of(field)
            {
                entries.push((field.name.clone(), value));
            }
        }
        Value::Object(entries)
    }
}

/// What a field says of how a list was cut.
fn number_of(cut: &Cut<'_>, name: &str) -> Option<i64> {
    if cut.page.total.as_deref() == Some(name) {
        Some(cut.total)
    } else if cut.page.pages.as_deref() == Some(name) {
        Some(cut.pages())
    } else if cut.page.number == name {
        Some(cut.number)
    } else {
        (cut.page.size == name).then_some(cut.size)
    }
}
