//! Replies as the gateway and services of the vendor write them, and broken ones.

use contingent_rules::{Checker, Operation, Value};

use crate::reply::{MAX_BODY, decode, parse, read};
use crate::{Decode, DecodeError, Error, Node};

/// The fields of a reply, as the generator writes them for the check of what the reply says.
fn checker(rules: &str) -> Checker {
    let operation = Operation::from_json(&format!(
        r#"{{"name":"CreateRestoreTask","empty_is_absent":true,"parameters":[
            {{"name":"ErrCode","kind":"string"}},{{"name":"ErrMessage","kind":"string"}},
            {{"name":"HttpStatusCode","kind":"integer"}},{{"name":"RequestId","kind":"string"}},
            {{"name":"RestoreTaskId","kind":"string","required":true}},{{"name":"Success","kind":"boolean"}},
            {{"name":"HttpStatus","kind":"integer"}}],
        "rules":[{rules}]}}"#
    ));
    Checker::new(&operation.unwrap(), None)
}

const SUCCESS_IS_FALSE: &str = r#"{"id":"failure","form":{"forbid":[
    {"test":[{"parameter":{"text":"Success","steps":[{"field":"Success"}]}},{"one_of":["false"]}]}]}}"#;

const STATUS_IS_200: &str = r#"{"id":"success","form":{"ensure":
    {"test":[{"parameter":{"text":"HttpStatus","steps":[{"field":"HttpStatus"}]}},{"one_of":["200"]}]}}}"#;

#[derive(Debug, PartialEq)]
struct Response {
    task: String,
    status: Option<i32>,
    success: Option<bool>,
    other: Vec<(String, Value)>,
}

impl Decode for Response {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            task: node.required("RestoreTaskId")?,
            status: node.optional("HttpStatusCode")?,
            success: node.optional("Success")?,
            other: node.rest(&["RestoreTaskId", "HttpStatusCode", "Success", "RequestId", "ErrCode", "ErrMessage"]),
        })
    }
}

const NAME: &str = "CreateRestoreTask";

fn call(status: u16, body: &[u8]) -> Result<Response, Error> {
    let checker = checker(SUCCESS_IS_FALSE);
    decode(NAME, status, &read(NAME, &checker, status, body)?)
}

fn refused(status: u16, body: &str) -> Error {
    call(status, body.as_bytes()).unwrap_err()
}

