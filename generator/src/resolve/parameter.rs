//! Parameters, fields, items and facts: whether their keys fit their type, and what a check needs of them.

use contingent_rules::{Decimal, EnumValue, Fact, Kind, Parameter, Pattern};

use super::Reader;
use super::value::{Owner, type_name};
use crate::diagnostic::code;
use crate::spec::{self, Node, Type};

impl Reader<'_> {
    /// The definition of a parameter; `None` if it has errors, which are reported.
    pub(super) fn parameter(&mut self, parameter: &spec::Parameter) -> Option<Parameter> {
        let fits = self.keys_fit(parameter);
        let kind = self.kind(parameter)?;
        let text = |flag: Option<spec::Flag>| flag.is_some_and(|flag| flag.0);
        let definition = Parameter {
            name: parameter.name.text.clone(),
            kind,
            required: text(parameter.required),
            constant: parameter.constant.clone(),
            one_of: parameter.one_of.clone().unwrap_or_default(),
            min: parameter.min.clone(),
            max: parameter.max.clone(),
            min_length: parameter.min_length.map(|count| count.0),
            max_length: parameter.max_length.map(|count| count.0),
            pattern: parameter.pattern.clone(),
            secret: text(parameter.secret),
            editions: parameter.edition.0.clone(),
            source: parameter.source.clone().unwrap_or_default(),
        };
        let sound = self.values_fit(parameter, &definition);
        (fits && sound).then_some(definition)
    }

    /// The definition of a fact; `None` if it has errors, which are reported.
    pub(super) fn fact(&mut self, fact: &spec::Fact) -> Option<Fact> {
        if fact.name.text.starts_with('$') {
            self.error(code::BAD_NAME, fact.name.span, "the name of a fact is declared without `$`")
                .help("only rules write the `$`");
            return None;
        }
        let values = enum_values(&fact.values);
        let open = fact.open.is_some_and(|flag| flag.0);
        let kind = match fact.kind {
            Type::Enum => Kind::Enum { values, open },
            Type::Boolean => Kind::Boolean,
            Type::String => Kind::String,
            Type::Integer
            | Type::Long
            | Type::Number
            | Type::TimestampMs
            | Type::List
            | Type::Object
            | Type::Map
            // The language has no such type for facts, so it has been reported.
            | Type::Json => return None,
        };
        let is_enum = fact.kind == Type::Enum;
        if is_enum == fact.values.is_empty() {
            self.values_misplaced(
                is_enum,
                &fact.name.text,
                fact.node.key_span(if is_enum { "type" } else { "values" }),
            );
            return None;
        }
        Some(Fact { name: fact.name.text.clone(), kind, says: fact.says.clone().unwrap_or_default() })
    }

    fn values_misplaced(&mut self, is_enum: bool, name: &str, span: crate::diagnostic::Span) {
        let (message, help) = if is_enum {
            (format!("the enum `{name}` has no values"), "add `values: {Name: {doc: ..}}`")
        } else {
            (format!("`{name}` has values and is no enum"), "write `type: enum`, or `one_of` for other types")
        };
        self.error(code::KEY_AND_TYPE, span, message).help(help);
    }

    fn kind(&mut self, parameter: &spec::Parameter) -> Option<Kind> {
        let item = match &parameter.items {
            Some(item) => Some(Box::new(self.parameter(item)?)),
            None => None,
        };
        let fields: Vec<Option<Parameter>> = parameter.fields.iter().map(|field| self.parameter(field)).collect();
        let fields: Vec<Parameter> = fields.into_iter().collect::<Option<_>>()?;
        Some(match parameter.kind {
            Type::String => Kind::String,
            Type::Integer => Kind::Integer,
            Type::Long => Kind::Long,
            Type::Number => Kind::Number,
            Type::Boolean => Kind::Boolean,
            Type::TimestampMs => Kind::TimestampMs,
            Type::Enum => {
                Kind::Enum { values: enum_values(&parameter.values), open: parameter.open.is_some_and(|flag| flag.0) }
            }
            Type::List => Kind::List(item),
            Type::Map => Kind::Map(item),
            Type::Object => Kind::Object(fields),
            Type::Json => match (item, fields.is_empty()) {
                (Some(item), _) => Kind::JsonList(item),
                (None, false) => Kind::JsonObject(fields),
                (None, true) => Kind::Json,
            },
        })
    }

    /// Whether every key is one that the type can have.
    fn keys_fit(&mut self, parameter: &spec::Parameter) -> bool {
        let kind = parameter.kind;
        let number = matches!(kind, Type::Integer | Type::Long | Type::Number | Type::TimestampMs);
        let scalar = number || matches!(kind, Type::String | Type::Boolean | Type::Enum);
        let counted = matches!(kind, Type::String | Type::List | Type::Map)
            || (kind == Type::Json && parameter.fields.is_empty());
        let table = [
            ("min", number, "numbers"),
            ("max", number, "numbers"),
            ("one_of", scalar && kind != Type::Enum, "single values; an enum has `values`"),
            ("min_length", counted, "strings, lists and maps"),
            ("max_length", counted, "strings, lists and maps"),
            ("pattern", kind == Type::String, "strings"),
            ("open", kind == Type::Enum, "enums"),
            ("const", scalar, "single values"),
            ("items", matches!(kind, Type::List | Type::Map | Type::Json), "lists, maps and JSON"),
            ("fields", matches!(kind, Type::Object | Type::Json), "objects and JSON; a list has `items`"),
        ];
        let name = shown(parameter);
        let mut fits = true;
        for (key, allowed, of) in table {
            if let Some(entry) = parameter.node.entry(key)
                && !allowed
            {
                self.error(code::KEY_AND_TYPE, entry.key_span, format!("`{key}` does not fit the type of `{name}`"))
                    .help(format!("`{key}` is a key of {of}"));
                fits = false;
            }
        }
        if parameter.items.is_some() && !parameter.fields.is_empty() && kind == Type::Json {
            self.error(
                code::KEY_AND_TYPE,
                parameter.node.key_span("fields"),
                format!("`{name}` has both `items` and `fields`"),
            )
            .help("JSON is a list with `items`, or an object with `fields`");
            fits = false;
        }
        let is_enum = kind == Type::Enum;
        if is_enum == parameter.values.is_empty() {
            let at = parameter.node.key_span(if is_enum { "type" } else { "values" });
            self.values_misplaced(is_enum, &name, at);
            fits = false;
        }
        fits
    }

    /// Whether every value is one that the type can have.
    fn values_fit(&mut self, parameter: &spec::Parameter, definition: &Parameter) -> bool {
        let owner = Owner::parameter(definition);
        let mut sound = true;
        let single = ["min", "max", "const", "default", "example"];
        let of_key = |key: &'static str| parameter.node.get(key).map(|node| (key, node));
        let listed = parameter.node.get("one_of").map(Node::list).unwrap_or_default();
        let values = single.into_iter().filter_map(of_key).chain(listed.iter().map(|node| ("one_of", node)));
        for (key, node) in values {
            let Some(text) = node.text().filter(|_| !owner.is_container()) else { continue };
            if let Some(wanted) = owner.refuses(text) {
                let message = format!("`{text}` is not a value that `{}` can have", shown(parameter));
                self.error(code::IMPOSSIBLE_VALUE, node.span, message).help(format!("write {wanted}"));
                sound = false;
            } else if matches!(key, "const" | "default" | "example") && !owner.lists(text) {
                let message = format!("`{text}` is not among the values of `{}`", shown(parameter));
                self.error(code::IMPOSSIBLE_VALUE, node.span, message)
                    .help(format!("the values are {}", owner.listed().join(", ")));
                sound = false;
            }
        }
        let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Decimal>().ok());
        let values = number(&definition.min).zip(number(&definition.max)).is_some_and(|(min, max)| min > max);
        let lengths = definition.min_length.zip(definition.max_length).is_some_and(|(min, max)| min > max);
        for (crossed, low, high) in [(values, "min", "max"), (lengths, "min_length", "max_length")] {
            if crossed {
                let (low, high) = (parameter.node.value_span(low), parameter.node.value_span(high));
                self.error(code::EMPTY_RANGE, high, format!("no value of `{}` is within its bounds", shown(parameter)))
                    .related(low, "the lower bound")
                    .help("the lower bound must not be above the upper one");
                sound = false;
            }
        }
        if let Some(Err(fault)) = definition.pattern.as_deref().map(Pattern::new) {
            self.error(
                code::BAD_PATTERN,
                parameter.node.value_span("pattern"),
                format!("the pattern cannot be used: {fault}"),
            )
            .help("patterns are what Rust and JavaScript share: no look-around, no `\\b`, no Unicode classes");
            sound = false;
        }
        sound
    }
}

fn enum_values(values: &[spec::EnumValue]) -> Vec<EnumValue> {
    let value =
        |value: &spec::EnumValue| EnumValue { value: value.name.text.clone(), editions: value.edition.0.clone() };
    values.iter().map(value).collect()
}

fn shown(parameter: &spec::Parameter) -> String {
    if parameter.name.text.is_empty() {
        format!("an item ({})", type_name_of(parameter.kind))
    } else {
        parameter.name.text.clone()
    }
}

fn type_name_of(kind: Type) -> &'static str {
    match kind {
        Type::String => type_name(&Kind::String),
        Type::Integer => type_name(&Kind::Integer),
        Type::Long => type_name(&Kind::Long),
        Type::Number => type_name(&Kind::Number),
        Type::Boolean => type_name(&Kind::Boolean),
        Type::Enum => "enum",
        Type::TimestampMs => type_name(&Kind::TimestampMs),
        Type::List => type_name(&Kind::List(None)),
        Type::Object => "object",
        Type::Map => type_name(&Kind::Map(None)),
        Type::Json => type_name(&Kind::Json),
    }
}
