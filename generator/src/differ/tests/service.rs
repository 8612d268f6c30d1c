//! What is around operations.

use super::super::service_changes;
use super::*;

fn of(head: &str, operations: &[&str]) -> Service {
    let mut files = vec![file("s/service.yaml", &format!("style: rpc\n{head}"))];
    files.extend(operations.iter().enumerate().map(|(index, text)| file(&format!("s/operations/{index}.yaml"), text)));
    service(&files)
}

const PING: &str = "operation: Ping\nparameters: { A: { type: string } }\n";
const PONG: &str = "operation: Pong\nparameters: { A: { type: string } }\n";

#[test]
fn names_hosts_errors_and_editions() {
    let old = of(
        "service: S\nversion: \"1\"\ntitle: a\ndoc: a\ndocs: { a: https://a.example }\neditions: [{x: one}, {y: two}]\n\
         endpoints: { default: a.example, r1: b.example, r2: c.example }\ncommon_errors: { E: { status: 400 } }\n",
        &[],
    );
    let new = of(
        "service: T\nversion: \"2\"\ntitle: b\ndoc: b\ndocs: { b: https://a.example }\neditions: [{x: uno}, {z: three}]\n\
         endpoints: { default: d.example, r1: e.example }\ncommon_errors: { F: {} }\n",
        &[],
    );
    assert_eq!(
        lines(&service_changes(&old, &new).service),
        [
            "breaking: called T, was S",
            "breaking: version 2, was 1",
            "breaking: host of r2: unknown, was c.example",
            "rust-breaking: edition y: removed",
            "compatible: edition z: new",
            "compatible: host without a region: d.example, was a.example",
            "compatible: host of r1: e.example, was b.example",
            "compatible: error E: removed",
            "compatible: error F: new",
            "docs: titled b, was a",
            "docs: the service is described in other words",
            "docs: other documents, or other addresses of them",
            "docs: edition x: described in other words",
        ]
    );
    assert_eq!(service_changes(&new, &new), super::super::ServiceChanges::default());
}

#[test]
fn operations_by_their_names() {
    let head = "service: S\nversion: \"1\"\n";
    let lines = |old: &[&str], new: &[&str]| lines(&service_changes(&of(head, old), &of(head, new)).service);
    assert_eq!(lines(&[], &[PING]), ["compatible: operation Ping: new"]);
    assert_eq!(lines(&[PING], &[]), ["breaking: operation Ping: removed"]);
    assert_eq!(lines(&[PING], &[PONG]), ["breaking: operation Pong: the new name of Ping"]);
    let wider = "operation: Ping\nparameters: { A: { type: string }, B: { type: string } }\n";
    let found = service_changes(&of(head, &[PING, PONG]), &of(head, &[PONG, wider]));
    assert_eq!(found.service, []);
    assert_eq!(found.operations.len(), 1);
    assert_eq!(super::lines(&found.operations[0].1), ["compatible: B: new and optional"]);
}
