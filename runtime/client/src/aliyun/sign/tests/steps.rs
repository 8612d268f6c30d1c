//! Signing: published examples, the single pass, and what people may see of it.

use crate::aliyun::sign::{MASK, Scheme, Steps, v1, v3};

/// The parameters of the vendor's own first example.
const REGIONS: [(&str, &str); 8] = [
    ("Timestamp", "2016-02-23T12:46:24Z"),
    ("Format", "XML"),
    ("AccessKeyId", "testid"),
    ("Action", "DescribeRegions"),
    ("SignatureMethod", "HMAC-SHA1"),
    ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
    ("Version", "2014-05-26"),
    ("SignatureVersion", "1.0"),
];

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn published_signatures_of_the_older_scheme() {
    let check = |secret: &str, method: &str, pairs: &[(&str, &str)], expected: &str| {
        assert_eq!(v1::steps(secret, method, pairs).signature, expected);
        assert_eq!(v1::sign(secret, method, pairs), expected);
    };
    check("testsecret", "GET", &REGIONS, "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
    check("secret", "GET", &[("query", "test"), ("body", "test")], "XlUyV4sXjOuX5FnjUz9IF9tm5rU=");
    check("accessKeySecret", "", &[("test", "ok")], "jHx/oHoHNrbVfhncHEvPdHXZwHU=");
    assert_eq!(v1::hmac("secret", "中文"), "CqCYIa39h9SSWuXnTz8F5hh9UPA=");
    assert_eq!(v1::hmac("secret", "source"), "Jv4yi8SobFhg5t1C7nWLbhBSFZQ=");
}

#[test]
fn steps_of_the_older_scheme() {
    let steps = v1::steps("s", "POST", &[("b", "1 +*/"), ("B", ""), ("源", "~=&"), ("b.1", "%")]);
    assert_eq!(steps.canonical, "B=&b=1%20%2B%2A%2F&b.1=%25&%E6%BA%90=~%3D%26");
    assert_eq!(
        steps.string_to_sign,
        "POST&%2F&B%3D%26b%3D1%2520%252B%252A%252F%26b.1%3D%2525%26%25E6%25BA%2590%3D~%253D%2526"
    );
}

fn run_instances<'a>(query: &'a [(&'a str, &'a str)], headers: &'a [(&'a str, &'a str)]) -> Parts<'a> {
    v3::Parts { method: "POST", uri: "/", query, headers, signed: &SIGNED, body_sha256: EMPTY }
}

type Parts<'a> = v3::Parts<'a, &'a str, &'a str, &'a str, &'a str, &'a str>;

const SIGNED: [&str; 6] =
    ["x-acs-version", "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce"];

const HEADERS: [(&str, &str); 7] = [
    ("User-Agent", "not signed"),
    ("Host", " ecs.cn-shanghai.aliyuncs.com\t"),
    ("X-Acs-Action", "RunInstances"),
    ("x-acs-version", "2014-05-26"),
    ("x-acs-date", "2023-10-26T10:22:32Z"),
    ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
    ("x-acs-content-sha256", EMPTY),
];

#[test]
fn the_published_request_of_the_current_scheme() {
    let query = [("RegionId", "cn-shanghai"), ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")];
    let parts = run_instances(&query, &HEADERS);
    let steps = v3::steps("YourAccessKeySecret", &parts);
    let signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";
    assert_eq!(
        steps.string_to_sign,
        "ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
    );
    assert_eq!(steps.signature, signature);
    assert_eq!(v3::sign("YourAccessKeySecret", &parts), signature);
    assert_eq!(
        v3::authorization("YourAccessKeyId", &v3::signed_headers(&SIGNED), signature),
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;\
         x-acs-signature-nonce;x-acs-version,Signature=\
         06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    );
}

#[test]
fn tests_of_official_clients_with_odd_inputs() {
    // The hash is an argument there, and not one that SHA-256 gives of a known text.
    let body = "55e12e91650d2fec56ec74e1d3e4ddbfce2ef3a65890c2a19ecf88a307e76a23";
    let query = [("test", "ok"), ("empty", "")];
    let check = |method, uri, query, headers, signed, expected: &str| {
        let parts: Parts<'_> = v3::Parts { method, uri, query, headers, signed, body_sha256: body };
        assert_eq!(v3::sign("secret", &parts), v3::steps("secret", &parts).signature);
        assert_eq!(v3::sign("secret", &parts).get(..8), Some(expected));
    };
    let two = [("x-acs-test", "http"), ("x-acs-TEST", "https")];
    let spaced = [("x-acs-test", "http, https")];
    check("GET", "/", &query, &two, &["x-acs-test"], "d16b30a7");
    check("", "/", &query, &two, &["x-acs-test"], "4ab59fff");
    check("GET", "", &query, &two, &["x-acs-test"], "910e59dd");
    check("undefined", "", &query, &two, &["x-acs-test"], "0f2d5495");
    check("GET", "/", &query, &spaced, &["x-acs-test"], "be2046c5");
    check("", "/", &[], &two[1..], &["x-acs-test"], "af6d32de");
    check("undefined", "", &[], &[], &[], "608b887e");
}

#[test]
fn many_parameters_long_values_and_long_keys_take_the_same_way() {
    let names: Vec<String> = (0..300).map(|n| format!("Name.{}", n * 7919 % 300)).collect();
    let long = "源 x".repeat(700);
    let mut pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v+ ")).collect();
    pairs.push(("Long", &long));
    let key = "k".repeat(200);
    for secret in ["", "k", key.as_str(), &key[..63], &key[..64], &key[..65]] {
        assert_eq!(v1::sign(secret, "GET", &pairs), v1::steps(secret, "GET", &pairs).signature);
        let parts = run_instances(&pairs, &HEADERS);
        assert_eq!(v3::sign(secret, &parts), v3::steps(secret, &parts).signature);
    }
    let canonical = v1::canonicalized_query(&pairs);
    let mut sorted: Vec<&str> = canonical.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    assert_eq!(sorted.len(), 301);
    assert!(sorted.is_sorted());
    sorted.dedup();
    assert_eq!(sorted.len(), 301);
}

#[test]
fn equal_names_keep_their_order() {
    assert_eq!(v1::canonicalized_query(&[("a", "2"), ("a", "1"), ("A", "3")]), "A=3&a=2&a=1");
}

const PASSWORD: &str = "p&a=s s'()!*~";

/// Everything that would give the password away.
fn leaks(text: &str) -> bool {
    let once = "p%26a%3Ds%20s%27%28%29%21%2A~";
    let twice = "p%2526a%253Ds%2520s%2527%2528%2529%2521%252A~";
    [PASSWORD, once, twice, "tok/en", "tok%2Fen", "tok%252Fen"].iter().any(|form| text.contains(form))
}

#[test]
fn secrets_are_masked_in_every_step() {
    let pairs = [
        ("Password", PASSWORD),
        ("Name", "night"),
        ("Note", "it is p&a=s s'()!*~"),
        ("Inner.1.Password", "x"),
        ("SecurityToken", "tok/en"),
    ];
    let steps = v1::steps("s", "POST", &pairs);
    assert!(leaks(&steps.canonical) && leaks(&steps.string_to_sign));
    let masked = steps.masked(Scheme::V1, &["Password"]);
    let note = "Note=it%20is%20~masked~&";
    assert_eq!(
        masked.canonical,
        format!("Inner.1.Password={MASK}&Name=night&{note}Password={MASK}&SecurityToken={MASK}")
    );
    assert_eq!(
        masked.string_to_sign,
        "POST&%2F&Inner.1.Password%3D~masked~%26Name%3Dnight%26Note%3Dit%2520is%2520~masked~%26\
         Password%3D~masked~%26SecurityToken%3D~masked~"
    );
    assert_eq!(masked.signature, steps.signature);

    let headers = [("host", "h"), ("x-acs-security-token", "tok/en"), ("x-note", PASSWORD)];
    let signed = ["host", "x-acs-security-token", "x-note"];
    let parts: Parts<'_> =
        v3::Parts { method: "POST", uri: "/", query: &pairs, headers: &headers, signed: &signed, body_sha256: EMPTY };
    let steps = v3::steps("s", &parts);
    let explained = steps.explain(Scheme::V3, &["password"]);
    assert!(leaks(&steps.canonical) && !leaks(&explained), "{explained}");
    for part in ["x-acs-security-token:~masked~", "x-note:~masked~", "Name=night", &steps.signature, EMPTY] {
        assert!(explained.contains(part), "{part} in {explained}");
    }
    assert_eq!(steps.masked(Scheme::V3, &["Password"]).string_to_sign, steps.string_to_sign);
}

#[test]
fn an_explanation_shows_three_steps_and_debug_shows_none() {
    let steps = v1::steps("s", "GET", &[("a", "b c")]);
    let explained = steps.explain(Scheme::V1, &[]);
    let lines: Vec<&str> = explained.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "1. Canonicalized query",
            "   a=b%20c",
            "2. String to sign: the method, `/` and step 1, encoded",
            "   GET&%2F&a%3Db%2520c"
        ]
    );
    assert_eq!(lines[5], format!("   {}", steps.signature));
    assert_eq!(format!("{steps:?}"), "Steps { .. }");
}

#[test]
fn masking_takes_any_text() {
    for text in ["", "\n\n\n\n", "a", "=", "%&=\n:", "&%2F&", "GET&%2F&Password"] {
        let steps = Steps { canonical: text.into(), string_to_sign: text.into(), signature: text.into() };
        for scheme in [Scheme::V1, Scheme::V3] {
            assert_eq!(steps.masked(scheme, &["", "Password"]).signature, text);
        }
    }
}
