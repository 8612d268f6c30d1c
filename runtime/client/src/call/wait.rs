//! Waiting until something has come to a state.

use std::time::{Duration, Instant};

use super::find::scalar;
use super::{Waiter, engine};
use crate::client::Settings;
use crate::{Decode, Error, reply};

/// Looks again and again until the state is there, says what it sees, and returns the thing as it is then.
pub(crate) async fn wait<T: Decode>(
    settings: &Settings,
    waiter: &Waiter,
    id: &str,
    seen: &(dyn Fn(&str) + Send + Sync),
) -> Result<T, Error> {
    let name = (waiter.find.operation)().name;
    let (begin, mut slept) = (Instant::now(), Duration::ZERO);
    loop {
        let engine::Found { thing, request_id } = engine::find(settings, &waiter.find, id).await?;
        let named = |error: Error| match &request_id {
            Some(id) => error.with_request_id(id),
            None => error,
        };
        let state = thing.as_ref().and_then(|thing| thing.get(waiter.state)).and_then(scalar).unwrap_or_default();
        seen(state);
        if let Some(thing) = thing.as_ref().filter(|_| waiter.until.contains(&state)) {
            return reply::decode(name, 200, thing).map_err(named);
        }
        if waiter.fail.contains(&state) {
            let problem = format!("it is {state} and comes to {} no more", waiter.until.join(" or "));
            return Err(named(Error::wait(name, problem, false)));
        }
        // A transport that only pretends to sleep makes the time pass as well.
        let left = waiter.timeout.saturating_sub(begin.elapsed().max(slept));
        if left.is_zero() {
            let now = match (&thing, state) {
                (None, _) => "is not there".to_owned(),
                (Some(_), "") => format!("has no {}", waiter.state),
                (Some(_), state) => format!("is {state}"),
            };
            let problem = format!("it {now} after {} seconds of waiting", waiter.timeout.as_secs_f64());
            return Err(named(Error::wait(name, problem, true)));
        }
        let pause = waiter.interval.max(SHORTEST).min(left);
        settings.transport.sleep(pause).await;
        slept += pause;
    }
}

/// Nobody asks a service more often than this.
const SHORTEST: Duration = Duration::from_millis(10);
