//! What is there from the start, beside what the service always has.

use contingent_rules::Value;

use crate::engine::{Engine, State};

/// Things by their kind: `{"Thing": [{"Field": "value"}]}`. Without an id, they get one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plans {
    kinds: Vec<(String, Vec<Vec<(String, Value)>>)>,
}

impl Plans {
    /// Reads a JSON object from a kind to a list of things, each an object of fields.
    ///
    /// # Errors
    /// The text is something else. The error shows no values, because some of them may be secrets.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        let json = Value::parse(json).map_err(|error| error.to_string())?;
        let Value::Object(kinds) = json else { return Err("it is no object from kinds to lists".to_owned()) };
        let mut plans = Self::default();
        for (kind, things) in kinds {
            let Value::List(things) = things else { return Err(format!("`{}` is no list", kind.escape_debug())) };
            let mut fields = Vec::new();
            for (number, thing) in (1..).zip(things) {
                let Value::Object(thing) = thing else {
                    return Err(format!("number {number} of `{}` is no object", kind.escape_debug()));
                };
                fields.push(thing);
            }
            plans.kinds.push((kind, fields));
        }
        Ok(plans)
    }

    /// Puts the things into the state.
    ///
    /// # Errors
    /// The service has no such kind or field, or a value does not fit.
    pub(crate) fn load(&self, engine: &Engine, state: &mut State, now: i64) -> Result<(), String> {
        for (kind, things) in &self.kinds {
            for (number, thing) in (1..).zip(things) {
                state
                    .preload(engine, kind, thing, now)
                    .map_err(|why| format!("number {number} of `{}`: {why}", kind.escape_debug()))?;
            }
        }
        Ok(())
    }
}
