//! Conditions and claims about places as schemas.

use super::edition::{Presence, View, at_end, is_json_text};
use super::logic::{Absence, Say, all, any, not, size};
use super::test::{constant_truth, hidden_test, tested};
use contingent_rules::{Cond, Count, Kind, Parameter, Reference, Step, Subject, Test, Truth, Value};
use std::cell::Cell;

use super::json::object;

/// Why a rule cannot be said.
pub(super) type Why = String;

/// The most parts of the schema of one condition.
const MAX_SIZE: usize = 20_000;

/// What references start at.
#[derive(Clone, Copy)]
pub(super) enum Start<'a> {
    /// The request.
    Request,
    /// An item of a list; `lenient`: something around it belongs to only some editions.
    Item { def: Option<&'a Parameter>, lenient: bool },
}

/// What is claimed of a place.
#[derive(Clone, Copy)]
pub(super) enum Claim<'a> {
    /// It is given, and passes.
    Required(Option<&'a Test>),
    /// It is absent, or passes.
    Allowed(Option<&'a Test>),
    /// It is given, and conditions hold that start there.
    Conditions(&'a [Cond]),
}

/// Of how many of the things that a place stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Some,
    Every,
}

/// Reads rules in one edition.
pub(super) struct Reader<'a> {
    pub(super) view: View<'a>,
    pub(super) absence: Absence,
    /// Whether a text was met that may stand for a structure: what is inside is not known then.
    pub(super) met_text: Cell<bool>,
}

