//! Replies: their fields, and when one is a failure.

use contingent_rules::{Rule, sentence};

use super::pass::Pass;
use super::{Category, parameters};
use crate::model::Response;

/// Tells of the reply.
pub(super) fn compare(pass: &mut Pass<'_>, old: Option<&Response>, new: Option<&Response>) {
    match (old, new) {
        (None, None) => {}
        (None, Some(_)) => pass.say(Category::Compatible, "the reply is described"),
        (Some(_), None) => pass.say(Category::Breaking, "the reply is not described any more"),
        (Some(old), Some(new)) => {
            pass.reply = true;
            parameters::top(pass, &old.fields, &new.fields);
            pass.reply = false;
            conditions(pass, old, new);
        }
    }
}

/// When a reply is a failure, and when it is none.
fn conditions(pass: &mut Pass<'_>, old: &Response, new: &Response) {
    for id in ["failure", "success"] {
        let find = |response: &'_ Response| response.check.rules.iter().position(|rule| rule.id == id);
        let old_rule = find(old).and_then(|index| old.check.rules.get(index));
        let new_rule = find(new).and_then(|index| new.check.rules.get(index));
        let demand = |rule: &Rule| (rule.form.clone(), rule.when.clone(), rule.unless.clone());
        if old_rule.map(demand) == new_rule.map(demand) {
            continue;
        }
        let shown = |rule: Option<&Rule>, facts| match rule {
            Some(rule) => sentence::rule(rule, facts).replace(char::is_control, " "),
            None => "no condition".to_owned(),
        };
        let (after, before) = (shown(new_rule, &new.check.facts), shown(old_rule, &old.check.facts));
        let what = if after == before { after } else { format!("{after}, was: {before}") };
        pass.say(Category::Breaking, format!("the {id} of a reply: {what}"));
    }
}
