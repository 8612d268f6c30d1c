//! The metadata service and the credentials URI, over sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::stand_in::{Home, Service, find, key_reply, shown, sources, why};
use crate::aliyun::credentials::{Credentials, CredentialsError};
use crate::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};

const FAR: &str = "2026-01-01T06:00:00Z";
const ROLES: &str = "/latest/meta-data/ram/security-credentials/";
const PLACE: &str = "metadata service";
const ASKED_TOKEN: &str = "PUT /latest/api/token";

fn ask(service: &Service, env: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
    let mut sources = sources(env, None);
    sources.metadata = service.address.clone();
    find(sources)
}

/// The newer service: nothing without a token.
fn imds_v2() -> Service {
    Service::new(|line, head| {
        let has_token = head.contains("x-aliyun-ecs-metadata-token: tok-1\r\n");
        Some(match line {
            ASKED_TOKEN if head.contains("x-aliyun-ecs-metadata-token-ttl-seconds: 21600\r\n") => {
                (200, "tok-1\n".into())
            }
            _ if !has_token => (403, "no".into()),
            _ if line == format!("GET {ROLES}") => (200, "\nrole-a\nrole-b\n".into()),
            _ if line == format!("GET {ROLES}role-a") => (200, key_reply("id-a", FAR)),
            _ if line == format!("GET {ROLES}role-c") => (200, key_reply("id-c", FAR)),
            _ => (404, "hush".into()),
        })
    })
}

/// The older service: it knows nothing of tokens.
fn imds_v1(answer_to_put: Option<u16>) -> Service {
    Service::new(move |line, _| match line {
        ASKED_TOKEN => answer_to_put.map(|status| (status, String::new())),
        _ if line == format!("GET {ROLES}") => Some((200, "role-a".into())),
        _ => Some((200, key_reply("id-a", FAR))),
    })
}

#[test]
fn a_role_is_asked_for_with_a_token() {
    let service = imds_v2();
    let key = ask(&service, &[]).unwrap();
    assert_eq!(shown(&key), "id-a hush-1 hush-2");
    assert!(key.expires.is_some());
    assert_eq!(service.seen(), [ASKED_TOKEN, &format!("GET {ROLES}"), &format!("GET {ROLES}role-a")]);
    let named = imds_v2();
    assert_eq!(shown(&ask(&named, &[("ALIBABA_CLOUD_ECS_METADATA", "role-c")]).unwrap()), "id-c hush-1 hush-2");
    assert_eq!(named.seen(), [ASKED_TOKEN, &format!("GET {ROLES}role-c")]);
}

#[test]
fn a_role_that_is_named_and_gives_no_key_ends_the_search() {
    let service = imds_v2();
    let uri = ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:1/");
    let error = ask(&service, &[("ALIBABA_CLOUD_ECS_METADATA", "role-x"), uri]).unwrap_err();
    assert_eq!(
        why(&error, PLACE),
        "the role of ALIBABA_CLOUD_ECS_METADATA: no key of the role: the reply has HTTP status 404"
    );
    assert_eq!(error.tried().count(), 4);
    let error = ask(&service, &[("ALIBABA_CLOUD_ECS_METADATA", "../../user-data")]).unwrap_err();
    assert!(why(&error, PLACE).contains("characters that no role has"), "{error}");
    assert!(!service.seen().iter().any(|line| line.contains("user-data")));
}

#[test]
fn an_older_service_is_used_unless_that_is_switched_off() {
    for answer in [Some(404), Some(500)] {
        assert_eq!(shown(&ask(&imds_v1(answer), &[]).unwrap()), "id-a hush-1 hush-2");
        let service = imds_v1(answer);
        let error = ask(&service, &[("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")]).unwrap_err();
        assert!(why(&error, PLACE).contains("ALIBABA_CLOUD_IMDSV1_DISABLED"), "{error}");
        assert_eq!(service.seen(), [ASKED_TOKEN]);
    }
}

#[test]
fn a_silent_service_takes_a_second_for_each_question() {
    let start = Instant::now();
    assert_eq!(shown(&ask(&imds_v1(None), &[]).unwrap()), "id-a hush-1 hush-2");
    assert!(start.elapsed().as_millis() >= 900);
    let error = ask(&Service::new(|_, _| None), &[]).unwrap_err();
    assert_eq!(why(&error, PLACE), "no list of roles: no reply in time");
    assert!(start.elapsed().as_secs() < 10);
}

