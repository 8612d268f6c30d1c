//! `service.yaml` as data.

use super::{Count, Flag, Name, Node, OneOrMany, Resource, SourceFile};
use serde::Deserialize;

/// `service.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// The short name.
    pub service: String,
    /// The version of the interface.
    pub version: Option<String>,
    /// The full name.
    pub title: Option<String>,
    /// How requests are put on the wire.
    pub style: Option<Style>,
    /// What the service is for.
    pub doc: Option<String>,
    /// Whether an empty string counts as absent.
    pub empty_is_absent: Option<Flag>,
    /// Links: title and address.
    #[serde(skip)]
    pub docs: Vec<(Name, Name)>,
    /// The editions in order.
    #[serde(skip)]
    pub editions: Vec<Edition>,
    /// The hosts.
    #[serde(skip)]
    pub endpoints: Endpoints,
    /// Errors that every operation may answer.
    #[serde(skip)]
    pub common_errors: Vec<ErrorCode>,
    /// What the service keeps.
    #[serde(skip)]
    pub resources: Vec<Resource>,
    /// What every reply that is no error says.
    #[serde(skip)]
    pub reply: Vec<(Name, Name)>,
    /// Whether a part of the file was left out because of an error.
    #[serde(skip)]
    pub failed: bool,
    /// The file.
    #[serde(skip)]
    pub source: SourceFile,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}

/// How requests are put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// One address for all operations, parameters as pairs.
    Rpc,
    /// Each operation has a method and a path of its own.
    Rest,
}

/// An edition of the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edition {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub doc: Option<String>,
}

/// The hosts of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoints {
    /// The host without a region.
    pub default: Option<Name>,
    /// The host of regions that are not listed.
    pub pattern: Option<Name>,
    /// Region and host.
    pub regions: Vec<(Name, Name)>,
}

/// An error that the service answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ErrorCode {
    /// The code.
    #[serde(skip)]
    pub name: Name,
    /// The HTTP status.
    pub status: Option<Count>,
    /// The message that the service sends.
    pub message: Option<String>,
    /// Whether the same request may succeed later.
    pub retryable: Option<Flag>,
    /// What it means.
    pub doc: Option<String>,
    /// The editions that know it; none named means all.
    pub edition: OneOrMany,
    /// The whole map.
    #[serde(skip)]
    pub node: Node,
}
