/** Deletes the profile if this stack started it and no other uses it; else leaves it as it was found. */
import * as fs from "node:fs";
import { quoted } from "../process/quoted";
import { deleteNamespace } from "../cluster/clusterObjects";
import { loaderFor } from "../image/imageDelivery";
import { attempt, takeOff } from "../image/imageRemoval";
import { imageUses, isUsed } from "../image/imageUsers";
import {
  enabledAddons,
  isRunning,
  profileExists,
  shortName,
  switchAddon,
} from "../cluster/minikube";
import { nodeImages } from "../cluster/nodes";
import {
  imagesFile,
  isEarlier,
  noteImage,
  notedImages,
  ProfileRecord,
  profileUuid,
  readRecord,
  recordFile,
  records,
  refuseOtherFolder,
  removeRecord,
  usedBy,
  writeRecord,
} from "../cluster/profileRecord";
import { cutOffStart } from "../cluster/minikubeStart";
import { deletingProfile, refuseOtherStacks } from "../cluster/otherStacks";
import { run } from "../process/shell";
import { kubectlTo, minikubeTo } from "../cluster/commandLine";
import { Command, main, say } from "../process/command";
import { givenCommands } from "../process/userCommands";
import type { Started } from "../cluster/started";

export async function stopCluster({ variable, last }: Command<Started>) {
  const profile = variable("PROFILE");
  const stack = variable("STACK");
  const owner = variable("OWNER") || stack;
  const record =
    readRecord(profile, owner, variable("IDENTITY")) ?? byUuid(profile, owner, stack, last);
  // minikube makes its folder anew as soon as it is asked anything.
  refuseOtherFolder(profile, last?.folder, givenCommands(variable).down);
  if (!(await profileExists(profile))) return { profile, deleted: false };
  // It is not known whether this is the profile that the stack used: another user may have made one of its name.
  if (record === undefined) {
    const addons = (last?.addons ?? []).map((addon) => ` ${addon}`).join("");
    say(
      `profile ${profile} is kept as it is: this stack's ownership record for it is missing.` +
        (addons ? ` Addons that this stack enabled in that profile:${addons}` : ""),
    );
    return { profile, deleted: false };
  }

  return end(variable, record);
}

/** @param record what the stack has in a profile that is there. */
async function end(variable: Command["variable"], record: ProfileRecord) {
  const profile = variable("PROFILE");
  const findOtherUser = () => records(profile).find(({ owner }) => owner !== record.owner);
  const otherUser = findOtherUser();
  if (record.started && otherUser === undefined) {
    const owner = variable("OWNER") || record.owner;
    await refuseOtherStacks(profile, variable("KUBECONFIG"), owner, givenCommands(variable).down);
    say(`deleting profile ${profile}, which this stack started`);
    await run("minikube", ["delete", "--profile", profile], {
      step: `deleting minikube profile ${profile}`,
    });
    return { profile, deleted: true };
  }
  // minikube gives a profile no id by itself: it has that of the stack that made it.
  const maker = otherUser ? "" : (profileUuid(profile) ?? "");
  const by = maker === record.owner ? undefined : "a stack without an ownership record";
  if (maker !== "") say(cutOffStart(profile, "is kept", by));
  else say(`profile ${profile} is kept: ${otherUser ? usedBy(otherUser) : "it existed before"}`);
  await leave(variable, record, otherUser);
  // That takes minutes, in which the other stack may have been taken down, and have handed its share to this one.
  const left = findOtherUser();
  const now = readRecord(profile, record.owner) ?? record;
  if (otherUser && left === undefined) return end(variable, now);
  if (left) {
    const both = handOver(profile, left, otherUser ? now : { ...now, addons: [], enabling: [] });
    warnAboutLostStack({ context: profile, kubeconfig: variable("KUBECONFIG") }, both, now);
  }
  removeRecord(profile, now);
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
    ...{ addons: last.addons, enabling: [], namespaces: [] },
  };
}

/**
 * A checkout that was removed without a down takes nothing away, and one that an earlier version noted may be gone:
 * it is not known whether it was only moved, or where it is. A stack of the same name and checkout as this one may be this
 * one before `pulumi destroy` was run plainly after a run that was interrupted: its id went with its state.
 */
function warnAboutLostStack(
  place: MinikubePlace,
  otherUser: ProfileRecord,
  own: ProfileRecord,
): void {
  const { context: profile } = place;
  const { stack, folder } = otherUser;
  const isNamesake = stack === own.stack && folder === own.folder;
  if (!isEarlier(otherUser) && fs.existsSync(folder) && !isNamesake) return;
  const fix = removalOf(place, otherUser);
  if (isEarlier(otherUser))
    say(
      `warning: an earlier version recorded that stack ${stack} uses profile ${profile}, but not from which checkout. If ` +
        `that stack no longer exists, run: ${fix}`,
    );
  else if (fs.existsSync(folder))
    say(
      `warning: stack ${stack} of ${folder} had another id when it used profile ${profile}. If no stack with that ` +
        `id exists in another backend or under another name, run: ${fix}`,
    );
  else
    say(
      `warning: folder ${folder} no longer exists. If that checkout was deleted and not moved, its stack can no longer be removed from there. ` +
        `When no other stack uses profile ${profile}, run: ${fix}`,
    );
}

