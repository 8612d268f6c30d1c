//! Names that are awkward in Rust can be reached, and are themselves again on the wire.

use greenhouse::label_bed::{LabelBedRequest, T1, Tag, Type, rules};
use greenhouse::plant_bed::{
    Medium, MediumPump, PlantBedFacts, PlantBedRequest, SoilMedium, SoilRequired, WaterMedium, Zone,
};
use greenhouse::runtime::{Decimal, Finding, Value};
use greenhouse::schedule_watering::{Program, ScheduleWateringFacts, ScheduleWateringRequest};
use greenhouse::{Edition, endpoint};

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn every_odd_name_is_a_setter_and_keeps_its_spelling_on_the_wire() {
    let request = LabelBedRequest::new()
        .r#type(Type::V5_10)
        .self_("a")
        .other_self("b")
        .crate_("wood")
        .field(false)
        .r#match("fern")
        .tag_1_key("colour")
        .tag_1_value("green")
        .tag(Tag::new().n1(T1::new().key("k")).colour("red"))
        .accept_language("de")
        .index_set("main")
        .images(["a.png", "b.png"])
        .delivery_note("A 1")
        .größe(5)
        .名称("蕨")
        .n2nd_label("2")
        .any(1)
        .all("all")
        .compare("x")
        .a_b(3)
        .print("p");
    let sent = concat!(
        r#"{"type":"5.10","self":"a","Self":"b","crate":"wood","_":false,"match":"fern","Tag.1.Key":"colour","#,
        r#""Tag.1.Value":"green","Tag":{"1":{"Key":"k"},"Colour":"red"},"Accept-Language":"de","index:set":"main","#,
        r#""images[]":["a.png","b.png"],"Delivery note":"A 1","Größe":5,"名称":"蕨","2ndLabel":"2","any":1,"all":"all","#,
        r#""compare":"x","a+b":3,"Print":"p"}"#
    );
    assert_eq!(request.to_value().to_string(), sent);
    let pairs = request.to_pairs();
    for (name, text) in [("Action", "LabelBed"), ("Self", "b"), ("images[].2", "b.png"), ("Größe", "5"), ("名称", "蕨")]
    {
        assert!(pairs.iter().any(|(its, sent)| its == name && sent == text), "{name}={text} is not in {pairs:?}");
    }
    // The field `Tag.1.Key` has the name of a parameter, so both are sent under it.
    assert_eq!(pairs.iter().filter(|(name, _)| name == "Tag.1.Key").count(), 2);
}

#[test]
fn odd_values_of_an_enum_are_variants_and_an_unlisted_one_passes_through() {
    let texts = ["no", "5.10", "5.1", "a-b", "A_B", "self", "Größe", "on off"];
    let variants = [
        Program::No,
        Program::V5_10,
        Program::V5_1,
        Program::AB,
        Program::UpperAToUpperB,
        Program::Self_,
        Program::Größe,
        Program::OnOff,
    ];
    for (text, variant) in texts.into_iter().zip(variants) {
        assert_eq!((variant.as_str(), &Program::from(text)), (text, &variant));
        assert_eq!(variant.to_string(), text);
    }
    assert_eq!(Program::from("On Off"), Program::Unknown("On Off".to_owned()));
    let request = ScheduleWateringRequest::new("B-1", Program::from("On Off"), 20);
    let verdict = request.check(&ScheduleWateringFacts::new().rain(false), None);
    assert_eq!(ids(&verdict.violations), ["Program.value"]);
    assert_eq!(
        verdict.undecided.iter().map(|it| it.needs.clone()).collect::<Vec<_>>().concat().first().map(String::as_str),
        Some("Program")
    );
}

#[test]
fn a_rule_is_named_by_a_constant_and_can_be_allowed_by_it() {
    let verdict = LabelBedRequest::new().r#type(Type::Self_).check(None);
    assert_eq!(ids(&verdict.violations), [rules::BOXED, rules::SECOND]);
    assert_eq!(
        verdict.violations[1].message,
        "Something must stand on the label: <2ndLabel> | `名称` | Print: give one"
    );
    assert_eq!(ids(&verdict.allowing(&[rules::BOXED]).violations), ["second"]);
}

#[test]
fn variants_ask_for_what_their_value_makes_mandatory() {
    let mix = [("peat".to_owned(), Decimal::from(40)), ("sand".to_owned(), Decimal::from(60))].into();
    let soil = SoilMedium::new(SoilRequired { depth: 30, mix });
    let water = WaterMedium::new(MediumPump::Full);
    let facts = PlantBedFacts::new().zone(Zone::Sun).heated(true).gardener("Cleo");
    for medium in [Medium::Soil(soil), Medium::Water(water)] {
        let request = PlantBedRequest::with_medium("B-12", medium).seeds(["cress"]).batch(7);
        for edition in [None, Some(Edition::Winter), Some(Edition::Summer)] {
            assert_eq!(request.check(&facts, edition), Default::default());
        }
    }
}

#[test]
fn a_name_that_the_spec_does_not_have_is_sent_and_worth_a_warning() {
    let request = LabelBedRequest::new().print("p").extra("Prints", Value::from(2));
    assert!(request.to_pairs().contains(&("Prints".to_owned(), "2".to_owned())));
    let verdict = request.check(None);
    assert_eq!(ids(&verdict.warnings), ["unknown-parameter"]);
    assert!(verdict.violations.is_empty() && verdict.undecided.is_empty());
}

#[test]
fn hosts_are_found_by_region() {
    assert_eq!(endpoint(None).as_deref(), Some("greenhouse.example.com"));
    assert_eq!(endpoint(Some("north")).as_deref(), Some("north.greenhouse.example.com"));
    assert_eq!(endpoint(Some("east")).as_deref(), Some("beds.east.example.com"));
}
