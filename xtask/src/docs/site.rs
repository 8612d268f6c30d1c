//! The whole site: pages with their sidebar, pictures, the style and the search.

use super::contents::{CONTENTS, FOLDERS, Source};
use super::markdown::{self, Rendered, Target};
use super::reference;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TEMPLATE: &str = include_str!("page.html.j2");
const STYLE: &str = include_str!("style.css");
const SEARCH: &str = include_str!("search.js");

/// How much of a section the search can find, in characters: enough to tell sections apart.
const SEARCHED: usize = 600;

/// The files of the site by path.
#[derive(Debug, Default)]
pub(super) struct Site {
    pub(super) pages: BTreeMap<String, String>,
    pub(super) others: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Replaces what is in a folder.
    pub(super) fn write(&self, out: &Path) -> Result<(), String> {
        let fault = |error: std::io::Error| format!("cannot write {}: {error}", out.display());
        if out.exists() {
            fs::remove_dir_all(out).map_err(fault)?;
        }
        let pages = self.pages.iter().map(|(path, text)| (path, text.as_bytes()));
        for (path, bytes) in pages.chain(self.others.iter().map(|(path, bytes)| (path, bytes.as_slice()))) {
            let file = out.join(path);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).map_err(fault)?;
            }
            fs::write(&file, bytes).map_err(fault)?;
        }
        Ok(())
    }
}

/// A page before it is rendered.
struct Draft {
    /// The path in the site.
    path: String,
    /// The path in the repository from which its links lead; for a page that no file holds, as if it were one.
    from: String,
    text: String,
}

