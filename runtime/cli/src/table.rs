//! A value as tables for people.

use contingent_rules::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::world::visible;

/// The widest column.
const WIDEST: usize = 60;

/// Single values as a table of names, then each list with its own table under its path.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(entries) => {
            let mut rows = Vec::new();
            let mut lists = Vec::new();
            collect("", entries, &mut rows, &mut lists);
            if !rows.is_empty() {
                out.push_str(&grid(&["Name".to_owned(), "Value".to_owned()], &rows));
            }
            for (path, items) in lists {
                out.push_str(&format!("\n{}: {}\n", visible(&path), items.len()));
                out.push_str(&list(items));
            }
        }
        Value::List(items) => out.push_str(&list(items)),
        value => out.push_str(&(cell(value) + "\n")),
    }
    out
}

/// Names with their values, down through objects; lists apart.
fn collect<'v>(
    prefix: &str,
    entries: &'v [(String, Value)],
    rows: &mut Vec<Vec<String>>,
    lists: &mut Vec<(String, &'v [Value])>,
) {
    for (name, value) in entries {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Object(inner) if !inner.is_empty() => collect(&path, inner, rows, lists),
            Value::List(items) if items.iter().any(|item| matches!(item, Value::Object(_))) => {
                lists.push((path, items))
            }
            value => rows.push(vec![path, cell(value)]),
        }
    }
}

fn list(items: &[Value]) -> String {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        if let Value::Object(entries) = item {
            for (name, _) in entries {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
    }
    if names.is_empty() {
        return items.iter().map(|item| cell(item) + "\n").collect();
    }
    let row = |item: &Value| names.iter().map(|name| item.get(name).map(cell).unwrap_or_default()).collect();
    grid(&names, &items.iter().map(row).collect::<Vec<Vec<String>>>())
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => value.to_string(),
    };
    let text = visible(&text);
    if text.width() <= WIDEST {
        return text;
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if cut.width() >= WIDEST {
            break;
        }
    }
    cut.push('…');
    cut
}

fn grid(names: &[String], rows: &[Vec<String>]) -> String {
    let names: Vec<String> = names.iter().map(|name| visible(name)).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
        cells.chain(names.get(column).map(|name| name.width())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            let blanks = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(blanks))
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    std::iter::once(line(&names)).chain(std::iter::once(line(&rule))).chain(rows.iter().map(|row| line(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_values() {
        let value = r#"{"Id":1,"In":{"Side":"名前"},"Tags":["a","b"],"Rows":[{"A":"名","B":1},{"B":22,"C":null}]}"#;
        let expected = "Name     Value\n-------  ---------\nId       1\nIn.Side  名前\nTags     [\"a\",\"b\"]\n\
                        \nRows: 2\nA   B   C\n--  --  -\n名  1\n    22\n";
        assert_eq!(text(&Value::parse(value).unwrap()), expected);
        assert_eq!(text(&Value::parse(r#"["a",1]"#).unwrap()), "a\n1\n");
        assert_eq!(text(&Value::from("a\u{1b}")), "a\\u{1b}\n");
        let long = "名".repeat(100);
        assert!(text(&Value::from(long.as_str())).width() < 70);
    }
}
