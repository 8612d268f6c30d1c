//! The map of operations by resource on the first page.

use super::pages::page;
use super::small;
use crate::model::{Behaviour, Operation, Resource};
use contingent_rules::service::{self, Consequence, Effect, Need, Verb};

fn kind(name: &str) -> Resource {
    let def = service::Resource {
        name: name.into(),
        id: "Id".into(),
        id_pattern: "[a-z]".into(),
        fields: Vec::new(),
        state: None,
        states: Vec::new(),
        presets: Vec::new(),
        not_found: "No".into(),
        wrong_state: "No".into(),
    };
    Resource { def, doc: "A thing | kept.".into(), waiters: Vec::new() }
}

fn operation(name: &str, needs: &[&str], effect: Option<Effect>) -> Operation {
    let need = |name: &&str| Need { resource: (*name).into(), by: "Id".into(), states: Vec::new() };
    Operation {
        name: name.into(),
        module: name.to_lowercase(),
        behaviour: Some(Behaviour {
            needs: needs.iter().map(need).collect(),
            effect,
            also: Vec::new(),
            reply: Vec::new(),
        }),
        ..small::service().operations.swap_remove(0)
    }
}

#[test]
fn each_operation_stands_where_its_effect_says_or_under_a_heading_of_its_own() {
    let (letter, by) = ("Letter".to_owned(), "Id".to_owned());
    let read = Effect::Read { resource: letter.clone(), by: by.clone() };
    let delete = |resource: &str| Effect::Delete { resource: resource.into(), by: by.clone(), from: Vec::new() };
    let mut service = small::service();
    service.resources = vec![kind("Letter"), kind("Box"), kind("Stamp")];
    service.operations = vec![
        operation("Post", &[], Some(Effect::Create { resource: letter, set: Vec::new(), to: None })),
        operation("Look", &["Box"], Some(read)),
        operation("Burn", &[], Some(delete("Letter"))),
        operation("Tear", &[], Some(delete("Letter"))),
        operation("Break", &[], Some(delete("Box"))),
        operation("Knock", &["Box", "Letter", "Box"], None),
        operation("Wait", &[], None),
    ];
    // Burning a letter empties its box, and makes a stamp of it.
    let also = |verb, resource: &str| Consequence {
        verb,
        resource: resource.into(),
        when: Vec::new(),
        matches: Vec::new(),
        repeat: None,
        from: Vec::new(),
        set: Vec::new(),
        to: None,
    };
    let burn = service.operations[2].behaviour.as_mut().expect("it has one");
    burn.also = vec![also(Verb::Delete, "Letter"), also(Verb::Change, "Box"), also(Verb::Create, "Stamp")];
    let page = page(&service, "docs/README.md");
    for line in [
        "| <a id=\"resource-Letter\"></a>`Letter`: A thing &#124; kept. | [`Post`](post.md) | [`Look`](look.md) | – | – | \
         [`Burn`](burn.md)<br>[`Tear`](tear.md) |",
        "| <a id=\"resource-Box\"></a>`Box`: A thing &#124; kept. | – | – | – | *also* [`Burn`](burn.md) | [`Break`](break.md) |",
        "| <a id=\"resource-Stamp\"></a>`Stamp`: A thing &#124; kept. | *also* [`Burn`](burn.md) | – | – | – | – |",
        "- [`Knock`](knock.md): Sends a thing. Needs `Box` and `Letter`.",
        "- [`Wait`](wait.md): Sends a thing.",
    ] {
        assert!(page.lines().any(|it| it == line), "{line}\n{page}");
    }
}

#[test]
fn a_service_that_keeps_nothing_has_no_map() {
    assert!(!page(&small::service(), "docs/README.md").contains("by resource"));
}
