//! What the engine reasons about: every choice that a request and its facts leave open, as formulas.
//!
//! A universe has one side, or two that are compared. It is built in three steps: the rules are read for what they
//! mention ([`survey`]), the values of each place are cut into cells that no rule can tell apart inside ([`cells`]),
//! and the rules become formulas over the cells ([`encode`]).

mod cells;
mod domain;
mod encode;
mod survey;

pub(in crate::reason) use domain::range;
#[cfg(feature = "questions")]
pub(in crate::reason) use domain::range_of;

use std::borrow::Cow;

use contingent_rules::{Fact, Kind, Mode, Operation, Parameter, Presence, Value, View};
use rustc_hash::{FxHashMap, FxHashSet};

#[cfg(feature = "questions")]
use super::formula::Var;
use super::formula::{Arena, Id};
use super::linear::Linear;
use super::number::{Cut, Interval};

/// An operation in one view.
pub(super) struct Side<'a> {
    pub(super) operation: &'a Operation,
    pub(super) view: View,
    /// The rules that are constraints, as indices.
    pub(super) rules: Vec<usize>,
}

/// See the module.
pub(super) struct Universe<'a> {
    pub(super) arena: Arena,
    pub(super) sides: Vec<Side<'a>>,
    pub(super) places: Vec<Place<'a>>,
    /// How many places are parameters of the request; facts follow, then what is inside parameters.
    pub(super) tops: usize,
    /// What holds of every request on any side: one cell for what is given, none for what is not.
    pub(super) frame: Vec<Id>,
    /// For each side, the constraints of its definitions.
    pub(super) built_in: Vec<Vec<Id>>,
    /// For each side, its rules, in order.
    pub(super) rules: Vec<Vec<RuleFormula>>,
    /// Comparisons between places.
    pub(super) atoms: Vec<Atom>,
    /// Whether something could not be said in full, so that "impossible" is not to be believed.
    pub(super) bounded: bool,
    strict: bool,
    alike: bool,
    names: FxHashMap<&'a str, usize>,
    fact_names: FxHashMap<&'a str, usize>,
    atom_ids: FxHashMap<Linear, usize>,
    /// Whether an unmentioned text matches a pattern, by pattern, group of comparable texts and text.
    pub(super) patterns: FxHashMap<(String, usize, usize), Id>,
    /// Which part of the rule that is being encoded is replaced.
    probe: Option<Probe>,
    /// How many items a list that is not given may be given with.
    most_items: usize,
}

/// Counts the parts of a rule that ask for something, and replaces one of them.
#[derive(Default)]
struct Probe {
    leaves: Vec<Leaf>,
    replace: Option<(usize, bool)>,
}

/// A part of a rule that asks for something.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Leaf {
    /// Whether a place is given, or what its value is.
    Place(usize),
    /// How the values of several places compare: whether they are less, and whether they are less or equal.
    Numbers(Id, Id),
    /// Whether two texts are equal.
    Texts(Id),
    /// Whether none of several members holds, one does, several do, or all.
    Group([Id; 4]),
}

/// A rule as a formula.
pub(super) struct RuleFormula {
    /// The rule, as an index into those of the operation.
    pub(super) rule: usize,
    pub(super) holds: Id,
    /// When it applies; none if it always does.
    pub(super) applies: Option<Id>,
}

/// A comparison between places: true if the relation holds of their values.
pub(super) struct Atom {
    pub(super) id: Id,
    pub(super) linear: Linear,
}

