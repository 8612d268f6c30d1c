//! What was asked and what came of it, without secrets: the last requests, in memory.

use std::collections::VecDeque;

use contingent_rules::{Facts, Value, Verdict};

/// One request and what came of it. No secret is in it: values of secret parameters are masked, and so are those of
/// names that the operation does not have.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// When it came, in milliseconds since 1970, by the real clock.
    pub at: i64,
    /// The id under which it was answered.
    pub request_id: String,
    /// What it asked for, if it could be read; not necessarily an operation of the service.
    pub operation: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// What the client says it is.
    pub client: Option<String>,
    /// The id of the key, if the signature was good.
    pub access_key_id: Option<String>,
    /// The parameters by name, if the signature was good and there is such an operation.
    pub parameters: Option<Value>,
    /// What the rules said, if they were asked: what is broken, what is worth a warning, what could not be decided.
    pub verdict: Option<Verdict>,
    /// The facts under which the rules said it.
    pub facts: Facts,
    /// The HTTP status of the answer; 0 if there was none.
    pub status: u16,
    /// The error code of the answer.
    pub code: Option<String>,
    /// The message of the answer, without a string to sign, which has values of the request in it.
    pub message: Option<String>,
    /// Whether the answer was given before to the same idempotency token.
    pub repeated: bool,
    /// What went wrong on purpose.
    pub fault: Option<String>,
}

impl Entry {
    /// As an object; what is not known is left out.
    pub fn to_json(&self) -> Value {
        let mut entries: Vec<(String, Value)> = vec![
            ("at".into(), self.at.into()),
            ("request_id".into(), self.request_id.as_str().into()),
            ("method".into(), self.method.as_str().into()),
        ];
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                entries.push((name.into(), value));
            }
        };
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        add("operation", text(&self.operation));
        add("client", text(&self.client));
        add("access_key_id", text(&self.access_key_id));
        add("parameters", self.parameters.clone());
        add("verdict", self.verdict.as_ref().map(Verdict::to_json));
        let fact = |name: &str| (name.to_owned(), self.facts.get(name).cloned().unwrap_or(Value::Null));
        let facts: Vec<_> = self.facts.names().map(fact).collect();
        add("facts", (!facts.is_empty()).then_some(Value::Object(facts)));
        add("status", (self.status != 0).then(|| i64::from(self.status).into()));
        add("code", text(&self.code));
        add("message", text(&self.message));
        add("repeated", self.repeated.then_some(Value::Bool(true)));
        add("fault", text(&self.fault));
        Value::Object(entries)
    }

    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let texts = [&self.operation, &self.client, &self.access_key_id, &self.code, &self.message, &self.fault];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        let findings = self.verdict.iter().flat_map(|verdict| {
            verdict.violations.iter().chain(&verdict.warnings).chain(&verdict.undecided).map(|finding| {
                let names: usize = finding.parameters.iter().chain(&finding.needs).map(|name| 32 + name.len()).sum();
                200 + names + finding.message.len() + finding.reason.len() + finding.source.len()
            })
        });
        500 + texts + findings.sum::<usize>() + self.parameters.as_ref().map_or(0, value_size)
    }
}

fn value_size(value: &Value) -> usize {
    32 + match value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(text) | Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(value_size).sum(),
        Value::Object(entries) => entries.iter().map(|(name, value)| 32 + name.len() + value_size(value)).sum(),
    }
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<(usize, Entry)>,
    bytes: usize,
}

/// So many requests are remembered.
const MOST: usize = 10_000;

/// So many bytes, about, are spent on remembering.
const MOST_BYTES: usize = 64 << 20;

impl Journal {
    /// Remembers a request, and forgets the oldest when there are too many.
    pub(crate) fn add(&mut self, entry: Entry) {
        let size = entry.size();
        self.bytes += size;
        self.entries.push_back((size, entry));
        while self.entries.len() > MOST || self.bytes > MOST_BYTES {
            let Some((size, _)) = self.entries.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(size);
        }
    }

    /// The last requests in the order in which they were answered: of one operation, if one is named, and at most so
    /// many.
    pub(crate) fn last(&self, operation: Option<&str>, most: usize) -> Vec<Entry> {
        let asked = |entry: &&Entry| operation.is_none() || entry.operation.as_deref() == operation;
        let mut found: Vec<Entry> =
            self.entries.iter().rev().map(|(_, entry)| entry).filter(asked).take(most).cloned().collect();
        found.reverse();
        found
    }

    /// How many requests are remembered.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(operation: &str, message: String) -> Entry {
        Entry { operation: Some(operation.into()), message: Some(message), ..Entry::default() }
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut journal = Journal::default();
        for number in 0..MOST + 5 {
            journal.add(entry(if number % 2 == 0 { "Even" } else { "Odd" }, number.to_string()));
        }
        assert_eq!(journal.len(), MOST);
        let messages = |operation, most| -> Vec<String> {
            journal.last(operation, most).into_iter().filter_map(|entry| entry.message).collect()
        };
        assert_eq!(messages(None, 2), ["10003", "10004"]);
        assert_eq!(messages(Some("Odd"), 2), ["10001", "10003"]);
        assert_eq!(messages(Some("None"), 2), [""; 0]);
        assert_eq!(messages(None, MOST).first().map(String::as_str), Some("5"));
    }

    #[test]
    fn large_ones_do_not_fill_the_memory() {
        let mut journal = Journal::default();
        for _ in 0..100 {
            journal.add(entry("Op", "x".repeat(1 << 20)));
        }
        assert!((60..=64).contains(&journal.len()), "{}", journal.len());
        assert!(journal.bytes <= MOST_BYTES);
    }

    #[test]
    fn an_entry_is_an_object_of_what_is_known() {
        let mut entry = Entry { at: 5, request_id: "A".into(), method: "GET".into(), ..Entry::default() };
        assert_eq!(entry.to_json().to_string(), r#"{"at":5,"request_id":"A","method":"GET"}"#);
        entry.facts.set("$Known", true.into());
        entry.status = 400;
        entry.verdict = Some(Verdict::default());
        let verdict = r#"{"verdict":"valid","violations":[],"warnings":[],"undecided":[]}"#;
        let expected = format!(
            r#"{{"at":5,"request_id":"A","method":"GET","verdict":{verdict},"facts":{{"Known":true}},"status":400}}"#
        );
        assert_eq!(entry.to_json().to_string(), expected);
    }
}
