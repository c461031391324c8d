import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as v from "valibot";
import { parseJson } from "../process/json";
import { quoted } from "../process/quoted";
import { engine } from "./engine";
import { ifThere, refuseBrokenLink } from "./ifThere";
import type { Size } from "./minikubeStart";

/**
 * What a stack leaves beside a minikube profile that it uses, so that stacks know of each other, and so that
 * a profile is known to be another one.
 *
 * The file goes when the profile is deleted, by whomever. A program that finds none therefore has a new
 * cluster before it, whatever the state of the stack says. It is written only when there is something to
 * say: a start that failed leaves none.
 */
const profileRecord = v.object({
  /** Id of the stack: it survives a rename, and differs between two clones. */
  owner: v.string(),
  /** Name and folder of the stack when it was written, for messages. */
  stack: v.string(),
  folder: v.string(),
  /** Random; another one means another cluster. */
  identity: v.string(),
  /** Random; another one means that the cluster has to be started again. */
  session: v.string(),
  /** Whether the stack started the profile, or took it over from a stack that did: then it may delete it. */
  started: v.boolean(),
  /** Addons that the stack enabled, and so may disable. */
  addons: v.array(v.string()),
  /** Addons that it was about to enable: after a run that was interrupted it is not known who enabled one that is on. */
  enabling: v.array(v.string()),
  /** Namespaces that the stack made in it: another one of that name has another uid. */
  namespaces: v.array(v.object({ name: v.string(), uid: v.string() })),
  /** Docker's engine that its nodes are containers of; absent where they are none, or none was known. */
  engine: v.optional(engine),
});
export type ProfileRecord = v.InferOutput<typeof profileRecord>;

/** The same as it may lie there: a version before the stack's id noted less. */
const writtenRecord = v.partial(profileRecord, [
  ...(["owner", "stack", "folder", "enabling", "namespaces"] as const),
]);

/** What of minikube's own file of a profile matters here. */
const profileFile = v.object({
  UUID: v.optional(v.string()),
  Driver: v.optional(v.string()),
  CPUs: v.optional(v.pipe(v.number(), v.integer())),
  Memory: v.optional(v.pipe(v.number(), v.integer())),
  KubernetesConfig: v.optional(
    v.object({
      KubernetesVersion: v.optional(v.string()),
      ContainerRuntime: v.optional(v.string()),
    }),
  ),
  Nodes: v.nullish(v.array(v.object({ Name: v.optional(v.string()), IP: v.optional(v.string()) }))),
});

/** Where minikube keeps all that is its own. */
export const minikubeFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  folderIn(env.MINIKUBE_HOME || os.homedir());

/** MINIKUBE_HOME by which a program finds that folder, also one that does not take the folder itself, as minikube does. */
export function minikubeHome(): string {
  const folder = minikubeFolder();
  const parent = path.dirname(folder);
  return folderIn(parent) === folder ? parent : folder;
}

/** As minikube reads MINIKUBE_HOME: the folder, or the one that it is in. */
function folderIn(home: string): string {
  const full = path.resolve(home);
  return path.basename(full) === ".minikube" ? full : path.join(full, ".minikube");
}

/**
 * @param then where minikube kept the profile at the last up, or MINIKUBE_HOME then; undefined where an earlier version did not note it.
 * @param command what is to be run again.
 * @throws Error where minikube looks elsewhere now, or that folder is not there: that there is no such profile says
 *   nothing then.
 */
export function refuseOtherFolder(profile: string, then: string | undefined, command: string) {
  const now = minikubeFolder();
  if (!then) return;
  if (!fs.existsSync(folderIn(then))) throw new Error(folderIsGone(profile, then, now, command));
  if (realPath(folderIn(then)) === realPath(now)) return;
  throw new Error(
    `profile ${profile} is in ${folderIn(then)}, but MINIKUBE_HOME or HOME now sets minikube's folder to ${now}. ` +
      `Nothing was changed. Run: MINIKUBE_HOME=${quoted(then)} ${command}`,
  );
}

/** It is not known whether it was deleted with all that is in it. */
function folderIsGone(profile: string, then: string, now: string, command: string): string {
  const was = folderIn(then);
  refuseBrokenLink(was);
  const make = `mkdir -p ${quoted(path.dirname(was))}`;
  const [moved, shell] =
    was === now
      ? [", set MINIKUBE_HOME to its new place, then run the same command again", ""]
      : [
          ` to ${now}, run: ${make} && ln -s ${quoted(now)} ${quoted(was)}, then: ${command}`,
          `MINIKUBE_HOME=${quoted(then)} `,
        ];
  return (
    `profile ${profile} is in ${was}, but that folder does not exist. Nothing was changed. ` +
    `If it is on a disk that is not mounted: mount the disk, then run the same command again. If the folder was moved${moved}. ` +
    `If it was deleted, with every profile in it: mkdir -p ${quoted(was)}, then: ${shell}${command}`
  );
}