impl Reader<'_> {
    pub(super) fn conditions(&self, conds: &[Cond], start: Start<'_>) -> Result<Vec<Say>, Why> {
        conds.iter().map(|cond| self.condition(cond, start)).collect()
    }

    pub(super) fn condition(&self, cond: &Cond, start: Start<'_>) -> Result<Say, Why> {
        let say = match cond {
            Cond::Given(reference) => self.place(reference, start, Claim::Required(None), Of::Some)?,
            Cond::Test(Subject::Parameter(reference), test) => {
                self.place(reference, start, Claim::Required(Some(test)), Of::Some)?
            }
            Cond::Test(Subject::Fact(name), _) => return Err(fact(name)),
            Cond::SomeItem(list, conds) => self.place(list, start, Claim::Conditions(conds), Of::Some)?,
            Cond::All(conds) => Say::and(&self.conditions(conds, start)?),
            Cond::Any(conds) => Say::or(&self.conditions(conds, start)?),
            Cond::Not(cond) => self.condition(cond, start)?.negated(),
            Cond::Absent(references) => {
                let given = |it| self.place(it, start, Claim::Required(None), Of::Some);
                Say::or(&references.iter().map(given).collect::<Result<Vec<_>, _>>()?).negated()
            }
            Cond::Count(count, members) => self.count(*count, members, start)?,
            Cond::Compare(comparison) => self.comparison(comparison, start, Truth::No)?,
        };
        small(say)
    }

    pub(super) fn count(&self, count: Count, members: &[Cond], start: Start<'_>) -> Result<Say, Why> {
        small(Say::count(count, &self.conditions(members, start)?))
    }

    /// A claim about what a reference stands for.
    pub(super) fn place(&self, reference: &Reference, start: Start<'_>, claim: Claim<'_>, of: Of) -> Result<Say, Why> {
        let nowhere = || match of {
            Of::Some => Truth::No,
            Of::Every => absent(claim),
        };
        match (start, reference.steps.split_first()) {
            (Start::Item { def, lenient }, _) => match at_end(def, &reference.steps) {
                Some(_) => self.inside(def, &reference.steps, claim, of, lenient),
                None => Ok(Say::constant(nowhere())),
            },
            (Start::Request, Some((Step::Field(name), rest))) => {
                let all = &self.view.operation.parameters;
                let found = all.iter().find(|it| it.name == *name);
                match found.and_then(|it| at_end(Some(it), rest).map(|_| it)) {
                    Some(parameter) => self.property(parameter, rest, claim, of, false),
                    None => Ok(Say::constant(nowhere())),
                }
            }
            (Start::Request, Some((Step::Items, _)) | None) => Ok(Say::constant(nowhere())),
        }
    }

    /// A claim about a property of the object that is the instance, or about what lies in it.
    fn property(
        &self,
        parameter: &Parameter,
        rest: &[Step],
        claim: Claim<'_>,
        of: Of,
        lenient: bool,
    ) -> Result<Say, Why> {
        let presence = self.view.presence(&parameter.editions);
        let away = absent_beyond(rest, claim, of);
        if presence == Presence::Missing {
            return Ok(Say::constant(away));
        }
        let lenient = lenient || presence == Presence::Partly;
        let constant = parameter.constant.as_ref().filter(|_| presence == Presence::Here && rest.is_empty());
        let away = match (constant, claim) {
            (Some(_), Claim::Required(test) | Claim::Allowed(test)) => {
                test.map_or(Truth::Yes, |test| constant_truth(self.view, parameter, test))
            }
            (Some(_), Claim::Conditions(_)) | (None, _) => away,
        };
        // Another value of a constant is a violation already.
        if constant.is_some() && !lenient {
            return Ok(Say::constant(away));
        }
        Ok(self.absence.property(&parameter.name, away, self.inside(Some(parameter), rest, claim, of, lenient)?))
    }

    /// A claim about the given value that is the instance, or about what lies in it.
    fn inside(
        &self,
        def: Option<&Parameter>,
        steps: &[Step],
        claim: Claim<'_>,
        of: Of,
        lenient: bool,
    ) -> Result<Say, Why> {
        let Some((step, rest)) = steps.split_first() else {
            return self.value(def, claim, lenient);
        };
        let (kind, inner, hidden) = match step {
            Step::Field(name) => {
                let field = def.and_then(|def| def.field(name));
                let Some(field) = field else { return Ok(Say::constant(absent_beyond(rest, claim, of))) };
                let hidden = if self.view.presence(&field.editions) == Presence::Missing {
                    absent_beyond(rest, claim, of)
                } else {
                    self.hidden(Some(field), rest, claim, of)
                };
                ("object", self.property(field, rest, claim, of, lenient)?, hidden)
            }
            Step::Items => {
                let item = def.and_then(|def| def.kind.item());
                let inner = self.inside(item, rest, claim, of, lenient)?;
                let hidden = self.hidden_item(item, rest, claim, of);
                if def.is_some_and(|def| matches!(def.kind, Kind::Map(_))) {
                    return Ok(Say::constant(hidden));
                }
                ("array", self.items(inner, of), hidden)
            }
        };
        if hidden == Truth::Unknown && def.is_some_and(is_json_text) {
            self.met_text.set(true);
        }
        if lenient && !def.is_some_and(is_json_text) && matches!(claim, Claim::Conditions(_)) {
            return Err("it looks into a parameter of only some editions, whose value may be of any type".to_owned());
        }
        let right = object([("type", kind.into())]);
        let guarded = |holds_else: bool, schema: Value| {
            if holds_else { any([not(right.clone()), schema]) } else { all([right.clone(), schema]) }
        };
        let unsure = lenient || def.is_some_and(is_json_text);
        Ok(Say {
            surely: guarded(unsure && hidden == Truth::Yes, inner.surely),
            possibly: guarded(unsure && hidden != Truth::No, inner.possibly),
        })
    }

    fn items(&self, inner: Say, of: Of) -> Say {
        let absence = self.absence;
        match of {
            Of::Some => inner.map(|schema| match schema {
                Value::Bool(false) => schema,
                schema => object([("contains", absence.given(schema))]),
            }),
            Of::Every => inner.map(|schema| match any([absence.schema(), schema]) {
                Value::Bool(true) => Value::Bool(true),
                schema => object([("items", schema)]),
            }),
        }
    }

    /// A claim about the given value that is the instance.
    fn value(&self, def: Option<&Parameter>, claim: Claim<'_>, lenient: bool) -> Result<Say, Why> {
        match claim {
            Claim::Required(None) | Claim::Allowed(None) => Ok(Say::constant(Truth::Yes)),
            Claim::Required(Some(test)) | Claim::Allowed(Some(test)) => tested(self, def, test, lenient),
            Claim::Conditions(conds) => Ok(Say::and(&self.conditions(conds, Start::Item { def, lenient })?)),
        }
    }

    /// A claim about something of which only the definition is known.
    fn hidden(&self, def: Option<&Parameter>, steps: &[Step], claim: Claim<'_>, of: Of) -> Truth {
        match steps.split_first() {
            None => match claim {
                Claim::Required(test) => Truth::Unknown.and(test.map_or(Truth::Yes, |it| hidden_test(self, def, it))),
                Claim::Allowed(test) => Truth::Unknown.or(test.map_or(Truth::Yes, |it| hidden_test(self, def, it))),
                Claim::Conditions(_) => Truth::Unknown,
            },
            Some((Step::Field(name), rest)) => {
                let field = def.and_then(|def| def.field(name));
                match field {
                    Some(field) if self.view.presence(&field.editions) != Presence::Missing => {
                        self.hidden(Some(field), rest, claim, of)
                    }
                    Some(_) | None => absent_beyond(rest, claim, of),
                }
            }
            Some((Step::Items, rest)) => self.hidden_item(def.and_then(|def| def.kind.item()), rest, claim, of),
        }
    }

    fn hidden_item(&self, def: Option<&Parameter>, rest: &[Step], claim: Claim<'_>, of: Of) -> Truth {
        let truth = self.hidden(def, rest, claim, of);
        match of {
            Of::Some => truth.and(Truth::Unknown),
            Of::Every => truth.or(Truth::Unknown),
        }
    }
}

/// A claim about something absent.
fn absent(claim: Claim<'_>) -> Truth {
    match claim {
        Claim::Required(_) | Claim::Conditions(_) => Truth::No,
        Claim::Allowed(_) => Truth::Yes,
    }
}

/// The same, some steps further: an absent list has no items.
fn absent_beyond(rest: &[Step], claim: Claim<'_>, of: Of) -> Truth {
    match (rest.contains(&Step::Items), of) {
        (true, Of::Some) => Truth::No,
        (true, Of::Every) => Truth::Yes,
        (false, _) => absent(claim),
    }
}

/// Why a rule that tests a fact is not said.
pub(super) fn fact(name: &str) -> Why {
    format!("it tests the fact ${name}, which no request carries")
}

/// A statement, unless its schema has grown beyond what anybody would want to read.
pub(super) fn small(say: Say) -> Result<Say, Why> {
    if size(&say.surely) + size(&say.possibly) > MAX_SIZE {
        return Err("its schema would be too large".to_owned());
    }
    Ok(say)
}
