//! What is read from a reply, and what is refused.

use super::*;

fn value(json: &str) -> Value {
    Value::parse(json).unwrap()
}

/// What generated structs look like.
#[derive(Debug, PartialEq)]
struct Region {
    code: String,
    zones: Option<i32>,
    other: Vec<(String, Value)>,
}

impl Decode for Region {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { code: node.required("Code")?, zones: node.optional("Zones")?, other: node.rest(&["Code", "Zones"]) })
    }
}

fn fault<T: Decode + std::fmt::Debug>(json: &str) -> String {
    T::decode(Node::root(&value(&format!("{{\"F\":{json}}}"))).field("F", &value(json))).unwrap_err().to_string()
}

fn read<T: Decode>(json: &str) -> T {
    T::decode(Node::root(&value(json))).unwrap()
}

#[test]
fn scalars_are_read_from_their_own_form_and_from_text() {
    assert_eq!([read::<i32>("200"), read("\"200\""), read("2e2"), read("\" 200\\n\"")], [200; 4]);
    assert_eq!(read::<i64>("\"-9223372036854775808\""), i64::MIN);
    assert_eq!(read::<EpochMillis>("1554560477000"), EpochMillis(1_554_560_477_000));
    assert_eq!([read::<bool>("true"), read("\"true\""), !read::<bool>("\"false\"")], [true; 3]);
    assert_eq!(read::<Decimal>("\"0.10\"").to_string(), "0.1");
    assert_eq!([read::<String>("\"a\""), read("0.10"), read("true")], ["a", "0.10", "true"]);
    assert_eq!(read::<Secret>("\"\"").expose(), "");
}

#[test]
fn what_does_not_fit_is_named_without_its_value() {
    assert_eq!(fault::<i32>("2147483648"), "F should be an integer of 32 bits and is a number");
    assert_eq!(fault::<i64>("\"9223372036854775808\""), "F should be an integer of 64 bits and is a text");
    assert_eq!(fault::<i64>("1.5"), "F should be an integer of 64 bits and is a number");
    assert_eq!(fault::<bool>("\"yes\""), "F should be a boolean and is a text");
    assert_eq!(fault::<bool>("1"), "F should be a boolean and is a number");
    assert_eq!(fault::<String>("[]"), "F should be a text and is a list");
    assert_eq!(fault::<Secret>("{}"), "F should be a text and is an object");
    assert_eq!(fault::<Decimal>("\"\""), "F should be a number and is an empty text");
    assert_eq!(fault::<Vec<Vec<i32>>>("[1,[2,\"x\"]]"), "F[1][1] should be an integer of 32 bits and is a text");
    assert_eq!(fault::<BTreeMap<String, i32>>("{\"k\":true}"), "F[0] should be an integer of 32 bits and is a boolean");
    assert_eq!(fault::<Region>("{\"Zones\":1}"), "F.Code should be a text and is nothing");
    assert_eq!(fault::<Region>("5"), "F should be an object and is a number");
    let body = value("[]");
    assert_eq!(Node::root(&body).error("an object").to_string(), "the body should be an object and is a list");
}

#[test]
fn absent_null_and_empty_elements_are_none() {
    let reply = value(r#"{"Null":null,"Empty":"","Blank":"\n  "}"#);
    let node = Node::root(&reply);
    for name in ["Gone", "Null", "Empty", "Blank"] {
        assert_eq!(node.optional::<i32>(name), Ok(None), "{name}");
        assert_eq!(node.optional::<Region>(name), Ok(None), "{name}");
        assert_eq!(node.optional::<Vec<String>>(name), Ok(None), "{name}");
        assert_eq!(node.list::<String>(name, None), Ok(vec![]), "{name}");
        assert_eq!(node.list::<String>(name, Some("Inner")), Ok(vec![]), "{name}");
        assert!(node.required::<i32>(name).is_err(), "{name}");
    }
    assert_eq!(node.optional::<String>("Null"), Ok(None));
    assert_eq!(node.optional::<String>("Empty"), Ok(Some(String::new())));
    assert_eq!(node.required::<BTreeMap<String, i32>>("Empty"), Ok(BTreeMap::new()));
}

#[test]
fn lists_are_wrapped_single_or_plain() {
    for json in [r#"{"R":{"C":["a"]}}"#, r#"{"R":{"C":"a"}}"#, r#"{"R":["a"]}"#] {
        assert_eq!(Node::root(&value(json)).list("R", Some("C")), Ok(vec!["a".to_owned()]), "{json}");
    }
    for json in [r#"{"R":{}}"#, r#"{"R":{"C":null}}"#, r#"{"R":{"C":[]}}"#, r#"{"R":[]}"#, "{}"] {
        assert_eq!(Node::root(&value(json)).list::<String>("R", Some("C")), Ok(vec![]), "{json}");
    }
    let one = value(r#"{"R":{"Code":"a","Zones":"2"}}"#);
    let regions = Node::root(&one).list::<Region>("R", None).unwrap();
    assert_eq!(regions, [Region { code: "a".into(), zones: Some(2), other: vec![] }]);
    let bad = value(r#"{"R":{"C":["a","b",{}]}}"#);
    let error = Node::root(&bad).list::<String>("R", Some("C")).unwrap_err();
    assert_eq!((error.path(), error.to_string().as_str()), ("R.C[2]", "R.C[2] should be a text and is an object"));
    let scalar = value(r#"{"R":5}"#);
    assert!(Node::root(&scalar).list::<String>("R", Some("C")).is_err());
}

#[test]
fn unknown_fields_survive_in_order() {
    let region: Region = read(r#"{"z":[1],"Code":"a","Zones":null,"b":{"c":0.10}}"#);
    let other: Vec<String> = region.other.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(other, ["z=[1]", r#"b={"c":0.10}"#]);
}

#[test]
fn json_is_read_from_a_text_or_as_it_is() {
    let reply =
        value(r#"{"Text":"[{\"Code\":\"a\"}]","Plain":[{"Code":"a"}],"Null":null,"Empty":"","Bad":"[","Odd":"[5]"}"#);
    let node = Node::root(&reply);
    for name in ["Text", "Plain"] {
        assert_eq!(node.optional_json::<Vec<Region>>(name).unwrap().unwrap()[0].code, "a", "{name}");
    }
    for name in ["Null", "Empty", "Gone"] {
        assert_eq!(node.optional_json::<Vec<Region>>(name), Ok(None), "{name}");
    }
    let fault = |name| node.optional_json::<Vec<Region>>(name).unwrap_err().to_string();
    assert_eq!(fault("Bad"), "Bad should be JSON and is a text");
    assert_eq!(fault("Odd"), "Odd[0] should be an object and is a number");
}
