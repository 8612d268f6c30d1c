//! All parts of the benchmark, one after the other, and at the end every ratio in one line.

use contingent_bench::report::Report;
use contingent_bench::{Failure, calls, command, compile, growth, judge, reason, serve, sign, size};
use std::process::ExitCode;

type Part = fn(&mut Report) -> Result<(), Failure>;

/// The parts with the names by which they can be asked for.
const PARTS: [(&str, Part); 9] = [
    ("check", judge::run),
    ("reason", reason::run),
    ("generate", command::run),
    ("growth", growth::run),
    ("sign", sign::run),
    ("calls", calls::run),
    ("serve", serve::run),
    ("compile", compile::run),
    ("size", size::run),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|it| !PARTS.iter().any(|(name, _)| name == it)) {
        let names = PARTS.map(|(name, _)| name).join(", ");
        eprintln!("error: there is no part `{unknown}`; there are {names}");
        return ExitCode::from(2);
    }
    let mut report = Report::default();
    for (name, part) in PARTS {
        if (asked.is_empty() || asked.iter().any(|it| it == name))
            && let Err(failure) = part(&mut report)
        {
            eprintln!("error: {name}: {failure}");
            return ExitCode::FAILURE;
        }
    }
    report.summary();
    ExitCode::SUCCESS
}
