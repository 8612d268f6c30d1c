// All of it with the keyboard alone: no pointer is used here.
import assert from "node:assert/strict";
import { open, pages, rules, settled, verdict } from "./lib.mjs";

// Presses a key until the focused element is the one wanted.
async function until(page, key, wanted, most = 400) {
  for (let count = 0; count < most; count += 1) {
    if (await page.evaluate(wanted)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`not reached by ${key}: ${wanted}`);
}

const focused = (page) => page.evaluate(() => document.activeElement.dataset.name ?? document.activeElement.textContent.trim());

export const steps = {
  "a request is made valid without a pointer": async () => {
    const { page, close } = await open(pages.real);
    await settled(page);
    // Past the list of operations, or into it.
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the operation");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("Shift+Tab");
    await until(page, "Shift+Tab", () => document.activeElement.id === "filter");
    await page.keyboard.type("CreateRestore");
    await until(page, "Tab", () => document.activeElement.textContent === "CreateRestoreTask");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "CreateRestoreTask" }).waitFor();

    await until(page, "Tab", () => document.activeElement.dataset.name === "BackupPlanId");
    await page.keyboard.type("dbs1hvb0ww");
    await until(page, "Tab", () => document.activeElement.dataset.name === "RestoreTaskName");
    await page.keyboard.type("nightly");
    await until(page, "Tab", () => document.activeElement.dataset.name === "DestinationEndpointInstanceType");
    await page.keyboard.type("Agent");
    await settled(page);
    assert.deepEqual(await rules(page, "Broken rules"), ["region", "ip", "port", "gateway"]);

    // From a finding to its field.
    for (const [name, text] of [["DestinationEndpointRegion", "cn-hangzhou"], ["DestinationEndpointIP", "192.0.2.11"], ["DestinationEndpointPort", "3306"], ["BackupGatewayId", "43123424"]]) {
      await until(page, "Tab", `document.activeElement.getAttribute("aria-label") === "Go to ${name}"`);
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), name);
      await page.keyboard.type(text);
      await settled(page);
    }
    await until(page, "Shift+Tab", () => document.activeElement.dataset.name === "$DatabaseType");
    await page.keyboard.type("Redis");
    assert.equal(await verdict(page), "valid");

    // A list, and back out of it.
    await until(page, "Tab", () => document.activeElement.getAttribute("aria-label") === "Add an entry to RestoreObjects");
    await page.keyboard.press("Enter");
    await page.keyboard.type("sales");
    await until(page, "Tab", () => document.activeElement.getAttribute("aria-label") === "Remove entry 1 of RestoreObjects");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BUTTON", "the focus is not lost");
    await close();
  },

  "every control can be seen to have the focus": async () => {
    const { page, close } = await open(`${pages.real}#/CreateRestoreTask?DestinationEndpointInstanceType=Agent`);
    await settled(page);
    for (const summary of await page.locator("main summary:visible").all()) await summary.evaluate((it) => (it.parentElement.open = true));
    await settled(page);
    const seen = new Set();
    const unseen = [];
    for (let count = 0; count < 600; count += 1) {
      await page.keyboard.press("Tab");
      const told = await page.evaluate(() => {
        const it = document.activeElement;
        if (it === document.body) return undefined;
        it.dataset.visited ??= String(document.querySelectorAll("[data-visited]").length);
        const style = getComputedStyle(it);
        const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return { key: it.dataset.visited, visible, what: it.outerHTML.slice(0, 80), box: it.getBoundingClientRect().width };
      });
      if (told === undefined || seen.has(told.key)) break;
      seen.add(told.key);
      if (!told.visible || told.box < 1) unseen.push(told.what);
    }
    assert(seen.size > 100, `only ${seen.size} controls`);
    assert.deepEqual(unseen, []);
    await close();
  },
};
