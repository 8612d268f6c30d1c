//! What a check needs to know of an operation, as plain data: parameters, facts and rules.
//!
//! The generator makes it from a spec and embeds it, as JSON, in the crate it generates.

use serde::{Deserialize, Serialize};

/// One operation: everything that decides whether a request is valid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The name on the wire.
    pub name: String,
    /// The editions that the service declares, in order; empty if it declares none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
    /// Whether an empty string counts as absent, at every depth.
    #[serde(default, skip_serializing_if = "is_false")]
    pub empty_is_absent: bool,
    /// The parameters, in the order of the spec.
    pub parameters: Vec<Parameter>,
    /// What the service knows and the request does not carry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// The rules, in the order of the spec.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// A parameter, a field of an object or the item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name on the wire; empty for an item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The type.
    pub kind: Kind,
    /// Whether it must be given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The only value it can have; it is sent without being asked for.
    #[serde(default, rename = "const", skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// The values it can have, as written; empty if every value of the type is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// The fewest characters of a text, items of a list or entries of a map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The most characters, items or entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// A [`Pattern`](crate::Pattern) that the whole text matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether the value must never be shown.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
    /// The editions that have it; empty means all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
    /// The document and the place in it that describe it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// The type of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text.
    String,
    /// A 32-bit integer.
    Integer,
    /// A 64-bit integer.
    Long,
    /// An exact decimal number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Milliseconds since 1970, 64 bits.
    TimestampMs,
    /// One of the listed texts.
    Enum {
        /// The values, in the order of the spec.
        values: Vec<EnumValue>,
        /// Whether an unlisted value is a warning instead of a violation.
        #[serde(default, skip_serializing_if = "is_false")]
        open: bool,
    },
    /// An array; without a definition its items can be anything.
    List(Option<Box<Parameter>>),
    /// An object with fields; without fields it can hold anything.
    Object(Vec<Parameter>),
    /// An object whose names are free; without a definition its values can be anything.
    Map(Option<Box<Parameter>>),
    /// JSON text whose structure is not described.
    Json,
    /// JSON text of an array.
    JsonList(Box<Parameter>),
    /// JSON text of an object.
    JsonObject(Vec<Parameter>),
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The value, exactly as it stands in a request.
    pub value: String,
    /// The editions that have it; empty means all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
}

/// What the service knows and a rule can test, written `$Name` in rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The name without `$`.
    pub name: String,
    /// An enum, a boolean or a string.
    pub kind: Kind,
    /// A noun phrase for sentences: "the database type of the backup plan".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
}

/// A rule: if it applies, its form must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique in the operation, stable, the name to allow it by.
    pub id: String,
    /// What must hold.
    pub form: Form,
    /// The rule applies only if this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Cond>,
    /// The rule applies only if this does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Cond>,
    /// The editions that have it; empty means all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<String>,
    /// What a broken rule is.
    #[serde(default, skip_serializing_if = "Severity::is_error")]
    pub severity: Severity,
    /// The document and the place in it that state the rule.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The author's sentence for a broken rule, instead of the generated one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// What a broken rule is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A violation: the request is not sent.
    #[default]
    Error,
    /// A warning.
    Warning,
}

impl Severity {
    fn is_error(&self) -> bool {
        matches!(self, Severity::Error)
    }
}

/// What a rule demands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Each is given and passes its test.
    Require(Vec<Demand>),
    /// None of them holds.
    Forbid(Vec<Cond>),
    /// A number of them holds.
    Count(Count, Vec<Cond>),
    /// Each passes its test if it is given.
    Allow(Vec<Demand>),
    /// The comparison holds, or an operand is absent.
    Compare(Comparison),
    /// The condition holds.
    Ensure(Cond),
    /// They have no effect; nothing is demanded.
    Ignored(Vec<Reference>),
    /// The service assumes these values; nothing is demanded.
    Default(Vec<(Reference, String)>),
}

/// What [`Form::Require`] and [`Form::Allow`] ask of one parameter or fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Whose value.
    pub of: Subject,
    /// What it must be; without a test, being given is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<Test>,
}

/// How many members of a group hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// One.
    ExactlyOne,
    /// One or none.
    AtMostOne,
    /// One or more.
    AtLeastOne,
    /// All or none.
    AllOrNone,
}

/// A condition on a request and the facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cond {
    /// The parameter is given.
    Given(Reference),
    /// It is given, or known, and passes the test.
    Test(Subject, Test),
    /// Some item of the list passes all of the conditions; their references start at the item.
    SomeItem(Reference, Vec<Cond>),
    /// All hold.
    All(Vec<Cond>),
    /// Some holds.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// None of them is given.
    Absent(Vec<Reference>),
    /// A number of them holds.
    Count(Count, Vec<Cond>),
    /// All operands are given and the comparison holds.
    Compare(Comparison),
}

/// A parameter or a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A parameter of the request, or something inside one.
    Parameter(Reference),
    /// The name of a fact, without `$`.
    Fact(String),
}

/// A parameter, a field of an object, or all items of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The whole path for people: `Restore[].Name`.
    pub text: String,
    /// The way from the request, or from the item that the condition is about.
    pub steps: Vec<Step>,
}

/// One step of a [`Reference`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// To a parameter or field.
    Field(String),
    /// To the items of a list.
    Items,
}

/// A test of a value. Values are as written and typed by what they are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// It is one of the values.
    OneOf(Vec<String>),
    /// It passes every one.
    Each(Vec<(Operator, String)>),
}

/// How a value is compared with a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Given and different.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// The whole text matches a [`Pattern`](crate::Pattern).
    Matches,
}

/// A comparison between parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Two sums of numbers.
    Numbers(Vec<Term>, Relation, Vec<Term>),
    /// Two texts: `true` if they must be equal, `false` if they must differ.
    Texts(Subject, bool, Subject),
}

/// A number or numeric parameter in a sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Whether it is subtracted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub minus: bool,
    /// What is added or subtracted.
    pub operand: Operand,
}

/// See [`Term`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// A literal.
    Number(String),
    /// The value of a parameter.
    Parameter(Reference),
}

/// How two sums compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `==`
    Eq,
    /// `!=`
    Ne,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's `skip_serializing_if` passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
