//! From a dependency to rules: in the form that a person would write, and with exactly its meaning.

use super::cond::Cond;
use super::forms::{distinct, forms};
use super::syntax::{Clause, ClauseKind, Dependency, Fault, Group, Name, Operand, Relation, Term, Value};
use super::targets::{Target, TargetKind, Targets};
use super::token::like;
use crate::diagnostic::code;
use crate::import::yaml::Yaml;
use contingent_rules::{Decimal, Pattern, nearest};
use std::ops::Range;

/// A rule without id and source.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// The form, and `when` or `unless`.
    pub(crate) entries: Vec<(String, Yaml)>,
}

/// The rules of a dependency.
#[derive(Debug, Default)]
pub(crate) struct Translated {
    pub(crate) drafts: Vec<Draft>,
    /// The parameters in the order in which it names them.
    pub(crate) names: Vec<String>,
    /// What is worth a word.
    pub(crate) notes: Vec<Fault>,
}

/// Translates a dependency.
pub(crate) fn translate(dependency: &Dependency, targets: &Targets) -> Result<Translated, Fault> {
    let mut translator = Translator { targets, out: Translated::default() };
    match dependency {
        Dependency::If(condition, consequence) => {
            let condition = translator.cond(condition)?;
            let consequence = translator.cond(consequence)?;
            let applies = match condition {
                Cond::Not(inner) => ("unless".to_owned(), inner.yaml()),
                Cond::Any(any) => match any.as_slice() {
                    // `NOT p=='A'`, as it was before it was turned round.
                    [Cond::Absent(name), Cond::Op(other, "ne", value)] if name == other => {
                        ("unless".to_owned(), Cond::OneOf(name.clone(), vec![value.clone()]).yaml())
                    }
                    _ => ("when".to_owned(), Cond::Any(any).yaml()),
                },
                other => ("when".to_owned(), other.yaml()),
            };
            for form in forms(consequence) {
                translator.out.drafts.push(Draft { entries: vec![form, applies.clone()] });
            }
        }
        Dependency::Holds(clause) => {
            let alone = match &clause.kind {
                ClauseKind::Relation(relation) => Some(translator.alone(relation, &clause.at)?),
                _ => None,
            };
            let forms = match alone {
                Some(form) => vec![form],
                None => forms(translator.cond(clause)?),
            };
            translator.out.drafts.extend(forms.into_iter().map(|form| Draft { entries: vec![form] }));
        }
    }
    Ok(translator.out)
}

struct Translator<'t> {
    targets: &'t Targets,
    out: Translated,
}

type Said<T> = Result<T, Fault>;

