/** What a user does, in a real browser, against the running app at BASE_URL. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { close, eventually, launch, openPage, say, signIn, signUp } from "./browser.mjs";

let browser, page, context, strangers, errors;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  ({ page, context, strangers, errors } = await openPage(browser));
});
afterEach(async () => {
  await close(context);
  assert.deepEqual(strangers, [], "requests to other hosts");
});

const tasks = () => page.getByRole("region", { name: "Tasks" });
const conversations = () => page.getByRole("navigation", { name: "Conversations" });
const task = (title) => tasks().getByRole("checkbox", { name: title, exact: true });
const add = async (title) => {
  await tasks().getByRole("textbox", { name: "New task" }).fill(title);
  await tasks().getByRole("button", { name: "Add task" }).click();
  await task(title).waitFor();
};

describe("an account", () => {
  it("is made, left and entered again, and no script sees its token", async () => {
    const account = await signUp(page);
    assert.equal(await page.evaluate(() => document.cookie.includes("todo_session")), false);
    const cookie = (await context.cookies()).find(({ name }) => name === "todo_session");
    assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Lax", "/"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    assert.equal((await context.cookies()).some(({ name }) => name === "todo_session"), false);
    await signIn(page, account);
    assert.deepEqual(errors, []);
  });

  it("is not entered with another password, and the page says so", async () => {
    const { email } = await signUp(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    await page.goto("/signin", { waitUntil: "networkidle" });
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/signin");
  });
});

describe("the list", () => {
  it("is added to, ticked, renamed and cleared by hand, and a reload keeps it", async () => {
    await signUp(page);
    await add("water the plants");
    await task("water the plants").click();
    await tasks().getByText("0 open, 1 done").waitFor();
    await tasks().getByRole("button", { name: "Done (1)" }).click();
    await task("water the plants").hover();
    await tasks().getByRole("button", { name: "Edit water the plants" }).click();
    await page.getByRole("textbox", { name: "New title of water the plants" }).fill("water the garden");
    await page.keyboard.press("Enter");
    await task("water the garden").waitFor();
    await page.reload();
    await tasks().getByRole("button", { name: "Done (1)" }).click();
    await task("water the garden").waitFor();
    assert.equal(await task("water the garden").isChecked(), true);
    await task("water the garden").hover();
    await tasks().getByRole("button", { name: "Delete water the garden" }).click();
    await task("water the garden").waitFor({ state: "detached" });
    assert.deepEqual(errors, []);
  });

  it("is used by keyboard alone, and the focus stays where something was changed", async () => {
    await signUp(page);
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    const onto = (label) => eventually(page, async () => assert.equal(await focused(), label));
    await tasks().getByRole("textbox", { name: "New task" }).focus();
    for (const title of ["milk", "bread", "salt"]) {
      await page.keyboard.type(title);
      await press("Enter");
      await task(title).waitFor();
      assert.equal(await focused(), "New task");
    }
    await task("milk").focus();
    await press("ArrowDown");
    await onto("bread");
    await tasks().getByRole("combobox", { name: "Priority of bread" }).focus();
    await page.keyboard.type("High");
    await tasks().getByRole("listitem").filter({ hasText: "High priority" }).waitFor();
    assert.equal(await focused(), "Priority of bread");
    await tasks().getByRole("button", { name: "Edit bread" }).press("Enter");
    await onto("New title of bread");
    await page.keyboard.type(" of rye");
    await press("Tab");
    await page.keyboard.type("see https://example.com/rye.");
    await press("Control+Enter");
    await onto("Edit bread of rye");
    await tasks().getByRole("button", { name: "Note of bread of rye" }).press("Enter");
    const link = tasks().getByRole("link", { name: "https://example.com/rye", exact: true });
    assert.match(await link.getAttribute("rel"), /noopener/);
    await task("bread of rye").press("Space");
    await onto("salt");
    await tasks().getByRole("button", { name: "Delete salt" }).press("Enter");
    await tasks().getByText("Deleted “salt”.").waitFor();
    await eventually(page, async () => assert.match(await page.evaluate(() => document.activeElement.textContent), /^Done/));
    await tasks().getByRole("button", { name: "Undo" }).press("Enter");
    await task("salt").waitFor();
    assert.deepEqual(await tasks().getByRole("checkbox").evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel)), ["milk", "salt"]);
    assert.deepEqual(errors, []);
  });

  it("holds thousands, draws those that are seen, and shows one that is added", async () => {
    await signUp(page);
    const titles = Array.from({ length: 230 }, (_, i) => `task ${i + 1}`);
    await page.evaluate(async (all) => {
      const headers = { "content-type": "application/json" };
      const body = (title) => JSON.stringify({ title });
      for (const title of all) await fetch("/api/tasks", { method: "POST", headers, body: body(title) });
    }, titles);
    await page.reload();
    await task("task 1").waitFor();
    await tasks().getByText("230 open, 0 done").waitFor();
    assert.ok((await tasks().getByRole("listitem").count()) < 60, "all are drawn");
    await add("the last one");
    await task("task 230").waitFor();
    await tasks().getByRole("searchbox").fill("TASK 20");
    await task("task 200").waitFor();
    await task("task 209").waitFor();
    await tasks().getByText("11 found").waitFor({ state: "attached" });
    await tasks().getByRole("button", { name: "Overdue" }).click();
    await tasks().getByText("No tasks found.").waitFor();
    assert.deepEqual(errors, []);
  });

  it("is put in another order by keys, by dragging and by buttons, and another device has the same", async () => {
    const account = await signUp(page);
    for (const title of ["milk", "bread", "salt"]) await add(title);
    const becomes = (titles, of = page) =>
      eventually(of, async () => {
        const boxes = of.getByRole("region", { name: "Tasks" }).getByRole("checkbox");
        assert.deepEqual(await boxes.evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel)), titles);
      });
    await task("milk").focus();
    await page.keyboard.press("Alt+ArrowDown");
    await becomes(["bread", "milk", "salt"]);
    await tasks().getByText("“milk” is at place 2 of 3.").waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), "milk");
    await task("salt").hover();
    const handle = await tasks().getByRole("button", { name: "Move salt" }).boundingBox();
    const first = await task("bread").boundingBox();
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(first.x, first.y + first.height / 2, { steps: 5 });
    await page.mouse.up();
    await becomes(["salt", "bread", "milk"]);
    await task("milk").hover();
    await tasks().getByRole("button", { name: "Edit milk" }).click();
    await tasks().getByRole("group", { name: "Place of milk" }).getByRole("button", { name: "To the top" }).click();
    await becomes(["milk", "salt", "bread"]);
    await tasks().getByRole("button", { name: "Cancel" }).click();
    await tasks().getByText("“milk” is at place 1 of 3.").waitFor({ state: "attached" });
    const other = await openPage(browser);
    await signIn(other.page, account);
    await becomes(["milk", "salt", "bread"], other.page);
    await close(other.context);
    await tasks().getByRole("searchbox").fill("a");
    await tasks().getByText("2 found").waitFor({ state: "attached" });
    await task("salt").press("Alt+ArrowUp");
    await tasks().getByText(/^Tasks can be moved where/).waitFor({ state: "attached" });
    assert.equal(await tasks().getByRole("button", { name: "Move salt" }).getAttribute("aria-disabled"), "true");
    assert.deepEqual(errors, []);
  });

  it("is put in another order by a finger, which scrolls nothing meanwhile", async () => {
    const touch = await openPage(browser, { width: 390, hasTouch: true });
    await signUp(touch.page);
    await touch.page.getByLabel("Parts of the page").getByRole("button", { name: "Tasks" }).click();
    const list = touch.page.getByRole("region", { name: "Tasks" });
    for (const title of ["milk", "bread", "salt"]) {
      await list.getByRole("textbox", { name: "New task" }).fill(title);
      await list.getByRole("button", { name: "Add task" }).tap();
      await list.getByRole("checkbox", { name: title, exact: true }).waitFor();
    }
    const middle = async (locator) => {
      const { x, y, width, height } = await locator.boundingBox();
      return { x: x + width / 2, y: y + height / 2 };
    };
    const from = await middle(list.getByRole("button", { name: "Move salt" }));
    const to = await middle(list.getByRole("checkbox", { name: "milk" }));
    const finger = await touch.context.newCDPSession(touch.page);
    const send = (type, ...touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    await send("touchStart", from);
    for (const part of [0.25, 0.5, 0.75, 1]) await send("touchMove", { x: from.x, y: from.y + (to.y - from.y) * part });
    await send("touchEnd");
    await eventually(touch.page, async () => {
      const titles = await list.getByRole("checkbox").evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel));
      assert.deepEqual(titles, ["salt", "milk", "bread"]);
    });
    assert.deepEqual(touch.errors, []);
    await close(touch.context);
  });

  it("has its day and time from the title, which a press keeps as it is typed", async () => {
    await signUp(page);
    const field = tasks().getByRole("textbox", { name: "New task" });
    const chip = tasks().getByRole("button", { name: "Tomorrow 15:00: keep these words in the title" });
    const typed = "call the dentist tomorrow at 3";
    await field.fill(typed);
    await chip.waitFor();
    await tasks().getByText("Understood: Tomorrow 15:00").waitFor({ state: "attached" });
    await field.press("Enter");
    await task("call the dentist").waitFor();
    await tasks().getByRole("listitem").filter({ hasText: "Tomorrow 15:00" }).waitFor();
    assert.equal(await tasks().getByText("Keep as typed").count(), 0);
    await field.fill(typed);
    await chip.press("Enter");
    await chip.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), "New task");
    await page.keyboard.press("Enter");
    await task(typed).waitFor();
    await eventually(page, async () => assert.equal(await tasks().getByText("Tomorrow 15:00").count(), 1));
    assert.deepEqual(errors, []);
  });

  it("has them also when it is added before they are seen, and goes back to what was typed in one step", async () => {
    await signUp(page);
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await page.route("/api/tasks/parse", (route) => held.then(() => route.continue()), { times: 1 });
    await tasks().getByRole("textbox", { name: "New task" }).fill("call the dentist tomorrow at 3");
    await page.keyboard.press("Enter");
    assert.equal(await tasks().getByRole("textbox", { name: "New task" }).inputValue(), "");
    answer();
    await tasks().getByText("Tomorrow 15:00: “call the dentist”", { exact: true }).waitFor();
    await task("call the dentist").waitFor();
    await tasks().getByRole("button", { name: "Keep as typed" }).click();
    await task("call the dentist tomorrow at 3").waitFor();
    assert.equal(await tasks().getByText("Tomorrow 15:00").count(), 0);
    assert.deepEqual(errors, []);
  });

  it("is added as it is typed where its title cannot be parsed", async () => {
    await signUp(page);
    await page.route("/api/tasks/parse", (route) => route.abort());
    await add("call the dentist tomorrow at 3");
    assert.equal(await tasks().getByText("Keep as typed").count(), 0);
  });

  it("has the day that was chosen by hand, whatever its title says", async () => {
    await signUp(page);
    const field = tasks().getByRole("textbox", { name: "New task" });
    await field.fill("call the dentist tomorrow at 3");
    await tasks().getByRole("button", { name: "Tomorrow 15:00: keep these words in the title" }).waitFor();
    assert.equal(await tasks().getByLabel("Due time").inputValue(), "15:00");
    await tasks().getByLabel("Due date").fill("2099-12-24");
    await tasks().getByRole("button", { name: /^Thu 24 Dec 2099 15:00: keep/ }).waitFor();
    await field.press("Enter");
    await task("call the dentist").waitFor();
    await tasks().getByText("Thu 24 Dec 2099 15:00").waitFor();
    assert.deepEqual(errors, []);
  });

  it("says when a task is due", async () => {
    await signUp(page);
    await tasks().getByRole("textbox", { name: "New task" }).fill("pay the rent");
    await tasks().getByLabel("Due date").fill("2020-02-29");
    await tasks().getByLabel("Due time").fill("09:30");
    await tasks().getByRole("combobox", { name: "Priority", exact: true }).selectOption("High");
    await page.getByRole("textbox", { name: "New task" }).press("Enter");
    await tasks().getByText("Overdue: Sat 29 Feb 2020 09:30").waitFor();
    await tasks().getByRole("button", { name: "Today" }).click();
    await tasks().getByText("Nothing is due today.").waitFor();
    await tasks().getByRole("button", { name: "Overdue" }).click();
    await task("pay the rent").waitFor();
    assert.deepEqual(errors, []);
  });

  it("shows what comes next by its days, chosen by one press, and counts what is overdue", async () => {
    await signUp(page);
    await page.evaluate(async () => {
      const send = (task) => fetch("/api/tasks", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(task) });
      for (const [title, due_date] of [["far", "2099-12-24"], ["late", "2020-02-29"], ["as far", "2099-12-24"]]) await send({ title, due_date });
    });
    await page.reload();
    await tasks().getByRole("textbox", { name: "New task" }).fill("soon");
    await tasks().getByRole("group", { name: "Quick days" }).getByRole("button", { name: "Tomorrow" }).click();
    await tasks().getByRole("textbox", { name: "New task" }).press("Enter");
    await task("soon").waitFor();
    await tasks().getByRole("button", { name: "Upcoming" }).click();
    await tasks().getByRole("heading", { name: "Tomorrow" }).waitFor();
    assert.deepEqual(await tasks().getByRole("heading", { level: 3 }).allInnerTexts(), ["Tomorrow", "Thu 24 Dec 2099"]);
    await task("soon").press("ArrowDown");
    await eventually(page, async () => assert.match(await page.evaluate(() => document.activeElement?.ariaLabel), /far$/));
    await eventually(page, async () => assert.equal(await page.title(), "(1) Todo"));
    await tasks().getByRole("button", { name: "Overdue 1" }).click();
    await task("late").press("Space");
    await tasks().getByText("Nothing is overdue.").waitFor();
    await eventually(page, async () => assert.equal(await page.title(), "Todo"));
    assert.deepEqual(errors, []);
  });

  it("has keys that edit, flag and delete the task that has the focus", async () => {
    await signUp(page);
    for (const title of ["milk", "bread"]) await add(title);
    await task("milk").press("3");
    await tasks().getByRole("listitem").filter({ hasText: "High priority" }).waitFor();
    await task("milk").press("e");
    const title = tasks().getByRole("textbox", { name: "New title of milk" });
    await title.press("Delete");
    await page.keyboard.type(" 3");
    await title.press("Enter");
    await task("milk 3").press("Delete");
    await tasks().getByText("Deleted “milk 3”.").waitFor();
    await eventually(page, async () => assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), "bread"));
    assert.deepEqual(errors, []);
  });

  it("holds what one user added, and nothing of it for another", async () => {
    await signUp(page);
    await add("a secret plan");
    const other = await openPage(browser);
    await signUp(other.page);
    await other.page.getByText("0 open, 0 done").waitFor();
    assert.equal(await other.page.getByText("a secret plan").count(), 0);
    await close(other.context);
  });
});

describe("the chat", () => {
  it("adds a task, which the list shows at once, and finishes it", async () => {
    await signUp(page);
    await say(page, "add buy milk");
    await task("buy milk").or(task("Buy milk")).waitFor();
    await say(page, "complete buy milk");
    await tasks().getByText("0 open, 1 done").waitFor();
    assert.deepEqual(errors, []);
  });

  it("asks before it deletes several, and is answered by a button", async () => {
    await signUp(page);
    for (const title of ["milk", "bread"]) await add(title);
    await say(page, "delete everything");
    const question = page.getByRole("group", { name: "Please confirm" });
    await question.getByText("Delete 2 tasks?").waitFor();
    await page.reload();
    await question.getByRole("button", { name: "Yes" }).click();
    await tasks().getByText("0 open, 0 done").waitFor();
    await page.getByRole("log").getByText(/^Deleted/).waitFor();
    await page.getByRole("group", { name: "Asked to confirm" }).getByText("Delete 2 tasks?").waitFor();
    assert.equal(await page.getByRole("group", { name: "Answer" }).count(), 0);
    assert.deepEqual(errors, []);
  });

  it("shows once that it is waited for, until its first word", async () => {
    await signUp(page);
    let goOn;
    const held = new Promise((resolve) => (goOn = resolve));
    await page.route("/api/chatkit", (route) => held.then(() => route.continue()), { times: 1 });
    await page.getByRole("textbox", { name: "Message" }).fill("hello");
    await page.getByRole("button", { name: "Send" }).click();
    const thinking = page.getByText("The assistant is thinking");
    await eventually(page, async () => assert.equal(await thinking.count(), 1));
    goOn();
    await thinking.waitFor({ state: "detached" });
    const answer = page.getByText("The assistant said:").locator("..");
    await eventually(page, async () => assert.match(await answer.innerText(), /said:\s*\S/));
  });

  it("keeps the conversation over a reload", async () => {
    await signUp(page);
    await say(page, "add buy bread");
    const log = page.getByRole("log", { name: "Conversation" });
    const before = await log.innerText();
    await page.reload();
    await log.getByText("add buy bread").first().waitFor();
    await page.getByText("The assistant said:").first().waitFor({ state: "attached" });
    await eventually(page, async () => assert.equal(await log.innerText(), before));
  });

  it("has addresses: back, forward, a reload and another tab find a conversation again", async () => {
    const account = await signUp(page);
    const said = (text) => page.getByRole("log").getByText(text, { exact: true });
    await say(page, "add salt");
    const first = page.url();
    assert.match(new URL(first).pathname, /^\/c\/thr_\w+$/);
    await conversations().getByRole("button", { name: "New conversation", exact: true }).first().click();
    await page.getByRole("heading", { name: "What is there to do?" }).waitFor();
    await say(page, "add pepper");
    const second = page.url();
    assert.notEqual(second, first);
    await page.goBack();
    await said("add salt").waitFor();
    assert.equal(page.url(), first);
    await eventually(page, async () => assert.match(await page.title(), /^add salt/i));
    await page.goForward();
    await said("add pepper").waitFor();
    await page.reload();
    await said("add pepper").waitFor();
    const other = await context.newPage();
    await other.goto(first);
    await other.getByRole("log").getByText("add salt", { exact: true }).waitFor();
    await other.close();
    await context.clearCookies();
    await page.goto(first);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("Email").fill(account.email);
    await page.getByLabel("Password").fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await said("add salt").waitFor();
    assert.equal(page.url(), first);
  });

  it("has a history: a conversation is begun, found again, renamed and deleted", async () => {
    await signUp(page);
    await say(page, "add call the bank");
    await conversations().getByRole("button", { name: "New conversation", exact: true }).first().click();
    await page.getByRole("heading", { name: "What is there to do?" }).waitFor();
    const row = conversations().getByRole("listitem");
    await eventually(page, async () => assert.equal(await row.count(), 1));
    await row.hover();
    await row.getByRole("button", { name: /^Rename / }).click();
    await page.getByRole("textbox", { name: /^New title of / }).fill("Bank matters");
    await page.keyboard.press("Enter");
    await conversations().getByRole("link", { name: "Bank matters", exact: true }).click();
    await page.getByRole("log").getByText("add call the bank").first().waitFor();
    await row.hover();
    await conversations().getByRole("button", { name: "Delete Bank matters" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await conversations().getByRole("link", { name: "Bank matters", exact: true }).waitFor({ state: "detached" });
    await tasks().getByText("1 open, 0 done").waitFor();
    assert.deepEqual(errors, []);
  });
});
