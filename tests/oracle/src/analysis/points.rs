//! Representative values: enough of them that every answer of the rules is met, as few as the rules allow.
//!
//! Whole numbers that are compared with others are all listed, decimals on a grid. Let `d` divide all bounds and
//! literals around them: all lines `x = c` and `x ± y = c` then cross on a grid of step `d / 2`, and one of step
//! `d / 4` has a point inside every piece. That is exact for two decimals, and more are refused. Without bounds the
//! numbers end well outside of everything the rules say.

use super::space::{Point, Slot, Space, Value};
use super::universe::{Leaf, leaves, literals, patterns};
use crate::compare::{as_test, parameters};
use crate::cond::{Op, Term, Test};
use crate::spec::Def;
use crate::value::{Kind, Scalar, decimal_text};
use std::collections::BTreeSet;

const ONE: i128 = 1_000_000_000_000_000_000;

/// What the active rules say of each axis.
pub(crate) struct Mentions {
    tests: Vec<(usize, Test)>,
    /// The axes of one comparison, and the numbers in it.
    linked: Vec<(Vec<usize>, Vec<i128>)>,
}

impl Mentions {
    pub(crate) fn of(space: &Space) -> Result<Mentions, String> {
        let mut mentions = Mentions { tests: Vec::new(), linked: Vec::new() };
        for leaf in space.rules.iter().flatten().flat_map(|rule| leaves(rule)) {
            match leaf {
                Leaf::Given(_) => {}
                Leaf::Test(path, test) => {
                    mentions.tests.extend(space.slot(path).map(|slot| (slot, test.clone())));
                }
                Leaf::Compare(comparison) => {
                    if let Some((path, test)) = as_test(comparison) {
                        mentions.tests.extend(space.slot(path).map(|slot| (slot, test)));
                        continue;
                    }
                    let slots: Vec<usize> = parameters(comparison).filter_map(|path| space.slot(path)).collect();
                    let numbers = comparison.left.iter().chain(&comparison.right).filter_map(|(_, term)| match term {
                        Term::Number(number) => Some(number.abs()),
                        Term::Parameter(_) => None,
                    });
                    mentions.linked.push((slots, numbers.collect()));
                }
            }
        }
        Ok(mentions)
    }

    /// All axes that are compared with this one, over however many comparisons; itself alone when it is compared with none.
    fn component(&self, slot: usize) -> Vec<usize> {
        let mut found = BTreeSet::from([slot]);
        loop {
            let before = found.len();
            for (slots, _) in &self.linked {
                if slots.iter().any(|slot| found.contains(slot)) {
                    found.extend(slots);
                }
            }
            if found.len() == before {
                return found.into_iter().collect();
            }
        }
    }

    fn literals(&self, slot: usize) -> Vec<(Op, Scalar)> {
        self.tests.iter().filter(|(about, _)| *about == slot).flat_map(|(_, test)| literals(test)).collect()
    }
}

/// The texts that may stand for each other: those that are mentioned, and as many others as needed.
pub(crate) struct Pool {
    members: Vec<usize>,
    mentioned: Vec<String>,
    others: Vec<Value>,
}

impl Pool {
    pub(crate) fn of(space: &Space, mentions: &Mentions) -> Vec<Pool> {
        let mut pools: Vec<Pool> = Vec::new();
        let mut next = 0;
        for slot in 0..space.slots.len() {
            if !is_text(&space.slots[slot]) || pools.iter().any(|pool| pool.members.contains(&slot)) {
                continue;
            }
            let members = mentions.component(slot);
            let mut mentioned: Vec<String> = Vec::new();
            let mut texts: Vec<String> = Vec::new();
            for member in &members {
                for (_, literal) in mentions.literals(*member) {
                    mentioned.extend(text_of(&literal));
                }
                let slot = &space.slots[*member];
                for def in slot.defs.iter().flatten() {
                    mentioned.extend(def.values.iter().map(|(value, _)| value.clone()));
                    mentioned.extend(def.one_of.iter().flatten().chain(&def.constant).filter_map(text_of));
                }
                if let Some(Value::Scalar(known)) = &slot.fixed {
                    mentioned.extend(text_of(known));
                }
                texts.extend(
                    mentions.tests.iter().filter(|(about, _)| about == member).flat_map(|(_, test)| patterns(test)),
                );
            }
            mentioned.sort();
            mentioned.dedup();
            texts.sort();
            texts.dedup();
            let free = members.iter().filter(|member| has_others(&space.slots[**member])).count();
            let mut others = Vec::new();
            for chosen in 0..1_usize << texts.len() {
                let matching: Vec<String> =
                    (0..texts.len()).filter(|bit| chosen >> bit & 1 == 1).map(|bit| texts[bit].clone()).collect();
                for _ in 0..free {
                    others.push(Value::Other(next, matching.clone()));
                    next += 1;
                }
            }
            pools.push(Pool { members, mentioned, others });
        }
        pools
    }
}

