//! What is there from the start, beside what the service always has.

use contingent_rules::service::{Resource, Service};
use contingent_rules::{Kind, Value, nearest};

/// Adds things to what the service has from the beginning. They are written by their kind,
/// `{"Thing": [{"ThingId": "t1", "Field": "value"}]}`; as a list, `[{"ThingId": "t1"}]`, whose kinds are those of the ids;
/// or by their ids, `{"t1": {"Field": "value"}}`, if facts are kept in one kind only. Then a single value in place of the
/// object, `{"t1": "value"}`, is that of the field whose fact knows the value.
///
/// # Errors
/// The text is something else, or the service has no such kind or field. The error shows no values, because some of
/// them may be secrets.
pub(crate) fn add(service: &mut Service, json: &str) -> Result<(), String> {
    let json = Value::parse(json).map_err(|error| error.to_string())?;
    let facts: Vec<(String, String, Vec<String>)> = service
        .operations
        .iter()
        .flat_map(|operation| &operation.origins)
        .map(|origin| {
            let listed = values(service, &origin.field).map(str::to_owned).collect();
            (origin.resource.clone(), origin.field.clone(), listed)
        })
        .collect();
    for (kind, things) in by_kind(service, json)? {
        let names: Vec<String> = service.resources.iter().map(|resource| resource.name.clone()).collect();
        let Some(resource) = service.resources.iter_mut().find(|resource| resource.name == kind) else {
            return Err(unknown("kind", &kind, names.iter().map(String::as_str)));
        };
        let shown = kind.escape_debug();
        let Value::List(things) = things else { return Err(format!("`{shown}` is no list")) };
        for (number, thing) in (1..).zip(things) {
            let fields = preset(resource, thing).map_err(|why| format!("number {number} of `{shown}`: {why}"))?;
            for (field, value) in &fields {
                if let Some(listed) = facts.iter().find(|(kind, of, _)| *kind == resource.name && of == field)
                    && !listed.2.is_empty()
                    && !listed.2.contains(value)
                {
                    let hint = nearest(value, listed.2.iter().map(String::as_str));
                    let hint = hint.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                    return Err(format!("number {number} of `{shown}`: no fact knows the value of `{field}`{hint}"));
                }
            }
            resource.presets.push(fields);
        }
    }
    Ok(())
}

/// The things in lists by their kind, however they were written.
fn by_kind(service: &Service, json: Value) -> Result<Vec<(String, Value)>, String> {
    match json {
        Value::Object(kinds) if kinds.iter().all(|(kind, things)| names_kind(service, kind, things)) => Ok(kinds),
        Value::Object(things) => by_id(service, things),
        Value::List(things) => {
            let kind = |(number, thing): (usize, Value)| {
                // It may also have the ids of others that it belongs to.
                let has_id = |resource: &&Resource| thing.get(&resource.id).is_some();
                let fits = |resource: &&Resource| match &thing {
                    Value::Object(fields) => fields.iter().all(|(name, _)| known(resource).any(|field| field == name)),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => false,
                };
                let candidates = || service.resources.iter().filter(has_id);
                match candidates().find(fits).or_else(|| candidates().next()) {
                    Some(resource) => Ok((resource.name.clone(), Value::List(vec![thing]))),
                    None => Err(format!("number {number} has no field that is the id of a kind")),
                }
            };
            (1..).zip(things).map(kind).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            Err("it is no object from kinds to lists, and no list".to_owned())
        }
    }
}

/// A list below a name is meant for a kind, even if there is none of that name.
fn names_kind(service: &Service, name: &str, things: &Value) -> bool {
    service.resource(name).is_some() || matches!(things, Value::List(_))
}

