//! Answers as JSON.

use serde_json::{Map, Value, json};

use super::analysis::{Analysis, Expected, analyze};
use crate::diagnostic::{Command, Diagnostics, Severity, to_json};
use crate::spec::SourceFile;

impl Analysis {
    /// The answers as `contingent analyze --format json` prints them.
    pub fn to_json(&self) -> Value {
        let expected = |list: &[Expected]| -> Vec<Value> {
            list.iter().map(|it| json!({"rule": it.rule, "finding": it.finding})).collect()
        };
        let dead_values: Map<String, Value> =
            self.dead_values.iter().map(|(name, values)| (name.clone(), json!(values))).collect();
        let redundant: Vec<Value> =
            self.redundant_rules.iter().map(|it| json!({"rule": it.rule, "implied_by": it.implied_by})).collect();
        let contradictions: Vec<Value> = self
            .contradictions
            .iter()
            .map(|it| json!({"rules": it.rules, "parameters": it.parameters, "message": it.message}))
            .collect();
        let unknown: Vec<Value> = self
            .unknown
            .iter()
            .map(|it| json!({"question": it.question, "subject": it.subject, "reason": it.reason}))
            .collect();
        json!({
            "consistent": self.consistent,
            "dead": self.dead,
            "false_optional": self.false_optional,
            "dead_values": dead_values,
            "redundant_rules": redundant,
            "never_fires": self.never_fires,
            "contradictions": contradictions,
            "expected": expected(&self.expected),
            "unmet": expected(&self.unmet),
            "valid_shapes": self.valid_shapes,
            "unknown": unknown,
        })
    }
}

/// Loads a spec and analyses all of its operations: the JSON of `contingent analyze`, or `{"errors": […]}`.
pub fn analyze_json(sources: &[SourceFile], edition: Option<&str>) -> Value {
    let mut found = Diagnostics::new();
    let spec = crate::load(sources, &mut found);
    let service = crate::resolve::resolve(&spec, &mut found);
    if found.has_errors(Command::Other) {
        let errors = found.iter().filter(|it| it.severity(Command::Other) == Severity::Error).map(to_json);
        return json!({ "errors": errors.collect::<Vec<_>>() });
    }
    let operations: Map<String, Value> =
        service.operations.iter().map(|it| (it.name.clone(), analyze(it, edition).to_json())).collect();
    json!({ "operations": operations })
}
