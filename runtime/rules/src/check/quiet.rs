//! The quick reading of a request about which there is nothing to say.

use super::Checker;
use super::inspect::{Report, Trail};
use super::judge::Node;
use super::read::{has_json_text, is_absent};
use crate::{Facts, Truth, Value};

/// So many names are compared before the one is looked up.
const NEAR: usize = 8;

impl Checker {
    /// Reads what is given into the nodes of the parameters and, behind them, of the facts. Stops at the first thing
    /// that there is something to say about, or that is a text to be read first: such a request is read again, with
    /// words and in the order of the parameters.
    pub(super) fn read_quietly<'a>(
        &'a self,
        entries: &'a [(String, Value)],
        facts: &'a Facts,
        nodes: &mut [Node<'a>],
    ) -> bool {
        let empty_is_absent = self.operation.empty_is_absent;
        let (parameters, fact_nodes) = nodes.split_at_mut(self.parameters.len());
        for (node, def) in parameters.iter_mut().zip(&self.parameters) {
            *node = Node::absent(Some(def));
        }
        for index in &self.constant {
            parameters[*index] = Node::new(&self.parameters[*index], None, empty_is_absent);
        }
        let mut report = Report::silent(empty_is_absent);
        let mut next = 0;
        for (name, value) in entries {
            let absent = is_absent(value, empty_is_absent);
            let Some(index) = self.index(name, next) else {
                if absent {
                    continue;
                }
                return false;
            };
            next = index + 1;
            let def = &self.parameters[index];
            parameters[index] = if absent {
                Node::new(def, None, empty_is_absent)
            } else if has_json_text(def, value) {
                return false;
            } else {
                let content = report.value(def, value, &Trail::Name(&def.name, None), false);
                Node { def: Some(def), given: Truth::Yes, content }
            };
            if report.found {
                return false;
            }
        }
        self.read_facts(facts, fact_nodes, &mut report);
        !report.found && self.required.iter().all(|index| parameters[*index].given == Truth::Yes)
    }

    /// The parameter of a name. Most requests have their names in the order of the parameters, so it is looked for
    /// near `next` first.
    fn index(&self, name: &str, next: usize) -> Option<usize> {
        let near = self.parameters.get(next..).into_iter().flatten().zip(next..).take(NEAR);
        let mut near = near.filter(|(def, _)| def.name == name && def.exists());
        near.next().map(|(_, index)| index).or_else(|| self.names.get(name).copied())
    }
}
