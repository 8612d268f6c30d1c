// The requests that samples are made of: the smallest of each operation and location, and hostile values.

import { readFileSync } from "node:fs";
import { requestPairs } from "../../../generator/src/text/page/aliyun/wire.js";
import { SAMPLES } from "../../../generator/src/text/page/aliyun/samples/all.js";
import { sampleCall } from "../../../generator/src/text/page/aliyun/samples/call.js";

/** No sample may contain it. */
export const PASSWORD = "hunter2-never-shown";

/** Texts that end a string, begin code, or change how others show, in one language or another. */
export const HOSTILE = [
  'double " single \' back ` slash \\ end\\',
  "line\nfeed\r\n\ttab",
  "$HOME ${HOME} $(id) `id` !! %s %n {0} {{x}} #{x} //* --",
  "源库 日本語 😀 é e\u0301",
  "bidi \u202egnp.exe\u202c separators \u2028 \u2029 zero\u200bwidth \ufeff bell \u0007",
  "\\u0022 \\x41 \\N{BULLET} \\0 \\",
  "\u{1d173}ab\u0085cd\u00a0",
  "-leading --dash",
  " blanks at both ends ",
  "=;&?+%41/",
];

/** The page's data: the service, and each operation by its name. */
export function readPage(file) {
  const html = readFileSync(file, "utf8");
  const blocks = [...html.matchAll(/<script type="application\/json" id="([^"]*)">(.*?)<\/script>/gs)];
  const parsed = blocks.map(([, id, json]) => [id, JSON.parse(json)]);
  const operations = parsed.filter(([id]) => id.startsWith("operation-")).map(([, data]) => data);
  return { service: parsed.find(([id]) => id === "service")[1], operations };
}

/** `{ id, data, request, facts, kind }` for every case. */
export function sampleCases({ operations }) {
  const cases = [];
  const add = (data, kind, request, facts = {}) => {
    const id = `s${String(cases.length).padStart(3, "0")}`;
    cases.push({ id, data, request, facts, kind });
  };
  for (const data of operations) {
    const { smallest } = data.editions[0];
    for (const { request, facts } of smallest) add(data, "smallest", request, facts);
    if (smallest.length === 0) add(data, "smallest", {});
    const [first] = smallest;
    const secrets = data.check.parameters.filter((it) => it.secret);
    if (first && secrets.length > 0) {
      const more = Object.fromEntries(secrets.map(({ name }) => [name, PASSWORD]));
      add(data, "secret", { ...first.request, ...more }, first.facts);
    }
  }
  const restore = operations.find((data) => data.check.name === "CreateRestoreTask");
  const { request, facts } = restore.editions[0].smallest[0];
  const free = restore.check.parameters.filter((it) => it.kind === "string" && it.const === undefined && !it.secret);
  for (const text of HOSTILE) {
    const texts = Object.fromEntries(free.filter(({ name }) => request[name] !== undefined).map(({ name }) => [name, text]));
    const objects = [{ DBName: text, NewDBName: text }];
    add(restore, "hostile", { ...request, ...texts, RestoreObjects: objects, DestinationEndpointPassword: PASSWORD }, facts);
    add(restore, "hostile name", { ...request, ...texts, RestoreObjects: JSON.stringify(objects), [`odd.${text}`]: text }, facts);
  }
  // What the typed request has no words for: a location that no document lists, a number that is none.
  add(restore, "odd", { ...request, DestinationEndpointInstanceType: "Moon" }, facts);
  add(restore, "odd", { ...request, DestinationEndpointPort: "many" }, facts);
  add(restore, "odd", {}, facts);
  return cases;
}

/** The texts of a case in every language. */
export function renderCase(service, { data, request }, endpoint = "") {
  const call = sampleCall({ service, data, request }, endpoint);
  return { call, texts: SAMPLES.map((sample) => ({ ...sample, text: sample.render(call) })) };
}

/** The pairs that a sample has to send, by name. */
export function wantedPairs({ data, request }) {
  return Object.fromEntries(requestPairs(data.check, request).filter(([name]) => name !== "Action"));
}
