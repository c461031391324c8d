import { createRequire } from "node:module";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ask } from "../../components/process/shell";
import { findChromium } from "../../frontend/e2e/chromium.mjs";
import type { Stage } from "../../frontend/e2e/demo.mjs";
import { Endpoint } from "../client/endpoint";

/**
 * A browser's page that is recorded.
 *
 * @throws Error when the browser, its packages or what encodes the video is missing, with what brings it.
 */
export async function recorder(endpoint: Endpoint, folder: string): Promise<Stage> {
  const packages = path.resolve("frontend", "node_modules", "playwright-core");
  if (!fs.existsSync(packages)) {
    throw new Error("The frontend's packages are not installed. Run: npm ci --prefix frontend");
  }
  if (!findChromium()) {
    throw new Error(
      "No Chromium on PATH. Set the path of Chromium or Chrome: CHROMIUM=/path make demo",
    );
  }
  encoder(packages);
  const { url, host } = endpoint;
  // Read by the module that is loaded next.
  process.env.BASE_URL = host ? `${new URL(url).protocol}//${host}` : url;
  if (host) process.env.ADDRESS = new URL(url).hostname;
  const { Stage } = await import("../../frontend/e2e/demo.mjs");
  return Stage.raise(folder);
}

/** Has Playwright find what encodes its video: its own ffmpeg if that is installed, else the system's. */
function encoder(packages: string): void {
  const { browsers } = createRequire(__filename)(path.join(packages, "browsers.json")) as {
    browsers: { name: string; revision: string }[];
  };
  const name = `ffmpeg-${browsers.find((browser) => browser.name === "ffmpeg")!.revision}`;
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    path.join(os.homedir(), ".cache", "ms-playwright"),
    path.join(os.homedir(), "Library", "Caches", "ms-playwright"),
  ];
  if (caches.some((cache) => cache && fs.existsSync(path.join(cache, name)))) return;
  const system = ask("sh", ["-c", "command -v ffmpeg"])?.trim();
  if (!system) {
    throw new Error(
      "No ffmpeg to encode a video. Install it, or run: " +
        "npm --prefix frontend exec playwright-core install ffmpeg",
    );
  }
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), "todo-demo-ffmpeg-"));
  process.on("exit", () => fs.rmSync(cache, { recursive: true, force: true }));
  fs.mkdirSync(path.join(cache, name));
  const own = process.platform === "darwin" ? "ffmpeg-mac" : "ffmpeg-linux";
  fs.symlinkSync(system, path.join(cache, name, own));
  process.env.PLAYWRIGHT_BROWSERS_PATH = cache;
}
