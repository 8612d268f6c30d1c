//! States that end by themselves.

use contingent_rules::service::State;

/// The state at a moment of something that came into the state `name` at `since`, and when that one began. Times are
/// milliseconds since 1970; at a moment before `since` it is `name` still.
pub(crate) fn state_at<'s>(states: &'s [State], name: &'s str, since: i64, now: i64) -> (&'s str, i64) {
    let (mut name, mut begin, now) = (name, i128::from(since), i128::from(now));
    let mut passed: Vec<(&str, i128)> = Vec::new();
    while let Some((length, next)) = end(states, name).filter(|(length, _)| now - begin >= *length) {
        if let Some((_, before)) = passed.iter().find(|(passed, _)| *passed == name) {
            // States in a circle: all whole rounds at once.
            let Some(rounds) = (now - begin).checked_div(begin - before) else { break };
            begin += rounds * (begin - before);
            passed.clear();
            if now - begin < length {
                break;
            }
        }
        passed.push((name, begin));
        (name, begin) = (next, begin + length);
    }
    (name, i64::try_from(begin).unwrap_or(since))
}

/// The states that something came into by itself until a moment, in order, each with its beginning. Of states in a circle
/// only the last rounds are among them.
pub(crate) fn entered<'s>(states: &'s [State], name: &'s str, since: i64, now: i64) -> Vec<(&'s str, i64)> {
    let (mut name, mut begin, now) = (name, i128::from(since), i128::from(now));
    let mut entered: Vec<(&str, i128)> = Vec::new();
    let mut skipped = false;
    while let Some((length, next)) = end(states, name).filter(|(length, _)| now - begin >= *length) {
        (name, begin) = (next, begin + length);
        let before = entered.iter().position(|(other, _)| *other == name).filter(|_| !skipped);
        if let Some((place, (_, first))) = before.and_then(|place| Some((place, entered.get(place)?))) {
            let rounds = (now - begin).checked_div(begin - first).unwrap_or_default();
            begin += (rounds - 1).max(0) * (begin - first);
            skipped = true;
            // What comes before the circle stays.
            entered.truncate(place);
        }
        entered.push((name, begin));
        if entered.len() > 4 * states.len() + 4 {
            break;
        }
    }
    entered.into_iter().map(|(name, begin)| (name, i64::try_from(begin).unwrap_or(since))).collect()
}

/// After how many milliseconds a state ends by itself, and what follows.
fn end<'s>(states: &'s [State], name: &str) -> Option<(i128, &'s str)> {
    let state = states.iter().find(|state| state.name == name)?;
    Some((i128::from(state.after?) * 1000, state.then.as_deref()?))
}

/// Why states cannot be what they are said to be, if they cannot.
pub(crate) fn problem(states: &[State]) -> Option<String> {
    for (index, state) in states.iter().enumerate() {
        let name = &state.name;
        if states.iter().take(index).any(|other| other.name == *name) {
            return Some(format!("the state `{name}` is there twice"));
        }
        match (state.after, &state.then) {
            (Some(_), None) => return Some(format!("the state `{name}` ends, and nothing follows")),
            (None, Some(_)) => return Some(format!("the state `{name}` has one that follows, and never ends")),
            (Some(_), Some(then)) if !states.iter().any(|state| state.name == *then) => {
                return Some(format!("the state `{name}` is followed by `{then}`, which does not exist"));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        let mut at = state;
        for _ in states {
            let next = states.iter().find(|next| at.after == Some(0) && at.then.as_ref() == Some(&next.name));
            let Some(next) = next else { break };
            if next.name == *name {
                return Some(format!("the state `{name}` comes back in no time"));
            }
            at = next;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(all: &[(&str, Option<u64>, &str)]) -> Vec<State> {
        let then = |then: &str| (!then.is_empty()).then(|| then.to_owned());
        let state = |(name, after, next): &(&str, Option<u64>, &str)| State {
            name: (*name).into(),
            after: *after,
            then: then(next),
            hidden: false,
            set: Vec::new(),
        };
        all.iter().map(state).collect()
    }

    #[test]
    fn a_jump_runs_through_all_states_to_the_exact_moment() {
        let states = states(&[("a", Some(5), "b"), ("b", Some(0), "c"), ("c", Some(10), "d"), ("d", None, "")]);
        for (now, expected) in [
            (999, ("a", 1000)),
            (i64::MIN, ("a", 1000)),
            (5999, ("a", 1000)),
            (6000, ("c", 6000)),
            (15_999, ("c", 6000)),
            (16_000, ("d", 16_000)),
            (i64::MAX, ("d", 16_000)),
        ] {
            assert_eq!(state_at(&states, "a", 1000, now), expected, "{now}");
        }
        assert_eq!(state_at(&states, "gone", 7, i64::MAX), ("gone", 7));
    }

    #[test]
    fn circles_are_passed_at_once() {
        let states = states(&[("start", Some(1), "day"), ("day", Some(60), "night"), ("night", Some(40), "day")]);
        let slow = |now: i64| {
            let (mut name, mut begin) = ("start", 0_i64);
            while let Some((length, next)) = end(&states, name).filter(|(length, _)| i128::from(now - begin) >= *length)
            {
                (name, begin) = (next, begin + length as i64);
            }
            (name, begin)
        };
        for now in (0..1_000_000).step_by(333).chain([61_000, 101_000, 100_999, 161_000, 201_000]) {
            assert_eq!(state_at(&states, "start", 0, now), slow(now), "{now}");
        }
        let (name, begin) = state_at(&states, "start", i64::MIN, i64::MAX);
        assert!(i64::MAX - begin < 60_000 && ["day", "night"].contains(&name));
    }

    #[test]
    fn what_came_before_a_circle_is_entered_still() {
        let states = states(&[("start", Some(1), "dawn"), ("dawn", Some(2), "day"), ("day", Some(60), "day")]);
        for (now, last) in
            [(2_999, None), (3_000, Some(3_000)), (62_999, Some(3_000)), (600_000_000, Some(599_943_000))]
        {
            let entered = entered(&states, "start", 0, now);
            assert_eq!(entered.first(), Some(&("dawn", 1_000)), "{now}");
            let day = entered.iter().rev().find(|(name, _)| *name == "day").map(|(_, begin)| *begin);
            assert_eq!(day, last, "{now}");
        }
    }

    #[test]
    fn a_circle_without_time_ends() {
        let circle = states(&[("a", Some(0), "b"), ("b", Some(0), "a")]);
        assert_eq!(state_at(&circle, "a", 0, 5).1, 0);
        assert!(problem(&circle).is_some());
        let own = states(&[("a", Some(0), "a")]);
        assert_eq!(state_at(&own, "a", 0, 5), ("a", 0));
        assert!(problem(&own).is_some());
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (all, word) in [
            (vec![("a", None, ""), ("a", None, "")], "twice"),
            (vec![("a", Some(1), "")], "nothing follows"),
            (vec![("a", None, "a")], "never ends"),
            (vec![("a", Some(1), "b")], "does not exist"),
            (vec![("x", Some(9), "a"), ("a", Some(0), "b"), ("b", Some(0), "c"), ("c", Some(0), "a")], "no time"),
        ] {
            let found = problem(&states(&all)).unwrap_or_default();
            assert!(found.contains(word), "{found}");
        }
        assert_eq!(problem(&states(&[("a", Some(0), "b"), ("b", Some(1), "a")])), None);
    }
}
