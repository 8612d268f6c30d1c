//! Names that become packages, names that do not, and files that are whole.

use super::Project;
use crate::diagnostic::{Command, Diagnostics};
use crate::spec::SourceFile;
use crate::{findings, load, resolve};

#[test]
fn names_are_brought_into_shape_or_refused() {
    for (name, package, module, service) in [
        ("garden", "garden", "garden", "Garden"),
        ("Garden Shop", "garden-shop", "garden_shop", "GardenShop"),
        ("garden_shop.v2", "garden-shop-v2", "garden_shop_v2", "GardenShopV2"),
        ("--garden--", "garden", "garden", "Garden"),
    ] {
        let project = Project::new(name).unwrap();
        assert_eq!((project.package.as_str(), project.module.as_str()), (package, module));
        assert_eq!(project.service, service);
    }
    for name in
        ["", "..", "🌱", "größe", "2nd", "fn", "match", "test", "std", "contingent", "contingent runtime", "nul"]
    {
        assert!(Project::new(name).is_err(), "{name:?}");
    }
}

#[test]
fn the_spec_of_a_new_package_has_nothing_wrong() {
    for (name, committed) in [("Garden Shop", false), ("Garden Shop", true), ("null", true), ("a1 2", false)] {
        let project = Project { committed, ..Project::new(name).unwrap() };
        let output = project.files().unwrap();
        assert!(output.refused().is_empty());
        let of_spec = output.iter().filter(|(path, _)| path.starts_with("spec/"));
        let files: Vec<_> = of_spec.map(|(path, text)| SourceFile { path: path.into(), bytes: text.into() }).collect();
        let mut found = Diagnostics::new();
        let spec = load(&files, &mut found);
        let service = resolve::resolve(&spec, &mut found);
        findings::report(&spec, &service, &mut found);
        assert_eq!(spec.service.map(|it| it.service), Some(project.service));
        assert!(found.is_empty() && !found.has_errors(Command::Generate), "{found:?}");
        assert_eq!(output.get("build.rs").is_none(), committed);
        assert_eq!(output.get("src/generated/mod.rs").is_some(), committed);
        let by_hand = |path: &str| !path.starts_with("docs/") && !path.starts_with("src/generated/");
        for (path, text) in output.iter().filter(|(path, _)| by_hand(path)) {
            assert!(!text.contains("{{") && text.ends_with('\n') && !text.ends_with("\n\n"), "{path}: {text}");
        }
    }
}

#[test]
fn a_path_with_quotes_stays_one_text_in_the_manifest() {
    let sources = Some("C:\\new \"folder\"".to_owned());
    let output = Project { sources, ..Project::new("a").unwrap() }.files().unwrap();
    let manifest = output.get("Cargo.toml").unwrap_or_default();
    assert!(manifest.contains(r#"path = "C:\\new \"folder\"/runtime/client""#), "{manifest}");
}
