//! Rust, wire and command-line names: derived once, here.

use heck::{ToKebabCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// A field, setter or module: `backup_plan_id`, raw where it must be (`r#type`).
pub(crate) fn field(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_snake_case()).collect();
    let text = identifier(&words.join("_"), "n", "field");
    match text.as_str() {
        // These cannot even be raw identifiers.
        "self" | "super" | "crate" => format!("{text}_"),
        // The generated types have methods and fields of their own.
        "extra" | "rest" | "new" | "check" | "to_value" | "to_pairs" | "to_facts" | "from_reply" => format!("{text}_"),
        word if KEYWORDS.contains(&word) => format!("r#{text}"),
        _ => text,
    }
}

/// The stem of a module and its files: never raw.
pub(crate) fn module(name: &str) -> String {
    let name = field(name);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None => name,
    }
}

/// A struct or enum: `RestoreObject`.
pub(crate) fn type_name(name: &str) -> String {
    let text = pascal(name, "T", "Type");
    match text.as_str() {
        "Self" | "String" | "Vec" | "Option" | "Some" | "None" | "Ok" | "Err" | "Result" | "Box" | "Into" | "From"
        | "Default" | "Clone" | "Debug" | "PartialEq" | "Value" | "Secret" | "Decimal" | "Verdict" | "Facts"
        | "Edition" | "IntoIterator" | "Iterator" | "ToString" | "AsRef" => format!("{text}Value"),
        _ => text,
    }
}

/// A variant of an enum: `PostgreSql`, `V5_10`.
pub(crate) fn variant(value: &str) -> String {
    let text = pascal(value, "V", "Empty");
    match text.as_str() {
        // `Self` is a keyword, `Unknown` holds what the spec does not list.
        "Self" | "Unknown" => format!("{text}_"),
        _ => text,
    }
}

/// The variant of an edition: `Seed`, `E2026_03`.
pub(crate) fn edition(name: &str) -> String {
    let text = pascal(name, "E", "Edition");
    if text == "Self" { format!("{text}_") } else { text }
}

/// The constant of a rule id: `RESTORE_OBJECTS`.
pub(crate) fn constant(id: &str) -> String {
    let words: Vec<String> = words(id).iter().map(|word| word.to_shouty_snake_case()).collect();
    identifier(&words.join("_"), "R", "RULE")
}

/// A flag of a command line, without dashes: `backup-plan-id`.
pub(crate) fn flag(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_kebab_case()).collect();
    let text = words.join("-");
    match text.as_str() {
        "" => "parameter".to_owned(),
        taken if FLAGS.contains(&taken) => format!("parameter-{text}"),
        _ => text,
    }
}

/// The flag of a fact: that of a parameter with its name, unless there is one.
pub(crate) fn fact_flag<'n>(name: &str, mut parameters: impl Iterator<Item = &'n str>) -> String {
    let flag = flag(name);
    if parameters.any(|taken| taken == flag) { format!("fact-{flag}") } else { flag }
}

/// The command of an operation: `create-restore-task`.
pub(crate) fn command(operation: &str) -> String {
    let words: Vec<String> = words(operation).iter().map(|word| word.to_kebab_case()).collect();
    let text = words.join("-");
    if text.is_empty() || COMMANDS.contains(&text.as_str()) { format!("call-{text}") } else { text }
}

/// What is waited for, on a command line: `restore-task-finished`.
pub(crate) fn wait(resource: &str, waiter: &str) -> String {
    let words: Vec<String> = words(resource).iter().chain(&words(waiter)).map(|word| word.to_kebab_case()).collect();
    words.join("-")
}

/// The name of one of several: `RestoreObject` for `RestoreObjects`.
pub(crate) fn singular(name: &str) -> String {
    let ends = |end: &str| name.len() > end.len() + 1 && name.ends_with(end);
    if ends("ies") {
        format!("{}y", &name[..name.len() - 3])
    } else if ends("sses") || ends("xes") || ends("ches") || ends("shes") {
        name[..name.len() - 2].to_owned()
    } else if ends("s") && !ends("ss") && !ends("us") && !ends("is") {
        name[..name.len() - 1].to_owned()
    } else {
        format!("{name}Item")
    }
}

