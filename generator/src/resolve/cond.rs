//! Conditions, tests and members, from the YAML to the rules' own form.

use contingent_rules::{
    Cond, Count, Fact, Kind, Operator, Parameter, Pattern, Reference, Step, Subject, Test, nearest,
};

use super::Reader;
use super::scope::{Found, KEYWORDS};
use super::value::{Owner, Use, literal};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::spec::{Entry, Node, NodeKind};

/// A parameter or fact with its type.
pub(super) enum Target<'a> {
    Place(Reference, &'a Parameter),
    Fact(&'a Fact),
}

impl<'a> Target<'a> {
    pub(super) fn subject(&self) -> Subject {
        match self {
            Target::Place(reference, _) => Subject::Parameter(reference.clone()),
            Target::Fact(fact) => Subject::Fact(fact.name.clone()),
        }
    }

    pub(super) fn owner(&self) -> Owner<'a> {
        match self {
            Target::Place(_, parameter) => Owner::parameter(parameter),
            Target::Fact(fact) => Owner::fact(fact),
        }
    }
}

impl<'a> Reader<'a> {
    /// A condition; `None` if it has errors, which are reported.
    pub(super) fn cond(&mut self, node: &Node) -> Option<Cond> {
        match &node.kind {
            NodeKind::Scalar(_) => self.given(node).map(Cond::Given),
            NodeKind::List(_) => {
                self.error(code::BARE_LIST, node.span, "a bare list is not a condition: it could mean `and` or `or`")
                    .help("write `{all: [..]}` or `{any: [..]}`");
                None
            }
            NodeKind::Map(entries) => self.cond_map(node, entries),
        }
    }

    /// The members of a group or of `forbid`.
    pub(super) fn members(&mut self, nodes: &[Node], at: Span) -> Option<Vec<Cond>> {
        if nodes.is_empty() {
            self.error(code::EMPTY, at, "the list is empty").help("name at least one member");
            return None;
        }
        // All members are read, so that all their errors are reported.
        let members: Vec<Option<Cond>> = nodes.iter().map(|node| self.cond(node)).collect();
        members.into_iter().collect()
    }

    /// The members of a group, each of them different.
    pub(super) fn group(&mut self, node: &Node) -> Option<Vec<Cond>> {
        let NodeKind::List(nodes) = &node.kind else {
            self.error(
                code::BAD_CONDITION,
                node.span,
                format!("a group wants a list of members, found {}", node.describe()),
            )
            .help("write a list such as `[First, Second]`");
            return None;
        };
        let members = self.members(nodes, node.span)?;
        for (index, member) in members.iter().enumerate() {
            if let Some(first) = members.iter().take(index).position(|other| other == member)
                && let (Some(here), Some(there)) = (nodes.get(index), nodes.get(first))
            {
                let (here, there) = (here.span, there.span);
                self.error(code::MEMBER_TWICE, here, "the group names this member twice")
                    .related(there, "named here first")
                    .help("leave one of them out");
                return None;
            }
        }
        Some(members)
    }

    fn cond_map(&mut self, node: &Node, entries: &[Entry]) -> Option<Cond> {
        if entries.is_empty() {
            self.error(code::EMPTY, node.span, "the condition is empty").help("write `{Name: value}` or a name");
            return None;
        }
        let Some(keyword) = entries.iter().find(|entry| KEYWORDS.contains(&entry.key.as_str())) else {
            return self.tests(entries);
        };
        if entries.len() > 1 {
            let message = format!("`{}` cannot stand beside other keys", keyword.key);
            self.error(code::BAD_CONDITION, keyword.key_span, message)
                .help("write `{all: [{..}, {..}]}`; a parameter of this name is written in back-ticks");
            return None;
        }
        let value = &keyword.value;
        match keyword.key.as_str() {
            "all" => self.several(keyword).map(Cond::All),
            "any" => self.several(keyword).map(Cond::Any),
            "not" => {
                let inner = self.cond(value)?;
                self.lint_not(value, &inner);
                Some(Cond::Not(Box::new(inner)))
            }
            "absent" => self.references(value).map(Cond::Absent),
            "compare" => self.comparison_cond(value),
            "exactly_one" => Some(Cond::Count(Count::ExactlyOne, self.group(value)?)),
            "at_most_one" => Some(Cond::Count(Count::AtMostOne, self.group(value)?)),
            "at_least_one" => Some(Cond::Count(Count::AtLeastOne, self.group(value)?)),
            // The last of the keywords: all_or_none.
            _all_or_none => Some(Cond::Count(Count::AllOrNone, self.group(value)?)),
        }
    }

