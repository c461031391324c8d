/** Deletes the profile if this stack started it and no other uses it; else leaves it as it was found. */
import { deleteNamespace } from "../components/clusterObjects";
import { isRunning, profileExists, switchAddon } from "../components/minikube";
import {
  ProfileRecord,
  profileUuid,
  readRecord,
  records,
  removeRecord,
  writeRecord,
} from "../components/profileRecord";
import { run } from "../components/shell";
import { Command, main, say } from "./command";
import type { Started } from "./startCluster";

export async function stopCluster({ variable, last }: Command<Started>) {
  const profile = variable("PROFILE");
  const stack = variable("STACK");
  const owner = variable("OWNER") || stack;
  const record = readRecord(profile, owner, stack) ?? byUuid(profile, owner, stack, last);
  if (!(await profileExists(profile))) return { profile, deleted: false };
  // Nobody knows whether this is the profile that the stack used: what has its name may be somebody's.
  if (record === undefined) {
    const addons = (last?.addons ?? []).map((addon) => ` ${addon}`).join("");
    say(
      `profile ${profile} stays as it is: the record by which this stack knew it is gone.` +
        (addons ? ` The stack had turned on, in the profile that it knew:${addons}` : ""),
    );
    return { profile, deleted: false };
  }

  const [heir] = records(profile).filter(({ owner }) => owner !== record.owner);
  if (record.started && heir === undefined) {
    say(`deleting profile ${profile}, which this stack started`);
    await run("minikube", ["delete", "--profile", profile], {
      step: `deleting minikube profile ${profile}`,
    });
    return { profile, deleted: true };
  }
  say(`profile ${profile} stays: ${heir ? usedBy(heir) : "it was there before"}`);
  await leave(profile, record, heir);
  if (heir) inherit(profile, heir, record);
  removeRecord(profile, record);
  return { profile, deleted: false };
}

/** A profile that this stack started bears its id, also where the record beside it was lost. */
function byUuid(
  profile: string,
  owner: string,
  stack: string,
  last: Started | undefined,
): ProfileRecord | undefined {
  if (!last?.started || profileUuid(profile) !== owner) return undefined;
  return {
    ...{ owner, stack, folder: "", identity: "", session: "", started: true },
    ...{ addons: last.addons, namespaces: [] },
  };
}

const usedBy = ({ stack, folder }: ProfileRecord) =>
  `stack ${stack}${folder ? ` of ${folder}` : ""} uses it`;

/** Takes out what this stack put into a profile that stays. Addons stay on for a stack that goes on with them. */
async function leave(
  profile: string,
  { addons, namespaces }: ProfileRecord,
  heir: ProfileRecord | undefined,
): Promise<void> {
  const off = heir ? [] : addons;
  if (off.length === 0 && namespaces.length === 0) return;
  if (!(await isRunning(profile))) {
    const left = [
      ...off.map((name) => `addon ${name}`),
      ...namespaces.map(({ name }) => `namespace ${name}`),
    ];
    throw new Error(
      `profile ${profile} does not run, so nobody can take out of it what this stack put there: ${left.join(", ")}. ` +
        `Run: minikube start --profile ${profile}, then: make down`,
    );
  }
  for (const namespace of namespaces) await deleteNamespace({ context: profile }, namespace);
  for (const addon of off) await switchAddon("disable", addon, profile);
}

/** The last of the stacks that use a profile deletes it, whichever of them started it. */
function inherit(profile: string, heir: ProfileRecord, { started, addons }: ProfileRecord): void {
  const all = [...new Set([...heir.addons, ...addons])];
  writeRecord(profile, { ...heir, started: heir.started || started, addons: all });
}

if (require.main === module) main(stopCluster);
