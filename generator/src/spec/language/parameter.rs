//! The keys of parameters, fields, items, enum values and facts.

use super::{Key, Mapping, Shape, Word, mandatory, optional, word};

/// A parameter.
pub static PARAMETER: Mapping =
    Mapping { what: "parameter", doc: "A parameter of the request.", keys: &PARAMETER_KEYS, wants: &["doc"] };

/// A field of an object or of the response: a parameter in another place.
pub static FIELD: Mapping =
    Mapping { what: "field", doc: "A field of an object.", keys: &PARAMETER_KEYS, wants: &["doc"] };

/// The items of a list or map: a parameter without a name, documented by what it is part of.
pub static ITEM: Mapping =
    Mapping { what: "item", doc: "The items of a list, or the values of a map.", keys: &PARAMETER_KEYS, wants: &[] };

// A static and not a constant: it refers to mappings that refer to it.
static PARAMETER_KEYS: [Key; 24] = [
    mandatory("type", Shape::Word(TYPES), "The type of the value."),
    optional("doc", Shape::Text, "What the value is for."),
    optional("required", Shape::Flag, "Whether it is always required. What is required under a condition is a rule."),
    optional("const", Shape::Value, "The value that is always sent."),
    optional("default", Shape::Value, "What the service does without it; never sent, never seen by a rule."),
    optional("example", Shape::Value, "A value as it may occur."),
    optional("secret", Shape::Flag, "Whether the value must never be shown."),
    optional("unit", Shape::Text, "The unit of a number."),
    optional("min", Shape::Value, "The least number."),
    optional("max", Shape::Value, "The greatest number."),
    optional("one_of", Shape::Values, "The values that are accepted, for types other than enum."),
    optional("min_length", Shape::Count, "The least length in characters, or number of items."),
    optional("max_length", Shape::Count, "The greatest length in characters, or number of items."),
    optional("pattern", Shape::Text, "The regular expression that the whole text must match."),
    optional("values", Shape::Valued(&ENUM_VALUE), "The values of an enum, in order."),
    optional("open", Shape::Flag, "Whether an enum accepts other values, with a warning."),
    optional("items", Shape::One(&ITEM), "What the items of a list or the values of a map are."),
    optional("fields", Shape::Named(&FIELD), "The fields of an object."),
    optional("edition", Shape::NameOrNames, "The editions that know it; all of them without this key."),
    optional("position", Shape::Word(POSITIONS), "Where in the HTTP request it is sent."),
    optional("undocumented", Shape::Flag, "Whether the service takes it although its documentation does not name it."),
    optional("override", Shape::One(&OVERRIDE), "Names that replace the derived ones."),
    optional("refers_to", Shape::Text, "What the value identifies."),
    optional("source", Shape::Text, "The document and the place in it."),
];

/// The types of values.
pub const TYPES: &[Word] = &[
    word("string", "A text."),
    word("integer", "A whole number of 32 bits."),
    word("long", "A whole number of 64 bits."),
    word("number", "An exact decimal number."),
    word("boolean", "true or false."),
    word("enum", "One of the texts in `values`."),
    word("timestamp_ms", "Milliseconds since 1970."),
    word("list", "A list; `items` says of what."),
    word("object", "An object with the given `fields`."),
    word("map", "An object with any names; `items` says what its values are."),
    word("json", "A list or object that is one JSON text on the wire."),
];

const POSITIONS: &[Word] = &[
    word("query", "In the query of the address."),
    word("body", "In the body."),
    word("header", "As a header."),
    word("path", "In the path of the address."),
    word("host", "In the name of the host."),
];

/// A value of an enum.
pub static ENUM_VALUE: Mapping = Mapping {
    what: "enum value",
    doc: "A value of an enum.",
    keys: &[
        optional("doc", Shape::Text, "What the value means."),
        optional("edition", Shape::NameOrNames, "The editions that know the value; all of them without this key."),
        optional("override", Shape::One(&OVERRIDE), "Names that replace the derived ones."),
        optional("source", Shape::Text, "The document and the place in it."),
    ],
    wants: &["doc"],
};

/// Names that replace the derived ones.
pub static OVERRIDE: Mapping = Mapping {
    what: "override",
    doc: "Names that replace the derived ones.",
    keys: &[
        optional("rust", Shape::Name, "The name in Rust."),
        optional("cli", Shape::Name, "The name on the command line."),
    ],
    wants: &[],
};

/// A fact.
pub static FACT: Mapping = Mapping {
    what: "fact",
    doc: "What the service knows and the request does not carry.",
    keys: &[
        mandatory("type", Shape::Word(FACT_TYPES), "The type of the fact."),
        optional("values", Shape::Valued(&ENUM_VALUE), "The values of an enum, in order."),
        optional("open", Shape::Flag, "Whether there are values that are not listed."),
        optional("says", Shape::Text, "How a sentence names the fact: `the engine of the set`."),
        optional("doc", Shape::Text, "What the fact is."),
        optional("from", Shape::One(&ORIGIN), "Where the service has it from."),
        optional("source", Shape::Text, "The document and the place in it."),
    ],
    wants: &[],
};

const FACT_TYPES: &[Word] =
    &[word("enum", "One of the texts in `values`."), word("boolean", "true or false."), word("string", "A text.")];

/// Where a fact comes from.
pub static ORIGIN: Mapping = Mapping {
    what: "origin of a fact",
    doc: "The resource that a fact is read from.",
    keys: &[
        optional("resource", Shape::Name, "The kind of resource."),
        optional("by", Shape::Name, "The parameter that identifies the resource."),
        optional("field", Shape::Name, "The field of the resource."),
    ],
    wants: &[],
};
