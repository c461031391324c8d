/** Text that wants to be a script, in every place that shows what somebody wrote: nothing of it runs. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { close, launch, openPage, say, signUp } from "./browser.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Each would leave its mark on the window if the browser took it for more than text. */
const TRIES = [
  `<img src=x onerror="window.ran='image'">`,
  `<script>window.ran='script'</script>`,
  `"><svg onload="window.ran='svg'">`,
  `[here](javascript:window.ran='link')`,
];
const ran = (page) => page.evaluate(() => window.ran);

it("stored: as a task, a message and a conversation's title", async () => {
  const { page, context, strangers, errors } = await openPage(browser);
  await signUp(page);
  const tasks = page.getByRole("region", { name: "Tasks" });
  const row = page.getByRole("navigation", { name: "Conversations" }).getByRole("listitem");
  for (const text of TRIES) {
    await tasks.getByRole("textbox", { name: "New task" }).fill(text);
    await page.keyboard.press("Enter");
    await tasks.getByRole("checkbox", { name: text, exact: true }).waitFor();
    await say(page, `add ${text}`);
    await row.hover();
    await row.getByRole("button", { name: /^Rename / }).click();
    await page.getByRole("textbox", { name: /^New title of / }).fill(text);
    await page.keyboard.press("Enter");
    await row.getByText(text, { exact: true }).waitFor();
    assert.equal(await ran(page), undefined, text);
  }
  await say(page, "what's left?");
  await page.reload();
  for (const text of TRIES) await page.getByRole("log").getByText(`add ${text}`, { exact: true }).waitFor();
  for (const link of await page.getByRole("log").getByRole("link").all()) {
    assert.match(await link.getAttribute("href"), /^(https?|mailto):/);
  }
  assert.equal(await ran(page), undefined);
  assert.deepEqual([strangers, errors], [[], []]);
  await close(context);
});

it("reflected: in an address, its query and its fragment", async () => {
  const { page, context, errors } = await openPage(browser);
  for (const text of TRIES.map(encodeURIComponent)) {
    for (const path of [`/signin?next=${text}`, `/?${text}=${text}`, `/#${text}`, `/${text}`]) {
      await page.goto(path, { waitUntil: "networkidle" });
      assert.equal(await ran(page), undefined, path);
    }
  }
  assert.deepEqual(errors.filter((line) => !/\b404\b/.test(line)), []);
  await close(context);
});

it("what the policy allows is written down in the answer, and a script without the nonce is refused", async () => {
  const { page, context } = await openPage(browser);
  const answer = await page.goto("/");
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'/);
  for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  const refused = page.evaluate(() => new Promise((resolve) => addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective))));
  await page.evaluate(() => {
    const div = document.createElement("div");
    div.innerHTML = `<img src="data:," onerror="window.ran='inline'">`;
    document.body.append(div);
  });
  assert.match(await refused, /^script-src/);
  assert.equal(await ran(page), undefined);
  await close(context);
});
