//! One call on its way through the engine.

use std::borrow::Cow;
use std::sync::Arc;

use contingent_rules::service::{Addend, Assignment, Piece, Served};
use contingent_rules::{Checker, Decimal, Facts, Parameter, Presence, Value, View};
use sha2::{Digest, Sha256};

use super::kinds::{Kind, Moment, Place};
use super::values::{as_text, bounded, digest, digest_text, is_absent, scalar_text};
use super::{Call, Engine, Outcome, Refusal, effect, refuse, reply};
use crate::store::{Item, State, Token};

/// A call of an operation in an edition.
pub(super) struct Run<'r> {
    pub(super) engine: &'r Engine,
    pub(super) served: &'r Served,
    pub(super) checker: &'r Checker,
    pub(super) call: &'r Call<'r>,
    pub(super) view: View,
}

/// What an operation needs, creates, reads or changes: kinds by their index, the most important first.
pub(super) type Scene = Vec<(usize, Arc<Item>)>;

/// What a token stands for.
struct Named {
    key: [u8; 32],
    fingerprint: [u8; 32],
}

impl<'r> Run<'r> {
    pub(super) fn execute(&self, state: &mut State) -> Outcome {
        let named = self.token(state);
        let known = named.as_ref().and_then(|named| state.answered(&named.key, self.call.now));
        let is_same = known.zip(named.as_ref()).map(|((fingerprint, _), named)| *fingerprint == named.fingerprint);
        if let Some((_, reply)) = known.filter(|_| is_same == Some(true)) {
            let answer = Ok(reply.clone());
            return Outcome { answer, verdict: None, facts: Facts::new(), repeated: true };
        }
        let facts = self.facts(state);
        let verdict = self.checker.check(self.call.request, &facts);
        let answer = if !verdict.violations.is_empty() {
            Err(refuse::broken_rules(self, &verdict.violations))
        } else if is_same == Some(false) {
            Err(refuse::token_mismatch(self))
        } else {
            self.perform(state)
        };
        if let (Ok(reply), Some(Named { key, fingerprint })) = (&answer, named) {
            state.remember(Token { key, fingerprint, at: self.call.now, reply: reply.clone() });
        }
        Outcome { answer, verdict: Some(verdict), facts, repeated: false }
    }

    fn perform(&self, state: &mut State) -> Result<Value, Refusal> {
        let mut scene = Scene::new();
        for need in &self.served.needs {
            if self.given(&need.by).is_some() {
                let (kind, _, item) = self.named(state, &need.resource, &need.by, &need.states)?;
                scene.push((kind, item));
            }
        }
        let done = effect::perform(self, state, &mut scene)?;
        Ok(reply::write(self, state, &scene, &done))
    }

    /// The thing of a kind that a parameter names, if it is in one of the states; no states mean any.
    pub(super) fn named(
        &self,
        state: &State,
        resource: &str,
        by: &str,
        states: &[String],
    ) -> Result<(usize, u64, Arc<Item>), Refusal> {
        let Some((index, kind)) = self.engine.kind(resource) else {
            return Err(refuse::internal(self, "the kind of thing does not exist"));
        };
        let Some(value) = self.given(by) else {
            return Err(refuse::missing(self, by));
        };
        let found = scalar_text(&value).and_then(|id| state.find(index, &id));
        let Some((number, item)) = found.filter(|(_, item)| !kind.is_hidden(item, self.moment(state))) else {
            return Err(refuse::not_found(self, kind, by, &value));
        };
        let is = kind.state_of(item, self.moment(state)).unwrap_or_default();
        if !states.is_empty() && !states.iter().any(|state| state == is) {
            return Err(refuse::wrong_state(self, kind, by, is, states));
        }
        Ok((index, number, Arc::clone(item)))
    }

    pub(super) fn moment(&self, state: &State) -> Moment {
        Moment { now: self.call.now, began: state.began().unwrap_or(self.call.now) }
    }

    /// Whether something with editions exists in the one that is enforced.
    pub(super) fn exists(&self, editions: &[String]) -> bool {
        self.view.presence(editions, &self.served.request.editions) != Presence::Missing
    }

