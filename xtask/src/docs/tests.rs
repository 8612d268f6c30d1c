//! Links, ids and the whole site.

use super::markdown::{Target, render};
use super::{links, site};
use std::path::Path;

fn html(text: &str) -> String {
    let leads = |link: &str| match link {
        "page.md" => Ok(Target::Link("page.html".to_owned())),
        "src/lib.rs" => Ok(Target::File),
        other => Err(other.to_owned()),
    };
    render(text, leads).map_or_else(|faults| faults.join(","), |page| page.html)
}

#[test]
fn links_lead_to_pages_and_files_are_named_only() {
    assert_eq!(html("[a](page.md)"), "<p><a href=\"page.html\">a</a></p>\n");
    assert_eq!(html("[a `b`](src/lib.rs) c"), "<p>a <code>b</code> c</p>\n");
    assert_eq!(html("[a](nowhere.md) ![b](no.png)"), "nowhere.md,no.png");
}

#[test]
fn headings_have_the_ids_that_other_readers_of_markdown_derive() {
    let page = html("# A `b` c!\n\n## Größe & <i>\n\n## A b c\n");
    for id in ["a-b-c", "größe--", "a-b-c-1"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}: {page}");
    }
}

#[test]
fn a_link_to_an_id_that_is_not_there_is_a_fault() {
    let mut site = site::Site::default();
    let page =
        "<p id=\"here\"><a href=\"#here\">a</a> <a href=\"../b.html#there\">b</a> <img src=\"https://far/c.png\"></p>";
    site.pages.insert("x/a.html".to_owned(), page.to_owned());
    site.pages.insert("b.html".to_owned(), "<a id=\"here\" href=\"x/a.html\">c</a>".to_owned());
    let faults = links::check(&site).unwrap_err();
    assert!(faults.contains("../b.html#there") && faults.contains("fetches https://far/c.png"), "{faults}");
    assert_eq!(faults.lines().count(), 3, "{faults}");
    site.pages.insert("b.html".to_owned(), "<a id=\"there\" href=\"x/a.html#here\">c</a>".to_owned());
    site.pages.insert("x/a.html".to_owned(), page.replace("<img src=\"https://far/c.png\">", ""));
    links::check(&site).unwrap();
}

#[test]
fn the_site_is_whole_and_fetches_nothing() {
    let site = site::make(Path::new(crate::ROOT)).unwrap_or_else(|fault| panic!("{fault}"));
    links::check(&site).unwrap_or_else(|fault| panic!("{fault}"));
    for code in contingent::diagnostic::code::all() {
        let id = format!("<a id=\"{}\"></a>", code.number());
        assert!(site.pages.values().any(|page| page.contains(&id)), "{code:?}");
    }
    for (path, page) in &site.pages {
        assert!(page.contains("aria-current") || path.starts_with("dbs/"), "{path}");
        assert!(!page.contains("<script src=\"http") && !page.contains("@import"), "{path}");
    }
    let out = tempfile::tempdir().unwrap();
    site.write(out.path()).unwrap();
    assert!(out.path().join("index.html").is_file() && out.path().join("index.js").is_file());
}
