//! The explorer page at `/`, and what its copy on a disk needs to send requests here.
//!
//! A page that was opened from a disk has the origin `null`. It may read answers only while the emulator serves a page
//! itself, listens on loopback, and is asked from this machine by a name of this machine; so may any other document without an
//! origin, which is why what it reads still has to be asked for with a signed request. The admin is never shared.

use std::net::SocketAddr;

use http::header::{self, HeaderMap};
use http::{Method, request};

use super::Reply;
use super::admin::is_local_name;
use super::shared::Shared;

/// The page, for a browser that asks for a document; the answer to whether a page on a disk may send something.
pub(crate) fn answer(shared: &Shared, peer: SocketAddr, head: &request::Parts) -> Option<Reply> {
    let page = shared.settings.page.as_deref().filter(|_| head.uri.path() == "/")?;
    match head.method {
        Method::GET | Method::HEAD if is_document(head) => Some(document(page)),
        Method::OPTIONS if is_shared(shared, peer, &head.headers) => Some(allowance(&head.headers)),
        _ => None,
    }
}

/// A call has parameters or headers of the gateway; who follows a link to `/` has none, and wants HTML.
fn is_document(head: &request::Parts) -> bool {
    let accept = head.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    head.uri.query().is_none() && !head.headers.contains_key(header::AUTHORIZATION) && accept.contains("text/html")
}

fn document(page: &str) -> Reply {
    let headers = [
        ("cache-control", "no-store"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ];
    Reply {
        status: 200,
        content_type: "text/html; charset=utf-8",
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: page.as_bytes().to_vec(),
        ..Reply::default()
    }
}

/// Whether the answer may be read by a page on a disk.
pub(crate) fn is_shared(shared: &Shared, peer: SocketAddr, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    shared.settings.page.is_some()
        && shared.settings.loopback
        && peer.ip().to_canonical().is_loopback()
        && is_local_name(text(header::HOST))
        && text(header::ORIGIN) == "null"
}

/// Lets a page on a disk read an answer.
pub(crate) fn share(reply: &mut Reply) {
    let headers = [
        ("access-control-allow-origin", "null"),
        ("access-control-expose-headers", "x-acs-request-id, x-contingent-warnings, retry-after"),
        ("vary", "origin"),
    ];
    reply.headers.extend(headers.map(|(name, value)| (name, value.to_owned())));
}

/// Which headers a page on a disk may send: those of the gateway.
fn allowance(headers: &HeaderMap) -> Reply {
    let asked = headers.get("access-control-request-headers").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = |name: &&str| name.starts_with("x-acs-") || ["accept", "authorization", "content-type"].contains(name);
    let lower = asked.to_ascii_lowercase();
    let allowed: Vec<&str> = lower.split(',').map(str::trim).filter(known).take(50).collect();
    let mut reply = Reply { status: 204, content_type: "text/plain", ..Reply::default() };
    reply.headers.push(("access-control-allow-methods", "GET, POST".to_owned()));
    reply.headers.push(("access-control-allow-headers", allowed.join(", ")));
    // Browsers ask again before something on the network of a machine is reached.
    reply.headers.push(("access-control-allow-private-network", "true".to_owned()));
    reply.headers.push(("access-control-max-age", "600".to_owned()));
    share(&mut reply);
    reply
}
