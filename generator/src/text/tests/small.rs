//! One tiny model, made by hand: a shop that sends letters and parcels.

use contingent_rules as rules;
use contingent_rules::{Cond, Count, Demand, EnumValue, Form, Kind, Reference, Severity, Step, Subject, Test, Value};

use crate::model::{
    Edition, EnumText, ErrorCode, Example, Fact, Group, Operation, Origin, Parameter, Position, Response, RuleText,
    Service,
};

pub(in crate::text) fn service() -> Service {
    Service {
        name: "Shop".into(),
        version: "1".into(),
        title: "The shop".into(),
        doc: "Sends things.".into(),
        docs: vec![("guide".into(), "https://shop.example.com/guide".into())],
        editions: vec![edition("old", "The first guide."), edition("new", "The guide of today.")],
        errors: vec![error("Busy", Some(503), true)],
        operations: vec![send()],
        ..Service::default()
    }
}

fn edition(name: &str, doc: &str) -> Edition {
    Edition { name: name.into(), doc: doc.into(), variant: name.into() }
}

fn error(code: &str, status: Option<u64>, retryable: bool) -> ErrorCode {
    ErrorCode {
        code: code.into(),
        status,
        message: "No.".into(),
        retryable,
        doc: "It failed.".into(),
        editions: Vec::new(),
    }
}

fn send() -> Operation {
    let parameters = vec![
        parameter("How", true, Kind::Enum { values: listed(&["Letter", "Parcel", "Drone|fast"]), open: false }),
        parameter("To", true, Kind::String),
        parameter("Weight", false, Kind::Integer),
        parameter("Stamp", false, Kind::String),
        parameter("Insurance", false, Kind::String),
        Parameter { def: rules::Parameter { secret: true, ..plain("Pin", false, Kind::String) }, ..text("Pin") },
        parameter("Day", false, Kind::String),
        parameter("Hour", false, Kind::Integer),
    ];
    let facts = vec![rules::Fact {
        name: "Size".into(),
        kind: Kind::Enum { values: listed(&["small", "large", "huge"]), open: false },
        says: "the size of the thing".into(),
    }];
    let rules = vec![
        rule("weight", required("Weight"), Some(how(&["Parcel", "Drone|fast"])), &[]),
        rule("stamp", Form::Forbid(vec![Cond::Given(at("Stamp"))]), Some(how(&["Drone|fast"])), &[]),
        rule("insured", required("Insurance"), Some(Cond::All(vec![how(&["Parcel"]), size(&["large", "huge"])])), &[]),
        rule("pin-old", required("Pin"), Some(size(&["huge"])), &["old"]),
        rule("pin", required("Pin"), Some(size(&["small", "large"])), &["new"]),
        rule("moment", Form::Count(Count::AtMostOne, vec![Cond::Given(at("Day")), Cond::Given(at("Hour"))]), None, &[]),
    ];
    let request =
        |entries: &[(&str, &str)]| Value::Object(entries.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect());
    let mut known = rules::Facts::new();
    known.set("Size", "huge".into());
    Operation {
        name: "Send".into(),
        type_name: "Send".into(),
        module: "send".into(),
        command: "send".into(),
        summary: "Sends a thing.".into(),
        doc: "Takes a thing | brings it *away*.".into(),
        route: None,
        readonly: false,
        idempotency_token: None,
        check: rules::Operation {
            name: "Send".into(),
            editions: vec!["old".into(), "new".into()],
            empty_is_absent: false,
            parameters: parameters.iter().map(|it| it.def.clone()).collect(),
            facts: facts.clone(),
            rules: rules.clone(),
        },
        groups: vec![Group { title: String::new(), parameters: (0..parameters.len()).collect() }],
        parameters,
        facts: facts
            .into_iter()
            .map(|def| Fact {
                def,
                doc: "How large it is.".into(),
                source: "guide#size".into(),
                from: Some(Origin { resource: "Thing".into(), by: "To".into(), field: "Size".into() }),
                field: "size".into(),
                flag: "size".into(),
                type_name: None,
                values: vec![value_text(), value_text(), value_text()],
            })
            .collect(),
        rules: rules
            .iter()
            .map(|_| RuleText { doc: String::new(), constant: "X".into(), expect: Vec::new() })
            .collect(),
        variants: None,
        response: Some(Response {
            fields: vec![parameter("Done", true, Kind::Boolean)],
            check: rules::Operation::default(),
        }),
        behaviour: None,
        errors: vec![error("Lost", None, false)],
        examples: vec![Example {
            name: "heavy".into(),
            doc: "A huge thing without its weight.".into(),
            editions: vec!["old".into()],
            request: request(&[("How", "Parcel"), ("To", "here"), ("Pin", "hunter2")]),
            facts: known,
            violations: vec!["weight".into(), "insured".into()],
            json: Some("{\"Done\": true}".into()),
            xml: None,
        }],
    }
}

fn listed(values: &[&str]) -> Vec<EnumValue> {
    values.iter().map(|value| EnumValue { value: (*value).into(), editions: Vec::new() }).collect()
}

fn value_text() -> EnumText {
    EnumText { doc: "One of them.".into(), variant: "V".into() }
}

fn plain(name: &str, required: bool, kind: Kind) -> rules::Parameter {
    rules::Parameter {
        name: name.into(),
        kind,
        required,
        constant: None,
        one_of: Vec::new(),
        min: None,
        max: None,
        min_length: None,
        max_length: None,
        pattern: None,
        secret: false,
        editions: Vec::new(),
        source: String::new(),
    }
}

fn text(name: &str) -> Parameter {
    Parameter {
        def: plain(name, false, Kind::String),
        doc: format!("The {name}."),
        default: None,
        example: Some("x|y".into()),
        unit: None,
        position: Position::Query,
        undocumented: false,
        refers_to: None,
        field: name.to_lowercase(),
        flag: name.to_lowercase(),
        type_name: None,
        values: Vec::new(),
        fields: Vec::new(),
        item: None,
        wrapper: None,
    }
}

fn parameter(name: &str, required: bool, kind: Kind) -> Parameter {
    let values = match &kind {
        Kind::Enum { values, .. } => values.iter().map(|_| value_text()).collect(),
        _ => Vec::new(),
    };
    Parameter { def: plain(name, required, kind), values, ..text(name) }
}

fn at(name: &str) -> Reference {
    Reference { text: name.into(), steps: vec![Step::Field(name.into())] }
}

fn required(name: &str) -> Form {
    Form::Require(vec![Demand { of: Subject::Parameter(at(name)), test: None }])
}

fn how(values: &[&str]) -> Cond {
    Cond::Test(Subject::Parameter(at("How")), one_of(values))
}

fn size(values: &[&str]) -> Cond {
    Cond::Test(Subject::Fact("Size".into()), one_of(values))
}

fn one_of(values: &[&str]) -> Test {
    Test::OneOf(values.iter().map(|value| (*value).into()).collect())
}

fn rule(id: &str, form: Form, when: Option<Cond>, editions: &[&str]) -> rules::Rule {
    rules::Rule {
        id: id.into(),
        form,
        when,
        unless: None,
        editions: editions.iter().map(|it| (*it).into()).collect(),
        severity: Severity::Error,
        source: format!("guide#{id}"),
        message: String::new(),
    }
}
