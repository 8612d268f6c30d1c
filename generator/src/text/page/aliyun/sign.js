// How a request is signed, both schemes, step by step, with the cryptography of the browser.
//
// `signRequest(draft)` gives `{ method, url, headers, body, steps, signature }`: the request as it is sent, and the texts on
// the way to its signature. A draft is `{ scheme: "V3" | "V1", endpoint, action, version, pairs, inHeader, inBody,
// placement: "form" | "query", accessKeyId, secret, securityToken, time, nonce }`: `endpoint` is an origin
// ("https://host"), `pairs` are `[name, value]` texts as they travel, `inHeader` and `inBody` names of those that travel
// elsewhere, `time` a `Date`, `nonce` a text that is used once (`newNonce()`).
// `explainSteps(signed, secretNames)` gives `[{ title, text }]` for people: the values of secret parameters and tokens are
// masked, and the key is never in it. `canSign()` tells whether there is cryptography: there is none on a page that came
// over plain HTTP from another machine.

const ALGORITHM_V3 = "ACS3-HMAC-SHA256";
const ALGORITHM_V1 = "HMAC-SHA1";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** What stands where a secret was. Encoding does not change it. */
export const SIGN_MASK = "~masked~";

/** Secrets of every request, whatever the operation: parameters and headers. */
const ALWAYS_SECRET = ["SecurityToken", "BearerToken", "x-acs-security-token", "x-acs-bearer-token"];

/** The parameters that the older scheme brings along. */
const COMMON_V1 = new Set([
  "Action", "Version", "Format", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "SignatureType",
  "Timestamp", "SecurityToken", "Signature",
]);

/** Signs a request. See the head of this file. */
export async function signRequest(draft) {
  const { scheme, endpoint, action, version, accessKeyId, secret, securityToken = "", time, nonce } = draft;
  const inForm = draft.placement !== "query";
  const headers = [];
  const query = [];
  const body = [];
  for (const [name, value] of draft.pairs) {
    if (scheme === "V1" ? COMMON_V1.has(name) : name === "Action") continue;
    if ((draft.inHeader ?? []).includes(name)) headers.push([name.toLowerCase(), value]);
    else (inForm || (draft.inBody ?? []).includes(name) ? body : query).push([name, value]);
  }
  const stamp = time.toISOString().replace(/\.\d+Z$/, "Z");
  let steps = null;
  if (scheme === "V1") {
    const common = [
      ["Action", action], ["Version", version], ["Format", "JSON"], ["AccessKeyId", accessKeyId],
      ["SignatureMethod", ALGORITHM_V1], ["SignatureVersion", "1.0"], ["SignatureNonce", nonce], ["Timestamp", stamp],
    ];
    const target = inForm ? body : query;
    target.push(...common);
    if (securityToken !== "") target.push(["SecurityToken", securityToken]);
    steps = await stepsV1(secret, "POST", [...query, ...body]);
    target.push(["Signature", steps.signature]);
  }
  const bodyText = encodePairs(body);
  if (bodyText !== "") headers.push(["content-type", FORM_TYPE]);
  if (scheme !== "V1") {
    headers.push(["x-acs-action", action], ["x-acs-version", version], ["x-acs-date", stamp]);
    headers.push(["x-acs-signature-nonce", nonce], ["x-acs-content-sha256", await sha256Hex(bodyText)]);
    if (securityToken !== "") headers.push(["x-acs-accesskey-id", accessKeyId], ["x-acs-security-token", securityToken]);
    const all = [["host", new URL(endpoint).host], ...headers];
    const signed = all.map(([name]) => name).sort(byCodePoints);
    const bodyHash = headers.find(([name]) => name === "x-acs-content-sha256")[1];
    steps = await stepsV3(secret, { method: "POST", uri: "/", query, headers: all, signed, bodyHash });
    headers.push(["authorization", authorizationV3(accessKeyId, signed, steps.signature)]);
  }
  headers.push(["accept", "application/json"]);
  const queryText = encodePairs(query);
  const url = `${endpoint}/${queryText === "" ? "" : "?"}${queryText}`;
  return { scheme, method: "POST", url, headers, body: bodyText, steps, signature: steps.signature };
}

/** The steps of the current scheme: HMAC-SHA256 over method, path, query, headers and body. */
export async function stepsV3(secret, { method, uri, query, headers, signed, bodyHash }) {
  const names = [...signed].sort(byCodePoints);
  const line = (name) => {
    const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value.trim());
    return `${name}:${values.join(",")}\n`;
  };
  const canonical = [method, uri, canonicalQuery(query), names.map(line).join(""), names.join(";"), bodyHash].join("\n");
  const stringToSign = `${ALGORITHM_V3}\n${await sha256Hex(canonical)}`;
  return { canonical, stringToSign, signature: toHex(await hmac("SHA-256", secret, stringToSign)) };
}

