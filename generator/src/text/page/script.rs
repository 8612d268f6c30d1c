//! The scripts of the page as one script, and the policy that lets a browser run this script and no other.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

/// What a module exports where it is made.
pub(super) const EXPORTED: [&str; 5] = ["function ", "async function ", "const ", "let ", "class "];

/// Joins modules into one classic script: a page that is opened from a disk may not load modules. Names at the top
/// level of the modules are unique, and a module comes after those that it imports.
pub(super) fn joined(modules: &[&str]) -> String {
    let mut out = "\"use strict\";\n(() => {\n".to_owned();
    for module in modules {
        let mut importing = false;
        // Further down such a line is a piece of a text, in some other language.
        let mut head = true;
        for line in module.lines() {
            if importing || (head && line.starts_with("import ")) {
                importing = !line.trim_end().ends_with(';');
                continue;
            }
            head &= line.is_empty() || line.starts_with("//");
            let exported = line.strip_prefix("export ").filter(|rest| EXPORTED.iter().any(|it| rest.starts_with(it)));
            out.push_str(exported.unwrap_or(line));
            out.push('\n');
        }
    }
    out.push_str("})();\n");
    out
}

/// What the page may do: run this script, use this style, and talk to this machine.
pub(super) fn policy(script: &str, style: &str) -> String {
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; \
         connect-src 'self' http://127.0.0.1:* http://localhost:*; img-src data:; base-uri 'none'; form-action 'none'",
        hash(script),
        hash(style),
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(text.as_bytes())))
}

/// JSON that may stand inside a `script` element.
pub(super) fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_one_script() {
        let one = "// One.\nexport const ONE = 1;\n";
        let two = "// Two.\nimport { ONE } from \"./one.js\";\nimport {\n  THREE,\n} from \"./three.js\";\nexport function two() {\n  return `\nimport os\nexport X=${ONE}`;\n}\n";
        let expected = "\"use strict\";\n(() => {\n// One.\nconst ONE = 1;\n// Two.\nfunction two() {\n  return `\nimport os\nexport X=${ONE}`;\n}\n})();\n";
        assert_eq!(joined(&[one, two]), expected);
    }

    #[test]
    fn the_policy_names_the_script_by_its_hash() {
        // Of the empty text, as anybody can look it up.
        let empty = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert!(policy("", "x").contains(&format!("script-src '{empty}'")));
        assert!(!policy("x", "y").contains(empty));
    }

    #[test]
    fn data_cannot_end_its_element() {
        assert_eq!(inert("{\"a\":\"</script><!--\u{2028}\"}"), "{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u2028\"}");
    }
}
