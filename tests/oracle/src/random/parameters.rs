//! The parameters and facts of a random operation.

use super::{Random, quoted};

/// Names that look like something else; only scalars get them, because what `b.b.a` means is another question.
const ODD_NAMES: [&str; 8] = ["Accept-Language", "b.b", "Tag.1.Key", "all", "x y", "index:set", "images[]", "compare"];

/// Everything of an operation file up to its rules.
pub(super) fn head(random: &mut Random, with_editions: bool) -> String {
    let mut text = "operation: Op\nsummary: s\ndoc: x\nparameters:\n".to_owned();
    for letter in ["P", "Q", "R", "S", "T", "U", "V", "W"].iter().take(random.between(4, 8)) {
        // The first one is a scalar, so that every operation has a value to test.
        let scalar = *letter == "P" || random.chance(65);
        let odd = scalar && random.chance(6);
        let name = if odd { random.pick(&ODD_NAMES) } else { letter };
        if text.contains(&format!("  {}:", quoted(name))) {
            continue;
        }
        let definition = if scalar { scalar_type(random, with_editions) } else { container(random, with_editions, 0) };
        text += &format!("  {}: {}\n", quoted(name), finished(random, &definition, with_editions));
    }
    let facts = random.pick(&[0, 1, 1, 2, 2]);
    if facts > 0 {
        text += "facts:\n";
    }
    for name in ["F", "G"].iter().take(facts) {
        let fact = match random.below(4) {
            0 => "{type: boolean, says: y, doc: x}",
            1 => "{type: string, says: y, doc: x}",
            _ => "{type: enum, says: y, doc: x, values: {\"a\": {doc: x}, \"b\": {doc: x}, \"5\": {doc: x}}}",
        };
        text += &format!("  {name}: {fact}\n");
    }
    text
}

/// Adds what every named definition has, and at times `required` and an edition.
fn finished(random: &mut Random, definition: &str, with_editions: bool) -> String {
    // A constant of one edition, and an edition within an edition, say nothing that the contract settles.
    let edition =
        with_editions && random.chance(20) && !["const", "edition"].iter().any(|key| definition.contains(key));
    let edition = if edition { format!(", edition: {}", random.pick(&["A", "B", "[A, B]"])) } else { String::new() };
    let required = if random.chance(20) { ", required: true" } else { "" };
    format!("{{{definition}, doc: x, source: s{required}{edition}}}")
}

fn scalar_type(random: &mut Random, with_editions: bool) -> String {
    match random.below(10) {
        0 | 1 => {
            let more = random.pick(&[
                "",
                "",
                ", one_of: [\"a\", \"b\", \"5\"]",
                ", min_length: 2, max_length: 4",
                ", pattern: \"[a-c]{1,3}\"",
                ", pattern: \"a|b5?\", max_length: 1",
                ", const: \"a\"",
            ]);
            format!("type: string{more}")
        }
        2..=4 => {
            let name = random.pick(&["integer", "integer", "long", "timestamp_ms"]);
            let more = random.pick(&[
                "",
                "",
                ", min: \"1\"",
                ", min: \"-2\", max: \"6\"",
                ", one_of: [\"1\", \"5\"]",
                ", const: \"5\"",
            ]);
            format!("type: {name}{more}")
        }
        5 => {
            let more = random.pick(&["", ", min: \"0.1\", max: \"2.5\"", ", one_of: [\"0.1\", \"2\", \"1.5\"]"]);
            format!("type: number{more}")
        }
        6 => "type: boolean".to_owned(),
        _ => {
            let open = if random.chance(30) { ", open: true" } else { "" };
            let edition = if with_editions && random.chance(30) {
                format!(", edition: {}", random.pick(&["A", "B"]))
            } else {
                String::new()
            };
            format!("type: enum{open}, values: {{\"a\": {{doc: x}}, \"b\": {{doc: x}}, \"5\": {{doc: x{edition}}}}}")
        }
    }
}

fn container(random: &mut Random, with_editions: bool, depth: usize) -> String {
    let lengths = random.pick(&["", "", "", ", min_length: 1, max_length: 2"]);
    match random.below(8) {
        0 => format!("type: list, items: {{{}}}{lengths}", scalar_type(random, false)),
        1 | 2 => format!("type: list, items: {{{}}}{lengths}", object(random, with_editions, depth)),
        3 => format!("type: json, items: {{{}}}", object(random, with_editions, depth)),
        4 => format!("type: json, {}", fields(random, with_editions, depth)),
        5 => format!("type: map, items: {{{}}}", scalar_type(random, false)),
        6 if depth == 0 => random.pick(&["type: list", "type: object", "type: json"]).to_owned(),
        _ => object(random, with_editions, depth),
    }
}

fn object(random: &mut Random, with_editions: bool, depth: usize) -> String {
    format!("type: object, {}", fields(random, with_editions, depth))
}

fn fields(random: &mut Random, with_editions: bool, depth: usize) -> String {
    let mut fields = Vec::new();
    for name in ["a", "b", "c"].iter().take(random.between(1, 3)) {
        let nested = depth < 1 && random.chance(20);
        let definition =
            if nested { container(random, with_editions, depth + 1) } else { scalar_type(random, with_editions) };
        fields.push(format!("{name}: {}", finished(random, &definition, with_editions)));
    }
    format!("fields: {{{}}}", fields.join(", "))
}