/// A network in which nobody answers, as outside of the vendor's cloud.
#[derive(Default)]
struct Nowhere(AtomicU64);

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Err(TransportErrorKind::ConnectTimeout.into())))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn where_nobody_is_it_is_asked_once() {
    let nowhere = Arc::new(Nowhere::default());
    let mut sources = sources(&[], None);
    sources.transport = nowhere.clone();
    assert_eq!(why(&find(sources).unwrap_err(), PLACE), "no connection in time");
    assert_eq!(nowhere.0.load(Ordering::SeqCst), 1);
}

#[test]
fn a_metadata_service_that_is_switched_off_is_not_asked() {
    let service = imds_v2();
    let error = ask(&service, &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]).unwrap_err();
    assert_eq!(why(&error, PLACE), "is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    assert_eq!(service.seen(), [""; 0]);
}

#[test]
fn profiles_and_files_can_name_a_role() {
    let home = Home::new();
    let profile = r#"{"profiles":[{"name":"default","mode":"EcsRamRole","ram_role_name":"role-c"}]}"#;
    home.write(".aliyun/config.json", profile);
    home.write(".alibabacloud/credentials", "[default]\ntype = ecs_ram_role\nrole_name = role-a\n");
    let service = imds_v2();
    let ask = |env: &[(&str, &str)]| {
        let mut sources = sources(env, Some(&home.0));
        sources.metadata = service.address.clone();
        shown(&find(sources).unwrap())
    };
    assert_eq!(ask(&[]), "id-c hush-1 hush-2");
    assert_eq!(ask(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]), "id-a hush-1 hush-2");
}

fn uri(reply: (u16, &str)) -> Result<Credentials, CredentialsError> {
    let reply = (reply.0, reply.1.to_owned());
    let service = Service::new(move |line, _| (line == "GET /key?a=hush").then(|| reply.clone()));
    find(sources(&[("ALIBABA_CLOUD_CREDENTIALS_URI", &format!("{}/key?a=hush", service.address))], None))
}

#[test]
fn a_credentials_uri_gives_a_key() {
    assert_eq!(shown(&uri((200, &key_reply("id-u", FAR))).unwrap()), "id-u hush-1 hush-2");
    let home = Home::new();
    let service = Service::new(|_, _| Some((200, key_reply("id-p", FAR))));
    let address = &service.address;
    let profile =
        format!(r#"{{"profiles":[{{"name":"default","mode":"CredentialsURI","credentials_uri":"{address}"}}]}}"#);
    home.write(".aliyun/config.json", profile);
    assert_eq!(shown(&find(sources(&[], Some(&home.0))).unwrap()), "id-p hush-1 hush-2");
}

#[test]
fn replies_that_are_no_keys_are_refused_and_not_shown() {
    let success = |rest: &str| format!(r#"{{"Code":"Success"{rest}}}"#);
    let full = r#","AccessKeyId":"a","AccessKeySecret":"hush","SecurityToken":"hush""#;
    for (status, body, expected) in [
        (500, "hush".to_owned(), "the reply has HTTP status 500"),
        (302, "hush".to_owned(), "the reply has HTTP status 302"),
        (200, String::new(), "the reply is not JSON"),
        (200, "<hush>".to_owned(), "the reply is not JSON"),
        (200, "[\"hush\"]".to_owned(), "the reply does not say that it is a success"),
        (200, r#"{"Code":"hush"}"#.to_owned(), "the reply does not say that it is a success"),
        (200, success(""), "the reply has no AccessKeyId"),
        (200, success(r#","AccessKeyId":5"#), "the reply has no AccessKeyId"),
        (200, success(r#","AccessKeyId":"hush""#), "the reply has no AccessKeySecret"),
        (200, success(&format!(r#"{full},"Expiration":"hush""#)), "the Expiration of the reply is no time"),
        (200, "hush".repeat(20_000), "the reply is longer than allowed"),
    ] {
        let error = uri((status, &body)).unwrap_err();
        assert_eq!(why(&error, "credentials URI"), format!("ALIBABA_CLOUD_CREDENTIALS_URI: {expected}"));
        assert!(!format!("{error} {error:?}").contains("hush"), "{error}");
    }
    assert_eq!(shown(&uri((200, &success(full))).unwrap()), "a hush hush");
    let ended = uri((200, &key_reply("id", "2025-12-31T23:59:59Z"))).unwrap_err();
    assert!(why(&ended, "credentials URI").contains("has ended"), "{ended}");
    for address in ["hush", "ftp://hush/", "http://", "http://h ush/", "/hush"] {
        let error = find(sources(&[("ALIBABA_CLOUD_CREDENTIALS_URI", address)], None)).unwrap_err();
        assert!(why(&error, "credentials URI").ends_with("not an address that begins with http"), "{error}");
        assert!(!error.to_string().contains("hush"));
    }
}
