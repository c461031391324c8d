/**
 * Draws every Mermaid diagram of the documents as an SVG, with Mermaid itself in a browser.
 *
 *   node docs/diagrams/render.mjs
 *
 * Fails on a diagram that Mermaid cannot read. Each picture names the hash of the text that it was drawn
 * from, by which a test sees that it is up to date. CHROMIUM names another browser.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { findChromium } from "../../frontend/e2e/chromium.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, "..", "..");
const require = createRequire(path.join(ROOT, "frontend", "package.json"));
const { chromium } = require("playwright-core");

/** Documents with diagrams. */
const documents = ["README.md", ...readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];

/** The diagrams of a document: the name of the picture, and the text. */
function diagrams(document) {
  const text = readFileSync(path.join(ROOT, document), "utf8");
  return [...text.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map(([, source], index) => ({
    name: `${path.basename(document, ".md").toLowerCase()}-${index + 1}`,
    source,
  }));
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage();
  await page.addScriptTag({ path: path.join(HERE, "node_modules", "mermaid", "dist", "mermaid.min.js") });
  await page.evaluate(() =>
    globalThis.mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      deterministicIds: true,
      theme: "neutral",
      fontFamily: "sans-serif",
      // Text as text, which every viewer of an SVG shows.
      htmlLabels: false,
      flowchart: { htmlLabels: false },
    }),
  );
  for (const { name, source } of documents.flatMap(diagrams)) {
    const svg = await page.evaluate(
      async ([id, text]) => (await globalThis.mermaid.render(id, text)).svg,
      [name, source],
    );
    const hash = createHash("sha256").update(source).digest("hex");
    writeFileSync(path.join(HERE, `${name}.svg`), `<!-- drawn from sha256 ${hash} -->\n${svg}\n`);
    console.log(`docs/diagrams/${name}.svg`);
  }
} finally {
  await browser.close();
}