/** The commands that take away what a stack noted that it has in a profile: all of it, where the stack started that. */
export const removalOf = (place: MinikubePlace, record: ProfileRecord): string =>
  record.started ? deletingProfile(place.context) : removalCommands(place, record).join(" && ");

/** The commands that take out of a profile what a stack has in it, and then forget that it used that. */
function removalCommands(
  place: MinikubePlace,
  { owner, addons, namespaces }: ProfileRecord,
): string[] {
  const { context: profile } = place;
  const images = notedImages(profile, owner);
  const { removal } = loaderFor({ kind: "minikube", profile });
  const files = [
    recordFile(profile, owner),
    ...(images.length ? [imagesFile(profile, owner)] : []),
  ];
  return [
    ...namespaces.map(({ name }) => kubectlTo(place, ["delete", "namespace", name])),
    ...addons.map((addon) => disabling(place, addon)),
    ...images.map(removal),
    `rm ${files.map(quoted).join(" ")}`,
  ];
}

/** Where a profile's own context is; the shell that a command is printed for is not known. */
interface MinikubePlace {
  context: string;
  kubeconfig: string;
}

const disabling = (place: MinikubePlace, addon: string): string =>
  minikubeTo(place, ["addons", "disable", addon, "--profile", place.context], {});

/** Takes out what this stack put into a profile that stays. Addons and images stay for a stack that goes on with them. */
async function leave(
  variable: Command["variable"],
  record: ProfileRecord,
  otherUser: ProfileRecord | undefined,
): Promise<void> {
  const [profile, kubeconfig] = [variable("PROFILE"), variable("KUBECONFIG")];
  const { namespaces } = record;
  const off = otherUser ? [] : record.addons;
  const images = otherUser ? [] : notedImages(profile, record.owner);
  if (!otherUser) await reportUnclearAddons(profile, kubeconfig, record.enabling);
  if ([...off, ...namespaces, ...images].length === 0) return;
  if (!(await isRunning(profile))) {
    const left = [
      ...off.map((name) => `addon ${name}`),
      ...namespaces.map(({ name }) => `namespace ${name}`),
      ...images.map((name) => `image ${name}`),
    ];
    throw new Error(
      `profile ${profile} does not run, so the objects of this stack in it cannot be removed: ${left.join(", ")}. ` +
        `Run: ${minikubeTo({ context: profile, kubeconfig }, ["start", "--profile", profile], {})}, then: ${givenCommands(variable).down}`,
    );
  }
  for (const namespace of namespaces)
    await deleteNamespace({ context: profile, kubeconfig }, namespace);
  for (const addon of off) await switchAddon("disable", addon, profile);
  await removeBrought(profile, images);
}

/** An addon that was being enabled when a run was interrupted stays on: another user may have enabled it since. */
async function reportUnclearAddons(
  profile: string,
  kubeconfig: string,
  enabling: string[],
): Promise<void> {
  if (enabling.length === 0) return;
  const on = await enabledAddons(profile).catch(() => enabling);
  for (const addon of enabling.filter((name) => on.includes(name))) {
    say(
      `addon ${addon} stays enabled: a run of this stack was interrupted while it enabled the addon, and another user may have enabled it ` +
        `since. If it is not needed, run: ${disabling({ context: profile, kubeconfig }, addon)}`,
    );
  }
}

/** Removes images from the node that no other pod uses; what fails is a warning. */
async function removeBrought(profile: string, images: string[]): Promise<void> {
  if (images.length === 0) return;
  const loader = loaderFor({ kind: "minikube", profile });
  try {
    const onNode = await nodeImages(profile);
    const left = images.filter((image) => onNode.includes(shortName(image)));
    if (left.length === 0) return;
    const uses = await imageUses({ context: profile });
    for (const image of left) {
      if (isUsed(image, uses)) say(`${image} is kept on the node: other pods use it`);
      else await attempt(takeOff(loader, image), loader.removal(image), say);
    }
  } catch (error) {
    say(
      `warning: no images were removed from the node. To remove them, run: ${images.map(loader.removal).join("; ")}\n` +
        (error as Error).message,
    );
  }
}

/** The last of the stacks that use a profile deletes it, whichever of them started it. */
export function handOver(
  profile: string,
  otherUser: ProfileRecord,
  record: ProfileRecord,
): ProfileRecord {
  const addons = [...new Set([...otherUser.addons, ...record.addons])];
  const enabling = [...otherUser.enabling, ...record.enabling].filter(
    (addon) => !addons.includes(addon),
  );
  const both = {
    ...{ ...otherUser, started: otherUser.started || record.started, addons, enabling },
    engine: otherUser.engine ?? record.engine,
  };
  writeRecord(profile, both);
  for (const image of notedImages(profile, record.owner))
    noteImage(profile, otherUser.owner, image);
  return both;
}

if (require.main === module) main(stopCluster);