fn by_id(service: &Service, things: Vec<(String, Value)>) -> Result<Vec<(String, Value)>, String> {
    let mut origins: Vec<(&str, &str)> = Vec::new();
    for origin in service.operations.iter().flat_map(|operation| &operation.origins) {
        if !origins.contains(&(&origin.resource, &origin.field)) {
            origins.push((&origin.resource, &origin.field));
        }
    }
    let resource = origins.first().and_then(|(kind, _)| service.resource(kind));
    let Some(resource) = resource.filter(|resource| origins.iter().all(|(kind, _)| *kind == resource.name)) else {
        return Err("it is no object from kinds to lists, and more than one kind could be meant by ids".to_owned());
    };
    let mut list = Vec::new();
    for (id, thing) in things {
        let mut fields = vec![(resource.id.clone(), Value::Text(id.clone()))];
        match thing {
            Value::Object(own) => fields.extend(own),
            Value::Text(text) => match origins.as_slice() {
                [(_, field)] => fields.push(((*field).to_owned(), Value::Text(text))),
                several => {
                    let listed = |field: &str| values(service, field).any(|value| value == text);
                    let mut fit = several.iter().filter(|(_, field)| listed(field));
                    let (Some((_, field)), None) = (fit.next(), fit.next()) else {
                        return Err(format!(
                            "`{}` is no object, and its value is that of no single fact",
                            id.escape_debug()
                        ));
                    };
                    fields.push(((*field).to_owned(), Value::Text(text)));
                }
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) => {
                return Err(format!("`{}` is no object", id.escape_debug()));
            }
        }
        list.push(Value::Object(fields));
    }
    Ok(vec![(resource.name.clone(), Value::List(list))])
}

/// The values that facts from a field are known to have; none if one of these facts can have any.
fn values<'s>(service: &'s Service, field: &str) -> impl Iterator<Item = &'s str> {
    let facts = service.operations.iter().flat_map(move |operation| {
        let named = |fact: &&contingent_rules::Fact| {
            operation.origins.iter().any(|origin| origin.field == field && origin.fact == fact.name)
        };
        operation.request.facts.iter().filter(named).collect::<Vec<_>>()
    });
    let mut values = Vec::new();
    for fact in facts {
        match &fact.kind {
            Kind::Enum { values: listed, open: false } => values.extend(listed.iter().map(|it| it.value.as_str())),
            Kind::Enum { .. }
            | Kind::String
            | Kind::Integer
            | Kind::Long
            | Kind::Number
            | Kind::Boolean
            | Kind::TimestampMs
            | Kind::List(_)
            | Kind::Object(_)
            | Kind::Map(_)
            | Kind::Json
            | Kind::JsonList(_)
            | Kind::JsonObject(_) => return Vec::new().into_iter(),
        }
    }
    values.into_iter()
}

/// The names of all fields of a kind.
fn known(resource: &Resource) -> impl Iterator<Item = &str> {
    let own = [Some(resource.id.as_str()), resource.state.as_deref()];
    own.into_iter().flatten().chain(resource.fields.iter().map(|field| field.name.as_str()))
}

