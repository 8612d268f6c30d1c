//! The operation of section 11 of the contract, with every kind of answer worked out by hand.

use crate::common::{check, check_facts};

const SPEC: &str = r#"
operation: CopyBackup
summary: Copies a backup set to another region.
idempotency_token: ClientToken
parameters:
  BackupSetId:  { type: string, required: true, doc: The set to copy. }
  Target:       { type: enum, required: true, doc: Where to., values: { Region: {doc: Another region.}, Bucket: {doc: Object storage.} } }
  TargetRegion: { type: string, doc: The region. }
  SourceRegion: { type: string, doc: The region of the set. }
  BucketName:   { type: string, doc: The bucket., pattern: "[a-z0-9-]{3,63}" }
  KeepDays:     { type: integer, min: 1, max: 3650, default: 30, doc: How long the copy is kept., unit: days }
  FullDays:     { type: integer, min: 1, doc: How long full backups stay., unit: days }
  Objects:      { type: json, doc: What to copy., items: { type: object, fields: { Name: { type: string, required: true, doc: The object. } } } }
  ClientToken:  { type: string, max_length: 64, doc: Makes a repetition harmless. }
facts:
  Engine: { type: enum, says: the engine of the set, doc: The engine., values: { MySQL: {doc: MySQL.}, Redis: {doc: Redis.} } }
