/**
 * Looks on the running cluster whether the deployment is what it promises to be.
 *
 *   node --import tsx cli/verify.ts [--json] [--report FILE]
 *
 * With a report, the mission's criteria too: their figures go into the document, and every pod is
 * replaced once. Leaves nothing behind. Ends with 1 when a promise is not kept.
 */
import { parseArgs } from "node:util";
import { audit, Result } from "../tools/secretScan/scan";
import { secretForms } from "../tools/secretScan/forms";
import { run } from "../components/process/shell";
import { Check, none, works } from "../tools/verify/check";
import { CRITERIA, criteriaChecks } from "../tools/verify/criteria";
import { journeyChecks } from "../tools/verify/journey";
import { Kubernetes, namespaceCheck, workloadChecks } from "../tools/verify/workloads";
import { deployment, secretsIn } from "./cluster/deployed";
import { helm } from "./cluster/helm";
import { RELEASE } from "./cluster/release";
import { markdownTable, measuredOn, writeBetween } from "../tools/report/markdown";
import { table } from "../tools/report/table";
import { runMain } from "./stack/entryPoint";

type Deployed = Awaited<ReturnType<typeof deployment>>;

const KINDS = "pods,endpointslices,networkpolicies";

/** Every promise, in the order of the table. */
export async function verify(deployed: Deployed): Promise<Check[]> {
  const { context, namespace, images, endpoint, outputs } = deployed;
  const nodePort = outputs.endpoints.nodePort;
  return [
    ...workloadChecks((await get(deployed, KINDS)).items ?? [], images),
    namespaceCheck(await get(deployed, "namespace", namespace)),
    ...(await journeyChecks(endpoint, endpoint.host && nodePort ? { url: nodePort } : undefined)),
    await works("the checks from inside the cluster pass", async () => {
      await helm({ context, namespace }, "helm test", ["test", RELEASE, "--timeout=180s"], 240);
      return "helm test";
    }),
    secretsCheck(await audit(deployed, secretForms(await secretsIn(deployed)))),
  ];
}

async function get({ context, namespace }: Deployed, ...what: string[]) {
  const where = ["--context", context, "--namespace", namespace];
  const { stdout } = await run("kubectl", [...where, "get", ...what, "--output=json"], {
    step: `reading ${what.join(" ")}`,
  });
  return JSON.parse(stdout) as Kubernetes & { items?: Kubernetes[] };
}

function secretsCheck(results: Result[]): Check {
  const hits = results.flatMap(({ place, hits: found }) =>
    found.map(({ secret, form }) => `${secret} in ${place} (${form})`),
  );
  return none(
    "no secret is found elsewhere (make audit-secrets)",
    hits,
    `${results.length} places`,
  );
}

/** Writes the criteria's table. @returns what was found for each. */
async function report(file: string, deployed: Deployed, checks: Check[]): Promise<Check[]> {
  const criteria = await criteriaChecks(deployed, checks);
  const rows = criteria.map(({ ok, found }, index) => {
    const { text, command } = CRITERIA[index]!;
    return [`${index + 1}`, text, `\`${command}\``, ok ? found : `not met: ${found}`];
  });
  const table = markdownTable(["", "criterion", "shown by", "last figure"], rows);
  writeBetween(file, "criteria", `Looked at on ${measuredOn(new Date())}.\n\n${table}`);
  return criteria;
}

async function main(): Promise<void> {
  const deployed = await deployment();
  const checks = await verify(deployed);
  const { json, report: file } = parseArgs({
    options: { json: { type: "boolean" }, report: { type: "string" } },
  }).values;
  if (file) checks.push(...(await report(file, deployed, checks)));
  const ok = checks.every((check) => check.ok);
  if (json) console.log(JSON.stringify({ ok, checks }, null, 2));
  else {
    const rows = checks.map((check) => [check.ok ? "ok" : "BROKEN", check.what, check.found]);
    console.log(table(["", "promise", "found"], rows));
  }
  process.exitCode = ok ? 0 : 1;
}

if (require.main === module) runMain(main);
