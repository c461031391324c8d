/**
 * The backend goes away while it writes an answer, by a model that takes its time (tests/standins/model.py).
 * LEAVE is the command that has it go in good order, KILL the one that lets it finish nothing; both return at once.
 */
import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { after, afterEach, before, beforeEach, it } from "node:test";
import { close, eventually, launch, openPage, picture, signUp } from "./browser.mjs";

const { LEAVE, KILL } = process.env;
const skip = LEAVE && KILL ? false : "LEAVE and KILL name no commands that take the backend away while it writes";

/** Longest that a page may need to go on, in seconds, with one backend. */
const PATIENCE = 120;
/** Words of an answer: some 150 ms each, so that the backend is gone long before the last. */
const WORDS = 60;
const DRAFT = "something that is typed meanwhile";
const LAST = new RegExp(`word${WORDS}\\b`);

let browser, page, context;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  if (skip) return;
  ({ page, context } = await openPage(browser));
  await signUp(page);
});
afterEach(() => context && close(context));

const log = () => page.getByRole("log", { name: "Conversation" });
const answers = () => page.getByText("The assistant said:").locator("..");
// Read without waiting: an answer that breaks off is taken from the page again.
const shown = async () => (await log().allInnerTexts()).join();
const message = () => page.getByRole("textbox", { name: "Message" });

/** Asks, and has the backend taken away when the fifth word is there. @returns when that was. */
async function takenAway(question, command) {
  await message().fill(question);
  await page.getByRole("button", { name: "Send" }).click();
  await log().getByText(/word5\b/).waitFor();
  const began = Date.now();
  execSync(command, { stdio: "ignore" });
  assert.doesNotMatch(await shown(), LAST, "the answer was whole before the backend was taken away");
  await message().fill(DRAFT);
  return began;
}

/** Waits for the answer's end, which comes with no more to do. @returns what was to be seen until then, each with a picture. */
async function goesOn(began, end) {
  const seen = [];
  for (let text = ""; !end.test(text); await page.waitForTimeout(100)) {
    assert.ok(Date.now() < began + PATIENCE * 1000, `no answer within ${PATIENCE} s; seen: ${seen.join(" | ")}`);
    text = await shown();
    const state = text.replace(/word1 .*word\d+/s, "words").replaceAll(/\s+/g, " ");
    if (state === seen.at(-1)) continue;
    seen.push(state);
    await picture(page, `midstream-${seen.length}`);
  }
  console.log(`ended after ${((Date.now() - began) / 1000).toFixed(1)} s, without a reload; seen: ${seen.join(" | ")}`);
  await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  assert.equal(await message().inputValue(), DRAFT);
  return seen.join();
}

/** One question and one answer, on the page and again after a reload. */
async function onceOnly(question, end) {
  for (const look of ["as it came", "after a reload"]) {
    await eventually(page, async () => {
      assert.equal(await log().getByText(question, { exact: true }).count(), 1, look);
      assert.equal(await answers().count(), 1, look);
      assert.match((await answers().allInnerTexts()).join(), end, look);
    });
    await page.reload();
  }
}

const timeout = 300_000;

const question = `tell me something in ${WORDS} words`;
const BROKE = /The connection was lost/;

it("a backend that is told to go ends its answer first", { skip, timeout }, async () => {
  const began = await takenAway(question, LEAVE);
  assert.doesNotMatch(await goesOn(began, LAST), BROKE);
  await onceOnly(question, LAST);
});

it("an answer whose backend is killed is written anew", { skip, timeout }, async () => {
  const began = await takenAway(question, KILL);
  assert.match(await goesOn(began, LAST), BROKE);
  await onceOnly(question, LAST);
});

it("what was done before the backend was killed is not done again", { skip, timeout }, async () => {
  const wanted = `call add_task {"title": "buy milk"} and tell me of it in ${WORDS} words`;
  const interrupted = /what I had already changed is in your list/;
  const began = await takenAway(wanted, KILL);
  assert.match(await goesOn(began, interrupted), BROKE);
  await onceOnly(wanted, interrupted);
  const titles = await page.evaluate(async () => (await (await fetch("/api/tasks")).json()).items.map(({ title }) => title));
  assert.deepEqual(titles, ["buy milk"]);
});
