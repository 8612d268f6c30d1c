//! What the site has, in the order of its sidebar.

/// Where a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A Markdown file of the repository.
    File(&'static str),
    /// The diagnostic codes that begin with this, from the generator.
    Codes(&'static str),
    /// Every form of a rule, from the generator.
    Forms,
    /// Every built-in check, from the generator.
    Checks,
}

/// A part of the sidebar: its title, and its pages by title, path in the site and source.
pub(super) type Part = (&'static str, &'static [(&'static str, &'static str, Source)]);

use Source::{Checks, Codes, File, Forms};

/// The sidebar.
pub(super) const CONTENTS: &[Part] = &[
    (
        "Guide",
        &[
            ("Where to begin", "index.html", File("docs/README.md")),
            ("A first call", "guide/first_call.html", File("docs/guide/first_call.md")),
            ("Writing a spec", "guide/writing_a_spec.html", File("docs/guide/writing_a_spec.md")),
            ("Rule cookbook", "guide/cookbook.html", File("docs/guide/cookbook.md")),
            ("Editions", "guide/editions.html", File("docs/guide/editions.md")),
            ("Importing", "guide/importing.html", File("docs/guide/importing.md")),
            ("Generated code", "guide/generated_code.html", File("docs/guide/generated_code.md")),
            ("Testing with the emulator", "guide/emulator.html", File("docs/guide/emulator.md")),
            ("The explorer page", "guide/explorer.html", File("docs/guide/explorer.md")),
            ("The command line", "guide/command_line.html", File("docs/guide/command_line.md")),
            ("In continuous integration", "guide/ci.html", File("docs/guide/ci.md")),
        ],
    ),
    (
        "Reference",
        &[
            ("The spec language", "reference/language.html", File("spec/README.md")),
            ("Forms of rules", "reference/forms.html", Forms),
            ("Built-in checks", "reference/checks.html", Checks),
            ("Operations of DBS", "dbs/index.html", File("generated/dbs/docs/README.md")),
        ],
    ),
    (
        "Diagnostics",
        &[
            ("YAML", "codes/c01.html", Codes("C01")),
            ("Keys and shapes", "codes/c02.html", Codes("C02")),
            ("Names and parameters", "codes/c03.html", Codes("C03")),
            ("Rules and conditions", "codes/c04.html", Codes("C04")),
            ("Editions", "codes/c05.html", Codes("C05")),
            ("Documentation", "codes/c06.html", Codes("C06")),
            ("What may not be meant", "codes/c07.html", Codes("C07")),
            ("Rendering", "codes/c08.html", Codes("C08")),
            ("Commands and files", "codes/c09.html", Codes("C09")),
            ("Imports", "codes/c10.html", Codes("C10")),
            ("Analysis", "codes/c11.html", Codes("C11")),
            ("What a service keeps", "codes/c12.html", Codes("C12")),
        ],
    ),
    (
        "The project",
        &[
            ("Architecture", "project/architecture.html", File("ARCHITECTURE.md")),
            ("Contributing", "project/contributing.html", File("CONTRIBUTING.md")),
            ("Changelog", "project/changelog.html", File("CHANGELOG.md")),
            ("Security", "project/security.html", File("SECURITY.md")),
            ("Readme", "project/readme.html", File("README.md")),
        ],
    ),
];

/// Folders of the repository whose Markdown belongs to the site: every page below them is part of it.
pub(super) const FOLDERS: &[(&str, &str)] = &[("docs", ""), ("generated/dbs/docs", "dbs")];
