//! The names that a sentence can speak of, and what they are called.

use crate::spec::{EnumValue, Fact, Operation, Parameter, Type};

/// The parameters, fields and facts of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// All of them; a name that stands twice counts once, the first one.
    pub names: Vec<Named>,
}

/// A parameter, a field or a fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// The name as rules write it, without back-ticks: `Name`, `Object.field`, `List[].field`, `$Fact`.
    pub name: String,
    /// The type.
    pub kind: Type,
    /// The values of an enum.
    pub values: Vec<Choice>,
    /// Whether every request has it: a sentence that only says so proposes nothing.
    pub required: bool,
    /// What sentences call it, in any language: "the database type of the backup plan". Of a boolean it may be a whole
    /// clause: "whether automatic download is enabled".
    pub says: Vec<String>,
}

/// A value and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What sentences call it, or how they describe it, in any language.
    pub says: Vec<String>,
}

impl Scope {
    /// The scope of an operation: each parameter is called by the first words of its `doc`, each fact by its `says`,
    /// each value by its `doc`.
    pub fn of(operation: &Operation) -> Self {
        let mut names = Vec::new();
        for parameter in &operation.parameters {
            add(&mut names, &parameter.name.text, parameter, 0);
        }
        names.extend(operation.facts.iter().map(fact));
        Self { names }
    }

    /// The name that rules write exactly so.
    pub fn get(&self, name: &str) -> Option<&Named> {
        self.names.iter().find(|it| it.name == name)
    }
}

/// How deep fields are looked for: nobody writes rules about what lies deeper.
const DEPTH: usize = 8;

fn add(names: &mut Vec<Named>, path: &str, parameter: &Parameter, depth: usize) {
    names.push(Named {
        name: path.to_owned(),
        kind: parameter.kind,
        required: parameter.required.is_some_and(|flag| flag.0),
        values: values(parameter),
        says: parameter.doc.iter().map(|doc| head(doc).to_owned()).collect(),
    });
    if depth == DEPTH {
        return;
    }
    for field in &parameter.fields {
        add(names, &format!("{path}.{}", field.name.text), field, depth + 1);
    }
    for field in parameter.items.iter().flat_map(|it| &it.fields) {
        add(names, &format!("{path}[].{}", field.name.text), field, depth + 1);
    }
}

fn values(parameter: &Parameter) -> Vec<Choice> {
    let listed = parameter.one_of.iter().flatten().map(|it| Choice { value: it.clone(), says: Vec::new() });
    parameter.values.iter().map(choice).chain(listed).collect()
}

fn fact(fact: &Fact) -> Named {
    Named {
        name: format!("${}", fact.name.text),
        kind: fact.kind,
        required: false,
        values: fact.values.iter().map(choice).collect(),
        says: fact.says.iter().cloned().collect(),
    }
}

fn choice(value: &EnumValue) -> Choice {
    Choice { value: value.name.text.clone(), says: value.doc.iter().cloned().collect() }
}

/// The first words of a description: up to the first mark that ends or turns a thought.
pub(in crate::import) fn head(doc: &str) -> &str {
    let end = doc.find([',', ';', ':', '(', '\n', '。', '，', '；', '：', '（']).unwrap_or(doc.len());
    let head = doc.get(..end).unwrap_or(doc);
    head.find(". ").and_then(|at| head.get(..at)).unwrap_or(head).trim_end_matches('.').trim()
}
