//! Whether conditions and forms hold, in Kleene's three values, connective by connective.

use crate::check::compile::{Amount, C, Compare, F, Hop, One, Place, Ready, Tests, Who};
use crate::check::def::{Def, Presence};
use crate::check::read::{Content, equals, is_absent, number_of, read, text_of};
use crate::{Decimal, Truth, Value};

/// A parameter, field or item of the request, or a fact.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) def: Option<&'a Def>,
    pub(crate) given: Truth,
    pub(crate) content: Content<'a>,
}

impl<'a> Node<'a> {
    pub(crate) fn absent(def: Option<&'a Def>) -> Self {
        Node { def, given: Truth::No, content: Content::Unknown }
    }

    /// Something inside a value that could not be read, or anything at all.
    pub(crate) fn hidden(def: Option<&'a Def>) -> Self {
        Node { def, given: Truth::Unknown, content: Content::Unknown }
    }

    /// Whether it may be given with a value that nobody knows.
    pub(crate) fn is_unknown(&self) -> bool {
        self.given != Truth::No && matches!(self.content, Content::Unknown)
    }

    /// What `value` is for a definition. A constant that was left out has its value, unless only some editions
    /// have it and none is chosen.
    pub(crate) fn new(def: &'a Def, value: Option<&'a Value>, empty_is_absent: bool) -> Self {
        if !def.exists() {
            return Node::absent(Some(def));
        }
        let constant = def.constant.as_ref().filter(|_| def.presence == Presence::Here);
        let value = value.filter(|value| !is_absent(value, empty_is_absent)).or(constant);
        match value {
            None => Node::absent(Some(def)),
            Some(value) => {
                Node { def: Some(def), given: Truth::Yes, content: read(def, value, empty_is_absent, &mut |_| {}) }
            }
        }
    }
}

/// Everything a rule is judged by.
pub(crate) struct Scene<'a> {
    pub(crate) parameters: &'a [Node<'a>],
    pub(crate) facts: &'a [Node<'a>],
    pub(crate) empty_is_absent: bool,
    /// Whether the question is what could ever hold: then a literal outside the list of its
    /// parameter, which no value equals, is still given the benefit of the doubt.
    pub(crate) folding: bool,
}

impl<'a> Scene<'a> {
    /// Whether the rule applies.
    pub(crate) fn applies(&self, rule: &Ready) -> Truth {
        let when = rule.when.as_ref().map_or(Truth::Yes, |cond| self.cond(cond, None));
        if when == Truth::No {
            return Truth::No;
        }
        let unless = rule.unless.as_ref().map_or(Truth::No, |cond| self.cond(cond, None));
        when.and(!unless)
    }

    /// Whether what the rule demands holds.
    pub(crate) fn form(&self, form: &F) -> Truth {
        match form {
            F::Require(demands) => all(demands, |(who, tests)| self.required(who, tests.as_ref())),
            F::Allow(demands) => all(demands, |(who, tests)| self.allowed(who, tests.as_ref())),
            F::Forbid(members) => all(members, |member| !self.cond(member, None)),
            F::Count(count, members) => self.count(*count, members, None),
            F::Compare(comparison) => self.compare(comparison, None, Truth::Yes),
            F::Ensure(cond) => self.cond(cond, None),
            F::Ignored(_) | F::Default => Truth::Yes,
        }
    }

    pub(crate) fn required(&self, who: &Who, tests: Option<&Tests>) -> Truth {
        self.every(who, |node| self.node_required(node, tests))
    }

    pub(crate) fn allowed(&self, who: &Who, tests: Option<&Tests>) -> Truth {
        self.every(who, |node| self.node_allowed(node, tests))
    }

    /// Whether a place is given and passes.
    #[inline]
    pub(crate) fn node_required(&self, node: &Node<'_>, tests: Option<&Tests>) -> Truth {
        node.given.and(tests.map_or(Truth::Yes, |tests| self.passes(node, tests)))
    }

