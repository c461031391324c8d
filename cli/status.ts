/**
 * Shows what runs: release, pods, images, addresses, what is amiss, and what differs from the program.
 * Changes nothing.
 *
 *   node --import tsx cli/status.ts [--json]
 *
 * Ends with 1 when the app is not all there.
 */
import { run } from "../components/shell";
import { Door, knock } from "../probe/door";
import { addresses, View, viewFromHere } from "./addresses";
import { running } from "./deployed";
import { doorOf } from "./doors";
import { canRefresh } from "./drift";
import { look } from "./look";
import { place } from "./place";
import { Outputs, readState, STACK } from "./stack";
import { changes, statusReport, statusText, Visit } from "./statusReport";

/** Longest wait for an answer of the app, in milliseconds. */
const SILENCE_MS = 5000;

/** Asks the page at each address that this machine reaches. */
async function visits(found: Outputs, { reached }: View): Promise<Visit[]> {
  const { nodePort, ingress } = found.endpoints;
  if (nodePort && !reached) return [];
  const byName = ingress && (await doorOf(found, {}).catch(() => undefined));
  const doors: [string, Door][] = [
    ...(nodePort ? [[nodePort, { url: nodePort }] as [string, Door]] : []),
    ...(byName ? [[ingress, byName] as [string, Door]] : []),
  ];
  return Promise.all(
    doors.map(([address, door]) =>
      knock(door, "/", { silenceMs: SILENCE_MS }).then(
        ({ status }) => ({ address, status }),
        () => ({ address }),
      ),
    ),
  );
}

async function differs(env: Record<string, string>): Promise<string[] | undefined> {
  const refresh = (await canRefresh(place(), await readState(env))) ? ["--refresh"] : [];
  const { code, stdout } = await run(
    "pulumi",
    ["preview", "--json", "--stack", STACK, ...refresh],
    {
      env: { ...process.env, ...env },
      allow: () => true,
    },
  );
  return code === 0 ? changes(stdout) : undefined;
}

async function main(): Promise<void> {
  const { env, outputs: found } = await running();
  const view = await viewFromHere(found);
  const [seen, visited, different] = await Promise.all([
    look(found),
    visits(found, view),
    differs(env),
  ]);
  const report = statusReport({ ...seen, visits: visited, differs: different }, Date.now());
  if (process.argv.includes("--json")) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(statusText(report));
    if (report.ok) console.log(`\n${addresses(found, view)}`);
  }
  process.exitCode = report.ok ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
