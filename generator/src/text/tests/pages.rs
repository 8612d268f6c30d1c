//! A whole page, and the cells of its requirement table.

use super::small;
use crate::model::Service;
use crate::output::Output;
use crate::text::{Templates, render};

pub(super) fn page(service: &Service, path: &str) -> String {
    let mut output = Output::new();
    render(service, &Templates::new(), &mut output).expect("the built-in templates are fine");
    assert!(output.refused().is_empty());
    output.get(path).expect("the page is there").to_owned()
}

/// The cells of a row of the requirement table, by the beginning of the row.
fn row(page: &str, name: &str) -> Vec<String> {
    let start = format!("| [`{name}`]");
    let line = page.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no row {name} in {page}"));
    line.trim_matches('|').split(" | ").skip(1).map(|cell| cell.trim().to_owned()).collect()
}

#[test]
fn a_whole_page() {
    insta::assert_snapshot!("send", page(&small::service(), "docs/send.md"));
}

#[test]
fn the_first_page() {
    insta::assert_snapshot!("index", page(&small::service(), "docs/README.md"));
}

#[test]
fn cells_say_what_the_evaluator_says() {
    let page = page(&small::service(), "docs/send.md");
    assert_eq!(row(&page, "To"), ["required", "required", "required"]);
    assert_eq!(row(&page, "Weight"), ["optional", "required", "required"]);
    assert_eq!(row(&page, "Stamp"), ["optional", "optional", "forbidden"]);
    assert_eq!(row(&page, "Insurance"), ["optional", "if large or huge", "optional"]);
    assert_eq!(row(&page, "Pin"), ["if huge", "if huge", "if huge"]);
    let see = "optional, see [moment](#rule-moment)";
    assert_eq!(row(&page, "Day"), [see, see, see]);
}

#[test]
fn editions_that_differ_have_a_row_each() {
    let page = page(&small::service(), "docs/send.md");
    assert!(page.contains("<br>(edition `old`) | if huge |"), "{page}");
    assert!(page.contains("<br>(edition `new`) | if small or large |"), "{page}");
}

#[test]
fn equal_values_share_a_column() {
    let mut service = small::service();
    service.operations[0].check.rules.retain(|rule| rule.id == "weight");
    let page = page(&service, "docs/send.md");
    assert_eq!(row(&page, "Weight"), ["optional", "required"]);
}

#[test]
fn without_a_discriminator_the_rules_stand_in_a_list() {
    let mut service = small::service();
    service.operations[0].check.rules.retain(|rule| rule.id == "pin");
    let page = page(&service, "docs/send.md");
    assert!(
        page.contains(
            "- `Pin` is required when the size of the thing is small or large. ([pin](#rule-pin), edition `new`)"
        ),
        "{page}"
    );
    assert!(!page.contains("What else is needed"), "{page}");
}

#[test]
fn too_many_combinations_are_not_tried() {
    let mut service = small::service();
    let operation = &mut service.operations[0];
    let names = ["small".to_owned(), "large".into()].into_iter().chain((0..2000).map(|it| format!("v{it}")));
    let many = names.map(|value| contingent_rules::EnumValue { value, editions: Vec::new() }).collect();
    operation.check.facts[0].kind = contingent_rules::Kind::Enum { values: many, open: false };
    let page = page(&service, "docs/send.md");
    let see = "optional, see [insured](#rule-insured)";
    assert_eq!(row(&page, "Insurance"), ["optional", see, "optional"]);
}

#[test]
fn no_secret_is_shown() {
    let service = small::service();
    let page = page(&service, "docs/send.md");
    assert!(!page.contains("hunter2"));
    assert!(page.contains("\"Pin\": \"********\""));
    // The example of a secret parameter is not shown either.
    let line = page.lines().find(|line| line.contains("id=\"parameter-Pin\"")).unwrap_or_default();
    assert!(!line.contains("Example"), "{line}");
}

#[test]
fn every_link_inside_a_page_leads_somewhere() {
    let page = page(&small::service(), "docs/send.md");
    for target in page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        let heading = page
            .lines()
            .any(|line| line.strip_prefix("## ").is_some_and(|it| it.to_lowercase().replace(' ', "-") == target));
        assert!(heading || page.contains(&format!("id=\"{target}\"")), "#{target}");
    }
}

#[test]
fn tables_have_as_many_cells_as_headings() {
    for path in ["docs/send.md", "docs/README.md"] {
        let page = page(&small::service(), path);
        let mut columns = None;
        for line in page.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let cells = line.matches('|').count();
            assert_eq!(*columns.get_or_insert(cells), cells, "{line}");
        }
    }
}

#[test]
fn names_that_would_break_the_first_line() {
    let mut service = small::service();
    service.name = "a-->b\n# c".into();
    let page = page(&service, "docs/send.md");
    assert!(
        page.lines().next().is_some_and(|line| line.ends_with(" -->") && line.matches("-->").count() == 1),
        "{page}"
    );
}
