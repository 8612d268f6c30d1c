//! Through which operation one of a kind is looked up.

use contingent_rules::service::{Effect, FilterTest};

use super::{Operation, Parameter, Service};

/// An operation that shows one of a kind, given its id.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'m> {
    /// The operation.
    pub operation: &'m Operation,
    /// The parameter with the id.
    pub parameter: &'m Parameter,
    /// The field of the reply with the list that it is in; `None` if its fields are those of the reply.
    pub list: Option<&'m Parameter>,
    /// The fields of the reply that are fields of the thing.
    pub fields: &'m [Parameter],
}

impl Service {
    /// How a field of one of a kind is looked up: of the operations that show it, the first that reads the kind and needs
    /// nothing but the id, else the first that lists by the id.
    pub fn reader(&self, resource: &str, field: &str) -> Option<Reader<'_>> {
        let first = |id: Option<&str>| {
            let readers = self.operations.iter().filter_map(|operation| operation.reader(resource, id));
            readers.into_iter().find(|reader| reader.shows(field))
        };
        let id = self.resources.iter().find(|it| it.def.name == resource).map(|it| it.def.id.as_str())?;
        first(None).or_else(|| first(Some(id)))
    }
}

impl Reader<'_> {
    /// Whether a field of the thing is in what is read.
    pub fn shows(&self, field: &str) -> bool {
        self.fields.iter().any(|shown| shown.def.name == field)
    }
}

impl Operation {
    /// With `id`, the name of the field with the id, it lists; without, it reads.
    fn reader(&self, resource: &str, id: Option<&str>) -> Option<Reader<'_>> {
        let response = self.response.as_ref()?;
        let (parameter, list) = match (self.behaviour.as_ref()?.effect.as_ref()?, id) {
            (Effect::Read { resource: kind, by }, None) if kind == resource => (by, None),
            (Effect::List { resource: kind, into, filters, .. }, Some(id)) if kind == resource => {
                let by_id = filters.iter().find(|it| it.field == id && it.test == FilterTest::Eq)?;
                (&by_id.parameter, Some(response.fields.iter().find(|field| field.def.name == *into)?))
            }
            (
                Effect::Create { .. }
                | Effect::Read { .. }
                | Effect::List { .. }
                | Effect::Change { .. }
                | Effect::Delete { .. },
                _,
            ) => return None,
        };
        let needs_more =
            |other: &&Parameter| other.def.required && other.def.constant.is_none() && other.def.name != *parameter;
        if self.parameters.iter().any(|other| needs_more(&other)) {
            return None;
        }
        let parameter = self.parameters.iter().find(|it| it.def.name == *parameter)?;
        let fields = match list {
            Some(list) => list.item.as_deref()?.fields.as_slice(),
            None => response.fields.as_slice(),
        };
        Some(Reader { operation: self, parameter, list, fields })
    }
}