    /// Whether a place is absent or passes.
    pub(crate) fn node_allowed(&self, node: &Node<'_>, tests: Option<&Tests>) -> Truth {
        (!node.given).or(tests.map_or(Truth::Yes, |tests| self.passes(node, tests)))
    }

    /// Whether some of the things that a place stands for is given.
    pub(crate) fn given(&self, place: &Place) -> Truth {
        self.some(place, None, |node| node.given)
    }

    /// The parameter itself or the fact, where nothing lies on the way.
    pub(crate) fn one(&self, who: &Who) -> Option<&Node<'a>> {
        match who {
            Who::Fact(index) => self.facts.get(*index),
            Who::Place(Place { top: Some(index), steps: Some(hops) }) if hops.is_empty() => self.parameters.get(*index),
            Who::Place(_) => None,
        }
    }

    #[inline]
    pub(crate) fn cond(&self, cond: &C, item: Option<&Node<'a>>) -> Truth {
        match cond {
            C::Test(who, tests) => self.test(who, tests, item),
            other => self.compound(other, item),
        }
    }

    fn compound(&self, cond: &C, item: Option<&Node<'a>>) -> Truth {
        match cond {
            C::Given(place) => self.some(place, item, |node| node.given),
            C::Test(who, tests) => self.test(who, tests, item),
            C::SomeItem(list, conds) => self.some(list, item, |node| all(conds, |cond| self.cond(cond, Some(node)))),
            C::All(conds) => all(conds, |cond| self.cond(cond, item)),
            C::Any(conds) => !all(conds, |cond| !self.cond(cond, item)),
            C::Not(cond) => !self.cond(cond, item),
            C::Absent(places) => all(places, |place| !self.some(place, item, |node| node.given)),
            C::Count(count, members) => self.count(*count, members, item),
            C::Compare(comparison) => self.compare(comparison, item, Truth::No),
        }
    }

    #[inline]
    fn test(&self, who: &Who, tests: &Tests, item: Option<&Node<'a>>) -> Truth {
        let test = |node: &Node<'a>| self.node_required(node, Some(tests));
        match who {
            Who::Place(place) => self.some(place, item, test),
            Who::Fact(index) => self.facts.get(*index).map_or(Truth::No, test),
        }
    }

    fn count(&self, count: crate::Count, members: &[C], item: Option<&Node<'a>>) -> Truth {
        let (mut surely, mut possibly) = (0, 0);
        for member in members {
            match self.cond(member, item) {
                Truth::Yes => {
                    surely += 1;
                    possibly += 1;
                }
                Truth::Unknown => possibly += 1,
                Truth::No => {}
            }
        }
        count.judge(members.len(), surely, possibly)
    }

    /// The comparison, or `missing` when an operand is absent.
    pub(crate) fn compare(&self, comparison: &Compare, item: Option<&Node<'a>>, missing: Truth) -> Truth {
        let (given, outcome) = match comparison {
            Compare::Numbers(left, relation, right) => {
                let (left_given, left) = self.sum(left, item);
                let (right_given, right) = self.sum(right, item);
                let outcome = match (left, right) {
                    (Some(left), Some(right)) => relation.holds(left.cmp(&right)).into(),
                    (None, _) | (_, None) => Truth::Unknown,
                };
                (left_given.and(right_given), outcome)
            }
            Compare::Texts(left, equal, right) => {
                let (left, right) = (self.single(left, item), self.single(right, item));
                let outcome = match (text(&left), text(&right)) {
                    (Some(left), Some(right)) => ((left == right) == *equal).into(),
                    (None, _) | (_, None) => Truth::Unknown,
                };
                (left.given.and(right.given), outcome)
            }
        };
        match (given, missing) {
            (Truth::No, _) => missing,
            (Truth::Yes, _) => outcome,
            (Truth::Unknown, Truth::Yes) => Truth::Unknown.or(outcome),
            (Truth::Unknown, Truth::No | Truth::Unknown) => Truth::Unknown.and(outcome),
        }
    }

    fn sum(&self, terms: &[(bool, Amount)], item: Option<&Node<'a>>) -> (Truth, Option<Decimal>) {
        let mut given = Truth::Yes;
        let mut total = Some(Decimal::from(0));
        for (minus, amount) in terms {
            let number = match amount {
                Amount::Number(number) => Some(number.clone()),
                Amount::Place(place) => {
                    let node = self.at(place, item);
                    given = given.and(node.given);
                    number_of(&node.content)
                }
            };
            total = match (total, number) {
                (Some(total), Some(number)) => Some(total.plus(&if *minus { number.negated() } else { number })),
                (None, _) | (_, None) => None,
            };
        }
        (given, total)
    }

    /// Whether a value that is given passes; presence is asked apart.
    #[inline]
    fn passes(&self, node: &Node<'_>, tests: &Tests) -> Truth {
        match (tests.as_slice(), node.content) {
            // By far the most frequent test.
            ([One::Listed { indices, wanted, .. }], Content::Listed(index)) => {
                (indices.get(index).is_some_and(|listed| *listed) == *wanted).into()
            }
            (tests, _) => self.passes_all(node, tests),
        }
    }

    fn passes_all(&self, node: &Node<'_>, tests: &[One]) -> Truth {
        all(tests, |test| self.passes_one(node, test))
    }

    fn passes_one(&self, node: &Node<'_>, test: &One) -> Truth {
        match test {
            One::Never { gone: false } if self.folding => return Truth::Unknown,
            One::Never { .. } => return Truth::No,
            One::Always => return Truth::Yes,
            One::Listed { .. } | One::Equal { .. } | One::Number(..) | One::Matches(_) => {}
        }
        let Some(def) = node.def else { return Truth::Unknown };
        match (test, &node.content) {
            (_, Content::Unknown) => Truth::Unknown,
            (One::Listed { indices, wanted, .. }, Content::Listed(index)) => {
                (indices.get(*index).is_some_and(|listed| *listed) == *wanted).into()
            }
            (One::Listed { others, wanted, .. }, Content::Unlisted(text)) => (others.contains(text) == *wanted).into(),
            (One::Equal { literals, wanted }, content) => {
                (literals.iter().any(|literal| equals(def, content, literal)) == *wanted).into()
            }
            (One::Number(relation, literal), content) => match number_of(content) {
                Some(number) => relation.holds(number.cmp(literal)).into(),
                None => Truth::Unknown,
            },
            (One::Matches(pattern), content) => match text_of(def, content) {
                Some(text) => pattern.matches(text).into(),
                None => Truth::Unknown,
            },
            (One::Listed { .. } | One::Never { .. } | One::Always, _) => Truth::Unknown,
        }
    }

    /// Whether the statement holds of some of the things that a place stands for.
    #[inline]
    fn some(&self, place: &Place, item: Option<&Node<'a>>, statement: impl Fn(&Node<'a>) -> Truth) -> Truth {
        match &place.steps {
            None => Truth::No,
            Some(hops) => match place.top.map_or(item, |index| self.parameters.get(index)) {
                None => Truth::No,
                Some(node) if hops.is_empty() => statement(node),
                Some(node) => !self.each(node, hops, &|node| !statement(node)),
            },
        }
    }

    /// Whether the statement holds of everything that it is asked of.
    #[inline]
    fn every(&self, who: &Who, statement: impl Fn(&Node<'a>) -> Truth) -> Truth {
        match who {
            Who::Fact(index) => self.facts.get(*index).map_or(Truth::No, statement),
            Who::Place(place) => match (&place.steps, place.top.and_then(|index| self.parameters.get(index))) {
                (Some(hops), Some(node)) if hops.is_empty() => statement(node),
                (Some(hops), Some(node)) => self.each(node, hops, &statement),
                (None, _) | (_, None) => statement(&Node::absent(None)),
            },
        }
    }

    fn each(&self, node: &Node<'a>, hops: &[Hop], statement: &dyn Fn(&Node<'a>) -> Truth) -> Truth {
        match hops.split_first() {
            None => statement(node),
            Some((Hop::Field(index), rest)) => self.each(&self.field(node, *index), rest, statement),
            Some((Hop::Items, rest)) => match self.items(node) {
                Some(items) => items.fold(Truth::Yes, |truth, (_, item)| truth.and(self.each(&item, rest, statement))),
                None => {
                    let item = Node::hidden(node.def.and_then(Def::item));
                    let truth = self.each(&item, rest, statement);
                    // The list may be empty; but what could ever hold is asked of one with an item.
                    if self.folding { truth } else { truth.or(Truth::Unknown) }
                }
            },
        }
    }

    /// A field of an object.
    pub(crate) fn field(&self, node: &Node<'a>, index: usize) -> Node<'a> {
        let def = node.def.and_then(|def| def.fields().get(index));
        match (node.given, &node.content, def) {
            (Truth::No, _, _) => Node::absent(def),
            (_, Content::Container(value), Some(def)) => Node::new(def, value.get(&def.name), self.empty_is_absent),
            (_, _, Some(def)) if !def.exists() => Node::absent(Some(def)),
            (Truth::Yes | Truth::Unknown, _, _) => Node::hidden(def),
        }
    }

    /// The items of a list with their index; `None` if they cannot be known.
    pub(crate) fn items(&self, node: &Node<'a>) -> Option<impl Iterator<Item = (usize, Node<'a>)>> {
        let items: &'a [Value] = match (node.given, &node.content) {
            (Truth::No, _) => &[],
            (_, Content::Container(Value::List(items))) => items,
            (Truth::Yes | Truth::Unknown, _) => return None,
        };
        let def = node.def.and_then(Def::item);
        let empty_is_absent = self.empty_is_absent;
        let given = items.iter().enumerate().filter(move |(_, item)| !is_absent(item, empty_is_absent));
        Some(given.map(move |(index, item)| {
            let node = match def {
                Some(def) => Node::new(def, Some(item), empty_is_absent),
                None => Node { def: None, given: Truth::Yes, content: Content::Container(item) },
            };
            (index, node)
        }))
    }

    /// The list whose items a place stands for, where no other list lies on the way.
    pub(crate) fn list(&self, place: &Place, item: Option<&Node<'a>>) -> Option<Node<'a>> {
        let (_items, way) = place.steps.as_ref()?.split_last()?;
        let start = place.top.map_or(item, |index| self.parameters.get(index))?;
        Some(self.follow(start, way))
    }

    /// The one thing that an operand of a comparison stands for.
    pub(crate) fn at(&self, place: &Place, item: Option<&Node<'a>>) -> Node<'a> {
        let start = place.top.map_or(item, |index| self.parameters.get(index));
        let (Some(hops), Some(start)) = (&place.steps, start) else {
            return Node::absent(None);
        };
        self.follow(start, hops)
    }

    fn follow(&self, start: &Node<'a>, hops: &[Hop]) -> Node<'a> {
        hops.iter().fold(*start, |node, hop| match hop {
            Hop::Field(index) => self.field(&node, *index),
            Hop::Items => Node::hidden(None),
        })
    }

    pub(crate) fn single(&self, who: &Who, item: Option<&Node<'a>>) -> Node<'a> {
        match who {
            Who::Place(place) => self.at(place, item),
            Who::Fact(index) => self.facts.get(*index).copied().unwrap_or(Node::absent(None)),
        }
    }
}

fn text<'a>(node: &'a Node<'a>) -> Option<&'a str> {
    node.def.and_then(|def| text_of(def, &node.content))
}

fn all<T>(parts: &[T], mut truth: impl FnMut(&T) -> Truth) -> Truth {
    let mut least = Truth::Yes;
    for part in parts {
        least = least.and(truth(part));
        if least == Truth::No {
            break;
        }
    }
    least
}