#[test]
fn a_reply_becomes_typed_whatever_its_format() {
    let json = r#"{"RestoreTaskId":"s102","RequestId":"60AF7C5D","HttpStatusCode":200,"Success":true,
        "ErrCode":null,"ErrMessage":null,"New":{"a":[1]}}"#;
    let strings = r#"{"RestoreTaskId":"s102","HttpStatusCode":"200","Success":"true","New":{"a":[1]}}"#;
    for (status, body) in [(200, json), (201, json), (200, strings)] {
        let response = call(status, body.as_bytes()).unwrap();
        assert_eq!((response.task.as_str(), response.status, response.success), ("s102", Some(200), Some(true)));
        assert_eq!(response.other, [("New".to_owned(), Value::parse(r#"{"a":[1]}"#).unwrap())]);
    }
    let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CreateRestoreTaskResponse>\n  <RestoreTaskId>s102</RestoreTaskId>\n  <HttpStatusCode>200</HttpStatusCode><Success/></CreateRestoreTaskResponse>";
    let response = call(200, xml.as_bytes()).unwrap();
    assert_eq!((response.status, response.success, response.other.len()), (Some(200), None, 0));
}

#[test]
fn status_200_with_a_failure_in_the_body_is_a_failure() {
    let json = r#"{"ErrCode":"Param.NotFound","ErrMessage":"The plan is not valid.","RequestId":"60AF-1","HttpStatusCode":200,"Success":false}"#;
    let xml = "<CreateRestoreTaskResponse><ErrCode>Param.NotFound</ErrCode><ErrMessage>The plan is not valid.</ErrMessage><RequestId>60AF-1</RequestId><Success>false</Success></CreateRestoreTaskResponse>";
    for body in [json, &json.replace("false", "\"false\""), xml] {
        let error = refused(200, body);
        assert!(error.is_service() && !error.is_retryable());
        assert_eq!((error.code(), error.request_id()), (Some("Param.NotFound"), Some("60AF-1")));
        assert_eq!(
            error.to_string(),
            "CreateRestoreTask failed: Param.NotFound: The plan is not valid. (HTTP 200, request id 60AF-1)"
        );
    }
    // The documented sample has a code beside success; the documented condition decides.
    assert!(call(200, json.replace("false", "true,\"RestoreTaskId\":\"s\"").as_bytes()).is_ok());
}

#[test]
fn the_condition_may_name_the_status() {
    let checker = checker(STATUS_IS_200);
    let body = br#"{"HttpStatus":"mine","RestoreTaskId":"s"}"#;
    let reply = read(NAME, &checker, 200, body).unwrap();
    assert_eq!(reply.to_string().as_bytes(), body);
    assert!(read(NAME, &checker, 201, body).unwrap_err().is_service());
    assert_eq!(read(NAME, &checker, 200, b"{}").unwrap().to_string(), "{}");
}

#[test]
fn the_envelope_of_the_gateway_is_understood() {
    let json = r#"{"Recommend":"https://example.invalid","Message":"Specified key is not found.","RequestId":"AB-1","HostId":"h","Code":"InvalidAccessKeyId.NotFound"}"#;
    let lower = r#"{"code":"InvalidAccessKeyId.NotFound","message":"Specified key is not found.","requestId":"AB-1"}"#;
    let xml = "<?xml version='1.0'?><Error><RequestId>AB-1</RequestId><HostId>h</HostId><Code>InvalidAccessKeyId.NotFound</Code><Message>Specified key is not found.</Message></Error>";
    for (status, body) in [(400, json), (400, lower), (404, xml), (200, json), (200, lower), (200, xml)] {
        let error = refused(status, body);
        assert!(error.is_service(), "{error}");
        assert_eq!(error.code(), Some("InvalidAccessKeyId.NotFound"), "{status} {body}");
        assert_eq!(error.message(), Some("Specified key is not found."));
        assert_eq!((error.request_id(), error.http_status()), (Some("AB-1"), Some(status)));
        assert!(!error.is_retryable() && !error.is_throttled());
    }
    let in_body = refused(500, r#"{"ErrCode":"E","ErrMessage":"M","Success":false}"#);
    assert_eq!((in_body.code(), in_body.message()), (Some("E"), Some("M")));
    let other_name = refused(500, r#"{"ErrorCode":"E","ErrMessage":"M","Success":"false"}"#);
    assert_eq!((other_name.code(), other_name.message()), (Some("E"), Some("M")));
}

#[test]
fn a_code_is_no_failure_if_it_says_fine_or_is_a_field() {
    for code in ["\"200\"", "200", "\"OK\"", "\"Success\"", "null", "\"\""] {
        let body = format!(r#"{{"Code":{code},"Message":"m","RestoreTaskId":"s"}}"#);
        assert!(call(200, body.as_bytes()).is_ok(), "{code}");
    }
    assert!(call(200, br#"{"Code":"x","RestoreTaskId":"s"}"#).is_ok());
    let operation = Operation::from_json(r#"{"name":"Op","parameters":[{"name":"Code","kind":"string"}]}"#).unwrap();
    let checker = Checker::new(&operation, None);
    assert!(read("Op", &checker, 200, br#"{"Code":"310000","Message":"a city"}"#).is_ok());
}

#[test]
fn throttling_and_what_may_succeed_later() {
    for (status, code, throttled, retryable) in [
        (400, "Throttling.User", true, true),
        (400, "Throttling", true, true),
        (429, "Anything", true, true),
        (400, "ThrottlingX", true, true),
        (400, "Throttled", false, false),
        (503, "ServiceUnavailable", false, true),
        (400, "InternalError", false, true),
        (500, "Odd", false, true),
        (403, "Forbidden.RAM", false, false),
    ] {
        let error = refused(status, &format!(r#"{{"Code":"{code}","Message":"m","RequestId":"r"}}"#));
        assert_eq!((error.is_throttled(), error.is_retryable()), (throttled, retryable), "{status} {code}");
    }
}

#[test]
fn what_is_no_reply_names_the_operation_and_the_id() {
    let whole = r#"{"RestoreTaskId":"s102","RequestId":"60AF7C5D-EF4D","HttpStatusCode":200,"Success":true}"#;
    let cut = &whole[..60];
    for (body, id) in [
        ("", None),
        (" \n", None),
        ("\u{feff}", None),
        (cut, Some("60AF7C5D-EF4D")),
        (&whole[..40], None),
        ("<R><RequestId>60AF7C5D-EF4D</RequestId><Succ", Some("60AF7C5D-EF4D")),
        ("<html>Bad gateway", None),
        ("[]", None),
        ("null", None),
        ("true", None),
        (r#"{"RequestId":"60AF7C5D-EF4D"}"#, Some("60AF7C5D-EF4D")),
        (r#"{"RestoreTaskId":[],"RequestId":"60AF7C5D-EF4D"}"#, Some("60AF7C5D-EF4D")),
        (r#"{"RestoreTaskId":"s","Success":"maybe","RequestId":{}}"#, None),
        (r#"{"RestoreTaskId":"s","HttpStatusCode":99999999999}"#, None),
        ("<CreateRestoreTaskResponse/>", None),
        // Taken for `false`, it would be a failure; taken for a word, nothing. It says neither.
        ("<R><RestoreTaskId>s</RestoreTaskId><Success> false </Success></R>", None),
    ] {
        let error = refused(200, body);
        assert!(error.is_decode(), "{body}: {error}");
        assert_eq!((error.operation(), error.request_id()), (NAME, id), "{body}");
        assert!(error.to_string().starts_with("CreateRestoreTask: the reply could not be read: "), "{error}");
        assert_eq!(error.to_string().lines().count(), 1);
    }
    assert!(refused(502, "").is_retryable());
    assert!(call(200, b"{\"a\":\"\xff\"}").unwrap_err().to_string().contains("not UTF-8 (at byte 6)"));
    let vague = refused(200, r#"{"RestoreTaskId":"s","Success":"hunter2"}"#).to_string();
    assert!(vague.contains("the body does not say whether the call succeeded (Success)"), "{vague}");
    let field = refused(200, r#"{"RestoreTaskId":"s","HttpStatusCode":"hunter2"}"#).to_string();
    assert!(field.contains("HttpStatusCode should be an integer of 32 bits and is a text (HTTP 200)"), "{field}");
}

#[test]
fn size_and_depth_are_limited() {
    let large = vec![b' '; MAX_BODY + 1];
    assert!(call(200, &large).unwrap_err().to_string().contains("is larger than 67108864 bytes"));
    for n in [200, 100_000] {
        assert!(parse("[".repeat(n).as_bytes()).is_err());
        assert!(parse(format!("{}{}", "[".repeat(n), "]".repeat(n)).as_bytes()).is_err());
        assert!(parse(format!("{}{}", "{\"a\":".repeat(n), "}".repeat(n)).as_bytes()).is_err());
        assert!(parse("<a>".repeat(n).as_bytes()).is_err());
    }
}

/// Bytes changed, cut, doubled: nothing panics, and an error is always one of ours.
#[test]
fn no_bytes_make_it_panic() {
    let bodies: [&[u8]; 4] = [
        br#"{"RestoreTaskId":"s\u00e9102","RequestId":"60AF7C5D-EF4D","HttpStatusCode":200,"Success":true,"New":[{"a":null},1.5e3]}"#,
        br#"{"Recommend":"r","Message":"m","RequestId":"60AF7C5D-EF4D","HostId":"h","Code":"Throttling.User"}"#,
        b"<?xml version='1.0'?><!-- c --><R x='1'><RestoreTaskId>s&amp;&#x41;</RestoreTaskId><RequestId>60AF7C5D-EF4D</RequestId><L><I>1</I><I/></L><T><![CDATA[x]]></T></R>",
        b"<Error><RequestId>60AF7C5D-EF4D</RequestId><Code>C</Code><Message>M</Message></Error>",
    ];
    let spices: &[u8] = b"<>&;/\"'{}[],:!?-=0e\\\x00\xff\xc3 \nD";
    let checker = checker(SUCCESS_IS_FALSE);
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for round in 0..60_000 {
        let mut body = bodies[round % bodies.len()].to_vec();
        for _ in 0..=below(4) {
            let place = below(body.len().max(1));
            match below(5) {
                0 => body.truncate(place),
                1 => body.insert(place.min(body.len()), spices[below(spices.len())]),
                2 if !body.is_empty() => body[place] = spices[below(spices.len())],
                3 if !body.is_empty() => drop(body.remove(place)),
                _ => {
                    let piece = body[place.min(body.len())..].to_vec();
                    body.extend(piece);
                }
            }
        }
        let status = [200, 400, 503][below(3)];
        match read(NAME, &checker, status, &body).and_then(|reply| decode::<Response>(NAME, status, &reply)) {
            Ok(_) => assert_eq!(status, 200),
            Err(error) => assert!(error.operation() == NAME && error.to_string().lines().count() == 1, "{error}"),
        }
    }
}