fn preset(resource: &Resource, thing: Value) -> Result<Vec<(String, String)>, String> {
    let Value::Object(fields) = thing else { return Err("it is no object".to_owned()) };
    let known = || known(resource);
    let mut preset = Vec::new();
    for (name, value) in fields {
        if !known().any(|field| field == name) {
            return Err(unknown("field", &name, known()));
        }
        match value {
            Value::Null => {}
            Value::Text(text) | Value::Number(text) => preset.push((name, text)),
            Value::Bool(flag) => preset.push((name, flag.to_string())),
            // Structures are kept as they travel, as JSON in a text.
            Value::List(_) | Value::Object(_) => preset.push((name, value.to_string())),
        }
    }
    if !preset.iter().any(|(name, id)| *name == resource.id && !id.is_empty()) {
        return Err(format!("`{}` is missing", resource.id));
    }
    let given =
        |preset: &[(String, String)]| preset.iter().find(|(name, _)| *name == resource.id).map(|(_, id)| id.clone());
    let id = given(&preset);
    if resource.presets.iter().any(|other| given(other) == id) {
        return Err(format!("its `{}` is there already", resource.id));
    }
    let state = resource.state.as_ref().and_then(|state| preset.iter().find(|(name, _)| name == state));
    match state {
        Some((_, state)) if !resource.states.iter().any(|known| known.name == *state) => {
            Err(unknown("state", state, resource.states.iter().map(|state| state.name.as_str())))
        }
        Some(_) | None => Ok(preset),
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(name, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("the service has no {what} `{}`{hint}", name.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> Service {
        Service::from_json(
            r#"{"name":"S","version":"1","operations":[],"resources":[{"name":"Thing","id":"ThingId","id_pattern":"t[0-9]",
                "fields":[{"name":"Size"}],"state":"Status","states":[{"name":"on"}],
                "presets":[[["ThingId","t0"]]],"not_found":"N","wrong_state":"W"}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn things_are_added_as_written() {
        let mut service = service();
        add(&mut service, r#"{"Thing":[{"ThingId":"t1","Size":1.50,"Status":"on"},{"ThingId":"t2","Size":null}]}"#)
            .unwrap();
        let presets = &service.resources[0].presets;
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(presets.len(), 3);
        assert_eq!(presets[1], [pair("ThingId", "t1"), pair("Size", "1.50"), pair("Status", "on")]);
        assert_eq!(presets[2], [pair("ThingId", "t2")]);
    }

    #[test]
    fn kinds_can_be_left_out_where_they_are_clear() {
        let mut service = service();
        add(&mut service, r#"[{"ThingId":"t1"},{"ThingId":"t2","Size":"2"}]"#).unwrap();
        assert_eq!(service.resources[0].presets.len(), 3);
        let origin = |field: &str| {
            format!(
                r#"{{"request":{{"name":"Op","parameters":[]}},"origins":[{{"fact":"F","resource":"Thing","by":"P","field":"{field}"}}]}}"#
            )
        };
        let json = service.to_json().replace(r#""operations": []"#, &format!(r#""operations": [{}]"#, origin("Size")));
        let mut service = Service::from_json(&json).unwrap();
        add(&mut service, r#"{"t3":"big","t4":{"Size":"small","Status":"on"}}"#).unwrap();
        let size = |index: usize| service.resources[0].presets[index][1].1.clone();
        assert_eq!((size(3), size(4)), ("big".to_owned(), "small".to_owned()));
        assert!(add(&mut service, r#"{"t5":[1]}"#).unwrap_err().contains("no kind `t5`"));
        assert!(add(&mut service, r#"{"t5":null}"#).unwrap_err().contains("`t5` is no object"));
    }

    #[test]
    fn facts_tell_fields_and_values_apart() {
        let operation = r#"{"request":{"name":"Op","parameters":[],"facts":[
            {"name":"F","kind":{"enum":{"values":[{"value":"big"},{"value":"small"}]}}},
            {"name":"G","kind":{"enum":{"values":[{"value":"on"},{"value":"off"}]}}}]},"origins":[
            {"fact":"F","resource":"Thing","by":"P","field":"Size"},{"fact":"G","resource":"Thing","by":"P","field":"Status"}]}"#;
        let json = service().to_json().replace(r#""operations": []"#, &format!(r#""operations": [{operation}]"#));
        let mut service = Service::from_json(&json).unwrap();
        add(&mut service, r#"{"t1":"small","t2":"on"}"#).unwrap();
        let second = |index: usize| service.resources[0].presets[index][1].clone();
        assert_eq!(second(1), ("Size".to_owned(), "small".to_owned()));
        assert_eq!(second(2), ("Status".to_owned(), "on".to_owned()));
        assert!(add(&mut service, r#"{"t3":"smal"}"#).unwrap_err().contains("that of no single fact"));
        let wrong = add(&mut service, r#"{"Thing":[{"ThingId":"t3","Size":"smal"}]}"#).unwrap_err();
        assert!(wrong.contains("no fact knows the value of `Size`; did you mean `small`?"), "{wrong}");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (json, why) in [
            ("1", "no object from kinds"),
            (r#"[{"Size":1}]"#, "number 1 has no field that is the id of a kind"),
            (r#"{"t1":"big"}"#, "more than one kind could be meant"),
            ("{", "expected"),
            (r#"{"Thin":[]}"#, "no kind `Thin`; did you mean `Thing`?"),
            (r#"{"Thing":{}}"#, "`Thing` is no list"),
            (r#"{"Thing":[1]}"#, "number 1 of `Thing`: it is no object"),
            (r#"{"Thing":[{"Size":1}]}"#, "`ThingId` is missing"),
            (r#"{"Thing":[{"ThingId":""}]}"#, "`ThingId` is missing"),
            (r#"{"Thing":[{"ThingId":"t1"},{"ThingId":"t1"}]}"#, "number 2 of `Thing`: its `ThingId` is there already"),
            (r#"{"Thing":[{"ThingId":"t0"}]}"#, "is there already"),
            (r#"{"Thing":[{"ThingId":"t1","Sise":1}]}"#, "no field `Sise`; did you mean `Size`?"),
            (r#"{"Thing":[{"ThingId":"t1","Status":"off"}]}"#, "no state `off`"),
        ] {
            let error = add(&mut service(), json).unwrap_err();
            assert!(error.contains(why), "{json}: {error}");
        }
    }
}