    fn several(&mut self, entry: &Entry) -> Option<Vec<Cond>> {
        let NodeKind::List(nodes) = &entry.value.kind else {
            let message = format!("`{}` wants a list of conditions, found {}", entry.key, entry.value.describe());
            self.error(code::BAD_CONDITION, entry.value.span, message)
                .help(format!("write `{{{}: [{{..}}, {{..}}]}}`", entry.key));
            return None;
        };
        self.members(nodes, entry.value.span)
    }

    fn lint_not(&mut self, node: &Node, inner: &Cond) {
        // A comparison says for itself what it needs.
        if let (Cond::Test(Subject::Parameter(reference), _), None) = (inner, node.get("compare"))
            && !self.always_given.contains(reference.text.as_str())
        {
            let message = format!("this also holds when `{}` is not given", reference.text);
            let help = format!(
                "write `{{{0}: {{ne: ..}}}}` if it must be given, `{{any: [{{absent: {0}}}, {{{0}: {{ne: ..}}}}]}}` if that is \
                 meant, or a rule with `forbid`",
                reference.text
            );
            self.error(code::NOT_OF_VALUE, node.span, message).help(help);
        }
    }

    /// `{P: .., Q: ..}`: all of them; the fields of one list on the same item.
    fn tests(&mut self, entries: &[Entry]) -> Option<Cond> {
        let tests: Vec<Option<Tested>> = entries.iter().map(|entry| self.tested(entry)).collect();
        let mut conds = same_items(tests.into_iter().collect::<Option<_>>()?);
        if conds.len() == 1 { conds.pop() } else { Some(Cond::All(conds)) }
    }

    fn tested(&mut self, entry: &Entry) -> Option<Tested> {
        let target = self.target(&entry.key, entry.key_span)?;
        let test = self.test(&target, &entry.value)?;
        Some(match target {
            Target::Place(reference, _) => {
                Tested { steps: reference.steps.clone(), of: Subject::Parameter(reference), test }
            }
            Target::Fact(fact) => Tested { steps: Vec::new(), of: Subject::Fact(fact.name.clone()), test },
        })
    }

