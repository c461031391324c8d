/**
 * Puts a stack right after a run that was cut off: Pulumi's lock, operations that it does not know
 * the end of, and a Helm release that is stuck between two revisions.
 */
import { run } from "../components/shell";
import { randomToken, readMark, startedBy, writeMark } from "../components/profileMark";
import { needlessTools, place } from "./place";
import { RELEASE } from "./release";
import { pulumi, pulumiEnvironment, STACK } from "./stack";
import { bringTools } from "./tools";

async function main(): Promise<void> {
  await bringTools(needlessTools());
  const env = await pulumiEnvironment();
  await run("pulumi", ["cancel", "--yes", "--stack", STACK], {
    env: { ...process.env, ...env },
    allow: () => true,
  });
  await settleRelease();
  process.exitCode = await pulumi(
    ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", STACK],
    { ...env, PULUMI_K8S_DELETE_UNREACHABLE: "true" },
  );
  if (process.exitCode === 0) welcomeNewProfile();
  if (process.exitCode === 0) console.log("\nThe stack is in order again. Run: make up");
}

/** The state has forgotten what was in a profile that is gone: the next one is taken as it comes. */
function welcomeNewProfile(): void {
  const { profile } = place();
  if (profile === undefined || readMark(profile, STACK)) return;
  const started = startedBy(profile, STACK);
  writeMark(profile, STACK, { identity: randomToken(), session: "", started, addons: [] });
}

/** Helm refuses to touch a release whose last operation has no end. */
async function settleRelease(): Promise<void> {
  const { context, kubeconfig, namespace } = place();
  const where = ["--kubeconfig", kubeconfig, "--kube-context", context, "--namespace", namespace];
  const helm = (...args: string[]) => run("helm", [...args, ...where], { timeoutSeconds: 120 });
  const list = await helm("list", "--pending", "--output", "json").catch(() => undefined);
  const pending: { name: string; revision: string }[] = JSON.parse(list?.stdout || "[]");
  for (const { name, revision } of pending.filter((release) => release.name === RELEASE)) {
    console.log(`release ${name} is stuck at revision ${revision}: undoing that revision`);
    await (revision === "1" ? helm("uninstall", name) : helm("rollback", name));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
