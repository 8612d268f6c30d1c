//! Writes the glue of two services, and the code and the glue of random operations.

mod cases;
mod glue;

use contingent::diagnostic::Diagnostics;
use contingent::model::Service;
use contingent::spec::SourceFile;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?);
    for (file, spec, path) in [("dbs", "../../spec/dbs", "::aliyun_dbs"), ("toy", "../toy/spec", "::greenhouse")] {
        println!("cargo::rerun-if-changed={spec}");
        let sources = contingent::files::read(Path::new(spec)).map_err(|found| format!("{found:?}"))?;
        let service = resolve(&sources.files);
        fs::write(out.join(file).with_extension("rs"), glue::service(&service, path))?;
        fs::write(out.join(format!("{file}_replies.rs")), glue::replies(&service, path))?;
    }
    random(&out)
}

/// The code of each operation goes to a folder of its own; the glue of all of them is one file.
fn random(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    let mut runs = String::new();
    let mut count = 0;
    for (index, case) in contingent_oracle::random::cases(cases::SEED, cases::TRIED).enumerate() {
        let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
        let has_editions = case.service.as_deref().is_some_and(|text| text.contains("editions"));
        let mut sources = vec![file("operations/op.yaml", &cases::spec(index, &case.spec, has_editions))];
        sources.extend(case.service.as_deref().map(|text| file("service.yaml", text)));
        // A rule that names an unlisted value is fine for a check of requests, and an error of a generation.
        let Ok(generated) = contingent::generate(&sources, &contingent::Options::default()) else { continue };
        let name = format!("case_{index}");
        for (path, text) in generated.output.iter() {
            if let Some(path) = path.strip_prefix("src/generated/") {
                let target = out.join("random").join(&name).join(path);
                fs::create_dir_all(target.parent().unwrap_or(out))?;
                fs::write(target, text)?;
            }
        }
        text.push_str(&format!(
            "mod {name} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/random/{name}/mod.rs\"));\n    \
             pub(crate) mod glue {{\n{}    }}\n}}\n",
            glue::service(&resolve(&sources), "super")
        ));
        runs.push_str(&format!("    ({index}, {name}::glue::RUNS[0].1),\n"));
        count += 1;
        if count == cases::WANTED {
            break;
        }
    }
    text.push_str(&format!(
        "/// The number of a case, and its glue.\nconst CASES: [(usize, Run); {count}] = [\n{runs}];\n"
    ));
    fs::write(out.join("random.rs"), text)?;
    Ok(())
}

fn resolve(sources: &[SourceFile]) -> Service {
    let mut found = Diagnostics::new();
    let loaded = contingent::load(sources, &mut found);
    contingent::resolve::resolve(&loaded, &mut found)
}
