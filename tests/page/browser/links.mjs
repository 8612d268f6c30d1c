// Links carry the filled form, and never a secret.
import assert from "node:assert/strict";
import { input, open, pages, settled, verdict } from "./lib.mjs";

const SECRET = "hunter2-geheim";

export const steps = {
  "a filled form comes back from its link, without the secret": async () => {
    const first = await open(`${pages.real}#/CreateRestoreTask`);
    const { page } = first;
    await input(page, "BackupPlanId").fill("dbs1hvb0ww");
    await input(page, "RestoreTaskName").fill("恢复 & test=1?#%");
    await input(page, "DestinationEndpointInstanceType").selectOption("Agent");
    await input(page, "DestinationEndpointPassword").fill(SECRET);
    await input(page, "BackupGatewayId").fill("9007199254740993");
    await input(page, "$DatabaseType").selectOption("MySQL");
    await page.getByRole("button", { name: "Add an entry to RestoreObjects" }).click();
    await page.getByLabel("NewDBName", { exact: true }).fill("销售");
    await page.getByLabel("Edition of the documents").selectOption("2026-03");
    await settled(page);
    const link = page.url();
    assert(!link.includes(SECRET) && !link.includes("Password"), link);
    // Nor is it in a sample or in a step of a signature.
    for (const title of ["Sample code", "Signature, step by step"]) await page.getByRole("heading", { name: title }).click();
    await page.getByRole("region", { name: "V1, step 3" }).waitFor();
    for (const language of await page.getByLabel("Language").locator("option").all()) {
      await page.getByLabel("Language").selectOption(await language.getAttribute("value"));
      assert(!(await page.locator("body").innerText()).includes(SECRET), await language.innerText());
    }
    await first.close();

    const second = await open(link);
    const again = second.page;
    await settled(again);
    assert.equal(await input(again, "RestoreTaskName").inputValue(), "恢复 & test=1?#%");
    assert.equal(await input(again, "DestinationEndpointInstanceType").inputValue(), "Agent");
    assert.equal(await input(again, "BackupGatewayId").inputValue(), "9007199254740993");
    assert.equal(await input(again, "$DatabaseType").inputValue(), "MySQL");
    assert.equal(await input(again, "DestinationEndpointPassword").inputValue(), "");
    assert.equal(await again.getByLabel("NewDBName", { exact: true }).inputValue(), "销售");
    assert.equal(await again.getByLabel("Edition of the documents").inputValue(), "2026-03");
    assert.equal(again.url(), link);
    await second.close();
  },

  "a link of another operation is followed on the same page": async () => {
    const { page, close } = await open(`${pages.real}#/CreateRestoreTask`);
    await page.evaluate(() => (location.hash = "#/StartBackupPlan?BackupPlanId=dbs1"));
    await page.getByRole("heading", { level: 2, name: "StartBackupPlan" }).waitFor();
    assert.equal(await input(page, "BackupPlanId").inputValue(), "dbs1");
    await input(page, "BackupPlanId").fill("dbs2");
    await page.getByRole("navigation").getByRole("button", { name: "DescribeRegions" }).click();
    await page.getByRole("heading", { level: 2, name: "DescribeRegions" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 2, name: "StartBackupPlan" }).waitFor();
    assert.equal(await input(page, "BackupPlanId").inputValue(), "dbs2", "as it was left");
    await close();
  },

  "a secret inside a structure is left out": async () => {
    const { page, close } = await open(`${pages.hostile}#/Evil`);
    await page.getByRole("button", { name: "Add an entry to Hidden" }).click();
    await page.getByLabel("Name", { exact: true }).fill("visible");
    await page.getByLabel("Token", { exact: true }).fill(SECRET);
    await input(page, "toString").fill(SECRET);
    await settled(page);
    assert(page.url().includes("visible"), page.url());
    assert(!page.url().includes(SECRET) && !page.url().includes("Token"), page.url());
    await close();
  },

  "nonsense in a link is no mistake of the page": async () => {
    for (const nonsense of ["#/Nothing", "#/CreateRestoreTask?%E0%A4%A=%", "#x", "#/CreateRestoreTask?__proto__=1&Nope=2&RestoreObjects=[1,", "#/CreateRestoreTask?RestoreObjects=%7B%22a%22%3A1%7D"]) {
      const { page, close } = await open(pages.real + nonsense);
      assert(["valid", "invalid", "undecided"].includes(await verdict(page)), nonsense);
      await close();
    }
  },
};
