//! The worked example of the contract: every verdict and answer that it leads to, by the library and by the command.

use crate::run::{Folder, keys, run, workspace};
use crate::sources::read;
use contingent::diagnostic::Diagnostics;
use contingent_rules::{Checker, Facts, Finding, Operation, Value};

const SPEC: &str = "spec/rules/copy_backup.yaml";
const MYSQL: &str = r#"{"Engine": "MySQL"}"#;
const REDIS: &str = r#"{"$Engine": "Redis"}"#;
const NOTHING: &str = "{}";

/// What a request has besides a set and a target, what is known, and the answer: `verdict`, then `!` violations, `~`
/// warnings and `?` undecided rules, with parameters in brackets and needs in braces.
const ROWS: &[(&str, &str, &str)] = &[
    // Nothing wrong.
    (r#""Target":"Region","TargetRegion":"n""#, NOTHING, "valid"),
    (r#""Target":"Region","TargetRegion":"n""#, REDIS, "valid"),
    (r#""Target":"Bucket","BucketName":"my-copies""#, NOTHING, "valid"),
    (r#""Target":"Bucket","BucketName":"abc","TargetRegion":"n""#, NOTHING, "valid"),
    (r#""Target":"Region","TargetRegion":"","SourceRegion":"s""#, NOTHING, "valid"),
    // The targets.
    (r#""Target":"Region""#, NOTHING, "invalid !region[TargetRegion]"),
    (r#""Target":"Region","TargetRegion":null"#, NOTHING, "invalid !region[TargetRegion]"),
    (r#""Target":"Bucket","TargetRegion":"n""#, NOTHING, "invalid !bucket[BucketName]"),
    (r#""Target":null"#, NOTHING, "invalid !Target.required[Target]"),
    (
        r#""Target":"bucket""#,
        NOTHING,
        "invalid !Target.value[Target] ?region[TargetRegion]{Target} ?bucket[BucketName]{Target}",
    ),
    (r#""Target":"bucket","BucketName":"abc""#, NOTHING, "invalid !Target.value[Target] ?region[TargetRegion]{Target}"),
    (
        r#""Target":7"#,
        NOTHING,
        "invalid !Target.type[Target] ?region[TargetRegion]{Target} ?bucket[BucketName]{Target}",
    ),
    // The pattern: a name that breaks it is given all the same.
    (r#""Target":"Bucket","BucketName":"My""#, NOTHING, "invalid !BucketName.pattern[BucketName]"),
    (r#""Target":"Bucket","BucketName":"abc\n""#, NOTHING, "invalid !BucketName.pattern[BucketName]"),
    (r#""Target":"Bucket","BucketName":5"#, NOTHING, "invalid !BucketName.type[BucketName]"),
    // The regions.
    (
        r#""Target":"Region","TargetRegion":"n","SourceRegion":"n""#,
        NOTHING,
        "invalid !differ[TargetRegion,SourceRegion]",
    ),
    (r#""Target":"Region","TargetRegion":"n","SourceRegion":"N""#, NOTHING, "valid"),
    (r#""Target":"Bucket","BucketName":"abc","SourceRegion":"n""#, NOTHING, "valid"),
    (
        r#""Target":"Region","TargetRegion":"n","SourceRegion":true"#,
        NOTHING,
        "invalid !SourceRegion.type[SourceRegion] ?differ[TargetRegion,SourceRegion]{SourceRegion}",
    ),
    // The days: numbers, not texts, and a default gives nothing.
    (r#""Target":"Region","TargetRegion":"n","FullDays":9,"KeepDays":"10""#, NOTHING, "valid"),
    (r#""Target":"Region","TargetRegion":"n","FullDays":10.0,"KeepDays":10"#, NOTHING, "valid"),
    (
        r#""Target":"Region","TargetRegion":"n","FullDays":11,"KeepDays":10"#,
        NOTHING,
        "invalid !days[FullDays,KeepDays]",
    ),
    (r#""Target":"Region","TargetRegion":"n","FullDays":31"#, NOTHING, "valid"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":0"#, NOTHING, "invalid !KeepDays.range[KeepDays]"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":3651"#, NOTHING, "invalid !KeepDays.range[KeepDays]"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":3650"#, NOTHING, "valid"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":2147483648"#, NOTHING, "invalid !KeepDays.type[KeepDays]"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":1.5"#, NOTHING, "invalid !KeepDays.type[KeepDays]"),
    (r#""Target":"Region","TargetRegion":"n","KeepDays":"x""#, NOTHING, "invalid !KeepDays.type[KeepDays]"),
    (
        r#""Target":"Region","TargetRegion":"n","KeepDays":0,"FullDays":1"#,
        NOTHING,
        "invalid !KeepDays.range[KeepDays] ?days[FullDays,KeepDays]{KeepDays}",
    ),
    // The objects, and what only the service knows.
    (r#""Target":"Region","TargetRegion":"n","Objects":[{"Name":"a"}]"#, MYSQL, "valid"),
    (r#""Target":"Region","TargetRegion":"n","Objects":"[{\"Name\":\"a\"}]""#, MYSQL, "valid"),
    (r#""Target":"Region","TargetRegion":"n","Objects":[{"Name":"a"}]"#, REDIS, "invalid !whole[Objects]"),
    (r#""Target":"Region","TargetRegion":"n","Objects":[]"#, REDIS, "invalid !whole[Objects]"),
    (r#""Target":"Region","TargetRegion":"n","Objects":[]"#, NOTHING, "undecided ?whole[Objects]{$Engine}"),
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[]"#,
        r#"{"Engine": null}"#,
        "undecided ?whole[Objects]{$Engine}",
    ),
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[{}]"#,
        MYSQL,
        "invalid !Objects[].Name.required[Objects[0].Name]",
    ),
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[null,{"Name":1},"x"]"#,
        MYSQL,
        "invalid !Objects[].Name.type[Objects[1].Name] !Objects[].type[Objects[2]]",
    ),
    (r#""Target":"Region","TargetRegion":"n","Objects":"[{""#, MYSQL, "invalid !Objects.type[Objects]"),
    (r#""Target":"Region","TargetRegion":"n","Objects":{}"#, REDIS, "invalid !Objects.type[Objects] !whole[Objects]"),
    // Facts that are none.
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[]"#,
        r#"{"Engine": "Oracle"}"#,
        "valid ~$Engine.value[$Engine]",
    ),
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[]"#,
        r#"{"Engine": 5}"#,
        "undecided ~$Engine.type[$Engine] ?whole[Objects]{$Engine}",
    ),
    (r#""Target":"Region","TargetRegion":"n""#, r#"{"Motor": "x"}"#, "valid ~unknown-fact[$Motor]"),
    // Names that the operation does not have.
    (r#""Target":"Region","TargetRegion":"n","Regoin":"x""#, NOTHING, "valid ~unknown-parameter[Regoin]"),
    (
        r#""Target":"Region","TargetRegion":"n","Objects":[{"Name":"a","Nam":"b"}]"#,
        MYSQL,
        "valid ~unknown-parameter[Objects[0].Nam]",
    ),
    // The token.
    (
        r#""Target":"Region","TargetRegion":"n","ClientToken":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#,
        NOTHING,
        "invalid !ClientToken.length[ClientToken]",
    ),
    // Everything at once, in the order of the parameters and then of the rules.
    (
        r#""Target":"Bucket","TargetRegion":"n","SourceRegion":"n","KeepDays":10,"FullDays":11,"Objects":[]"#,
        REDIS,
        "invalid !bucket[BucketName] !differ[TargetRegion,SourceRegion] !days[FullDays,KeepDays] !whole[Objects]",
    ),
];

fn operation() -> Operation {
    let mut found = Diagnostics::new();
    let spec = contingent::load(&read(&workspace().join(SPEC)), &mut found);
    let model = contingent::resolve::resolve(&spec, &mut found);
    assert!(found.is_empty(), "{found:?}");
    model.operations[0].check.clone()
}

fn request(rest: &str) -> String {
    format!(r#"{{"BackupSetId":"s1",{rest}}}"#)
}

fn line(sign: char, findings: &[Finding]) -> String {
    let one = |it: &Finding| {
        let needs = if it.needs.is_empty() { String::new() } else { format!("{{{}}}", it.needs.join(",")) };
        format!(" {sign}{}[{}]{needs}", it.rule, it.parameters.join(","))
    };
    findings.iter().map(one).collect()
}

#[test]
fn each_request_of_the_table_gets_its_verdict() {
    let operation = operation();
    let checker = Checker::new(&operation, None);
    for (rest, facts, expected) in ROWS {
        let facts = Facts::from_json(&Value::parse(facts).unwrap()).unwrap();
        let verdict = checker.check(&Value::parse(&request(rest)).unwrap(), &facts);
        let said = verdict.outcome().as_str().to_owned()
            + &line('!', &verdict.violations)
            + &line('~', &verdict.warnings)
            + &line('?', &verdict.undecided);
        assert_eq!(said, *expected, "{rest} {facts:?}");
        for it in verdict.violations.iter().chain(&verdict.undecided) {
            let is_rule = operation.rules.iter().any(|rule| rule.id == it.rule);
            assert_eq!(is_rule, it.source.starts_with("guide#"), "{it:?}");
            assert!(!it.message.is_empty(), "{it:?}");
        }
    }
}

#[test]
fn the_command_says_to_the_letter_what_the_library_says() {
    let operation = operation();
    let checker = Checker::new(&operation, None);
    let folder = Folder::new(&[]);
    let (request_file, facts_file) = (folder.at("request.json"), folder.at("facts.json"));
    for (rest, facts, expected) in ROWS.iter().step_by(3) {
        folder.put("request.json", request(rest));
        folder.put("facts.json", facts);
        let arguments = ["validate", SPEC, "--request", &request_file, "--facts", &facts_file, "--format", "json"];
        let run = run(&arguments);
        let facts = Facts::from_json(&Value::parse(facts).unwrap()).unwrap();
        let verdict = checker.check(&Value::parse(&request(rest)).unwrap(), &facts);
        assert_eq!(run.out.trim_end(), verdict.to_json().to_string(), "{rest}");
        assert_eq!(run.code, if expected.starts_with("invalid") { 3 } else { 0 }, "{rest}");
        shape(&run.json());
    }
}

/// The keys of a verdict, and no others.
fn shape(json: &serde_json::Value) {
    assert_eq!(keys(json), ["undecided", "verdict", "violations", "warnings"]);
    for (list, extra) in [("violations", None), ("warnings", None), ("undecided", Some("needs"))] {
        for entry in json[list].as_array().unwrap() {
            let mut expected = vec!["message", "parameters", "reason", "rule", "source"];
            expected.extend(extra);
            expected.sort_unstable();
            assert_eq!(keys(entry), expected, "{list}");
        }
    }
}

#[test]
fn a_violation_says_what_why_and_where_from() {
    let operation = operation();
    let checker = Checker::new(&operation, None);
    let request = Value::parse(&request(r#""Target":"Bucket","FullDays":9,"KeepDays":4,"Objects":[]"#)).unwrap();
    let verdict = checker.check(&request, &Facts::new());
    let words = |it: &Finding| [it.message.clone(), it.reason.clone(), it.source.clone()];
    let said: Vec<[String; 3]> = verdict.violations.iter().chain(&verdict.undecided).map(words).collect();
    let expected = [
        ["BucketName is required when Target is Bucket: give BucketName", "Target is Bucket", "guide#copy"],
        ["FullDays must be at most KeepDays: change FullDays or KeepDays", "", "guide#retention"],
        [
            "not decided: Objects must not be given when the engine of the set is Redis; it depends on $Engine",
            "",
            "guide#redis",
        ],
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_is_allowed_by_its_id_is_no_violation() {
    let operation = operation();
    let checker = Checker::new(&operation, None);
    let request = Value::parse(&request(r#""Target":"Bucket","KeepDays":0,"Objects":[{}]"#)).unwrap();
    let verdict = || checker.check(&request, &Facts::new());
    let ids = ["bucket", "KeepDays.range", "Objects[].Name.required"];
    assert_eq!(line('!', &verdict().violations).matches('!').count(), 3);
    for id in ids {
        let left = verdict().allowing(&[id]);
        assert!(left.violations.len() == 2 && left.violations.iter().all(|it| it.rule != id), "{left:?}");
    }
    assert_eq!(verdict().allowing(&ids).outcome().as_str(), "undecided");
    assert_eq!(verdict().allowing(&ids).allowing(&["whole"]).outcome().as_str(), "valid");
}
