//! Formulas: conjunctions and negations over variables, each distinct one stored once.

use rustc_hash::FxHashMap;

/// A formula of an [`Arena`]. The lowest bit tells whether it is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id(u32);

/// A variable: a choice that a request or its facts leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Var(pub(super) u32);

/// What a formula is, before its negation.
pub(super) enum Node {
    True,
    Var(Var),
    And(Box<[Id]>),
}

impl Id {
    pub(super) const TRUE: Id = Id(0);
    pub(super) const FALSE: Id = Id(1);

    pub(super) fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    /// The place of its [`Node`].
    pub(super) fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(super) fn of(node: usize) -> Self {
        Id((node as u32) << 1)
    }
}

impl std::ops::Not for Id {
    type Output = Self;

    fn not(self) -> Self {
        Id(self.0 ^ 1)
    }
}

/// All formulas of one universe.
pub(super) struct Arena {
    nodes: Vec<Node>,
    ands: FxHashMap<Box<[Id]>, Id>,
    variables: u32,
}

impl Arena {
    pub(super) fn new() -> Self {
        Arena { nodes: vec![Node::True], ands: FxHashMap::default(), variables: 0 }
    }

    /// How many variables there are: they are numbered from 0.
    #[cfg(feature = "questions")]
    pub(super) fn variables(&self) -> usize {
        self.variables as usize
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(super) fn fresh(&mut self) -> Id {
        self.nodes.push(Node::Var(Var(self.variables)));
        self.variables += 1;
        Id::of(self.nodes.len() - 1)
    }

    /// The variable that a formula is, or is the negation of.
    #[cfg(feature = "questions")]
    pub(super) fn variable(&self, id: Id) -> Option<Var> {
        match self.nodes.get(id.node()) {
            Some(Node::Var(var)) => Some(*var),
            Some(Node::True | Node::And(_)) | None => None,
        }
    }

    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Id>) -> Id {
        let mut parts: Vec<Id> = parts.into_iter().filter(|part| *part != Id::TRUE).collect();
        parts.sort_unstable();
        parts.dedup();
        // A formula and its negation are neighbours once sorted.
        let clash = parts.windows(2).any(|pair| matches!(pair, [a, b] if *a == !*b));
        match parts.as_slice() {
            _ if clash || parts.contains(&Id::FALSE) => Id::FALSE,
            [] => Id::TRUE,
            [one] => *one,
            _ => {
                let parts = parts.into_boxed_slice();
                if let Some(id) = self.ands.get(&parts) {
                    return *id;
                }
                self.nodes.push(Node::And(parts.clone()));
                let id = Id::of(self.nodes.len() - 1);
                self.ands.insert(parts, id);
                id
            }
        }
    }

    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = Id>) -> Id {
        !self.all(parts.into_iter().map(|part| !part))
    }

    pub(super) fn implies(&mut self, a: Id, b: Id) -> Id {
        self.any([!a, b])
    }

    /// At most one of them.
    pub(super) fn at_most_one(&mut self, members: &[Id]) -> Id {
        // Up to a few, pairs are the smallest; beyond, whether one came before is carried along.
        if members.len() <= 6 {
            let mut pairs = Vec::new();
            for (index, a) in members.iter().enumerate() {
                for b in members.get(index + 1..).unwrap_or_default() {
                    pairs.push(self.any([!*a, !*b]));
                }
            }
            return self.all(pairs);
        }
        let mut before = Id::FALSE;
        let mut parts = Vec::with_capacity(members.len());
        for member in members {
            parts.push(self.any([!before, !*member]));
            before = self.any([before, *member]);
        }
        self.all(parts)
    }
}
