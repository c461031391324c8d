/** What the browser's tests share: a browser, a page that is watched, and looks at the page as a whole. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";

/** The app under test; its backend must be there too. */
export const BASE_URL = (process.env.BASE_URL ?? "http://localhost:3000").replace(/\/+$/, "");

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium, as findChromium finds it. ADDRESS is where BASE_URL's host name leads to. */
export function launch() {
  const address = process.env.ADDRESS;
  const resolved = address ? [`--host-resolver-rules=MAP ${new URL(BASE_URL).hostname} ${address}`] : [];
  return chromium.launch({
    executablePath: findChromium(),
    args: [...ARGS, ...resolved],
    headless: true,
  });
}

/** Waits until nothing moves: colours that change are half of each for a moment. */
const still = (page) => page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));

/** What the server answers to a request of the page, by the way that ADDRESS has the browser take. */
export async function answerOf(route) {
  const address = process.env.ADDRESS;
  if (!address) return route.fetch();
  const url = new URL(route.request().url());
  const headers = { ...(await route.request().allHeaders()), host: url.host };
  url.hostname = address;
  return route.fetch({ url: url.href, headers });
}

/** Keeps a picture of the page in the folder PICTURES, if one is set. */
export async function picture(page, name) {
  if (!process.env.PICTURES) return;
  await still(page);
  await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

/**
 * A page of a fresh profile.
 *
 * @returns the page, and what must stay empty: requests to other hosts, and errors on the console.
 */
export async function openPage(browser, { width = 1280, height = 800, colorScheme = "light", hasTouch = false } = {}) {
  const context = await browser.newContext({ baseURL: BASE_URL, viewport: { width, height }, colorScheme, hasTouch });
  const page = await context.newPage();
  // Far above what any step takes: a busy machine is no failure.
  page.setDefaultTimeout(30_000);
  const strangers = [];
  const errors = [];
  page.on("request", (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(BASE_URL).host) strangers.push(request.url());
  });
  page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  return { page, context, strangers, errors };
}

/**
 * Closes the pages of a test. Chromium 156 was seen not to answer to that where two tabs had just left for another page: they
 * go with the browser at the end of the file then.
 */
export const close = (context) => Promise.race([context.close(), setTimeout(10_000, undefined, { ref: false })]);

/** Waits until React has taken the element over: before, a click on it is lost, and a form sends itself. */
export async function hydrated(locator) {
  const isTaken = (node) => Object.keys(node).some((key) => key.startsWith("__reactProps"));
  // Looked for each time: React may draw it anew as it takes it over.
  await eventually(locator.page(), async () => assert.ok(await locator.evaluate(isTaken), "not hydrated"));
}

/** Asks until what is asked for no longer throws. @throws what it threw last, after half a minute. */
export async function eventually(page, probe) {
  for (const end = Date.now() + 30_000; ; await page.waitForTimeout(100)) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Waits until the page is the browser's: before, what is typed is nobody's. The list's count comes from the server. */
const ready = (page) => page.getByText(/^\d+ open, \d+ done$/).waitFor({ state: "attached" });

/** Creates an account of its own and waits for the workspace. @returns what signs it in again. */
export async function signUp(page) {
  const account = { email: `e2e-${randomUUID()}@example.com`, password: `pass ${randomUUID()}` };
  await page.goto("/signup");
  await fill(page, account);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  await ready(page);
  return account;
}

export async function signIn(page, account) {
  await page.goto("/signin");
  await fill(page, account);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  await ready(page);
}

async function fill(page, { email, password }) {
  await hydrated(page.getByLabel("Email"));
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
}

/** Sends a message and waits for the end of its answer. */
export async function say(page, text) {
  const answers = page.getByText("The assistant said:");
  const before = await answers.count();
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await answers.nth(before).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Send" }).waitFor();
}

/** Fails with what axe finds against WCAG 2.2 A and AA, and its best practices. */
export async function assertAccessible(page, where) {
  await still(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(found, [], where);
}

/** Fails when the page, or a part of it that scrolls, can be scrolled sideways. */
export async function assertNoSidewaysScroll(page, where) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX))
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName} ${element.ariaLabel ?? ""} holds ${element.scrollWidth} px in ${element.clientWidth}`),
  );
  assert.deepEqual(found, [], where);
}
