//! The configuration file of the vendor's command line.

use std::time::{Duration, UNIX_EPOCH};

use super::chain::Step;
use super::sources::read;
use super::{Credentials, Sources, metadata, remote};
use crate::{Secret, Value};

const SHOWN: &str = "~/.aliyun/config.json";

/// Modes that exist and need requests which this crate does not make. Others are not repeated,
/// because who knows what stands there.
const UNSUPPORTED: [&str; 10] = [
    "RamRoleArn",
    "RamRoleArnWithEcs",
    "RsaKeyPair",
    "OIDC",
    "ChainableRamRoleArn",
    "CloudSSO",
    "OAuth",
    "External",
    "BearerToken",
    "Anonymous",
];

/// The profile that `ALIBABA_CLOUD_PROFILE` names, else the current one, else `default`.
pub(super) async fn look(sources: &Sources) -> Step {
    if sources.is_on("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
        return Step::Skip("is switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED".to_owned());
    }
    let Some(home) = &sources.home else { return Step::Skip("there is no home folder".to_owned()) };
    let text = match read(&home.join(".aliyun").join("config.json"), SHOWN) {
        Ok(text) => text,
        Err(unreadable) => return Step::Skip(unreadable.why),
    };
    let Ok(config) = Value::parse(&text) else { return Step::Skip(format!("{SHOWN} is not JSON")) };
    let named = sources.var("ALIBABA_CLOUD_PROFILE");
    let current = field(&config, "current");
    let name = named.as_deref().or(current).unwrap_or("default");
    let profiles = match config.get("profiles") {
        Some(Value::List(profiles)) => profiles.as_slice(),
        _ => return Step::Skip(format!("{SHOWN} has no list of profiles")),
    };
    let Some(profile) = profiles.iter().find(|profile| field(profile, "name") == Some(name)) else {
        return Step::Skip(match named {
            // Another file may have it, and the step after the files says if none does.
            Some(name) => format!("{SHOWN} has no profile {name:?}"),
            None => format!("{SHOWN} has no profile that is its current one"),
        });
    };
    match from_profile(sources, profile).await {
        Ok(credentials) => Step::Found(credentials),
        Err(why) if named.is_some() => Step::Stop(format!("profile {name:?} of {SHOWN}: {why}")),
        Err(why) => Step::Skip(format!("the current profile of {SHOWN}: {why}")),
    }
}

async fn from_profile(sources: &Sources, profile: &Value) -> Result<Credentials, String> {
    let required = |name| field(profile, name).ok_or_else(|| format!("has no {name}"));
    match field(profile, "mode").unwrap_or("AK") {
        "AK" => Ok(Credentials::new(required("access_key_id")?, required("access_key_secret")?)),
        "StsToken" => Ok(Credentials {
            security_token: Some(Secret::from(required("sts_token")?)),
            expires: seconds(profile.get("sts_expiration")).map(|after| UNIX_EPOCH + after),
            ..Credentials::new(required("access_key_id")?, required("access_key_secret")?)
        }),
        "EcsRamRole" => metadata::from_role(sources, field(profile, "ram_role_name"))
            .await
            .map_err(|why| format!("mode EcsRamRole: metadata service: {why}")),
        "CredentialsURI" => remote::from_uri(sources, required("credentials_uri")?)
            .await
            .map_err(|why| format!("credentials_uri: {why}")),
        mode if UNSUPPORTED.contains(&mode) => Err(format!("mode {mode} is not supported")),
        _ => Err("its mode is not known".to_owned()),
    }
}

/// Seconds since 1970 up to the year 9999; no number and 0 mean that it is not known.
fn seconds(value: Option<&Value>) -> Option<Duration> {
    let Some(Value::Number(number)) = value else { return None };
    let seconds = number.parse().ok().filter(|seconds| (1..=253_402_300_799).contains(seconds))?;
    Some(Duration::from_secs(seconds))
}

fn field<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}
