// From what is given in the form to a request that can be signed.

import { kindOf } from "../definitions.js";
import { requestPairs } from "./wire.js";

// What `signRequest` takes.
export function draftOf({ service, data, request }, access) {
  const at = (position) => data.check.parameters.filter((_, index) => data.parameters[index].position === position).map((it) => it.name);
  return {
    ...access.draft(),
    action: data.check.name,
    version: service.version,
    pairs: requestPairs(data.check, request),
    inHeader: at("header"),
    inBody: at("body"),
  };
}

// The names of parameters that are secrets or hold some.
export function secretNames(check) {
  const holds = (definition) => {
    const [, content] = kindOf(definition);
    const inner = Array.isArray(content) ? content : content && typeof content === "object" && content.kind ? [content] : [];
    return definition.secret || inner.some(holds);
  };
  return check.parameters.filter(holds).map((it) => it.name);
}
