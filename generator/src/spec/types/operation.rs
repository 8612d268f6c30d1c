//! An operation file as data.

use super::{Effect, ErrorCode, Fact, Flag, Name, Node, OneOrMany, Parameter, Rule, SourceFile};
use serde::Deserialize;

/// An operation file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operation {
    /// The exact name on the wire.
    pub operation: String,
    /// One sentence on what it does.
    pub summary: Option<String>,
    /// What one needs to know.
    pub doc: Option<String>,
    /// The method of HTTP, where it has an address of its own.
    pub method: Option<Method>,
    /// The path of the address, with parameters in braces.
    pub path: Option<String>,
    /// Whether it changes nothing.
    pub readonly: Option<Flag>,
    /// The parameter that makes a repetition harmless.
    pub idempotency_token: Option<String>,
    /// The parameters in order.
    #[serde(skip)]
    pub parameters: Vec<Parameter>,
    /// The facts in order.
    #[serde(skip)]
    pub facts: Vec<Fact>,
    /// The groups in order.
    #[serde(skip)]
    pub groups: Vec<Group>,
    /// What the variants are made by.
    pub variants: Option<Variants>,
    /// The rules in order.
    #[serde(skip)]
    pub rules: Vec<Rule>,
    /// What the operation answers.
    #[serde(skip)]
    pub response: Option<Response>,
    /// What it does to what the service keeps.
    #[serde(skip)]
    pub effect: Option<Effect>,
    /// The errors in order.
    #[serde(skip)]
    pub errors: Vec<ErrorCode>,
    /// The examples in order.
    #[serde(skip)]
    pub examples: Vec<Example>,
    /// Whether a part of the file was left out because of an error.
    #[serde(skip)]
    pub failed: bool,
    /// The names of parameters and (with a dollar sign) facts that were left out: rules may name them.
    #[serde(skip)]
    pub left_out: Vec<String>,
    /// The file.
    #[serde(skip)]
    pub source: SourceFile,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Makes, or does something.
    Post,
    /// Puts in the place of what is there.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
    /// Reads the headers alone.
    Head,
}

impl Method {
    /// As it stands in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }
}

/// A group of parameters in docs and forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Group {
    /// The name.
    #[serde(skip)]
    pub name: Name,
    /// The heading.
    pub title: Option<String>,
    /// The parameters in order.
    pub parameters: Vec<String>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// What the variants of a request are made by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variants {
    /// The parameter whose values are the variants.
    pub by: String,
    /// The name of the enum.
    pub name: Option<String>,
    /// The prefix that the parameters of the variants share.
    pub strip_prefix: Option<String>,
}

/// What an operation answers.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The fields in order; a name may be a path.
    pub fields: Vec<Parameter>,
    /// The condition of success.
    pub success_when: Option<Node>,
    /// The condition of failure.
    pub failure_when: Option<Node>,
    /// The whole map.
    pub node: Node,
}

/// A request with its outcome.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// The name.
    #[serde(skip)]
    pub name: Name,
    /// What it shows.
    pub doc: Option<String>,
    /// The editions for which it is meant; none named means all.
    pub edition: OneOrMany,
    /// The facts that are known.
    #[serde(skip)]
    pub facts: Option<Node>,
    /// The request by wire names.
    #[serde(skip)]
    pub request: Option<Node>,
    /// The ids of the rules that it breaks.
    pub violations: Vec<String>,
    /// The answer of the service.
    pub reply: Option<Reply>,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// The answer of the service in an example.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reply {
    /// The body as JSON.
    pub json: Option<String>,
    /// The body as XML.
    pub xml: Option<String>,
}
