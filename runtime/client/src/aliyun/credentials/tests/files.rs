//! The environment and the two files.

use super::stand_in::{Home, find, shown, sources, why};

const ID: (&str, &str) = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id");
const SECRET: (&str, &str) = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hush-1");
const CLI: &str = "command line profile";
const FILE: &str = "credentials file";

#[test]
fn the_environment_comes_first() {
    let home = Home::new();
    home.write(
        ".aliyun/config.json",
        r#"{"profiles":[{"name":"default","access_key_id":"x","access_key_secret":"y"}]}"#,
    );
    let found = |env: &[(&str, &str)]| find(sources(env, Some(&home.0)));
    assert_eq!(shown(&found(&[ID, SECRET]).unwrap()), "id hush-1 -");
    let with_token = [ID, SECRET, ("ALIBABA_CLOUD_SECURITY_TOKEN", "hush-2")];
    assert_eq!(shown(&found(&with_token).unwrap()), "id hush-1 hush-2");
    assert_eq!(shown(&found(&[(ID.0, ""), (SECRET.0, " ")]).unwrap()), "x y -");
    let half = found(&[ID]).unwrap_err();
    assert_eq!(half.tried().count(), 1);
    assert!(why(&half, "environment").ends_with("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"), "{half}");
    let other = found(&[SECRET]).unwrap_err();
    assert!(why(&other, "environment").ends_with("ALIBABA_CLOUD_ACCESS_KEY_ID is not"), "{other}");
}

#[test]
fn an_error_lists_every_place_and_says_what_to_set() {
    let error = find(sources(&[], None)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no access key found; tried in this order:\n\
         - environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set\n\
         - command line profile: there is no home folder\n\
         - credentials file: there is no home folder\n\
         - metadata service: no connection\n\
         - credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set\n\
         Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or provide one of the others"
    );
    let home = Home::new();
    let error = find(sources(&[], Some(&home.0))).unwrap_err();
    assert_eq!(why(&error, CLI), "~/.aliyun/config.json does not exist");
    assert_eq!(why(&error, FILE), "neither ~/.alibabacloud/credentials nor credentials.ini exists");
}

const PROFILES: &str = r#"{"current":"two","profiles":[
    {"name":"one","mode":"AK","access_key_id":"id-1","access_key_secret":"hush-1"},
    {"name":"two","mode":"StsToken","access_key_id":"id-2","access_key_secret":"hush-2","sts_token":"hush-3","sts_expiration":1798761600},
    {"name":"ended","mode":"StsToken","access_key_id":"id-3","access_key_secret":"hush-4","sts_token":"hush-5","sts_expiration":1},
    {"name":"role","mode":"RamRoleArn","access_key_id":"id-4","access_key_secret":"hush-6"},
    {"name":"odd","mode":"hush-7"},
    {"name":"half","mode":"AK","access_key_id":"id-5","access_key_secret":""},
    {"name":"uri","mode":"CredentialsURI","credentials_uri":"hush-8"},
    {"name":"ecs","mode":"EcsRamRole","ram_role_name":"r"}]}"#;

#[test]
fn the_profile_is_the_named_one_or_the_current_one() {
    let home = Home::new();
    home.write(".aliyun/config.json", PROFILES);
    let found = |env: &[(&str, &str)]| find(sources(env, Some(&home.0)));
    let named = |name| found(&[("ALIBABA_CLOUD_PROFILE", name)]);
    let temporary = found(&[]).unwrap();
    assert_eq!(shown(&temporary), "id-2 hush-2 hush-3");
    assert!(temporary.expires.is_some());
    assert!(!format!("{temporary:?}").contains("hush"));
    assert_eq!(shown(&named("one").unwrap()), "id-1 hush-1 -");
    for (name, expected) in [
        ("role", "mode RamRoleArn is not supported"),
        ("odd", "its mode is not known"),
        ("half", "has no access_key_secret"),
        ("uri", "credentials_uri: is not an address that begins with http"),
        ("ecs", "mode EcsRamRole: metadata service: no connection"),
    ] {
        let error = named(name).unwrap_err();
        assert_eq!(why(&error, CLI), format!("profile {name:?} of ~/.aliyun/config.json: {expected}"));
        assert_eq!(error.tried().count(), 2, "the search ends there: {error}");
        assert!(!error.to_string().contains("hush") && error.to_string().contains("set on purpose"), "{error}");
    }
    let ended = named("ended").unwrap_err();
    assert!(why(&ended, CLI).contains("has ended"), "{ended}");
    let unknown = named("nowhere").unwrap_err();
    assert_eq!(why(&unknown, CLI), "~/.aliyun/config.json has no profile \"nowhere\"");
    assert!(why(&unknown, FILE).ends_with("ALIBABA_CLOUD_PROFILE names \"nowhere\""), "{unknown}");
    assert_eq!(unknown.tried().count(), 3);
    let disabled = found(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "TRUE")]).unwrap_err();
    assert!(why(&disabled, CLI).contains("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"), "{disabled}");
    home.write(".alibabacloud/credentials", "[nowhere]\naccess_key_id=id-6\naccess_key_secret=hush-9");
    assert_eq!(shown(&named("nowhere").unwrap()), "id-6 hush-9 -");
}

