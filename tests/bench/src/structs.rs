//! The structs of an operation with serde's derive, and nothing else: what a client without rules is made of.

use contingent::model::{Operation, Parameter};
use contingent_rules::{EnumValue, Kind};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Which of serde's derives a struct gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ways {
    /// `Serialize` for what is sent and `Deserialize` for what comes back.
    One,
    /// Both for everything, as most generators write it.
    Both,
}

impl Ways {
    fn derives(self, sent: bool) -> &'static str {
        match (self, sent) {
            (Self::Both, _) => "Serialize, Deserialize",
            (Self::One, true) => "Serialize",
            (Self::One, false) => "Deserialize",
        }
    }
}

/// A module with the request, the reply and every enum and struct in them, documented as ours are.
pub fn module(operation: &Operation, ways: Ways) -> String {
    let mut module =
        Module { text: String::from("use serde::{Deserialize, Serialize};\n"), seen: BTreeSet::new(), ways };
    let name = &operation.type_name;
    // What is constant has no field in our request either.
    let sent = operation.parameters.iter().filter(|it| it.def.constant.is_none());
    module.structure(&format!("{name}Request"), &operation.summary, sent, true);
    if let Some(response) = &operation.response {
        module.structure(&format!("{name}Response"), &operation.summary, response.fields.iter(), false);
    }
    module.text
}

struct Module {
    text: String,
    /// The types that are there already.
    seen: BTreeSet<String>,
    ways: Ways,
}

impl Module {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn doc(&mut self, indent: &str, doc: &str) {
        for line in doc.lines() {
            // Writing to a String never fails.
            let _ = writeln!(self.text, "{indent}/// {line}");
        }
    }

    fn structure<'a>(&mut self, name: &str, doc: &str, fields: impl Iterator<Item = &'a Parameter>, sent: bool) {
        if !self.seen.insert(name.to_owned()) {
            return;
        }
        let fields: Vec<_> = fields.map(|field| (field, self.of(field, field.type_name.as_deref(), sent))).collect();
        self.doc("", doc);
        self.line(format!("#[derive(Clone, Debug, PartialEq, {})]", self.ways.derives(sent)));
        self.line(format!("pub struct {name} {{"));
        for (field, of) in fields {
            self.doc("    ", &field.doc);
            self.line(format!("    #[serde(rename = {:?})]", field.def.name));
            match field.def.required {
                true => self.line(format!("    pub {}: {of},", field.field)),
                false => {
                    if self.ways.derives(sent).contains("Serialize") {
                        self.line("    #[serde(skip_serializing_if = \"Option::is_none\")]");
                    }
                    self.line(format!("    pub {}: Option<{of}>,", field.field));
                }
            }
        }
        self.line("}");
    }

    fn enumeration(&mut self, name: &str, parameter: &Parameter, values: &[EnumValue], sent: bool) {
        if !self.seen.insert(name.to_owned()) {
            return;
        }
        self.doc("", &parameter.doc);
        self.line(format!("#[derive(Clone, Debug, PartialEq, {})]", self.ways.derives(sent)));
        self.line(format!("pub enum {name} {{"));
        for (value, text) in values.iter().zip(&parameter.values) {
            self.doc("    ", &text.doc);
            self.line(format!("    #[serde(rename = {:?})]", value.value));
            self.line(format!("    {},", text.variant));
        }
        self.line("    /// A value that the spec does not list.");
        self.line("    #[serde(untagged)]");
        self.line("    Unknown(String),");
        self.line("}");
    }

    /// The type of a parameter; defines what it names. `name` is that of the parameter or of the list around it.
    fn of(&mut self, parameter: &Parameter, name: Option<&str>, sent: bool) -> String {
        let item = |module: &mut Self| match parameter.item.as_deref() {
            Some(item) => module.of(item, item.type_name.as_deref().or(name), sent),
            None => "serde_json::Value".to_owned(),
        };
        match (&parameter.def.kind, name) {
            (Kind::String | Kind::Number, _) | (Kind::Enum { .. }, None) => "String".to_owned(),
            (Kind::Integer, _) => "i32".to_owned(),
            (Kind::Long | Kind::TimestampMs, _) => "i64".to_owned(),
            (Kind::Boolean, _) => "bool".to_owned(),
            (Kind::Enum { values, .. }, Some(name)) => {
                self.enumeration(name, parameter, values, sent);
                name.to_owned()
            }
            (Kind::Object(fields) | Kind::JsonObject(fields), Some(name)) if !fields.is_empty() => {
                self.structure(name, &parameter.doc, parameter.fields.iter(), sent);
                name.to_owned()
            }
            (Kind::Object(_) | Kind::JsonObject(_) | Kind::Json, _) => "serde_json::Value".to_owned(),
            (Kind::List(_) | Kind::JsonList(_), _) => format!("Vec<{}>", item(self)),
            (Kind::Map(_), _) => format!("std::collections::BTreeMap<String, {}>", item(self)),
        }
    }
}
