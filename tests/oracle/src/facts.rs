//! What is known of the facts.

use crate::check::{Check, Node, absent};
use crate::kleene::T;
use crate::spec::Operation;
use crate::value::{Kind, Scalar, from_json};
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl Check<'_> {
    /// The facts as places under `$Name`; all that is wrong with them are warnings.
    pub(crate) fn facts(&mut self, operation: &Operation, facts: &Json) -> Result<BTreeMap<String, Node>, String> {
        let mut given: BTreeMap<String, &Json> = BTreeMap::new();
        for (name, json) in facts.as_object().ok_or("the facts are no object")? {
            let name = format!("${}", name.trim_start_matches('$'));
            if !json.is_null() {
                given.insert(name, json);
            }
        }
        let mut nodes = BTreeMap::new();
        for (name, def) in &operation.facts {
            let name = format!("${name}");
            let mut node = Node { given: T::True, ..absent(&name) };
            if let Some(json) = given.remove(&name) {
                node.value = from_json(json, def.kind)?;
                match &node.value {
                    None => self.find(true, format!("{name}.type"), &name),
                    Some(Scalar::Text(text)) if def.kind == Kind::Enum => {
                        match def.values.iter().find(|(listed, editions)| listed == text && self.exists(editions)) {
                            None => self.find(true, format!("{name}.value"), &name),
                            Some((_, editions)) if self.is_partial(editions) => {
                                self.find(true, format!("{name}.edition"), &name);
                            }
                            Some(_) => {}
                        }
                    }
                    Some(_) => {}
                }
            }
            nodes.insert(name, node);
        }
        for name in given.keys() {
            self.find(true, "unknown-fact".to_owned(), name);
        }
        Ok(nodes)
    }
}
