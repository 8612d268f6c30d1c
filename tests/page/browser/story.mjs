// The story from end to end: somebody opens the page from a disk, finds out why a request is refused, gets it accepted by an
// emulator, and copies a sample in Rust, which compiles. It makes the pictures of the guide on its way.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { emulator, home, input, open, pages, root, rules, settled, shot, verdict } from "./lib.mjs";

// Other scripts go on in the meantime.
const run = promisify(execFile);

const images = join(root, "docs/images");

// A picture of the guide: made anew when that is asked for, and otherwise only known to be there.
async function picture(page, name) {
  await settled(page);
  await shot(page, `story-${name}`);
  if (process.env.PAGE_IMAGES) {
    mkdirSync(images, { recursive: true });
    await page.screenshot({ path: join(images, `${name}.png`) });
  }
  assert(existsSync(join(images, `${name}.png`)), `docs/images/${name}.png is missing: cargo xtask page --images`);
}

// Opens a part of the page by its title.
async function part(page, title) {
  const details = page.locator("details.section", { has: page.getByRole("heading", { name: title }) });
  await details.locator("summary").first().click();
  return details;
}

// Sends what the form says, and gives the reply.
async function send(page) {
  const panel = await part(page, "Send to the emulator");
  await panel.getByLabel("Endpoint").fill(emulator.endpoint);
  await panel.getByRole("button", { name: "Send" }).click();
  await panel.getByText(/^(Accepted|Refused|No reply)/).waitFor();
  return { state: await panel.locator(".state").innerText(), text: await panel.locator(".reply pre").innerText() };
}

async function choose(page, name) {
  await page.getByLabel("Find an operation").fill(name);
  await page.getByRole("navigation").getByRole("button", { name, exact: true }).click();
  await page.getByRole("heading", { level: 2, name }).waitFor();
}

// The libraries that were built with the program, by the names of their crates.
async function built() {
  const { stdout: told } = await run(process.env.CARGO ?? "cargo", ["build", "--quiet", "--all-features", "--bin", "dbs", "--message-format", "json"], { cwd: root, maxBuffer: 1 << 28 });
  const artifacts = told.split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter((it) => it.reason === "compiler-artifact");
  return new Map(artifacts.map((it) => [it.target.name.replaceAll("-", "_"), it.filenames.find((file) => file.endsWith(".rlib"))]).filter(([, file]) => file));
}

