// Writes every sample of a page and has it read by a parser of its language: samples.mjs PAGE FOLDER PARSERS.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HOSTILE, PASSWORD, readPage, renderCase, sampleCases } from "./cases.mjs";

const [page, folder, parsers] = process.argv.slice(2);
const { service, operations } = readPage(page);
const cases = sampleCases({ operations });
const languages = await readers();
const counts = new Map();
const files = [];
let typed = 0;
for (const one of cases) {
  for (const { id, title, language, text } of renderCase(service, one).texts) {
    if (text.includes(PASSWORD)) fail(`${title}: the secret is in the sample`, text);
    const hidden = [...text].find((character) => !" \n\t".includes(character) && /[\p{C}\p{Z}]/u.test(character));
    if (hidden) fail(`${title}: a character U+${hidden.codePointAt(0).toString(16)} that does not show`, text);
    const name = join(folder, `${one.id}-${id}.${{ bash: "sh", rust: "rs", python: "py", typescript: "ts" }[language] ?? language}`);
    writeFileSync(name, text);
    files.push({ name, language });
    const wrong = languages[language]?.(text, name);
    if (wrong) fail(`${title}: ${wrong}`, text);
    if (id === "rust" && text.includes(".send()")) typed += 1;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
}
// One process for all files of a language whose parser is a program.
const of = (language) => files.filter((file) => file.language === language).map(({ name }) => name);
program("bash", of("bash"), (name) => ["-n", name]);
run("python3", ["-c", "import ast,sys\nfor name in sys.argv[1:]: ast.parse(open(name, encoding='utf-8').read(), name)", ...of("python")]);
const lib = of("rust").map((name) => `#[path = ${JSON.stringify(name)}]\nmod ${name.match(/(s\d+)-rust/)[1]};\n`).join("");
mkdirSync(join(folder, "src"), { recursive: true });
writeFileSync(join(folder, "src/lib.rs"), `//! Every sample in Rust.\n#![allow(dead_code)]\n${lib}`);
const told = [...counts].map(([id, count]) => `${id} ${count}`).join(", ");
console.log(`${cases.length} requests, ${typed} typed in Rust, ${HOSTILE.length} hostile texts; ${told}`);

/** A function for each language that is read in this process: it says what is wrong, or nothing. */
async function readers() {
  const require = createRequire(join(parsers, "package.json"));
  const typescript = require("typescript");
  const { parse } = await import(require.resolve("java-parser"));
  const { Parser, Language } = await import(require.resolve("web-tree-sitter"));
  await Parser.init();
  const go = new Parser();
  go.setLanguage(await Language.load(require.resolve("tree-sitter-go/tree-sitter-go.wasm")));
  return {
    typescript(text) {
      const { diagnostics } = typescript.transpileModule(text, { reportDiagnostics: true });
      return diagnostics.map(({ messageText }) => messageText).join("; ");
    },
    java(text) {
      try {
        parse(text);
        return "";
      } catch (error) {
        return error.message;
      }
    },
    go(text) {
      const tree = go.parse(text);
      return tree.rootNode.hasError ? tree.rootNode.toString().slice(0, 500) : "";
    },
  };
}

function program(command, names, argumentsOf) {
  for (const name of names) run(command, argumentsOf(name));
}

function run(command, list) {
  const { status, stderr, error } = spawnSync(command, list, { encoding: "utf8" });
  if (error) fail(`\`${command}\` cannot be run (${error.message}); install it with the package manager`, "");
  if (status !== 0) fail(`${command} ${list.at(-1)}: ${stderr}`, "");
}

function fail(what, text) {
  console.error(`${what}\n${text}`);
  process.exit(1);
}
