/** One conversation that needs every tool, seen as a user sees it. PICTURES keeps what it looks like. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { close, launch, openPage, picture, say, signUp } from "./browser.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

it("a conversation adds, lists, renames, finishes and deletes, and the list beside it follows", async () => {
  const { page, context, strangers, errors } = await openPage(browser);
  await page.goto("/", { waitUntil: "networkidle" });
  await picture(page, "welcome");
  await signUp(page);
  await picture(page, "empty");

  const tasks = page.getByRole("region", { name: "Tasks" });
  const task = (title) => tasks.getByRole("checkbox", { name: title, exact: true });
  const answer = () => page.getByText("The assistant said:").last().locator("..");

  await say(page, "add buy milk");
  await say(page, "add call the bank tomorrow");
  await say(page, "add water the plants");
  await task("water the plants").waitFor();
  await say(page, "what's left?");
  for (const title of ["buy milk", "call the bank", "water the plants"]) {
    assert.match(await answer().innerText(), new RegExp(title, "i"));
  }
  await say(page, "rename buy milk to buy oat milk");
  await task("buy oat milk").waitFor();
  await say(page, "finish the second one");
  await tasks.getByText("2 open, 1 done").waitFor();
  await picture(page, "chat");
  await say(page, "delete water the plants");
  if (/\?\s*$/.test(await answer().innerText())) await say(page, "yes");
  await task("water the plants").waitFor({ state: "detached" });

  assert.deepEqual(strangers, [], "requests to other hosts");
  assert.deepEqual(errors, []);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 390, height: 800 });
  await picture(page, "phone");
  await close(context);
});
