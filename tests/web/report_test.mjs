// What a person does with the report, in a browser, from a file. Screenshots stay in WORK/screenshots.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { lookOf, looksAsKept, looksDifferent } from "./look.mjs";

const { WORK, BROWSER, VALDREA, SMALL, HOSTILE, OPEN, WAIVED } = process.env;
const require = createRequire(join(WORK, "package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const shots = join(WORK, "screenshots");
mkdirSync(shots, { recursive: true });

let browser, easel; // the easel is an empty page on which pictures are looked at
before(async () => {
  browser = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox"] });
  easel = await browser.newPage();
});
after(async () => { await browser?.close(); });

/** Opens a report, runs `steps`, and demands that nothing was asked of the network and nothing was complained about. */
async function withPage(file, steps, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000); // a machine that does other things too is slow, not wrong
  const trouble = [];
  page.on("console", (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== `file://${file}`) trouble.push(`request: ${request.url()}`); });
  try {
    await page.goto(`file://${file}`);
    await page.waitForSelector("#verdict");
    await steps(page);
    assert.deepEqual(trouble, []);
  } finally {
    await context.close();
  }
}

/** No violation of axe's rules. The page's own policy forbids injected scripts, so axe comes through the debugger. */
async function axeClean(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(told, []);
}

/** Keeps a screenshot, and holds it against the look that is kept. */
async function looks(what, name) {
  await looksAsKept(easel, name, await what.screenshot({ path: join(shots, `${name}.png`) }));
}

const text = async (page, selector) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, " ");

/** Waits until the map has found its size and lies still: a click goes to a place, not to an element. */
async function mapAtRest(page) {
  await page.locator(".map").scrollIntoViewIfNeeded();
  await page.evaluate(async () => {
    const place = () => JSON.stringify(document.querySelector(".map [data-element]").getBoundingClientRect());
    for (let still = 0, last = ""; still < 10; ) {
      await new Promise(requestAnimationFrame);
      const now = place();
      still = now === last ? still + 1 : 0;
      last = now;
    }
  });
}

test("the file is small enough to be sent by mail", () => {
  assert.ok(statSync(VALDREA).size <= 3e6, `${statSync(VALDREA).size} bytes`);
});

test("it opens from disk and says the verdict first", () => withPage(VALDREA, async (page) => {
  assert.match(await text(page, ".sentence"), /^5 of 8 rules are broken: this network does not keep what Norvane, Kestrel and Republic of Valdrea demand\.$/);
  assert.equal(await page.locator("#rules .badge.violated").count(), 5);
  assert.equal(await page.locator("#rules .badge.proved").count(), 3);
  await looks(page, "desktop_light");
}));

test("a look that changed is seen", () => withPage(VALDREA, async (page) => {
  const look = async () => lookOf(easel, await page.screenshot());
  const light = await look();
  assert.ok(!looksDifferent(light, await look()));
  await page.evaluate(() => window.scrollTo(0, 150));
  assert.ok(looksDifferent(light, await look()), "scrolled");
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator("#rules").evaluate((rules) => { rules.style.visibility = "hidden"; });
  assert.ok(looksDifferent(light, await look()), "without the rules");
}));

test("dark is as readable", () => withPage(VALDREA, async (page) => {
  await looks(page, "desktop_dark");
  await axeClean(page, "dark");
  await page.getByRole("button", { name: "Light" }).click();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
}, { colorScheme: "dark" }));

test("a rule opens with its findings, its words and its evidence", () => withPage(VALDREA, async (page) => {
  await page.getByRole("button", { name: "Details of rule NV-1" }).click();
  const detail = page.locator("#rules .detail");
  assert.match(await detail.innerText(), /After link P1 – PE-INT1 fails/);
  assert.match(await detail.innerText(), /away-from: untrusted-by-norvane/);
  await axeClean(page, "rule open");
  await page.getByRole("button", { name: "Evidence: NV-1, F1, link:P1--PE-INT1" }).click();
  const drawer = page.getByRole("dialog");
  assert.match(await drawer.innerText(), /fails.*\bP1--PE-INT1|P1--PE-INT1/s);
  await drawer.locator("summary").nth(1).click();
  assert.ok(await drawer.locator(".frame .cited").count() > 0);
}));

test("the matrix is filtered", () => withPage(VALDREA, async (page) => {
  const rows = page.locator(".matrix tbody tr");
  assert.equal(await rows.count(), 18);
  await looks(page.locator("#matrix"), "matrix");
  await page.getByLabel("Filter flows").fill("embassy");
  assert.equal(await rows.count(), 1);
  assert.match(await rows.innerText(), /^F1/);
  await page.getByLabel("Filter flows").fill("");
  await page.getByLabel("Only where a rule is broken").check();
  assert.deepEqual((await page.locator(".matrix tbody th strong").allInnerTexts()), ["F1", "F4", "F6"]);
  assert.deepEqual((await page.locator(".matrix thead th").allInnerTexts()).map((one) => one.trim()), ["Flow", "Huawei", "NetCare"]);
  await page.getByLabel("Only where a rule is broken").uncheck();
  await page.locator("#matrix-by").selectOption("element");
  assert.ok(await page.locator('[data-cell="F4|OT-4"].broken').isVisible());
}));

