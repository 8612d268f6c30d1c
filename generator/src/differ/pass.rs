//! One comparison: which editions it looks at, where it is, and what it has found.

use super::{Category, Change};
use crate::model::Parameter;

/// What of an operation is looked at.
pub(super) struct View<'a> {
    /// The chosen edition; with none, what all editions share.
    pub(super) edition: Option<&'a str>,
    /// The editions that the service declares.
    pub(super) declared: &'a [String],
}

impl View<'_> {
    /// Whether what belongs to these editions is looked at.
    pub(super) fn has(&self, editions: &[String]) -> bool {
        let all = !self.declared.is_empty() && self.declared.iter().all(|name| editions.contains(name));
        let chosen = self.edition.is_some_and(|chosen| editions.iter().any(|name| name == chosen));
        editions.is_empty() || all || chosen
    }
}

/// One comparison of two operations.
pub(super) struct Pass<'a> {
    pub(super) old: View<'a>,
    pub(super) new: View<'a>,
    /// Whether the parameters at hand are fields of a reply.
    pub(super) reply: bool,
    /// Whether the Rust API and the words count, or the wire alone.
    pub(super) whole: bool,
    pub(super) found: Vec<Change>,
}

/// Where a comparison of parameters is.
#[derive(Clone)]
pub(super) struct At {
    /// `List[].Field`; empty for the request and the reply.
    pub(super) path: String,
    /// Whether nothing of it may be shown.
    pub(super) secret: bool,
    /// Whether both sides have it in the editions that are looked at.
    pub(super) wire: bool,
}

impl At {
    /// The request, or the reply.
    pub(super) fn top() -> Self {
        At { path: String::new(), secret: false, wire: true }
    }

    /// A field in here.
    pub(super) fn field(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        At { path, ..self.clone() }
    }

    /// The items in here.
    pub(super) fn items(&self) -> Self {
        At { path: format!("{}[]", self.path), ..self.clone() }
    }

    /// The same place, where a parameter stands.
    pub(super) fn of(&self, old: &Parameter, new: &Parameter) -> Self {
        At { secret: self.secret || old.def.secret || new.def.secret, ..self.clone() }
    }
}

impl Pass<'_> {
    /// A change of anything.
    pub(super) fn say(&mut self, category: Category, what: impl Into<String>) {
        self.found.push(Change { category, what: what.into() });
    }

    /// A change of a parameter or field.
    pub(super) fn about(&mut self, category: Category, at: &At, what: &str) {
        let subject = if self.reply { format!("reply field {}", at.path) } else { at.path.clone() };
        self.say(category, format!("{subject}: {what}"));
    }

    /// Something that is checked of a request refuses more; nothing is refused in a reply.
    pub(super) fn narrower(&mut self, at: &At, what: &str) {
        self.limit(Category::Breaking, at, what);
    }

    /// Something that is checked of a request refuses less.
    pub(super) fn wider(&mut self, at: &At, what: &str) {
        self.limit(Category::Compatible, at, what);
    }

    fn limit(&mut self, category: Category, at: &At, what: &str) {
        if at.wire {
            self.about(if self.reply { Category::Docs } else { category }, at, what);
        }
    }

    /// Another API.
    pub(super) fn rust(&mut self, at: &At, what: &str) {
        if self.whole {
            self.about(Category::RustBreaking, at, what);
        }
    }

    /// Other words. Of what an edition has that was not chosen nothing is told.
    pub(super) fn docs(&mut self, at: &At, what: &str) {
        if self.whole && (at.wire || !self.is_chosen()) {
            self.about(Category::Docs, at, what);
        }
    }

    /// Whether either side looks at one edition.
    pub(super) fn is_chosen(&self) -> bool {
        self.old.edition.is_some() || self.new.edition.is_some()
    }
}
