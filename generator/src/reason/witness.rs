//! From a choice of formulas to a request that can be sent, with the facts it needs.

use contingent_rules::{Facts, Kind, Parameter, Value};
use rustc_hash::FxHashMap;

use super::number::{Interval, decimal};
use super::sample::{Wanted, number, text, typed, value};
use super::search::Choice;
use super::universe::{Cell, Content, Place, Role, Universe, range};

/// A request and the facts that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The request by wire names.
    pub request: Value,
    /// Facts by name, without `$`.
    pub facts: Vec<(String, Value)>,
}

impl Witness {
    /// The facts as a check takes them.
    pub fn known_facts(&self) -> Facts {
        let mut facts = Facts::new();
        for (name, value) in &self.facts {
            facts.set(name, value.clone());
        }
        facts
    }

    /// How many parameters the request has.
    pub fn size(&self) -> usize {
        match &self.request {
            Value::Object(entries) => entries.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => 0,
        }
    }

    /// Gives a parameter or `$Fact` another value of the same kind.
    pub(super) fn replace(&mut self, name: &str, value: &str) {
        let entries = match (&mut self.request, name.strip_prefix('$')) {
            (_, Some(fact)) => self.facts.iter_mut().find(|(known, _)| known == fact),
            (Value::Object(entries), None) => entries.iter_mut().find(|(known, _)| known == name),
            (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_), None) => None,
        };
        match entries {
            Some((_, Value::Text(text))) => value.clone_into(text),
            Some((_, Value::Bool(flag))) => *flag = value == "true",
            Some((_, Value::Null | Value::Number(_) | Value::List(_) | Value::Object(_))) | None => {}
        }
    }

    /// The request with the facts in it, under `$Name`.
    pub fn to_value(&self) -> Value {
        let mut entries = match &self.request {
            Value::Object(entries) => entries.clone(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => Vec::new(),
        };
        entries.extend(self.facts.iter().map(|(name, value)| (format!("${name}"), value.clone())));
        Value::Object(entries)
    }
}

/// Which of several equal values is taken: 0 is the first, or the lowest.
pub(super) type Pick<'p> = &'p mut dyn FnMut(usize) -> usize;

/// Makes a request of a choice on one side; none if some value is not found.
pub(super) fn witness(universe: &Universe<'_>, side: usize, choice: &Choice, pick: Pick<'_>) -> Option<Witness> {
    let mut maker = Maker { universe, side, choice, texts: FxHashMap::default(), pick };
    let mut entries = Vec::new();
    let mut facts = Vec::new();
    for at in 0..universe.places.len() {
        let place = universe.places.get(at)?;
        match place.role {
            Role::Top if maker.is_sent(place) => entries.push((place.name.to_string(), maker.place(at)?)),
            Role::Fact => {
                let name = place.name.strip_prefix('$').unwrap_or(&place.name).to_owned();
                facts.push((name, maker.place(at)?));
            }
            Role::Top | Role::Field | Role::Item => {}
        }
    }
    Some(Witness { request: Value::Object(entries), facts })
}

struct Maker<'m, 'a> {
    universe: &'m Universe<'a>,
    side: usize,
    choice: &'m Choice,
    /// Texts that no rule mentions, by group and label.
    texts: FxHashMap<(usize, usize), String>,
    pick: Pick<'m>,
}

