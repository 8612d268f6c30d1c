// The page judges as the evaluator in Rust does, on every case that turns on a rule, in every edition.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { input, open, pages, root, rules } from "./lib.mjs";

const folder = join(root, "generated/dbs/cases");
const files = readdirSync(folder).filter((it) => it.endsWith(".json")).sort();
const cases = Object.fromEntries(files.map((file) => [file.slice(0, -5), readFileSync(join(folder, file), "utf8")]));

export const steps = {
  "all cases of all operations": async () => {
    const { page, close } = await open(pages.real);
    const told = await page.evaluate((all) => {
      const wrong = [];
      let count = 0;
      const names = window.contingent.operations();
      for (const [module, text] of Object.entries(all)) {
        // As the generator makes the name of a module.
        const name = names.find((it) => it.toLowerCase() === module.replaceAll("_", ""));
        for (const { request, facts, violations } of JSON.parse(text)) {
          for (const [edition, expected] of Object.entries(violations)) {
            const found = window.contingent.check(name, request, facts, edition === "" ? null : edition);
            const ids = found.violations.map((it) => it.rule);
            count += 1;
            if (JSON.stringify(ids) !== JSON.stringify(expected)) wrong.push({ name, edition, request, facts, expected, ids });
          }
        }
      }
      return { count, wrong };
    }, cases);
    assert.deepEqual(told.wrong, []);
    assert(told.count > 1500, `only ${told.count} verdicts`);
    console.log(`   ${told.count} verdicts`);
    await close();
  },

  "some of them through the form itself": async () => {
    const { page, close } = await open(`${pages.real}#/CreateRestoreTask`);
    const all = JSON.parse(cases.create_restore_task).filter((_, index) => index % 5 === 0);
    for (const { request, facts, violations } of all) {
      for (const [edition, expected] of Object.entries(violations)) {
        const pairs = [["edition@", edition], ...Object.entries(facts).map(([name, value]) => [`$${name}`, value]),
          ...Object.entries(request).map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)])];
        const hash = `#/CreateRestoreTask?${pairs.filter(([, value]) => value !== "").map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`;
        await page.evaluate((it) => (location.hash = it), hash);
        // A value of another edition has no place in the list until it is put there; a secret is never in a link.
        const secret = request.DestinationEndpointPassword;
        if (secret !== undefined) await input(page, "DestinationEndpointPassword").fill(secret);
        assert.deepEqual(await rules(page, "Broken rules"), expected, hash);
      }
    }
    await close();
  },
};
