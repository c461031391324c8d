/** Starts or adopts a minikube profile, enables its addons and waits until it serves. */
import * as os from "node:os";
import { type Engine, engineNow } from "../cluster/engine";
import { addonConflict, otherAddonIsOn } from "../cluster/ingressAddons";
import {
  enabledAddons,
  isRunning,
  profileAddress,
  profileExists,
  runStart,
  startAgain,
  switchAddon,
} from "../cluster/minikube";
import { capped, cutOffStart, smaller, startArguments } from "../cluster/minikubeStart";
import {
  hasNoUuid,
  minikubeFolder,
  ProfileRecord,
  profileConfig,
  profileDriver,
  profileUuid,
  readRecord,
  refuseOtherFolder,
  writeRecord,
} from "../cluster/profileRecord";
import type { Started } from "../cluster/started";
import { podsAndEvents, reasons } from "../rollout/rolloutReasons";
import { parseJson } from "../process/json";
import { ask, run, ToolError } from "../process/shell";
import { Command, main, say } from "../process/command";
import { givenCommands, UserCommands } from "../process/userCommands";

/** The state still lists what was in there: to take that away would hit what has the name now. */
const LOST = (profile: string, { recover, up }: UserCommands) =>
  `minikube profile ${profile} is not known as the one that this stack is in: the profile or its ownership record was ` +
  `deleted. Nothing was changed. Run: ${recover}, then: ${up}`;

/** Changes the stack's record. @param change what is changed of it as it is by now. */
type Note = (change: (now: ProfileRecord) => Partial<ProfileRecord>) => void;

export async function startCluster({ variable, last }: Command<Started>): Promise<Started> {
  const profile = variable("PROFILE");
  const stack = variable("STACK");
  const owner = variable("OWNER") || stack;
  const commands = givenCommands(variable);
  refuseOtherFolder(profile, last?.folder, commands.up);
  const before = readRecord(profile, owner, variable("IDENTITY"));
  const existed = await profileExists(profile);
  const lost = last?.started === false || (existed && profileUuid(profile) === owner);
  if (before === undefined && last !== undefined && lost) throw new Error(LOST(profile, commands));

  const running = existed && (await isRunning(profile));
  const present = { owner, stack, folder: process.cwd(), identity: variable("IDENTITY") };
  const first: ProfileRecord = {
    ...{ ...present, session: "", started: !existed },
    ...{ addons: [], enabling: [], namespaces: [] },
  };
  // A record of a profile that was not there is of another one.
  let isRead = existed;
  // All here takes minutes, in which another stack that is taken down may hand its share to this one.
  const noted = () => (isRead && readRecord(profile, owner, present.identity)) || first;
  const note: Note = (change) => {
    writeRecord(profile, { ...noted(), ...change(noted()) });
    isRead = true;
  };

  if (existed) {
    const wanted = capped(asked(variable), hostSize()).size;
    smaller(profile, profileConfig(profile)?.size, wanted, commands).forEach(say);
  }
  if (existed && before === undefined && profileUuid(profile) === owner)
    say(cutOffStart(profile, "is used as it is, and make down does not delete it"));
  if (!existed) await start(profile, owner, variable);
  else if (!running) await startAgain(profile, say);
  else say(`profile ${profile} is running`);
  const wanted = variable("ADDONS").split(",").filter(Boolean);
  // Where minikube does not list them it is asked again below, when the stack has noted the profile.
  const listed = await enabledAddons(profile).catch(() => undefined);
  const conflict = addonConflict(wanted, existed ? (listed ?? []) : []);
  if (conflict) throw new Error(otherAddonIsOn(profile, conflict, commands.useAddon));
  note(({ engine }) => ({ ...present, session: "", engine: engineOf(profile, engine) }));

  let address = "";
  let failed: string | undefined;
  try {
    const on = listed ?? (await enabledAddons(profile));
    note(({ enabling }) => ({ enabling: enabling.filter((addon) => on.includes(addon)) }));
    for (const addon of wanted.filter((name) => !on.includes(name))) {
      say(`enabling addon ${addon}`);
      await enable(addon, profile, note);
    }
    if (wanted.includes("ingress")) await ingressReady(profile, commands.up);
    address = await profileAddress(profile);
    note(() => ({ session: variable("SESSION") }));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    failed = error.message;
    say(failed);
  }
  const { started, addons } = noted();
  const folder = minikubeFolder();
  return { profile, started, addons, address, folder, ...(failed ? { failed } : {}) };
}

