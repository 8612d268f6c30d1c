//! How a client is set up: hosts, environment, and what is wrong with them.

use super::*;
use crate::aliyun::credentials::Credentials;
use crate::aliyun::environment;
use crate::transport::mock::MockTransport;

const SERVICE: Service = Service {
    name: "Green-house",
    version: "1",
    host: |region| match region {
        None => Some("greenhouse.example".into()),
        Some("north") => Some("north.greenhouse.example".into()),
        Some(_) => None,
    },
};

fn builder() -> Builder<Blocking> {
    Client::builder(SERVICE).credentials(Credentials::new("testid", "testsecret")).transport(MockTransport::new())
}

fn at(builder: Builder<Blocking>) -> Result<String, String> {
    builder.build().map(|client| client.endpoint().to_string()).map_err(|error| error.to_string())
}

#[test]
fn the_host_comes_from_the_endpoint_the_region_or_the_service() {
    assert_eq!(at(builder()), Ok("https://greenhouse.example".into()));
    assert_eq!(at(builder().region("north")), Ok("https://north.greenhouse.example".into()));
    let named = builder().region("north").endpoint("http://127.0.0.1:8080");
    assert_eq!(at(named), Ok("http://127.0.0.1:8080".into()));
    let problem = "Green-house: not sent: no host is known for the region: check its name, or name an endpoint";
    assert_eq!(at(builder().region("nowhere")), Err(problem.into()));
    let problem = "Green-house: not sent: an endpoint has no path: every call goes to `/`";
    assert_eq!(at(builder().endpoint("a/b")), Err(problem.into()));
}

#[test]
fn the_environment_says_what_the_program_does_not() {
    let variable = |name: &str| match name {
        "GREEN_HOUSE_ENDPOINT" => Some("http://localhost:7000".to_owned()),
        name if name == environment::REGION => Some("north".to_owned()),
        _ => None,
    };
    let region_alone = |name: &str| variable(name).filter(|_| name.ends_with("_ID"));
    let nothing = |_: &str| Some(String::new());
    assert_eq!(at(builder().from_lookup(&variable)), Ok("http://localhost:7000".into()));
    assert_eq!(at(builder().from_lookup(&region_alone)), Ok("https://north.greenhouse.example".into()));
    assert_eq!(at(builder().endpoint("b.example").from_lookup(&variable)), Ok("https://b.example".into()));
    assert_eq!(at(builder().from_lookup(&nothing)), Ok("https://greenhouse.example".into()));
}

#[test]
fn a_client_shows_how_it_is_set_up_and_no_key() {
    let client = builder().build().unwrap().edition(Some("new"));
    let text = format!("{client:?} {:?}", builder());
    assert!(text.contains("greenhouse.example") && text.contains("new") && text.contains("V3"), "{text}");
    assert!(!text.contains("testsecret") && !text.contains("testid"), "{text}");
}
