// A request that somebody has already is pasted, filled in and explained.
import assert from "node:assert/strict";
import { input, open, pages, rules, settled, verdict } from "./lib.mjs";

async function paste(page, text) {
  const box = page.locator("details.paste");
  await box.evaluate((it) => (it.open = true));
  await box.getByRole("textbox").fill(text);
  await box.getByRole("button").click();
  await settled(page);
}

export const steps = {
  "JSON, an address, a form and a command are understood": async () => {
    const { page, close } = await open(`${pages.real}#/DescribeRegions`);
    await paste(page, "Here it is: {\"Action\": \"CreateRestoreTask\", \"$DatabaseType\": \"MySQL\", \"BackupPlanId\": \"dbs1\", \"BackupGatewayId\": 9007199254740993, \"RestoreObjects\": [{\"DBName\": \"销售\"}], \"Nope\": 1}");
    await page.getByRole("heading", { level: 2, name: "CreateRestoreTask" }).waitFor();
    assert.equal(await input(page, "BackupGatewayId").inputValue(), "9007199254740993");
    assert.equal(await input(page, "$DatabaseType").inputValue(), "MySQL");
    assert.equal(await page.getByLabel("DBName", { exact: true }).inputValue(), "销售");

    const url = "https://example.com/?Action=CreateRestoreTask&BackupPlanId=dbs2&RestoreTaskName=a+b%26c&DestinationEndpointInstanceType=Agent&Signature=x%3D&RestoreObjects=%5B%7B%22DBName%22%3A%22s%22%7D%5D";
    for (const [number, text] of [url, `curl '${url}'`, `curl -H 'x-acs-action: CreateRestoreTask' -d "${url.split("?")[1]}" http://localhost`].entries()) {
      await page.getByRole("button", { name: "Clear the form" }).click();
      await paste(page, text);
      assert.equal(await input(page, "RestoreTaskName").inputValue(), "a b&c", `text ${number}`);
      assert.deepEqual(await rules(page, "Broken rules"), ["region", "ip", "port", "gateway"]);
      assert.equal(await page.getByLabel("DBName", { exact: true }).inputValue(), "s");
      assert.match(await page.locator("details.paste [role=status]").innerText(), /4 parameters.*Signature/s);
    }
    await paste(page, "nothing in here");
    await page.getByText("There is no request in this text").waitFor();
    await close();
  },

  "lists, objects and maps come back from their pairs": async () => {
    const { page, close } = await open(`${pages.hostile}#/Kinds`);
    await paste(page, "Names.1=a&Names.2=b&Counts.1=7&Any.1=x&Shape.Width=3&Shape.Deep.Flag=true&Labels.k=4&Parts=%5B%7B%22Size%22%3A7%7D%5D");
    assert.equal(await page.getByLabel("Names[1]", { exact: true }).inputValue(), "b");
    assert.equal(await page.getByRole("group", { name: "Shape", exact: true }).getByLabel("Width").inputValue(), "3");
    assert.equal(await page.getByRole("group", { name: "Shape.Deep" }).getByLabel("Flag").inputValue(), "true");
    assert.equal(await page.getByLabel("Value of entry 1 of Labels").inputValue(), "4");
    assert.equal(await verdict(page), "valid");
    await close();
  },
};
