//! Rules: which are new, gone or others. What that means for requests is known to whoever reasons about them.

use std::collections::BTreeSet;

use contingent_rules::{Fact, Form, Rule, Severity, sentence};

use super::pass::Pass;
use super::words::short;
use super::{Category, RuleEffect, order, secrets};
use crate::model::{Operation, RuleText};

/// A rule with its words, and whether it belongs to what is looked at.
struct Side<'a> {
    rule: &'a Rule,
    text: Option<&'a RuleText>,
    facts: &'a [Fact],
    here: bool,
}

/// Tells of the rules of a request.
pub(super) fn compare(pass: &mut Pass<'_>, old: &Operation, new: &Operation, effect: &dyn Fn(&str) -> RuleEffect) {
    let hidden: BTreeSet<String> = secrets::paths(&old.check).into_iter().chain(secrets::paths(&new.check)).collect();
    let teller = Teller { effect, hidden: &hidden };
    let find = |all: &'_ [Rule], id: &str| all.iter().position(|rule| rule.id == id);
    let mut renamed = Vec::new();
    for (index, rule) in old.check.rules.iter().enumerate() {
        let before = side(old, index, rule, pass.old.has(&rule.editions));
        if let Some((place, rule)) =
            find(&new.check.rules, &rule.id).and_then(|at| Some((at, new.check.rules.get(at)?)))
        {
            teller.pair(pass, &before, &side(new, place, rule, pass.new.has(&rule.editions)));
            continue;
        }
        let fresh = |it: &&Rule| find(&old.check.rules, &it.id).is_none() && !renamed.contains(&it.id);
        match new.check.rules.iter().filter(fresh).find(|it| is_same(it, rule)) {
            Some(other) => {
                renamed.push(other.id.clone());
                if pass.whole {
                    let what = format!("rule {}: the new name of {}", short(&other.id), short(&rule.id));
                    pass.say(Category::RustBreaking, what);
                }
            }
            None => teller.gone(pass, &before, true),
        }
    }
    for (index, rule) in new.check.rules.iter().enumerate() {
        if find(&old.check.rules, &rule.id).is_none() && !renamed.contains(&rule.id) {
            teller.added(pass, &side(new, index, rule, pass.new.has(&rule.editions)));
        }
    }
    let ids = |operation: &Operation| operation.check.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
    if pass.whole && order::differs(&ids(old), &ids(new)) {
        pass.say(Category::Docs, "the rules are in another order");
    }
}

fn side<'a>(operation: &'a Operation, index: usize, rule: &'a Rule, here: bool) -> Side<'a> {
    Side { rule, text: operation.rules.get(index), facts: &operation.check.facts, here }
}

/// Whether two rules demand the same, whatever their names.
fn is_same(a: &Rule, b: &Rule) -> bool {
    demands_same(a, b) && a.severity == b.severity && !order::is_other_set(&a.editions, &b.editions)
}

fn demands_same(a: &Rule, b: &Rule) -> bool {
    a.form == b.form && a.when == b.when && a.unless == b.unless
}

/// Whether a broken rule makes a request invalid.
fn refuses(rule: &Rule) -> bool {
    let error = match rule.severity {
        Severity::Error => true,
        Severity::Warning => false,
    };
    error
        && match rule.form {
            Form::Require(_)
            | Form::Forbid(_)
            | Form::Count(..)
            | Form::Allow(_)
            | Form::Compare(_)
            | Form::Ensure(_) => true,
            Form::Ignored(_) | Form::Default(_) => false,
        }
}

struct Teller<'a> {
    effect: &'a dyn Fn(&str) -> RuleEffect,
    hidden: &'a BTreeSet<String>,
}

