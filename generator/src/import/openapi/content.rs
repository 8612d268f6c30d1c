//! Bodies: the properties of an object become parameters.

use super::document::Document;
use super::parameters::Request;
use crate::import::definition::Kind;
use crate::import::idl::written;
use crate::import::text;
use crate::import::yaml::Yaml;
use crate::spec::{Entry, Node};

impl<'d> Document<'d> {
    /// Adds what the body of a request holds.
    pub(super) fn body(&mut self, node: &'d Node, pointer: &str, request: &mut Request) {
        let Some(body) = self.resolve(node) else { return };
        let Some(content) = body.get("content").filter(|it| !it.map().is_empty()) else {
            self.left_out(body.span, "the body has no `content`");
            return;
        };
        let Some(media) = content.map().iter().min_by_key(|entry| rank(entry)) else { return };
        if rank(media) > 3 {
            self.left_out(media.key_span, format!("a body of type `{}` is not imported", media.key));
            return;
        }
        for other in content.map().iter().filter(|other| !std::ptr::eq(*other, media)) {
            let message =
                format!("of several descriptions of a body one is imported: `{}`, not `{}`", media.key, other.key);
            self.left_out(other.key_span, message);
        }
        let Some(schema) = media.value.get("schema") else {
            self.left_out(media.key_span, "the body has no `schema`");
            return;
        };
        let required = body.get("required").and_then(Node::text) == Some("true");
        let whole = self.definition("body", schema, "The body of the request.");
        if whole.shape.kind != Kind::Object {
            let message = "the body is not an object with properties";
            self.otherwise(schema.span, message, "it is imported as one parameter that is called `body`");
            let said = body.get("description").and_then(Node::text).and_then(text::doc);
            let doc = said.unwrap_or_else(|| whole.doc.clone());
            let mut it = whole;
            (it.required, it.position, it.doc) = (required, Some("body"), doc);
            self.add(it, "body", request);
            return;
        }
        let (mut all, mut wanted) = (Vec::new(), Vec::new());
        for mut field in whole.shape.fields {
            field.position = Some("body");
            let mandatory = std::mem::replace(&mut field.required, false);
            field.required = mandatory && required;
            let name = self.add(field, "body", request);
            wanted.extend((mandatory && !required).then(|| written(&name)));
            all.push(written(&name));
        }
        // A body that may be left out demands its properties only when there is one.
        let Some(first) = all.first().filter(|_| !wanted.is_empty() && all.len() > 1) else { return };
        let when = if all.len() == 1 { Yaml::text(first) } else { Yaml::pair("any", Yaml::texts(&all)) };
        let wanted = match wanted.as_slice() {
            [only] => Yaml::text(only),
            several => Yaml::texts(several),
        };
        request.rules.push(Yaml::Block(vec![
            ("id".to_owned(), Yaml::text("body")),
            ("require".to_owned(), wanted),
            ("when".to_owned(), when),
            ("source".to_owned(), Yaml::text(format!("openapi#{pointer}/requestBody"))),
            ("doc".to_owned(), Yaml::text("The body may be left out; if there is one, it has these properties.")),
        ]));
    }
}

/// Which of several descriptions of a body is taken: the least; above 3 none is.
fn rank(entry: &Entry) -> u8 {
    let name = entry.key.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match name.as_str() {
        "application/json" => 0,
        "application/x-www-form-urlencoded" => 1,
        "multipart/form-data" => 2,
        "*/*" => 3,
        other if other.ends_with("+json") => 3,
        _ => 4,
    }
}
