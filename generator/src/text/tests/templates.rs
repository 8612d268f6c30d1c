//! Templates of a user: what they change, and what is said of those at fault.

use super::small;
use crate::diagnostic::{Diagnostic, code};
use crate::output::Output;
use crate::text::{Templates, render};

fn pages(templates: &Templates) -> Output {
    let mut output = Output::new();
    render(&small::service(), templates, &mut output).expect("the templates are fine");
    output
}

fn faults(name: &str, text: &str) -> Vec<Diagnostic> {
    let mut output = Output::new();
    let found = render(&small::service(), &Templates::new().with(name, text), &mut output).expect_err("at fault");
    assert!(output.is_empty(), "no page is made when one cannot be");
    found.into_iter().collect()
}

#[test]
fn one_block_changes_and_nothing_else() {
    let text = "{% extends \"contingent/operation.md.j2\" %}{% block errors %}\nNo errors: {{ errors[0].rows[0].code }}\n{% endblock %}";
    let before = pages(&Templates::new());
    let after = pages(&Templates::new().with("operation.md.j2", text));
    assert_eq!(before.get("docs/README.md"), after.get("docs/README.md"));
    let (before, after) = (before.get("docs/send.md").unwrap(), after.get("docs/send.md").unwrap());
    let kept = before.split("## Errors").next().unwrap();
    assert_eq!(after, format!("{kept}No errors: `Lost`\n"));
}

#[test]
fn every_block_can_be_left_out() {
    let (_, text) = ("operation.md.j2", Templates::built_in("operation.md.j2").unwrap());
    let blocks: Vec<&str> = text.split("{% block ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    assert!(blocks.len() > 10);
    for block in blocks {
        let own = format!("{{% extends \"contingent/operation.md.j2\" %}}{{% block {block} %}}MINE{{% endblock %}}");
        let output = pages(&Templates::new().with("operation.md.j2", own));
        let page = output.get("docs/send.md").unwrap();
        assert_eq!(page.matches("MINE").count(), 1, "{block}");
    }
}

#[test]
fn the_shared_tables_can_be_changed() {
    let text = Templates::built_in("tables.md.j2").unwrap().replace("| Value | Meaning |", "| Wert | Sinn |");
    let output = pages(&Templates::new().with("tables.md.j2", text));
    assert!(output.get("docs/send.md").unwrap().contains("| Wert | Sinn |"));
}

#[test]
fn a_template_at_fault_is_a_diagnostic_with_its_line() {
    let cases = [
        ("{% extends \"contingent/operation.md.j2\" %}\n{% block errors %}\n{{ eror.code }}\n{% endblock %}", 3),
        ("{{ title }}\n{% for x in\n", 2),
        ("\n{{ needs }}", 2),
        ("{{ none }}", 1),
        ("{{ true }}", 1),
        ("a\n{% extends \"contingent/missing.md.j2\" %}", 2),
        ("a\n{{ title|nosuch }}", 2),
        ("{% include \"nothing.md\" %}", 1),
    ];
    for (text, line) in cases {
        let found = faults("operation.md.j2", text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].code, code::TEMPLATE);
        assert_eq!(found[0].file, "operation.md.j2", "{text}");
        assert_eq!(found[0].span.map(|it| it.start.line), Some(line), "{text}: {}", found[0].message);
    }
}

#[test]
fn a_template_that_includes_itself_ends() {
    for text in ["{% extends \"operation.md.j2\" %}", "{% include \"operation.md.j2\" %}"] {
        assert_eq!(faults("operation.md.j2", text).len(), 1, "{text}");
    }
}

#[test]
fn a_template_that_no_page_uses_is_a_mistake() {
    let found = faults("operations.md.j2", "x");
    assert_eq!(found[0].help.as_deref(), Some("did you mean `operation.md.j2`?"));
    assert_eq!(faults("contingent/operation.md.j2", "x").len(), 1);
    let both = Templates::new().with("part.md", "x").with("operation.md.j2", "{% include \"part.md\" %}");
    assert!(pages(&both).get("docs/send.md").unwrap().ends_with("\n\nx"));
}
