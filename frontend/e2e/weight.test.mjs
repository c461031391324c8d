/** No page grows heavy unnoticed. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { close, hydrated, launch, openPage, signUp } from "./browser.mjs";
import { weigh } from "./weight.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Kilobytes of scripts that a page may bring, compressed: docs/performance-benchmarks.md has what they are. */
const PAGES = [
  { name: "the start", path: "/", most: 143, ready: (page) => page.getByRole("link", { name: "Create an account" }).waitFor() },
  { name: "sign in", path: "/signin", most: 145, ready: (page) => hydrated(page.getByLabel("Email")) },
  {
    name: "the workspace",
    path: "/",
    most: 276,
    signedIn: true,
    ready: (page) => hydrated(page.getByRole("textbox", { name: "Message" })),
  },
];

for (const { name, path, most, signedIn, ready } of PAGES) {
  it(`${name} brings at most ${most} kB of scripts`, async () => {
    const { page, context } = await openPage(browser);
    if (signedIn) await signUp(page);
    const { scripts, all, painted, useful } = await weigh(page, path, ready);
    console.log(
      `${name}: ${scripts.toFixed(1)} kB of scripts, ${all.toFixed(0)} kB in all; over slow 4G first paint after ${painted} ms, of use after ${useful} ms`,
    );
    assert.ok(scripts > 50, "no script was counted");
    assert.ok(scripts <= most, `${scripts.toFixed(1)} kB`);
    await close(context);
  });
}
