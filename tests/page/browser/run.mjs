// Runs every script of this folder in one browser, and says what passed. `cargo xtask page` starts it.
import { launch } from "./lib.mjs";

const browser = await launch();
let failed = 0;
let passed = 0;
const all = ["story", "keyboard", "links", "outlook", "verdicts", "kinds", "hostile", "many"];
const chosen = process.argv.slice(2);
for (const name of chosen.length ? chosen : all) {
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
await browser.close();
console.log(`page: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