    /// What a name stands for.
    pub(super) fn target(&mut self, text: &str, span: Span) -> Option<Target<'a>> {
        match self.scope.find(text) {
            Ok(Found::Place(reference, parameter)) => Some(Target::Place(reference, parameter)),
            Ok(Found::Fact(fact)) => Some(Target::Fact(fact)),
            Ok(Found::LeftOut) => None,
            Err(fault) => {
                let code = match (fault.keyword, text.starts_with('$')) {
                    (true, _) => code::KEYWORD_NAME,
                    (false, true) => code::UNKNOWN_FACT,
                    (false, false) => code::UNKNOWN_NAME,
                };
                let message = match &self.rule {
                    Some(rule) => format!("rule `{rule}`: {}", fault.message),
                    None => fault.message,
                };
                let mut diagnostic = Diagnostic::new(code, self.file, span, message);
                diagnostic.help = fault.help;
                self.out.push(diagnostic);
                None
            }
        }
    }

    /// A parameter whose presence is asked for.
    pub(super) fn given(&mut self, node: &Node) -> Option<Reference> {
        let NodeKind::Scalar(scalar) = &node.kind else {
            self.error(code::BAD_CONDITION, node.span, format!("a name is wanted here, found {}", node.describe()))
                .help("write the name of a parameter");
            return None;
        };
        if node.is_null() {
            self.error(code::NULL_VALUE, node.span, "a name is wanted here, found nothing")
                .help("write the name of a parameter");
            return None;
        }
        match self.target(&scalar.text, node.span)? {
            Target::Place(reference, _) => Some(reference),
            Target::Fact(fact) => {
                let message = format!("`${}` always has a value, so only the value can be tested", fact.name);
                self.error(code::FACT_ALONE, node.span, message).help(format!("write `{{${}: value}}`", fact.name));
                None
            }
        }
    }

    /// `P` or `[P..]`.
    pub(super) fn references(&mut self, node: &Node) -> Option<Vec<Reference>> {
        if let NodeKind::List(nodes) = &node.kind
            && nodes.is_empty()
        {
            self.error(code::EMPTY, node.span, "the list is empty").help("name at least one parameter");
            return None;
        }
        let references: Vec<Option<Reference>> = node.one_or_many().iter().map(|node| self.given(node)).collect();
        references.into_iter().collect()
    }

    /// A value, a list of values or a map of operators.
    pub(super) fn test(&mut self, target: &Target<'a>, node: &Node) -> Option<Test> {
        let owner = target.owner();
        if owner.is_container() {
            let name = match target {
                Target::Place(reference, _) => reference.text.clone(),
                Target::Fact(_) => owner.name(),
            };
            let help = match (target, owner.kind()) {
                (Target::Place(reference, _), Kind::Object(fields) | Kind::JsonObject(fields))
                    if !fields.is_empty() =>
                {
                    let fields: Vec<&str> = fields.iter().map(|field| field.name.as_str()).take(1).collect();
                    format!("write a field of it, such as `{}.{}`", reference.text, fields.concat())
                }
                (Target::Place(reference, _), Kind::List(_) | Kind::JsonList(_)) => {
                    format!("write `{0}[]` for its items, in quotes inside braces: `{{\"{0}[]\": ..}}`", reference.text)
                }
                (Target::Place(..) | Target::Fact(_), _) => "write a field of it, or only its name".to_owned(),
            };
            self.error(code::LIST_AND_SCALAR, node.span, format!("`{name}` is not a single value, so it equals none"))
                .help(help);
            return None;
        }
        match &node.kind {
            NodeKind::Scalar(_) => Some(Test::OneOf(vec![literal(self, &owner, node, Use::Equal)?])),
            NodeKind::List(nodes) if nodes.is_empty() => {
                self.error(code::EMPTY, node.span, "the list of values is empty").help("name at least one value");
                None
            }
            NodeKind::List(nodes) => {
                let values: Vec<Option<String>> =
                    nodes.iter().map(|node| literal(self, &owner, node, Use::Equal)).collect();
                Some(Test::OneOf(values.into_iter().collect::<Option<_>>()?))
            }
            NodeKind::Map(entries) if entries.is_empty() => {
                self.error(code::EMPTY, node.span, "the map of operators is empty")
                    .help("write `{gt: 5}`, for example");
                None
            }
            NodeKind::Map(entries) => {
                let tests: Vec<_> = entries.iter().map(|entry| self.operator(&owner, entry)).collect();
                Some(Test::Each(tests.into_iter().collect::<Option<_>>()?))
            }
        }
    }

    fn operator(&mut self, owner: &Owner<'a>, entry: &Entry) -> Option<(Operator, String)> {
        const NAMES: [&str; 7] = ["eq", "ne", "gt", "ge", "lt", "le", "matches"];
        let operator = match entry.key.as_str() {
            "eq" => Operator::Eq,
            "ne" => Operator::Ne,
            "gt" => Operator::Gt,
            "ge" => Operator::Ge,
            "lt" => Operator::Lt,
            "le" => Operator::Le,
            "matches" => Operator::Matches,
            other => {
                const SIGNS: [(&str, &str); 7] =
                    [("==", "eq"), ("=", "eq"), ("!=", "ne"), (">", "gt"), (">=", "ge"), ("<", "lt"), ("<=", "le")];
                let sign = SIGNS.iter().find(|(sign, _)| *sign == other).map(|(_, name)| *name);
                let help = match sign.or_else(|| nearest(other, NAMES)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the operators are {}", NAMES.join(", ")),
                };
                self.error(code::BAD_OPERATOR, entry.key_span, format!("`{other}` is not an operator")).help(help);
                return None;
            }
        };
        let fits = match operator {
            Operator::Eq | Operator::Ne => true,
            Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => owner.is_number(),
            Operator::Matches => owner.is_text(),
        };
        if !fits {
            let wanted = if operator == Operator::Matches { "text" } else { "numbers" };
            let message = format!(
                "`{}` works on {wanted} only, and `{}` is of type {}",
                entry.key,
                owner.name(),
                owner.type_name()
            );
            self.error(code::BAD_OPERATOR, entry.key_span, message).help("use `eq`, `ne` or a list of values");
            return None;
        }
        if operator != Operator::Matches {
            let used = match operator {
                Operator::Eq => Use::Equal,
                Operator::Ne => Use::Different,
                Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le | Operator::Matches => Use::Bound,
            };
            return Some((operator, literal(self, owner, &entry.value, used)?));
        }
        let Some(text) = entry.value.text() else {
            let message = format!("`matches` wants a pattern, found {}", entry.value.describe());
            self.error(code::BAD_PATTERN, entry.value.span, message).help("write a regular expression in quotes");
            return None;
        };
        match Pattern::new(text) {
            Ok(_) => Some((operator, text.to_owned())),
            Err(fault) => {
                self.error(code::BAD_PATTERN, entry.value.span, format!("the pattern cannot be used: {fault}"))
                    .help("patterns are what Rust and JavaScript share: no look-around, no `\\b`, no Unicode classes");
                None
            }
        }
    }
}

