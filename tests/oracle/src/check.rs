//! The built-in checks, and the request as rules see it: a tree of places with what is known of each.

use crate::kleene::T;
use crate::spec::{Def, Editions, Operation};
use crate::value::{Kind, Scalar, from_json};
use crate::{Finding, Service};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A place of the request.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it is, with indices.
    pub(crate) place: String,
    pub(crate) given: T,
    /// `None`: nothing given, a container, or a value that cannot be relied on.
    pub(crate) value: Option<Scalar>,
    pub(crate) fields: BTreeMap<String, Node>,
    pub(crate) items: Vec<Node>,
    /// False: the items could not be read, and one stands for any number of them.
    pub(crate) items_known: bool,
}

pub(crate) fn absent(place: &str) -> Node {
    Node {
        place: place.to_owned(),
        given: T::False,
        value: None,
        fields: BTreeMap::new(),
        items: Vec::new(),
        items_known: true,
    }
}

/// One check under way.
pub(crate) struct Check<'a> {
    pub(crate) edition: Option<&'a str>,
    pub(crate) service: Option<&'a Service>,
    pub(crate) violations: Vec<Finding>,
    pub(crate) warnings: Vec<Finding>,
}

impl Check<'_> {
    /// Whether something is there in the chosen edition; everything is when none is chosen.
    pub(crate) fn exists(&self, editions: &Editions) -> bool {
        match (self.edition, editions) {
            (Some(chosen), Some(names)) => names.iter().any(|name| name == chosen),
            _ => true,
        }
    }

    /// Whether something belongs to only some editions while none is chosen.
    /// Of a file on its own all names are accepted, so no list of editions names them all.
    pub(crate) fn is_partial(&self, editions: &Editions) -> bool {
        match (self.edition, editions, self.service) {
            (Some(_), _, _) | (_, None, _) => false,
            (None, Some(names), Some(service)) => !service.editions.iter().all(|edition| names.contains(edition)),
            (None, Some(_), None) => true,
        }
    }

    fn is_absent(&self, json: &Json) -> bool {
        let empty_is_absent = self.service.is_some_and(|service| service.empty_is_absent);
        json.is_null() || (empty_is_absent && json.as_str() == Some(""))
    }

    pub(crate) fn find(&mut self, as_warning: bool, rule: String, place: &str) {
        let list = if as_warning { &mut self.warnings } else { &mut self.violations };
        list.push(Finding { rule, parameters: vec![place.to_owned()], needs: Vec::new() });
    }

    /// The whole request: a container whose fields are the parameters, with the facts under `$Name`.
    pub(crate) fn root(&mut self, operation: &Operation, request: &Json, facts: &Json) -> Result<Node, String> {
        let request = request.as_object().ok_or("the request is no object")?;
        let mut root = absent("");
        root.given = T::True;
        root.fields = self.fields(&operation.parameters, request, "", "", false)?;
        root.fields.extend(self.facts(operation, facts)?);
        Ok(root)
    }

    fn fields(
        &mut self,
        defs: &[(String, Def)],
        given: &serde_json::Map<String, Json>,
        id: &str,
        place: &str,
        soft: bool,
    ) -> Result<BTreeMap<String, Node>, String> {
        let below = |path: &str, name: &str| {
            if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
        };
        let mut nodes = BTreeMap::new();
        for (name, def) in defs {
            let place = below(place, name);
            let node = if self.exists(&def.editions) {
                self.value(def, given.get(name).unwrap_or(&Json::Null), &below(id, name), &place, soft)?
            } else {
                absent(&place)
            };
            nodes.insert(name.clone(), node);
        }
        // By name: the order of a JSON map depends on how serde_json was built.
        for (name, json) in given.iter().collect::<BTreeMap<_, _>>() {
            let known = defs.iter().any(|(known, def)| known == name && self.exists(&def.editions));
            if !known && !self.is_absent(json) {
                self.find(true, "unknown-parameter".to_owned(), &below(place, name));
            }
        }
        Ok(nodes)
    }

    fn value(&mut self, def: &Def, json: &Json, id: &str, place: &str, soft: bool) -> Result<Node, String> {
        let partial = self.is_partial(&def.editions);
        let soft = soft || partial;
        let mut node = absent(place);
        if self.is_absent(json) {
            if let Some(constant) = &def.constant {
                node.given = T::True;
                node.value = Some(constant.clone());
            } else if def.required {
                self.find(soft, format!("{id}.required"), place);
            }
            return Ok(node);
        }
        if partial {
            self.find(true, format!("{id}.edition"), place);
        }
        if def.kind.is_container() {
            return self.container(def, json, id, place, soft);
        }
        node.given = T::True;
        let Some(value) = from_json(json, def.kind)? else {
            self.find(soft, format!("{id}.type"), place);
            return Ok(node);
        };
        let mut trusted = true;
        if let (Kind::Enum, Scalar::Text(text)) = (def.kind, &value) {
            match def.values.iter().find(|(listed, editions)| listed == text && self.exists(editions)) {
                Some((_, editions)) if self.is_partial(editions) => self.find(true, format!("{id}.edition"), place),
                Some(_) => {}
                None => {
                    self.find(soft || def.open, format!("{id}.value"), place);
                    trusted = def.open;
                }
            }
        }
        for (broken, check) in [
            (def.one_of.as_ref().is_some_and(|list| !list.contains(&value)), "value"),
            (def.constant.as_ref().is_some_and(|constant| *constant != value), "const"),
            (out_of_range(def, &value), "range"),
        ] {
            if broken {
                self.find(soft, format!("{id}.{check}"), place);
                trusted = false;
            }
        }
        if let Scalar::Text(text) = &value {
            // A wrong length poisons nothing.
            self.length(def, text.chars().count(), id, place, soft);
            if def.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
                self.find(soft, format!("{id}.pattern"), place);
                trusted = false;
            }
        }
        node.value = trusted.then_some(value);
        Ok(node)
    }

    fn length(&mut self, def: &Def, length: usize, id: &str, place: &str, soft: bool) {
        if def.min_length.is_some_and(|min| length < min) || def.max_length.is_some_and(|max| length > max) {
            self.find(soft, format!("{id}.length"), place);
        }
    }

    fn container(&mut self, def: &Def, json: &Json, id: &str, place: &str, soft: bool) -> Result<Node, String> {
        let decoded = match (def.kind, json) {
            (Kind::Json, Json::String(text)) => serde_json::from_str(text).ok(),
            _ => Some(json.clone()),
        };
        let mut node = absent(place);
        node.given = T::True;
        match (def.kind, &decoded) {
            (Kind::List, Some(Json::Array(list))) => self.list(def, list, id, &mut node, soft)?,
            (Kind::Json, Some(Json::Array(list))) if def.fields.is_none() => {
                self.list(def, list, id, &mut node, soft)?
            }
            (Kind::Object, Some(Json::Object(map))) => self.object(def, map, id, &mut node, soft)?,
            (Kind::Json, Some(Json::Object(map))) if def.items.is_none() => {
                self.object(def, map, id, &mut node, soft)?
            }
            (Kind::Map, Some(Json::Object(map))) => {
                let given = map.iter().filter(|(_, value)| !self.is_absent(value));
                let entries: BTreeMap<_, _> = given.collect();
                self.length(def, entries.len(), id, place, soft);
                for (key, value) in entries {
                    if let Some(items) = &def.items {
                        node.items.push(self.value(
                            items,
                            value,
                            &format!("{id}[]"),
                            &format!("{place}[{key}]"),
                            soft,
                        )?);
                    }
                }
            }
            // JSON that declares neither items nor fields is anything.
            (Kind::Json, Some(_)) if def.items.is_none() && def.fields.is_none() => {}
            _ => {
                self.find(soft, format!("{id}.type"), place);
                node = Node { given: T::True, ..self.hidden(def, place) };
            }
        }
        Ok(node)
    }

    fn list(&mut self, def: &Def, list: &[Json], id: &str, node: &mut Node, soft: bool) -> Result<(), String> {
        let place = node.place.clone();
        // Absent items do not count, but the others keep their places.
        let given: Vec<_> = list.iter().enumerate().filter(|(_, item)| !self.is_absent(item)).collect();
        self.length(def, given.len(), id, &place, soft);
        for (index, item) in given {
            if let Some(items) = &def.items {
                node.items.push(self.value(items, item, &format!("{id}[]"), &format!("{place}[{index}]"), soft)?);
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        def: &Def,
        map: &serde_json::Map<String, Json>,
        id: &str,
        node: &mut Node,
        soft: bool,
    ) -> Result<(), String> {
        if let Some(fields) = &def.fields {
            let place = node.place.clone();
            node.fields = self.fields(fields, map, id, &place, soft)?;
        }
        Ok(())
    }

    /// A place of which nothing is known, except that what the edition does not have is not there.
    pub(crate) fn hidden(&self, def: &Def, place: &str) -> Node {
        let mut node = absent(place);
        if self.exists(&def.editions) {
            node.given = T::Unknown;
            node.items_known = def.items.is_none();
            node.items = def.items.iter().map(|items| self.hidden(items, &format!("{place}[]"))).collect();
            for (name, field) in def.fields.iter().flatten() {
                node.fields.insert(name.clone(), self.hidden(field, &format!("{place}.{name}")));
            }
        }
        node
    }
}

fn out_of_range(def: &Def, value: &Scalar) -> bool {
    match value {
        Scalar::Number(number) => def.min.is_some_and(|min| *number < min) || def.max.is_some_and(|max| *number > max),
        Scalar::Text(_) | Scalar::Bool(_) => false,
    }
}