/** The engine that has its nodes. @param then the one that was noted before, where it does not say. */
const engineOf = (profile: string, then: Engine | undefined) =>
  profileDriver(profile) === "docker" ? (engineNow(then) ?? then) : undefined;

/** Enables an addon that is off, and notes that this stack did. */
async function enable(addon: string, profile: string, note: Note): Promise<void> {
  const without = ({ addons, enabling }: ProfileRecord) => ({
    addons: addons.filter((name) => name !== addon),
    enabling: enabling.filter((name) => name !== addon),
  });
  const ours = (now: ProfileRecord) => ({
    ...without(now),
    addons: [...without(now).addons, addon],
  });
  // Where the run is interrupted here, the user may enable it afterwards.
  note((now) => ({ ...without(now), enabling: [...without(now).enabling, addon] }));
  try {
    await switchAddon("enable", addon, profile);
    note(ours);
  } catch (error) {
    const on = await enabledAddons(profile).catch(() => undefined);
    if (on) note(on.includes(addon) ? ours : without);
    throw error;
  }
}

const asked = (variable: Command["variable"]) => ({
  cpus: Number(variable("CPUS")),
  memoryMiB: Number(variable("MEMORY_MIB")),
});

async function start(profile: string, owner: string, variable: Command["variable"]): Promise<void> {
  const { size, warnings } = capped(asked(variable), hostSize());
  warnings.forEach(say);
  say(
    `starting profile ${profile}: ${size.cpus} CPUs, ${size.memoryMiB} MiB (takes a few minutes)`,
  );
  const args = startArguments({
    profile,
    uuid: owner,
    ...size,
    driver: variable("DRIVER"),
    kubernetesVersion: variable("KUBERNETES_VERSION"),
    cni: variable("CNI"),
    keepContext: Boolean(ask("kubectl", ["config", "current-context"])?.trim()),
  });
  try {
    await runStart(args, { step: `starting minikube profile ${profile}`, say });
  } catch (error) {
    await removeHalfMade(profile, owner);
    throw error;
  }
}

/** There was no such profile when our start began: what has its id now was made by it alone. Where
 * minikube keeps no ids, only a start at the same moment could be another's. */
async function removeHalfMade(profile: string, owner: string): Promise<void> {
  if (!(await profileExists(profile).catch(() => false))) return;
  const uuid = profileUuid(profile);
  const isOurs = uuid === owner || hasNoUuid(profile);
  // Another start may be writing its file just now.
  if (!isOurs && uuid === undefined) say(cutOffStart(profile, "is kept"));
  if (!isOurs) return;
  const step = `removing the incomplete profile ${profile}`;
  say(step);
  await run("minikube", ["delete", "--profile", profile], { step }).catch((error: Error) =>
    say(`warning: ${error.message}`),
  );
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

async function ingressReady(profile: string, up: string): Promise<void> {
  const kubectl = (verb: string[], step: string) => {
    const selector = ["--selector", "app.kubernetes.io/component=controller"];
    const where = ["--context", profile, "--namespace", "ingress-nginx"];
    return run("kubectl", [...where, ...verb, ...selector], { step });
  };
  const step = "waiting for the ingress controller";
  say(step);
  try {
    await kubectl(["wait", "pod", "--for=condition=Ready", "--timeout=300s"], step);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    // kubectl says only that the time is up; its pod knows why.
    const pods = await kubectl(["get", "pods", "--output=json"], step)
      .then(({ stdout }) => parseJson(podsAndEvents, stdout).items)
      .catch(() => []);
    const why = reasons(pods, profile, up);
    const words = why.map(({ pod, text }) => `${pod}: ${text}`);
    throw new ToolError(step, [error.words, ...words].join("\n"), error.code);
  }
}

if (require.main === module) main(startCluster);
