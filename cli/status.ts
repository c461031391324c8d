/**
 * Shows what runs: release, pods, images, addresses, what is wrong, and what differs from the program.
 * Changes nothing.
 *
 *   node --import tsx cli/status.ts [--json]
 *
 * Ends with 1 when the app is not all there.
 */
import { parseArgs } from "node:util";
import { run } from "../components/process/shell";
import { commandLine } from "../components/process/typed";
import { Endpoint, request } from "../tools/client/endpoint";
import { addresses, View, viewFromHere } from "./cluster/addresses";
import { running } from "./cluster/deployed";
import { endpointOf } from "./cluster/endpoint";
import { canRefresh } from "./cluster/drift";
import { wantsKagent } from "./cluster/kagentObjects";
import { kagentPods, look } from "./cluster/look";
import { presentPlace } from "./stack/place";
import { Outputs, readState, STACK } from "./stack/stack";
import { changes, statusReport, statusText, Visit } from "./cluster/statusReport";
import { runMain } from "./stack/entryPoint";

/** Longest wait for an answer of the app, in milliseconds. */
const SILENCE_MS = 5000;

/** Asks the page at each address that this machine reaches. */
async function visits(found: Outputs, { reached }: View): Promise<Visit[]> {
  const { nodePort, ingress } = found.endpoints;
  if (nodePort && !reached) return [];
  const byName = ingress && (await endpointOf(found, {}).catch(() => undefined));
  const addresses: [string, Endpoint][] = [
    ...(nodePort ? [[nodePort, { url: nodePort }] as [string, Endpoint]] : []),
    ...(byName ? [[ingress, byName] as [string, Endpoint]] : []),
  ];
  return Promise.all(
    addresses.map(([address, endpoint]) =>
      request(endpoint, "/", { silenceMs: SILENCE_MS }).then(
        ({ status }) => ({ address, status }),
        () => ({ address }),
      ),
    ),
  );
}

async function differs(env: Record<string, string>): Promise<string[] | undefined> {
  const state = await readState(env);
  const refresh = (await canRefresh(presentPlace(state), state)) ? ["--refresh"] : [];
  const args = ["preview", "--json", "--stack", STACK, ...refresh];
  const { code, stdout } = await run("pulumi", args, {
    env: { ...process.env, ...env },
    allow: () => true,
  });
  return code === 0 ? changes(stdout, commandLine("pulumi", args)) : undefined;
}

async function main(): Promise<void> {
  const { env, outputs: found } = await running();
  const view = await viewFromHere(found);
  const [seen, visited, different, kagent] = await Promise.all([
    look(found),
    visits(found, view),
    differs(env),
    wantsKagent() ? kagentPods(found) : undefined,
  ]);
  const report = statusReport({ ...seen, visits: visited, differs: different, kagent }, Date.now());
  const { json } = parseArgs({ options: { json: { type: "boolean" } } }).values;
  if (json) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(statusText(report));
    if (report.ok) console.log(`\n${addresses(found, view)}`);
  }
  process.exitCode = report.ok ? 0 : 1;
}

runMain(main);
