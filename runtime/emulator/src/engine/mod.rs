//! What a call does: rules, needs, effect, reply.
//!
//! [`Engine::execute`] goes through them in this order. It does no input or output, knows the time only from the call,
//! and keeps everything in the [`State`] that it is given.

mod also;
mod coerce;
mod effect;
mod fit;
mod ids;
mod kinds;
mod refuse;
mod reply;
mod run;
mod select;
mod states;
#[cfg(test)]
pub(crate) mod tests;
mod values;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use contingent_rules::service::{Served, Service};
use contingent_rules::{Checker, Facts, Value, Verdict, View};

pub(crate) use self::ids::{Random, secret_bytes};
use self::kinds::Kind;
use self::run::Run;
use crate::store::{Item, State};

/// A request whose signature is good.
#[derive(Clone, Debug)]
pub struct Call<'c> {
    /// The name of the operation.
    pub operation: &'c str,
    /// The parameters by their names on the wire, as [`contingent_runtime::from_pairs`] makes them.
    pub request: &'c Value,
    /// Whose key signed it.
    pub account: &'c str,
    /// The id under which the call is answered.
    pub request_id: &'c str,
    /// The time of the service, in milliseconds since 1970.
    pub now: i64,
}

/// What comes of a call.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The reply as an object in the order of the response's fields, lists wrapped as on the wire; or why there is none.
    pub answer: Result<Value, Refusal>,
    /// What the rules say, if they were asked: its violations are what a refusal was made of. No secret is in it.
    pub verdict: Option<Verdict>,
    /// The facts under which they said it.
    pub facts: Facts,
    /// Whether the answer was given before to the same idempotency token.
    pub repeated: bool,
}

/// Why a call is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error code.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// One line; of several broken rules it names all.
    pub message: String,
}

/// The codes of errors that no description of a service lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The service has no such operation.
    pub unknown_operation: String,
    /// A parameter is not given that must be.
    pub missing_parameter: String,
    /// Any other rule is broken.
    pub invalid_parameter: String,
    /// An idempotency token comes again with other parameters.
    pub token_mismatch: String,
    /// There is no room for another thing, or no id.
    pub no_room: String,
    /// The call cannot be executed.
    pub internal: String,
}

impl Default for Codes {
    fn default() -> Self {
        Self {
            unknown_operation: "UnknownOperation".into(),
            missing_parameter: "MissingParameter".into(),
            invalid_parameter: "InvalidParameter".into(),
            token_mismatch: "TokenMismatch".into(),
            no_room: "QuotaExceeded".into(),
            internal: "InternalError".into(),
        }
    }
}

/// A service made ready for execution. It never changes; what does is the [`State`].
pub struct Engine {
    service: Service,
    codes: Codes,
    /// In the order of the resources.
    kinds: Vec<Kind>,
    operations: HashMap<String, Ready>,
    /// All that are declared.
    editions: Vec<String>,
}

/// An operation made ready.
struct Ready {
    /// Its place in the service.
    index: usize,
    /// Without an edition, then for each edition; made when they are needed.
    checkers: Vec<OnceLock<Checker>>,
}

impl Engine {
    /// Makes a service ready, with the [default codes](Codes::default).
    ///
    /// # Errors
    /// What in the data does not fit together: one line for each problem.
    pub fn new(service: Service) -> Result<Engine, String> {
        Self::with_codes(service, Codes::default())
    }

    /// Makes a service ready that answers with these codes.
    ///
    /// # Errors
    /// As for [`Engine::new`].
    pub fn with_codes(service: Service, codes: Codes) -> Result<Engine, String> {
        let mut editions = service.editions.clone();
        for edition in service.operations.iter().flat_map(|served| &served.request.editions) {
            if !editions.contains(edition) {
                editions.push(edition.clone());
            }
        }
        let kinds = kinds::prepare(&service);
        let problems = fit::problems(&service, &kinds);
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        let kinds = kinds.into_iter().flatten().collect();
        let ready = |(index, served): (usize, &Served)| {
            let checkers = (0..=editions.len()).map(|_| OnceLock::new()).collect();
            (served.request.name.clone(), Ready { index, checkers })
        };
        let operations = service.operations.iter().enumerate().map(ready).collect();
        Ok(Engine { service, codes, kinds, operations, editions })
    }

    /// The service.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Executes a call. All of it is done, or nothing of it.
    ///
    /// - `edition`: the edition whose rules are enforced; without one, what is common to all.
    /// - The same account, operation and idempotency token with equal parameters get the same reply again, for 24 hours of
    ///   the service's time. Only replies are remembered, refusals are not.
    pub fn execute(&self, state: &mut State, call: &Call<'_>, edition: Option<&str>) -> Outcome {
        let found = self.operations.get(call.operation);
        let Some((ready, served)) = found.and_then(|ready| Some((ready, self.service.operations.get(ready.index)?)))
        else {
            let message = "the service has no operation of this name".to_owned();
            return refused(Refusal { code: self.codes.unknown_operation.clone(), status: 404, message });
        };
        let Some(checker) = self.checker(ready, served, edition) else {
            let message = "the service has no edition of the name that is enforced".to_owned();
            return refused(Refusal { code: self.codes.internal.clone(), status: 500, message });
        };
        state.begin(call.now);
        let view = edition.map_or(View::Any, |edition| View::One(edition.to_owned()));
        Run { engine: self, served, checker, call, view }.execute(state)
    }

    fn checker<'e>(&'e self, ready: &'e Ready, served: &Served, edition: Option<&str>) -> Option<&'e Checker> {
        let slot = match edition {
            None => 0,
            Some(edition) => self.editions.iter().position(|known| known == edition)? + 1,
        };
        Some(ready.checkers.get(slot)?.get_or_init(|| Checker::new(&served.request, edition)))
    }

    /// What is there from the beginning, by kind.
    pub(crate) fn presets(&self) -> impl Iterator<Item = &[Arc<Item>]> {
        self.kinds.iter().map(|kind| kind.presets.as_slice())
    }

    /// The names of the kinds, and those of their fields.
    pub(crate) fn kinds(&self) -> Vec<(String, Vec<String>)> {
        let fields = |kind: &Kind| kind.fields.iter().map(|field| field.name.clone()).collect();
        self.kinds.iter().map(|kind| (kind.name.clone(), fields(kind))).collect()
    }

    /// The kind with a name, and its index.
    fn kind(&self, name: &str) -> Option<(usize, &Kind)> {
        self.kinds.iter().enumerate().find(|(_, kind)| kind.name == name)
    }
}

fn refused(refusal: Refusal) -> Outcome {
    Outcome { answer: Err(refusal), verdict: None, facts: Facts::new(), repeated: false }
}
