/** Starts or adopts a minikube profile, enables its addons and waits until it serves. */
import * as os from "node:os";
import {
  enabledAddons,
  isPaused,
  isRunning,
  profileAddress,
  profileExists,
  switchAddon,
} from "../components/minikube";
import { capped, smaller, startArguments } from "../components/minikubeStart";
import { profileConfig, readMark, writeMark } from "../components/profileMark";
import { ask, run } from "../components/shell";
import { lastAnswer, main, say, variable } from "./command";

/** What this stack has to know of the profile the next time. */
interface Started {
  profile: string;
  /** Whether this stack started it. */
  started: boolean;
  addons: string[];
  address: string;
}

/** The state still lists what was in there: to take that away would hit what has the name now. */
const LOST = (profile: string) =>
  `minikube profile ${profile}, which this stack had found and adopted, was deleted, and the app with it. ` +
  "Nothing was changed. Run: make recover, then: make up";

main(async (): Promise<Started> => {
  const profile = variable("PROFILE");
  const stack = variable("STACK");
  const mark = readMark(profile, stack);
  if (mark === undefined && lastAnswer<Started>()?.started === false)
    throw new Error(LOST(profile));
  const existed = await profileExists(profile);
  const running = existed && (await isRunning(profile));
  const started = existed ? (mark?.started ?? false) : true;
  const before = existed ? (mark?.addons ?? []) : [];
  const leave = (session: string, addons: string[]) =>
    writeMark(profile, stack, { identity: variable("IDENTITY"), session, started, addons });

  // Written first, without the session: a run that is interrupted has still said what it started.
  leave("", before);
  if (existed)
    smaller(profile, profileConfig(profile)?.size, capped(asked(), hostSize()).size).forEach(say);
  if (!existed) await start(profile);
  else if (!running) await startAgain(profile);
  else say(`profile ${profile} is running`);

  const addons = [...new Set([...before, ...(await enableAddons(profile))])];
  leave(variable("SESSION"), addons);
  return { profile, started, addons, address: await profileAddress(profile) };
});

const asked = () => ({
  cpus: Number(variable("CPUS")),
  memoryMiB: Number(variable("MEMORY_MIB")),
});

async function start(profile: string): Promise<void> {
  const { size, warnings } = capped(asked(), hostSize());
  warnings.forEach(say);
  say(`starting profile ${profile}: ${size.cpus} CPUs, ${size.memoryMiB} MiB (some minutes)`);
  const args = startArguments({
    profile,
    ...size,
    driver: variable("DRIVER"),
    kubernetesVersion: variable("KUBERNETES_VERSION"),
    cni: variable("CNI"),
    keepContext: Boolean(ask("kubectl", ["config", "current-context"])?.trim()),
  });
  await run("minikube", args, { step: `starting minikube profile ${profile}` });
}

/** A profile that does not run keeps the size and version that it was made with. */
async function startAgain(profile: string): Promise<void> {
  if (await isPaused(profile)) {
    say(`profile ${profile} is paused: waking it`);
    await run("minikube", ["unpause", "--all-namespaces", "--profile", profile], {
      step: `waking minikube profile ${profile}`,
    });
    if (await isRunning(profile)) return;
  }
  say(`profile ${profile} is stopped: starting it again`);
  await run("minikube", ["start", "--profile", profile, "--keep-context"], {
    step: `starting minikube profile ${profile} again`,
  });
}

/** What the engine gives its containers where there is one, else what this machine has. */
function hostSize() {
  const engine = ask("docker", ["info", "--format", "{{.NCPU}} {{.MemTotal}}"], 15);
  const [cpus, bytes] = (engine ?? "").trim().split(" ").map(Number);
  return {
    cpus: cpus || os.cpus().length,
    memoryMiB: Math.floor((bytes || os.totalmem()) / 2 ** 20),
  };
}

/** @returns the addons that were off before. */
async function enableAddons(profile: string): Promise<string[]> {
  const wanted = variable("ADDONS").split(",").filter(Boolean);
  const on = await enabledAddons(profile);
  const added = wanted.filter((addon) => !on.includes(addon));
  for (const addon of added) {
    say(`enabling addon ${addon}`);
    await switchAddon("enable", addon, profile);
  }
  if (wanted.includes("ingress")) await ingressReady(profile);
  return added;
}

async function ingressReady(profile: string): Promise<void> {
  const selector = "app.kubernetes.io/component=controller";
  await run(
    "kubectl",
    [
      ...["--context", profile, "--namespace", "ingress-nginx"],
      ...["wait", "pod", "--selector", selector, "--for=condition=Ready", "--timeout=300s"],
    ],
    { step: "waiting for the ingress controller" },
  );
}