impl<'t> Translator<'t> {
    fn target(&mut self, name: &Name) -> Said<&'t Target> {
        let targets = self.targets;
        let target = targets.find(name)?;
        if !self.out.names.contains(&target.text) {
            self.out.names.push(target.text.clone());
        }
        if target.text.contains('`') {
            let message = format!("rules cannot name `{}`: it has a back-tick", name.text);
            return Err(Fault::unsaid(name.at.clone(), message, "the dependency is left out"));
        }
        Ok(target)
    }

    fn cond(&mut self, clause: &Clause) -> Said<Cond> {
        let several = |this: &mut Self, clauses: &[Clause]| -> Said<Vec<Cond>> {
            clauses.iter().map(|clause| this.cond(clause)).collect()
        };
        Ok(match &clause.kind {
            ClauseKind::Given(name) => Cond::Given(written(&self.target(name)?.text)),
            ClauseKind::Test(name, equal, values) => self.test(name, *equal, values)?,
            ClauseKind::Like(name, pattern) => self.like(name, pattern)?,
            ClauseKind::Relation(relation) => self.relation(relation, &clause.at)?,
            ClauseKind::Not(inner) => self.cond(inner)?.negated(),
            ClauseKind::All(all) => Cond::All(several(self, all)?),
            ClauseKind::Any(any) => Cond::Any(several(self, any)?),
            ClauseKind::Group(group, members) => {
                let members = several(self, members)?;
                if !distinct(&members) {
                    let message = "the group names a member twice";
                    return Err(Fault::syntax(clause.at.clone(), message, "leave one of them out"));
                }
                let word = match group {
                    Group::Or => "at_least_one",
                    Group::OnlyOne => "exactly_one",
                    Group::AllOrNone => "all_or_none",
                    Group::ZeroOrOne => "at_most_one",
                };
                Cond::Group(word, members)
            }
        })
    }

    fn test(&mut self, name: &Name, equal: bool, values: &[Value]) -> Said<Cond> {
        let target = self.target(name)?;
        let mut texts: Vec<String> = Vec::new();
        for value in values {
            let text = self.value(target, name, equal, value)?;
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let key = self.single(target, name, equal)?;
        if equal {
            return Ok(Cond::OneOf(key, texts));
        }
        let mut all: Vec<Cond> = texts.into_iter().map(|text| Cond::Op(key.clone(), "ne", text)).collect();
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => {
                all.extend(last);
                Cond::All(all)
            }
        })
    }

    /// How a test of a value names the parameter.
    fn single(&mut self, target: &Target, name: &Name, equal: bool) -> Said<String> {
        if !target.listed {
            return Ok(written(&target.text));
        }
        if !equal {
            let message = format!("`{}` is a list, and nothing says what it means that it differs", name.text);
            return Err(Fault::unsaid(name.at.clone(), message, "the dependency is left out"));
        }
        let message = format!("`{}` is a list: the test is taken to be about one of its items", name.text);
        let help = format!("the rule says `{}[]`", target.text);
        self.out.notes.push(Fault::new(code::IDL_TAKEN, name.at.clone(), message, help));
        Ok(format!("{}[]", written(&target.text)))
    }

    fn value(&mut self, target: &Target, name: &Name, equal: bool, value: &Value) -> Said<String> {
        let text = value.text.clone();
        let number = || text.parse::<Decimal>().ok();
        let fits = match &target.kind {
            TargetKind::Text => true,
            TargetKind::Enum(listed) => {
                self.check_listed(listed, name, equal, value);
                true
            }
            TargetKind::Whole(low, high) => {
                number().and_then(|it| it.to_i64()).is_some_and(|it| (*low..=*high).contains(&it))
            }
            TargetKind::Number => number().is_some(),
            TargetKind::Boolean => matches!(text.as_str(), "true" | "false"),
            TargetKind::Structure => false,
        };
        if fits && !text.contains(crate::diagnostic::is_control) {
            return Ok(text);
        }
        let message = format!("`{}` is {}, which can never be `{text}`", name.text, target.kind.describe());
        Err(Fault::unsaid(value.at.clone(), message, "the dependency is left out"))
    }

    fn check_listed(&mut self, listed: &[String], name: &Name, equal: bool, value: &Value) {
        if !listed.contains(&value.text) {
            let so = if equal { "this test never holds" } else { "every value is another one" };
            let message = format!("`{}` is not a value of `{}`, so {so}", value.text, name.text);
            let help = match nearest(&value.text, listed.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the values are {}", listed.join(", ")),
            };
            self.out.notes.push(Fault::new(code::IDL_UNLISTED, value.at.clone(), message, help));
        }
    }

    fn like(&mut self, name: &Name, pattern: &Value) -> Said<Cond> {
        let target = self.target(name)?;
        if !matches!(target.kind, TargetKind::Text | TargetKind::Enum(_)) {
            let message = format!("`{}` is {}, and `LIKE` is about texts", name.text, target.kind.describe());
            return Err(Fault::unsaid(name.at.clone(), message, "the dependency is left out"));
        }
        let regex = like(&pattern.text);
        if let Err(error) = Pattern::new(&regex) {
            let message = format!("the pattern cannot be used: {error}");
            return Err(Fault::unsaid(pattern.at.clone(), message, "the dependency is left out"));
        }
        Ok(Cond::Op(self.single(target, name, true)?, "matches", regex))
    }

    /// A relation that is a dependency of its own: it holds when an operand is absent.
    fn alone(&mut self, relation: &Relation, at: &Range<usize>) -> Said<(String, Yaml)> {
        Ok(match self.relation(relation, at)? {
            Cond::Compare(text) => ("compare".to_owned(), Yaml::text(text)),
            test @ (Cond::OneOf(..) | Cond::Op(..)) => ("allow".to_owned(), test.yaml()),
            other => ("ensure".to_owned(), other.yaml()),
        })
    }

    fn relation(&mut self, relation: &Relation, at: &Range<usize>) -> Said<Cond> {
        let Relation { left, sign, right } = relation;
        if let ([Term { minus: false, operand: Operand::Name(name) }], [Term { minus, operand }]) =
            (left.as_slice(), right.as_slice())
        {
            match operand {
                Operand::Number(number) => return self.with_number(name, sign, *minus, number, at),
                Operand::Name(word) if !minus => {
                    if let Some(cond) = self.with_word(name, sign, word)? {
                        return Ok(cond);
                    }
                }
                Operand::Name(_) => {}
            }
        }
        if let (
            [Term { minus, operand: Operand::Number(number) }],
            [Term { minus: false, operand: Operand::Name(name) }],
        ) = (left.as_slice(), right.as_slice())
        {
            return self.with_number(name, mirrored(sign), *minus, number, at);
        }
        let mut names = 0;
        for term in left.iter().chain(right) {
            if let Operand::Name(name) = &term.operand {
                names += 1;
                let target = self.target(name)?;
                if !target.kind.is_number() || target.listed {
                    let message = format!("`{}` is {}, and sums are about numbers", name.text, target.kind.describe());
                    return Err(Fault::unsaid(name.at.clone(), message, "the dependency is left out"));
                }
            }
        }
        if names == 0 {
            return Err(Fault::syntax(at.clone(), "the relation names no parameter", "name at least one parameter"));
        }
        Ok(Cond::Compare(format!("{} {sign} {}", self.sum(left), self.sum(right))))
    }

    /// Two parameters, or a parameter and a word without quotes.
    fn with_word(&mut self, name: &Name, sign: &str, word: &Name) -> Said<Option<Cond>> {
        let equality = matches!(sign, "==" | "!=");
        let target = self.target(name)?;
        if let (None, TargetKind::Enum(listed), true) = (self.targets.get(&word.text), &target.kind, equality)
            && listed.contains(&word.text)
        {
            let value = Value { text: word.text.clone(), at: word.at.clone() };
            return self.test(name, sign == "==", &[value]).map(Some);
        }
        let other = self.target(word)?;
        let texty = |target: &Target| {
            !target.listed && matches!(target.kind, TargetKind::Text | TargetKind::Enum(_) | TargetKind::Boolean)
        };
        if !texty(target) && !texty(other) {
            return Ok(None);
        }
        if texty(target) && texty(other) && equality {
            return Ok(Some(Cond::Compare(format!("{} {sign} {}", operand(&target.text), operand(&other.text)))));
        }
        let (one, two) = (target.kind.describe(), other.kind.describe());
        let message =
            format!("`{}` is {one} and `{}` is {two}: they cannot be compared with `{sign}`", name.text, word.text);
        let help = "the dependency is left out: numbers are compared with numbers, texts only with `==` and `!=`";
        Err(Fault::unsaid(name.at.start..word.at.end, message, help))
    }

    /// A parameter and a number: a test.
    fn with_number(&mut self, name: &Name, sign: &str, minus: bool, number: &Value, at: &Range<usize>) -> Said<Cond> {
        let target = self.target(name)?;
        let text = if minus { format!("-{}", number.text) } else { number.text.clone() };
        let value = Value { text: text.clone(), at: number.at.clone() };
        if matches!(sign, "==" | "!=") {
            return self.test(name, sign == "==", &[value]);
        }
        let unsaid = |message: String| Fault::unsaid(at.clone(), message, "the dependency is left out");
        if !target.kind.is_number() || target.listed {
            let message =
                format!("`{}` is {}, which is not more or less than a number", name.text, target.kind.describe());
            return Err(unsaid(message));
        }
        let operator = match sign {
            "<" => "lt",
            "<=" => "le",
            ">" => "gt",
            _ => "ge",
        };
        let bound = match &target.kind {
            TargetKind::Whole(low, high) => {
                // A whole number is at least 10.5 when it is at least 11.
                let exact = text.parse::<Decimal>().ok();
                let up = matches!(sign, "<" | ">=");
                let whole =
                    exact.and_then(|it| if up { it.negated().floor().and_then(i64::checked_neg) } else { it.floor() });
                match whole.filter(|it| (*low..=*high).contains(it)) {
                    Some(whole) => whole.to_string(),
                    None => return Err(unsaid(format!("`{}` cannot reach {text}", name.text))),
                }
            }
            TargetKind::Number
            | TargetKind::Text
            | TargetKind::Enum(_)
            | TargetKind::Boolean
            | TargetKind::Structure => text,
        };
        Ok(Cond::Op(written(&target.text), operator, bound))
    }

    fn sum(&self, terms: &[Term]) -> String {
        let mut text = String::new();
        for (index, term) in terms.iter().enumerate() {
            text.push_str(match (index, term.minus) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            });
            match &term.operand {
                Operand::Number(number) => text.push_str(&number.text),
                Operand::Name(name) => {
                    let known = self.targets.get(&name.text).map_or(name.text.as_str(), |target| &target.text);
                    text.push_str(&operand(known));
                }
            }
        }
        text
    }
}

fn mirrored(sign: &'static str) -> &'static str {
    match sign {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    }
}

/// The words of the language that need back-ticks as names.
const WORDS: [&str; 9] =
    ["all", "any", "not", "absent", "exactly_one", "at_most_one", "at_least_one", "all_or_none", "compare"];

/// A name as conditions write it.
pub(crate) fn written(name: &str) -> String {
    if WORDS.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// A name as comparisons write it.
fn operand(name: &str) -> String {
    let odd = |it: char| it.is_whitespace() || "+-*/<>=!".contains(it);
    if WORDS.contains(&name) || name.contains(odd) || name.starts_with(|it: char| it.is_ascii_digit()) {
        format!("`{name}`")
    } else {
        name.to_owned()
    }
}
