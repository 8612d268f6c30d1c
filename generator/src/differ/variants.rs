//! The Rust enum with one struct for each value of a discriminator.

use super::Category;
use super::pass::Pass;
use super::words::{rust, short};
use crate::model::{Case, CaseField, Operation, Parameter, Variants};

/// Tells of the variants, which hold what all editions have.
pub(super) fn compare(pass: &mut Pass<'_>, old: &Operation, new: &Operation) {
    if !pass.whole {
        return;
    }
    match (&old.variants, &new.variants) {
        (None, None) => {}
        (None, Some(new)) => pass.say(Category::Compatible, format!("variants: {} is new", rust(&new.type_name))),
        (Some(old), None) => pass.say(Category::RustBreaking, format!("variants: {} is gone", rust(&old.type_name))),
        (Some(before), Some(after)) => pair(pass, (old, before), (new, after)),
    }
}

fn pair(pass: &mut Pass<'_>, (old, before): (&Operation, &Variants), (new, after): (&Operation, &Variants)) {
    let name = rust(&after.type_name);
    if by(old, before) != by(new, after) {
        let what = format!("{name}: one for each {}, was {}", short(by(new, after)), short(by(old, before)));
        pass.say(Category::RustBreaking, what);
        return;
    }
    if before.type_name != after.type_name {
        pass.say(Category::RustBreaking, format!("{name}: the new name of {}", rust(&before.type_name)));
    }
    if before.field != after.field {
        // The argument has no name for its caller; the constructor is called after it.
        let what = format!("{name}: called {} in the request, was {}", rust(&after.field), rust(&before.field));
        pass.say(Category::RustBreaking, what);
    }
    for was in &before.cases {
        let text = value(old, before, was);
        match after.cases.iter().find(|is| value(new, after, is) == text) {
            Some(is) => case(pass, &after.type_name, (old, was), (new, is)),
            None => {
                let what = format!("{}: gone", rust(&format!("{}::{}", after.type_name, was.variant)));
                pass.say(Category::RustBreaking, what);
            }
        }
    }
    for is in &after.cases {
        if !before.cases.iter().any(|was| value(old, before, was) == value(new, after, is)) {
            let what = format!("{}: new", rust(&format!("{}::{}", after.type_name, is.variant)));
            pass.say(Category::Compatible, what);
        }
    }
}

/// The name of the discriminator.
fn by<'a>(operation: &'a Operation, variants: &Variants) -> &'a str {
    parameter(operation, variants.by).map_or("", |parameter| parameter.def.name.as_str())
}

fn parameter(operation: &Operation, index: usize) -> Option<&Parameter> {
    operation.parameters.get(index)
}

/// The value of the discriminator that a case is for.
fn value<'a>(operation: &'a Operation, variants: &Variants, case: &Case) -> Option<&'a str> {
    let values = super::kinds::values(&parameter(operation, variants.by)?.def.kind);
    values.get(case.value).map(|value| value.value.as_str())
}

/// What a parameter is in a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Mandatory,
    Optional,
    LeftOut,
    /// Neither; it is told of where the parameters are.
    Elsewhere,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Status::Mandatory => "mandatory",
            Status::Optional => "optional",
            Status::LeftOut => "left out",
            Status::Elsewhere => "not part of it",
        }
    }
}

fn case(pass: &mut Pass<'_>, of: &str, (old, was): (&Operation, &Case), (new, is): (&Operation, &Case)) {
    let name = rust(&format!("{of}::{}", is.variant));
    let struct_names = was.mandatory.len() > 1 && is.mandatory.len() > 1;
    for (differs, before, after) in [
        (was.variant != is.variant, &was.variant, &is.variant),
        (was.type_name != is.type_name, &was.type_name, &is.type_name),
        (struct_names && was.required_name != is.required_name, &was.required_name, &is.required_name),
    ] {
        if differs {
            pass.say(Category::RustBreaking, format!("{name}: {} is the new name of {}", rust(after), rust(before)));
        }
    }
    for parameter in &old.parameters {
        let wire = parameter.def.name.as_str();
        // What is gone is told of where the parameters are.
        if !new.parameters.iter().any(|it| it.def.name == wire) {
            continue;
        }
        let ((before, old_field), (after, new_field)) = (status(old, was, wire), status(new, is, wire));
        member(pass, &name, wire, (before, after));
        if let (Some(before), Some(after)) = (old_field, new_field)
            && before != after
        {
            let what = format!("{name}: {} is the new name of {}", rust(after), rust(before));
            pass.say(Category::RustBreaking, what);
        }
    }
    for parameter in new.parameters.iter().filter(|it| !old.parameters.iter().any(|o| o.def.name == it.def.name)) {
        let (after, _) = status(new, is, &parameter.def.name);
        if after == Status::Mandatory {
            member(pass, &name, &parameter.def.name, (Status::Elsewhere, after));
        }
    }
}

fn member(pass: &mut Pass<'_>, name: &str, wire: &str, (before, after): (Status, Status)) {
    let category = match (before, after) {
        (Status::Mandatory, Status::Mandatory)
        | (Status::Optional, Status::Optional)
        | (Status::LeftOut | Status::Elsewhere, Status::LeftOut | Status::Elsewhere) => return,
        (Status::LeftOut | Status::Elsewhere, Status::Optional) => Category::Compatible,
        (Status::Mandatory, Status::Optional | Status::LeftOut | Status::Elsewhere)
        | (Status::Optional, Status::Mandatory | Status::LeftOut | Status::Elsewhere)
        | (Status::LeftOut | Status::Elsewhere, Status::Mandatory) => Category::RustBreaking,
    };
    pass.say(category, format!("{name}: {} is {}, was {}", short(wire), after.word(), before.word()));
}

/// What a parameter is in a case, and its field there.
fn status<'a>(operation: &Operation, case: &'a Case, wire: &str) -> (Status, Option<&'a str>) {
    let is = |index: usize| parameter(operation, index).is_some_and(|it| it.def.name == wire);
    let find = |fields: &'a [CaseField]| fields.iter().find(|field| is(field.parameter)).map(|it| it.field.as_str());
    if let Some(field) = find(&case.mandatory) {
        return (Status::Mandatory, Some(field));
    }
    if let Some(field) = find(&case.optional) {
        return (Status::Optional, Some(field));
    }
    let left_out = case.left_out.iter().any(|index| is(*index));
    (if left_out { Status::LeftOut } else { Status::Elsewhere }, None)
}
