// What every sample says in its language: the pairs of a request without its secrets, where it goes, and how texts are quoted.
//
// `sampleCall({ service, data, request }, endpoint)` makes the call that a sample is made of; `service`, `data` and `request`
// are the page's situation, `endpoint` an origin or empty for that of the service. `SAMPLES` of all.js lists the languages.

import { requestPairs } from "../wire.js";
import { secretNames } from "../draft.js";
import { toJsonValue } from "../../json.js";

/** Where the key comes from in every sample: the names that the vendor's own tools read. */
export const KEY_ID_VARIABLE = "ALIBABA_CLOUD_ACCESS_KEY_ID";
export const KEY_SECRET_VARIABLE = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/** The region of clients that want one and are told a host anyway. */
const SAMPLE_REGION = "cn-hangzhou";

/**
 * `{ service, data, request, action, version, protocol, host, port, region, pairs }`. Each pair is `{ name, text, variable,
 * top }`: `variable` names what a secret is read from, and then `text` is empty; `top` is the parameter that it belongs to.
 */
export function sampleCall({ service, data, request }, endpoint = "") {
  const values = toJsonValue(request) ?? new Map();
  const secrets = secretNames(data.check);
  const pairs = [];
  for (const [name, value] of requestPairs(data.check, values)) {
    if (name === "Action") continue;
    const top = topOf(data.check, values, name);
    const isSecret = secrets.some((secret) => secret.toLowerCase() === top.toLowerCase());
    pairs.push({ name, text: isSecret ? "" : value, variable: isSecret ? variableOf(name) : null, top });
  }
  const url = new URL(endpoint || `https://${defaultHost(service)}`);
  const { hostname, port, host } = url;
  const protocol = url.protocol.replace(":", "");
  return { service, data, request: values, action: data.check.name, version: service.version, protocol, host, hostname, port, region: SAMPLE_REGION, pairs };
}

function defaultHost({ endpoints }) {
  const listed = endpoints.regions.find(([region]) => region === SAMPLE_REGION) ?? endpoints.regions[0];
  return endpoints.default ?? listed?.[1] ?? endpoints.pattern?.replace("{region}", SAMPLE_REGION) ?? "example.com";
}

/** The parameter, or the unknown name, that a pair comes from: the longest that its name is or begins with. */
function topOf(check, values, name) {
  const names = [...check.parameters.map((it) => it.name), ...values.keys()];
  const fitting = names.filter((top) => name === top || name.startsWith(`${top}.`));
  return fitting.sort((left, right) => right.length - left.length)[0] ?? name;
}

/** The environment variable of a secret parameter: `DESTINATION_ENDPOINT_PASSWORD`. */
export function variableOf(name) {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
  return /^[A-Z_]/.test(words) ? words : `_${words}`;
}

/** Whether a character does not show, or changes how others show: such a one is never written as it is. */
export function isHidden(character) {
  return character !== " " && /[\p{C}\p{Z}]/u.test(character);
}

/** A text between double quotes; `escape` writes a character that does not show. */
export function quoteWith(text, escape, more = {}) {
  const plain = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", ...more };
  const write = (character) => plain[character] ?? (isHidden(character) ? escape(character) : character);
  return `"${[...text.toWellFormed()].map(write).join("")}"`;
}

/** The number of a character in hexadecimal digits, at least so many. */
export function codeOf(character, digits = 1) {
  return character.codePointAt(0).toString(16).padStart(digits, "0");
}
