// Writes the tables of settings in README.md from the config section of Pulumi.yaml.
//
//   node docs/config.mjs           rewrites the tables
//   node docs/config.mjs --check   changes nothing; exit status 1 when the tables are not up to date
//
// A comment above a key begins a topic, which becomes a table of its own.
import * as fs from "node:fs";
import { parseDocument } from "yaml";

const PROJECT = new URL("../Pulumi.yaml", import.meta.url);
const README = new URL("../README.md", import.meta.url);
const START = "<!-- config: written by docs/config.mjs -->";
const END = "<!-- /config -->";

/** @param {string} message what is wrong, and what fixes it */
function stop(message) {
  console.error(message);
  process.exit(1);
}

/** A default as `pulumi config set` would take it; nothing stands for an empty text. */
const shown = (value) => (value === "" ? "" : `\`${Array.isArray(value) ? JSON.stringify(value) : value}\``);

const document = parseDocument(fs.readFileSync(PROJECT, "utf8"));
const project = document.get("name");
const config = document.get("config");

const lines = [];
for (const [index, { key, value }] of config.items.entries()) {
  // The parser hands a comment above a map's first key to the map.
  const topic = key.commentBefore ?? (index === 0 ? config.commentBefore : undefined);
  if (topic) {
    lines.push(...(lines.length > 0 ? [""] : []));
    lines.push(`**${topic.trim()}**`, "", "| key | default | meaning |", "| --- | --- | --- |");
  }
  if (lines.length === 0) stop(`Pulumi.yaml: a comment above ${key.value} has to name its topic`);
  const { default: fallback, description } = value.toJSON();
  if (!description) stop(`Pulumi.yaml: ${key.value} has no description`);
  const meaning = description.replaceAll("|", "\\|").replace(/^SECRET\. /, "**Secret.** ");
  lines.push(`| \`${project}:${key.value}\` | ${shown(fallback)} | ${meaning} |`);
}

const readme = fs.readFileSync(README, "utf8");
const [before, rest] = readme.split(START);
const after = rest?.split(END)[1];
if (after === undefined) {
  stop(`README.md: the settings go between the lines ${START} and ${END}, which are not both there`);
}
const wanted = [`${before}${START}`, "", ...lines, "", `${END}${after}`].join("\n");

if (process.argv.includes("--check")) {
  if (wanted !== readme) stop("README.md: the settings are not up to date. Run: node docs/config.mjs");
  console.log(`${config.items.length} settings documented, README.md up to date`);
} else if (wanted !== readme) {
  fs.writeFileSync(README, wanted);
  console.log(`README.md: wrote ${config.items.length} settings`);
}
