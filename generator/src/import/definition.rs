//! A parameter as it will be written, and its YAML.

use crate::diagnostic::Span;
use crate::import::idl::{Target, TargetKind, Targets};
use crate::import::yaml::Yaml;
use contingent_rules::Decimal;

/// What is known of a parameter, field or item.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Definition {
    pub(in crate::import) name: String,
    /// Where it stands in the document.
    pub(in crate::import) span: Span,
    pub(in crate::import) doc: String,
    pub(in crate::import) required: bool,
    pub(in crate::import) shape: Shape,
    pub(in crate::import) one_of: Vec<String>,
    pub(in crate::import) min: Option<String>,
    pub(in crate::import) max: Option<String>,
    pub(in crate::import) min_length: Option<u64>,
    pub(in crate::import) max_length: Option<u64>,
    pub(in crate::import) pattern: Option<String>,
    pub(in crate::import) default: Option<String>,
    pub(in crate::import) example: Option<String>,
    pub(in crate::import) secret: bool,
    pub(in crate::import) position: Option<&'static str>,
    /// No document describes it.
    pub(in crate::import) undocumented: bool,
    /// In a reply: the field of an object around the list, which has no other field.
    pub(in crate::import) wrapper: Option<String>,
    /// Names in place of the derived ones, where two would be the same.
    pub(in crate::import) rust: Option<String>,
    pub(in crate::import) cli: Option<String>,
    /// Bounds that are not included: `gt` or `lt`, and the number.
    pub(in crate::import) beyond: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import) enum Kind {
    #[default]
    Text,
    Integer,
    Long,
    Number,
    Boolean,
    Enum,
    List,
    Object,
    Map,
}

/// The type, and what belongs to it.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Shape {
    pub(in crate::import) kind: Kind,
    /// One JSON text on the wire.
    pub(in crate::import) json: bool,
    /// The values of an enum: text, doc, Rust name.
    pub(in crate::import) values: Vec<(String, String, Option<String>)>,
    pub(in crate::import) items: Option<Box<Definition>>,
    pub(in crate::import) fields: Vec<Definition>,
}

impl Definition {
    pub(in crate::import) fn is_number(&self) -> bool {
        matches!(self.shape.kind, Kind::Integer | Kind::Long | Kind::Number)
    }

    pub(in crate::import) fn is_container(&self) -> bool {
        matches!(self.shape.kind, Kind::List | Kind::Object | Kind::Map)
    }

    /// Whether the type can have a value, and lists it if it lists any.
    pub(in crate::import) fn accepts(&self, text: &str) -> bool {
        let number = || text.parse::<Decimal>().ok();
        let whole =
            |low: i64, high: i64| number().and_then(|it| it.to_i64()).is_some_and(|it| (low..=high).contains(&it));
        let fits = match self.shape.kind {
            Kind::Text => true,
            Kind::Integer => whole(i32::MIN.into(), i32::MAX.into()),
            Kind::Long => whole(i64::MIN, i64::MAX),
            Kind::Number => number().is_some(),
            Kind::Boolean => matches!(text, "true" | "false"),
            Kind::Enum => self.shape.values.iter().any(|(value, ..)| value == text),
            Kind::List | Kind::Object | Kind::Map => false,
        };
        let listed = || {
            self.one_of
                .iter()
                .any(|it| if self.is_number() { it.parse::<Decimal>().ok() == number() } else { it == text })
        };
        fits && (self.one_of.is_empty() || listed())
    }

    fn type_name(&self) -> &'static str {
        match self.shape.kind {
            _ if self.shape.json => "json",
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Long => "long",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Enum => "enum",
            Kind::List => "list",
            Kind::Object => "object",
            Kind::Map => "map",
        }
    }

    /// The key under which it is written.
    pub(in crate::import) fn key(&self) -> String {
        match &self.wrapper {
            Some(wrapper) => format!("{}.{wrapper}[]", self.name),
            None => self.name.clone(),
        }
    }

    /// The definition as it is written; of an item without a doc.
    pub(in crate::import) fn yaml(&self, item: bool) -> Yaml {
        let mut entries: Vec<(String, Yaml)> = Vec::new();
        let mut put = |key: &str, value: Option<Yaml>| entries.extend(value.map(|value| (key.to_owned(), value)));
        let text = |value: &Option<String>| value.as_ref().map(Yaml::text);
        let number = |value: Option<u64>| value.map(|it| Yaml::text(it.to_string()));
        put("type", Some(Yaml::text(self.type_name())));
        put("required", self.required.then(|| Yaml::text("true")));
        put("secret", self.secret.then(|| Yaml::text("true")));
        put("min", text(&self.min));
        put("max", text(&self.max));
        put("one_of", (!self.one_of.is_empty()).then(|| Yaml::texts(&self.one_of)));
        put("min_length", number(self.min_length));
        put("max_length", number(self.max_length));
        put("pattern", text(&self.pattern));
        put("default", text(&self.default));
        put("example", text(&self.example));
        put("position", self.position.map(Yaml::text));
        let over = [("rust", &self.rust), ("cli", &self.cli)];
        let over: Vec<(String, Yaml)> =
            over.iter().filter_map(|(key, name)| Some(((*key).to_owned(), Yaml::text(name.as_ref()?)))).collect();
        put("undocumented", self.undocumented.then(|| Yaml::text("true")));
        put("override", (!over.is_empty()).then_some(Yaml::Map(over)));
        put("doc", (!item).then(|| Yaml::text(&self.doc)));
        let values = self.shape.values.iter().map(|(value, doc, rust)| {
            let mut entries = vec![("doc".to_owned(), Yaml::text(doc))];
            entries.extend(rust.as_ref().map(|it| ("override".to_owned(), Yaml::pair("rust", Yaml::text(it)))));
            (value.clone(), Yaml::Map(entries))
        });
        let values: Vec<_> = values.collect();
        put("values", (!values.is_empty()).then_some(Yaml::Block(values)));
        put("items", self.shape.items.as_ref().map(|it| it.yaml(true)));
        let fields: Vec<_> = self.shape.fields.iter().map(|it| (it.key(), it.yaml(false))).collect();
        put("fields", (!fields.is_empty()).then_some(Yaml::Block(fields)));
        Yaml::Block(entries)
    }

    /// Makes the parameter and the fields of objects known to dependencies.
    pub(in crate::import) fn targets(&self, document: &str, path: &str, targets: &mut Targets) {
        let item = self.shape.items.as_deref().filter(|it| self.shape.kind == Kind::List && !it.is_container());
        let kind = match item {
            Some(item) => item.target_kind(),
            None => self.target_kind(),
        };
        targets.add(document, Target { text: path.to_owned(), kind, listed: item.is_some() });
        for field in &self.shape.fields {
            field.targets(&format!("{document}.{}", field.name), &format!("{path}.{}", field.name), targets);
        }
    }

    fn target_kind(&self) -> TargetKind {
        match self.shape.kind {
            Kind::Text => TargetKind::Text,
            Kind::Integer => TargetKind::Whole(i32::MIN.into(), i32::MAX.into()),
            Kind::Long => TargetKind::Whole(i64::MIN, i64::MAX),
            Kind::Number => TargetKind::Number,
            Kind::Boolean => TargetKind::Boolean,
            Kind::Enum => TargetKind::Enum(self.shape.values.iter().map(|(value, ..)| value.clone()).collect()),
            Kind::List | Kind::Object | Kind::Map => TargetKind::Structure,
        }
    }
}
