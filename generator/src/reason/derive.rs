//! What one value of a discriminator makes of other parameters, in every edition and for every fact.

use contingent_rules::{EnumValue, Operation};

use super::formula::Id;
use super::presence::{Presence, Scene, Target};
use super::question::ignores;
use super::solver::Answer;

/// What becomes of a parameter, whatever the edition and the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// Given in every valid request.
    Mandatory,
    /// Given in none, or without effect.
    LeftOut,
    Optional,
}

/// For each value, in order, what it makes of each of the members.
pub(crate) fn derive(operation: &Operation, by: usize, values: &[EnumValue], members: &[usize]) -> Vec<Vec<Derived>> {
    let mut found: Vec<Vec<Found>> = values.iter().map(|_| Vec::new()).collect();
    let editions = editions(operation, values);
    for edition in &editions {
        let mut asked = Presence::new(operation, edition.as_deref());
        let Some(at) = operation.parameters.get(by).and_then(|def| asked.parameter(&def.name)) else { continue };
        let members: Vec<Member> = members.iter().map(|member| Member::new(&mut asked, operation, *member)).collect();
        for (value, found) in values.iter().zip(&mut found) {
            let here = match edition {
                Some(name) => value.editions.is_empty() || value.editions.contains(name),
                // Of a file on its own, nobody knows all editions.
                None => value.editions.is_empty(),
            };
            if let Some(id) = asked.has_value(at, &value.value).filter(|_| here) {
                found.push(look(&mut asked, id, &members));
            }
        }
    }
    found.iter().map(|editions| (0..members.len()).map(|member| together(editions, member)).collect()).collect()
}

/// What an edition says of a value.
struct Found {
    possible: bool,
    /// For each member, whether every valid request has it, and whether none has it or it does nothing.
    members: Vec<(bool, bool)>,
}

fn together(editions: &[Found], member: usize) -> Derived {
    // Where the value is impossible, an edition says nothing; if it is nowhere possible, what does nothing is left out.
    let possible = editions.iter().any(|it| it.possible);
    let said = editions.iter().filter(|it| it.possible == possible).filter_map(|it| it.members.get(member));
    let all = |what: fn(&(bool, bool)) -> bool| !editions.is_empty() && said.clone().all(what);
    if all(|(always, _)| *always) {
        return Derived::Mandatory;
    }
    if all(|(_, idle)| *idle) { Derived::LeftOut } else { Derived::Optional }
}

/// The declared editions; those that a file on its own names, and one with nothing but the common part.
fn editions(operation: &Operation, values: &[EnumValue]) -> Vec<Option<String>> {
    if !operation.editions.is_empty() {
        return operation.editions.iter().cloned().map(Some).collect();
    }
    let mut found: Vec<Option<String>> = vec![None];
    let parameters = operation.parameters.iter().flat_map(|it| &it.editions);
    let rules = operation.rules.iter().flat_map(|it| &it.editions);
    for name in parameters.chain(rules).chain(values.iter().flat_map(|it| &it.editions)) {
        if !found.iter().flatten().any(|known| known == name) {
            found.push(Some(name.clone()));
        }
    }
    found
}

/// A parameter, and what is asked of it; none of an edition that does not have it.
struct Member {
    given: Option<Target>,
    absent: Option<Target>,
    /// For each rule that says that it does nothing, whether the rule may not apply.
    may_not: Vec<Target>,
}

impl Member {
    fn new(asked: &mut Presence<'_>, operation: &Operation, member: usize) -> Self {
        let def = operation.parameters.get(member);
        let at = def.and_then(|def| asked.parameter(&def.name));
        let Some((def, at)) = def.zip(at) else { return Member { given: None, absent: None, may_not: Vec::new() } };
        let given = asked.is_given(at);
        let rules = asked.universe.rules.first().map(Vec::as_slice).unwrap_or_default();
        let about = |rule: &usize| operation.rules.get(*rule).is_some_and(|rule| ignores(rule, &def.name));
        let applies: Vec<Id> =
            rules.iter().filter(|rule| about(&rule.rule)).map(|rule| rule.applies.unwrap_or(Id::TRUE)).collect();
        Member {
            given: Some(asked.target(given)),
            absent: Some(asked.target(!given)),
            may_not: applies.into_iter().map(|applies| asked.target(!applies)).collect(),
        }
    }

    fn is_idle(&self, scene: &Scene) -> bool {
        self.may_not.iter().any(|target| scene.answer(*target) == Answer::No)
    }
}

fn look(asked: &mut Presence<'_>, value: Id, members: &[Member]) -> Found {
    let ignored: Vec<Target> = members.iter().flat_map(|member| member.may_not.iter().copied()).collect();
    let mut scene = asked.scene(&[value], &[]);
    if scene.possible == Answer::No {
        let mut scene = asked.scene_without_rules(&[value]);
        asked.settle(&mut scene, &ignored);
        return Found {
            possible: false,
            members: members
                .iter()
                .map(|member| (false, scene.possible == Answer::Yes && member.is_idle(&scene)))
                .collect(),
        };
    }
    asked.settle(&mut scene, &members.iter().filter_map(|member| member.given).collect::<Vec<_>>());
    asked.settle(&mut scene, &members.iter().filter_map(|member| member.absent).collect::<Vec<_>>());
    asked.settle(&mut scene, &ignored);
    let never = |target: Option<Target>| target.is_none_or(|target| scene.answer(target) == Answer::No);
    let member = |member: &Member| {
        (member.absent.is_some() && never(member.absent), never(member.given) || member.is_idle(&scene))
    };
    Found { possible: true, members: members.iter().map(member).collect() }
}
