//! Tests of the entry for build scripts, with an environment and a Cargo of their own.

use super::*;
use std::fs;

const OPERATION: &str = "operation: PlantBed\nsummary: Plants.\ndoc: Plants.\nparameters:\n  \
                         Bed: { type: string, required: true, doc: The bed. }\n";

/// A folder with a spec of the garden.
fn garden() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("spec/operations/more")).unwrap();
    let service = "service: Garden\nversion: \"1\"\ntitle: Garden\ndoc: A garden.\nstyle: rpc\n";
    fs::write(dir.path().join("spec/service.yaml"), service).unwrap();
    fs::write(dir.path().join("spec/operations/more/plant_bed.yaml"), OPERATION).unwrap();
    dir
}

/// What compiling says to Cargo.
fn compile(config: &Config, out_dir: Option<&Path>) -> Result<String, Error> {
    let environment = |name: &str| out_dir.filter(|_| name == "OUT_DIR").map(|dir| dir.as_os_str().to_owned());
    let mut out = Vec::new();
    config.run(&environment, &mut out).map(|()| String::from_utf8(out).unwrap())
}

#[test]
fn rust_files_go_below_out_dir_and_cargo_is_told_what_was_read() {
    let dir = garden();
    let (spec, out) = (dir.path().join("spec"), dir.path().join("out"));
    let said = compile(&Config::new().spec(&spec), Some(&out)).unwrap();
    assert!(fs::read_to_string(out.join("garden/mod.rs")).unwrap().contains(crate::output::MARKER));
    assert!(!out.join("docs").exists() && !out.join("src").exists());
    for path in ["", "/operations", "/operations/more", "/service.yaml", "/operations/more/plant_bed.yaml"] {
        let line = format!("cargo::rerun-if-changed={}{path}", spec.display());
        assert!(said.lines().any(|it| it == line), "{line} is not in\n{said}");
    }
    let silent = compile(&Config::new().spec(&spec).emit_rerun_if_changed(false), Some(&out)).unwrap();
    assert_eq!(silent, "");
}

#[test]
fn the_output_folder_can_be_named_and_stale_files_go() {
    let dir = garden();
    let (spec, out) = (dir.path().join("spec"), dir.path().join("mine"));
    fs::create_dir_all(out.join("garden")).unwrap();
    fs::write(out.join("garden/old.rs"), format!("// {}", crate::output::MARKER)).unwrap();
    fs::write(out.join("beside.rs"), format!("// {}", crate::output::MARKER)).unwrap();
    compile(&Config::new().spec(&spec).out_dir(&out), None).unwrap();
    assert!(out.join("garden/plant_bed/mod.rs").exists() && out.join("beside.rs").exists());
    assert!(!out.join("garden/old.rs").exists());
}

#[test]
fn problems_are_shown_as_text_and_leave_the_files_alone() {
    let dir = garden();
    let (spec, out) = (dir.path().join("spec"), dir.path().join("out"));
    compile(&Config::new().spec(&spec), Some(&out)).unwrap();
    let before = fs::read_to_string(out.join("garden/plant_bed/mod.rs")).unwrap();
    let file = spec.join("operations/more/plant_bed.yaml");
    fs::write(&file, OPERATION.replace("required", "requird")).unwrap();
    let error = compile(&Config::new().spec(&spec), Some(&out)).unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains(&format!("{}:5:", file.display())) && text.contains("`required`"), "{text}");
    assert_eq!(fs::read_to_string(out.join("garden/plant_bed/mod.rs")).unwrap(), before);
}

#[test]
fn what_is_missing_is_named() {
    let dir = garden();
    let spec = dir.path().join("spec");
    assert!(compile(&Config::new(), None).unwrap_err().to_string().contains("no spec is named"));
    assert!(compile(&Config::new().spec(&spec), None).unwrap_err().to_string().contains("`OUT_DIR`"));
    let nothing = compile(&Config::new().spec("nothing/there"), Some(dir.path())).unwrap_err().to_string();
    assert!(nothing.contains("C0902") && nothing.contains("nothing/there"), "{nothing}");
    let twice = compile(&Config::new().spec(&spec).spec(&spec), Some(dir.path())).unwrap_err().to_string();
    assert!(twice.contains("C0913"), "{twice}");
    let file = spec.join("service.yaml");
    let blocked = compile(&Config::new().spec(&spec).out_dir(&file), None).unwrap_err().to_string();
    assert!(blocked.contains("C0912"), "{blocked}");
}
