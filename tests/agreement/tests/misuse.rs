//! What must not compile: the compiler names the mistake, and marks the line with it.

use contingent_agreement::command::{cargo, workspace};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A program with one mistake, in the line that ends with `// here`.
struct Misuse {
    name: &'static str,
    /// The code of the error.
    code: &'static str,
    body: &'static str,
}

const HERE: &str = "// here";

const CASES: [Misuse; 6] = [
    Misuse {
        name: "forgotten_field",
        code: "E0063",
        body: "let _ = EcsRequired { // here
        region: \"cn-beijing\".into(),
        instance_id: \"i-bp1\".into(),
        restore_objects: vec![RestoreObject::new()],
    };",
    },
    Misuse {
        name: "missing_argument",
        code: "E0061",
        body: "let _ = CreateRestoreTaskRequest::new( // here
        \"dbs1hvb0ww\",
        DestinationEndpointInstanceType::Rds,
    );",
    },
    Misuse { name: "unknown_variant", code: "E0599", body: "let _ = DestinationEndpointInstanceType::Rdx; // here" },
    Misuse {
        name: "unknown_parameter",
        code: "E0599",
        body: "let agent = DestinationEndpointInstanceType::Agent;
    let _ = CreateRestoreTaskRequest::new(\"dbs1hvb0ww\", agent, \"nightly\")
        .restor_dir(\"/restored\"); // here",
    },
    Misuse { name: "rule_that_is_gone", code: "E0425", body: "let _ = rules::RESTORE_OBJECT; // here" },
    Misuse { name: "wrong_format", code: "E0080", body: "const _: () = aliyun_dbs::runtime::format(0); // here" },
];

fn program(body: &str) -> String {
    format!(
        "//! A mistake.\nuse aliyun_dbs::create_restore_task::{{\n    \
         CreateRestoreTaskRequest, DestinationEndpointInstanceType, EcsRequired, RestoreObject, rules,\n}};\n\n\
         fn main() {{\n    {body}\n}}\n"
    )
}

/// A package with a program for each text; nothing of an earlier run is left in it.
fn package(folder: &Path, programs: &[(&str, String)]) {
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(folder.join("src/bin")).expect("a folder");
    let crates = workspace().join("generated/dbs").canonicalize().expect("the generated crate");
    let manifest = format!(
        "[package]\nname = \"misuse\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         aliyun-dbs = {{ path = {:?}, default-features = false }}\n",
        crates.display().to_string()
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions of the workspace");
    for (name, text) in programs {
        fs::write(folder.join("src/bin").join(name).with_extension("rs"), text).expect("a program");
    }
}

/// What the compiler says about the programs: the name, the code of the error, and the line that it marks.
fn errors(folder: &Path) -> Vec<(String, String, u64)> {
    let mut check = Command::new(cargo());
    check.args(["check", "--quiet", "--offline", "--bins", "--keep-going", "--message-format", "json", "--target-dir"]);
    check.arg(folder.join("target")).current_dir(folder).env_remove("RUSTFLAGS");
    let output = check.output().expect("a run of cargo");
    let lines = String::from_utf8(output.stdout).expect("text");
    let messages: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(messages.iter().any(|it| it["reason"] == "build-finished"), "{}", String::from_utf8_lossy(&output.stderr));
    let of_error = |message: &Value| {
        let (target, message) = (message["target"]["name"].as_str()?, message.get("message")?);
        let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
        // A mistake in a macro or a constant function is marked where it is used.
        let mut place = span;
        while !place["file_name"].as_str()?.starts_with("src/bin") {
            place = place["expansion"].get("span")?;
        }
        let code = message["code"]["code"].as_str()?;
        (message["level"] == "error")
            .then(|| (target.to_owned(), code.to_owned(), place["line_start"].as_u64().unwrap_or(0)))
    };
    messages.iter().filter_map(of_error).collect()
}

#[test]
fn the_compiler_names_each_mistake_and_marks_its_line() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misuse");
    let mut programs: Vec<(&str, String)> = CASES.iter().map(|case| (case.name, program(case.body))).collect();
    // So that an error of the package itself is not taken for the mistakes.
    programs.push(("fine", program("let _ = RestoreObject::new().db_name(\"sales\");")));
    package(&folder, &programs);
    let found = errors(&folder);
    for (case, (_, text)) in CASES.iter().zip(&programs) {
        let line = text.lines().position(|line| line.ends_with(HERE)).expect("a marked line") as u64 + 1;
        let expected = (case.name.to_owned(), case.code.to_owned(), line);
        let of_case: Vec<_> = found.iter().filter(|(name, _, _)| name == case.name).collect();
        assert_eq!(of_case, [&expected], "\n{text}");
    }
    assert!(!found.iter().any(|(name, _, _)| name == "fine"), "{found:?}");
    assert_eq!(found.len(), CASES.len(), "{found:?}");
}
