//! What `contingent new` writes: the files of a package with a spec, the code from it, and a test that uses the check.
//!
//! It makes texts and names, and must never touch a file.

use crate::output::Output;
use crate::spec::SourceFile;
use crate::{Options, generate};
use heck::{ToKebabCase as _, ToSnakeCase as _, ToTitleCase as _, ToUpperCamelCase as _};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

/// A package that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The name of the package, `garden-shop`.
    pub package: String,
    /// The name of the crate in code, `garden_shop`.
    pub module: String,
    /// The name of the service in the spec, `GardenShop`.
    pub service: String,
    /// The same for people, `Garden Shop`.
    pub title: String,
    /// Whether the code is written now and committed; otherwise a build script makes it.
    pub committed: bool,
    /// A folder with the sources of Contingent, to take its crates from; none takes them from the registry.
    pub sources: Option<String>,
}

/// What the templates see: finished texts.
#[derive(Serialize)]
struct View<'a> {
    package: &'a str,
    module: &'a str,
    service: &'a str,
    title: &'a str,
    committed: bool,
    /// The folder of the code below `OUT_DIR`, which is called after the service.
    folder: String,
    /// Where `contingent-runtime` comes from, as a key of a manifest.
    runtime: String,
    /// The same for `contingent`.
    generator: String,
}

/// The templates: the path of the file, and whether a package with a build script or one with committed code has it.
const FILES: &[(&str, Kind, &str)] = &[
    ("Cargo.toml", Kind::Both, include_str!("Cargo.toml.j2")),
    (".gitignore", Kind::Both, include_str!("gitignore.j2")),
    ("README.md", Kind::Both, include_str!("README.md.j2")),
    ("build.rs", Kind::BuildScript, include_str!("build.rs.j2")),
    ("spec/service.yaml", Kind::Both, include_str!("service.yaml.j2")),
    ("spec/operations/send_parcel.yaml", Kind::Both, include_str!("send_parcel.yaml.j2")),
    ("src/lib.rs", Kind::Both, include_str!("lib.rs.j2")),
    ("tests/requests.rs", Kind::Both, include_str!("requests.rs.j2")),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Both,
    BuildScript,
}

impl Project {
    /// A package of this name, such as `Garden Shop`.
    ///
    /// # Errors
    /// No package can have a name that is made of it: a sentence that says why.
    pub fn new(name: &str) -> Result<Self, String> {
        if let Some(odd) = name.chars().find(|c| c.is_alphanumeric() && !c.is_ascii()) {
            return Err(format!("a package cannot have the letter `{odd}` in its name"));
        }
        let spaced: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        let package = spaced.to_kebab_case();
        let module = spaced.to_snake_case();
        if package.is_empty() {
            return Err(format!("no name of a package can be made of `{name}`"));
        }
        if package.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(format!("the name of a package cannot begin with a digit, as `{package}` does"));
        }
        // Names that Cargo refuses, that hide a crate everybody has, or that the package itself depends on.
        let taken = ["test", "core", "std", "alloc", "proc-macro", "build", "deps", "examples", "incremental"];
        let of_windows = ["con", "prn", "aux", "nul"];
        let ours = ["contingent", "contingent-rules", "contingent-runtime"];
        let is_word = syn::parse_str::<proc_macro2::Ident>(&module).is_err();
        if is_word || [&taken[..], &of_windows, &ours].concat().contains(&package.as_str()) {
            return Err(format!("`{package}` cannot be the name of this package: the word has another meaning"));
        }
        let (service, title) = (spaced.to_upper_camel_case(), spaced.to_title_case());
        Ok(Self { package, module, service, title, committed: false, sources: None })
    }

    /// The files of the package.
    ///
    /// # Errors
    /// A template that cannot be rendered, or a spec from which nothing can be generated: a mistake in here.
    pub fn files(&self) -> Result<Output, String> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        // Tags stand on lines of their own and leave nothing behind.
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.map_err(|error| error.to_string())?);
        let view = self.view();
        let mut output = Output::beside_others();
        for (path, kind, template) in FILES {
            if *kind == Kind::Both || !self.committed {
                let text =
                    environment.render_str(template, Serde(&view)).map_err(|error| format!("{path}: {error:#}"))?;
                output.insert(*path, text);
            }
        }
        if self.committed {
            let of_spec = output.iter().filter(|(path, _)| path.starts_with("spec/"));
            let spec: Vec<SourceFile> =
                of_spec.map(|(path, text)| SourceFile { path: path.to_owned(), bytes: text.into() }).collect();
            // What `contingent generate` makes unless it is told otherwise.
            let options = Options { explorer: true, ..Options::default() };
            let generated = generate(&spec, &options).map_err(|found| format!("{found:?}"))?;
            for (path, text) in generated.output.iter() {
                output.insert(path, text);
            }
        }
        Ok(output)
    }

    fn view(&self) -> View<'_> {
        let origin = |folder: &str| match &self.sources {
            // Escapes of a Rust text are those of a TOML text, for all that a path can hold.
            Some(sources) => format!("path = {:?}", format!("{sources}/{folder}")),
            None => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
        };
        View {
            package: &self.package,
            module: &self.module,
            service: &self.service,
            title: &self.title,
            committed: self.committed,
            folder: self.service.to_snake_case(),
            runtime: origin("runtime/client"),
            generator: origin("generator"),
        }
    }
}

#[cfg(test)]
mod tests;
