//! A service as something that can be executed, as plain data: what it keeps, and what its operations do to that.
//!
//! The generator makes it from a spec, as JSON; whoever plays the service, or waits for it, reads it.

mod value;

pub use value::{Addend, Assignment, Piece};

use serde::{Deserialize, Serialize};

use crate::lines::to_lines;
use crate::{Kind, Operation};

/// A service: what it keeps and what it answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The name on the wire.
    pub name: String,
    /// The version on the wire.
    pub version: String,
    /// The editions of its documentation, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
    /// What it keeps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// What every reply that is no error says beside its result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reply: Vec<Assignment>,
    /// Errors that every operation can answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ServiceError>,
    /// The operations.
    pub operations: Vec<Served>,
}

/// An operation and what it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// What decides whether a request is valid; it has the name of the operation.
    pub request: Operation,
    /// Whether it changes nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub readonly: bool,
    /// The parameter that makes a repetition harmless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
    /// Where the values of facts are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Origin>,
    /// What must exist, in the order in which it is looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What it does; without one it answers and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// What else becomes of things, in this order, after the effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Consequence>,
    /// Fields of the reply that do not follow from the effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reply: Vec<Assignment>,
    /// The fields of the reply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<ReplyField>,
    /// Errors of this operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ServiceError>,
}

/// A kind of thing that the service keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The kind: `BackupPlan`.
    pub name: String,
    /// The field with the id, by which one of the kind is named.
    pub id: String,
    /// A [`Pattern`](crate::Pattern) that new ids match.
    pub id_pattern: String,
    /// The other fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Stored>,
    /// The field with the state; without one there are no states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The states; a new one has the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<State>,
    /// What is there from the beginning: the fields of each, with their values as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presets: Vec<Vec<(String, String)>>,
    /// The code of the error when there is none with an id.
    pub not_found: String,
    /// The code of the error when one is not in a state that an operation asks for.
    pub wrong_state: String,
}

/// A field that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// The name; a parameter and a field of a reply with the same name are read into it and written from it.
    pub name: String,
    /// The value it has when nothing was said, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whether the value must never be shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// A state, and how it ends by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The value of the state's field.
    pub name: String,
    /// Seconds after which it ends, if it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The state that follows then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// Whether nothing in it can be seen yet: it is not found and not listed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Fields that it sets when it begins; the values name nothing but the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Assignment>,
}

/// Where the value of a fact is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The fact, without `$`.
    pub fact: String,
    /// The kind of thing.
    pub resource: String,
    /// The parameter that names one.
    pub by: String,
    /// The field with the value.
    pub field: String,
}

/// Something that must exist before an operation does anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The kind.
    pub resource: String,
    /// The parameter that names one; when it is absent nothing is needed.
    pub by: String,
    /// The states it may be in; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
}

/// What an operation does to what is kept.
///
/// Create and change take over every given parameter that has the name of a field; `set` comes after that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Makes a new one and answers with its fields.
    Create {
        /// The kind.
        resource: String,
        /// Fields that do not come from a parameter of the same name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        set: Vec<Assignment>,
        /// The state it begins in, if that is not the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Answers with the fields of one.
    Read {
        /// The kind.
        resource: String,
        /// The parameter that names one.
        by: String,
    },
    /// Answers with all that pass the filters, in the order in which they were made.
    List {
        /// The kind.
        resource: String,
        /// The field of the reply that holds the list.
        into: String,
        /// What parameters select.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        filters: Vec<Filter>,
        /// How the list is cut into pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<Page>,
    },
    /// Changes one and answers with its fields.
    Change {
        /// The kind.
        resource: String,
        /// The parameter that names one.
        by: String,
        /// Fields that do not come from a parameter of the same name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        set: Vec<Assignment>,
        /// The states it may be in; empty means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        from: Vec<String>,
        /// The state it moves to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Removes one and answers with the fields it had.
    Delete {
        /// The kind.
        resource: String,
        /// The parameter that names one.
        by: String,
        /// The states it may be in; empty means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        from: Vec<String>,
    },
}

/// What becomes of other things through an operation. It takes no parameter over by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// What it does.
    #[serde(rename = "do")]
    pub verb: Verb,
    /// The kind.
    pub resource: String,
    /// How many are made, if not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// It happens if all of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// What exists is meant if its fields have these values; hidden things are too.
    #[serde(default, rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Assignment>,
    /// What exists is meant if it is in one of these states; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Fields that get a value; of something new also the id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Assignment>,
    /// The state afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A row of new things, each of which begins later than the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// How many are made: at most [`Repeat::MOST`].
    pub times: u64,
    /// By how many seconds the state of one begins later than that of the one before it.
    pub every: u64,
}

impl Repeat {
    /// So many things one consequence makes at most.
    pub const MOST: u64 = 1000;
}

/// What a [`Consequence`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Makes a new thing.
    Create,
    /// Changes all that are meant.
    Change,
    /// Removes all that are meant.
    Delete,
}

/// A value that is one of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The value; if it is absent the condition does not hold.
    pub value: Piece,
    /// The texts it may have.
    pub is: Vec<String>,
}

/// A parameter that selects from a list when it is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The parameter.
    pub parameter: String,
    /// The field it is compared with.
    pub field: String,
    /// How.
    #[serde(default, skip_serializing_if = "FilterTest::is_equal")]
    pub test: FilterTest,
    /// What stands between several values in the parameter, each of which selects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
}

/// How a field is compared with a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterTest {
    /// The field has the value.
    #[default]
    Eq,
    /// The field is a number, and the value or greater.
    Ge,
    /// The field is a number, and the value or less.
    Le,
    /// The field has the value in it.
    Contains,
}

impl FilterTest {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's `skip_serializing_if` passes a reference")]
    fn is_equal(&self) -> bool {
        matches!(self, Self::Eq)
    }
}

/// How a list is cut into pages by number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The parameter with the number of the page.
    pub number: String,
    /// The parameter with the number of items on a page.
    pub size: String,
    /// The number of the first page, which is also what is taken without the parameter.
    pub first: u64,
    /// The items on a page without the parameter.
    pub default_size: u64,
    /// The field of the reply with the number of all items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The field of the reply with the number of all pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
}

/// A field of a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyField {
    /// The name.
    pub name: String,
    /// What it holds.
    pub kind: ReplyKind,
    /// Whether every reply has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The editions that have it; empty means all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
}

/// What a field of a reply holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// A scalar, or JSON in a text.
    Scalar(Kind),
    /// A list; with a name its items are wrapped once more: `Regions.RegionCode[]`.
    List(Option<String>, Box<ReplyKind>),
    /// An object with these fields.
    Object(Vec<ReplyField>),
    /// An object with any names.
    Map(Box<ReplyKind>),
    /// Anything.
    Any,
}

/// An error that the service can answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceError {
    /// The code.
    pub code: String,
    /// The HTTP status, where a document gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The message, where a document gives one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

impl Service {
    /// Reads what [`Service::to_json`] wrote.
    ///
    /// # Errors
    /// The text is no such JSON.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The service as JSON in the order of the spec, a line for each parameter, rule and field.
    pub fn to_json(&self) -> String {
        const DOWN_TO_A_PARAMETER: usize = 5;
        to_lines(self, DOWN_TO_A_PARAMETER)
    }

    /// The operation with a name.
    pub fn operation(&self, name: &str) -> Option<&Served> {
        self.operations.iter().find(|operation| operation.request.name == name)
    }

    /// The kind of thing with a name.
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }
}
