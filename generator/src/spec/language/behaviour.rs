//! The keys of what a service keeps, and of what an operation does to it.

use super::{Mapping, Shape, Word, mandatory, optional, word};

/// A kind of thing that the service keeps.
pub static RESOURCE: Mapping = Mapping {
    what: "resource",
    doc: "A kind of thing that the service keeps.",
    keys: &[
        optional("doc", Shape::Text, "What it is."),
        mandatory("id", Shape::Name, "The field with the id, by which requests and replies name one."),
        mandatory("id_pattern", Shape::Text, "What ids look like; new ones are made by it."),
        optional(
            "fields",
            Shape::Names,
            "The other fields, by the names of the parameters and reply fields they share.",
        ),
        optional("initial", Shape::Texts, "Values of fields of a new one that no request gives."),
        optional("state", Shape::Name, "The field with the state."),
        optional("states", Shape::Valued(&STATE), "The states; a new one has the first."),
        optional("presets", Shape::Opaque, "What is there from the beginning: for each id the values of fields."),
        optional("not_found", Shape::Name, "The error code when there is none with an id."),
        optional(
            "wrong_state",
            Shape::Name,
            "The error code when one is in a state that an operation does not accept.",
        ),
        optional("waiters", Shape::Named(&WAITER), "States that callers wait for."),
    ],
    wants: &["doc"],
};

/// A state.
pub static STATE: Mapping = Mapping {
    what: "state",
    doc: "A state of a resource.",
    keys: &[
        optional("doc", Shape::Text, "What the state means."),
        optional("after", Shape::Count, "Seconds after which it ends by itself."),
        optional("then", Shape::Name, "The state that follows by itself."),
        optional("hidden", Shape::Flag, "Whether what is in it cannot be seen yet: it is not found and not listed."),
        optional("set", Shape::Texts, "Fields that get a value when the state begins."),
    ],
    wants: &["doc"],
};

/// A wait for a state.
pub static WAITER: Mapping = Mapping {
    what: "waiter",
    doc: "States that callers wait for.",
    keys: &[
        optional("doc", Shape::Text, "What one waits for."),
        mandatory("until", Shape::NameOrNames, "The states that end the wait."),
        optional("fail", Shape::NameOrNames, "The states from which the others are out of reach."),
    ],
    wants: &["doc"],
};

/// What an operation does to what the service keeps.
pub static EFFECT: Mapping = Mapping {
    what: "effect",
    doc: "What the operation does to what the service keeps, and where its reply comes from.",
    keys: &[
        optional("create", Shape::Name, "Makes a new one of this kind and answers with its fields."),
        optional("read", Shape::Name, "Answers with the fields of one of this kind."),
        optional("list", Shape::Name, "Answers with all of this kind that the request selects."),
        optional("change", Shape::Name, "Changes one of this kind and answers with its fields."),
        optional("delete", Shape::Name, "Removes one of this kind and answers with the fields it had."),
        optional("by", Shape::Name, "The parameter with the id; without this key it is named like the id's field."),
        optional("set", Shape::Texts, "Fields that do not come from a parameter of their name."),
        optional("from", Shape::NameOrNames, "The states in which it can be changed or removed; any without this key."),
        optional("to", Shape::Name, "The state that it has afterwards."),
        optional("into", Shape::Name, "The field of the reply that holds the list."),
        optional("where", Shape::Named(&FILTER), "The parameters that select from the list."),
        optional("page", Shape::One(&PAGE), "How the list is cut into pages."),
        optional("needs", Shape::Named(&NEED), "What must exist first, by its kind."),
        optional("also", Shape::Each(&CONSEQUENCE), "What becomes of other things, in this order."),
        optional("reply", Shape::Texts, "Fields of the reply that do not follow from the rest."),
    ],
    wants: &[],
};

/// What becomes of other things through an operation.
pub static CONSEQUENCE: Mapping = Mapping {
    what: "consequence",
    doc: "What becomes of other things through an operation.",
    keys: &[
        optional("create", Shape::Name, "Makes a new one of this kind; only `set` gives it values."),
        optional("change", Shape::Name, "Changes all of this kind that are meant."),
        optional("delete", Shape::Name, "Removes all of this kind that are meant."),
        optional("when", Shape::Opaque, "It happens if each of these has the value, or one of the values."),
        optional("repeat", Shape::One(&REPEAT), "Makes several, each of which begins later than the one before it."),
        optional("match", Shape::Texts, "Which of those that exist are meant, hidden ones too: values of fields."),
        optional("from", Shape::NameOrNames, "The states of those that are meant; any without this key."),
        optional("set", Shape::Texts, "Fields that get a value; of a new one also the id."),
        optional("to", Shape::Name, "The state that it has afterwards."),
    ],
    wants: &[],
};

/// A row of new things.
pub static REPEAT: Mapping = Mapping {
    what: "row of new things",
    doc: "How many new things are made, and how much later each begins.",
    keys: &[
        mandatory("times", Shape::Count, "How many are made."),
        mandatory("every", Shape::Count, "By how many seconds one begins later than the one before it."),
    ],
    wants: &[],
};

/// A parameter that selects from a list.
pub static FILTER: Mapping = Mapping {
    what: "filter",
    doc: "How a parameter selects from a list when it is given.",
    keys: &[
        optional("field", Shape::Name, "The field it is compared with; without this key the one of its own name."),
        optional("test", Shape::Word(TESTS), "How they are compared."),
        optional("separator", Shape::Text, "What stands between several values, each of which selects."),
    ],
    wants: &[],
};

const TESTS: &[Word] = &[
    word("eq", "The field has the value; this is the default."),
    word("ge", "The field is a number and at least the value."),
    word("le", "The field is a number and at most the value."),
    word("contains", "The field has the value in it."),
];

/// How a list is cut into pages.
pub static PAGE: Mapping = Mapping {
    what: "page",
    doc: "How a list is cut into numbered pages.",
    keys: &[
        mandatory("number", Shape::Name, "The parameter with the number of the page."),
        mandatory("size", Shape::Name, "The parameter with the number of items on a page."),
        optional(
            "first",
            Shape::Count,
            "The number of the first page, taken without the parameter; 1 without this key.",
        ),
        mandatory("default_size", Shape::Count, "The items on a page without the parameter."),
        optional("total", Shape::Name, "The field of the reply with the number of all items."),
        optional("pages", Shape::Name, "The field of the reply with the number of all pages."),
    ],
    wants: &[],
};

/// Something that must exist.
pub static NEED: Mapping = Mapping {
    what: "need",
    doc: "Something that must exist before the operation does anything.",
    keys: &[
        optional("by", Shape::Name, "The parameter with the id; without this key it is named like the id's field."),
        optional("in", Shape::NameOrNames, "The states it may be in; any without this key."),
    ],
    wants: &[],
};
