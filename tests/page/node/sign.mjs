// Signs each draft of a file as the page does, and prints the requests as they are sent, with the steps for people.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explainSteps, newNonce, signRequest } from "../../../generator/src/text/page/aliyun/sign.js";

const { drafts, secrets } = JSON.parse(readFileSync(join(process.argv[2], "drafts.json"), "utf8"));
const time = new Date(Date.UTC(2026, 10, 25, 1, 2, 3, 456));
for (const draft of drafts) {
  const signed = await signRequest({ ...draft, time, nonce: newNonce() });
  const { host, pathname, search } = new URL(signed.url);
  const steps = explainSteps(signed, secrets).map(({ title, text }, index) => {
    const lines = text.split("\n").map((line) => `   ${line}`.trimEnd());
    return `${index + 1}. ${title}\n${lines.join("\n")}\n`;
  });
  const request = { method: signed.method, path: pathname + search, headers: [["host", host], ...signed.headers] };
  console.log(JSON.stringify({ ...request, body: signed.body, explained: steps.join("") }));
}