impl Teller<'_> {
    fn sentence(&self, side: &Side<'_>) -> String {
        let text = sentence::rule(&secrets::masked(side.rule, self.hidden), side.facts);
        let place = match side.rule.severity {
            Severity::Error => "",
            Severity::Warning => " (a warning)",
        };
        // A sentence is longer than any value in it; a line break in one would make two lines.
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{line}{place}")
    }

    /// What a change of what is demanded means, in a word behind it.
    fn judged(&self, id: &str, unknown: Category) -> (Category, &'static str) {
        match (self.effect)(id) {
            RuleEffect::Loses => (Category::Breaking, LOSES),
            RuleEffect::Gains => (Category::Compatible, GAINS),
            RuleEffect::Neither => (Category::Compatible, NEITHER),
            RuleEffect::Both => (Category::Breaking, BOTH),
            RuleEffect::Unknown => (unknown, ""),
        }
    }

    fn added(&self, pass: &mut Pass<'_>, new: &Side<'_>) {
        if !new.here {
            return;
        }
        let id = &new.rule.id;
        let (category, effect) =
            if refuses(new.rule) { self.judged(id, Category::Breaking) } else { (Category::Compatible, "") };
        pass.say(category, format!("rule {}: new: {}{effect}", short(id), self.sentence(new)));
    }

    /// A rule that is not there any more; with its constant, or only in what is looked at.
    fn gone(&self, pass: &mut Pass<'_>, old: &Side<'_>, with_constant: bool) {
        let id = &old.rule.id;
        let with_constant = with_constant && pass.whole;
        if !old.here {
            if with_constant {
                pass.say(Category::RustBreaking, format!("rule {}: no Rust constant any more", short(id)));
            }
            return;
        }
        let (category, effect) =
            if refuses(old.rule) { self.judged(id, Category::Compatible) } else { (Category::Compatible, "") };
        let category = if with_constant { category.min(Category::RustBreaking) } else { category };
        pass.say(category, format!("rule {}: removed: {}{effect}", short(id), self.sentence(old)));
    }

    fn pair(&self, pass: &mut Pass<'_>, old: &Side<'_>, new: &Side<'_>) {
        match (old.here, new.here) {
            (true, true) => self.other(pass, old, new),
            (true, false) => self.gone(pass, old, false),
            (false, true) => self.added(pass, new),
            (false, false) => {}
        }
        if !pass.whole || (pass.is_chosen() && !(old.here && new.here)) {
            return;
        }
        let id = short(&new.rule.id);
        let editions = order::editions(&old.rule.editions, &new.rule.editions);
        if let Some(what) = editions.filter(|_| old.here == new.here) {
            pass.say(Category::Docs, format!("rule {id}: {what}"));
        }
        if let (Some(before), Some(after)) = (old.text, new.text) {
            if before.constant != after.constant {
                let what =
                    format!("rule {id}: Rust constant {}, was {}", short(&after.constant), short(&before.constant));
                pass.say(Category::RustBreaking, what);
            }
            if before.doc != after.doc {
                pass.say(Category::Docs, format!("rule {id}: another remark"));
            }
            if before.expect != after.expect {
                pass.say(Category::Docs, format!("rule {id}: other findings are expected"));
            }
        }
        if old.rule.message != new.rule.message {
            pass.say(Category::Docs, format!("rule {id}: another message"));
        }
        if old.rule.source != new.rule.source {
            let source = (short(&new.rule.source), short(&old.rule.source));
            pass.say(Category::Docs, format!("rule {id}: source {}, was {}", source.0, source.1));
        }
    }

    /// A rule that demands something else.
    fn other(&self, pass: &mut Pass<'_>, old: &Side<'_>, new: &Side<'_>) {
        if demands_same(old.rule, new.rule) && old.rule.severity == new.rule.severity {
            return;
        }
        let id = &new.rule.id;
        let (category, effect) = match (refuses(old.rule), refuses(new.rule)) {
            (true | false, true) => self.judged(id, Category::Breaking),
            (true, false) => self.judged(id, Category::Compatible),
            (false, false) => (Category::Compatible, ""),
        };
        let (after, before) = (self.sentence(new), self.sentence(old));
        let what = if after == before {
            format!("rule {}: changed in what its sentence does not show: {after}{effect}", short(id))
        } else {
            format!("rule {}: {after}, was: {before}{effect}", short(id))
        };
        pass.say(category, what);
    }
}

const LOSES: &str = " (refuses more)";
const GAINS: &str = " (refuses less)";
const NEITHER: &str = " (refuses the same)";
const BOTH: &str = " (refuses some more and some less)";

/// The words of a change without the effect behind them.
pub(super) fn without_effect(what: &str) -> &str {
    [LOSES, GAINS, NEITHER, BOTH].iter().find_map(|effect| what.strip_suffix(effect)).unwrap_or(what)
}
