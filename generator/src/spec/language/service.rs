//! The keys of `service.yaml`.

use super::{ERROR, Key, Mapping, RESOURCE, Shape, Word, mandatory, optional, word};

/// `service.yaml`.
pub static SERVICE: Mapping =
    Mapping { what: "service", doc: "What all operations of a service share.", keys: SERVICE_KEYS, wants: &[] };

const SERVICE_KEYS: &[Key] = &[
    mandatory(
        "service",
        Shape::Name,
        "The short name of the service, as it appears in the names of packages and commands.",
    ),
    optional("version", Shape::Text, "The version of the service's interface, exactly as it is sent."),
    optional("title", Shape::Text, "The full name of the service."),
    optional("style", Shape::Word(STYLES), "How requests are put on the wire."),
    optional("doc", Shape::Text, "What the service is for."),
    optional("docs", Shape::Texts, "Links to the service's documentation: a title and an address each."),
    optional("editions", Shape::Editions, "The editions of the documentation in order, each with what it is."),
    optional(
        "endpoints",
        Shape::Texts,
        "The host for each region; `default` is the host without a region, `pattern` the host of regions that are not listed.",
    ),
    optional("common_errors", Shape::Named(&ERROR), "Errors that every operation may answer, by their code."),
    optional("resources", Shape::Named(&RESOURCE), "What the service keeps, by its kind."),
    optional("reply", Shape::Texts, "What every reply that is no error says beside its result."),
    optional(
        "empty_is_absent",
        Shape::Flag,
        "Whether an empty string counts as absent, at every depth. The default is false.",
    ),
];

const STYLES: &[Word] = &[
    word("rpc", "One address for all operations, parameters as pairs."),
    word("rest", "Each operation has a method and a path of its own."),
];

/// Keys of `endpoints` that are no regions.
pub const RESERVED_ENDPOINTS: &[&str] = &["default", "pattern"];
