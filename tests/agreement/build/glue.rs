//! The glue of an operation: a function that makes its typed request of a value and asks the generated code.

use contingent::model::{Operation, Parameter, Service};
use contingent_rules::Kind;

/// A function for each operation of a service whose code lies at `path`, and the table `RUNS` of them.
pub(crate) fn service(service: &Service, path: &str) -> String {
    let functions: String = service.operations.iter().map(|operation| function(service, operation, path)).collect();
    let runs = service
        .operations
        .iter()
        .map(|operation| format!("    ({:?}, {} as Run),\n", operation.name, operation.module));
    let count = service.operations.len();
    format!(
        "use ::contingent_agreement::{{Run, Typed}};\n\
         use ::contingent_runtime::{{DecodeError, Facts, Node, ToValue as _, Value}};\n{functions}\
         pub(crate) const RUNS: [(&str, Run); {count}] = [\n{}];\n",
        runs.collect::<String>()
    )
}

/// The table `READS` of how the two forms of each reply are read and compared.
pub(crate) fn replies(service: &Service, path: &str) -> String {
    let with_reply = || service.operations.iter().filter(|operation| operation.response.is_some());
    let reads = with_reply().map(|operation| {
        let (name, module, reply) = (&operation.name, &operation.module, &operation.type_name);
        format!("    ({name:?}, |json, xml| read({path}::{module}::{reply}Response::from_reply, json, xml)),\n")
    });
    let count = with_reply().count();
    let reads: String = reads.collect();
    format!(
        "use ::contingent_agreement::{{Read, read}};\n\
         pub(crate) const READS: [(&str, Read); {count}] = [\n{reads}];\n"
    )
}

fn function(service: &Service, operation: &Operation, path: &str) -> String {
    let module = format!("{path}::{}", operation.module);
    let fields: Vec<&Parameter> = operation.parameters.iter().filter(|field| field.def.constant.is_none()).collect();
    let (positional, others): (Vec<&Parameter>, Vec<&Parameter>) =
        fields.iter().partition(|field| field.def.required && field.def.editions.is_empty());
    let arguments = positional.iter().map(|field| {
        let how = if is_json(field) { "required_json" } else { "required" };
        format!("node.{how}::<{}>({:?})?, ", rust(field, None, field.def.secret, &module), field.def.name)
    });
    let arguments: String = arguments.collect();
    let set = others.iter().map(|field| {
        let how = if is_json(field) { "optional_json" } else { "optional" };
        format!("    request.{} = node.{how}({:?})?;\n", field.field, field.def.name)
    });
    let set: String = set.collect();
    let known: Vec<&str> = fields.iter().map(|field| field.def.name.as_str()).collect();
    let name = &operation.type_name;
    let mut passed = String::new();
    let mut more = String::new();
    if !operation.facts.is_empty() {
        more.push_str(&format!(
            "    let node = Node::root(told);\n    let mut facts = {module}::{name}Facts::new();\n"
        ));
        for fact in &operation.facts {
            more.push_str(&format!("    facts.{} = node.optional({:?})?;\n", fact.field, fact.def.name));
        }
        passed.push_str("&facts, ");
    }
    let facts = if operation.facts.is_empty() { "{ let _ = told; Facts::new() }" } else { "facts.to_facts()" };
    let shown =
        if operation.facts.is_empty() { "format!(\"{request:?}\")" } else { "format!(\"{request:?} {facts:?}\")" };
    if operation.check.editions.is_empty() {
        more.push_str("    let _ = edition;\n");
    } else {
        let arms = service
            .editions
            .iter()
            .map(|edition| format!("Some({:?}) => Some({path}::Edition::{}), ", edition.name, edition.variant));
        more.push_str(&format!("    let edition = match edition {{ {}_ => None }};\n", arms.collect::<String>()));
        passed.push_str("edition");
    }
    format!(
        "/// {name}.\n\
         fn {function}(given: &Value, told: &Value, edition: Option<&str>) -> Result<Typed, DecodeError> {{\n    \
         let node = Node::root(given);\n    \
         let mut request = {module}::{name}Request::new({arguments});\n{set}    \
         for (name, value) in node.rest(&{known:?}) {{\n        request = request.extra(name, value);\n    }}\n{more}    \
         let value = request.to_value();\n    \
         let pairs = request.to_pairs();\n    \
         let texts: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();\n    \
         Ok(Typed {{\n        \
         checked: request.check({passed}),\n        \
         by_json: {module}::check_json(&value, {passed}),\n        \
         by_pairs: {module}::check_pairs(&texts, {passed}),\n        \
         shown: {shown},\n        facts: {facts},\n        value: value.to_value(),\n        pairs: pairs.clone(),\n    }})\n}}\n",
        function = operation.module,
    )
}

fn is_json(parameter: &Parameter) -> bool {
    matches!(parameter.def.kind, Kind::JsonList(_) | Kind::JsonObject(_))
}

/// The Rust type of a parameter, as `generator/src/rust/shape.rs` decides it.
fn rust(parameter: &Parameter, list: Option<&str>, secret: bool, module: &str) -> String {
    let secret = secret || parameter.def.secret;
    let name = parameter.type_name.as_deref().or(list);
    let runtime = |name: &str| format!("::contingent_runtime::{name}");
    let item = || match &parameter.item {
        Some(item) => rust(item, name, secret, module),
        None => runtime("Value"),
    };
    match (&parameter.def.kind, name) {
        (Kind::List(_) | Kind::JsonList(_), _) => format!("Vec<{}>", item()),
        (Kind::Map(_), _) => format!("::std::collections::BTreeMap<String, {}>", item()),
        (Kind::Enum { .. }, Some(name)) => format!("{module}::{name}"),
        (Kind::Object(fields) | Kind::JsonObject(fields), Some(name)) if !fields.is_empty() => {
            format!("{module}::{name}")
        }
        (Kind::Object(_) | Kind::JsonObject(_) | Kind::Json, _) => runtime("Value"),
        (Kind::String | Kind::Integer | Kind::Long | Kind::Number | Kind::Boolean | Kind::TimestampMs, _) if secret => {
            runtime("Secret")
        }
        (Kind::String | Kind::Enum { .. }, _) => "String".to_owned(),
        (Kind::Integer, _) => "i32".to_owned(),
        (Kind::Long, _) => "i64".to_owned(),
        (Kind::Number, _) => runtime("Decimal"),
        (Kind::Boolean, _) => "bool".to_owned(),
        (Kind::TimestampMs, _) => runtime("EpochMillis"),
    }
}