#[test]
fn a_broken_profile_file_is_listed_and_passed_over() {
    let home = Home::new();
    home.write(".alibabacloud/credentials.ini", "[default]\naccess_key_id = id\naccess_key_secret = hush");
    let check = |content: &[u8], expected: &str| {
        home.write(".aliyun/config.json", content);
        let found = || find(sources(&[], Some(&home.0)));
        assert_eq!(shown(&found().unwrap()), "id hush -");
        let ini = home.0.join(".alibabacloud/credentials.ini");
        std::fs::rename(&ini, home.0.join("away")).unwrap();
        let error = found().unwrap_err();
        std::fs::rename(home.0.join("away"), ini).unwrap();
        assert_eq!(why(&error, CLI), expected);
        assert!(!error.to_string().contains("hush"), "{error}");
    };
    check(b"{\"hush\":", "~/.aliyun/config.json is not JSON");
    check(b"\xff", "~/.aliyun/config.json is not UTF-8");
    check(b"{}", "~/.aliyun/config.json has no list of profiles");
    check(b"{\"profiles\":[]}", "~/.aliyun/config.json has no profile that is its current one");
    check(&vec![b' '; 256 * 1024 + 1], "~/.aliyun/config.json is longer than 256 KiB");
    let role = r#"{"profiles":[{"name":"default","mode":"CloudSSO"}]}"#;
    check(role.as_bytes(), "the current profile of ~/.aliyun/config.json: mode CloudSSO is not supported");
    std::fs::remove_file(home.0.join(".aliyun/config.json")).unwrap();
    std::fs::create_dir(home.0.join(".aliyun/config.json")).unwrap();
    std::fs::remove_file(home.0.join(".alibabacloud/credentials.ini")).unwrap();
    let error = find(sources(&[], Some(&home.0))).unwrap_err();
    assert_eq!(why(&error, CLI), "~/.aliyun/config.json is not a file");
}

const SECTIONS: &str = "\u{feff}# a comment\n; another\n\n[default]\nenable = true\ntype = access_key\naccess_key_id = id-1\n\
    access_key_secret = hu=sh-1\n[ temporary ]\r\ntype=sts\r\naccess_key_id=id-2\r\naccess_key_secret=hush-2\r\n\
    security_token=hush-3\r\n[plain]\naccess_key_id=id-3\naccess_key_secret=hush-4\nsecurity_token=hush-5\n\
    [arn]\ntype=ram_role_arn\n[odd]\ntype=hush-6\n[half]\ntype=sts\naccess_key_id=x\naccess_key_secret=hush-7\n\
    [off]\nenable=false\naccess_key_id=x\naccess_key_secret=y\n[empty]\n[ecs]\ntype=ecs_ram_role\nrole_name=a/b\n";

#[test]
fn the_credentials_file_has_sections_of_many_types() {
    let home = Home::new();
    home.write(".alibabacloud/credentials", SECTIONS);
    home.write(".alibabacloud/credentials.ini", "[default]\naccess_key_id=wrong\naccess_key_secret=file");
    let elsewhere = home.write("elsewhere.ini", SECTIONS);
    let elsewhere = elsewhere.to_str().unwrap();
    assert_eq!(shown(&find(sources(&[], Some(&home.0))).unwrap()), "id-1 hu=sh-1 -");
    let named = |name| {
        let env = [("ALIBABA_CLOUD_PROFILE", name), ("ALIBABA_CLOUD_CREDENTIALS_FILE", elsewhere)];
        let (usual, given) = (find(sources(&env[..1], Some(&home.0))), find(sources(&env, None)));
        assert_eq!(usual.as_ref().ok(), given.as_ref().ok());
        given
    };
    assert_eq!(shown(&named("default").unwrap()), "id-1 hu=sh-1 -");
    assert_eq!(shown(&named("temporary").unwrap()), "id-2 hush-2 hush-3");
    assert_eq!(shown(&named("plain").unwrap()), "id-3 hush-4 hush-5");
    for (name, expected) in [
        ("arn", "type ram_role_arn is not supported"),
        ("odd", "its type is not known"),
        ("half", "has no security_token"),
        ("off", "is switched off by its field enable"),
        ("empty", "has no access_key_id"),
        ("ecs", "type ecs_ram_role: metadata service: no connection"),
    ] {
        let error = named(name).unwrap_err();
        let place = "of the file of ALIBABA_CLOUD_CREDENTIALS_FILE";
        assert_eq!(why(&error, FILE), format!("section {name:?} {place}: {expected}"));
        assert!(!error.to_string().contains("hush"), "{error}");
    }
    let unknown = named("nowhere").unwrap_err();
    assert!(why(&unknown, FILE).ends_with("has no section \"nowhere\""), "{unknown}");
}

#[test]
fn a_file_that_is_named_and_cannot_be_used_ends_the_search() {
    let home = Home::new();
    let check = |path: &str, expected: &str| {
        let path = home.0.join(path);
        let env = [("ALIBABA_CLOUD_CREDENTIALS_FILE", path.to_str().unwrap())];
        let error = find(sources(&env, Some(&home.0))).unwrap_err();
        assert_eq!(why(&error, FILE), format!("the file of ALIBABA_CLOUD_CREDENTIALS_FILE {expected}"));
        assert_eq!(error.tried().count(), 3);
    };
    check("gone", "does not exist");
    check("", "is not a file");
    home.write("broken", "[default]\n\naccess_key_id\n");
    check("broken", "is malformed in line 3");
    home.write("bytes", b"[default]\n\xff");
    check("bytes", "is not UTF-8");
    home.write("other", "a=b\n[other]\n");
    check("other", "has no section \"default\"");
    // At its usual place the same file is passed over.
    home.write(".alibabacloud/credentials", "hush");
    let error = find(sources(&[], Some(&home.0))).unwrap_err();
    assert_eq!(why(&error, FILE), "~/.alibabacloud/credentials is malformed in line 1");
    assert_eq!(error.tried().count(), 5);
}
