//! Pairs there and back.

use contingent_rules::{Checker, Facts, Kind, Operation, Parameter, Value};

use super::{from_pairs, to_pairs};

fn operation(parameters: &str) -> Operation {
    Operation::from_json(&format!(r#"{{"name":"Op","parameters":[{parameters}]}}"#)).unwrap()
}

/// `name:kind` of some spec that has each kind once, and names with dots.
fn all_kinds() -> Operation {
    operation(
        r#"{"name":"Action","kind":"string","const":"Op"},
        {"name":"Name","kind":"string"},{"name":"Count","kind":"integer"},{"name":"At","kind":"timestamp_ms"},
        {"name":"Share","kind":"number"},{"name":"Flag","kind":"boolean"},
        {"name":"Tag.1.Key","kind":"string"},
        {"name":"Tag","kind":{"list":{"kind":{"object":[{"name":"Key","kind":"string"},{"name":"Value","kind":"string"}]}}}},
        {"name":"Codes","kind":{"list":{"kind":"string"}}},
        {"name":"Grid","kind":{"list":{"kind":{"list":{"kind":"long"}}}}},
        {"name":"Target","kind":{"object":[{"name":"Host","kind":"string"},{"name":"Host.Port","kind":"integer"},
            {"name":"Kind","kind":"string","const":"tcp"},{"name":"Ports","kind":{"list":{"kind":"integer"}}}]}},
        {"name":"Labels","kind":{"map":{"kind":"string"}}},
        {"name":"Sets","kind":{"map":{"kind":{"list":{"kind":"string"}}}}},
        {"name":"Raw","kind":"json"},
        {"name":"Objects","kind":{"json_list":{"kind":{"json_object":[{"name":"N","kind":"string"},
            {"name":"V","kind":"integer","const":"07"}]}}}},
        {"name":"Any","kind":{"list":null}},{"name":"Open","kind":{"object":[]}}"#,
    )
}

fn pairs(request: &str) -> Vec<String> {
    let pairs = to_pairs(&all_kinds(), &Value::parse(request).unwrap());
    pairs.iter().map(|(name, text)| format!("{name}={text}")).filter(|pair| pair != "Action=Op").collect()
}

fn read(operation: &Operation, pairs: &[(&str, &str)]) -> String {
    from_pairs(operation, pairs).to_string()
}

#[test]
fn each_type_has_its_pairs() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"Flag":true,"Share":1.50e1,"Count":5.0,"Name":"x"}"#, &["Name=x", "Count=5", "Share=15", "Flag=true"]),
        (r#"{"Name":5.10,"Count":"007","At":null}"#, &["Name=5.10", "Count=007"]),
        (
            r#"{"Codes":["a",null,"b"],"Grid":[[1],[],[2,3]]}"#,
            &["Codes.1=a", "Codes.2=b", "Grid.1.1=1", "Grid.2=", "Grid.3.1=2", "Grid.3.2=3"],
        ),
        (r#"{"Tag":[{"Value":"v","Key":"k"},{"New":1}]}"#, &["Tag.1.Key=k", "Tag.1.Value=v", "Tag.2.New=1"]),
        (r#"{"Target":{"x":1,"Ports":[80]}}"#, &["Target.Kind=tcp", "Target.Ports.1=80", "Target.x=1"]),
        (r#"{"Target":{"Kind":"udp"}}"#, &["Target.Kind=udp"]),
        (
            r#"{"Labels":{"a.b":"1","c":""},"Sets":{"s":["x"],"e":[]}}"#,
            &["Labels.a.b=1", "Labels.c=", "Sets.s.1=x", "Sets.e="],
        ),
        (r#"{"Codes":[],"Labels":{},"Open":{},"Any":[null]}"#, &["Codes=", "Labels=", "Any=", "Open="]),
        (r#"{"Raw":{"a":[1.0]}}"#, &[r#"Raw={"a":[1.0]}"#]),
        (r#"{"Raw":"{ }"}"#, &["Raw={ }"]),
        (r#"{"Objects":[{"N":"é"}]}"#, &[r#"Objects=["{\"N\":\"é\",\"V\":7}"]"#]),
        (r#"{"Objects":"[{\"V\":8}]"}"#, &[r#"Objects=["{\"V\":8}"]"#]),
        (r#"{"Objects":"no json"}"#, &["Objects=no json"]),
        (r#"{"z":{"b":[1,{"c":false}]},"Name":"x"}"#, &["Name=x", "z.b.1=1", "z.b.2.c=false"]),
        (r#"{"Name":["a"],"Count":{"b":1},"Codes":"a"}"#, &["Name.1=a", "Count.b=1", "Codes=a"]),
    ];
    for (request, expected) in cases {
        assert_eq!(pairs(request), *expected, "{request}");
    }
}

#[test]
fn constants_are_always_sent() {
    let mut operation = all_kinds();
    let action = |operation: &Operation, request: &str| {
        to_pairs(operation, &Value::parse(request).unwrap()).first().map(|(name, text)| format!("{name}={text}"))
    };
    for request in ["{}", r#"{"Action":null}"#, "5"] {
        assert_eq!(action(&operation, request).as_deref(), Some("Action=Op"), "{request}");
    }
    assert_eq!(action(&operation, r#"{"Action":"Other"}"#).as_deref(), Some("Action=Other"));
    assert_eq!(action(&operation, r#"{"Action":""}"#).as_deref(), Some("Action="));
    operation.empty_is_absent = true;
    assert_eq!(action(&operation, r#"{"Action":""}"#).as_deref(), Some("Action=Op"));
}

#[test]
fn names_are_read_by_the_types() {
    let operation = all_kinds();
    let cases: &[(&[(&str, &str)], &str)] = &[
        // The whole name wins, also inside of an object.
        (&[("Tag.1.Key", "k"), ("Tag.1.Value", "v")], r#"{"Tag.1.Key":"k","Tag":[{"Value":"v"}]}"#),
        (&[("Target.Host.Port", "1"), ("Target.Host", "h")], r#"{"Target":{"Host":"h","Host.Port":"1"}}"#),
        // Indices: any order, any size, gaps close up, one spelling.
        (&[("Codes.10", "c"), ("Codes.2", "b"), ("Codes.1", "a")], r#"{"Codes":["a","b","c"]}"#),
        (&[("Codes.4000000000", "z"), ("Codes.99999999999999999999999999", "zz")], r#"{"Codes":["z","zz"]}"#),
        (
            &[("Codes.0", "a"), ("Codes.01", "b"), ("Codes.", "c"), ("Codes.x", "d"), ("Codes.-1", "e")],
            r#"{"Codes.0":"a","Codes.01":"b","Codes.":"c","Codes.x":"d","Codes.-1":"e"}"#,
        ),
        (&[("Codes.1.x", "a"), ("Grid.1", "7"), ("Grid.2.x", "b")], r#"{"Grid":["7"],"Codes.1.x":"a","Grid.2.x":"b"}"#),
        (
            &[("Sets.s.2", "b"), ("Sets.s.1", "a"), ("Sets.t", ""), ("Sets.u.x", "?")],
            r#"{"Sets":{"s":["a","b"],"t":[]},"Sets.u.x":"?"}"#,
        ),
        (
            &[("Labels.a.b", "1"), ("Labels.", "2"), ("Open.x.y", "3"), ("Any.1.x.1", "4")],
            r#"{"Labels":{"a.b":"1","":"2"},"Any":[{"x.1":"4"}],"Open":{"x.y":"3"}}"#,
        ),
        // JSON and scalars do not spread over names.
        (&[("Objects.1.N", "a"), ("Name.1", "b"), ("Raw.x", "c")], r#"{"Objects.1.N":"a","Name.1":"b","Raw.x":"c"}"#),
        // Twice.
        (&[("Name", "a"), ("Name", "b"), ("new", "1"), ("new", "2")], r#"{"Name":["a","b"],"new":["1","2"]}"#),
        (
            &[("Labels.a", "1"), ("Labels.a", "2"), ("Codes.1", "x"), ("Codes.1", "y")],
            r#"{"Codes":[["x","y"]],"Labels":{"a":["1","2"]}}"#,
        ),
        // A text against parts: both are kept, and the check refuses.
        (&[("Codes.1", "a"), ("Codes", "x"), ("Codes.1", "b")], r#"{"Codes":"x","Codes.1":["a","b"]}"#),
        (&[("Codes", ""), ("Codes.1", "a")], r#"{"Codes":["a"]}"#),
        (&[("Tag.2", "x"), ("Tag.2.Key", "k")], r#"{"Tag":["x"],"Tag.2.Key":"k"}"#),
        (&[("", "a"), (".", "b"), ("Name", "")], r#"{"Name":"","":"a",".":"b"}"#),
    ];
    for (pairs, expected) in cases {
        assert_eq!(read(&operation, pairs), *expected, "{pairs:?}");
    }
}

#[test]
fn a_scalar_given_twice_is_a_violation() {
    let operation = all_kinds();
    let request = from_pairs(&operation, &[("Count", "1"), ("Count", "2")]);
    let verdict = Checker::new(&operation, None).check(&request, &Facts::default());
    assert_eq!(verdict.violations.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["Count.type"]);
}

#[test]
fn an_empty_text_is_absent_where_the_operation_says_so() {
    let mut operation = all_kinds();
    assert_eq!(
        read(&operation, &[("Codes", ""), ("Open", ""), ("Labels", "")]),
        r#"{"Codes":[],"Labels":{},"Open":{}}"#
    );
    operation.empty_is_absent = true;
    assert_eq!(read(&operation, &[("Codes", "")]), r#"{"Codes":""}"#);
}

#[test]
fn hostile_pairs_take_linear_time() {
    let operation = all_kinds();
    let makers: [fn(usize) -> String; 7] = [
        |n| format!("Codes.{}", u64::MAX - n as u64),
        |n| format!("Tag.{}.Key", n + 1),
        |n| format!("Sets.n{n}.1"),
        |n| format!("Labels.{n}"),
        |n| format!("unknown{n}"),
        |_| "Count".to_owned(),
        |n| format!("{}{n}", "Tag.1.".repeat(20)),
    ];
    for maker in makers {
        let names: Vec<String> = (0..100_000).map(maker).collect();
        let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
        let request = from_pairs(&operation, &pairs);
        assert!(to_pairs(&operation, &request).len() >= 100_000);
    }
    let dots = ".".repeat(1_000_000);
    assert_eq!(read(&operation, &[(&dots, "v")]), format!("{{\"{dots}\":\"v\"}}"));
}

/// A small generator of numbers, the same ones on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn text(&mut self) -> String {
        let length = self.below(4);
        (0..length).map(|_| ["a", ".", "1", "é", " ", "=", "&", "\""][self.below(8) as usize]).collect()
    }

    fn value(&mut self, kind: &Kind) -> Value {
        match kind {
            Kind::Integer | Kind::Long | Kind::TimestampMs => Value::from(self.below(u64::MAX) as i64 - (1 << 30)),
            Kind::Number => Value::Number(format!("{}.{}", self.below(1000), self.below(1000))),
            Kind::Boolean => Value::Bool(self.below(2) == 0),
            Kind::String | Kind::Enum { .. } => Value::Text(self.text()),
            Kind::List(Some(item)) | Kind::JsonList(item) => {
                Value::List((0..self.below(4)).map(|_| self.value(&item.kind)).collect())
            }
            Kind::List(None) => Value::List((0..self.below(4)).map(|_| Value::Text(self.text())).collect()),
            Kind::Object(fields) | Kind::JsonObject(fields) if !fields.is_empty() => self.object(fields),
            Kind::Map(Some(item)) => {
                // A dot ends the name where the values are lists.
                let dot = if super::is_container(&item.kind) { "" } else { "." };
                Value::Object((0..self.below(4)).map(|n| (format!("k{dot}{n}"), self.value(&item.kind))).collect())
            }
            Kind::Map(None) | Kind::Object(_) | Kind::JsonObject(_) => {
                Value::Object((0..self.below(3)).map(|n| (format!("f.{n}"), Value::Text(self.text()))).collect())
            }
            Kind::Json => Value::List(vec![Value::Null, Value::Text(self.text())]),
        }
    }

    fn object(&mut self, fields: &[Parameter]) -> Value {
        let mut entries = Vec::new();
        for field in fields {
            if field.constant.is_none() && self.below(2) == 0 {
                entries.push((field.name.clone(), self.value(&field.kind)));
            }
        }
        if self.below(4) == 0 {
            entries.push(("Unknown".into(), Value::Text(self.text())));
        }
        Value::Object(entries)
    }
}

/// The value as pairs can give it back: scalars as texts, JSON as one text, constants given.
fn as_texts(kind: Option<&Kind>, value: &Value) -> Value {
    match (kind, value) {
        (Some(Kind::Json), value) => Value::Text(value.to_string()),
        (Some(Kind::JsonList(_)), Value::List(items)) => {
            let complete = |item: &Value| match item {
                Value::Object(fields) => {
                    let mut fields = fields.clone();
                    fields.push(("V".into(), Value::Number("7".into())));
                    Value::Text(Value::Object(fields).to_string())
                }
                other => other.clone(),
            };
            Value::Text(Value::List(items.iter().map(complete).collect()).to_string())
        }
        (Some(Kind::Number), Value::Number(text)) => {
            Value::Text(text.parse::<contingent_rules::Decimal>().unwrap().to_string())
        }
        (_, Value::Number(text)) => Value::Text(text.clone()),
        (_, Value::Bool(flag)) => Value::Text(flag.to_string()),
        (Some(Kind::List(Some(item))), Value::List(items)) => {
            Value::List(items.iter().map(|value| as_texts(Some(&item.kind), value)).collect())
        }
        (Some(Kind::Map(Some(item))), Value::Object(entries)) => {
            let text = |(name, value): &(String, Value)| (name.clone(), as_texts(Some(&item.kind), value));
            Value::Object(entries.iter().map(text).collect())
        }
        (Some(Kind::Object(fields)), value) => object_as_texts(fields, value),
        (_, value) => value.clone(),
    }
}

fn object_as_texts(fields: &[Parameter], object: &Value) -> Value {
    let mut entries: Vec<(String, Value)> = Vec::new();
    for field in fields {
        let value = object.get(&field.name).map(|value| as_texts(Some(&field.kind), value));
        let value = value.or_else(|| field.constant.as_deref().map(Value::from));
        entries.extend(value.map(|value| (field.name.clone(), value)));
    }
    if let Value::Object(all) = object {
        entries.extend(all.iter().filter(|(name, _)| fields.iter().all(|field| field.name != *name)).cloned());
    }
    Value::Object(entries)
}

#[test]
fn reading_what_was_written_gives_it_back() {
    let mut operation = all_kinds();
    // Written in two ways, this name would be read as the exact one.
    operation.parameters.retain(|parameter| parameter.name != "Tag.1.Key");
    let mut dice = Dice(1);
    for round in 0..20_000 {
        let request = dice.object(&operation.parameters);
        let written = to_pairs(&operation, &request);
        let mut pairs: Vec<(&str, &str)> = written.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let expected = object_as_texts(&operation.parameters, &request);
        let read = from_pairs(&operation, &pairs);
        assert!(read == expected, "round {round}: {request}\n{pairs:?}\n{read}\n{expected}");
        // Reading again what was read, and in any order of pairs, changes nothing.
        assert!(from_pairs(&operation, &pairs).to_string() == read.to_string());
        assert_eq!(to_pairs(&operation, &read), written, "round {round}: {request}");
        pairs.reverse();
        assert_eq!(sorted(&from_pairs(&operation, &pairs)), sorted(&read), "round {round}: {request}");
    }
}

/// Maps and unknown names come in the order of the pairs.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let mut texts: Vec<String> =
                entries.iter().map(|(name, value)| format!("{name:?}:{}", sorted(value))).collect();
            texts.sort();
            format!("{{{}}}", texts.join(","))
        }
        Value::List(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        scalar => scalar.to_string(),
    }
}

#[test]
fn no_pairs_make_it_panic() {
    let operation = all_kinds();
    let mut dice = Dice(7);
    let parts =
        ["Tag", "Codes", "Sets", "Target", "Host", "Port", "Open", "Any", "Grid", ".", ".1", ".2", ".", "0", "é", ""];
    for _ in 0..50_000 {
        let names: Vec<String> = (0..3)
            .map(|_| (0..dice.below(7)).map(|_| parts[dice.below(parts.len() as u64) as usize]).collect())
            .collect();
        let pairs: Vec<(&str, &str)> =
            names.iter().map(|name| (name.as_str(), ["", "x"][dice.below(2) as usize])).collect();
        let request = from_pairs(&operation, &pairs);
        let texts = |value: &Value| to_pairs(&operation, value).len();
        // Nothing is lost but the mark of emptiness beside parts.
        let marks = pairs.iter().filter(|(_, text)| text.is_empty()).count();
        assert!(texts(&request) + marks > pairs.len(), "{pairs:?} {request}");
    }
}
