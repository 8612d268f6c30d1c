//! One more operation, as CONTRIBUTING has it: a file in a copy of the spec, and everything else follows.

use super::{model, sources};
use contingent::Options;
use contingent::spec::SourceFile;
use contingent_rules::Checker;
use std::collections::BTreeSet;

/// An operation that no document has.
const FILE: &str = include_str!("label_backup_plan.yaml");

#[test]
fn an_operation_is_one_file() {
    let before = sources();
    let mut after = before.clone();
    after.push(SourceFile {
        path: "spec/dbs/operations/label_backup_plan.yaml".to_owned(),
        bytes: FILE.as_bytes().to_vec(),
    });
    let options = Options { cases: true, ..Options::default() };
    let [old, new] = [&before, &after].map(|sources| contingent::generate(sources, &options).expect("a sound spec"));
    assert!(new.warnings.is_empty(), "{:?}", new.warnings);

    // What was there stays as it is, but for the files that list all operations.
    let mut changed = BTreeSet::new();
    let mut created = BTreeSet::new();
    for (path, text) in new.output.iter() {
        match old.output.get(path) {
            Some(known) if known == text => {}
            Some(_) => drop(changed.insert(path)),
            None => drop(created.insert(path)),
        }
    }
    let lists = [
        "docs/README.md",
        "src/generated/client.rs",
        "src/generated/command.rs",
        "src/generated/mod.rs",
        "src/generated/service.json",
    ];
    assert_eq!(changed, BTreeSet::from(lists));
    for path in ["cases/label_backup_plan.json", "docs/label_backup_plan.md", "src/generated/label_backup_plan/mod.rs"]
    {
        assert!(created.contains(path), "{path} is not in {created:?}");
    }
    assert!(created.iter().all(|path| path.contains("label_backup_plan")), "{created:?}");

    // Its requests are checked, its page and the first one tell of it.
    let service = model(&after);
    let operation = service.operations.iter().find(|it| it.name == "LabelBackupPlan").expect("it is there");
    for example in &operation.examples {
        let verdict = Checker::new(&operation.check, None).check(&example.request, &example.facts);
        let found: Vec<&str> = verdict.violations.iter().map(|it| it.rule.as_str()).collect();
        assert_eq!(found, example.violations, "{}", example.name);
    }
    let text = |path: &str| new.output.get(path).unwrap_or_else(|| panic!("{path} is not made"));
    assert!(text("docs/README.md").contains("[`LabelBackupPlan`](label_backup_plan.md)"));
    assert!(text("docs/label_backup_plan.md").contains("Color is required when Label is given"));
    let kept = r##"| [colored](#rule-colored) | `{"BackupPlanId":"x","Label":"x","Color":"red"}` |"##;
    let broken = r##" `{"BackupPlanId":"x","Label":"x"}` |"##;
    assert!(text("docs/label_backup_plan.md").contains(&format!("{kept}{broken}")));
    assert!(text("src/generated/client.rs").contains("pub fn label_backup_plan"));
    assert!(text("src/generated/service.json").contains("LabelBackupPlan"));
}
