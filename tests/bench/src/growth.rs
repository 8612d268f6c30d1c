//! Many operations: how the time of a generation grows with their number.

use crate::measure::{Contender, race, timed};
use crate::report::{Report, Row, Target, shown};
use crate::{Failure, copies};
use contingent::Options;
use std::hint::black_box;

const COUNTS: [usize; 4] = [125, 250, 500, 1000];
const ROUNDS: u32 = 3;

/// Generates in memory, everything from bytes to files.
///
/// # Errors
/// The copies of the operation cannot be generated.
pub fn run(report: &mut Report) -> Result<(), Failure> {
    let mut sources = Vec::new();
    for count in COUNTS {
        sources.push(copies::sources(count)?);
    }
    let contenders: [_; COUNTS.len()] = std::array::from_fn(|index| {
        let sources = &sources[index];
        Contender::slow(move || {
            let generate = || contingent::generate(black_box(sources), &Options::default());
            // The files are dropped after the end of the time.
            timed(|| generate().map_err(|found| copies::problems(&found))).map(|(time, _)| time)
        })
    });
    let times = race(contenders, ROUNDS)?;
    let points = COUNTS.iter().zip(times).map(|(count, time)| {
        let count = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
        (count, time)
    });
    let points: Vec<(f64, f64)> = points.collect();
    let mut rows: Vec<Row> = points
        .iter()
        .map(|(count, time)| {
            let each = shown(time / count);
            Row::new(format!("{count} operations"), format!("{} ({each} each)", shown(*time)))
        })
        .collect();
    let exponent = exponent(&points);
    rows.push(
        Row::new("exponent of growth, 125 to 1000 operations", format!("{exponent:.3}"))
            .target(Target::at_most(exponent, 1.1, "")),
    );
    report.table("Growth: generating copies of CreateRestoreTask in memory", &rows);
    Ok(())
}

/// The exponent of the power law that fits best: the slope of the logarithms.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let points: Vec<(f64, f64)> = points.iter().map(|(count, time)| (count.ln(), time.ln())).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        sum / count
    };
    let x = mean(&mut points.iter().map(|it| it.0));
    let y = mean(&mut points.iter().map(|it| it.1));
    let products: f64 = points.iter().map(|it| (it.0 - x) * (it.1 - y)).sum();
    let squares: f64 = points.iter().map(|it| (it.0 - x) * (it.0 - x)).sum();
    products / squares
}

#[cfg(test)]
mod tests {
    use super::exponent;

    #[test]
    fn the_exponent_of_a_square_is_two() {
        assert!((exponent(&[(1.0, 3.0), (2.0, 12.0), (5.0, 75.0)]) - 2.0).abs() < 1e-9);
    }
}
