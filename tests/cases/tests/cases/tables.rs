//! Requirement tables as `contingent table` shows them.

use crate::sources::read;
use contingent::diagnostic::{Command, Diagnostics};
use contingent::model::Service;
use contingent::text::{NoSuchColumns, Requirements};
use std::path::Path;

fn service(path: &str) -> Service {
    let mut found = Diagnostics::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let spec = contingent::load(&read(&root.join(path)), &mut found);
    let service = contingent::resolve::resolve(&spec, &mut found);
    assert!(!found.has_errors(Command::Other));
    service
}

fn shown(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tables"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn create_restore_task_in_both_editions() {
    let service = service("spec/dbs");
    let operation = service.operations.iter().find(|it| it.name == "CreateRestoreTask").unwrap();
    for edition in ["seed", "2026-03"] {
        let table = Requirements::new(operation, Some(edition), None).unwrap();
        shown(&format!("create_restore_task-{edition}"), &table.terminal());
        let longest = table.terminal().lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{longest:?}");
    }
    let table = Requirements::new(operation, Some("seed"), None).unwrap();
    shown("create_restore_task-markdown", &table.markdown());
    shown("create_restore_task-html", &table.html());
    let by_fact = Requirements::new(operation, Some("seed"), Some("$DatabaseType")).unwrap();
    shown("create_restore_task-by-fact", &by_fact.terminal());
}

#[test]
fn a_small_one_in_every_form() {
    let service = service("spec/rules/copy_backup.yaml");
    let table = Requirements::new(&service.operations[0], None, None).unwrap();
    shown("copy_backup", &table.terminal());
    shown("copy_backup-markdown", &table.markdown());
    shown("copy_backup-html", &table.html());
    shown("copy_backup-json", &format!("{:#}\n", table.to_json()));
    assert_eq!(Requirements::new(&service.operations[0], None, Some("Targt")).unwrap_err(), NoSuchColumns);
}
