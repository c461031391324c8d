/**
 * The pictures of the documents, of the page as it is now: `npm run e2e:local e2e/measured/pictures.test.mjs` writes them
 * to docs/images, or to the folder PICTURES.
 */
import { join } from "node:path";
import { after, before, it } from "node:test";
import { close, hydrated, launch, openPage, picture, say } from "../browser.mjs";

process.env.PICTURES ??= join(import.meta.dirname, "..", "..", "..", "docs", "images");

/** Reads well in every picture. */
const ACCOUNT = { email: "ada@example.com", password: "a long pass phrase" };

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Says something, and waits until the list has followed. */
async function told(page, text, task) {
  await say(page, text);
  if (task) await page.getByRole("region", { name: "Tasks" }).getByRole("checkbox", { name: task, exact: true }).waitFor();
}

async function enter(page, path, button) {
  await page.goto(path);
  await hydrated(page.getByLabel("Email"));
  await page.getByLabel("Email").fill(ACCOUNT.email);
  await page.getByLabel("Password").fill(ACCOUNT.password);
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  await page.getByText(/^\d+ open, \d+ done$/).waitFor({ state: "attached" });
}

it("shows a day of somebody's list", async () => {
  const { page, context } = await openPage(browser);
  await page.goto("/");
  await picture(page, "welcome");
  await enter(page, "/signup", "Create account");
  await told(page, "add buy milk, call the bank tomorrow at 10 and water the plants on friday", "water the plants");
  await told(page, "remind me to pay the rent on the 1st, high priority", "pay the rent");
  await told(page, "add a note to buy milk: two bottles, the blue ones");
  await told(page, "I finished everything except the milk and the rent");
  await picture(page, "chat");
  await page.getByRole("button", { name: "Upcoming", exact: true }).click();
  await told(page, "add book a dentist next monday at 9:30, and pay the invoice next tuesday", "pay the invoice");
  await told(page, "delete everything");
  await page.getByRole("button", { name: "Yes", exact: true }).waitFor();
  await picture(page, "question");
  await page.getByRole("button", { name: "No", exact: true }).click();
  await page.getByRole("button", { name: "Send" }).waitFor();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await close(context);

  const dark = await openPage(browser, { colorScheme: "dark" });
  await enter(dark.page, "/signin", "Sign in");
  await dark.page.getByRole("region", { name: "Tasks" }).getByRole("checkbox").first().waitFor();
  await picture(dark.page, "dark");
  await close(dark.context);

  const phone = await openPage(browser, { width: 390 });
  await enter(phone.page, "/signin", "Sign in");
  await picture(phone.page, "phone");
  await close(phone.context);
});
