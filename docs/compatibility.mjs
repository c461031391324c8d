// Writes the tables of docs/compatibility.md from docs/compatibility.json.
//
//   node docs/compatibility.mjs           rewrites the tables
//   node docs/compatibility.mjs --check   changes nothing; exit status 1 when they are not up to date
import * as fs from "node:fs";

const RECORDS = new URL("compatibility.json", import.meta.url);
const DOCUMENT = new URL("compatibility.md", import.meta.url);

/** @param {string} message what is wrong, and what fixes it */
function stop(message) {
  console.error(message);
  process.exit(1);
}

function table(head, rows) {
  if (rows.length === 0) return "None yet.";
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A version that could not be read is said to be unknown. */
const known = (version) => version ?? "unknown";
/** Words of a tool: nothing in them is Markdown. */
const verbatim = (text) => text.replace(/[\\`*_<>[\]]/g, "\\$&");
/** The newest first; of one day, what was noted last. */
const newestFirst = (runs) => runs.toReversed().sort((a, b) => b.date.localeCompare(a.date));

function deployments(runs) {
  const head = ["date", "Kubernetes, runtime", "minikube", "Docker engine (image store)", "Helm", "kubectl"];
  head.push("Pulumi", "Node", "Python", "system", "`make up`", "result");
  const rows = runs.map(({ date, versions, settings = {}, steps, result }) => {
    const set = Object.entries(settings).map(([key, value]) => `\`${key}=${value}\``);
    const up = steps.find(({ name }) => name === "make up");
    return [
      date,
      `${known(versions.kubernetes)}, ${known(versions.runtime)}`,
      known(versions.minikube),
      `${known(versions.docker)} (${known(versions.imageStore)})`,
      ...[versions.helm, versions.kubectl, versions.pulumi, versions.node, versions.python].map(known),
      known(versions.system),
      `${up ? `${Math.round(up.seconds)} s` : "not run"}${set.length > 0 ? `, with ${set.join(", ")}` : ""}`,
      verbatim(result),
    ];
  });
  return table(head, rows);
}

const NAMES = { helm: "Helm", node: "Node", python: "Python" };

function tests(runs) {
  const rows = runs.map(({ date, kind, versions, steps, counts, result }) => [
    kind,
    Object.keys(NAMES).filter((name) => versions[name]).map((name) => `${NAMES[name]} ${versions[name]}`).join(", "),
    known(versions.system),
    `\`${steps.at(-1).name}\``,
    counts ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : "none ran",
    verbatim(result),
    date,
  ]);
  return table(["what", "with", "system", "command", "tests", "result", "date"], rows);
}

const { runs, notRun } = JSON.parse(fs.readFileSync(RECORDS, "utf8"));
const parts = {
  deployments: deployments(newestFirst(runs.filter(({ kind }) => kind === "deployment"))),
  tests: tests(newestFirst(runs.filter(({ kind }) => kind !== "deployment"))),
  "not run": table(["what", "why"], notRun.map(({ what, why }) => [what, why])),
};

const document = fs.readFileSync(DOCUMENT, "utf8");
let wanted = document;
for (const [name, text] of Object.entries(parts)) {
  const [start, end] = [`<!-- ${name}: written by docs/compatibility.mjs -->`, `<!-- /${name} -->`];
  const [before, rest] = wanted.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined)
    stop(`docs/compatibility.md: a table goes between the lines ${start} and ${end}, which are not both there`);
  wanted = `${before}${start}\n\n${text}\n\n${end}${after}`;
}

if (process.argv.includes("--check")) {
  if (wanted !== document) stop("docs/compatibility.md: its tables are not up to date. Run: node docs/compatibility.mjs");
  console.log(`${runs.length} runs in docs/compatibility.md, up to date`);
} else if (wanted !== document) {
  fs.writeFileSync(DOCUMENT, wanted);
  console.log(`docs/compatibility.md: wrote ${runs.length} runs`);
}
