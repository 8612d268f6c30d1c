//! What changes if nothing but the presence of one parameter does.

use rustc_hash::FxHashMap;

use super::formula::{Arena, Id, Node};
use super::universe::{Content, Universe};

/// Ways of giving a parameter beyond which it is supposed that one of them is fine.
const MOST_WAYS: usize = 256;

/// Variables with their truth.
type Way = Vec<(Id, bool)>;

/// For each of the rules, by its place among those of the universe, what holds of a valid request in which the
/// parameter cannot be left out, or cannot be added with any value, because of it. Rules for which that is never so
/// are not in the list.
///
/// Of a comparison with other numbers, and of patterns, it is supposed that some value fits.
pub(super) fn ties(universe: &mut Universe<'_>, at: usize, rules: &[usize]) -> Vec<(usize, Id)> {
    let Some(place) = universe.places.get(at) else { return Vec::new() };
    let given = place.given;
    let formulas: Vec<Id> = rules
        .iter()
        .filter_map(|rule| universe.rules.first().and_then(|formulas| formulas.get(*rule)))
        .map(|rule| rule.holds)
        .collect();
    let mut without = FxHashMap::default();
    know(&mut without, &absent(universe, at));
    let left_out: Vec<Id> = formulas.iter().map(|id| swap(&mut universe.arena, *id, &mut without)).collect();
    let ways = ways(universe, at).filter(|ways| !ways.is_empty()).unwrap_or_default();
    let mut failing: Vec<Vec<Id>> = vec![Vec::new(); formulas.len()];
    let mut fails = Vec::with_capacity(ways.len());
    for way in &ways {
        let mut with = FxHashMap::default();
        know(&mut with, way);
        let broken: Vec<Id> = formulas.iter().map(|id| !swap(&mut universe.arena, *id, &mut with)).collect();
        for (failing, broken) in failing.iter_mut().zip(&broken) {
            failing.push(*broken);
        }
        fails.push(universe.arena.any(broken));
    }
    let all_fail = if ways.is_empty() { Id::FALSE } else { universe.arena.all(fails) };
    let mut found = Vec::new();
    for ((rule, left_out), failing) in rules.iter().zip(left_out).zip(failing) {
        let arena = &mut universe.arena;
        let needed = arena.all([given, !left_out]);
        let some = arena.any(failing);
        let refused = arena.all([!given, all_fail, some]);
        let tied = arena.any([needed, refused]);
        if tied != Id::FALSE {
            found.push((*rule, tied));
        }
    }
    found
}

/// A formula in which some variables are known.
fn swap(arena: &mut Arena, id: Id, known: &mut FxHashMap<usize, Id>) -> Id {
    let node = id.node();
    let made = match known.get(&node) {
        Some(made) => *made,
        None => {
            let parts = match arena.nodes().get(node) {
                Some(Node::And(parts)) => parts.clone(),
                Some(Node::True | Node::Var(_)) | None => return id,
            };
            let parts: Vec<Id> = parts.iter().map(|part| swap(arena, *part, known)).collect();
            let made = arena.all(parts);
            known.insert(node, made);
            made
        }
    };
    if id.is_negated() { !made } else { made }
}

fn know(known: &mut FxHashMap<usize, Id>, way: &Way) {
    for (id, truth) in way {
        if id.node() != Id::TRUE.node() {
            known.insert(id.node(), if *truth == id.is_negated() { Id::FALSE } else { Id::TRUE });
        }
    }
}

/// The place and all that is inside are absent.
fn absent(universe: &Universe<'_>, at: usize) -> Way {
    let Some(place) = universe.places.get(at) else { return Vec::new() };
    let mut way: Way = place.cells.iter().map(|cell| (cell.id, false)).chain([(place.given, false)]).collect();
    for (_, field) in place.fields_in_order() {
        way.extend(absent(universe, field));
    }
    way
}

/// Every way in which a place can be given; none if there are too many.
fn ways(universe: &Universe<'_>, at: usize) -> Option<Vec<Way>> {
    let place = universe.places.get(at)?;
    let refused = universe.built_in.first().map(Vec::as_slice).unwrap_or_default();
    let mut ways: Vec<Way> = Vec::new();
    for cell in place.cells.iter().filter(|cell| !refused.contains(&!cell.id)) {
        let others = place.cells.iter().filter(|other| other.id != cell.id).map(|other| (other.id, false));
        let mut here: Vec<Way> = vec![others.chain([(place.given, true), (cell.id, true)]).collect()];
        for id in free(universe, at, &cell.content) {
            here = product(&here, &[vec![(id, true)], vec![(id, false)]])?;
        }
        ways.extend(here);
    }
    for (_, field) in place.fields_in_order() {
        let inner = universe.places.get(field)?;
        let mut inside = self::ways(universe, field)?;
        if !inner.def().is_some_and(|def| def.required) {
            inside.push(absent(universe, field));
        }
        ways = product(&ways, &inside)?;
    }
    (ways.len() <= MOST_WAYS).then_some(ways)
}

/// What the value of a place decides beside its cell.
fn free(universe: &Universe<'_>, at: usize, content: &Content) -> Vec<Id> {
    let about = |terms: &[(usize, num_rational::BigRational)]| terms.iter().any(|(place, _)| *place == at);
    let mut ids: Vec<Id> = universe.atoms.iter().filter(|it| about(&it.linear.terms)).map(|it| it.id).collect();
    let group = universe.places.get(at).map(|place| place.group);
    if let Content::Other(label) = content {
        let own = |(_, known, other): &(String, usize, usize)| Some(*known) == group && other == label;
        ids.extend(universe.patterns.iter().filter(|(key, _)| own(key)).map(|(_, id)| *id));
        ids.sort_unstable();
    }
    ids
}

fn product(left: &[Way], right: &[Way]) -> Option<Vec<Way>> {
    if left.len().checked_mul(right.len())? > MOST_WAYS {
        return None;
    }
    let join = |a: &Way, b: &Way| a.iter().chain(b).copied().collect();
    Some(left.iter().flat_map(|a| right.iter().map(move |b| join(a, b))).collect())
}
