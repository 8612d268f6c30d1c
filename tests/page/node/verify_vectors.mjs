// Checks files of signature vectors, published ones and captured requests, against the signing of the page:
// `node verify_vectors.mjs FILE...`. The formats are those of the example `verify_vectors` of the runtime.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { authorizationV3, hmac, sha256Hex, stepsV1, stepsV3 } from "../../../generator/src/text/page/aliyun/sign.js";

let count = 0;
for (const file of process.argv.slice(2)) {
  for (const vector of JSON.parse(readFileSync(file, "utf8"))) {
    try {
      await checks()[vector.scheme](vector);
    } catch (error) {
      console.error(`FAILED ${vector.id}\n${error.message}`);
      process.exit(1);
    }
    count += 1;
  }
}
console.log(`${count} signatures are the same`);

function checks() {
  return {
    "HMAC-SHA1/base64": async ({ key, message, expected }) => {
      assert.equal(Buffer.from(await hmac("SHA-1", key, message)).toString("base64"), expected);
    },
    "HMAC-SHA256/hex": async ({ key, message, expected }) => {
      assert.equal(Buffer.from(await hmac("SHA-256", key, message)).toString("hex"), expected);
    },
    "RPC-V1-HMAC-SHA1": async (vector) => {
      const steps = await stepsV1(vector.secret, vector.method, Object.entries(vector.params));
      same(vector.canonicalized_query, steps.canonical);
      same(vector.string_to_sign, steps.stringToSign);
      assert.equal(steps.signature, vector.expected);
    },
    "ACS3-HMAC-SHA256": async (vector) => {
      const { secret, method, uri, query, headers } = vector;
      const signed = Object.keys(headers).map((name) => name.toLowerCase());
      const bodyHash = hashIn(vector) ?? (await sha256Hex(vector.body));
      const parts = { method, uri, query: Object.entries(query), headers: Object.entries(headers), signed, bodyHash };
      const steps = await stepsV3(secret, parts);
      same(vector.canonical_request, steps.canonical);
      same(vector.hashed_canonical_request_expected, steps.stringToSign.split("\n")[1]);
      same(vector.authorization, authorizationV3(vector.access_key_id, signed, steps.signature));
      assert.equal(steps.signature, vector.expected);
    },
    V1: async (vector) => {
      const pairs = [...form(vector.path.split("?")[1] ?? ""), ...(isForm(vector) ? form(vector.body) : [])];
      const steps = await stepsV1(vector.secret, vector.method, pairs.filter(([name]) => name !== "Signature"));
      same(vector.string_to_sign, steps.stringToSign);
      assert.equal(steps.signature, vector.signature);
      assert.equal(pairs.find(([name]) => name === "Signature")[1], vector.signature);
    },
    V3: async (vector) => {
      const header = (name) => vector.headers.find(([key]) => key.toLowerCase() === name)?.[1];
      const signed = /SignedHeaders=([^,]*),/.exec(header("authorization"))[1].split(";");
      const [uri, query = ""] = vector.path.split("?");
      const { method, headers, secret } = vector;
      const parts = { method, uri, query: form(query), headers, signed, bodyHash: header("x-acs-content-sha256") };
      const steps = await stepsV3(secret, parts);
      same(vector.canonical_request, steps.canonical);
      same(vector.string_to_sign, steps.stringToSign);
      assert.equal(steps.signature, vector.signature);
    },
  };
}

function same(expected, found) {
  if (expected !== undefined) assert.equal(found, expected);
}

function isForm({ headers, body }) {
  return body !== "" && headers.some(([name, value]) => name.toLowerCase() === "content-type" && value.includes("form"));
}

function form(text) {
  const decode = (part) => decodeURIComponent(part.replaceAll("+", " "));
  return text.split("&").filter((pair) => pair !== "").map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
}

/** Some vectors give the hash of the body itself. */
function hashIn(vector) {
  const named = Object.entries(vector).filter(([name]) => /body_|_body|payload|content/.test(name));
  return named.map(([, value]) => value).find((value) => /^[0-9a-f]{64}$/.test(value));
}
