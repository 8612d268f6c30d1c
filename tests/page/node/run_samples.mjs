// Runs samples of the page against an emulator, as a stranger would who copies them: run_samples.mjs NAME READY_FILE.
//
// The emulator's journal must have every parameter as it was meant. `PYTHON` is the Python that has the clients, `NODE_PATH`
// leads to those of Node, and `PARSERS` to TypeScript.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PASSWORD, readPage, renderCase, sampleCases, wantedPairs } from "./cases.mjs";

const [name, readyFile] = process.argv.slice(2);
const ready = JSON.parse(readFileSync(readyFile, "utf8"));
const page = fileURLToPath(new URL("../../../generated/dbs/docs/explorer.html", import.meta.url));
const { service, operations } = readPage(page);
const typescript = createRequire(join(process.env.PARSERS, "package.json"))("typescript");
const folder = mkdtempSync(join(tmpdir(), "samples-"));
const environment = {
  ...process.env,
  ALIBABA_CLOUD_ACCESS_KEY_ID: ready.access_key_id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: ready.access_key_secret,
  DESTINATION_ENDPOINT_PASSWORD: PASSWORD,
  SOURCE_ENDPOINT_PASSWORD: PASSWORD,
  PYTHONDONTWRITEBYTECODE: "1",
};

/** How a sample of each language is run. */
const RUNNERS = {
  curl: (text) => ["bash", "curl.sh", text],
  python: (text) => [process.env.PYTHON, "new.py", text],
  "python-old": (text) => [process.env.PYTHON, "old.py", text],
  typescript: (text) => ["node", "sample.cjs", typescript.transpile(text, { module: "commonjs", target: "es2022", esModuleInterop: true })],
};

let ran = 0;
try {
  const seen = new Set();
  for (const one of sampleCases({ operations })) {
    // One of each operation; of the one with locations and hostile values all.
    const isAnother = seen.has(one.data.check.name) && one.data.check.name !== "CreateRestoreTask";
    seen.add(one.data.check.name);
    // The official clients sign names as they are, so names that have to be encoded are refused whatever the sample says.
    if (isAnother || one.kind === "hostile name" || (process.env.ONLY && !process.env.ONLY.split(",").includes(one.id))) continue;
    const { texts } = renderCase(service, one, ready.endpoint);
    for (const { id, text } of texts) {
      const runner = RUNNERS[id];
      if (runner) check(one, id, runner(text), text);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${name}: ${ran} samples were run`);

function check(one, id, [program, file, source], text) {
  const path = join(folder, file);
  writeFileSync(path, source);
  const { error, stdout, stderr } = spawnSync(program, [path], { encoding: "utf8", env: environment, timeout: 60_000 });
  if (error) throw error;
  const came = journal();
  const place = `${one.id} ${one.data.check.name} ${one.kind} ${id}\n${text}\n${stdout}\n${stderr}`;
  assert.equal(came?.operation, one.data.check.name, place);
  assert.ok(came.parameters, `${came.code} ${came.message} for ${place}`);
  const wanted = wantedPairs(one);
  for (const key of Object.keys(wanted)) {
    // The journal masks secrets, and what the operation does not have.
    if (wanted[key] === PASSWORD || !one.data.check.parameters.some((it) => it.name === key)) continue;
    // The journal shows no control characters, in JSON as little as elsewhere.
    const shown = (text) => text.replace(/\\[bfnrt]|\\u00[01][0-9a-f]|\p{Cc}/gu, " ");
    assert.equal(shown(came.parameters[key] ?? ""), shown(wanted[key]), `${key} of ${place}`);
  }
  ran += 1;
}

/** The last call that the emulator took. */
function journal() {
  const { stdout } = spawnSync("curl", ["--silent", `${ready.endpoint}/_emulator/journal?limit=1`], { encoding: "utf8", env: environment });
  return JSON.parse(stdout).requests.at(-1);
}