const realPath = (folder: string) => (fs.existsSync(folder) ? fs.realpathSync(folder) : folder);

/** Where minikube keeps a profile. */
export const profileFolder = (profile: string, env: NodeJS.ProcessEnv = process.env): string =>
  path.join(minikubeFolder(env), "profiles", profile);

const configFile = (profile: string) => path.join(profileFolder(profile), "config.json");

/**
 * Whether minikube keeps a profile of this name: without one there is no cluster, and nothing in it.
 *
 * @throws Error where reading it is not allowed.
 */
export const profileIsKept = (profile: string): boolean =>
  ofMinikube(configFile(profile), (file) => fs.statSync(file)) !== undefined;

/** @throws Error where it cannot be read: after `sudo minikube` it is root's. */
const ofMinikube = <What>(file: string, read: (file: string) => What): What | undefined =>
  ifThere(file, read, minikubeFolder());

/** What minikube keeps of a profile that is there; undefined where it is not, or cannot be read. */
export function profileConfig(
  profile: string,
): { driver: string; size: Size; address?: string; kubernetesVersion?: string } | undefined {
  const config = readConfig(profile);
  const { Driver = "", CPUs, Memory, KubernetesConfig, Nodes } = config ?? {};
  if (CPUs === undefined || Memory === undefined) return undefined;
  return {
    driver: Driver,
    size: { cpus: CPUs, memoryMiB: Memory },
    address: Nodes?.[0]?.IP,
    kubernetesVersion: KubernetesConfig?.KubernetesVersion,
  };
}

/**
 * The id that a profile was given when it was made (`minikube start --uuid`); "" where it was given none, and
 * undefined where minikube keeps no ids.
 */
export const profileUuid = (profile: string): string | undefined => readConfig(profile)?.UUID;

/** Whether a profile's file is whole and has no id at all: an earlier minikube's, which kept none. */
export function hasNoUuid(profile: string): boolean {
  const config = readConfig(profile);
  return config !== undefined && !("UUID" in config);
}

/** The runtime of its node: docker, containerd or crio; undefined where minikube does not say. */
export const profileRuntime = (profile: string): string | undefined =>
  readConfig(profile)?.KubernetesConfig?.ContainerRuntime;

/** What its nodes are: containers (docker, podman) or virtual machines (kvm2, ...); undefined where minikube does not say. */
export const profileDriver = (profile: string): string | undefined => readConfig(profile)?.Driver;

/** Its nodes by the names that minikube gave them; "" is the first where it has none, as in a profile of one. */
export const profileNodes = (profile: string): string[] =>
  (readConfig(profile)?.Nodes ?? [{}]).map(({ Name = "" }) => Name);

/** minikube's own file; undefined where it is not there, or is not as minikube writes it: it says nothing then. */
function readConfig(profile: string): v.InferOutput<typeof profileFile> | undefined {
  const text = ofMinikube(configFile(profile), asText);
  try {
    return text === undefined ? undefined : parseJson(profileFile, text);
  } catch {
    return undefined;
  }
}

const asText = (file: string) => fs.readFileSync(file, "utf8");

/**
 * The record of a stack beside a profile.
 *
 * @param identity what the stack's state says of the profile, by which it knows one of an earlier version.
 * @throws Error when the file cannot be read as a record.
 */
export function readRecord(
  profile: string,
  owner: string,
  identity?: string,
): ProfileRecord | undefined {
  const named = readFile(recordFile(profile, owner), owner);
  // A stack without an id is known by its name, which that of another clone may have.
  const isAnothers = named && isEarlier(named) && identity && named.identity !== identity;
  return named && !isAnothers ? named : earlierRecord(profile, identity);
}

/** Whether a version before the stack's id wrote it: that noted no folder. */
export const isEarlier = ({ folder }: ProfileRecord): boolean => folder === "";

/**
 * What a version before the stack's id wrote for the stack whose state has this identity. The file is named after the
 * stack: that of another clone may have the same name, and this one another by now.
 */
export const earlierRecord = (
  profile: string,
  identity: string | undefined,
): ProfileRecord | undefined =>
  identity
    ? records(profile).find((record) => isEarlier(record) && record.identity === identity)
    : undefined;

