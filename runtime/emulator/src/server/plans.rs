//! What is there from the start, beside what the service always has.

use contingent_rules::service::{Resource, Service};
use contingent_rules::{Value, nearest};

/// Adds things by their kind, `{"Thing": [{"Field": "value"}]}`, to what the service has from the beginning.
///
/// # Errors
/// The text is something else, or the service has no such kind or field. The error shows no values, because some of
/// them may be secrets.
pub(crate) fn add(service: &mut Service, json: &str) -> Result<(), String> {
    let json = Value::parse(json).map_err(|error| error.to_string())?;
    let Value::Object(kinds) = json else { return Err("it is no object from kinds to lists".to_owned()) };
    for (kind, things) in kinds {
        let names: Vec<String> = service.resources.iter().map(|resource| resource.name.clone()).collect();
        let Some(resource) = service.resources.iter_mut().find(|resource| resource.name == kind) else {
            return Err(unknown("kind", &kind, names.iter().map(String::as_str)));
        };
        let shown = kind.escape_debug();
        let Value::List(things) = things else { return Err(format!("`{shown}` is no list")) };
        for (number, thing) in (1..).zip(things) {
            let fields = preset(resource, thing).map_err(|why| format!("number {number} of `{shown}`: {why}"))?;
            resource.presets.push(fields);
        }
    }
    Ok(())
}

fn preset(resource: &Resource, thing: Value) -> Result<Vec<(String, String)>, String> {
    let Value::Object(fields) = thing else { return Err("it is no object".to_owned()) };
    let known = || {
        let own = [Some(resource.id.as_str()), resource.state.as_deref()];
        own.into_iter().flatten().chain(resource.fields.iter().map(|field| field.name.as_str()))
    };
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
    fn what_does_not_fit_is_named() {
        for (json, why) in [
            ("[]", "no object from kinds"),
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