impl<'a> Maker<'_, 'a> {
    fn is_sent(&self, place: &Place<'_>) -> bool {
        let constant = place.def().is_some_and(|def| def.constant.is_some());
        self.choice.holds(place.given) && !constant
    }

    fn place(&mut self, at: usize) -> Option<Value> {
        let universe = self.universe;
        let place = universe.places.get(at)?;
        let def = place.defs.get(self.side).copied().flatten().or(place.def())?;
        let cell = place.cells.iter().find(|cell| self.choice.holds(cell.id))?;
        match &cell.content {
            Content::Listed(indices) => {
                let index = indices.get((self.pick)(indices.len()))?;
                place.listed.get(*index).map(|(text, _)| typed(def.kind, text))
            }
            Content::Text(text) => Some(typed(def.kind, text)),
            Content::Other(label) => self.other(place.group, *label).map(|text| typed(def.kind, &text)),
            Content::Number(interval) => self.number(at, &interval.meet(&range(&def))),
            Content::Any => match def.kind {
                Kind::Object(fields) | Kind::JsonObject(fields) => self.object(place, fields),
                Kind::List(_) | Kind::JsonList(_) if place.items_in_order().is_some() => self.list(place),
                Kind::String if def.parameter.is_none() => Some(Value::Text("x".to_owned())),
                _ => value(def.parameter?, universe.sides.get(self.side)?, 0),
            },
        }
    }

    fn number(&self, at: usize, interval: &Interval) -> Option<Value> {
        match self.choice.numbers.iter().find(|(place, _)| *place == at) {
            Some((_, value)) => decimal(value).map(Value::Number),
            None => number(interval),
        }
    }

    /// An object with the fields that rules name, as chosen, and the others that it must have.
    fn object(&mut self, place: &Place<'a>, fields: &'a [Parameter]) -> Option<Value> {
        let side = self.universe.sides.get(self.side)?;
        let named = place.fields_in_order();
        let mut entries = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let known = named.iter().find(|(position, _)| *position == index);
            match known.and_then(|(_, at)| Some((*at, self.universe.places.get(*at)?))) {
                Some((at, inner)) if self.is_sent(inner) => entries.push((field.name.clone(), self.place(at)?)),
                Some(_) => {}
                None if field.required && field.constant.is_none() && side.exists(&field.editions) => {
                    entries.push((field.name.clone(), value(field, side, 0)?));
                }
                None => {}
            }
        }
        Some(Value::Object(entries))
    }

    /// A list with the items that rules speak about, as chosen, and as many as it must have.
    fn list(&mut self, place: &Place<'a>) -> Option<Value> {
        let mut items = Vec::new();
        for at in place.items_in_order().unwrap_or_default() {
            if self.universe.places.get(*at).is_some_and(|item| self.choice.holds(item.given)) {
                items.push(self.place(*at)?);
            }
        }
        let least = place.def().and_then(|def| def.parameter).and_then(|it| it.min_length).unwrap_or(0).min(1_000);
        while (items.len() as u64) < least {
            items.push(items.last()?.clone());
        }
        Some(Value::List(items))
    }

    /// A text that no rule mentions: the same for equal labels of a group, and different from all others.
    fn other(&mut self, group: usize, label: usize) -> Option<String> {
        if let Some(text) = self.texts.get(&(group, label)) {
            return Some(text.clone());
        }
        let universe = self.universe;
        let mut wanted = Wanted::default();
        let others: Vec<&str> =
            self.texts.iter().filter(|((known, _), _)| *known == group).map(|(_, text)| text.as_str()).collect();
        wanted.not_these.extend(others);
        for place in universe.places.iter().filter(|place| place.group == group) {
            wanted.not_these.extend(place.listed.iter().map(|(text, _)| *text));
            for cell in &place.cells {
                if let Content::Text(text) = &cell.content {
                    wanted.not_these.push(text);
                }
            }
            let chosen = |cell: &Cell| {
                matches!(cell.content, Content::Other(known) if known == label) && self.choice.holds(cell.id)
            };
            if place.cells.iter().any(chosen)
                && let Some(parameter) = place.defs.get(self.side).copied().flatten().and_then(|def| def.parameter)
            {
                wanted.of(parameter);
            }
        }
        for ((pattern, of, at), id) in &universe.patterns {
            if (*of, *at) == (group, label) {
                let list = if self.choice.holds(*id) { &mut wanted.matching } else { &mut wanted.not_matching };
                list.push(pattern);
            }
        }
        // The order of a hash map must not decide what the text is.
        wanted.matching.sort_unstable();
        wanted.not_matching.sort_unstable();
        let found = text(&wanted)?;
        self.texts.insert((group, label), found.clone());
        Some(found)
    }
}