fn pascal(name: &str, prefix: &str, nameless: &str) -> String {
    let mut text = String::new();
    for word in words(name) {
        let word = word.to_pascal_case();
        // `5.10` must not become `510`.
        let between_digits =
            text.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit());
        if between_digits {
            text.push('_');
        }
        text.push_str(&word);
    }
    identifier(&text, prefix, nameless)
}

/// Runs of characters that an identifier may have.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| c == '_' || !unicode_ident::is_xid_continue(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn identifier(text: &str, prefix: &str, nameless: &str) -> String {
    let text: String = text.chars().filter(|c| unicode_ident::is_xid_continue(*c)).collect();
    match text.chars().next() {
        None => nameless.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => text,
        Some('_') if text.chars().any(|c| c != '_') => text,
        Some(_) => format!("{prefix}{text}"),
    }
}

/// Whether a text can be written as an identifier.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = characters.next().is_some_and(|it| it == '_' || unicode_ident::is_xid_start(it));
    begins && characters.all(unicode_ident::is_xid_continue)
}

/// The flags that a command line has for every operation.
const FLAGS: [&str; 20] = [
    "access-key",
    "all",
    "allow-rule",
    "dry-run",
    "edition",
    "endpoint",
    "explain",
    "extra",
    "facts-from-service",
    "file",
    "help",
    "no-check",
    "output",
    "placement",
    "query",
    "region",
    "scheme",
    "skeleton",
    "timeout",
    "version",
];

/// The commands that are no operations.
const COMMANDS: [&str; 7] = ["completions", "emulator", "explorer", "help", "man", "sign", "wait"];

/// The keywords of Rust, reserved ones included, that can be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case_and_always_identifiers() {
        for (name, expected) in [
            ("DestinationEndpointInstanceID", "destination_endpoint_instance_id"),
            ("type", "r#type"),
            ("self", "self_"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("_", "field"),
            ("", "field"),
            ("Tag.1.Key", "tag_1_key"),
            ("images[]", "images"),
            ("2fa", "n2fa"),
            ("Größe", "größe"),
            ("名称", "名称"),
            ("extra", "extra_"),
            ("***", "field"),
        ] {
            assert_eq!(field(name), expected, "{name}");
        }
    }

    #[test]
    fn variants_and_types_are_pascal_case_and_keep_digits_apart() {
        for (value, expected) in [
            ("5.10", "V5_10"),
            ("510", "V510"),
            ("no", "No"),
            ("Self", "Self_"),
            ("a-b", "AB"),
            ("", "Empty"),
            ("MySQL", "MySql"),
        ] {
            assert_eq!(variant(value), expected, "{value}");
        }
        assert_eq!(type_name("Option"), "OptionValue");
        assert_eq!(edition("2026-03"), "E2026_03");
        assert_eq!(constant("time-or-set"), "TIME_OR_SET");
        assert_eq!(constant("2nd"), "R2ND");
        assert_eq!(module("type"), "type_");
    }

    #[test]
    fn names_on_a_command_line_leave_it_its_own() {
        for (name, expected) in [
            ("DestinationEndpointIP", "destination-endpoint-ip"),
            ("Tag.1.Key", "tag-1-key"),
            ("Region", "parameter-region"),
            ("名称", "名称"),
            ("***", "parameter"),
        ] {
            assert_eq!(flag(name), expected, "{name}");
        }
        assert_eq!(fact_flag("DatabaseType", ["port"].into_iter()), "database-type");
        assert_eq!(fact_flag("DatabaseType", ["database-type"].into_iter()), "fact-database-type");
        assert_eq!(
            (command("DescribeDLAService"), command("Wait")),
            ("describe-dla-service".into(), "call-wait".into())
        );
        assert_eq!(wait("RestoreTask", "finished"), "restore-task-finished");
    }

    #[test]
    fn one_of_several() {
        for (name, expected) in [
            ("RestoreObjects", "RestoreObject"),
            ("Entries", "Entry"),
            ("Boxes", "Box"),
            ("Status", "StatusItem"),
            ("s", "sItem"),
        ] {
            assert_eq!(singular(name), expected, "{name}");
        }
    }
}
