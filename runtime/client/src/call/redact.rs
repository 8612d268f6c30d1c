//! Secrets of a request, so that no text that is shown repeats them: services like to quote what they refuse.

use contingent_rules::{Kind, Operation, Parameter, Value};

use crate::aliyun::sign::percent;

/// What stands for a secret.
const MASK: &str = "***";

/// Shorter than this a text can be a part of a word by chance.
const SHORT: usize = 6;

/// The texts that must not be shown, in each form in which a reply may quote them.
#[derive(Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// Adds one.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        let (once, json) = (percent(secret), Value::from(secret).to_string());
        let inside = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default();
        // Encoded twice is how it stands in a text that was signed.
        for form in [percent(&once), once, percent(inside), inside.to_owned(), secret.to_owned()] {
            if !self.0.contains(&form) {
                self.0.push(form);
            }
        }
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// Adds the secret parameters of a request.
    pub(crate) fn add_request(&mut self, operation: &Operation, request: &Value) {
        self.add_fields(&operation.parameters, request);
    }

    fn add_fields(&mut self, fields: &[Parameter], object: &Value) {
        let Value::Object(entries) = object else { return };
        for (name, value) in entries {
            match fields.iter().find(|field| field.name == *name) {
                Some(field) => self.add_value(field, value),
                None => self.add_undeclared(value),
            }
        }
    }

    /// Nobody knows whether what the spec does not have is a secret. Short ones would hide too much of what is said.
    fn add_undeclared(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(text) | Value::Text(text) if text.len() < SHORT => {}
            Value::Number(text) | Value::Text(text) => self.add(text),
            Value::List(items) => items.iter().for_each(|value| self.add_undeclared(value)),
            Value::Object(entries) => entries.iter().for_each(|(_, value)| self.add_undeclared(value)),
        }
    }

    fn add_value(&mut self, parameter: &Parameter, value: &Value) {
        if parameter.secret {
            return self.add_all(value);
        }
        match (&parameter.kind, value) {
            (Kind::JsonList(_) | Kind::JsonObject(_), Value::Text(text)) => {
                if let Ok(inside) = Value::parse(text) {
                    self.add_inside(&parameter.kind, &inside);
                }
            }
            (kind, value) => self.add_inside(kind, value),
        }
    }

    fn add_inside(&mut self, kind: &Kind, value: &Value) {
        match (kind, value) {
            (Kind::Object(fields) | Kind::JsonObject(fields), value) => self.add_fields(fields, value),
            (Kind::List(Some(item)) | Kind::JsonList(item), Value::List(items)) => {
                items.iter().for_each(|value| self.add_value(item, value));
            }
            (Kind::Map(Some(item)), Value::Object(entries)) => {
                entries.iter().for_each(|(_, value)| self.add_value(item, value));
            }
            (_, _) => {}
        }
    }

    /// Everything in something secret is secret.
    fn add_all(&mut self, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(text) | Value::Text(text) => self.add(text),
            Value::List(items) => items.iter().for_each(|value| self.add_all(value)),
            Value::Object(entries) => entries.iter().for_each(|(_, value)| self.add_all(value)),
        }
    }

    /// The text without them.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| masked(&text, secret))
    }
}

fn masked(text: &str, secret: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, found) = rest.split_at(at);
        let after = found.get(secret.len()..).unwrap_or_default();
        let is_alone = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if secret.len() >= SHORT || is_alone { MASK } else { secret });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form_in_which_it_travels() {
        let mut secrets = Secrets::default();
        secrets.add("a b/\"c\"");
        let quoted = r#"raw a b/"c", once a%20b%2F%22c%22, twice a%2520b%252F%2522c%2522, json a b/\"c\""#;
        assert_eq!(secrets.mask(quoted), "raw ***, once ***, twice ***, json ***");
    }

    #[test]
    fn a_short_secret_is_masked_where_it_stands_alone() {
        let mut secrets = Secrets::default();
        secrets.add("er");
        secrets.add("");
        assert_eq!(secrets.mask("the server has `er` and er%26er"), "the server has `***` and ***%26er");
    }

    #[test]
    fn secrets_are_found_at_every_depth() {
        let operation = Operation::from_json(
            r#"{"name":"Op","parameters":[
                {"name":"Password","kind":"string","secret":true},
                {"name":"Open","kind":"string"},
                {"name":"Users","kind":{"json_list":{"kind":{"object":[
                    {"name":"Name","kind":"string"},{"name":"Key","kind":"string","secret":true}]}}}},
                {"name":"Keys","kind":{"list":{"kind":"string"}},"secret":true}]}"#,
        )
        .unwrap();
        let request = r#"{"Password":"hunter2","Open":"visible","Users":"[{\"Name\":\"someone\",\"Key\":\"hunter3\"}]",
            "Keys":["hunter4",12345678],"Unheard":{"of":["hunter5","short"]}}"#;
        let mut secrets = Secrets::default();
        secrets.add_request(&operation, &Value::parse(request).unwrap());
        let shown = secrets.mask("hunter2 visible someone hunter3 hunter4 12345678 hunter5 short");
        assert_eq!(shown, "*** visible someone *** *** *** *** short");
    }
}
