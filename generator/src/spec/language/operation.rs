//! The keys of an operation file, apart from parameters, facts and rules.

use super::{EFFECT, FACT, FIELD, Key, Mapping, PARAMETER, RULE, Shape, Word, mandatory, optional, word};

/// An operation file.
pub static OPERATION: Mapping = Mapping {
    what: "operation",
    doc: "One operation of a service: what it takes, what it answers, and the rules between its parameters.",
    keys: OPERATION_KEYS,
    wants: &[],
};

const OPERATION_KEYS: &[Key] = &[
    mandatory("operation", Shape::Name, "The exact name of the operation on the wire."),
    optional("summary", Shape::Text, "One sentence on what the operation does."),
    optional("doc", Shape::Text, "What one needs to know to use the operation."),
    optional("method", Shape::Word(METHODS), "The method of HTTP, where the operation has an address of its own."),
    optional(
        "path",
        Shape::Text,
        "The path of the address, with parameters in braces: `/beds/{BedId}/plants`. They have the position `path`.",
    ),
    optional("readonly", Shape::Flag, "Whether the operation changes nothing, so that it may be repeated freely."),
    optional("idempotency_token", Shape::Name, "The parameter that makes a repetition harmless."),
    optional("parameters", Shape::Named(&PARAMETER), "The parameters by their exact wire names."),
    optional(
        "facts",
        Shape::Named(&FACT),
        "What the service knows and the request does not carry; in rules a fact is written with a dollar sign.",
    ),
    optional("groups", Shape::Named(&GROUP), "Groups of parameters; they only arrange docs and forms."),
    optional("variants", Shape::One(&VARIANTS), "Asks for a Rust enum with one struct for each value of a parameter."),
    optional("rules", Shape::Each(&RULE), "What must hold between the parameters."),
    optional("response", Shape::One(&RESPONSE), "What the operation answers."),
    optional("effect", Shape::One(&EFFECT), "What the operation does to what the service keeps."),
    optional("errors", Shape::Named(&ERROR), "The errors of the operation by their code."),
    optional("examples", Shape::Named(&EXAMPLE), "Requests with their outcome; they run as tests."),
];

const METHODS: &[Word] = &[
    word("GET", "Reads."),
    word("POST", "Makes, or does something."),
    word("PUT", "Puts in the place of what is there."),
    word("PATCH", "Changes."),
    word("DELETE", "Removes."),
    word("HEAD", "Reads the headers alone."),
];

/// A group of parameters.
pub static GROUP: Mapping = Mapping {
    what: "group",
    doc: "A group of parameters in docs and forms.",
    keys: &[
        optional("title", Shape::Text, "The heading of the group."),
        mandatory("parameters", Shape::Names, "The parameters of the group in order."),
    ],
    wants: &[],
};

/// The variants of a request.
pub static VARIANTS: Mapping = Mapping {
    what: "variants",
    doc: "A Rust enum with one struct for each value of a parameter; what belongs to which value is derived from the rules.",
    keys: &[
        mandatory("by", Shape::Name, "The parameter whose values are the variants."),
        optional("name", Shape::Name, "The name of the enum."),
        optional("strip_prefix", Shape::Text, "The prefix that the parameters of the variants share."),
    ],
    wants: &[],
};

/// The response of an operation.
pub static RESPONSE: Mapping = Mapping {
    what: "response",
    doc: "What the operation answers, and how success and failure are told apart.",
    keys: &[
        optional(
            "fields",
            Shape::Named(&FIELD),
            "The fields by name; `Regions.RegionCode[]` is a list wrapped one level.",
        ),
        optional(
            "success_when",
            Shape::Condition,
            "The condition on status and fields under which the operation succeeded.",
        ),
        optional(
            "failure_when",
            Shape::Condition,
            "The condition on status and fields under which the operation failed.",
        ),
    ],
    wants: &[],
};

/// An error of an operation or a service.
pub static ERROR: Mapping = Mapping {
    what: "error",
    doc: "An error that the service answers.",
    keys: &[
        optional("status", Shape::Count, "The HTTP status of the answer."),
        optional("message", Shape::Text, "The message that the service sends."),
        optional("retryable", Shape::Flag, "Whether the same request may succeed later."),
        optional("doc", Shape::Text, "What the error means and what to do."),
        optional("edition", Shape::NameOrNames, "The editions that know the error; all of them without this key."),
    ],
    wants: &["doc"],
};

/// An example of an operation.
pub static EXAMPLE: Mapping = Mapping {
    what: "example",
    doc: "A request with its outcome.",
    keys: &[
        optional("doc", Shape::Text, "What the example shows."),
        optional("edition", Shape::NameOrNames, "The editions for which the example is meant."),
        optional("facts", Shape::Opaque, "The facts that are known, by name."),
        optional("request", Shape::Opaque, "The request by wire names."),
        optional(
            "violations",
            Shape::Names,
            "The ids of the rules that the request breaks; an empty list for a valid request.",
        ),
        optional("reply", Shape::One(&REPLY), "The answer of the service."),
    ],
    wants: &[],
};

/// The reply of an example.
pub static REPLY: Mapping = Mapping {
    what: "reply",
    doc: "The answer of the service, as it is on the wire.",
    keys: &[optional("json", Shape::Text, "The body as JSON."), optional("xml", Shape::Text, "The body as XML.")],
    wants: &[],
};