test("V1: the embassy's flow meets a supplier only after a failure, and the cell proves it", () => withPage(VALDREA, async (page) => {
  const cell = page.locator('[data-cell="F1|Huawei"]');
  assert.match(await cell.textContent(), /nothing today; after one failure also read, see, alter, cut and steer; breaks NV-1/);
  await cell.click();
  const drawer = page.getByRole("dialog");
  assert.match(await drawer.innerText(), /Huawei has no power over F1 while nothing fails/);
  assert.equal(await drawer.getByRole("button", { name: "link P1 – PE-INT1" }).getAttribute("aria-pressed"), "true");
  assert.match(await drawer.innerText(), /10\.100\.1\.10:\d+ → 10\.200\.1\.10:\d+ TCP/);
  const guilty = drawer.locator(".hops .guilty").filter({ hasText: "AGG-CW" }).first();
  await guilty.locator("summary").click();
  assert.match(await guilty.locator(".frame").first().innerText(), /configs\/AGG-CW\.cfg|configs\/NV-GW\.cfg/);
  assert.ok(await guilty.locator(".cited").count() > 0);
  await drawer.getByText("manages AGG-CW").waitFor();
  await looks(page, "evidence");
  await axeClean(page, "evidence");
  await drawer.getByRole("button", { name: "Nothing failed" }).click();
  assert.match(await drawer.innerText(), /no power in this state/);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-cell")), "F1|Huawei");
}));

test("a click on link P1 – PE-INT1 moves the path", () => withPage(VALDREA, async (page) => {
  await mapAtRest(page);
  const ways = () => page.locator('[data-way="there"]').evaluateAll((all) => all.map((one) => one.getAttribute("data-nodes")));
  assert.deepEqual(await ways(), ["CE-EMB PE-GOV1 P1 PE-INT1 NV-GW"]);
  const centre = async (name) => {
    const box = await page.locator(`[data-element="${name}"]`).boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const [a, b] = [await centre("P1"), await centre("PE-INT1")];
  const click = () => page.mouse.click(a.x + (b.x - a.x) * 0.55, a.y + (b.y - a.y) * 0.55);
  await click();
  assert.match(await text(page, "#map-status"), /link P1 – PE-INT1 fails: F1 takes another path\./i);
  assert.deepEqual((await ways()).sort(), ["CE-EMB PE-GOV1 P1 AGG-CE AGG-CW PE-INT1 NV-GW", "CE-EMB PE-GOV1 P1 P2 AGG-CW PE-INT1 NV-GW", "CE-EMB PE-GOV1 P2 AGG-CW PE-INT1 NV-GW"]);
  assert.match(await text(page, ".map-words"), /Gains power .*AGG-CE Huawei/);
  assert.equal(await page.locator('[data-element="AGG-CW"].guilty').count(), 1);
  await looks(page.locator("#map"), "map_failure");
  await axeClean(page, "map with failure");
  await click();
  assert.deepEqual(await ways(), ["CE-EMB PE-GOV1 P1 PE-INT1 NV-GW"]);
  // The same by keyboard, and a device.
  await page.locator("#map-failure").selectOption("node:PE-INT1");
  assert.match(await text(page, "#map-status"), /has no path left/);
  await page.locator("#map-failure").selectOption("");
  await page.locator("#map-element").selectOption("NETCARE-NOC");
  assert.match(await text(page, ".element-words"), /manages PE-INT1/);
  await page.locator(".element-words").getByRole("button", { name: "Evidence: NV-1", exact: true }).click();
  assert.match(await page.getByRole("dialog").innerText(), /owned[\s\S]*55/);
  await page.keyboard.press("Escape");
  for (const colour of ["owner", "operator", "country", "exposure"]) await page.locator("#map-colour").selectOption(colour);
}));

test("the day moves", () => withPage(VALDREA, async (page) => {
  await page.locator("#as-of").focus();
  await page.keyboard.press("End");
  assert.match(await text(page, "#days"), /On 1 January 2028 .*KS-4: Kept → Broken F2: AGG-NO/);
  await looks(page.locator("#days"), "deadlines");
}));

test("shares name every measure", () => withPage(VALDREA, async (page) => {
  assert.match(await text(page, "#shares"), /count 35\.71 % 5 \/ 14 ✕ above the limit/);
  assert.match(await text(page, "#shares"), /traffic-through 95\.00 %/);
}));

test("the keyboard reaches the evidence", () => withPage(VALDREA, async (page) => {
  await page.locator('[data-cell="F1|Huawei"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.match(await page.getByRole("dialog").innerText(), /^.*F1 · NetCare/s);
  assert.match(await page.getByRole("dialog").innerText(), /manages PE-INT1/);
}));

test("all of it speaks German", () => withPage(VALDREA, async (page) => {
  assert.match(await text(page, ".sentence"), /^5 von 8 Regeln sind verletzt/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await looks(page, "german");
}, { locale: "de-DE" }));

test("on paper nothing stays folded", () => withPage(VALDREA, async (page) => {
  await page.pdf({ path: join(shots, "report.pdf"), preferCSSPageSize: true });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("#appendix .appendix-rule").count(), 8);
  assert.equal(await page.locator("details:not([open])").count(), 0);
  assert.match(await page.locator("#appendix").innerText(), /configs\/CE-EMB\.cfg:74/);
}));

test("a small screen scrolls one way only", () => withPage(VALDREA, async (page) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
  await looks(page, "mobile");
  await axeClean(page, "390 px");
}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }));

