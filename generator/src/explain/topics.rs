//! The forms of rules and the built-in checks, each in a few sentences, and a file in `topics` that shows it.

/// A form of rule, or a built-in check.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// The key of the form, or the last part of the check's id.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Several sentences.
    pub explanation: &'static str,
    /// A wrong and a right example, as Markdown.
    pub example: &'static str,
}

/// Declares one table: name, title, explanation.
macro_rules! topics {
    ($( $name:literal $title:literal $explanation:literal )*) => {
        &[$(Topic {
            name: $name,
            title: $title,
            explanation: $explanation,
            example: include_str!(concat!("topics/", $name, ".md")),
        }),*]
    };
}

/// The forms of rules, in the order of the language.
pub const FORMS: &[Topic] = topics! {
"require" "what must be given"
"Every parameter that is named must be given. A map names values, too: `require: {Menu: Large}` wants Menu, and wants it
to be Large. What must be given in every request has the key `required: true` at the parameter and is no rule."

"forbid" "what must not be given"
"None of the members may hold. A member is a name, which holds if the parameter is given, or a condition such as
`{Battery: true}`. Two things that only exclude each other are `at_most_one`."

"exactly_one" "one of several, not none and not two"
"Of the members exactly one holds. A member is a name (it is given) or a condition."

"at_most_one" "things that exclude each other"
"Of the members none or one holds. A member is a name (it is given) or a condition."

"at_least_one" "one of several, or more of them"
"Of the members one or more hold. A member is a name (it is given) or a condition."

"all_or_none" "things that belong together"
"Either all members hold or none does. A member is a name (it is given) or a condition."

"allow" "which values are possible"
"If the parameter is given, its value is one of these, or in this range. It demands nothing: whoever leaves the parameter
out breaks no such rule. A range that always holds stands at the parameter, as `min` and `max`."

"compare" "numbers or texts that depend on each other"
"A relation between sums of numbers and numeric parameters, or between two texts with `==` and `!=`. It holds when one of
the parameters is absent."

"ensure" "any condition at all"
"The condition holds in every request to which the rule applies. It is the last resort: the other forms give better
messages and better types."

"ignored" "what has no effect"
"The service takes the parameter and does nothing with it. That is a warning and stands in the docs. It refuses nothing."

"default" "what the service takes by itself"
"A default that depends on other parameters. It stands in the docs and does nothing else: it is never sent, refuses
nothing, and makes nothing given, so in the example another rule still wants it. A default that always holds is the key
`default` of the parameter."
};

/// The built-in checks, by the last part of their ids: `Region.required` is `required` of the parameter Region.
pub const CHECKS: &[Topic] = topics! {
"required" "a parameter that every request has"
"The parameter is marked with `required: true`, and the request does not have it. The id is the name of the parameter with
`.required`; for a field it is the path, `Objects[].Name.required`."

"type" "a value of another type"
"The value is not what the type of the parameter accepts. Whole numbers are accepted as numbers and as texts, texts only
as texts."

"value" "a value that is not listed"
"The parameter is an enum or has `one_of`, and the value is none of the list. Values are compared exactly, upper and lower
case included. At an enum with `open: true` this is a warning."

"const" "a value that is always the same"
"The parameter has one value in every request. It need not be given; if it is given, then with this value."

"range" "a number that is too small or too large"
"The number is below `min` or above `max` of its parameter. Both bounds are allowed values."

"length" "a text or list that is too short or too long"
"Lengths count Unicode characters of a text, and items of a list."

"pattern" "a text of the wrong shape"
"The whole text must match the pattern of its parameter, not just a part of it."

"edition" "something of only some editions"
"The documents of the service disagree: some editions have the parameter or the value, others do not. With no edition
chosen it is accepted, with a warning that names them. Choose one with `--edition`, and the warning is gone or becomes a
refusal."

"unknown-parameter" "a name that the operation does not have"
"Nothing is known about a parameter of this name. It is a warning, because a description can be older than the service. The
nearest known name is named."

"unknown-fact" "a fact that the operation does not have"
"Facts are what the service knows and the request does not carry. Their names are listed under `facts`."
};