    /// The parameter with a name.
    pub(super) fn parameter(&self, name: &str) -> Option<&'r Parameter> {
        let parameters = &self.served.request.parameters;
        parameters.iter().find(|parameter| parameter.name == name && self.exists(&parameter.editions))
    }

    /// What a parameter that exists is given as; a constant is always given.
    pub(super) fn given(&self, name: &str) -> Option<Cow<'r, Value>> {
        let parameter = self.parameter(name)?;
        let value = self.call.request.get(name);
        match value.filter(|value| !is_absent(value, self.served.request.empty_is_absent)) {
            Some(value) => Some(Cow::Borrowed(value)),
            None => parameter.constant.as_deref().map(|text| Cow::Owned(Value::from(text))),
        }
    }

    fn token(&self, state: &State) -> Option<Named> {
        let name = self.served.idempotency_token.as_deref()?;
        let value = self.given(name)?;
        // Clients that always send the parameter send an empty one for none.
        let token = scalar_text(&value).filter(|token| !token.is_empty())?;
        let mut key = Sha256::new().chain_update(state.salt()).chain_update(b"key");
        for text in [self.call.account, self.call.operation, &token] {
            digest_text(text, &mut key);
        }
        let others = match self.checker.unfolded(self.call.request) {
            Value::Object(entries) => Value::Object(entries.into_iter().filter(|(other, _)| other != name).collect()),
            other => other,
        };
        let mut fingerprint = Sha256::new().chain_update(state.salt()).chain_update(b"request");
        digest(&others, self.served.request.empty_is_absent, &mut fingerprint);
        Some(Named { key: key.finalize().into(), fingerprint: fingerprint.finalize().into() })
    }

    /// What is known of the facts: the first origin that has a value counts.
    fn facts(&self, state: &State) -> Facts {
        let mut facts = Facts::new();
        for origin in &self.served.origins {
            let value = || {
                let (index, kind) = self.engine.kind(&origin.resource)?;
                let id = self.given(&origin.by)?;
                let (_, item) = state.find(index, &scalar_text(&id)?)?;
                let moment = self.moment(state);
                Some(kind.see(item, kind.open_place(&origin.field)?, moment)?.to_value())
                    .filter(|_| !kind.is_hidden(item, moment))
            };
            if facts.get(&origin.fact).is_none()
                && let Some(value) = value()
            {
                facts.set(&origin.fact, value);
            }
        }
        facts
    }

    /// The value of an assignment. `own` is what is being written: it is looked at before the scene.
    pub(super) fn value(
        &self,
        assignment: &Assignment,
        state: &State,
        scene: &Scene,
        own: Option<(usize, &Item)>,
    ) -> Option<Value> {
        let piece = |it: &Piece| self.piece(it, state, scene, own);
        match assignment.value.as_slice() {
            [one] => piece(one),
            several => {
                let texts = several.iter().map(|it| piece(it).map(|value| as_text(&value)));
                texts.collect::<Option<String>>().map(Value::Text)
            }
        }
    }

    /// The value of a piece, as in [`Run::value`].
    pub(super) fn piece(
        &self,
        piece: &Piece,
        state: &State,
        scene: &Scene,
        own: Option<(usize, &Item)>,
    ) -> Option<Value> {
        match piece {
            Piece::Text(text) => Some(Value::from(text.as_str())),
            Piece::Parameter(name) => self.given(name).map(|value| bounded(value.into_owned())),
            Piece::Field(kind, field) => self.field(kind, field, state, scene, own),
            Piece::Now => Some(Value::from(self.call.now)),
            Piece::RequestId => Some(Value::from(self.call.request_id)),
            // It was put in where there is one.
            Piece::Number => None,
            Piece::Or(piece, text) => {
                Some(self.piece(piece, state, scene, own).unwrap_or_else(|| Value::from(text.as_str())))
            }
            Piece::Sum(addends) => {
                let number = |addend: &Addend| {
                    let Some(of) = &addend.of else { return Some(addend.times) };
                    whole(&self.piece(of, state, scene, own)?)?.checked_mul(addend.times)
                };
                let add = |sum: i64, addend: &Addend| sum.checked_add(number(addend)?);
                addends.iter().try_fold(0, add).map(Value::from)
            }
        }
    }

    fn field(
        &self,
        kind: &str,
        field: &str,
        state: &State,
        scene: &Scene,
        own: Option<(usize, &Item)>,
    ) -> Option<Value> {
        let (index, kind): (usize, &Kind) = self.engine.kind(kind)?;
        let place: Place = kind.place(field)?;
        let scene = scene.iter().map(|(index, item)| (*index, &**item));
        let (_, item) = own.into_iter().chain(scene).find(|(other, _)| *other == index)?;
        Some(kind.see(item, place, self.moment(state))?.to_value())
    }
}

/// A value that is a whole number.
fn whole(value: &Value) -> Option<i64> {
    scalar_text(value)?.parse::<Decimal>().ok()?.to_i64()
}