fn is_text(slot: &Slot) -> bool {
    slot.some_def().kind.is_text()
}

fn has_others(slot: &Slot) -> bool {
    let def = slot.some_def();
    let any_text = def.kind == Kind::String && def.one_of.is_none();
    let open = def.kind == Kind::Enum && slot.defs.iter().flatten().any(|def| def.open);
    slot.fixed.is_none() && def.constant.is_none() && (any_text || open)
}

fn text_of(scalar: &Scalar) -> Option<String> {
    match scalar {
        Scalar::Text(text) => Some(text.clone()),
        Scalar::Number(_) | Scalar::Bool(_) => None,
    }
}

/// The points of an axis, and the values that its classes stand for.
pub(crate) fn points(
    space: &Space,
    slot: usize,
    mentions: &Mentions,
    pools: &[Pool],
) -> Result<(Vec<Point>, Vec<String>), String> {
    let axis = &space.slots[slot];
    let def = axis.some_def();
    if let Some(known) = axis.fixed.clone().or(def.constant.clone().map(Value::Scalar)) {
        return Ok((vec![Point { value: known, class: 1 }], Vec::new()));
    }
    if def.kind.is_container() {
        return Ok((vec![Point { value: Value::Given, class: 1 }], Vec::new()));
    }
    let listed = |scalars: Vec<Scalar>| {
        let texts = scalars.iter().map(|scalar| match scalar {
            Scalar::Text(text) => text.clone(),
            Scalar::Number(number) => decimal_text(*number),
            Scalar::Bool(truth) => truth.to_string(),
        });
        let texts = texts.collect();
        let numbered = scalars.into_iter().zip(1..);
        (numbered.map(|(scalar, class)| Point { value: Value::Scalar(scalar), class }).collect::<Vec<_>>(), texts)
    };
    let mut list: Vec<Scalar> = Vec::new();
    for def in axis.defs.iter().flatten() {
        let values = def.values.iter().map(|(value, _)| Scalar::Text(value.clone()));
        for scalar in values.chain(def.one_of.iter().flatten().cloned()) {
            if !list.contains(&scalar) {
                list.push(scalar);
            }
        }
    }
    if def.kind == Kind::Boolean {
        return Ok(listed(vec![Scalar::Bool(true), Scalar::Bool(false)]));
    }
    if def.kind.is_numeric() && def.one_of.is_none() {
        return Ok((numbers(space, slot, mentions)?, Vec::new()));
    }
    let (mut points, texts) = listed(list);
    if has_others(axis)
        && let Some(pool) = pools.iter().find(|pool| pool.members.contains(&slot))
    {
        let class = points.len() as u16 + 1;
        let taken = |text: &String| texts.contains(text);
        let mentioned = pool.mentioned.iter().filter(|text| !taken(text));
        let mentioned = mentioned.map(|text| Value::Scalar(Scalar::Text(text.clone())));
        points.extend(mentioned.chain(pool.others.iter().cloned()).map(|value| Point { value, class }));
    }
    Ok((points, texts))
}

/// `min`, `max` and the width of the type.
pub(crate) fn bounds(def: &Def) -> (Option<i128>, Option<i128>) {
    let (least, greatest) = match def.kind {
        Kind::Integer => (Some(i128::from(i32::MIN) * ONE), Some(i128::from(i32::MAX) * ONE)),
        Kind::Long | Kind::Timestamp => (Some(i128::from(i64::MIN) * ONE), Some(i128::from(i64::MAX) * ONE)),
        _ => (None, None),
    };
    (def.min.max(least), def.max.map_or(greatest, |max| Some(greatest.map_or(max, |greatest| greatest.min(max)))))
}

