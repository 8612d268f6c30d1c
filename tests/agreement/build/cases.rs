//! Which random operations are compiled, for the build script and for the test.

/// The seed of the random operations.
pub(crate) const SEED: u64 = 20_260_301;
/// How many are tried: not all of them are without a fault.
pub(crate) const TRIED: usize = 260;
/// How many of them are compiled.
pub(crate) const WANTED: usize = 100;

/// The text of an operation, in some cases with what random operations do not have by themselves: secrets, facts with a
/// value of one edition, open facts, and very many rules.
pub(crate) fn spec(index: usize, text: &str, has_editions: bool) -> String {
    let mut text = text.to_owned();
    if index.is_multiple_of(3) {
        for kind in ["{type: string", "{type: integer", "{type: list", "{type: object"] {
            text = text.replacen(kind, &format!("{kind}, secret: true").replacen("{type", "{ type", 1), 1);
        }
    }
    let fact = "{type: enum, says: y, doc: x, values: {";
    if has_editions && !index.is_multiple_of(4) {
        text = text.replace(&format!("{fact}\"a\": {{doc: x}}"), &format!("{fact}\"a\": {{doc: x, edition: A}}"));
    }
    if index % 5 == 1 {
        text = text.replace(fact, &fact.replace("says", "open: true, says"));
    }
    match text.split_once("rules:\n") {
        // More rules than one word of a mask has bits.
        Some((head, rules)) if index % 10 == 7 => {
            let copies = (0..30).map(|copy| rules.replace("{id: r", &format!("{{id: c{copy}-r")));
            format!("{head}rules:\n{}", copies.collect::<String>())
        }
        Some(_) | None => text,
    }
}
