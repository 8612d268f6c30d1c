// Makes every request of a space that Rust wrote down, in its order, and compares the verdict on each with Rust's.
//
// Threads share the space by location.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { check } from "../../../generator/src/text/page/evaluator.js";
import { readJson } from "../../../generator/src/text/page/json.js";

const folder = isMainThread ? process.argv[2] : workerData.folder;
const read = (name) => readFileSync(join(folder, name), "utf8");
const [locations, databases, editions, given] = readJson(read("axes.json"));

if (isMainThread) {
  const begin = performance.now();
  const count = Math.min(availableParallelism(), 4);
  const threads = Array.from({ length: count }, (_, part) => judgeElsewhere(part, count));
  const seen = (await Promise.all(threads)).reduce((all, one) => new Set([...all, ...one]), new Set());
  const requests = locations.length * databases.length * editions.length * 2 ** given.length;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${requests} requests, ${seen.size} different verdicts, ${seconds} s`);
} else {
  parentPort.postMessage(judgePart(workerData.part, workerData.count));
}

function judgeElsewhere(part, count) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder, part, count } });
    worker.on("message", resolve).on("error", reject);
  });
}

/** Judges the locations of one part; the numbers of the verdicts that were met. */
function judgePart(part, count) {
  const operation = JSON.parse(read("operation.json"));
  const verdicts = JSON.parse(read("verdicts.json")).map((verdict) => JSON.stringify(verdict));
  const bytes = readFileSync(join(folder, "numbers.bin"));
  const seen = new Set();
  locations.forEach((location, place) => {
    if (place % count !== part) return;
    let at = place * databases.length * editions.length * 2 ** given.length;
    for (const database of databases) {
      const facts = new Map([["DatabaseType", database]]);
      for (const edition of editions) {
        for (let bits = 0; bits < 2 ** given.length; bits += 1, at += 1) {
          const request = new Map([
            ["BackupPlanId", "dbs1hvb0ww"],
            ["DestinationEndpointInstanceType", location],
            ["RestoreTaskName", "nightly"],
          ]);
          given.forEach(([name, value], bit) => {
            if ((bits >> bit) & 1) request.set(name, value);
          });
          const number = bytes.readUInt32LE(at * 4);
          const found = JSON.stringify(check(operation, request, facts, edition));
          if (found !== verdicts[number]) {
            const names = [...request.keys()].slice(3).join(", ");
            throw new Error(`${location}, ${database}, ${edition}, ${names}\nRust: ${verdicts[number]}\npage: ${found}`);
          }
          seen.add(number);
        }
      }
    }
  });
  return seen;
}
