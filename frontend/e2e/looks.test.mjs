/** Every page in light, dark and narrow: axe finds nothing, and nothing is wider than the window. */
import { after, before, describe, it } from "node:test";
import assert from "node:assert/strict";
import { assertAccessible, assertNoSidewaysScroll, close, eventually, hydrated, launch, openPage, say, signUp } from "./browser.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const LOOKS = [
  { name: "light", colorScheme: "light", width: 1280 },
  { name: "dark", colorScheme: "dark", width: 1280 },
  { name: "390 px", colorScheme: "light", width: 390 },
  { name: "390 px, dark", colorScheme: "dark", width: 390 },
];
/** Longer than any line of a phone, without a place to break. */
const LONG = `add ${"antidisestablishmentarianism".repeat(5)}`;

/** The panel with all that it can show: a note, what is done, a task that is edited, a deletion, and a title that was understood. */
async function everythingOfTasks(page) {
  const tasks = page.getByRole("region", { name: "Tasks" });
  await tasks.getByRole("button", { name: /^Done / }).click();
  await tasks.getByRole("button", { name: "Delete done" }).click();
  await tasks.getByText("Deleted “done”.").waitFor();
  await tasks.getByRole("button", { name: "Note of pay the rent" }).click();
  await assertAccessible(page, "tasks, with a note and a deletion");
  await tasks.getByRole("button", { name: "Edit pay the rent" }).click();
  await tasks.getByRole("textbox", { name: "New task" }).fill("another one, with a title that is long enough to be cut, tomorrow at 3");
  await tasks.getByRole("button", { name: /^Tomorrow 15:00/ }).waitFor();
}

for (const { name, colorScheme, width } of LOOKS) {
  describe(name, () => {
    for (const path of ["/", "/signin", "/signup", "/nowhere"]) {
      it(`${path} is accessible and fits`, async () => {
        const { page, context } = await openPage(browser, { colorScheme, width });
        await page.goto(path, { waitUntil: "networkidle" });
        await assertAccessible(page, path);
        await assertNoSidewaysScroll(page, path);
        await close(context);
      });
    }

    it("the workspace is accessible and fits, empty and full", async () => {
      const { page, context } = await openPage(browser, { colorScheme, width });
      await signUp(page);
      await assertAccessible(page, "empty");
      await say(page, LONG);
      await page.evaluate(async () => {
        const task = { title: "pay the rent", description: "by https://example.com/bank", due_date: "2020-02-29", due_time: "09:30", priority: "high" };
        const send = (path, body) => fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
        await send("/api/tasks", task);
        const { id } = await (await send("/api/tasks", { ...task, title: "done" })).json();
        await send(`/api/tasks/${id}/complete`, {});
      });
      await page.reload();
      await page.getByText("2 open, 1 done").waitFor({ state: "attached" });
      const parts = page.getByLabel("Parts of the page");
      const names = (await parts.isVisible()) ? ["Chat", "Tasks", "History"] : [undefined];
      for (const part of names) {
        if (part) await parts.getByRole("button", { name: part }).click();
        if (part === "Tasks" || part === undefined) await everythingOfTasks(page);
        await assertAccessible(page, `full, ${part ?? "all parts"}`);
        await assertNoSidewaysScroll(page, `full, ${part ?? "all parts"}`);
      }
      await page.getByRole("navigation", { name: "Conversations" }).getByRole("button", { name: /^Delete / }).click();
      await page.getByRole("dialog").waitFor();
      await assertAccessible(page, "asked before a deletion");
      await assertNoSidewaysScroll(page, "asked before a deletion");
      await close(context);
    });
  });
}

describe("the theme", () => {
  it("is switched by its button, and a reload keeps it", async () => {
    const { page, context } = await openPage(browser);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto("/", { waitUntil: "networkidle" });
    const light = await ground();
    await hydrated(page.getByRole("button", { name: "Switch theme" }));
    await page.getByRole("button", { name: "Switch theme" }).click();
    await eventually(page, async () => assert.notEqual(await ground(), light));
    const dark = await ground();
    await page.reload();
    await eventually(page, async () => assert.equal(await ground(), dark));
    await close(context);
  });
});
