import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as path from "node:path";
import { findChromium } from "../../frontend/e2e/chromium.mjs";

const FRONTEND = path.resolve(__dirname, "../../frontend");

/** The app that the browser's tests are run on, by the variables that they read (frontend/e2e). */
export interface Site {
  /** The page's address, by its host name. */
  BASE_URL: string;
  /** Where that name leads to. */
  ADDRESS: string;
  /** Commands that take parts of the app away, for the tests that want it. */
  OUTAGE?: string;
  LEAVE?: string;
  KILL?: string;
}

/** Skips a test, with the reason, where no browser is. */
export function needBrowser(context: Mocha.Context): void {
  if (findChromium()) return;
  console.log("    skipped: no Chromium on PATH (CHROMIUM names one elsewhere)");
  context.skip();
}

/**
 * Runs the browser's tests, and shows what they counted and measured.
 *
 * @param files below frontend/e2e.
 * @throws AssertionError with all that they printed, when one of them fails.
 */
export async function inBrowser(site: Site, files = "*.test.mjs"): Promise<void> {
  const args = ["--test", "--test-concurrency=1", "--test-timeout=600000", `e2e/${files}`];
  const child = spawn(process.execPath, args, {
    cwd: FRONTEND,
    env: { ...process.env, ...site },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (text) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const told = output.match(/^.*(without a reload|ℹ (tests|pass|fail|skipped)).*$/gm) ?? [];
  console.log(told.map((line) => `      ${line.trim()}`).join("\n"));
  assert.equal(code, 0, output);
}