export function writeRecord(profile: string, record: ProfileRecord): void {
  const file = recordFile(profile, record.owner);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Whole or not at all: a reader never meets half a file.
  const whole = `${file}.${randomToken()}`;
  try {
    fs.writeFileSync(whole, `${JSON.stringify(record)}\n`);
    fs.renameSync(whole, file);
  } finally {
    fs.rmSync(whole, { force: true });
  }
  const earlier = earlierRecord(profile, record.identity);
  if (earlier && earlier.owner !== record.owner) fs.rmSync(recordFile(profile, earlier.owner));
}

/** Forgets that a stack uses a profile. */
export function removeRecord(profile: string, { owner, identity }: ProfileRecord): void {
  fs.rmSync(imagesFile(profile, owner), { force: true });
  fs.rmSync(recordFile(profile, owner), { force: true });
  const earlier = earlierRecord(profile, identity);
  if (earlier) fs.rmSync(recordFile(profile, earlier.owner));
}

/** The stack that wrote the record, for messages. Those of an earlier version know no folder. */
export const usedBy = ({ stack, folder }: ProfileRecord): string =>
  `stack ${stack}${folder ? ` of ${folder}` : ""} uses it`;

/**
 * Notes, beside the record of a stack that uses a profile, an image that the stack is about to bring to its node, and
 * so may take off it. Several are brought at once: each adds its line, and none writes over another's.
 */
export function noteImage(profile: string, owner: string, image: string): void {
  if (profile === "" || readRecord(profile, owner) === undefined) return;
  if (!notedImages(profile, owner).includes(image))
    fs.appendFileSync(imagesFile(profile, owner), `${image}\n`);
}

/** The images that a stack noted so, whether or not they are still there. */
export function notedImages(profile: string, owner: string): string[] {
  const text = ofMinikube(imagesFile(profile, owner), asText) ?? "";
  return [...new Set(text.split("\n").filter(Boolean))];
}

export const imagesFile = (profile: string, owner: string) =>
  path.join(profileFolder(profile), `stack-${owner}.images`);

/** Records of all stacks that use the profile. */
export function records(profile: string): ProfileRecord[] {
  const files = ofMinikube(profileFolder(profile), (folder) => fs.readdirSync(folder)) ?? [];
  return files
    .sort()
    .map((file) => /^stack-(.+)\.json$/.exec(file)?.[1])
    .filter((owner): owner is string => owner !== undefined)
    .map((owner) => readFile(recordFile(profile, owner), owner)!);
}

/** Profiles that tell of a stack: by its record beside them, or by its id as that which they were made with. */
export const profilesOf = (owner: string): string[] =>
  allProfiles().filter(
    (name) => fs.existsSync(recordFile(name, owner)) || profileUuid(name) === owner,
  );

/** What stacks of a name and a checkout noted beside profiles that are there. */
export const notedBy = (
  stack: string,
  folder: string,
): { profile: string; record: ProfileRecord }[] =>
  allProfiles()
    .filter(profileIsKept)
    .flatMap((profile) => records(profile).map((record) => ({ profile, record })))
    .filter(({ record }) => record.stack === stack && record.folder === folder);

function allProfiles(): string[] {
  const folder = path.dirname(profileFolder("any"));
  return (ofMinikube(folder, (all) => fs.readdirSync(all)) ?? []).sort();
}

/**
 * Whether a stack of this checkout started a profile, or is about to: as far as that can be told before its
 * id is known. It decides only whether the objects in it are deleted one by one.
 *
 * @param earlier the stack's own record where that is of an earlier version.
 */
export function startedHere(
  profile: string,
  stack: string,
  earlier?: ProfileRecord,
  folder = process.cwd(),
): boolean {
  const here =
    earlier ??
    records(profile).find((record) => record.stack === stack && record.folder === folder);
  return here?.started ?? !profileIsKept(profile);
}

export function randomToken(): string {
  return randomBytes(8).toString("hex");
}

export function recordFile(profile: string, owner: string): string {
  return path.join(profileFolder(profile), `stack-${owner}.json`);
}

function readFile(file: string, owner: string): ProfileRecord | undefined {
  const text = ofMinikube(file, asText);
  if (text === undefined) return undefined;
  try {
    const absent = { owner, stack: owner, folder: "", namespaces: [], enabling: [] };
    return { ...absent, ...parseJson(writtenRecord, text) };
  } catch (error) {
    throw new Error(
      `${file} cannot be read (${(error as Error).message}), so it is not known which stacks use the profile. ` +
        `If no stack uses it any more, run: rm ${quoted(file)}`,
      { cause: error },
    );
  }
}
