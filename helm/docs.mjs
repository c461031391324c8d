// Writes the table of values in todo-app/README.md from the comments in todo-app/values.yaml.
//
//   node helm/docs.mjs           rewrites the table
//   node helm/docs.mjs --check   changes nothing; exit status 1 when the table is not up to date
//
// A comment that starts with `# -- ` documents the key below it, and its first paragraph becomes the
// row. A key without one is an error, unless a key above it is documented as a whole.
import * as fs from "node:fs";
import { isMap, isScalar, parseDocument } from "yaml";

const VALUES = new URL("todo-app/values.yaml", import.meta.url);
const README = new URL("todo-app/README.md", import.meta.url);
const START = "<!-- values: written by helm/docs.mjs -->";
const END = "<!-- /values -->";

/** The first paragraph of a `# -- ` comment in one line, or undefined where there is none. */
function description(comment = "") {
  const lines = comment.split("\n").map((line) => line.trim());
  const first = lines.findLastIndex((line) => line.startsWith("-- "));
  if (first < 0) return undefined;
  const after = lines.findIndex((line, index) => index > first && line === "");
  return lines.slice(first, after < 0 ? undefined : after).join(" ").slice(3);
}

/** Rows for a map's keys, and for the keys below those that are not documented themselves. */
function rows(map, prefix, missing) {
  return map.items.flatMap(({ key, value }, index) => {
    const path = `${prefix}${key.value}`;
    // The parser hands a comment above a map's first key to the map.
    const text = description(key.commentBefore ?? (index === 0 ? map.commentBefore : ""));
    if (text) return [`| \`${path}\` | \`${JSON.stringify(value?.toJSON() ?? null)}\` | ${text.replaceAll("|", "\\|")} |`];
    if (isMap(value) && value.items.length > 0) return rows(value, `${path}.`, missing);
    missing.push(path + (isScalar(value) ? "" : " (and all below it)"));
    return [];
  });
}

const missing = [];
const table = rows(parseDocument(fs.readFileSync(VALUES, "utf8")).contents, "", missing);
if (missing.length > 0) {
  console.error(`values.yaml: no comment "# -- meaning" above ${missing.join(", ")}`);
  process.exit(1);
}

const readme = fs.readFileSync(README, "utf8");
const [before, rest] = readme.split(START);
const after = rest?.split(END)[1];
if (after === undefined) {
  console.error(`README.md: the table goes between the lines ${START} and ${END}, which are not both there`);
  process.exit(1);
}
const wanted = [`${before}${START}`, "| key | default | meaning |\n| --- | --- | --- |", ...table, `${END}${after}`].join("\n");

if (process.argv.includes("--check")) {
  if (wanted !== readme) {
    console.error("helm/todo-app/README.md: the table of values is not up to date. Run: node helm/docs.mjs");
    process.exit(1);
  }
  console.log(`${table.length} values documented, README.md up to date`);
} else if (wanted !== readme) {
  fs.writeFileSync(README, wanted);
  console.log(`README.md: wrote ${table.length} values`);
}
