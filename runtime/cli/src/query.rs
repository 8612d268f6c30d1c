//! A part of a reply, by a path.
//!
//! Its own small language and not JMESPath: the crates for that read numbers as binary floating point, and ids of 19
//! digits come out changed.

use contingent_rules::Value;

/// A path, read.
#[derive(Debug, PartialEq)]
pub(crate) struct Query(Vec<Step>);

#[derive(Debug, PartialEq)]
enum Step {
    /// To a field.
    Field(String),
    /// To every item; what follows is done to each.
    Items,
    /// To one item, from the end if it is negative.
    Item(i64),
    /// To an object of several parts: its names and their paths.
    Pick(Vec<(String, Query)>),
}

impl Query {
    /// Reads `Items.Plan[].Id`, `Items.Plan[-1]`, `Items.Plan[].{Id, State: Status}`; a name with other characters stands
    /// in back-ticks.
    ///
    /// # Errors
    /// It is no path; the text says what was expected, and where.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text, at: 0 };
        let query = reader.query()?;
        if reader.rest().is_empty() { Ok(query) } else { Err(reader.expected("a dot, `[` or the end")) }
    }

    /// The part of a value. What is not there is null; in a list it is left out.
    pub(crate) fn apply(&self, value: &Value) -> Value {
        apply(&self.0, value)
    }
}

fn apply(steps: &[Step], value: &Value) -> Value {
    let Some((first, rest)) = steps.split_first() else { return value.clone() };
    match first {
        Step::Field(name) => value.get(name).map_or(Value::Null, |value| apply(rest, value)),
        Step::Item(index) => {
            items(value).and_then(|items| item(items, *index)).map_or(Value::Null, |it| apply(rest, it))
        }
        Step::Items => match items(value) {
            None => Value::Null,
            Some(items) => {
                let mut found = Vec::new();
                for value in items.iter().map(|value| apply(rest, value)) {
                    match value {
                        Value::Null => {}
                        // Lists of lists become one.
                        Value::List(inner) if rest.contains(&Step::Items) => found.extend(inner),
                        value @ (Value::Bool(_)
                        | Value::Number(_)
                        | Value::Text(_)
                        | Value::List(_)
                        | Value::Object(_)) => {
                            found.push(value);
                        }
                    }
                }
                Value::List(found)
            }
        },
        Step::Pick(parts) => match value {
            Value::Object(_) => {
                Value::Object(parts.iter().map(|(name, query)| (name.clone(), query.apply(value))).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => Value::Null,
        },
    }
}

/// In XML a single item is not in a list.
fn items(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        Value::Object(_) => Some(std::slice::from_ref(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

fn item(items: &[Value], index: i64) -> Option<&Value> {
    let place = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 { items.get(items.len().checked_sub(place)?) } else { items.get(place) }
}

/// How deep braces may lie in each other.
const DEPTH: usize = 16;

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, what: &str) -> String {
        let column = self.text.get(..self.at).unwrap_or_default().chars().count() + 1;
        format!("--query: expected {what} at character {column}")
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }

    fn query(&mut self) -> Result<Query, String> {
        self.path(0)
    }

    fn path(&mut self, depth: usize) -> Result<Query, String> {
        let mut steps = Vec::new();
        loop {
            if self.take("[]") {
                steps.push(Step::Items);
            } else if self.take("[") {
                let end = self.rest().find(']').ok_or_else(|| self.expected("`]`"))?;
                let number = self.rest().get(..end).and_then(|text| text.parse().ok());
                steps.push(Step::Item(number.ok_or_else(|| self.expected("a number and `]`"))?));
                self.at += end + 1;
            } else if steps.is_empty() || self.take(".") {
                if self.rest().starts_with('{') {
                    steps.push(self.pick(depth)?);
                } else if !self.rest().starts_with('[') {
                    steps.push(Step::Field(self.name()?));
                }
            } else {
                return Ok(Query(steps));
            }
        }
    }

    fn name(&mut self) -> Result<String, String> {
        if self.take("`") {
            let end = self.rest().find('`').ok_or_else(|| self.expected("a back-tick"))?;
            let name = self.rest().get(..end).unwrap_or_default().to_owned();
            self.at += end + 1;
            return Ok(name);
        }
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
        let end = self.rest().find(|c| !is_part(c)).unwrap_or(self.rest().len());
        let name = self.rest().get(..end).filter(|name| !name.is_empty()).ok_or_else(|| self.expected("a name"))?;
        self.at += end;
        Ok(name.to_owned())
    }

    /// `{Id, State: Status}`
    fn pick(&mut self, depth: usize) -> Result<Step, String> {
        if depth >= DEPTH {
            return Err(self.expected("fewer braces in each other"));
        }
        self.take("{");
        let mut parts = Vec::new();
        loop {
            self.blanks();
            let name = self.name()?;
            self.blanks();
            let query = if self.take(":") {
                self.blanks();
                self.path(depth + 1)?
            } else {
                Query(vec![Step::Field(name.clone())])
            };
            parts.push((name, query));
            self.blanks();
            if self.take("}") {
                return Ok(Step::Pick(parts));
            }
            if !self.take(",") {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> String {
        let reply = r#"{"Id":9007199254740993,"Items":{"Plan":[{"Id":"a","Tags":[{"K":1},{"K":2}]},
            {"Id":"b","State":"on","Tags":[]},{"State":"off"}]},"a b":true}"#;
        Query::parse(query).unwrap().apply(&Value::parse(reply).unwrap()).to_string()
    }

    #[test]
    fn a_path_leads_to_a_part() {
        for (query, part) in [
            ("Id", "9007199254740993"),
            ("Items.Plan[].Id", r#"["a","b"]"#),
            ("Items.Plan[0].Id", r#""a""#),
            ("Items.Plan[-1].State", r#""off""#),
            ("Items.Plan[9].State", "null"),
            ("Items.Plan[-9]", "null"),
            ("Items.Plan[].Tags[].K", "[1,2]"),
            ("Items.Plan[].{Id, s: State}", r#"[{"Id":"a","s":null},{"Id":"b","s":"on"},{"Id":null,"s":"off"}]"#),
            ("{Id, First: Items.Plan[0].{Id}}", r#"{"Id":9007199254740993,"First":{"Id":"a"}}"#),
            ("`a b`", "true"),
            ("Nothing.At[].All", "null"),
            ("Items[].Plan[1].Id", r#"["b"]"#),
        ] {
            assert_eq!(shown(query), part, "{query}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused_at_its_place() {
        for (query, place) in
            [("", 1), ("a.", 3), ("a b", 2), ("a[x]", 3), ("a[1", 3), ("é.{a", 5), ("a.{", 4), ("`a", 2), ("a..b", 3)]
        {
            let error = Query::parse(query).unwrap_err();
            assert!(error.ends_with(&format!("at character {place}")), "{query}: {error}");
        }
        let deep = "{a:".repeat(100_000);
        assert!(Query::parse(&deep).is_err());
    }
}