export const steps = {
  "refused, understood, accepted, copied, compiled": async () => {
    const { page, wrong, close } = await open(pages.real, { permissions: ["clipboard-read", "clipboard-write"] });

    // A plan to restore from, made with the page as well.
    await choose(page, "CreateBackupPlan");
    for (const [name, value] of [["BackupMethod", "logical"], ["DatabaseType", "MySQL"], ["InstanceClass", "micro"], ["Region", "cn-hangzhou"]]) {
      if ((await input(page, name).evaluate((it) => it.tagName)) === "SELECT") await input(page, name).selectOption(value);
      else await input(page, name).fill(value);
    }
    const made = await send(page);
    assert.match(made.state, /Accepted/, made.text);
    const plan = JSON.parse(made.text).BackupPlanId;

    await choose(page, "CreateRestoreTask");
    await input(page, "BackupPlanId").fill(plan);
    await input(page, "RestoreTaskName").fill("nightly");
    await input(page, "DestinationEndpointInstanceType").selectOption("Agent");
    await input(page, "$DatabaseType").selectOption("MySQL");
    assert.equal(await verdict(page), "invalid");
    assert.deepEqual(await rules(page, "Broken rules"), ["region", "ip", "port", "gateway", "restore-dir"]);
    const gateway = page.locator('#verdict li[data-rule="gateway"]');
    assert.match(await gateway.innerText(), /BackupGatewayId is required when DestinationEndpointInstanceType is Agent/);
    assert.match(await gateway.innerText(), /Because DestinationEndpointInstanceType is Agent/);
    assert.match(await gateway.getByRole("link").getAttribute("href"), /^https:\/\/www\.alibabacloud\.com\//);
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, "explorer-refused");

    // What the emulator says of it is the same.
    const refused = await send(page);
    assert.match(refused.state, /Refused: status 400/);
    assert.match(refused.text, /BackupGatewayId/);
    assert.deepEqual(wrong.splice(0).filter((it) => !it.includes("400 (Bad Request)")), []);

    for (const [name, value] of [["DestinationEndpointRegion", "cn-hangzhou"], ["DestinationEndpointIP", "192.0.2.11"], ["DestinationEndpointPort", "3306"], ["BackupGatewayId", "43123424"], ["RestoreDir", "/var/lib/restore"]]) {
      await page.getByRole("button", { name: `Go to ${name}` }).click();
      assert(await input(page, name).evaluate((it) => it === document.activeElement), name);
      if (name === "BackupGatewayId") await picture(page, "explorer-field");
      await page.keyboard.type(value);
      await settled(page);
    }
    assert.equal(await verdict(page), "valid");
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, "explorer-valid");

    const panel = page.locator("details.section", { has: page.getByRole("heading", { name: "Send to the emulator" }) });
    await panel.getByRole("button", { name: "Send" }).click();
    await panel.getByText("Accepted: status 200").waitFor();
    const task = JSON.parse(await panel.locator(".reply pre").innerText());
    assert.match(task.RestoreTaskId, /^s1/);
    await panel.scrollIntoViewIfNeeded();
    await picture(page, "explorer-accepted");

    const code = await part(page, "Sample code");
    await code.getByLabel("Language").selectOption({ label: "Rust" });
    await code.getByRole("button", { name: "Copy" }).click();
    await code.getByRole("button", { name: "Copied" }).waitFor();
    await code.scrollIntoViewIfNeeded();
    await picture(page, "explorer-sample");
    const sample = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(sample.trim(), (await code.locator("pre").innerText()).trim());
    await close();

    // It compiles, and it does what the page did.
    const source = join(home, "sample.rs");
    writeFileSync(source, sample);
    const libraries = await built();
    const externs = [...libraries].filter(([name]) => ["aliyun_dbs", "tokio"].includes(name)).flatMap(([name, file]) => ["--extern", `${name}=${file}`]);
    const program = join(home, "sample");
    await run("rustc", ["--edition", "2024", "-D", "warnings", "-L", `dependency=${join(libraries.get("aliyun_dbs"), "../deps")}`, "-L", `dependency=${join(libraries.get("aliyun_dbs"), "..")}`, ...externs, "-o", program, source]);
    const { stdout: told } = await run(program, { env: {
      ...process.env,
      DBS_ENDPOINT: emulator.endpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.access_key_id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.access_key_secret,
    } });
    console.log(`   the sample says: ${told.trim().slice(0, 100)}`);
  },

  "both schemes, and both places for parameters, reach the emulator": async () => {
    const { page, close } = await open(`${pages.real}#/DescribeRegions`);
    const panel = await part(page, "Send to the emulator");
    await panel.getByLabel("Endpoint").fill(emulator.endpoint);
    for (const scheme of ["V3", "V1"]) {
      for (const placement of ["form", "query"]) {
        await panel.getByLabel("Signature").selectOption(scheme);
        await panel.getByLabel("Parameters travel").selectOption(placement);
        await panel.getByRole("button", { name: "Send" }).click();
        await panel.getByText("Sending …").waitFor({ state: "detached" });
        await panel.getByText(/^(Accepted|Refused|No reply)/).waitFor();
        assert.match(await panel.locator(".state").innerText(), /Accepted: status 200/, `${scheme}, ${placement}`);
        assert.match(await panel.locator(".reply pre").innerText(), /cn-hangzhou/);
      }
    }
    await panel.getByLabel("Endpoint").fill("https://example.com");
    await panel.getByRole("button", { name: "Send" }).click();
    await panel.getByText("No reply: this page may not send to https://example.com").waitFor();
    await close();
  },

  "the smallest valid requests are valid, and can be taken back": async () => {
    const { page, close } = await open(`${pages.real}#/CreateRestoreTask?RestoreTaskName=mine`);
    for (const edition of ["", "seed", "2026-03"]) {
      await page.getByLabel("Edition of the documents").selectOption(edition);
      await settled(page);
      for (const button of await page.getByRole("button", { name: /^Fill in the smallest/ }).all()) {
        await button.click();
        assert.equal(await verdict(page), "valid", `${edition} ${await button.innerText()}`);
        assert.equal(await input(page, "DestinationEndpointInstanceType").inputValue(), await button.innerText());
      }
    }
    await page.getByRole("button", { name: "Clear the form" }).click();
    assert.equal(await verdict(page), "invalid");
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await verdict(page), "valid");
    await close();
  },
};