test("a network without places has a map too", () => withPage(SMALL, async (page) => {
  assert.ok(await page.locator("[data-element]").count() >= 3);
  await looks(page.locator("#map"), "map_without_places");
}));

test("what is not known is said where it matters", () => withPage(OPEN, async (page) => {
  assert.match(await text(page, "#matrix"), /1 line is outside the model: an empty cell proves nothing/);
  assert.match(await text(page, ".map-words"), /an empty cell proves nothing/);
  assert.match(await text(page, "#limits"), /frobnicate 7 .*CLEAN-TODAY/);
  await page.getByRole("button", { name: "Details of rule WORKS" }).click();
  assert.match(await text(page, "#rules .detail"), /Undecided because: north: not modelled/);
}));

test("what is waived is said with who accepts it and until when", () => withPage(WAIVED, async (page) => {
  assert.match(await text(page, ".sentence"), /^No rule is broken that nobody has accepted: 1 of 5 is broken, and that is waived for a time\.$/);
  assert.equal(await page.locator("#verdict .badge.waived").count(), 2);
  assert.match(await text(page, ".by-party"), /Tern Islands ~ ?Waived 1 of 5 waived/);
  assert.match(await text(page, "#rules tr:has(.badge.waived)"), /CLEAN-ALWAYS .*records of 1 flow accepted by Ternet, CISO until 31 March 2027/);
  await page.getByRole("button", { name: "Details of rule CLEAN-ALWAYS" }).click();
  assert.match(await text(page, ".waivers"), /north over records: accepted by Ternet, CISO until 31 March 2027: <b>replaced<\/b> by spring ringfence\.yaml:\d+/);
  assert.match(await text(page, ".waivers"), /the whole rule: expired on 31 January 2026, so it covers nothing \(Ternet, operations\): until the fibre was laid/);
  assert.match(await text(page, "#rules .detail .offenders"), /north .*; waived/);
  const cell = page.locator('[data-cell="records|Huawei"]');
  assert.match(await cell.textContent(), /; breaks CLEAN-ALWAYS, waived/);
  assert.match(await cell.getAttribute("class"), /\bwaived\b/);
  await looks(page, "waived");
  await axeClean(page, "waived");
  await cell.click();
  assert.match(await page.getByRole("dialog").innerText(), /Breaks CLEAN-ALWAYS: waived/);
  await axeClean(page, "evidence of what is waived");
  await page.keyboard.press("Escape");
  // The day after the last day nobody accepts it any more.
  await page.locator("#as-of").focus();
  await page.keyboard.press("End");
  assert.match(await text(page, "#days"), /On 1 April 2027 .*CLEAN-ALWAYS: Waived → Broken/);
}));

test("what is waived is said in German, and in the dark", () => withPage(WAIVED, async (page) => {
  assert.match(await text(page, ".sentence"), /^Keine Regel ist verletzt, ohne dass es jemand duldet: 1 von 5 ist verletzt, und das ist auf Zeit geduldet\.$/);
  await page.getByRole("button", { name: "Einzelheiten zu Regel CLEAN-ALWAYS" }).click();
  assert.match(await text(page, ".waivers"), /Duldungen .*geduldet von Ternet, CISO bis 31\. März 2027/);
  await looks(page, "waived_dark");
  await axeClean(page, "waived, dark");
}, { locale: "de-DE", colorScheme: "dark" }));

test("hostile names are text", () => withPage(HOSTILE, async (page) => {
  assert.equal(await page.locator("script").count(), 2);
  assert.equal(await page.locator("img").count(), 0);
  await page.getByRole("button", { name: "Details of rule CLEAN-ALWAYS" }).click();
  assert.match(await page.locator("#rules").innerText(), /<\/script><script>alert\(1\)<\/script>/);
  assert.match(await page.locator("#rules").innerText(), /<!--<script>alert\(3\)<\/script>/);
  assert.match(await page.locator("#verdict").innerText(), /<img src=x onerror=alert\(2\)>/);
}));

test("the page's own policy refuses every other script, and the network", async () => {
  const page = await browser.newPage();
  const told = [];
  page.on("console", (message) => told.push(message.text()));
  await page.goto(`file://${VALDREA}`);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const image = new Image();
    image.src = "http://127.0.0.1:9/";
    return window.ran === true;
  });
  await page.waitForTimeout(200);
  assert.equal(ran, false);
  assert.ok(told.some((line) => /inline script/.test(line)) && told.some((line) => /127\.0\.0\.1/.test(line)), told.join("\n"));
  await page.close();
});
