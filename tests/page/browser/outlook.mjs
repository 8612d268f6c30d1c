// How the page looks: to people who use other eyes, at night, on a phone, on paper, without scripts, from the emulator.
import assert from "node:assert/strict";
import { axe, emulator, input, open, pages, settled, shot, verdict } from "./lib.mjs";

// States of the page that look different.
const STATES = {
  empty: "#/CreateRestoreTask",
  refused: "#/CreateRestoreTask?edition%40=seed&%24DatabaseType=Redis&DestinationEndpointInstanceType=Agent&RestoreTime=x&BackupSetId=y",
  valid: "#/CreateRestoreTask?%24DatabaseType=Redis&BackupPlanId=a&RestoreTaskName=b&DestinationEndpointInstanceType=Other&DestinationEndpointIP=c&DestinationEndpointPort=1&RestoreObjects=%5B%7B%22DBName%22%3A%22a%22%7D%5D",
  another: "#/ConfigureBackupPlan",
};

async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll("main details:not([hidden])").forEach((it) => (it.open = true)));
  await settled(page);
  await page.waitForTimeout(100);
}

export const steps = {
  "axe finds nothing, in light and dark": async () => {
    for (const scheme of ["light", "dark"]) {
      for (const [name, hash] of Object.entries(STATES)) {
        const { page, close } = await open(pages.real + hash, { scheme, bypass: true });
        await settled(page);
        await axe(page, `${name}, ${scheme}`);
        if (name === "refused") {
          await openAll(page);
          await axe(page, `${name}, ${scheme}, all open`);
        }
        await shot(page, `${name}-${scheme}`);
        await close();
      }
    }
    const { page, close } = await open(pages.hostile, { bypass: true });
    await openAll(page);
    await axe(page, "hostile");
    await close();
  },

  "the colours can be chosen, and stay": async () => {
    const { page, close } = await open(pages.real, { scheme: "dark" });
    const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await back();
    await page.getByRole("button", { name: /^Colours/ }).click();
    const light = await back();
    assert.notEqual(light, dark);
    await page.reload();
    assert.equal(await back(), light);
    await close();
  },

  "a phone scrolls in one direction only": async () => {
    for (const width of [320, 390]) {
      for (const [name, hash] of Object.entries(STATES)) {
        const { page, close } = await open(pages.real + hash, { width, height: 800 });
        await openAll(page);
        const wide = await page.evaluate(() => {
          const inside = (it) => it.closest(".wide, pre, .outside, .skip");
          const all = [...document.querySelectorAll("body *")].filter((it) => !inside(it) || it.matches(".wide, pre"));
          return all.filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5).map((it) => it.outerHTML.slice(0, 100));
        });
        assert.deepEqual(wide, [], `${name} at ${width}`);
        assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at ${width}`);
        await page.evaluate(() => scrollTo(0, 0));
        if (width === 390) await shot(page, `phone-${name}`);
        await close();
      }
    }
  },

  "what is said stays in sight on a phone": async () => {
    const { page, close } = await open(`${pages.real}#/CreateRestoreTask`, { width: 390, height: 800 });
    await settled(page);
    await input(page, "RestoreTaskName").scrollIntoViewIfNeeded();
    const bar = page.locator(".sum");
    assert(await bar.isVisible());
    assert.match(await bar.innerText(), /Refused/);
    await bar.getByRole("button").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "verdict");
    await close();
  },

  "paper has the form and the findings, without what can only be clicked": async () => {
    const { page, close } = await open(pages.real + STATES.refused, { scheme: "dark" });
    await settled(page);
    await page.emulateMedia({ media: "print" });
    assert(!(await page.getByRole("navigation").isVisible()));
    assert(!(await page.getByRole("button", { name: "Clear the form" }).isVisible()));
    assert(await page.locator("#verdict li").first().isVisible());
    assert(await input(page, "RestoreTime").isVisible());
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    await shot(page, "print");
    await close();
  },

  "everything can be read without scripts": async () => {
    const { page, close } = await open(pages.real, { scripts: false });
    const text = await page.locator("body").innerText();
    assert.match(text, /DestinationEndpointRegion is required when DestinationEndpointInstanceType is RDS, ECS, DDS, Express or Agent/);
    assert(!(await page.locator("#app").isVisible()));
    assert.equal(await page.locator("article.docs").count(), 36);
    await page.getByRole("link", { name: "CreateRestoreTask", exact: true }).click();
    assert(await page.getByRole("heading", { level: 2, name: "CreateRestoreTask" }).isVisible());
    await shot(page, "without-scripts");
    await close();
  },

  "the emulator serves the same page": async () => {
    const { page, close, asked } = await open(emulator.endpoint);
    await page.getByRole("heading", { level: 1, name: "Database Backup Service" }).waitFor();
    assert.equal(await verdict(page), "invalid");
    await page.evaluate(() => (location.hash = "#/DescribeRegions"));
    await page.getByRole("heading", { level: 2, name: "DescribeRegions" }).waitFor();
    await page.getByRole("heading", { name: "Send to the emulator" }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Accepted: status 200").waitFor();
    assert(asked.every((it) => it.startsWith(emulator.endpoint) || it === "data:,"), asked.join(" "));
    await close();
  },
};
