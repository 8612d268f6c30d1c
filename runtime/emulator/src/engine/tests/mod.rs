//! Calls of an invented service: a library that lends books.

mod also;
mod lists;
mod problems;
mod random;
mod refusals;
mod replies;
mod tokens;

use contingent_rules::Value;
use contingent_rules::service::Service;

use super::{Call, Codes, Engine, Outcome, Refusal};
use crate::store::State;

/// The moment of calls that do not say another.
const NOW: i64 = 1_600_000_000_000;

pub(crate) fn library() -> Service {
    Service::from_json(include_str!("library.json")).unwrap()
}

fn codes() -> Codes {
    Codes { token_mismatch: "Mismatch".into(), ..Codes::default() }
}

/// The library with what it keeps.
pub(crate) struct Desk {
    pub(crate) engine: Engine,
    pub(crate) state: State,
    pub(crate) now: i64,
    pub(crate) edition: Option<&'static str>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let engine = Engine::with_codes(library(), codes()).unwrap();
        let state = State::new(&engine);
        Self { engine, state, now: NOW, edition: None }
    }

    pub(crate) fn outcome(&mut self, operation: &str, request: &str) -> Outcome {
        let request = Value::parse(request).unwrap();
        let call = Call { operation, request: &request, account: "me", request_id: "R-1", now: self.now };
        self.engine.execute(&mut self.state, &call, self.edition)
    }

    /// The reply as JSON.
    pub(crate) fn reply(&mut self, operation: &str, request: &str) -> String {
        self.outcome(operation, request).answer.unwrap().to_string()
    }

    fn refusal(&mut self, operation: &str, request: &str) -> Refusal {
        self.outcome(operation, request).answer.unwrap_err()
    }

    /// A field of the reply, as a text.
    pub(crate) fn field(&mut self, operation: &str, request: &str, name: &str) -> String {
        let reply = self.outcome(operation, request).answer.unwrap();
        super::values::as_text(reply.get(name).unwrap_or(&Value::Null))
    }

    /// A new book.
    pub(crate) fn book(&mut self, request: &str) -> String {
        self.field("CreateBook", request, "BookId")
    }

    fn status(&mut self, id: &str) -> String {
        self.field("GetBook", &format!(r#"{{"BookId":"{id}"}}"#), "BookStatus")
    }
}
