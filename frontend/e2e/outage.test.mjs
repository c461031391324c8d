/**
 * Backend and database go away in the middle of a conversation: nothing is lost, and the page goes on
 * without a reload. OUTAGE is the command that takes them away for a moment.
 */
import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { after, before, it } from "node:test";
import { close, launch, openPage, picture, say, signUp } from "./browser.mjs";

const { OUTAGE } = process.env;

/** Longest that a page may need to go on, in seconds, with one pod of each. */
const PATIENCE = 120;

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const skip = OUTAGE ? false : "OUTAGE names no command that takes backend and database away";

it("a conversation outlives the backend and Postgres", { skip, timeout: 300_000 }, async () => {
  const { page, context } = await openPage(browser);
  await signUp(page);
  await say(page, "add buy milk");
  await say(page, "add call the bank");

  const began = Date.now();
  execSync(OUTAGE);
  await page.getByRole("textbox", { name: "Message" }).fill("what's left?");
  await page.getByRole("button", { name: "Send" }).click();

  const answers = page.getByText("The assistant said:").locator("..");
  const again = page.getByRole("log").getByRole("button", { name: "Try again" });
  const rests = page.getByRole("button", { name: "Send" });
  // Read without waiting: an answer that breaks off is taken from the page again.
  const answer = async () => (await answers.allInnerTexts())[2] ?? "";
  while (!/call the bank/i.test(await answer())) {
    assert.ok(Date.now() < began + PATIENCE * 1000, `no answer within ${PATIENCE} s`);
    if (await again.isVisible()) {
      await picture(page, "outage");
      await again.click();
    }
    await rests.waitFor({ timeout: PATIENCE * 1000 });
    await page.waitForTimeout(300);
  }
  console.log(`went on after ${((Date.now() - began) / 1000).toFixed(1)} s, without a reload`);

  const log = page.getByRole("log", { name: "Conversation" });
  assert.match(await answer(), /buy milk/i);
  await page.reload();
  // The pods may be on their way out still when the page has its answer: then the reload meets the outage.
  await log.getByText("add call the bank").first().waitFor({ timeout: PATIENCE * 1000 });
  await answers.nth(2).waitFor();
  assert.equal(await answers.count(), 3);
  await close(context);
});
