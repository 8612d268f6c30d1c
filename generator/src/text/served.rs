//! `service.json`: what whoever plays the service needs of it.

use contingent_rules::Kind;
use contingent_rules::service::{Origin, ReplyField, ReplyKind, Served, Service, ServiceError};

use crate::model;

/// The service as JSON; one that keeps nothing answers all the same.
pub(super) fn render(service: &model::Service) -> String {
    let played = Service {
        name: service.name.clone(),
        version: service.version.clone(),
        editions: service.editions.iter().map(|edition| edition.name.clone()).collect(),
        resources: service.resources.iter().map(|it| resource(it, service)).collect(),
        reply: service.reply.clone(),
        errors: service.errors.iter().map(error).collect(),
        operations: service.operations.iter().map(|it| operation(it, service)).collect(),
    };
    format!("{}\n", played.to_json())
}

/// A field is secret if a parameter is from which it is taken.
fn resource(resource: &model::Resource, service: &model::Service) -> contingent_rules::service::Resource {
    let mut def = resource.def.clone();
    for field in &mut def.fields {
        let mut parameters = service.operations.iter().flat_map(|operation| &operation.check.parameters);
        field.secret = parameters.any(|parameter| parameter.secret && parameter.name == field.name);
    }
    def
}

fn operation(operation: &model::Operation, service: &model::Service) -> Served {
    let behaviour = operation.behaviour.as_ref();
    let token = operation.idempotency_token.and_then(|index| operation.check.parameters.get(index));
    let origin = |fact: &model::Fact| {
        // A service can say where it has a fact without saying what it keeps.
        let kept = |from: &model::Origin| service.resources.iter().any(|resource| resource.def.name == from.resource);
        let from = fact.from.clone().filter(|from| behaviour.is_some() && kept(from))?;
        Some(Origin { fact: fact.def.name.clone(), resource: from.resource, by: from.by, field: from.field })
    };
    Served {
        request: operation.check.clone(),
        readonly: operation.readonly,
        idempotency_token: token.map(|parameter| parameter.name.clone()),
        origins: operation.facts.iter().filter_map(origin).collect(),
        needs: behaviour.map(|it| it.needs.clone()).unwrap_or_default(),
        effect: behaviour.and_then(|it| it.effect.clone()),
        also: behaviour.map(|it| it.also.clone()).unwrap_or_default(),
        reply: behaviour.map(|it| it.reply.clone()).unwrap_or_default(),
        response: operation.response.iter().flat_map(|response| fields(&response.fields)).collect(),
        errors: operation.errors.iter().map(error).collect(),
    }
}

fn fields(parameters: &[model::Parameter]) -> Vec<ReplyField> {
    let field = |parameter: &model::Parameter| ReplyField {
        name: parameter.def.name.clone(),
        kind: kind(parameter),
        required: parameter.def.required,
        editions: parameter.def.editions.clone(),
    };
    parameters.iter().map(field).collect()
}

fn kind(parameter: &model::Parameter) -> ReplyKind {
    let item = || parameter.item.as_deref().map_or(ReplyKind::Any, kind);
    match &parameter.def.kind {
        Kind::List(_) => ReplyKind::List(parameter.wrapper.clone(), Box::new(item())),
        Kind::Object(_) if !parameter.fields.is_empty() => ReplyKind::Object(fields(&parameter.fields)),
        Kind::Object(_) => ReplyKind::Any,
        Kind::Map(_) => ReplyKind::Map(Box::new(item())),
        kind @ (Kind::String
        | Kind::Integer
        | Kind::Long
        | Kind::Number
        | Kind::Boolean
        | Kind::TimestampMs
        | Kind::Enum { .. }) => ReplyKind::Scalar(kind.clone()),
        // Its structure is in a text, which is passed on as it is.
        Kind::Json | Kind::JsonList(_) | Kind::JsonObject(_) => ReplyKind::Scalar(Kind::Json),
    }
}

fn error(error: &model::ErrorCode) -> ServiceError {
    ServiceError {
        code: error.code.clone(),
        status: error.status.and_then(|status| u16::try_from(status).ok()),
        message: error.message.clone(),
    }
}
