//! Random operations with random requests: small, legal by the contract, and as nasty as that allows.
//!
//! Every value is quoted, so that no reader of YAML has to keep the text of a number. The same seed gives the same cases.

pub mod analysis;
mod analysis_rules;
mod parameters;
mod requests;
mod rules;

use crate::spec::Operation;

/// One operation and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The text of the operation file.
    pub spec: String,
    /// The text of `service.yaml`; without one the operation stands on its own.
    pub service: Option<String>,
    /// The texts of a request and of the facts, and the edition chosen.
    pub requests: Vec<(String, String, Option<String>)>,
}

/// So many cases from a seed.
pub fn cases(seed: u64, count: usize) -> impl Iterator<Item = Case> {
    (0..count as u64).map(move |index| case(seed.wrapping_mul(1_000_003).wrapping_add(index)))
}

fn case(seed: u64) -> Case {
    let random = &mut Random(seed);
    let with_editions = random.chance(35);
    let with_service = random.chance(if with_editions { 80 } else { 30 });
    let service = with_service.then(|| {
        let editions = if with_editions { "editions: [{A: a}, {B: b}]\n" } else { "" };
        let empty_is_absent = random.chance(30);
        format!(
            "service: S\nversion: \"1\"\ntitle: t\nstyle: rpc\ndoc: d\n{editions}empty_is_absent: {empty_is_absent}\n"
        )
    });
    let head = parameters::head(random, with_editions);
    // The judge's own reading of the parameters says what rules and requests can be about.
    let operation = Operation::read(&head).unwrap_or_else(|problem| panic!("{problem}\n{head}"));
    let rules = rules::rules(random, &operation, with_editions);
    let requests = (0..6)
        .map(|_| {
            let edition = match (with_editions, with_service) {
                (false, _) => None,
                (true, true) => random.pick(&[None, Some("A"), Some("B")]),
                (true, false) => random.pick(&[None, Some("A"), Some("B"), Some("C")]),
            };
            (requests::request(random, &operation), requests::facts(random, &operation), edition.map(str::to_owned))
        })
        .collect();
    Case { spec: head + &rules, service, requests }
}

/// Text as YAML and JSON both quote it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// splitmix64: a few lines, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<X: Clone>(&mut self, list: &[X]) -> X {
        list[self.below(list.len())].clone()
    }
}
