//! The role of a machine in the vendor's cloud, from its metadata service.

use bytes::Bytes;
use http::Method;

use super::remote::{Failure, NEAR, key, send};
use super::{Credentials, Sources};

/// How long the token of the metadata service should live, in seconds.
const TOKEN_LIFE: &str = "21600";
const ROLES: &str = "/latest/meta-data/ram/security-credentials/";

/// The key of a role; without a name that of the role which the machine has.
///
/// A token is asked for first (IMDSv2). Without one it goes on as older services want it, unless
/// that is switched off or nobody is there.
pub(super) async fn from_role(sources: &Sources, role: Option<&str>) -> Result<Credentials, String> {
    if sources.is_on("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
        return Err("is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED".to_owned());
    }
    let ttl = [("x-aliyun-ecs-metadata-token-ttl-seconds", TOKEN_LIFE)];
    let token = match ask(sources, Method::PUT, "/latest/api/token", &ttl).await {
        Ok(token) => Some(token.trim().to_owned()),
        Err(Failure { why, is_unreachable: true }) => return Err(why),
        Err(Failure { why, .. }) if sources.is_on("ALIBABA_CLOUD_IMDSV1_DISABLED") => {
            return Err(format!(
                "no token: {why}; going on without one is switched off by ALIBABA_CLOUD_IMDSV1_DISABLED"
            ));
        }
        // Also if time ran out: the reply with the token may not reach a container.
        Err(_) => None,
    };
    let headers: Vec<(&str, &str)> =
        token.iter().map(|token| ("x-aliyun-ecs-metadata-token", token.as_str())).collect();
    let listed;
    let role = match role {
        Some(role) => role,
        None => {
            listed = ask(sources, Method::GET, ROLES, &headers)
                .await
                .map_err(|failure| format!("no list of roles: {}", failure.why))?;
            listed.lines().map(str::trim).find(|line| !line.is_empty()).ok_or("the machine has no role")?
        }
    };
    // The name becomes part of a path.
    if role.is_empty() || !role.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        return Err("the name of the role has characters that no role has".to_owned());
    }
    let reply = ask(sources, Method::GET, &format!("{ROLES}{role}"), &headers).await;
    key(&reply.map_err(|failure| format!("no key of the role: {}", failure.why))?)
}

async fn ask(sources: &Sources, method: Method, path: &str, headers: &[(&str, &str)]) -> Result<String, Failure> {
    let mut request =
        http::Request::builder().method(method).uri(format!("{}{path}", sources.metadata.trim_end_matches('/')));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::new()).map_err(|_| Failure {
        why: "the address or the token of the service cannot be sent".to_owned(),
        is_unreachable: false,
    })?;
    send(sources, request, NEAR).await
}
