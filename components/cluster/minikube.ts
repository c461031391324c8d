import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { failureWords, stepWords } from "./minikubeEvents";
import { imageNames } from "./nodeImages";
import { type Engine, engineNow, isAnother, reaching } from "./engine";
import { profileDriver, records } from "./profileRecord";
import { readJson } from "../process/json";
import { commandLine, typed, variables } from "../process/typed";
import { ask, Finished, mustAnswer, run, ToolError } from "../process/shell";
import { quoted } from "../process/quoted";

/** Questions to minikube, each answered by one of its commands, and what is done to it in more than one place. */

/** `minikube status` of a profile that does not exist. */
const NO_PROFILE = 85;
/** Its exit code's bits for a host, a cluster or an API server that is not running. */
const STOPPED = (code: number) => code > 0 && code < 8;

type Status = Pick<Finished, "code" | "stdout">;

/** The hosts of its nodes as the status has them, that of the first node first. */
const hostsIn = ({ stdout }: Pick<Status, "stdout">) =>
  [...stdout.matchAll(/"Host": ?"(\w+)"/g)].map(([, host = ""]) => host);

/** A host whose disk is nearly full counts as one that does not run, and does all the same. */
const RUNNING = ["Running", "InsufficientStorage"];

/** Whether its first node is up, and with it what is in the profile, also where it cannot be reached. */
const isUp = (answer: Status) => answer.code === 0 || RUNNING.includes(hostsIn(answer)[0] ?? "");

/** Whether all of it runs: of the bits that of the host alone is set where a disk is nearly full. */
const runs = (answer: Status) =>
  answer.code === 0 ||
  (answer.code === 1 && isUp(answer) && hostsIn(answer).every((host) => RUNNING.includes(host)));

/**
 * The profile's files are there, and one of its nodes is not, or the engine does not answer: minikube says the same of both.
 * Since 1.35 that is null, and before that a host that is nonexistent.
 */
const saysNoNode = ({ code, stdout }: Status) =>
  STOPPED(code) && (stdout.trim() === "null" || hostsIn({ stdout }).includes("Nonexistent"));

/** They are its answer only beside the status itself: minikube ends with one of them where it crashes, too. */
const saysStopped = (answer: Status) =>
  STOPPED(answer.code) && hostsIn(answer).length > 0 && !runs(answer) && !saysNoNode(answer);

/** Whether the engine knows of no container of a profile; false where it does not answer. */
const hasNoContainer = (profile: string) => {
  const filter = `label=name.minikube.sigs.k8s.io=${profile}`;
  return ask("docker", ["container", "ls", "--all", "--quiet", "--filter", filter], 15) === "";
};

/** The engine that a stack has noted its nodes in, where docker leads to another one by now. */
const engineElsewhere = (profile: string): Engine | undefined =>
  records(profile)
    .map(({ engine }) => engine)
    .find((engine) => engine && isAnother(engine, engineNow(engine)));

/** Whether the node was removed, or never made: with docker as its driver, and where the engine says so. */
const nodeIsGone = (profile: string) =>
  profileDriver(profile) === "docker" &&
  hasNoContainer(profile) &&
  engineElsewhere(profile) === undefined;

const statusOf = (profile: string) => `asking for the status of minikube profile ${profile}`;

async function status(profile: string): Promise<Finished> {
  const step = statusOf(profile);
  const answer = await run("minikube", ["status", "--profile", profile, "--output", "json"], {
    step,
    allow: (code) => code === NO_PROFILE || STOPPED(code),
  });
  const { code, stdout, stderr } = answer;
  const isKnown = code === NO_PROFILE || runs(answer) || saysStopped(answer);
  if (isKnown || saysNoNode(answer)) return answer;
  throw new ToolError(step, `${stderr}\n${stdout}`, code);
}

/** The same of a profile whose node is there, or known to be gone. @throws ToolError where that is not known. */
async function nodeStatus(profile: string): Promise<Finished> {
  const answer = await status(profile);
  if (!saysNoNode(answer) || nodeIsGone(profile)) return answer;
  const elsewhere = engineElsewhere(profile);
  if (elsewhere) throw new Error(inOtherEngine(profile, elsewhere));
  const again = commandLine("minikube", ["start", "--profile", profile]);
  const words = `${answer.stderr}\nRun: ${again}, then run the same command again`;
  throw new ToolError(statusOf(profile), words, answer.code);
}

/** To start it, or delete it, would be done to what has its name here: the nodes would be left where they are. */
const inOtherEngine = (profile: string, engine: Engine) =>
  `profile ${profile} is in the engine at ${engine.host}, but docker points to another one, which has no node of this profile. ` +
  `Nothing was changed. Run: export ${variables(reaching(engine))}, then run the same command again. If that engine no longer ` +
  `exists, run: ${commandLine("minikube", ["delete", "--profile", profile])}, then run the same command again`;

export async function profileExists(profile: string): Promise<boolean> {
  return (await status(profile)).code !== NO_PROFILE;
}

/** @throws ToolError where it is not known. */
export async function isRunning(profile: string): Promise<boolean> {
  return runs(await nodeStatus(profile));
}

/**
 * Whether what is in a profile may be at work: its first node is up, and not paused. It may be out of reach all the same.
 *
 * @throws ToolError where it is not known.
 */
export async function isAtWork(profile: string): Promise<boolean> {
  const answer = await nodeStatus(profile);
  return isUp(answer) && !isPausedIn(answer);
}

