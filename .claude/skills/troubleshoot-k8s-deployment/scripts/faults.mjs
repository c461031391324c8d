#!/usr/bin/env node
/**
 * Deployments that are broken on purpose, one fault each: to practise on, and to prove `diagnose` with.
 * Prints manifests for `kubectl apply -f -`; apply them to a namespace of their own.
 */
import { parseArgs } from "node:util";
import { FAULTS, IMAGE, manifests } from "./lib/faults.mjs";
import { isMain } from "./lib/main.mjs";

const USAGE = `Usage: faults.mjs --list | NAME... | --all [--image ${IMAGE}]

Prints manifests with one fault each (--all leaves out those that need a namespace to themselves):
  faults.mjs wrong-selector | kubectl --namespace drill apply -f -`;

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: "boolean" },
      list: { type: "boolean" },
      image: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.list) {
    const rows = FAULTS.map((f) => `${f.name.padEnd(18)}${(f.kind ?? "").padEnd(28)}${f.breaks}`);
    return console.log(rows.join("\n"));
  }
  const unknown = positionals.filter((name) => !FAULTS.some((f) => f.name === name));
  if (unknown.length > 0) throw new Error(`no fault ${unknown.join(", ")}. Run: faults.mjs --list`);
  const chosen = FAULTS.filter((f) => (values.all && !f.alone) || positionals.includes(f.name));
  if (values.help || chosen.length === 0) return console.log(USAGE);
  const items = chosen.flatMap((fault) => manifests(fault, values.image));
  console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items }, undefined, 2));
}

if (isMain(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`faults: ${error.message}`);
    process.exitCode = 2;
  }
}