/// A parameter, a field, an item or a fact.
pub(super) struct Place<'a> {
    /// `Name`, `Object.field`, `List[0].field` or `$Fact`.
    pub(super) name: Cow<'a, str>,
    pub(super) role: Role,
    /// The object or list that it is inside of.
    pub(super) parent: Option<usize>,
    /// What each side says of it; none where the side does not have it.
    pub(super) defs: [Option<Def<'a>>; 2],
    pub(super) given: Id,
    pub(super) cells: Vec<Cell>,
    /// The listed values, of all sides, with the cell that holds each; none if no request can have it.
    pub(super) listed: Vec<(&'a str, Option<usize>)>,
    /// The fields that rules name: where each stands in the definition, and its place.
    fields: Vec<(usize, usize)>,
    items: Option<Vec<usize>>,
    /// The value that the request has, if it is a given one.
    pub(super) fixed: Option<&'a Value>,
    mentions: Mentions<'a>,
    /// The group of texts that are compared with each other.
    pub(super) group: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Top,
    Field,
    Item,
    Fact,
}

/// What one side says of a place.
#[derive(Clone, Copy)]
pub(super) struct Def<'a> {
    pub(super) kind: &'a Kind,
    /// The parameter, if it is not a fact.
    pub(super) parameter: Option<&'a Parameter>,
    pub(super) required: bool,
    pub(super) constant: Option<&'a str>,
}

/// Values that no rule can tell apart.
pub(super) struct Cell {
    /// Whether the place is given with one of them.
    pub(super) id: Id,
    pub(super) content: Content,
    /// Cells of one class are one shape.
    #[cfg(feature = "questions")]
    pub(super) class: usize,
}

pub(super) enum Content {
    /// Listed values, as indices into those of the place.
    Listed(Vec<usize>),
    Text(String),
    /// A text that no rule mentions; in one group, equal labels are equal texts.
    Other(usize),
    Number(Interval),
    Any,
}

#[derive(Default)]
struct Mentions<'a> {
    texts: Vec<&'a str>,
    /// The literals of each test: what every test treats alike is told apart by none.
    tests: Vec<Vec<&'a str>>,
    /// The texts, for looking up.
    known: FxHashSet<&'a str>,
    cuts: Vec<Cut>,
    /// A pattern tells its values apart.
    matched: bool,
    /// It is an operand of a comparison between numbers.
    summed: bool,
    /// The place whose group it is in; itself if it is compared with no text.
    group: usize,
    compared: bool,
}

/// What a universe is built for.
#[derive(Clone, Copy, Default)]
pub(super) struct Purpose<'a> {
    /// The request that is to be completed.
    pub(super) request: Option<&'a Value>,
    pub(super) facts: Option<&'a contingent_rules::Facts>,
    /// Whether patterns and lengths of values that rules mention count too.
    pub(super) strict: bool,
    /// Whether a place can have every text that places it is compared with can have: then one can ask what a place
    /// could be while all others stay as they are.
    pub(super) alike: bool,
}

impl<'a> Side<'a> {
    /// An operation as analyses see it: in an edition, or what is common to all; only error rules count, and none
    /// about the items of lists.
    pub(super) fn for_analysis(operation: &'a Operation, edition: Option<&str>) -> Self {
        let view = edition.map_or(View::Common, |name| View::One(name.to_owned()));
        let mut side = Self::for_requests(operation, view);
        side.rules.retain(|rule| operation.rules.get(*rule).is_some_and(|rule| !survey::names_items(rule)));
        side
    }

    /// An operation as a check sees it.
    pub(super) fn for_requests(operation: &'a Operation, view: View) -> Self {
        let modes = contingent_rules::modes(operation, &view);
        let enforced = modes.iter().zip(&operation.rules).enumerate();
        let rules = enforced.filter(|(_, (mode, rule))| **mode == Mode::Error && demands(&rule.form));
        Side { operation, rules: rules.map(|(index, _)| index).collect(), view }
    }

    /// Whether a rule is about items of lists, which analyses leave out.
    pub(super) fn is_about_items(rule: &contingent_rules::Rule) -> bool {
        survey::names_items(rule)
    }

    fn presence(&self, editions: &[String]) -> Presence {
        self.view.presence(editions, &self.operation.editions)
    }

