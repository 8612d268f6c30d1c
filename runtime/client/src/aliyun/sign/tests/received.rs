//! Verifying: requests as clients of many kinds send them, and all that can be wrong with one.

use crate::aliyun::sign::{Claim, ClaimError, Received, Scheme, claim, percent, v1, v3};

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

type Pairs = Vec<(&'static str, String)>;

/// The parameters of a request of the older scheme, without a signature.
fn v1_pairs() -> Pairs {
    [
        ("Action", "DoIt"),
        ("Version", "2026-01-01"),
        ("AccessKeyId", "testid"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureType", ""),
        ("SignatureNonce", "n-1"),
        ("Timestamp", "2026-01-02T03:04:05Z"),
        ("Format", "JSON"),
        ("SecurityToken", "tok/en"),
        ("Note", "a b+c*~源'()!"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn form(pairs: &[(&'static str, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&")
}

fn get(path_and_query: &str) -> Received<'_> {
    Received { method: "GET", path_and_query, headers: &[], body: b"" }
}

/// The older scheme with a change to its parameters before they are signed.
fn v1_claim(change: impl Fn(&mut Pairs)) -> Result<Claim, ClaimError> {
    let mut pairs = v1_pairs();
    change(&mut pairs);
    pairs.push(("Signature", v1::sign("secret", "GET", &pairs)));
    claim(&get(&format!("/?{}", form(&pairs))))
}

#[test]
fn the_older_scheme_is_verified_wherever_its_parameters_are() {
    let pairs = v1_pairs();
    for split in 0..=pairs.len() {
        let (in_query, in_body) = pairs.split_at(split);
        let signature = ("Signature", v1::sign("secret", "POST", &pairs));
        for signed_in_body in [false, true] {
            let (mut query, mut body) = (in_query.to_vec(), in_body.to_vec());
            if signed_in_body { &mut body } else { &mut query }.push(signature.clone());
            // As some write it: a space as `+`, and characters that need not be encoded.
            let target = format!("/?{}", form(&query)).replace("%20", "+").replace("%2A", "*").replace("%27", "'");
            let body = form(&body).replace("%20", "+");
            let received =
                Received { method: "POST", path_and_query: &target, headers: &[FORM], body: body.as_bytes() };
            let claim = claim(&received).unwrap();
            assert_eq!((claim.scheme, claim.access_key_id.as_str()), (Scheme::V1, "testid"));
            assert_eq!((claim.action.as_str(), claim.version.as_str()), ("DoIt", "2026-01-01"));
            assert_eq!((claim.nonce.as_str(), claim.timestamp.as_str()), ("n-1", "2026-01-02T03:04:05Z"));
            assert_eq!(claim.security_token.as_ref().map(|token| token.expose()), Some("tok/en"));
            assert_eq!(claim.format.as_deref(), Some("JSON"));
            assert!(claim.verify(&received, "secret"));
            assert!(!claim.verify(&received, "Secret") && !claim.verify(&received, ""));
            assert!(!claim.verify(&Received { method: "GET", ..received }, "secret"));
            assert_eq!(claim.steps(&received, "secret").unwrap().signature, claim.signature);
            assert!(!format!("{claim:?}").contains("tok/en"));
        }
    }
}

#[test]
fn a_body_that_is_no_form_is_not_signed_by_the_older_scheme() {
    let mut pairs = v1_pairs();
    pairs.push(("Signature", v1::sign("secret", "POST", &pairs)));
    let target = format!("/?{}", form(&pairs));
    let headers = [("content-type", "application/json")];
    let received = Received { method: "POST", path_and_query: &target, headers: &headers, body: b"a=\xff" };
    assert!(claim(&received).unwrap().verify(&received, "secret"));
    let as_form = Received { headers: &[FORM], ..received };
    assert_eq!(claim(&as_form).unwrap_err(), ClaimError::NotUtf8);
    let with_more = Received { body: b"a=b", ..as_form };
    assert!(!claim(&with_more).unwrap().verify(&with_more, "secret"));
}

#[test]
fn what_is_wrong_with_parameters_is_named() {
    assert!(v1_claim(|_| ()).is_ok());
    for name in
        ["Action", "Version", "AccessKeyId", "SignatureNonce", "Timestamp", "SignatureMethod", "SignatureVersion"]
    {
        let gone = v1_claim(|pairs| pairs.retain(|(known, _)| *known != name)).unwrap_err();
        assert_eq!(gone, ClaimError::Missing(name));
        let twice = v1_claim(|pairs| pairs.push((name, "x".to_owned()))).unwrap_err();
        assert_eq!(twice, ClaimError::Repeated(name));
    }
    let set = |name: &str, value: &str| {
        v1_claim(|pairs| {
            let pair = pairs.iter_mut().find(|(known, _)| *known == name).unwrap();
            value.clone_into(&mut pair.1);
        })
    };
    assert_eq!(set("Action", "").unwrap_err(), ClaimError::Missing("Action"));
    assert_eq!(set("SignatureMethod", "HMAC-SHA256").unwrap_err(), ClaimError::UnsupportedMethod);
    assert_eq!(set("SignatureType", "BEARERTOKEN").unwrap_err(), ClaimError::UnsupportedMethod);
    assert_eq!(set("SignatureVersion", "2.0").unwrap_err(), ClaimError::UnsupportedVersion);
    assert_eq!(claim(&get(&format!("/?{}", form(&v1_pairs())))).unwrap_err(), ClaimError::Missing("Signature"));
    assert_eq!(claim(&get("/")).unwrap_err(), ClaimError::Missing("Action"));
    assert_eq!(claim(&get("")).unwrap_err(), ClaimError::Missing("Action"));
    assert_eq!(claim(&get("/?%ff=1")).unwrap_err(), ClaimError::NotUtf8);
}

/// A request of the current scheme that owns its parts.
struct Request {
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn new(target: &str, body: &[u8]) -> Self {
        let headers = [
            ("Host", "127.0.0.1:80"),
            ("x-acs-action", "DoIt"),
            ("x-acs-version", "2026-01-01"),
            ("x-acs-date", "2026-01-02T03:04:05Z"),
            ("x-acs-signature-nonce", "n-1"),
            ("X-Acs-Content-Sha256", &v3::content_sha256(body)),
            ("x-acs-security-token", "tok/en"),
            ("Accept", "a"),
            ("accept", " b "),
        ];
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { target: target.to_owned(), headers, body: body.to_vec() }
    }

    /// Signs all headers as `query` should be understood, and sends the request as it is.
    fn sign(mut self, query: &[(&str, &str)]) -> Self {
        let mut signed: Vec<String> = self.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        signed.sort_unstable();
        signed.dedup();
        let body_sha256 = v3::content_sha256(&self.body);
        let parts = v3::Parts {
            method: "POST",
            uri: "/",
            query,
            headers: &self.headers,
            signed: &signed,
            body_sha256: &body_sha256,
        };
        let names = v3::signed_headers(&signed);
        let authorization = v3::authorization("testid", &names, &v3::sign("secret", &parts));
        self.set("Authorization", &authorization);
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Changes the header `Authorization`.
    fn rewrite(&mut self, from: &str, to: &str) {
        let old = self.headers.iter().find(|(name, _)| name == "Authorization").unwrap().1.clone();
        assert!(old.contains(from), "{old}");
        self.set("Authorization", &old.replace(from, to));
    }

    fn with<T>(&self, look: impl FnOnce(&Received<'_>) -> T) -> T {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        look(&Received { method: "POST", path_and_query: &self.target, headers: &headers, body: &self.body })
    }

    fn verified(&self) -> Result<bool, ClaimError> {
        self.with(|received| {
            let claim = claim(received)?;
            let is_same = claim.steps(received, "secret")?.signature == claim.signature;
            assert_eq!(claim.verify(received, "secret"), is_same);
            assert!(!claim.verify(received, "other"));
            Ok(is_same)
        })
    }

    fn error(&self) -> ClaimError {
        self.verified().unwrap_err()
    }
}

#[test]
fn the_current_scheme_is_verified_however_the_query_was_written() {
    let query = [("b", "x y+*~"), ("a", ""), ("源", "'()!"), ("Format", "XML")];
    for target in [
        "/?b=x+y%2B%2A~&a=&%E6%BA%90=%27%28%29%21&Format=XML",
        "/?Format=XML&%e6%ba%90='()!&a&b=x%20y%2b*%7E",
        "http://127.0.0.1:80/?Format=XML&&%e6%ba%90='()!&a&b=x%20y%2b*%7E&",
        "http://127.0.0.1:80?Format=XML&%e6%ba%90='()!&a&b=x%20y%2b*%7E",
        "?Format=XML&%e6%ba%90='()!&a&b=x%20y%2b*%7E",
    ] {
        let mut request = Request::new(target, b"\xff\x00 not UTF-8").sign(&query);
        assert_eq!(request.verified(), Ok(true), "{target}");
        request.with(|received| {
            let claim = claim(received).unwrap();
            assert_eq!((claim.scheme, claim.access_key_id.as_str()), (Scheme::V3, "testid"));
            assert_eq!((claim.action.as_str(), claim.version.as_str()), ("DoIt", "2026-01-01"));
            assert_eq!((claim.nonce.as_str(), claim.timestamp.as_str()), ("n-1", "2026-01-02T03:04:05Z"));
            assert_eq!(claim.security_token.as_ref().map(|token| token.expose()), Some("tok/en"));
            assert_eq!(claim.format.as_deref(), Some("XML"));
            let canonical = claim.steps(received, "secret").unwrap().canonical;
            assert!(canonical.contains("\naccept:a,b\nhost:127.0.0.1:80\n"), "{canonical}");
        });
        request.set("x-not-signed", "1");
        assert_eq!(request.verified(), Ok(true));
        request.set("x-acs-date", "2026-01-02T03:04:06Z");
        assert_eq!(request.verified(), Ok(false));
    }
}

#[test]
fn what_is_wrong_with_headers_is_named() {
    let signed = || Request::new("/", b"").sign(&[]);
    assert_eq!(signed().verified(), Ok(true));
    for name in ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"] {
        let mut request = Request::new("/", b"");
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        assert_eq!(request.sign(&[]).error(), ClaimError::Missing(name));

        let mut request = Request::new("/", b"");
        let value = request.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).unwrap().1.clone();
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        let mut request = request.sign(&[]);
        request.set(name, &value);
        assert_eq!(request.error(), ClaimError::NotSigned(name));

        let mut request = signed();
        request.headers.push((name.to_owned(), "x".to_owned()));
        assert_eq!(request.error(), ClaimError::Repeated(name));
    }
    let mut request = signed();
    request.body = b"x".to_vec();
    assert_eq!(request.error(), ClaimError::ContentMismatch);
    let mut request = Request::new("/", b"x");
    request.set("x-acs-content-sha256", EMPTY);
    assert_eq!(request.sign(&[]).error(), ClaimError::ContentMismatch);
    let mut request = Request::new("/", b"");
    request.set("x-acs-signature-type", "BEARERTOKEN");
    assert_eq!(request.sign(&[]).error(), ClaimError::UnsupportedMethod);
    assert_eq!(Request::new("/?a=%ff", b"").sign(&[]).error(), ClaimError::NotUtf8);
}

#[test]
fn an_authorization_that_cannot_be_read_is_refused() {
    let error = |from: &str, to: &str| {
        let mut request = Request::new("/", b"").sign(&[]);
        request.rewrite(from, to);
        request.error()
    };
    for (from, to) in [("ACS3-HMAC-SHA256", "ACS3-HMAC-SM3"), ("ACS3-HMAC-SHA256 ", "Basic "), (" ", "")] {
        assert_eq!(error(from, to), ClaimError::UnsupportedMethod);
    }
    for (from, to, why) in [
        ("Credential=testid,", "", "names no Credential"),
        ("Credential=testid,", "Credential=,", "names no Credential"),
        ("Credential=testid,", "Credential,", "has a field without a value"),
        ("Credential=testid,", "Credential=testid,,", "has a field without a value"),
        ("Credential=", "Credential=a,Credential=", "has a field twice"),
        ("Credential=", "Nonsense=1,Credential=", "has an unknown field"),
        (",SignedHeaders=", ",SignedHeaders=,X=", "has an unknown field"),
        (",Signature=", ",Signature=,Signature=", "has a field twice"),
        ("SignedHeaders=accept", "SignedHeaders=accept;accept", "names a signed header twice"),
        ("SignedHeaders=accept", "SignedHeaders=accept;nowhere", "names a signed header that was not sent"),
        ("SignedHeaders=accept", "SignedHeaders=accept;", "names a signed header that was not sent"),
    ] {
        assert_eq!(error(from, to), ClaimError::MalformedAuthorization(why), "{to}");
    }
    let mut spaced = Request::new("/", b"").sign(&[]);
    spaced.rewrite(",", ", ");
    assert_eq!(spaced.verified(), Ok(true));
    let mut twice = Request::new("/", b"").sign(&[]);
    twice.headers.push(("authorization".to_owned(), "x".to_owned()));
    assert_eq!(twice.error(), ClaimError::Repeated("Authorization"));
}

#[test]
fn errors_are_sentences_without_values() {
    let errors = [
        ClaimError::Missing("Action"),
        ClaimError::Repeated("host"),
        ClaimError::UnsupportedMethod,
        ClaimError::UnsupportedVersion,
        ClaimError::MalformedAuthorization("has a field twice"),
        ClaimError::NotSigned("host"),
        ClaimError::ContentMismatch,
        ClaimError::NotUtf8,
    ];
    let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(texts[0], "Action is missing");
    assert_eq!(texts[4], "the header Authorization has a field twice");
    let distinct: std::collections::HashSet<&String> = texts.iter().collect();
    assert_eq!(distinct.len(), errors.len());
}
