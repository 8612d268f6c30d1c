//! A reply with every type, as JSON and as XML.

use greenhouse::ListBedsResponse;
use greenhouse::list_beds::Medium;
use greenhouse::runtime::{Decimal, EpochMillis};

const JSON: &str = r#"{
    "Beds": {"Bed": [
        {"Id": "B-12", "Medium": "Soil", "Planted": 1714521600000, "Litres": 0.25, "Names": {"Name": ["fern", "palm"]}},
        {"Id": "B-13", "Medium": "Gravel", "Litres": "1.50", "Names": {"Name": []}, "Shade": true}
    ]},
    "Count": 2, "Serial": "9007199254740993", "Ok": true, "type": "full", "Größe": 12.5,
    "Temperatures": {"door": -1.5, "roof": 30}, "Site": {"City": "Köln", "Height": 37.3}, "Rows": [[1, 2], [3]],
    "Rest": ["text", 1, null, {"a": []}], "Plan": "{\"Name\":\"east\"}", "Unlisted": 1
}"#;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBedsResponse>
  <Beds>
    <Bed><Id>B-12</Id><Medium>Soil</Medium><Planted>1714521600000</Planted><Litres>0.25</Litres>
      <Names><Name>fern</Name><Name>palm</Name></Names></Bed>
    <Bed><Id>B-13</Id><Medium>Gravel</Medium><Litres>1.50</Litres><Names/></Bed>
  </Beds>
  <Count>2</Count><Serial>9007199254740993</Serial><Ok>true</Ok><type>full</type><Größe>12.5</Größe>
  <Temperatures><door>-1.5</door><roof>30</roof></Temperatures>
  <Site><City>Köln</City><Height>37.3</Height></Site>
  <Plan>{"Name":"east"}</Plan>
</ListBedsResponse>"#;

fn read(body: &str) -> ListBedsResponse {
    ListBedsResponse::from_reply(200, body.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{body}"))
}

#[test]
fn every_type_of_field_is_read_of_json() {
    let reply = read(JSON);
    assert_eq!((reply.count, reply.serial, reply.ok), (2, Some(9_007_199_254_740_993), Some(true)));
    assert_eq!(reply.beds[0].planted, Some(EpochMillis(1_714_521_600_000)));
    assert_eq!(reply.beds[0].names, ["fern", "palm"]);
    assert_eq!(reply.beds[1].medium, Some(Medium::Unknown("Gravel".to_owned())));
    assert_eq!(reply.beds[1].litres.as_ref().map(Decimal::to_string).as_deref(), Some("1.5"));
    assert_eq!((reply.r#type.as_deref(), reply.größe), (Some("full"), "12.5".parse().ok()));
    assert_eq!(reply.temperatures.map(|all| all["door"].to_string()).as_deref(), Some("-1.5"));
    assert_eq!(reply.site.and_then(|site| site.city).as_deref(), Some("Köln"));
    assert_eq!((reply.rows, reply.rest_.len()), (vec![vec![1, 2], vec![3]], 4));
    assert_eq!(reply.plan.and_then(|plan| plan.name).as_deref(), Some("east"));
}

#[test]
fn what_the_spec_does_not_list_is_kept() {
    let reply = read(JSON);
    assert_eq!(reply.rest.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(), ["Unlisted=1"]);
    assert_eq!(
        reply.beds[1].rest.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
        ["Shade=true"]
    );
}

#[test]
fn json_and_xml_give_equal_values() {
    let (mut json, xml) = (read(JSON), read(XML));
    // What this XML does not show.
    json.rest.clear();
    json.beds[1].rest.clear();
    json.rows.clear();
    json.rest_.clear();
    assert_eq!(json, xml);
}

#[test]
fn a_reply_that_says_no_is_an_error_with_its_code() {
    let json = r#"{"Count": 0, "Ok": false, "Code": "Empty", "Message": "There is no bed."}"#;
    let xml = "<ListBedsResponse><Count>0</Count><Ok>false</Ok><Code>Empty</Code><Message>There is no bed.</Message></ListBedsResponse>";
    for body in [json, xml] {
        let error = ListBedsResponse::from_reply(200, body.as_bytes()).expect_err("a failure");
        assert!(error.is_service());
        assert_eq!((error.code(), error.message()), (Some("Empty"), Some("There is no bed.")));
        assert_eq!(error.operation(), "ListBeds");
    }
}

#[test]
fn a_field_that_does_not_fit_is_named_by_its_path_and_never_shown() {
    let body = JSON.replace("1714521600000", "\"hunter2\"");
    let error = ListBedsResponse::from_reply(200, body.as_bytes()).expect_err("no time");
    assert!(error.is_decode() && error.to_string().contains("Beds.Bed[0].Planted"), "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}
