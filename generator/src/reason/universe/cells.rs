//! The values of each place, cut into cells inside which no rule can tell one from another.

use contingent_rules::{Pattern, Presence, Value};
use rustc_hash::FxHashMap;

use super::super::formula::Id;
use super::super::number::{Cut, Interval, cuts, is_integer, pieces, rational};
use super::domain::{hull, is_free, number_of, range, text_of, value_presence, values};
use super::{Cell, Content, Def, Role, Universe};

/// Texts that nobody mentions of which every place has its own cells, where each may be any of them.
const MOST_ALIKE: usize = 8;

/// A cell before it has a formula.
struct Draft {
    content: Content,
    class: usize,
    allowed: [bool; 2],
}

/// Texts that are compared with each other, and so must be told apart.
#[derive(Default)]
struct Group<'a> {
    texts: Vec<&'a str>,
    /// How many of its places can have a text that nobody mentions.
    free: usize,
}

impl<'a> Universe<'a> {
    /// Gives every place its formulas.
    pub(super) fn cut(&mut self) {
        let groups = self.groups();
        let mut labels: FxHashMap<usize, usize> = FxHashMap::default();
        for at in 0..self.places.len() {
            self.present(at);
            let group = self.group_of(at);
            let drafts = self.drafts(at, groups.get(&group), labels.entry(group).or_insert(0));
            if let Some(place) = self.places.get_mut(at) {
                place.group = group;
            }
            self.divide(at, drafts);
        }
        for at in 0..self.places.len() {
            self.list_gives_items(at);
        }
    }