/// Makes the site from the files of the repository.
///
/// # Errors
/// A file that cannot be read, every link that leads nowhere, or a template that cannot be rendered.
pub(super) fn make(root: &Path) -> Result<Site, String> {
    let drafts = drafts(root)?;
    let mut site = Site::default();
    let mut faults = Vec::new();
    let mut rendered = Vec::new();
    for draft in &drafts {
        let lead = |link: &str| lead(root, draft, &drafts, link, &mut site.others);
        match markdown::render(&draft.text, lead) {
            Ok(page) => rendered.push((draft, page)),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(format!("links lead nowhere:\n  {}", faults.join("\n  ")));
    }
    for (draft, page) in &rendered {
        site.pages.insert(draft.path.clone(), whole(draft, page)?);
    }
    site.others.insert("style.css".to_owned(), STYLE.into());
    site.others.insert("search.js".to_owned(), SEARCH.into());
    site.others.insert("index.js".to_owned(), index(&rendered)?.into());
    Ok(site)
}

/// Every page of the contents, and every other Markdown file of the folders that belong to the site.
fn drafts(root: &Path) -> Result<Vec<Draft>, String> {
    let read = |path: &str| fs::read_to_string(root.join(path)).map_err(|error| format!("cannot read {path}: {error}"));
    let mut drafts = Vec::new();
    for (title, path, source) in CONTENTS.iter().flat_map(|(_, pages)| *pages) {
        let virtually = || format!("docs/{}", path.replace(".html", ".md"));
        let (from, text) = match source {
            Source::File(file) => ((*file).to_owned(), read(file)?),
            Source::Codes(prefix) => (virtually(), reference::codes(prefix, title)),
            Source::Forms => (virtually(), reference::forms()),
            Source::Checks => (virtually(), reference::checks()),
        };
        drafts.push(Draft { path: (*path).to_owned(), from, text });
    }
    for (folder, below) in FOLDERS {
        for file in markdown_files(&root.join(folder))? {
            let from = format!("{folder}/{file}");
            if drafts.iter().any(|it| it.from == from) {
                continue;
            }
            if below.is_empty() {
                return Err(format!("{from} is not in the contents of the site: xtask/src/docs/contents.rs"));
            }
            let text = read(&from)?;
            drafts.push(Draft { path: format!("{below}/{}", file.replace(".md", ".html")), from, text });
        }
    }
    Ok(drafts)
}

/// The Markdown files below a folder, as paths from it.
fn markdown_files(folder: &Path) -> Result<Vec<String>, String> {
    let fault = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(markdown_files(&entry.path())?.into_iter().map(|it| format!("{name}/{it}")));
        } else if name.ends_with(".md") {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Where a link of a page leads. Files that are shown, pictures and pages as they are, become part of the site.
fn lead(
    root: &Path,
    page: &Draft,
    all: &[Draft],
    link: &str,
    others: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Target, String> {
    if link.starts_with("https://") || link.starts_with("http://") || link.starts_with('#') {
        return Ok(Target::Link(link.to_owned()));
    }
    let (path, anchor) =
        link.split_once('#').map_or((link, String::new()), |(path, anchor)| (path, format!("#{anchor}")));
    let fault = || format!("{}: {link}", page.from);
    let file = joined(&page.from, path).ok_or_else(fault)?;
    if let Some(target) = all.iter().find(|it| it.from == file) {
        return Ok(Target::Link(format!("{}{anchor}", relative(&page.path, &target.path))));
    }
    let whole = root.join(&file);
    if [".png", ".svg", ".html"].iter().any(|end| file.ends_with(end)) {
        let bytes = fs::read(&whole).map_err(|_| fault())?;
        let path = file.replacen("docs/images/", "images/", 1).replacen("generated/dbs/docs/", "dbs/", 1);
        let address = format!("{}{anchor}", relative(&page.path, &path));
        others.insert(path, bytes);
        return Ok(Target::Link(address));
    }
    if whole.exists() { Ok(Target::File) } else { Err(fault()) }
}

/// A path as seen from the folder of a file; none if it leads out of the repository.
fn joined(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The address of a page as seen from another.
fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

#[derive(Serialize)]
struct View<'a> {
    title: &'a str,
    /// What leads from this page to the folder of the site.
    root: String,
    parts: Vec<PartView>,
    content: &'a str,
    /// The headings of the page below its title.
    headings: Vec<Entry>,
}

#[derive(Serialize)]
struct PartView {
    title: &'static str,
    pages: Vec<Entry>,
}

/// A line of a list of links.
#[derive(Serialize)]
struct Entry {
    title: String,
    href: String,
    /// The attribute of the page that is shown.
    current: &'static str,
}

/// A page with everything around its content.
fn whole(draft: &Draft, page: &Rendered) -> Result<String, String> {
    let entry = |title: &str, path: &str| Entry {
        title: title.to_owned(),
        href: relative(&draft.path, path),
        current: if path == draft.path { " aria-current=\"page\"" } else { "" },
    };
    let parts = CONTENTS.iter().map(|(title, pages)| PartView {
        title,
        pages: pages.iter().map(|(title, path, _)| entry(title, path)).collect(),
    });
    let headings = page.sections.iter().filter(|it| it.level == 2);
    let view = View {
        title: &page.title,
        root: "../".repeat(draft.path.matches('/').count()),
        parts: parts.collect(),
        content: &page.html,
        headings: headings
            .map(|it| Entry { title: it.title.clone(), href: format!("#{}", it.id), current: "" })
            .collect(),
    };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let rendered = environment.render_str(TEMPLATE, Serde(&view));
    rendered.map_err(|error| format!("{}: {error:#}", draft.path))
}

/// What the search looks through, as a script: a page on a disk may not read other files.
fn index(pages: &[(&Draft, Rendered)]) -> Result<String, String> {
    let mut sections = Vec::new();
    for (draft, page) in pages {
        for section in &page.sections {
            let text: String = section.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text: String = text.chars().take(SEARCHED).collect();
            let href = format!("{}#{}", draft.path, section.id);
            sections.push([href, page.title.clone(), section.title.clone(), text]);
        }
    }
    let json = serde_json::to_string(&sections).map_err(|error| error.to_string())?;
    Ok(format!(
        "// What the search of the docs looks through: address, page, section, text.\nconst SECTIONS = {json};\n"
    ))
}