fn numbers(space: &Space, slot: usize, mentions: &Mentions) -> Result<Vec<Point>, String> {
    let axis = &space.slots[slot];
    let whole = axis.some_def().kind != Kind::Number;
    let mut cuts: Vec<(i128, bool)> = Vec::new();
    for (op, literal) in mentions.literals(slot) {
        if let Scalar::Number(number) = literal {
            match op {
                Op::Eq | Op::Ne => cuts.extend([(number, false), (number, true)]),
                Op::Gt | Op::Le => cuts.push((number, true)),
                Op::Ge | Op::Lt => cuts.push((number, false)),
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    let component = mentions.component(slot);
    let candidates = if component.len() > 1 {
        grid(space, slot, mentions, &component)?
    } else {
        let mut critical: Vec<i128> = cuts.iter().map(|(number, _)| *number).chain([0]).collect();
        for def in axis.defs.iter().flatten() {
            let (least, greatest) = bounds(def);
            critical.extend(least.iter().chain(&greatest));
        }
        critical.sort_unstable();
        critical.dedup();
        let between = critical.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2);
        let mut candidates: Vec<i128> = critical.iter().copied().chain(between).collect();
        candidates.extend(critical.iter().flat_map(|number| [number - ONE, number + ONE]));
        if whole {
            candidates = candidates
                .into_iter()
                .flat_map(|number| {
                    let floor = number.div_euclid(ONE) * ONE;
                    [floor - ONE, floor, floor + ONE]
                })
                .collect();
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    };
    let class_of = |number: i128| {
        let beyond = cuts.iter().filter(|(cut, after)| number > *cut || (number == *cut && !after)).count();
        beyond as u16 + 1
    };
    let mut points: Vec<Point> = Vec::new();
    let mut seen: BTreeSet<(u16, Vec<bool>)> = BTreeSet::new();
    for number in candidates {
        let point = Point { value: Value::Scalar(Scalar::Number(number)), class: class_of(number) };
        let sides: Vec<bool> =
            (0..axis.defs.len()).map(|side| axis.defs[side].is_some() && axis.admits(side, Some(&point))).collect();
        // Alone, one point of each piece says all.
        let new = component.len() > 1 || seen.insert((point.class, sides.clone()));
        if new && sides.contains(&true) {
            points.push(point);
        }
    }
    Ok(points)
}

/// The points of a number that is compared with others.
fn grid(space: &Space, slot: usize, mentions: &Mentions, component: &[usize]) -> Result<Vec<i128>, String> {
    let kind_of = |member: &usize| space.slots[*member].some_def().kind;
    let mut numbers: Vec<i128> = Vec::new();
    let mut decimals = 0;
    for member in component {
        let axis = &space.slots[*member];
        let literals = mentions.literals(*member).into_iter().map(|(_, literal)| literal);
        let known = match &axis.fixed {
            Some(Value::Scalar(known)) => Some(known.clone()),
            _ => None,
        };
        let defs = axis.defs.iter().flatten();
        let listed = defs.clone().flat_map(|def| def.one_of.iter().flatten().chain(&def.constant)).cloned();
        numbers.extend(literals.chain(known).chain(listed).filter_map(|scalar| match scalar {
            Scalar::Number(number) => Some(number),
            Scalar::Text(_) | Scalar::Bool(_) => None,
        }));
        numbers.extend(defs.flat_map(|def| def.min.into_iter().chain(def.max)));
        let one_of_many = axis.fixed.is_none() && axis.some_def().one_of.is_none() && !axis.is_const();
        match kind_of(member) {
            Kind::Number if one_of_many => decimals += 1,
            Kind::Number => {}
            _ => numbers.push(ONE),
        }
    }
    let linked = mentions.linked.iter().filter(|(slots, _)| slots.iter().any(|slot| component.contains(slot)));
    let in_sums: Vec<i128> = linked.flat_map(|(_, numbers)| numbers.clone()).collect();
    numbers.extend(&in_sums);
    if decimals > 2 {
        return Err("more than two decimals compared with each other".to_owned());
    }
    let unit = numbers.iter().fold(0, |unit, number| gcd(unit, number.abs())).max(1);
    let unit = if unit == 1 { ONE } else { unit };
    let step = if kind_of(&slot) == Kind::Number { unit / 4 } else { ONE };
    let reach = numbers.iter().map(|number| number.abs()).max().unwrap_or(0) + in_sums.iter().sum::<i128>() + ONE;
    let reach = reach * component.len() as i128;
    let defs: Vec<&Def> = space.slots[slot].defs.iter().flatten().collect();
    let least = defs.iter().map(|def| def.min.unwrap_or(-reach)).min().unwrap_or(-reach);
    let greatest = defs.iter().map(|def| def.max.unwrap_or(reach)).max().unwrap_or(reach);
    let count = (greatest - least) / step + 1;
    if count > 2_000 {
        return Err(format!("{} has too many values", space.slots[slot].name));
    }
    let first = least.div_euclid(step) * step;
    Ok((0..=count).map(|index| first + index * step).collect())
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
