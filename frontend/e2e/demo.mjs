/** The page on which the demo is played: as somebody uses it, at a pace that can be followed. */
import { randomUUID } from "node:crypto";
import { BASE_URL, launch } from "./browser.mjs";

const SIZE = { width: 1280, height: 800 };
/** Milliseconds between two keys. */
const KEYS = 35;
/** Longest that a page may need to go on after its backend is gone, in seconds. */
const PATIENCE = 45;
/** Lines of the terminal below the page. */
const LINES = 8;

export class Stage {
  #lines = [];

  static async raise(folder) {
    const browser = await launch();
    const context = await browser.newContext({ baseURL: BASE_URL, viewport: SIZE, recordVideo: { dir: folder, size: SIZE } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return new Stage(browser, page);
  }

  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  async open() {
    await this.#show(() => this.page.goto("/", { waitUntil: "networkidle" }));
  }

  async signUp() {
    const { page } = this;
    await this.#show(() => page.goto("/signup", { waitUntil: "networkidle" }));
    await page.getByLabel("Email").pressSequentially(`ada-${randomUUID().slice(0, 4)}@example.com`, { delay: KEYS });
    await page.getByLabel("Password").fill(randomUUID());
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("textbox", { name: "Message" }).waitFor();
    await this.#show();
  }

  async say(text) {
    const { page } = this;
    const answers = page.getByText("The assistant said:");
    const before = await answers.count();
    const message = page.getByRole("textbox", { name: "Message" });
    await message.pressSequentially(text, { delay: KEYS });
    await message.press("Enter");
    const end = Date.now() + PATIENCE * 1000;
    const again = page.getByRole("log").getByRole("button", { name: "Try again" });
    const answered = async () =>
      (await answers.count()) > before && (await page.getByRole("button", { name: "Send" }).isVisible()) && !(await again.isVisible());
    while (!(await answered())) {
      if (Date.now() > end) throw new Error(`"${text}" was not answered within ${PATIENCE} s`);
      if (await again.isVisible()) {
        await page.waitForTimeout(1000);
        await again.click();
      }
      await page.waitForTimeout(200);
    }
    await this.pause(1.5);
  }

  async sees(...tasks) {
    const list = this.page.getByRole("region", { name: "Tasks" });
    for (const name of tasks) await list.getByRole("checkbox", { name, exact: true }).waitFor();
  }

  async heard(text) {
    await this.page.getByRole("log", { name: "Conversation" }).getByText(text).first().waitFor();
  }

  async reload() {
    await this.#show(() => this.page.reload({ waitUntil: "networkidle" }));
  }

  async terminal(text) {
    this.#lines = [...this.#lines, ...text.trimEnd().split("\n")].slice(-LINES);
    await this.#show();
  }

  pause(seconds) {
    return this.page.waitForTimeout(seconds * 1000);
  }

  async picture(file) {
    await this.page.screenshot({ path: file });
  }

  async close() {
    const { page, browser } = this;
    try {
      await page.evaluate(() => fetch("/api/auth/session", { method: "DELETE" })).catch(() => {});
      const video = page.video();
      await page.context().close();
      return await video.path();
    } finally {
      await browser.close();
    }
  }

  /** Draws the terminal below the page, which gives way to it. @param go to another page first. */
  async #show(go) {
    await go?.();
    await this.page.evaluate(
      ([text, lines]) => {
        const height = `${lines * 20 + 24}px`;
        const name = "demo-terminal";
        const own = document.getElementById(name) ?? document.body.appendChild(document.createElement("pre"));
        own.id = name;
        own.textContent = text;
        // By script, not by a style sheet: the page's security policy lets nothing else in.
        Object.assign(own.style, {
          position: "fixed",
          inset: "auto 0 0 0",
          height,
          margin: "0",
          padding: "12px 16px",
          font: "14px/20px 'DejaVu Sans Mono', monospace",
          color: "#d7dce5",
          background: "#14171f",
          overflow: "hidden",
          zIndex: "1000",
        });
        for (const element of document.body.children) {
          if (element !== own && element.clientHeight > innerHeight - parseInt(height)) {
            element.style.height = `calc(100dvh - ${height})`;
            element.style.minHeight = "0";
          }
        }
      },
      [this.#lines.join("\n"), LINES],
    );
  }
}