    fn groups(&self) -> FxHashMap<usize, Group<'a>> {
        let mut groups: FxHashMap<usize, Group<'a>> = FxHashMap::default();
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| place.mentions.compared) {
            let group = groups.entry(self.group_of(at)).or_default();
            let listed = place.defs.iter().flatten().flat_map(|def| values(def));
            let fixed = place.fixed.and_then(Value::as_str);
            for text in place.mentions.texts.iter().copied().chain(listed).chain(fixed) {
                if !group.texts.contains(&text) {
                    group.texts.push(text);
                }
            }
            if place.defs.iter().flatten().any(|def| is_free(def)) {
                group.free += 1;
            }
        }
        groups
    }

    /// Whether the place is given, as a formula, and what its definitions demand of that.
    fn present(&mut self, at: usize) {
        let Some(place) = self.places.get(at) else { return };
        let parent = place.parent.and_then(|parent| self.places.get(parent));
        let outer = parent.map_or(Id::TRUE, |parent| parent.given);
        let sides = self.sides.len();
        let defs = place.defs;
        let listed_item = place.role == Role::Item && parent.is_some_and(|parent| parent.fixed.is_some());
        let fixed = place.fixed.is_some();
        let always = defs.iter().take(sides).all(|def| def.is_some_and(|def| def.required)) && place.role != Role::Item;
        let given = match place.role {
            Role::Fact => Id::TRUE,
            _ if always || listed_item || (fixed && outer == Id::TRUE) => outer,
            Role::Top | Role::Field | Role::Item => self.arena.fresh(),
        };
        let inside = self.arena.implies(given, outer);
        self.frame.push(inside);
        if fixed && given != outer {
            self.frame.push(given);
        }
        for (side, def) in defs.iter().take(sides).enumerate() {
            let demand = match def {
                None if place_is_fact(&self.places, at) => continue,
                None => !given,
                Some(def) if def.required && !always && self.places.get(at).is_some_and(|it| it.role != Role::Item) => {
                    self.arena.implies(outer, given)
                }
                Some(_) => continue,
            };
            if let Some(built_in) = self.built_in.get_mut(side) {
                built_in.push(demand);
            }
        }
        if let Some(place) = self.places.get_mut(at) {
            place.given = given;
        }
    }

    /// A list that must not be empty has an item.
    fn list_gives_items(&mut self, at: usize) {
        let Some(place) = self.places.get(at) else { return };
        let shortest = place.def().and_then(|def| def.parameter).and_then(|it| it.min_length).unwrap_or(0);
        let longest = place.def().and_then(|def| def.parameter).and_then(|it| it.max_length);
        let (Some(items), None) = (place.items.clone(), place.fixed) else { return };
        let given = place.given;
        let items: Vec<Id> = items.iter().filter_map(|item| Some(self.places.get(*item)?.given)).collect();
        // The first of them comes first: an order that loses nothing.
        let mut parts: Vec<Id> = items
            .windows(2)
            .map(|pair| match pair {
                [a, b] => self.arena.implies(*b, *a),
                _ => Id::TRUE,
            })
            .collect();
        if let Some(item) = longest.and_then(|longest| items.get(usize::try_from(longest).unwrap_or(usize::MAX))) {
            parts.push(!*item);
        }
        if shortest > 0 {
            let some = self.arena.any(items);
            parts.push(self.arena.implies(given, some));
        }
        self.frame.extend(parts);
    }

    fn drafts(&mut self, at: usize, group: Option<&Group<'a>>, label: &mut usize) -> Vec<Draft> {
        let Some(place) = self.places.get(at) else { return Vec::new() };
        let mentions = &place.mentions;
        let defs: Vec<(usize, Def<'a>)> =
            place.defs.iter().enumerate().filter_map(|(side, def)| Some((side, (*def)?))).collect();
        let numeric = |def: &Def<'a>| is_integer(def.kind).is_some();
        let textual = |def: &Def<'a>| super::survey::is_text(def.kind) || (def.constant.is_some() && !numeric(def));
        let mut drafts = Vec::new();
        let texts: Vec<(usize, Def<'a>)> = defs.iter().copied().filter(|(_, def)| textual(def)).collect();
        let numbers: Vec<(usize, Def<'a>)> = defs.iter().copied().filter(|(_, def)| numeric(def)).collect();
        if !texts.is_empty() {
            let (mentioned, matched) = (mentions.texts.clone(), mentions.matched);
            self.text_drafts(at, &texts, &mentioned, matched, group, label, &mut drafts);
        }
        if !numbers.is_empty() {
            self.number_drafts(at, &numbers, &mut drafts);
        }
        let others: Vec<usize> =
            defs.iter().filter(|(_, def)| !textual(def) && !numeric(def)).map(|(side, _)| *side).collect();
        if !others.is_empty() {
            let class = next_class(&drafts);
            drafts.push(Draft { content: Content::Any, class, allowed: sides(&others) });
        }
        drafts
    }

    #[expect(clippy::too_many_arguments, reason = "what a text can be depends on all of these, and on nothing else")]
    fn text_drafts(
        &mut self,
        at: usize,
        defs: &[(usize, Def<'a>)],
        mentioned: &[&'a str],
        matched: bool,
        group: Option<&Group<'a>>,
        label: &mut usize,
        drafts: &mut Vec<Draft>,
    ) {
        // Values that are listed on some side, in order, and who accepts each.
        let mut listed: Vec<(&'a str, [bool; 2])> = Vec::new();
        let mut index: FxHashMap<&'a str, usize> = FxHashMap::default();
        for (side, def) in defs {
            for value in values(def) {
                let presence = self.sides.get(*side).map(|it| value_presence(it, def, value));
                if presence == Some(Presence::Missing) {
                    continue;
                }
                let place = *index.entry(value).or_insert_with(|| {
                    listed.push((value, [false; 2]));
                    listed.len() - 1
                });
                if let Some((_, allowed)) = listed.get_mut(place)
                    && let Some(slot) = allowed.get_mut(*side)
                {
                    *slot = self.accepts(*side, def, value);
                }
            }
        }
        let free: Vec<usize> = defs.iter().filter(|(_, def)| is_free(def)).map(|(side, _)| *side).collect();
        for (value, allowed) in &mut listed {
            for side in &free {
                if let Some(slot) = allowed.get_mut(*side) {
                    *slot |= self.def_accepts_text(at, *side, value);
                }
            }
        }
        let fixed = self.places.get(at).and_then(|place| place.fixed).map(text_of);
        let fixed = fixed.as_deref();
        let mut asked: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let tests = self.places.get(at).map(|place| place.mentions.tests.as_slice()).unwrap_or_default();
        for (test, literals) in tests.iter().enumerate() {
            for literal in literals {
                let tests = asked.entry(literal).or_default();
                if tests.last() != Some(&test) {
                    tests.push(test);
                }
            }
        }
        let alone = |value: &str| matched || group.is_some() || fixed == Some(value);
        let mut class = next_class(drafts);
        // Values that every test treats alike are one cell.
        let mut alike: FxHashMap<(Vec<usize>, [bool; 2]), usize> = FxHashMap::default();
        for (index, (value, allowed)) in listed.iter().enumerate().filter(|(_, (_, allowed))| *allowed != [false; 2]) {
            let key = (asked.get(value).cloned().unwrap_or_default(), *allowed);
            let known = alike.get(&key).and_then(|at| drafts.get_mut(*at)).filter(|_| !alone(value));
            if let Some(Draft { content: Content::Listed(indices), .. }) = known {
                indices.push(index);
                continue;
            }
            if !alone(value) {
                alike.insert(key, drafts.len());
            }
            drafts.push(Draft { content: Content::Listed(vec![index]), class, allowed: *allowed });
            class += 1;
        }
        if !free.is_empty() {
            let allowed = sides(&free);
            let is_listed = |text: &str| index.contains_key(text);
            let mut texts: Vec<&str> = Vec::new();
            for text in mentioned.iter().copied().chain(group.iter().flat_map(|group| group.texts.iter().copied())) {
                if !is_listed(text) && !texts.contains(&text) {
                    texts.push(text);
                }
            }
            if let Some(fixed) = fixed.filter(|fixed| !is_listed(fixed) && !texts.contains(fixed)) {
                drafts.push(Draft { content: Content::Text(fixed.to_owned()), class, allowed });
            }
            for text in texts {
                let accepted = free.iter().copied().filter(|side| self.def_accepts_text(at, *side, text));
                let allowed = sides(&accepted.collect::<Vec<_>>());
                drafts.push(Draft { content: Content::Text(text.to_owned()), class, allowed });
            }
            // A place can be equal to the places before it, or different from all of them.
            let alike = group.filter(|_| self.alike).map_or(0, |group| group.free.min(MOST_ALIKE).saturating_sub(1));
            for other in 0..=alike.max(*label) {
                drafts.push(Draft { content: Content::Other(other), class, allowed });
            }
            if group.is_some_and(|group| *label + 1 < group.free) {
                *label += 1;
            }
        } else if let Some(fixed) = fixed.filter(|fixed| !listed.iter().any(|(known, _)| known == fixed)) {
            // A fact, or what is reported on its own: it equals nothing that is listed.
            let allowed = sides(&defs.iter().map(|(side, _)| *side).collect::<Vec<_>>());
            drafts.push(Draft { content: Content::Text(fixed.to_owned()), class, allowed });
        }
        if let Some(place) = self.places.get_mut(at) {
            place.listed = listed.into_iter().map(|(value, _)| (value, None)).collect();
        }
    }

    fn def_accepts_text(&self, at: usize, side: usize, text: &str) -> bool {
        let def = self.places.get(at).and_then(|place| place.defs.get(side)).copied().flatten();
        def.is_some_and(|def| self.accepts(side, &def, text))
    }

    /// Whether a definition accepts a text; its pattern and lengths count only where requests are made.
    fn accepts(&self, side: usize, def: &Def<'_>, text: &str) -> bool {
        let empty_is_absent = self.sides.get(side).is_some_and(|side| side.operation.empty_is_absent);
        let Some(parameter) = def.parameter else { return true };
        let one_of = &parameter.one_of;
        if (empty_is_absent && text.is_empty()) || !(one_of.is_empty() || one_of.iter().any(|value| value == text)) {
            return false;
        }
        if !self.strict {
            return true;
        }
        let length = text.chars().count() as u64;
        parameter.min_length.is_none_or(|least| length >= least)
            && parameter.max_length.is_none_or(|most| length <= most)
            && parameter.pattern.as_ref().is_none_or(|it| Pattern::new(it).map_or(true, |it| it.matches(text)))
    }

    fn number_drafts(&mut self, at: usize, defs: &[(usize, Def<'a>)], drafts: &mut Vec<Draft>) {
        let Some(place) = self.places.get_mut(at) else { return };
        let plain = |def: &Def<'_>| {
            def.constant.is_none()
                && def.parameter.is_none_or(|it| it.min.is_none() && it.max.is_none() && it.one_of.is_empty())
        };
        let fixed = place.fixed.and_then(number_of);
        let all: Vec<usize> = defs.iter().map(|(side, _)| *side).collect();
        let untouched = place.mentions.cuts.is_empty() && !place.mentions.summed && fixed.is_none();
        if untouched && defs.iter().all(|(_, def)| plain(def)) {
            let class = next_class(drafts);
            drafts.push(Draft { content: Content::Any, class, allowed: sides(&all) });
            return;
        }
        let integer = defs.iter().all(|(_, def)| is_integer(def.kind) == Some(true));
        let mut cut: Vec<Cut> = std::mem::take(&mut place.mentions.cuts);
        let mut listed: Vec<(&'a str, num_rational::BigRational)> = Vec::new();
        for (_, def) in defs {
            for text in values(def) {
                if let Some(value) = rational(text) {
                    cuts(contingent_rules::Relation::Eq, &value, &mut cut);
                    if !listed.iter().any(|(_, known)| *known == value) {
                        listed.push((text, value));
                    }
                }
            }
        }
        if let Some(value) = fixed {
            cuts(contingent_rules::Relation::Eq, &value, &mut cut);
        }
        let ranges: Vec<(usize, Interval, bool)> =
            defs.iter().map(|(side, def)| (*side, range(def), values(def).is_empty())).collect();
        let mut class = next_class(drafts);
        for piece in pieces(&Interval { low: None, high: None }, &cut, integer) {
            let index = listed.iter().position(|(_, value)| piece == Interval::point(value.clone()));
            let accepting = ranges.iter().filter(|(side, range, free)| {
                let met = piece.meet(range);
                let met = if integer { met.whole() } else { met };
                let known = index.and_then(|index| listed.get(index));
                let here = defs.iter().find(|(at, _)| at == side).is_some_and(|(_, def)| {
                    values(def)
                        .iter()
                        .any(|text| known.is_some_and(|(_, value)| rational(text).as_ref() == Some(value)))
                });
                !met.is_empty() && (*free || here)
            });
            let accepting: Vec<usize> = accepting.map(|(side, _, _)| *side).collect();
            if !accepting.is_empty() {
                let whole = accepting.iter().filter_map(|side| ranges.iter().find(|(at, _, _)| at == side));
                let hull = whole.map(|(_, range, _)| piece.meet(range)).reduce(|a, b| hull(&a, &b));
                let interval = hull.map(|it| if integer { it.whole() } else { it }).unwrap_or(piece);
                drafts.push(Draft { content: Content::Number(interval), class, allowed: sides(&accepting) });
                class += 1;
            }
        }
        place.listed = listed.into_iter().map(|(text, _)| (text, None)).collect();
    }

    /// Makes formulas of the cells: exactly one holds if the place is given, and none otherwise.
    fn divide(&mut self, at: usize, drafts: Vec<Draft>) {
        let Some(place) = self.places.get(at) else { return };
        let given = place.given;
        let plain = drafts.iter().all(|draft| draft.content.shapes() == 1);
        let ids: Vec<Id> = match drafts.len() {
            0 => {
                self.frame.push(!given);
                Vec::new()
            }
            1 => vec![given],
            2 if given == Id::TRUE && plain => {
                let first = self.arena.fresh();
                vec![first, !first]
            }
            count => {
                let ids: Vec<Id> = (0..count).map(|_| self.arena.fresh()).collect();
                let some = self.arena.any(ids.iter().copied());
                let parts =
                    [self.arena.implies(given, some), self.arena.implies(some, given), self.arena.at_most_one(&ids)];
                self.frame.extend(parts);
                ids
            }
        };
        let fixed = place_value(&self.places, at);
        let mut cells = Vec::with_capacity(drafts.len());
        for (draft, id) in drafts.into_iter().zip(ids) {
            for side in 0..self.sides.len() {
                let here = self.places.get(at).is_some_and(|place| place.defs.get(side).is_some_and(Option::is_some));
                if here
                    && draft.allowed.get(side) == Some(&false)
                    && let Some(built_in) = self.built_in.get_mut(side)
                {
                    built_in.push(!id);
                }
            }
            if fixed.as_ref().is_some_and(|fixed| !self.holds_value(at, &draft.content, fixed)) {
                self.frame.push(!id);
            }
            cells.push(Cell {
                id,
                content: draft.content,
                #[cfg(feature = "questions")]
                class: draft.class,
            });
        }
        let Some(place) = self.places.get_mut(at) else { return };
        for (at, cell) in cells.iter().enumerate() {
            match &cell.content {
                Content::Listed(indices) => {
                    for index in indices {
                        if let Some((_, slot)) = place.listed.get_mut(*index) {
                            *slot = Some(at);
                        }
                    }
                }
                Content::Number(interval) => {
                    let holds = |text: &str| rational(text).is_some_and(|it| *interval == Interval::point(it));
                    place.listed.iter_mut().filter(|(text, _)| holds(text)).for_each(|(_, slot)| *slot = Some(at));
                }
                Content::Text(_) | Content::Other(_) | Content::Any => {}
            }
        }
        place.cells = cells;
    }

    /// Whether a cell holds the value that the request has.
    fn holds_value(&self, at: usize, content: &Content, fixed: &Fixed) -> bool {
        let listed = self.places.get(at).map(|place| place.listed.as_slice()).unwrap_or_default();
        match (content, fixed) {
            (Content::Listed(indices), Fixed::Text(text)) => {
                indices.iter().any(|index| listed.get(*index).is_some_and(|(value, _)| value == text))
            }
            (Content::Text(known), Fixed::Text(text)) => known == text,
            (Content::Number(interval), Fixed::Number(number)) => *interval == Interval::point(number.clone()),
            (Content::Any, _) => true,
            (Content::Listed(_) | Content::Text(_) | Content::Other(_) | Content::Number(_), _) => false,
        }
    }
}

/// A value that the request has, as cells know it.
enum Fixed {
    Text(String),
    Number(num_rational::BigRational),
    Structure,
}

fn place_value(places: &[super::Place<'_>], at: usize) -> Option<Fixed> {
    let place = places.get(at)?;
    let value = place.fixed?;
    let number = place.def().is_some_and(|def| is_integer(def.kind).is_some());
    match value {
        Value::List(_) | Value::Object(_) => Some(Fixed::Structure),
        _ if number => number_of(value).map(Fixed::Number),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Some(Fixed::Text(text_of(value))),
    }
}

fn place_is_fact(places: &[super::Place<'_>], at: usize) -> bool {
    places.get(at).is_some_and(|place| place.role == Role::Fact)
}

fn sides(indices: &[usize]) -> [bool; 2] {
    [indices.contains(&0), indices.contains(&1)]
}

fn next_class(drafts: &[Draft]) -> usize {
    drafts.iter().map(|draft| draft.class + 1).max().unwrap_or(0)
}
