//! What a service keeps, and what an operation does to it, as data.

use super::{Count, Flag, Name, Node, OneOrMany};
use serde::Deserialize;

/// A kind of thing that the service keeps.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Resource {
    /// The kind.
    #[serde(skip)]
    pub name: Name,
    /// What it is.
    pub doc: Option<String>,
    /// The field with the id.
    pub id: String,
    /// What ids look like.
    pub id_pattern: String,
    /// The other fields.
    pub fields: Vec<String>,
    /// Values of fields that no request gives.
    #[serde(skip)]
    pub initial: Vec<(Name, Name)>,
    /// The field with the state.
    pub state: Option<String>,
    /// The states in order.
    #[serde(skip)]
    pub states: Vec<State>,
    /// The error code when there is none.
    pub not_found: Option<String>,
    /// The error code when it is in a state that is not accepted.
    pub wrong_state: Option<String>,
    /// What callers wait for.
    #[serde(skip)]
    pub waiters: Vec<Waiter>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// A state.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct State {
    /// The value.
    #[serde(skip)]
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// Seconds after which it ends by itself.
    pub after: Option<Count>,
    /// The state that follows.
    pub then: Option<String>,
    /// Whether nothing in it can be seen yet.
    pub hidden: Option<Flag>,
    /// Fields that get a value when it begins.
    #[serde(skip)]
    pub set: Vec<(Name, Name)>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// A wait for a state.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Waiter {
    /// The name.
    #[serde(skip)]
    pub name: Name,
    /// What one waits for.
    pub doc: Option<String>,
    /// The states that end the wait.
    pub until: OneOrMany,
    /// The states from which the others are out of reach.
    pub fail: OneOrMany,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// What an operation does to what the service keeps; the next stage reads its verb.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// The parameters that select from a list.
    pub filters: Vec<Filter>,
    /// How a list is cut into pages.
    pub page: Option<Page>,
    /// What must exist.
    pub needs: Vec<Need>,
    /// Fields that do not come from a parameter of their name.
    pub set: Vec<(Name, Name)>,
    /// What becomes of other things.
    pub also: Vec<Consequence>,
    /// Fields of the reply that do not follow from the rest.
    pub reply: Vec<(Name, Name)>,
    /// The whole map.
    pub node: Node,
}

/// What becomes of other things through an operation; the next stage reads its verb and its conditions.
#[derive(Debug, Clone, Default)]
pub struct Consequence {
    /// How many are made.
    pub repeat: Option<Repeat>,
    /// Values by which things that exist are meant.
    pub matches: Vec<(Name, Name)>,
    /// Fields that get a value.
    pub set: Vec<(Name, Name)>,
    /// The whole map.
    pub node: Node,
}

/// A row of new things.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Repeat {
    /// How many.
    pub times: Count,
    /// The seconds by which one begins later than the one before it.
    pub every: Count,
}

/// A parameter that selects from a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// The parameter.
    #[serde(skip)]
    pub name: Name,
    /// The field.
    pub field: Option<String>,
    /// How they are compared.
    pub test: Option<contingent_rules::service::FilterTest>,
    /// What stands between several values.
    pub separator: Option<String>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// How a list is cut into numbered pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Page {
    /// The parameter with the number.
    pub number: String,
    /// The parameter with the size.
    pub size: String,
    /// The number of the first page.
    pub first: Option<Count>,
    /// The size without the parameter.
    pub default_size: Count,
    /// The reply's field with the number of all items.
    pub total: Option<String>,
    /// The reply's field with the number of all pages.
    pub pages: Option<String>,
}

/// Something that must exist.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Need {
    /// The kind.
    #[serde(skip)]
    pub name: Name,
    /// The parameter with the id.
    pub by: Option<String>,
    /// The states it may be in.
    #[serde(rename = "in")]
    pub states: OneOrMany,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}
