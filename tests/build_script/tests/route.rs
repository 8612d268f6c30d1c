//! The route by a build script leads to the same code as the committed one, and to a setter for a new parameter.

use contingent_build_script::dbs::create_restore_task::{CreateRestoreTaskFacts, CreateRestoreTaskRequest};
use contingent_build_script::dbs::create_restore_task::{DestinationEndpointInstanceType, rules};
use contingent_build_script::greenhouse::plant_bed::{MediumKind, PlantBedFacts, PlantBedRequest};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file below a folder by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path below").display().to_string().replace('\\', "/");
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn the_files_of_the_build_script_are_the_committed_ones_byte_by_byte() {
    let committed = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/dbs/src/generated"));
    let built = files(&Path::new(contingent_build_script::OUT_DIR).join("dbs"));
    assert_eq!(built.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (path, bytes) in &committed {
        assert!(built[path] == *bytes, "{path} differs: run `cargo xtask codegen`");
    }
}

#[test]
fn a_parameter_that_is_added_to_the_spec_gets_a_setter_and_its_check() {
    let facts = PlantBedFacts::new().heated(true);
    let request = |moisture| PlantBedRequest::new("B-12", MediumKind::No).seeds(["cress"]).batch(7).moisture(moisture);
    assert!(request(40).to_pairs().contains(&("Moisture".to_owned(), "40".to_owned())));
    assert!(!request(40).check(&facts, None).is_invalid());
    let verdict = request(101).check(&facts, None);
    let broken: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(broken, ["Moisture.range"]);
}

#[test]
fn code_in_a_module_of_a_crate_works_as_in_a_crate_of_its_own() {
    let request = CreateRestoreTaskRequest::new("dbs1hvb0ww", DestinationEndpointInstanceType::Rds, "nightly");
    let verdict = request.check(&CreateRestoreTaskFacts::new(), None);
    let broken: Vec<&str> = verdict.violations.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(broken, [rules::REGION, rules::INSTANCE_ID, rules::RESTORE_OBJECTS]);
}