    fn parameter(&self, parameter: &'a Parameter) -> Option<Def<'a>> {
        let presence = self.presence(&parameter.editions);
        let here = presence == Presence::Here;
        (presence != Presence::Missing).then_some(Def {
            kind: &parameter.kind,
            parameter: Some(parameter),
            required: (parameter.required || parameter.constant.is_some()) && here,
            constant: parameter.constant.as_deref(),
        })
    }
}

fn demands(form: &contingent_rules::Form) -> bool {
    use contingent_rules::Form;
    match form {
        Form::Require(_) | Form::Forbid(_) | Form::Count(..) | Form::Allow(_) | Form::Compare(_) | Form::Ensure(_) => {
            true
        }
        Form::Ignored(_) | Form::Default(_) => false,
    }
}

impl<'a> Universe<'a> {
    pub(super) fn new(sides: Vec<Side<'a>>, purpose: Purpose<'a>) -> Self {
        let mut universe = Universe {
            arena: Arena::new(),
            places: Vec::new(),
            tops: 0,
            frame: Vec::new(),
            built_in: vec![Vec::new(); sides.len()],
            rules: Vec::new(),
            atoms: Vec::new(),
            bounded: false,
            strict: purpose.strict,
            alike: purpose.alike,
            names: FxHashMap::default(),
            fact_names: FxHashMap::default(),
            atom_ids: FxHashMap::default(),
            patterns: FxHashMap::default(),
            probe: None,
            most_items: 0,
            sides,
        };
        universe.place_parameters(purpose.request);
        universe.tops = universe.places.len();
        universe.place_facts(purpose.facts);
        universe.survey();
        universe.cut();
        universe.encode();
        universe
    }

    fn place_parameters(&mut self, request: Option<&'a Value>) {
        for side in 0..self.sides.len() {
            let Some(operation) = self.sides.get(side).map(|side| side.operation) else { continue };
            for parameter in &operation.parameters {
                let def = self.sides.get(side).and_then(|side| side.parameter(parameter));
                let Some(def) = def else { continue };
                let name = parameter.name.as_str();
                let at = match self.names.get(name) {
                    Some(at) => *at,
                    None => {
                        let fixed = request.and_then(|request| self.given_value(request, name));
                        let at = self.add(Cow::Borrowed(name), Role::Top, None, fixed);
                        self.names.insert(name, at);
                        at
                    }
                };
                self.define(at, side, def);
            }
        }
    }

    fn place_facts(&mut self, facts: Option<&'a contingent_rules::Facts>) {
        for side in 0..self.sides.len() {
            let Some(operation) = self.sides.get(side).map(|side| side.operation) else { continue };
            for Fact { name, kind, .. } in &operation.facts {
                let at = match self.fact_names.get(name.as_str()) {
                    Some(at) => *at,
                    None => {
                        let fixed = facts.and_then(|facts| facts.get(name));
                        let at = self.add(Cow::Owned(format!("${name}")), Role::Fact, None, fixed);
                        self.fact_names.insert(name, at);
                        at
                    }
                };
                self.define(at, side, Def { kind, parameter: None, required: true, constant: None });
            }
        }
    }

