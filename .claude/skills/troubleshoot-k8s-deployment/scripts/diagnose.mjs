#!/usr/bin/env node
/**
 * Says what is wrong in a namespace, from evidence: what, where, the line that shows it, its cause, a
 * command that shows more, and the command that fixes it. Changes nothing.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { collect } from "./collect.mjs";
import { isMain } from "./lib/main.mjs";
import { diagnose } from "./lib/patterns.mjs";
import { report } from "./lib/report.mjs";

const USAGE = `Usage: diagnose.mjs --namespace NAMESPACE [options]
       diagnose.mjs --input FILE [options]

  --namespace, -n NAMESPACE  look there, with kubectl
  --context CONTEXT          of the kubeconfig; without it, the current one
  --kubeconfig FILE          instead of kubectl's own
  --deployment, -d NAME      only what concerns this workload
  --no-exec                  do not look which ports programs listen on (kubectl exec … cat /proc/net/tcp)
  --input FILE               evidence that collect.mjs wrote; - reads it from standard input
  --json                     findings as JSON

Exit code: 0 nothing found, 1 findings, 2 could not look.`;

class UsageError extends Error {}

async function main() {
  const { values } = parseArgs({
    options: {
      namespace: { type: "string", short: "n" },
      context: { type: "string" },
      kubeconfig: { type: "string" },
      deployment: { type: "string", short: "d" },
      input: { type: "string" },
      "no-exec": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const evidence = await evidenceFrom(values);
  refuseUnknown(evidence, values.deployment);
  const findings = diagnose(evidence, values.deployment);
  console.log(values.json ? JSON.stringify(findings, undefined, 2) : report(evidence, findings));
  process.exitCode = findings.length > 0 ? 1 : 0;
}

async function evidenceFrom({ input, ...target }) {
  if (!input) {
    if (!target.namespace) throw new UsageError(`--namespace is missing.\n\n${USAGE}`);
    return collect({ ...target, exec: !target["no-exec"] });
  }
  const evidence = JSON.parse(readFileSync(input === "-" ? 0 : input, "utf8"));
  if (!Array.isArray(evidence.pods))
    throw new UsageError(
      `${input} is not evidence of collect.mjs (it has no "pods"). Run: collect.mjs --namespace NAMESPACE > evidence.json`,
    );
  if (!Array.isArray(evidence.listening))
    throw new UsageError(
      `${input} is evidence of an older collect.mjs (it has no "listening"). Run: collect.mjs --namespace NAMESPACE > evidence.json`,
    );
  return evidence;
}

function refuseUnknown({ workloads, namespace }, name) {
  const refs = workloads.map((w) => w.ref);
  if (!name || refs.some((ref) => ref === name || ref.endsWith(`/${name}`))) return;
  throw new UsageError(
    `there is no workload "${name}" in namespace ${namespace}. There are: ${refs.join(", ") || "none"}`,
  );
}

if (isMain(import.meta.url)) {
  main().catch((error) => {
    console.error(`diagnose: ${error.message}`);
    process.exitCode = 2;
  });
}
