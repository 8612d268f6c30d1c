// Every kind of parameter can be given, judged, sent and linked to.
import assert from "node:assert/strict";
import { input, open, pages, rules, settled, verdict } from "./lib.mjs";

export const steps = {
  "every kind is typed in, judged, put on the wire, and comes back from a link": async () => {
    const { page, close } = await open(`${pages.hostile}#/Kinds`);
    const add = (name) => page.getByRole("button", { name: `Add an entry to ${name}`, exact: true }).click();
    await input(page, "Text").fill("a1");
    await input(page, "Whole").fill("11");
    await input(page, "Long").fill("9007199254740993");
    await input(page, "Number").fill("0.30");
    await input(page, "Flag").selectOption("true");
    await input(page, "Moment").fill("x");
    await input(page, "Open").fill("C");
    await input(page, "One").selectOption("5");
    await add("Names");
    await add("Names");
    await page.getByLabel("Names[1]", { exact: true }).fill("名");
    await add("Counts");
    await page.getByLabel("Counts[0]", { exact: true }).fill("seven");
    await input(page, "Any").fill('[1, {"a": 9007199254740993}]');
    await page.getByRole("group", { name: "Shape", exact: true }).getByLabel("Width").fill("3");
    await page.getByRole("group", { name: "Shape.Deep" }).getByLabel("Flag").selectOption("false");
    await add("Labels");
    await page.getByLabel("Name of entry 1 of Labels").fill("k");
    await page.getByLabel("Value of entry 1 of Labels").fill("4");
    await input(page, "Raw").fill("{");
    await add("Parts");
    await add("Parts[0].Tags");
    assert.deepEqual(await rules(page, "Broken rules"), ["Text.pattern", "Whole.range", "Moment.type", "Counts[].type", "Raw.type", "size"]);
    assert.deepEqual(await rules(page, "Warnings"), ["Open.value"]);

    for (const path of ["Counts[0]", "Parts[0].Size"]) {
      await page.getByRole("button", { name: `Go to ${path}`, exact: true }).click();
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type("7");
    }
    await input(page, "Text").fill("abc");
    await input(page, "Whole").fill("10");
    await input(page, "Moment").fill("1554560477000");
    await input(page, "Raw").fill('{"a": 1}');
    assert.equal(await verdict(page), "valid");

    await page.getByRole("heading", { name: "Signature, step by step" }).click();
    const canonical = page.getByRole("region", { name: "V1, step 1" });
    await canonical.waitFor();
    const pairs = new Map([...new URLSearchParams((await canonical.innerText()).trim())]);
    const sent = {
      Text: "abc", Whole: "10", Long: "9007199254740993", Number: "0.30", Flag: "true", Moment: "1554560477000", Open: "C", One: "5",
      "Names.1": "", "Names.2": "名", "Counts.1": "7", "Any.1": "1", "Any.2.a": "9007199254740993",
      "Shape.Width": "3", "Shape.Deep.Flag": "false", "Labels.k": "4", Raw: '{"a": 1}', Parts: '[{"Size":7,"Tags":[""]}]', Fixed: "yes",
    };
    for (const [name, value] of Object.entries(sent)) assert.equal(pairs.get(name), value, name);

    await settled(page);
    const link = page.url();
    await close();
    const second = await open(link);
    assert.equal(await verdict(second.page), "valid");
    assert.equal(second.page.url(), link);
    await second.close();
  },

  "an empty list is given, and can be taken back": async () => {
    const { page, close } = await open(`${pages.hostile}#/Kinds`);
    await page.getByRole("button", { name: "Give it empty: Names" }).click();
    assert.deepEqual(await rules(page, "Broken rules"), ["Names.length"]);
    await page.getByRole("button", { name: "Do not give it: Names" }).click();
    assert.equal(await verdict(page), "valid");
    await close();
  },
};
