//! Why a rule is broken or undecided, in words and parameter names.

use std::sync::OnceLock;

use crate::check::compile::{Amount, C, Compare, F, Hop, Place, Ready, Who};
use crate::check::def::Def;
use crate::check::judge::{Node, Scene};
use crate::mention::{comparison_texts, cond_texts, form_texts};
use crate::{
    Comparison, Cond, Count, Demand, Finding, Form, Operand, Operation, Reference, Rule, Subject, Test, Truth, sentence,
};

/// One rule in one scene.
pub(crate) struct Explain<'e, 'a> {
    pub(crate) operation: &'e Operation,
    pub(crate) parameters: &'e [Def],
    pub(crate) scene: &'e Scene<'a>,
    pub(crate) data: &'e Rule,
    pub(crate) ready: &'e Ready,
    pub(crate) sentence: &'e OnceLock<String>,
}

impl<'a> Explain<'_, 'a> {
    /// The finding of a broken rule.
    pub(crate) fn broken(&self) -> Finding {
        let (parameters, fix) = self.failing();
        let what = self.words();
        let message = if fix.is_empty() { what.to_owned() } else { format!("{what}: {fix}") };
        self.finding(parameters, message, self.reason())
    }

    /// The finding of a rule that depends on something unknown.
    pub(crate) fn undecided(&self) -> Finding {
        let mut needs = Vec::new();
        let whole = [&self.data.when, &self.data.unless];
        for (cond, ready) in whole.into_iter().zip([&self.ready.when, &self.ready.unless]) {
            if let (Some(cond), Some(ready)) = (cond, ready) {
                self.needs(cond, ready, None, &mut needs);
            }
        }
        if self.scene.form(&self.ready.form) == Truth::Unknown {
            self.form_needs(&mut needs);
        }
        let parameters = form_texts(&self.data.form);
        let message = format!("not decided: {}; it depends on {}", self.sentence(), sentence::join(&needs, "and"));
        Finding { needs, ..self.finding(parameters, message, String::new()) }
    }

    /// One finding for the given parameters that have no effect.
    pub(crate) fn ignored(&self, places: &[Place]) -> Option<Finding> {
        let Form::Ignored(references) = &self.data.form else { return None };
        let mut parameters = Vec::new();
        for (reference, place) in references.iter().zip(places) {
            self.walk(place, reference, &mut |name, node| {
                if node.given == Truth::Yes {
                    parameters.push(name);
                }
            });
        }
        (!parameters.is_empty()).then(|| self.finding(parameters, self.words().to_owned(), self.reason()))
    }

    fn finding(&self, mut parameters: Vec<String>, message: String, reason: String) -> Finding {
        let mut seen = std::collections::HashSet::new();
        parameters.retain(|name| seen.insert(name.clone()));
        let only = if self.data.editions.is_empty()
            || self.operation.editions.iter().all(|e| self.data.editions.contains(e))
        {
            String::new()
        } else {
            format!(" (edition {})", self.data.editions.join(", "))
        };
        Finding {
            rule: self.data.id.clone(),
            parameters,
            message: format!("{message}{only}"),
            reason,
            source: self.data.source.clone(),
            needs: Vec::new(),
        }
    }

    /// What the author says of a broken rule, or else the rule itself.
    fn words(&self) -> &str {
        let own = self.data.message.trim_end_matches('.');
        if own.is_empty() { self.sentence() } else { own }
    }

    fn sentence(&self) -> &str {
        self.sentence.get_or_init(|| sentence::rule(self.data, &self.operation.facts))
    }

    /// The conditions because of which the rule applies.
    fn reason(&self) -> String {
        let mut parts = Vec::new();
        if let (Some(cond), Some(ready)) = (&self.data.when, &self.ready.when) {
            self.holding(cond, ready, &mut parts);
        }
        if let Some(cond) = &self.data.unless {
            parts.push(sentence::condition(&Cond::Not(Box::new(cond.clone())), &self.operation.facts));
        }
        parts.join(" and ")
    }

    /// The parts of a condition that hold; of a list of values the one that does.
    fn holding(&self, cond: &Cond, ready: &C, parts: &mut Vec<String>) {
        match (cond, ready) {
            (Cond::All(conds), C::All(readies)) | (Cond::Any(conds), C::Any(readies)) => {
                for (cond, ready) in conds.iter().zip(readies) {
                    if self.scene.cond(ready, None) == Truth::Yes {
                        self.holding(cond, ready, parts);
                    }
                }
            }
            (Cond::Test(subject, Test::OneOf(values)), C::Test(who, _)) if values.len() > 1 => {
                let node = self.scene.one(who);
                let literal = node.and_then(|node| self.literal(node, values));
                let test = literal.map_or_else(|| values.clone(), |literal| vec![literal]);
                parts.push(sentence::condition(&Cond::Test(subject.clone(), Test::OneOf(test)), &self.operation.facts));
            }
            (cond, _) => parts.push(sentence::condition(cond, &self.operation.facts)),
        }
    }

    /// The literal of the rule that the value equals; never for a secret.
    fn literal(&self, node: &Node<'_>, values: &[String]) -> Option<String> {
        let def = node.def.filter(|def| !def.secret)?;
        let matches = |text: &&String| {
            let literal = def.kind.literal(text);
            literal.is_some_and(|literal| crate::check::read::equals(def, &node.content, &literal))
        };
        values.iter().find(matches).cloned()
    }

    /// The parameters of the failing part, and what would satisfy the rule.
    fn failing(&self) -> (Vec<String>, String) {
        let mut names = Vec::new();
        match (&self.data.form, &self.ready.form) {
            (Form::Require(demands), F::Require(readies)) => {
                let mut fixes = Vec::new();
                for (demand, (who, tests)) in demands.iter().zip(readies) {
                    let failing =
                        self.failing_places(demand, who, &|node| self.scene.node_required(node, tests.as_ref()));
                    if failing.is_empty() && self.scene.required(who, tests.as_ref()) != Truth::No {
                        continue;
                    }
                    fixes.push(fix(demand, &failing, &self.operation.facts));
                    names.extend(failing);
                }
                (names, fixes.join(", and "))
            }
            (Form::Allow(demands), F::Allow(readies)) => {
                for (demand, (who, tests)) in demands.iter().zip(readies) {
                    names.extend(
                        self.failing_places(demand, who, &|node| self.scene.node_allowed(node, tests.as_ref())),
                    );
                }
                (names, "change or leave out what is given".into())
            }
            (Form::Forbid(members), F::Forbid(readies)) => {
                for (member, ready) in members.iter().zip(readies) {
                    if self.scene.cond(ready, None) == Truth::Yes {
                        self.holders(member, ready, &mut names);
                    }
                }
                let fix = if names.is_empty() {
                    String::new()
                } else {
                    format!("leave out or change {}", sentence::join(&names, "and"))
                };
                (names, fix)
            }
            (Form::Count(count, members), F::Count(_, readies)) => {
                names.extend(members.iter().flat_map(cond_texts));
                let holding = readies.iter().filter(|ready| self.scene.cond(ready, None) == Truth::Yes).count();
                let fix = match count {
                    Count::AllOrNone => "give all of them or none".to_owned(),
                    Count::AtLeastOne => "give one".to_owned(),
                    Count::ExactlyOne if holding == 0 => "give one".to_owned(),
                    Count::ExactlyOne | Count::AtMostOne => "keep one and leave out the others".to_owned(),
                };
                (names, fix)
            }
            (Form::Compare(comparison), F::Compare(_)) => {
                names = comparison_texts(comparison);
                let fix = format!("change {}", sentence::join(&names, "or"));
                (names, fix)
            }
            (form, _) => (form_texts(form), String::new()),
        }
    }

    /// The concrete places, with their index, of which a statement does not hold.
    fn failing_places(&self, demand: &Demand, who: &Who, statement: &dyn Fn(&Node<'_>) -> Truth) -> Vec<String> {
        let (Subject::Parameter(reference), Who::Place(place)) = (&demand.of, who) else {
            return Vec::new();
        };
        let mut failing = Vec::new();
        self.walk(place, reference, &mut |name, node| {
            if statement(node) == Truth::No {
                failing.push(name);
            }
        });
        failing
    }

    /// The parameters that make a member of `forbid` hold, with their index.
    fn holders(&self, cond: &Cond, ready: &C, names: &mut Vec<String>) {
        match (cond, ready) {
            (Cond::Given(reference), C::Given(place)) => {
                self.walk(place, reference, &mut |name, node| {
                    if node.given == Truth::Yes {
                        names.push(name);
                    }
                });
            }
            (Cond::Test(Subject::Parameter(reference), _), C::Test(Who::Place(place), tests)) => {
                self.walk(place, reference, &mut |name, node| {
                    if self.scene.node_required(node, Some(tests)) == Truth::Yes {
                        names.push(name);
                    }
                });
            }
            (Cond::SomeItem(list, conds), C::SomeItem(place, readies)) => {
                self.walk(place, list, &mut |name, item| {
                    if readies.iter().all(|ready| self.scene.cond(ready, Some(item)) == Truth::Yes) {
                        let texts = conds.iter().flat_map(cond_texts);
                        names.extend(texts.map(|text| text.replacen(&list.text, &name, 1)));
                    }
                });
            }
            (cond, _) => names.extend(cond_texts(cond)),
        }
    }

    fn walk(&self, place: &Place, reference: &Reference, visit: &mut dyn FnMut(String, &Node<'a>)) {
        let (Some(top), Some(hops)) = (place.top, &place.steps) else {
            return visit(reference.text.clone(), &Node::absent(None));
        };
        if let (Some(node), Some(def)) = (self.scene.parameters.get(top), self.parameters.get(top)) {
            self.walk_from(node, hops, def.name.clone(), visit);
        }
    }

    fn walk_from(&self, node: &Node<'a>, hops: &[Hop], name: String, visit: &mut dyn FnMut(String, &Node<'a>)) {
        match hops.split_first() {
            None => visit(name, node),
            Some((Hop::Field(index), rest)) => {
                let field = self.scene.field(node, *index);
                let name = format!("{name}.{}", field.def.map_or("", |def| &def.name));
                self.walk_from(&field, rest, name, visit);
            }
            Some((Hop::Items, rest)) => {
                for (index, item) in self.scene.items(node).into_iter().flatten() {
                    self.walk_from(&item, rest, format!("{name}[{index}]"), visit);
                }
            }
        }
    }

    fn form_needs(&self, needs: &mut Vec<String>) {
        match (&self.data.form, &self.ready.form) {
            (Form::Require(demands), F::Require(readies)) => {
                for (demand, (who, tests)) in demands.iter().zip(readies) {
                    if self.scene.required(who, tests.as_ref()) == Truth::Unknown {
                        push(needs, need(&demand.of));
                    }
                }
            }
            (Form::Allow(demands), F::Allow(readies)) => {
                for (demand, (who, tests)) in demands.iter().zip(readies) {
                    if self.scene.allowed(who, tests.as_ref()) == Truth::Unknown {
                        push(needs, need(&demand.of));
                    }
                }
            }
            (Form::Forbid(members), F::Forbid(readies)) | (Form::Count(_, members), F::Count(_, readies)) => {
                for (member, ready) in members.iter().zip(readies) {
                    self.needs(member, ready, None, needs);
                }
            }
            (Form::Compare(comparison), F::Compare(ready)) => {
                self.comparison_needs(comparison, ready, None, needs);
            }
            (Form::Ensure(cond), F::Ensure(ready)) => self.needs(cond, ready, None, needs),
            (_, _) => {}
        }
    }

    /// The facts and parameters whose unknown value leaves a condition unknown.
    fn needs(&self, cond: &Cond, ready: &C, item: Option<&Node<'a>>, needs: &mut Vec<String>) {
        if self.scene.cond(ready, item) != Truth::Unknown {
            return;
        }
        match (cond, ready) {
            (Cond::All(conds), C::All(readies))
            | (Cond::Any(conds), C::Any(readies))
            | (Cond::Count(_, conds), C::Count(_, readies)) => {
                for (cond, ready) in conds.iter().zip(readies) {
                    self.needs(cond, ready, item, needs);
                }
            }
            (Cond::Not(cond), C::Not(ready)) => self.needs(cond, ready, item, needs),
            (Cond::Test(subject, _), _) => push(needs, need(subject)),
            (Cond::Given(reference), _) => push(needs, reference.text.clone()),
            (Cond::SomeItem(_, conds), C::SomeItem(place, readies)) => {
                let list = self.scene.list(place, item);
                match list.as_ref().and_then(|list| self.scene.items(list)) {
                    Some(items) => {
                        let open = |item: &Node<'a>| {
                            readies.iter().all(|ready| self.scene.cond(ready, Some(item)) != Truth::No)
                        };
                        for (_, item) in items.filter(|(_, item)| open(item)) {
                            for (cond, ready) in conds.iter().zip(readies) {
                                self.needs(cond, ready, Some(&item), needs);
                            }
                        }
                    }
                    None => cond_texts(cond).into_iter().for_each(|name| push(needs, name)),
                }
            }
            (Cond::Absent(references), C::Absent(places)) => {
                for (reference, place) in references.iter().zip(places) {
                    if self.scene.given(place) == Truth::Unknown {
                        push(needs, reference.text.clone());
                    }
                }
            }
            (Cond::Compare(comparison), C::Compare(ready)) => self.comparison_needs(comparison, ready, item, needs),
            (_, _) => {}
        }
    }

    /// Of the operands those whose value is hidden.
    fn comparison_needs(
        &self,
        comparison: &Comparison,
        ready: &Compare,
        item: Option<&Node<'a>>,
        needs: &mut Vec<String>,
    ) {
        match (comparison, ready) {
            (Comparison::Texts(left, _, right), Compare::Texts(left_who, _, right_who)) => {
                for (subject, who) in [(left, left_who), (right, right_who)] {
                    if self.scene.single(who, item).is_unknown() {
                        push(needs, need(subject));
                    }
                }
            }
            (Comparison::Numbers(left, _, right), Compare::Numbers(left_sum, _, right_sum)) => {
                for (term, (_, amount)) in left.iter().zip(left_sum).chain(right.iter().zip(right_sum)) {
                    if let (Operand::Parameter(reference), Amount::Place(place)) = (&term.operand, amount)
                        && self.scene.at(place, item).is_unknown()
                    {
                        push(needs, reference.text.clone());
                    }
                }
            }
            (_, _) => {}
        }
    }
}

fn fix(demand: &Demand, failing: &[String], facts: &[crate::Fact]) -> String {
    let names = if failing.is_empty() { sentence::subject(&demand.of, facts) } else { sentence::join(failing, "and") };
    match &demand.test {
        None => format!("give {names}"),
        Some(test) => format!("set {names} to {}", sentence::wanted(test)),
    }
}

fn need(subject: &Subject) -> String {
    match subject {
        Subject::Parameter(reference) => reference.text.clone(),
        Subject::Fact(name) => format!("${name}"),
    }
}

fn push(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
