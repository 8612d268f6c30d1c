//! Times of things that run in turns: A B C, A B C, …, and the median of each.

use crate::Failure;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one turn of something quick lasts at least: long beside the reading of a clock, short beside what else a
/// machine has to do.
const TURN: Duration = Duration::from_millis(2);

/// One of those that are compared.
pub enum Contender<'a> {
    /// Repeated within a turn: runs it so many times and says how long all of them took.
    Quick(Box<dyn FnMut(u32) -> Duration + 'a>, u32),
    /// Once a turn; says itself how long that took.
    Slow(Box<dyn FnMut() -> Result<Duration, Failure> + 'a>),
}

impl<'a> Contender<'a> {
    /// Something quick. What it returns is made, and dropped, within its time.
    pub fn quick<T>(mut call: impl FnMut() -> T + 'a) -> Self {
        let mut run = move |times| {
            let begin = Instant::now();
            for _ in 0..times {
                black_box(&call());
            }
            begin.elapsed()
        };
        let mut times = 1;
        // Also warms it up: what is made at the first use is not in the times.
        while run(times) < TURN {
            times *= 2;
        }
        Self::Quick(Box::new(run), times)
    }

    /// Something slow.
    pub fn slow(call: impl FnMut() -> Result<Duration, Failure> + 'a) -> Self {
        Self::Slow(Box::new(call))
    }

    /// The seconds of one call in one turn.
    fn turn(&mut self) -> Result<f64, Failure> {
        match self {
            Self::Quick(run, times) => Ok(run(*times).as_secs_f64() / f64::from(*times)),
            Self::Slow(run) => run().map(|time| time.as_secs_f64()),
        }
    }
}

/// The median time of one call of each, in seconds, over so many rounds.
///
/// # Errors
/// The first failure of a slow one.
pub fn race<const N: usize>(mut contenders: [Contender<'_>; N], rounds: u32) -> Result<[f64; N], Failure> {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            times.push(contender.turn()?);
        }
    }
    Ok(times.map(median))
}

/// The middle one, or the mean of the two in the middle; zero of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = |index: usize| values.get(index).copied().unwrap_or(0.0);
    match values.len() {
        0 => 0.0,
        count => f64::midpoint(middle((count - 1) / 2), middle(count / 2)),
    }
}

/// How long something takes that can fail.
///
/// # Errors
/// As it says.
pub fn timed<T>(call: impl FnOnce() -> Result<T, Failure>) -> Result<(Duration, T), Failure> {
    let begin = Instant::now();
    let done = call()?;
    Ok((begin.elapsed(), done))
}