rules:
  - { id: region,  require: TargetRegion, when: {Target: Region}, source: guide#copy }
  - { id: bucket,  require: BucketName,   when: {Target: Bucket}, source: guide#copy }
  - { id: differ,  compare: TargetRegion != SourceRegion, source: guide#copy }
  - { id: days,    compare: FullDays <= KeepDays, source: guide#retention }
  - { id: whole,   forbid: Objects, when: {$Engine: Redis}, source: guide#redis, doc: Redis sets are copied whole. }
"#;

/// A request that is right, with more of it.
fn region(more: &str) -> String {
    format!(r#"{{"BackupSetId": "b", "Target": "Region", "TargetRegion": "r"{more}}}"#)
}

#[test]
fn valid_because_without_objects_no_engine_can_forbid_them() {
    check(SPEC, &region(""), "valid");
    check(SPEC, r#"{"BackupSetId": "b", "Target": "Bucket", "BucketName": "abc"}"#, "valid");
}

#[test]
fn required_parameters_are_missed_and_a_target_that_is_missing_makes_no_condition_hold() {
    check(SPEC, "{}", "invalid !BackupSetId.required[BackupSetId] !Target.required[Target]");
    check(
        SPEC,
        r#"{"BackupSetId": null, "Target": "Region"}"#,
        "invalid !BackupSetId.required[BackupSetId] !region[TargetRegion]",
    );
}

#[test]
fn each_target_demands_its_own_place() {
    check(SPEC, r#"{"BackupSetId": "b", "Target": "Region", "BucketName": "abc"}"#, "invalid !region[TargetRegion]");
    check(SPEC, r#"{"BackupSetId": "b", "Target": "Bucket", "TargetRegion": "r"}"#, "invalid !bucket[BucketName]");
}

#[test]
fn a_target_out_of_the_list_is_a_violation_and_leaves_both_demands_undecided() {
    check(
        SPEC,
        r#"{"BackupSetId": "b", "Target": "region"}"#,
        "invalid !Target.value[Target] ?region{Target} ?bucket{Target}",
    );
}

#[test]
fn a_bucket_name_that_breaks_its_pattern_is_given_all_the_same() {
    check(
        SPEC,
        r#"{"BackupSetId": "b", "Target": "Bucket", "BucketName": "AB"}"#,
        "invalid !BucketName.pattern[BucketName]",
    );
    check(
        SPEC,
        r#"{"BackupSetId": "b", "Target": "Bucket", "BucketName": "abc\n"}"#,
        "invalid !BucketName.pattern[BucketName]",
    );
}

#[test]
fn equal_regions_are_refused_and_one_region_alone_is_not() {
    check(SPEC, &region(r#", "SourceRegion": "r""#), "invalid !differ[TargetRegion,SourceRegion]");
    check(SPEC, &region(r#", "SourceRegion": "R""#), "valid");
    check(SPEC, &region(r#", "SourceRegion": 5"#), "invalid !SourceRegion.type[SourceRegion] ?differ{SourceRegion}");
}

#[test]
fn days_compare_as_numbers_and_a_default_makes_nothing_given() {
    check(SPEC, &region(r#", "FullDays": "9", "KeepDays": 10.0"#), "valid");
    check(SPEC, &region(r#", "FullDays": 11, "KeepDays": "10""#), "invalid !days[FullDays,KeepDays]");
    check(SPEC, &region(r#", "FullDays": 31"#), "valid");
}

#[test]
fn days_out_of_range_leave_the_comparison_undecided_unless_the_other_is_absent() {
    check(SPEC, &region(r#", "KeepDays": 3651, "FullDays": 1"#), "invalid !KeepDays.range[KeepDays] ?days{KeepDays}");
    check(SPEC, &region(r#", "KeepDays": 0"#), "invalid !KeepDays.range[KeepDays]");
    check(SPEC, &region(r#", "KeepDays": 2147483648"#), "invalid !KeepDays.type[KeepDays]");
    check(SPEC, &region(r#", "KeepDays": 1.5"#), "invalid !KeepDays.type[KeepDays]");
}

#[test]
fn objects_are_undecided_until_the_engine_is_known() {
    let with_objects = region(r#", "Objects": [{"Name": "n"}]"#);
    check(SPEC, &with_objects, "undecided ?whole{$Engine}");
    check_facts(SPEC, &with_objects, r#"{"Engine": null}"#, "undecided ?whole{$Engine}");
    check_facts(SPEC, &with_objects, r#"{"Engine": "MySQL"}"#, "valid");
    check_facts(SPEC, &with_objects, r#"{"$Engine": "Redis"}"#, "invalid !whole[Objects]");
}

#[test]
fn an_engine_out_of_the_list_is_not_redis_and_one_that_is_no_text_is_unknown() {
    let with_objects = region(r#", "Objects": []"#);
    check_facts(SPEC, &with_objects, r#"{"Engine": "Oracle"}"#, "valid ~$Engine.value[$Engine]");
    check_facts(SPEC, &with_objects, r#"{"Engine": 5}"#, "undecided ~$Engine.type[$Engine] ?whole{$Engine}");
    check_facts(SPEC, &region(""), r#"{"Motor": "x"}"#, "valid ~unknown-fact[$Motor]");
}

#[test]
fn objects_are_read_as_text_or_structure_and_each_bad_item_is_named() {
    let mysql = r#"{"Engine": "MySQL"}"#;
    check_facts(SPEC, &region(r#", "Objects": "[{\"Name\": \"n\"}]""#), mysql, "valid");
    check_facts(
        SPEC,
        &region(r#", "Objects": [{}, null, {"Name": 1}, "x"]"#),
        mysql,
        "invalid !Objects[].Name.required[Objects[0].Name] !Objects[].Name.type[Objects[2].Name] !Objects[].type[Objects[3]]",
    );
    check_facts(SPEC, &region(r#", "Objects": "[{""#), mysql, "invalid !Objects.type[Objects]");
    check_facts(
        SPEC,
        &region(r#", "Objects": {}"#),
        r#"{"Engine": "Redis"}"#,
        "invalid !Objects.type[Objects] !whole[Objects]",
    );
}

#[test]
fn names_that_nobody_knows_are_warnings_in_objects_too() {
    check(SPEC, &region(r#", "Regoin": "x", "Null": null"#), "valid ~unknown-parameter[Regoin]");
    check_facts(
        SPEC,
        &region(r#", "Objects": [{"Name": "n", "Nam": "x"}]"#),
        r#"{"Engine": "MySQL"}"#,
        "valid ~unknown-parameter[Objects[0].Nam]",
    );
}

#[test]
fn a_token_of_65_characters_is_too_long_and_64_umlauts_are_not() {
    check(SPEC, &region(&format!(r#", "ClientToken": "{}""#, "ä".repeat(64))), "valid");
    check(
        SPEC,
        &region(&format!(r#", "ClientToken": "{}""#, "a".repeat(65))),
        "invalid !ClientToken.length[ClientToken]",
    );
}
