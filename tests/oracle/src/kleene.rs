//! Kleene's three values, each with the names whose unknown value made it unknown.

/// One of three truth values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum T {
    False,
    Unknown,
    True,
}

/// A truth value and, when it is unknown, what would have to be known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) truth: T,
    pub(crate) needs: Vec<String>,
}

pub(crate) fn known(truth: bool) -> Outcome {
    Outcome { truth: if truth { T::True } else { T::False }, needs: Vec::new() }
}

pub(crate) fn unknown(name: &str) -> Outcome {
    Outcome { truth: T::Unknown, needs: vec![name.to_owned()] }
}

pub(crate) fn not(a: Outcome) -> Outcome {
    let truth = match a.truth {
        T::True => T::False,
        T::Unknown => T::Unknown,
        T::False => T::True,
    };
    Outcome { truth, ..a }
}

/// And is the least of the values.
pub(crate) fn all(parts: Vec<Outcome>) -> Outcome {
    let truth = parts.iter().map(|part| part.truth).min().unwrap_or(T::True);
    with_needs(truth, &parts)
}

/// Or is the greatest of the values.
pub(crate) fn any(parts: Vec<Outcome>) -> Outcome {
    let truth = parts.iter().map(|part| part.truth).max().unwrap_or(T::False);
    with_needs(truth, &parts)
}

/// A group: how many are surely true, how many possibly, and what the predicate says of every count between.
pub(crate) fn count(parts: Vec<Outcome>, predicate: fn(usize, usize) -> bool) -> Outcome {
    let surely = parts.iter().filter(|part| part.truth == T::True).count();
    let possibly = parts.iter().filter(|part| part.truth != T::False).count();
    let answers: Vec<bool> = (surely..=possibly).map(|count| predicate(count, parts.len())).collect();
    let truth = match (answers.contains(&true), answers.contains(&false)) {
        (true, true) => T::Unknown,
        (true, false) => T::True,
        _ => T::False,
    };
    with_needs(truth, &parts)
}

fn with_needs(truth: T, parts: &[Outcome]) -> Outcome {
    let mut needs: Vec<String> = Vec::new();
    if truth == T::Unknown {
        for need in parts.iter().filter(|part| part.truth == T::Unknown).flat_map(|part| &part.needs) {
            if !needs.contains(need) {
                needs.push(need.clone());
            }
        }
    }
    Outcome { truth, needs }
}