/** The value of the header `Authorization`. */
export function authorizationV3(accessKeyId, signed, signature) {
  const names = [...signed].sort(byCodePoints).join(";");
  return `${ALGORITHM_V3} Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`;
}

/** The steps of the older scheme: HMAC-SHA1 over all parameters but `Signature`. */
export async function stepsV1(secret, method, pairs) {
  const canonical = canonicalQuery(pairs);
  const stringToSign = `${method}&%2F&${percentEncode(canonical)}`;
  return { canonical, stringToSign, signature: toBase64(await hmac("SHA-1", `${secret}&`, stringToSign)) };
}

/** Parameters encoded, sorted by the bytes of their names, and joined. */
export function canonicalQuery(pairs) {
  return encodePairs([...pairs].sort(([left], [right]) => byCodePoints(left, right)));
}

/** `name=value&…` in the given order. */
export function encodePairs(pairs) {
  return pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join("&");
}

/** Letters, digits and `-_.~` stay, every other byte of the UTF-8 of a text becomes `%XX`. */
export function percentEncode(text) {
  const hex = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, hex);
}

/** Lower-case hex of the SHA-256 of a text. */
export async function sha256Hex(text) {
  return toHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** The HMAC of a text. */
export async function hmac(hash, key, text) {
  // No browser takes an empty key; one zero byte means the same, because keys are filled up with zeros.
  const bytes = key === "" ? new Uint8Array(1) : new TextEncoder().encode(key);
  const ready = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", ready, new TextEncoder().encode(text));
}

/** Whether this page may use cryptography. */
export function canSign() {
  return globalThis.crypto?.subtle !== undefined;
}

/** A text for one request. */
export function newNonce() {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBase64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** The order of the bytes of UTF-8, which is that of characters, and not that of the halves of UTF-16. */
function byCodePoints(left, right) {
  const [a, b] = [[...left], [...right]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}

/** The steps for people, masked. See the head of this file. */
export function explainSteps({ scheme, steps }, secretNames) {
  const { canonical, stringToSign, signature } = maskSteps(scheme, steps, secretNames);
  if (scheme === "V1") {
    return [
      { title: "Canonicalized query", text: canonical },
      { title: "String to sign: the method, `/` and step 1, encoded", text: stringToSign },
      { title: `Signature: ${ALGORITHM_V1} of step 2, the key is the secret and \`&\``, text: signature },
    ];
  }
  return [
    { title: "Canonical request", text: canonical },
    { title: "String to sign: the algorithm and the SHA-256 of step 1", text: stringToSign },
    { title: `Signature: ${ALGORITHM_V3} of step 2, the key is the secret`, text: signature },
  ];
}

/**
 * The steps without the values of the named parameters, of what lies in them (`Name.1`), and of tokens. A secret is masked
 * wherever it stands, as it is and encoded once or twice. Hash and signature are those of the request itself.
 */
export function maskSteps(scheme, steps, secretNames) {
  const names = [...secretNames, ...ALWAYS_SECRET].map((name) => name.toLowerCase());
  const isSecret = (name) => {
    const lower = name.toLowerCase();
    return names.some((secret) => lower === secret || lower.startsWith(`${secret}.`) || lower.endsWith(`.${secret}`));
  };
  const found = [];
  const maskQuery = (query) => query.split("&").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0 || !isSecret(decodeURIComponent(pair.slice(0, at)))) return pair;
    found.push(decodeURIComponent(pair.slice(at + 1)));
    return `${pair.slice(0, at)}=${SIGN_MASK}`;
  }).join("&");
  const maskLine = (line, index) => {
    const at = line.indexOf(":");
    if (index === 2) return maskQuery(line);
    if (index < 3 || at < 0 || !isSecret(line.slice(0, at))) return line;
    found.push(line.slice(at + 1));
    return `${line.slice(0, at)}:${SIGN_MASK}`;
  };
  const isOld = scheme === "V1";
  const canonical = isOld ? maskQuery(steps.canonical) : steps.canonical.split("\n").map(maskLine).join("\n");
  const method = steps.stringToSign.split("&%2F&")[0];
  const stringToSign = isOld ? `${method}&%2F&${percentEncode(canonical)}` : steps.stringToSign;
  // Shorter ones occur in any text, and what is left of it would say what they are.
  const forms = found.filter((secret) => new TextEncoder().encode(secret).length >= 4)
    .flatMap((secret) => [percentEncode(percentEncode(secret)), percentEncode(secret), secret])
    .sort((left, right) => right.length - left.length);
  const rest = (text) => forms.reduce((masked, form) => masked.replaceAll(form, () => SIGN_MASK), text);
  return { canonical: rest(canonical), stringToSign: rest(stringToSign), signature: steps.signature };
}
