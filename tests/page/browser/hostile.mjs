// What a spec says is text, whatever it says.
import assert from "node:assert/strict";
import { input, open, pages, rules, settled, shot, verdict } from "./lib.mjs";

const RULED = "</option><script>window.hacked=18</script>";

export const steps = {
  "nothing of a hostile spec is run, everything of it can be used": async () => {
    const { page, close } = await open(pages.hostile);
    await settled(page);
    assert.equal(await verdict(page), "invalid");
    await input(page, "Kind").selectOption(RULED);
    assert.deepEqual(await rules(page, "Broken rules"), ["<b>rule"]);
    await input(page, "Kind").selectOption("名称");
    assert.deepEqual(await rules(page, "Broken rules"), ["proto"]);
    await input(page, "__proto__").fill("given");
    await page.getByText("1 parameter means nothing now").click();
    await input(page, "constructor").fill("given");
    assert.deepEqual(await rules(page, "Broken rules"), ["construct"]);
    await input(page, "参数").fill("一二三四");
    assert.deepEqual(await rules(page, "Broken rules"), ["参数.length", "construct"]);
    await input(page, "$<b>Fact").selectOption("<u>A");
    assert.deepEqual(await rules(page, "Broken rules"), ["参数.length", "construct", "fact"]);
    for (const summary of await page.locator("details.rules > summary, details.section > summary").all()) await summary.click();
    await settled(page);
    await shot(page, "hostile", { fullPage: true });
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator("main :is(script, img, svg, b, i, u)").count(), 0);
    const links = await page.locator("main a").evaluateAll((all) => all.map((it) => it.href));
    assert(links.every((it) => it.startsWith("https://example.com/")), links.join(" "));
    await close();
  },

  "nor without scripts": async () => {
    const { page, close } = await open(pages.hostile, { scripts: false });
    assert.equal(await page.locator("main :is(script, img, svg, b, i, u)").count(), 0);
    assert((await page.locator("main").innerText()).includes("<img src=x onerror=window.hacked=11>"));
    await close();
  },
};