/** Whether a profile is known to be stopped or paused; not so where minikube does not say. For a program. */
export function stoppedNow(profile: string): boolean {
  try {
    mustAnswer("minikube", ["status", "--profile", profile, "--output", "json"], {
      step: statusOf(profile),
      timeoutSeconds: 60,
    });
    return false;
  } catch (error) {
    const { code, stdout } = error as ToolError;
    if (typeof code !== "number") return false;
    return saysStopped({ code, stdout }) || (saysNoNode({ code, stdout }) && nodeIsGone(profile));
  }
}

/** Whether its containers were frozen by `minikube pause`: a start unpauses only those of Kubernetes itself. */
export async function isPaused(profile: string): Promise<boolean> {
  return isPausedIn(await status(profile));
}

const isPausedIn = ({ stdout }: { stdout: string }) => stdout.includes('"Paused"');

/**
 * `minikube start`, which takes minutes: its own steps are said as they come.
 *
 * @param step what this is for, as it begins an error.
 * @throws ToolError with minikube's errors and what it advises.
 */
export async function runStart(
  args: string[],
  { step, say }: { step: string; say: (message: string) => void },
): Promise<void> {
  const { code, stdout, stderr } = await run("minikube", ["start", ...args, "--output=json"], {
    step,
    allow: () => true,
    onLine(line, stream) {
      const words = stream === "stdout" ? stepWords(line) : undefined;
      if (words) say(words);
    },
  });
  if (code !== 0) throw new ToolError(step, failureWords(stdout, stderr), code);
}

/** The command that puts a profile back that was started for a while; undefined where its node ran before as well. */
export type PutBack = "stop" | "pause" | undefined;

/** A profile that does not run keeps the size and version that it was made with. */
export async function startAgain(
  profile: string,
  say: (message: string) => void,
): Promise<PutBack> {
  const before = await status(profile);
  const paused = isPausedIn(before);
  const stopped = !isUp(before);
  if (paused) {
    say(`profile ${profile} is paused: unpausing it`);
    await run("minikube", ["unpause", "--all-namespaces", "--profile", profile], {
      step: `unpausing minikube profile ${profile}`,
    });
    if (await isRunning(profile)) return "pause";
  }
  // Its API server may have ended, or the kubeconfig may lead to where it was before a restart of the engine.
  const state = paused || stopped ? "is stopped" : "runs, but cannot be reached";
  say(`profile ${profile} ${state}: starting it again`);
  await runStart(["--profile", profile, "--keep-context"], {
    step: `starting minikube profile ${profile} again`,
    say,
  });
  if (paused) return "pause";
  return stopped ? "stop" : undefined;
}

/** Does what `startAgain` has answered. */
export async function putBack(
  profile: string,
  verb: "stop" | "pause",
  say: (message: string) => void,
): Promise<void> {
  const words = { stop: "stopping", pause: "pausing" };
  say(`${words[verb]} profile ${profile} again`);
  await run("minikube", [verb, "--profile", profile], {
    step: `${words[verb]} minikube profile ${profile}`,
  });
}

/** Names of the addons that are on. */
export async function enabledAddons(profile: string): Promise<string[]> {
  const step = `listing the addons of minikube profile ${profile}`;
  const args = ["addons", "list", "--profile", profile, "--output", "json"];
  const { stdout } = await run("minikube", args, { step });
  const addons = readJson(addonList, stdout, step, commandLine("minikube", args));
  return Object.keys(addons).filter((name) => addons[name]!.Status === "enabled");
}

/** By the addon's name. */
const addonList = v.record(v.string(), v.object({ Status: v.string() }));

/** How often, and with what pause, an addon is tried that minikube stumbles over. */
const ATTEMPTS = 5;
const PAUSE_MS = 2000;

/**
 * Turns an addon on or off. minikube looks for paused containers before, and fails when one of them ends
 * in that moment ("check paused"): then it is tried again.
 */
export async function switchAddon(
  verb: "enable" | "disable",
  addon: string,
  profile: string,
  pauseMs = PAUSE_MS,
): Promise<void> {
  const steps = { enable: "enabling minikube addon", disable: "disabling minikube addon" };
  const step = `${steps[verb]} ${addon}`;
  for (let left = ATTEMPTS; ; left--) {
    try {
      await run("minikube", ["addons", verb, addon, "--profile", profile], { step });
      return;
    } catch (error) {
      if (left === 0 || !/check paused/.test(String(error))) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Address of the node, as minikube knows it; not every driver lets this machine reach it. */
export async function profileAddress(profile: string): Promise<string> {
  const { stdout } = await run("minikube", ["ip", "--profile", profile], {
    step: `asking for the address of minikube profile ${profile}`,
  });
  return stdout.trim();
}

/** The tags of each image on the node, as its runtime has them. @throws Error where it does not say. */
export async function namesOnNode(profile: string): Promise<string[][]> {
  const { stdout } = await run(
    "minikube",
    ["image", "ls", "--profile", profile, "--format", "json"],
    {
      step: `listing the images of minikube profile ${profile}`,
    },
  );
  const look = `${typed("minikube")} status --profile ${quoted(profile)}`;
  return imageNames(stdout, `minikube profile ${profile}`, look);
}

/** Docker's own registry, by each of its names. A name with one word after it is one of `library/`. */
const DOCKER_HUB = /^(?:index\.)?docker\.io\//;

/** An image's name as docker lists it (`reference.FamiliarName` of its sources), whichever one it was given. */
export function listedName(image: string): string {
  return image.replace(DOCKER_HUB, "").replace(/^library\/([^/]+)$/, "$1");
}

/** The same for a name on a node as well, where crio has "localhost/todo-backend:1" for "todo-backend:1". */
export function shortName(image: string): string {
  return listedName(image).replace(/^localhost\//, "");
}