/// A test that has not been put among those of the same item yet.
struct Tested {
    /// What is left of the way.
    steps: Vec<Step>,
    of: Subject,
    test: Test,
}

impl Tested {
    fn cond(self) -> Cond {
        match self.of {
            Subject::Parameter(reference) => {
                Cond::Test(Subject::Parameter(Reference { steps: self.steps, ..reference }), self.test)
            }
            Subject::Fact(_) => Cond::Test(self.of, self.test),
        }
    }

    /// The way to the first list, if there is one.
    fn list(&self) -> Option<&[Step]> {
        let end = self.steps.iter().position(|step| *step == Step::Items)?;
        self.steps.get(..=end)
    }
}

/// Puts the tests of one list together, so that one item has to pass all of them.
fn same_items(tests: Vec<Tested>) -> Vec<Cond> {
    let mut conds = Vec::new();
    let mut rest: std::collections::VecDeque<Tested> = tests.into();
    while let Some(first) = rest.pop_front() {
        let Some(list) = first.list().map(<[Step]>::to_vec) else {
            conds.push(first.cond());
            continue;
        };
        let (mut same, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|test| test.list() == Some(&list));
        rest = others.into();
        if same.is_empty() {
            conds.push(first.cond());
            continue;
        }
        same.insert(0, first);
        let reference = Reference { text: path(&list), steps: list.clone() };
        for test in &mut same {
            test.steps.drain(..list.len());
        }
        conds.push(Cond::SomeItem(reference, same_items(same)));
    }
    conds
}

fn path(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Items => text.push_str("[]"),
            Step::Field(name) if text.is_empty() => text.push_str(name),
            Step::Field(name) => {
                text.push('.');
                text.push_str(name);
            }
        }
    }
    text
}
