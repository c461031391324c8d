/** What goes wrong between a page and its server: nothing typed is lost, and nothing is done twice. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { answerOf, assertAccessible, close, eventually, launch, openPage, say, signUp } from "./browser.mjs";

let browser, page, context;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  ({ page, context } = await openPage(browser));
});
afterEach(() => close(context));

const task = (title) => page.getByRole("checkbox", { name: title, exact: true });
const counts = (text) => page.getByRole("region", { name: "Tasks" }).getByText(text);
const message = () => page.getByRole("textbox", { name: "Message" });
const send = async (text) => {
  await message().fill(text);
  await page.getByRole("button", { name: "Send" }).click();
};
/** What happens to the next request to the assistant, and to no other. */
const once = (handler) => page.route("/api/chatkit", handler, { times: 1 });
const log = () => page.getByRole("log", { name: "Conversation" });
const said = (text) => log().getByText(text, { exact: true });
/** What there is, by the server's own word. */
const onServer = () =>
  page.evaluate(async () => (await (await fetch("/api/tasks")).json()).items.map(({ title }) => title));

/** What waits until it is opened. */
function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

/** One conversation of one question and one answer, and the task once: on the page and on the server. */
async function onceOnly(title) {
  await task(title).waitFor();
  await page.getByText("The assistant said:").nth(0).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  assert.deepEqual(await onServer(), [title]);
  await eventually(page, async () =>
    assert.deepEqual(await Promise.all([said(`add ${title}`).count(), page.getByText("The assistant said:").count()]), [1, 1]),
  );
  await page.reload();
  await said(`add ${title}`).waitFor();
  const conversations = page.getByRole("navigation", { name: "Conversations" }).getByRole("listitem");
  await eventually(page, async () => assert.equal(await conversations.count(), 1));
}

describe("the assistant's answer", () => {
  it("comes all the same when the request got lost on its way", async () => {
    await signUp(page);
    await once((route) => route.abort());
    await send("add buy milk");
    await onceOnly("buy milk");
  });

  it("is found again when it was given and got lost on its way back", async () => {
    await signUp(page);
    await once(async (route) => {
      await answerOf(route);
      await route.abort();
    });
    await send("add buy milk");
    await onceOnly("buy milk");
  });

  it("is asked for again when it broke off after its work was done, which is not done again", async () => {
    await signUp(page);
    await once(async (route) => {
      const response = await answerOf(route);
      const events = (await response.text()).split("\n\n");
      const end = events.findIndex((event) => event.includes("tasks_changed"));
      await route.fulfill({ response, body: `${events.slice(0, end + 1).join("\n\n")}\n\n` });
    });
    await send("add buy milk");
    await onceOnly("buy milk");
  });

  it("waits for somebody's decision when the server stays away, and the message can be had back", async () => {
    await signUp(page);
    await once((route) => route.fulfill({ status: 400, json: { detail: "Not today." } }));
    await send("add buy milk");
    await log().getByText("Not today.").waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await eventually(page, async () => assert.equal(await message().inputValue(), "add buy milk"));
    await eventually(page, async () => assert.equal(await said("add buy milk").count(), 0));
    await send("add buy oat milk");
    await onceOnly("buy oat milk");
  });
});

describe("what somebody has typed", () => {
  it("is there after a reload", async () => {
    await signUp(page);
    await message().fill("add something long that nobody wants to type twice");
    await page.reload();
    await eventually(page, async () => assert.match(await message().inputValue(), /^add something long/));
  });

  it("is a task once, when the answer to its request got lost", async () => {
    await signUp(page);
    let asked = 0;
    await page.route("/api/tasks", async (route) => {
      if (route.request().method() !== "POST" || asked++ > 0) return route.continue();
      await answerOf(route);
      await route.abort();
    });
    await page.getByRole("textbox", { name: "New task" }).fill("water the plants");
    await page.keyboard.press("Enter");
    await task("water the plants").waitFor();
    assert.deepEqual(await onServer(), ["water the plants"]);
    assert.equal(asked, 2);
  });

  it("goes on when the network is back, and the page says that it was away", async () => {
    await signUp(page);
    await context.setOffline(true);
    await page.getByText(/^You are offline/).waitFor();
    await assertAccessible(page, "offline");
    await send("add buy milk");
    await log().getByText(/connection was lost/).waitFor();
    await context.setOffline(false);
    await page.getByText(/^You are offline/).waitFor({ state: "detached" });
    await onceOnly("buy milk");
  });
});

describe("a task", () => {
  it("stays as it was just changed when an older look at the list answers later", async () => {
    await signUp(page);
    await say(page, "add buy milk");
    await task("buy milk").waitFor();
    const [asked, answered, changing] = [gate(), gate(), gate()];
    await page.route("/api/tasks?*", async (route) => {
      const before = await answerOf(route);
      asked.open();
      await answered.opened;
      await route.fulfill({ response: before });
    });
    await page.route("/api/tasks/*", async (route) => {
      await changing.opened;
      await route.continue();
    });
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await asked.opened;
    await task("buy milk").click();
    const older = page.waitForResponse((response) => response.url().includes("/api/tasks?"));
    answered.open();
    await (await older).finished();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    assert.equal(await task("buy milk").isChecked(), true);
    const saved = page.waitForResponse((response) => response.request().method() === "PATCH");
    changing.open();
    await saved;
    await counts("0 open, 1 done").waitFor();
    await page.reload();
    await counts("0 open, 1 done").waitFor();
  });
});

describe("a session", () => {
  it("that ends in the middle is taken up again, and the message goes out once", async () => {
    const { password } = await signUp(page);
    await context.clearCookies();
    await send("add buy milk");
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await assertAccessible(page, "the session has ended");
    await dialog.getByLabel("Password").fill("not this one");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "detached" });
    await onceOnly("buy milk");
  });

  it("is one for all tabs: each sees what another does, and leaves with it", async () => {
    await signUp(page);
    const other = await context.newPage();
    await other.goto("/");
    await other.getByText("0 open, 0 done").waitFor();
    await say(page, "add buy milk");
    await other.getByRole("checkbox", { name: "buy milk", exact: true }).waitFor();
    await other.getByRole("checkbox", { name: "buy milk", exact: true }).click();
    await counts("0 open, 1 done").waitFor();
    await other.getByRole("link", { name: "add buy milk", exact: true }).click();
    await other.getByText("The assistant said:").nth(0).waitFor({ state: "attached" });
    await say(page, "hello");
    await other.getByText("The assistant said:").nth(1).waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Sign out" }).click();
    await other.getByRole("link", { name: "Sign in" }).waitFor();
  });
});
