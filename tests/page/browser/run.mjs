// Runs the scripts of this folder in one browser, and says what passed. `cargo xtask page` starts it; names of scripts as
// arguments leave out the others.
import { launch } from "./lib.mjs";

// Two scripts at a time; what measures runs alone, at the end.
const LANES = [["story", "keyboard", "links", "hostile"], ["outlook", "verdicts", "kinds"]];
const ALONE = ["many"];

const browser = await launch();
const chosen = process.argv.slice(2);
let failed = 0;
let passed = 0;

async function run(names) {
  for (const name of names.filter((it) => chosen.length === 0 || chosen.includes(it))) {
    const { steps } = await import(`./${name}.mjs`);
    for (const [title, step] of Object.entries(steps)) {
      const begin = performance.now();
      try {
        await step();
        passed += 1;
        console.log(`ok ${name}: ${title} (${Math.round(performance.now() - begin)} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED ${name}: ${title}\n${error.stack}`);
      }
    }
  }
}

await Promise.all(LANES.map(run));
await run(ALONE);
await browser.close();
console.log(`page: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
