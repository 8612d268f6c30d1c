//! The credentials file that the vendor's libraries share.

use std::path::Path;

use super::chain::Step;
use super::sources::read;
use super::{Credentials, Sources, metadata};
use crate::Secret;

/// The file that `ALIBABA_CLOUD_CREDENTIALS_FILE` names, else the first that is there of two.
pub(super) async fn look(sources: &Sources) -> Step {
    if let Some(path) = sources.var("ALIBABA_CLOUD_CREDENTIALS_FILE") {
        let shown = "the file of ALIBABA_CLOUD_CREDENTIALS_FILE";
        return match read(Path::new(&path), shown) {
            Ok(text) => from_text(sources, &text, shown).await.unwrap_or_else(Step::Stop),
            Err(unreadable) => Step::Stop(unreadable.why),
        };
    }
    let named = sources.var("ALIBABA_CLOUD_PROFILE");
    let skip_or_stop = |why: String| match &named {
        // The file before this one did not have the profile either.
        Some(name) => Step::Stop(format!("{why}; ALIBABA_CLOUD_PROFILE names {name:?}")),
        None => Step::Skip(why),
    };
    let Some(home) = &sources.home else { return skip_or_stop("there is no home folder".to_owned()) };
    for name in ["credentials", "credentials.ini"] {
        let shown = format!("~/.alibabacloud/{name}");
        match read(&home.join(".alibabacloud").join(name), &shown) {
            Ok(text) => return from_text(sources, &text, &shown).await.unwrap_or_else(skip_or_stop),
            Err(unreadable) if unreadable.is_missing => {}
            Err(unreadable) => return skip_or_stop(unreadable.why),
        }
    }
    skip_or_stop("neither ~/.alibabacloud/credentials nor credentials.ini exists".to_owned())
}

async fn from_text(sources: &Sources, text: &str, shown: &str) -> Result<Step, String> {
    let named = sources.var("ALIBABA_CLOUD_PROFILE");
    let name = named.as_deref().unwrap_or("default");
    let fields = section(text, name)
        .map_err(|line| format!("{shown} is malformed in line {line}"))?
        .ok_or_else(|| format!("{shown} has no section {name:?}"))?;
    from_section(sources, &fields).await.map(Step::Found).map_err(|why| format!("section {name:?} of {shown}: {why}"))
}

type Fields<'t> = Vec<(&'t str, &'t str)>;

/// The fields of a section; `None` if there is none. The error is the number of a line that is
/// nothing: no section, no field, no comment.
fn section<'t>(text: &'t str, wanted: &str) -> Result<Option<Fields<'t>>, usize> {
    let mut found: Option<Fields<'t>> = None;
    let mut is_inside = false;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            is_inside = name.trim() == wanted;
            if is_inside {
                found.get_or_insert_default();
            }
        } else {
            let (name, value) = line.split_once('=').ok_or(index + 1)?;
            if let Some(fields) = found.as_mut().filter(|_| is_inside) {
                fields.push((name.trim(), value.trim()));
            }
        }
    }
    Ok(found)
}

async fn from_section(sources: &Sources, fields: &[(&str, &str)]) -> Result<Credentials, String> {
    let field = |name: &str| {
        let value = fields.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value);
        value.filter(|value| !value.is_empty())
    };
    let required = |name: &str| field(name).ok_or_else(|| format!("has no {name}"));
    if field("enable").is_some_and(|value| value.eq_ignore_ascii_case("false")) {
        return Err("is switched off by its field enable".to_owned());
    }
    match field("type") {
        // Without a type the keys say what it is.
        None | Some("access_key" | "sts") => {
            let token = match field("type") {
                Some("sts") => Some(required("security_token")?),
                Some(_) => None,
                None => field("security_token"),
            };
            let key = Credentials::new(required("access_key_id")?, required("access_key_secret")?);
            Ok(Credentials { security_token: token.map(Secret::from), ..key })
        }
        Some("ecs_ram_role") => metadata::from_role(sources, field("role_name"))
            .await
            .map_err(|why| format!("type ecs_ram_role: metadata service: {why}")),
        Some(kind @ ("ram_role_arn" | "oidc_role_arn" | "rsa_key_pair" | "bearer" | "credentials_uri")) => {
            Err(format!("type {kind} is not supported"))
        }
        Some(_) => Err("its type is not known".to_owned()),
    }
}
