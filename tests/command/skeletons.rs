//! Skeletons: what a request needs, and that one which is filled in is accepted.

use crate::run::{file, run};

/// With a value behind each name that stands open.
fn filled(skeleton: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for line in skeleton.lines() {
        let open = line.strip_suffix(':').filter(|name| !name.starts_with('#'));
        let value = open.map(|name| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.unwrap_or_else(|| panic!("nobody knows a value for {name}")).1
        });
        text.push_str(line);
        text.extend(value.map(|value| format!(" {value}")));
        text.push('\n');
    }
    text
}

const VALUES: [(&str, &str); 16] = [
    ("BackupPlanId", "dbs1hvb0ww"),
    ("RestoreTaskName", "nightly"),
    ("DestinationEndpointInstanceType", "Other"),
    ("DestinationEndpointRegion", "cn-hangzhou"),
    ("DestinationEndpointInstanceID", "rm-1"),
    ("DestinationEndpointIP", "192.0.2.1"),
    ("DestinationEndpointPort", "3306"),
    ("DestinationEndpointDatabaseName", "sales"),
    ("DestinationEndpointUserName", "me"),
    ("DestinationEndpointPassword", "hunter2"),
    ("DestinationEndpointOracleSID", "orcl"),
    ("BackupGatewayId", "43123424"),
    ("RestoreDir", "/var/lib/restore"),
    ("RestoreObjects", "[{DBName: sales}]"),
    ("CrossAliyunId", "2749528728"),
    ("CrossRoleName", "role"),
];

#[test]
fn a_skeleton_that_is_filled_in_is_accepted() {
    for edition in [None, Some("seed"), Some("2026-03")] {
        for destination in ["RDS", "ECS", "Express", "Agent", "DDS", "Other"] {
            for database in ["PostgreSQL", "MongoDB", "Redis", "MSSQL", "Oracle", "MySQL", "DRDS"] {
                let edition: Vec<&str> = edition.iter().flat_map(|name| ["--edition", *name]).collect();
                let line = ["create-restore-task", "--destination", destination, "--database-type", database];
                let skeleton = run(&[&line[..], &["--skeleton"], &edition].concat());
                assert_eq!((skeleton.code, skeleton.err.as_str()), (0, ""), "{destination} {database}");
                let (_folder, path) = file("r.yaml", &filled(&skeleton.out, &VALUES));
                let accepted = run(&[&["create-restore-task", "-f", &path, "--dry-run"][..], &edition].concat());
                assert_eq!(accepted.code, 0, "{destination} {database}: {}{}", accepted.err, skeleton.out);
                assert_eq!(accepted.ids("undecided").len(), 0, "{destination} {database}: {}", accepted.err);
                // Nothing stands open that could be left out.
                for (name, _) in skeleton.out.lines().filter_map(|line| line.split_once(':')) {
                    if name.starts_with(['#', '$']) {
                        continue;
                    }
                    let without: String = filled(&skeleton.out, &VALUES)
                        .lines()
                        .filter(|line| !line.starts_with(&format!("{name}:")))
                        .map(|line| format!("{line}\n"))
                        .collect();
                    let (_folder, path) = file("r.yaml", &without);
                    if edition.is_empty() && database == "MySQL" {
                        let refused = run(&[&["create-restore-task", "-f", &path, "--dry-run"][..], &edition].concat());
                        assert_eq!(refused.code, 3, "{destination}: {name} could be left out");
                    }
                }
            }
        }
    }
}

#[test]
fn a_skeleton_says_why() {
    let skeleton = run(&["create-restore-task", "--skeleton", "--destination", "Agent", "--database-type", "MySQL"]);
    assert_eq!(skeleton.code, 0, "{skeleton:?}");
    insta::assert_snapshot!("skeleton", skeleton.out);
    // As it is, it lists what is still open.
    let (_folder, path) = file("r.yaml", &skeleton.out);
    let refused = run(&["create-restore-task", "-f", &path, "--dry-run"]);
    let expected =
        ["BackupPlanId.required", "RestoreTaskName.required", "region", "ip", "port", "gateway", "restore-dir"];
    assert_eq!((refused.code, refused.ids("violation")), (3, expected.to_vec()));
}

#[test]
fn what_depends_on_something_unknown_is_perhaps_needed() {
    let skeleton = run(&["create-restore-task", "--skeleton"]).out;
    assert!(
        skeleton.contains("\nDestinationEndpointInstanceType:\n") && skeleton.contains("\n# $DatabaseType:\n"),
        "{skeleton}"
    );
    assert!(skeleton.contains("\n# RestoreObjects:\n") && skeleton.contains("\n# RestoreDir:\n"), "{skeleton}");
    let line = "# Perhaps needed: Required unless DestinationEndpointInstanceType is Agent. [seed#RestoreObjects]\n";
    assert!(skeleton.contains(line), "{skeleton}");
}
