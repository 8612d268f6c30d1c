//! Operations with an address of their own: their path, and their body as JSON.

use contingent_rules::{Kind, Operation, Value};

use super::descriptor::Descriptor;
use crate::to_pairs;
use crate::wire::completed;

/// The request of an operation that has a method and a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Routed {
    pub(crate) method: &'static str,
    /// With every parameter in its place, as it is sent and signed.
    pub(crate) path: String,
    /// JSON, if a parameter of the body is given.
    pub(crate) body: Option<String>,
    /// What travels in the query and in headers.
    pub(crate) pairs: Vec<(String, String)>,
}

/// Puts a request into the address and the body of its operation; `None` if the operation has no address of its own.
///
/// A parameter of the body that is called `body` is the body. Otherwise they are the fields of one object.
///
/// # Errors
/// What stands in the path is absent, or nothing that a path can have. The text names it and shows no value.
pub(crate) fn routed(descriptor: &Descriptor, request: &Value) -> Option<Result<Routed, String>> {
    let (method, template) = descriptor.route?;
    let operation = descriptor.request.operation();
    let mut pairs = to_pairs(operation, request);
    let path = match path(template, &mut pairs) {
        Ok(path) => path,
        Err(problem) => return Some(Err(problem)),
    };
    let is_other =
        |name: &str| operation.parameters.iter().any(|it| it.name == name && !descriptor.in_body.contains(&name));
    pairs.retain(|(name, _)| is_other(name) || !descriptor.in_body.iter().any(|it| is_of(name, it)));
    let mut fields: Vec<(String, Value)> = descriptor
        .in_body
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), field(operation, name, request)?)))
        .collect();
    let body = match descriptor.in_body {
        ["body"] => fields.pop().map(|(_, value)| value.to_string()),
        _ if fields.is_empty() => None,
        _ => Some(Value::Object(fields).to_string()),
    };
    Some(Ok(Routed { method, path, body, pairs }))
}

/// Whether a pair is one of a parameter: `Tag.1.Key` of `Tag`.
fn is_of(pair: &str, parameter: &str) -> bool {
    pair.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The path with the values of its parameters, which are taken out of the pairs.
fn path(template: &str, pairs: &mut Vec<(String, String)>) -> Result<String, String> {
    let mut parts = template.split('{');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let found = pairs.iter().position(|(pair, _)| pair == name).map(|index| pairs.remove(index).1);
        // A path with `..` in it leads elsewhere, whatever way it is written.
        let value = found.filter(|value| !matches!(value.as_str(), "" | "." | ".."));
        let value = value.ok_or_else(|| format!("`{name}` is not given, or nothing that can stand in a path"))?;
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                path.push(char::from(byte));
            } else {
                path.push_str(&format!("%{byte:02X}"));
            }
        }
        path.push_str(rest);
    }
    Ok(path)
}

/// A parameter as it stands in the body: JSON in it is a structure and no text.
fn field(operation: &Operation, name: &str, request: &Value) -> Option<Value> {
    let parameter = operation.parameters.iter().find(|it| it.name == name)?;
    let given = request.get(name).filter(|value| **value != Value::Null);
    let Some(value) = given else { return parameter.constant.clone().map(Value::Text) };
    let parsed = match (&parameter.kind, value) {
        (Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_), Value::Text(text)) => Value::parse(text).ok(),
        _ => None,
    };
    Some(completed(operation, &parameter.kind, parsed.as_ref().unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Definition;

    static MOOR: Definition = Definition::new(
        r#"{"name":"Moor","parameters":[
            {"name":"ship","kind":"string","required":true},{"name":"berth-no","kind":"long","required":true},
            {"name":"crew","kind":{"list":null}},{"name":"plan","kind":"json"},{"name":"force","kind":"boolean"}]}"#,
    );
    static WHOLE: Definition = Definition::new(r#"{"name":"Tag","parameters":[{"name":"body","kind":"json"}]}"#);

    static MOOR_SHIP: Descriptor =
        Descriptor::new("Moor", &MOOR).route("POST", "/ships/{ship}/berths/{berth-no}").in_body(&["crew", "plan"]);
    static TAG_SHIPS: Descriptor = Descriptor::new("Tag", &WHOLE).route("PUT", "/tags").in_body(&["body"]);

    fn read(json: &str) -> Value {
        Value::parse(json).unwrap()
    }

    #[test]
    fn everything_has_its_place() {
        let request =
            read(r#"{"ship":"a/b é","berth-no":7,"crew":[{"name":"Jo"}],"plan":"[1]","force":true,"more":1}"#);
        let routed = routed(&MOOR_SHIP, &request).unwrap().unwrap();
        assert_eq!((routed.method, routed.path.as_str()), ("POST", "/ships/a%2Fb%20%C3%A9/berths/7"));
        assert_eq!(routed.body.as_deref(), Some(r#"{"crew":[{"name":"Jo"}],"plan":[1]}"#));
        let pairs = [("force", "true"), ("more", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(routed.pairs, pairs);
    }

    #[test]
    fn what_is_called_body_is_the_body() {
        let body = |json: &str| routed(&TAG_SHIPS, &read(json)).unwrap().unwrap().body;
        assert_eq!(body(r#"{"body":[{"key":"k"}]}"#).as_deref(), Some(r#"[{"key":"k"}]"#));
        assert_eq!(body("{}"), None);
    }

    #[test]
    fn a_path_without_its_parameters_is_none() {
        for ship in [r#""""#, r#"".""#, r#""..""#, "null"] {
            let request = read(&format!(r#"{{"ship":{ship},"berth-no":7}}"#));
            let problem = routed(&MOOR_SHIP, &request).unwrap().unwrap_err();
            assert_eq!(problem, "`ship` is not given, or nothing that can stand in a path");
        }
        static PLAIN: Descriptor = Descriptor::new("Tag", &WHOLE);
        assert!(routed(&PLAIN, &read("{}")).is_none());
    }
}
