// What all scripts share: a browser, pages that note everything that must not happen, and small helpers.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const home = process.env.PAGE_HOME;
export const root = process.env.PAGE_ROOT;
const require = createRequire(join(home, "node", "run.js"));
const { chromium } = require("playwright-core");
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const address = (path) => pathToFileURL(path).href;
export const pages = {
  real: address(join(root, "generated/dbs/docs/explorer.html")),
  hostile: address(join(home, "hostile.html")),
  many: address(join(home, "many.html")),
};
export const emulator = JSON.parse(readFileSync(join(home, "emulator.json"), "utf8"));
export const shots = join(home, "shots");
mkdirSync(shots, { recursive: true });

let browser;

export async function launch() {
  browser = await chromium.launch({
    executablePath: process.env.PAGE_BROWSER,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return browser;
}

// A page in a context of its own, with a list of what went wrong on it.
export async function open(url, { scheme = "light", width = 1280, height = 900, scripts = true, bypass = false, permissions = [] } = {}) {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
    javaScriptEnabled: scripts,
    bypassCSP: bypass,
    permissions,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const wrong = [];
  const asked = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(`console: ${message.text()}`));
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await context.exposeBinding("noteViolation", (_, text) => wrong.push(`policy: ${text}`));
  await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (it) => window.noteViolation?.(`${it.violatedDirective} ${it.blockedURI}`)));
  await page.goto(url);
  return {
    page,
    wrong,
    asked,
    // Nothing went wrong, and nobody was asked for anything but the page and the emulator.
    async close(also = []) {
      const allowed = [url.split("#")[0], emulator.endpoint, "data:,", ...also];
      assert.deepEqual(asked.filter((it) => !allowed.some((known) => it.startsWith(known))), [], "foreign requests");
      assert.deepEqual(wrong, [], "what went wrong on the page");
      await context.close();
    },
  };
}

// The input of a parameter or `$Fact`.
export const input = (page, name) => page.locator(`[data-name="${name}"]:is(input, select, textarea)`);

// The ids of the rules in a list of the panel, once the page has judged what was typed.
export async function rules(page, title) {
  await settled(page);
  return page.locator(".findings", { has: page.getByRole("heading", { name: title }) }).locator("li").evaluateAll((items) => items.map((it) => it.dataset.rule));
}

export async function verdict(page) {
  await settled(page);
  return page.locator("#verdict").getAttribute("data-verdict");
}

// Waits until the page has drawn what it has to draw.
export async function settled(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

export async function shot(page, name, options = {}) {
  await page.screenshot({ path: join(shots, `${name}.png`), ...options });
}

export async function axe(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.target.join(" ")} ${node.failureSummary}`));
  assert.deepEqual(told, [], `axe on ${where}`);
}
