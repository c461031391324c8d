/** What somebody can do about their account, and by keys wherever they are on the page. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { assertAccessible, assertNoSidewaysScroll, close, eventually, launch, openPage, signIn, signUp } from "./browser.mjs";

let browser, page, context;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  ({ page, context } = await openPage(browser));
});
afterEach(() => close(context));

const dialog = (name) => page.getByRole("dialog", { name });
const gone = (name) => dialog(name).waitFor({ state: "detached" });
const focused = () => page.evaluate(() => document.activeElement?.ariaLabel);

describe("an account", () => {
  it("gets another password, which ends its other sessions and not this one", async () => {
    const account = await signUp(page);
    const other = await openPage(browser);
    await signIn(other.page, account);
    const password = `pass ${randomUUID()}`;
    const change = async (current) => {
      await dialog("Account").getByLabel("Current password").fill(current);
      await dialog("Account").getByLabel("New password").fill(password);
      await dialog("Account").getByRole("button", { name: "Change password" }).click();
    };
    await page.getByRole("button", { name: "Account" }).click();
    await dialog("Account").waitFor();
    await assertAccessible(page, "the account");
    await assertNoSidewaysScroll(page, "the account");
    await change("not this one");
    await dialog("Account").getByRole("alert").waitFor();
    await change(account.password);
    await dialog("Account").getByText("The password is changed.").waitFor();
    await page.keyboard.press("Escape");
    await gone("Account");
    assert.equal(await focused(), "Account");
    await page.reload();
    await page.getByText("0 open, 0 done").waitFor({ state: "attached" });
    await other.page.reload();
    await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await close(other.context);
    await signIn(page, { ...account, password });
  });

  it("is exported as one document", async () => {
    const { email } = await signUp(page);
    await page.getByRole("button", { name: "Account" }).click();
    const link = dialog("Account").getByRole("link", { name: "Export" });
    const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.equal(file.suggestedFilename(), "todo-export.json");
    const kept = await page.evaluate(async () => (await fetch("/api/auth/export")).text());
    assert.ok(JSON.parse(kept) && kept.includes(email));
  });

  it("is deleted by who writes down which one", async () => {
    const { email } = await signUp(page);
    await page.getByRole("button", { name: "Account" }).click();
    const leave = dialog("Account").getByRole("button", { name: "Delete the account" });
    assert.equal(await leave.isDisabled(), true);
    await dialog("Account").getByLabel("Your email").fill(email);
    await leave.click();
    await page.getByRole("link", { name: "Create an account" }).waitFor();
    assert.equal((await context.cookies()).some(({ name }) => name === "todo_session"), false);
  });
});

describe("keys", () => {
  it("are listed, do what the list says outside of texts, and can be turned off", async () => {
    await signUp(page);
    const leaveText = () => page.evaluate(() => document.activeElement.blur());
    await leaveText();
    await page.keyboard.press("?");
    await dialog("Keyboard shortcuts").waitFor();
    await assertAccessible(page, "the shortcuts");
    await page.keyboard.press("Escape");
    await gone("Keyboard shortcuts");
    await leaveText();
    await page.keyboard.press("n");
    await page.keyboard.type("n and /");
    assert.equal(await page.getByRole("textbox", { name: "New task" }).inputValue(), "n and /");
    await page.keyboard.press("Enter");
    const task = page.getByRole("checkbox", { name: "n and /", exact: true });
    await task.waitFor();
    await page.getByRole("button", { name: "Delete n and /" }).press("Enter");
    await page.getByText("Deleted “n and /”.").waitFor();
    await page.keyboard.press("z");
    await task.waitFor();
    await eventually(page, async () => assert.equal(await focused(), "n and /"));
    await page.keyboard.press("/");
    assert.equal(await focused(), "Search tasks");
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await page.getByRole("checkbox", { name: "Shortcuts are on" }).uncheck();
    await page.keyboard.press("Escape");
    await gone("Keyboard shortcuts");
    await leaveText();
    await page.keyboard.press("n");
    assert.notEqual(await focused(), "New task");
  });
});