    /// The value of a name, if it counts as given.
    fn given_value(&self, object: &'a Value, name: &str) -> Option<&'a Value> {
        let empty_is_absent = self.sides.first().is_some_and(|side| side.operation.empty_is_absent);
        object.get(name).filter(|value| match value {
            Value::Null => false,
            Value::Text(text) => !(empty_is_absent && text.is_empty()),
            Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => true,
        })
    }

    fn add(&mut self, name: Cow<'a, str>, role: Role, parent: Option<usize>, fixed: Option<&'a Value>) -> usize {
        let at = self.places.len();
        self.places.push(Place {
            name,
            role,
            parent,
            defs: [None; 2],
            given: Id::FALSE,
            cells: Vec::new(),
            listed: Vec::new(),
            fields: Vec::new(),
            items: None,
            fixed,
            mentions: Mentions { group: at, ..Mentions::default() },
            group: at,
        });
        at
    }

    fn define(&mut self, at: usize, side: usize, def: Def<'a>) {
        if let Some(slot) = self.places.get_mut(at).and_then(|place| place.defs.get_mut(side)) {
            *slot = Some(def);
        }
    }

    /// Every formula that says what a request has.
    #[cfg(feature = "questions")]
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> {
        let of = |place: &Place<'a>| {
            std::iter::once(place.given).chain(place.cells.iter().map(|cell| cell.id)).collect::<Vec<_>>()
        };
        let places = self.places.iter().flat_map(of);
        places.chain(self.patterns.values().copied()).chain(self.atoms.iter().map(|atom| atom.id))
    }

    /// The variables that tell one shape from another.
    #[cfg(feature = "questions")]
    pub(super) fn shapes(&mut self) -> Shapes {
        let mut shapes = Shapes::default();
        for at in 0..self.places.len() {
            let Some(place) = self.places.get(at) else { continue };
            shapes.add(&self.arena, place.given, 1);
            let classes = place.cells.iter().map(|cell| cell.class + 1).max().unwrap_or(0);
            for class in 0..classes {
                let Some(place) = self.places.get(at) else { continue };
                let cells: Vec<&Cell> = place.cells.iter().filter(|cell| cell.class == class).collect();
                let weight = cells.iter().map(|cell| cell.content.shapes()).max().unwrap_or(1);
                let ids: Vec<Id> = cells.iter().map(|cell| cell.id).collect();
                match ids.as_slice() {
                    [one] => shapes.add(&self.arena, *one, weight),
                    // The only class there is: whether the place is given says it all.
                    _ if classes == 1 => {}
                    [] => {}
                    _ => {
                        let some = self.arena.any(ids);
                        let class = self.arena.fresh();
                        let (there, back) = (self.arena.implies(class, some), self.arena.implies(some, class));
                        self.frame.extend([there, back]);
                        shapes.add(&self.arena, class, weight);
                    }
                }
            }
        }
        shapes
    }
}

/// How shapes are told apart and counted.
#[cfg(feature = "questions")]
#[derive(Default)]
pub(super) struct Shapes {
    /// Variables, and how many shapes each stands for when it is true.
    pub(super) variables: FxHashMap<Var, u64>,
    /// How many shapes everything stands for.
    pub(super) factors: Vec<u64>,
    /// A weight that does not fit.
    pub(super) too_many: bool,
}

#[cfg(feature = "questions")]
impl Shapes {
    fn add(&mut self, arena: &Arena, id: Id, weight: usize) {
        let weight = weight as u64;
        match arena.variable(id) {
            Some(var) => {
                let slot = self.variables.entry(var).or_insert(1);
                match slot.checked_mul(weight) {
                    Some(product) => *slot = product,
                    None => self.too_many = true,
                }
            }
            None => self.factors.push(weight),
        }
    }
}

impl Content {
    /// How many shapes it stands for.
    pub(super) fn shapes(&self) -> usize {
        match self {
            Content::Listed(indices) => indices.len(),
            Content::Text(_) | Content::Other(_) | Content::Number(_) | Content::Any => 1,
        }
    }
}

impl<'a> Place<'a> {
    /// The fields that rules name, in the order of the definition.
    pub(super) fn fields_in_order(&self) -> Vec<(usize, usize)> {
        let mut fields = self.fields.clone();
        fields.sort_unstable();
        fields
    }

    /// The items that rules speak about; none if no rule does.
    #[cfg(feature = "questions")]
    pub(super) fn items_in_order(&self) -> Option<&[usize]> {
        self.items.as_deref()
    }

    /// What the first side that has it says.
    pub(super) fn def(&self) -> Option<Def<'a>> {
        self.defs.iter().flatten().next().copied()
    }
}
