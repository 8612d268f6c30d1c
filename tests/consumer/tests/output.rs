//! What the program prints, and what it depends on.

use std::path::PathBuf;
use std::process::Command;

#[test]
fn the_program_prints_what_is_wrong_with_the_request() {
    let output = Command::new(env!("CARGO_BIN_EXE_consumer")).output().expect("a run");
    let printed = String::from_utf8(output.stdout).expect("text");
    let begins = [
        "violation DestinationEndpointInstanceType.value: DestinationEndpointInstanceType must be one of RDS, ECS, Express",
        "violation DestinationEndpointPort.type: DestinationEndpointPort must be an integer of 32 bits, not this text",
        "violation time-or-set: at most one of RestoreTime and BackupSetId may be given",
        "violation oracle-sid: DestinationEndpointOracleSID is required when the database type of the backup plan is Oracle",
        "warning unknown-parameter: ",
        "undecided region: ",
        "not sent",
    ];
    let mut lines = printed.lines();
    for begin in begins {
        assert!(lines.any(|line| line.starts_with(begin)), "`{begin}` is not in, or in another order:\n{printed}");
    }
    assert!(printed.contains("did you mean Agent?") && printed.contains("RestoreDir"), "{printed}");
    assert!(!printed.contains("hunter2") && !printed.contains("ninety"), "{printed}");
}

#[test]
fn nothing_of_http_or_async_is_built_for_types_and_checks() {
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let mut tree = Command::new(cargo);
    tree.args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
    let output = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("a run of cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let mut crates: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    crates.sort_unstable();
    crates.dedup();
    assert!(crates.contains(&"aliyun-dbs") && crates.contains(&"contingent-rules"), "{crates:?}");
    let unwanted =
        ["http", "hyper", "reqwest", "ureq", "tokio", "async", "futures", "rustls", "openssl", "mio", "tower"];
    for name in &crates {
        assert!(!unwanted.iter().any(|it| name.starts_with(it)), "{name} is among {crates:?}");
    }
    assert!(crates.len() <= 30, "{} crates: {crates:?}", crates.len());
}
