/** Findings as text for people. */
import { oneLine } from "./clean.mjs";

const EVIDENCE_WIDTH = 90;

export function report(evidence, findings) {
  const where = `namespace ${evidence.namespace}${evidence.context ? ` (context ${evidence.context})` : ""}`;
  const gaps = evidence.notRead.map((line) => `Not read: ${line}`);
  if (findings.length === 0) {
    return [
      `Nothing is wrong in ${where}: ${evidence.workloads.length} workloads, ${evidence.pods.length} pods.`,
      ...gaps,
    ].join("\n");
  }
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const rows = findings.map((f, i) => [
    `${i + 1}`,
    f.kind,
    objectOf(f),
    oneLine(f.evidence, EVIDENCE_WIDTH),
  ]);
  return [
    `${count} in ${where}`,
    "",
    table(["#", "KIND", "OBJECT", "EVIDENCE"], rows),
    "",
    ...findings.flatMap(details),
    ...gaps,
  ]
    .join("\n")
    .trimEnd();
}

const objectOf = (f) => `${f.object}${f.container ? ` container ${f.container}` : ""}`;

/** What stands where no command is known: a wrong one would do harm. */
const NO_FIX = "(no command can be known from here)";

function details(finding, index) {
  const pods = finding.pods.length > 1 ? ` (${finding.pods.length} pods)` : "";
  const lines = { ...finding, fix: finding.fix || NO_FIX, note: notes(finding) };
  return [
    `${index + 1}. ${finding.kind}: ${objectOf(finding)}${pods}`,
    ...["evidence", "cause", "check", "fix", "note"]
      .filter((name) => lines[name])
      .map((name) => `   ${name.padEnd(10)}${lines[name]}`),
    "",
  ];
}

function notes({ note, managedBy, fix }) {
  const byHand = managedBy && /^(kubectl|helm) /.test(fix);
  const lasts = `managed by ${managedBy}: a change by hand lasts until its next run, so make it there too`;
  return [note, byHand ? lasts : ""].filter(Boolean).join("; ");
}

function table(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column].length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
