/** Deletes the profile if this stack started it; else leaves it as it was found. */
import { profileExists, isRunning, switchAddon } from "../components/minikube";
import { STACK_LABEL } from "../components/namespaceOwner";
import {
  otherStacks,
  ProfileMark,
  readMark,
  removeMark,
  writeMark,
} from "../components/profileMark";
import { run } from "../components/shell";
import { main, say, variable } from "./command";

main(async () => {
  const profile = variable("PROFILE");
  const stack = variable("STACK");
  const mark = readMark(profile, stack);
  // No mark: the profile that this stack used is gone, and what has its name now is somebody's.
  if (mark === undefined || !(await profileExists(profile))) return { profile, deleted: false };

  const others = otherStacks(profile, stack);
  if (mark.started && others.length === 0) {
    say(`deleting profile ${profile}, which this stack started`);
    await run("minikube", ["delete", "--profile", profile], {
      step: `deleting minikube profile ${profile}`,
    });
    return { profile, deleted: true };
  }
  const [heir] = others;
  say(`profile ${profile} stays: ${heir ? `stack ${heir} uses it` : "it was there before"}`);
  if (await isRunning(profile)) {
    if (heir) await removeNamespaces(profile, stack);
    else await disableAddons(profile, mark.addons);
  }
  if (heir) inherit(profile, heir, mark);
  removeMark(profile, stack);
  return { profile, deleted: false };
});

/** What was to go with the profile goes by itself when the profile stays for another stack. */
async function removeNamespaces(profile: string, stack: string): Promise<void> {
  const labelled = `${STACK_LABEL}=${stack}`;
  await run("kubectl", ["--context", profile, "delete", "namespace", "--selector", labelled], {
    step: `deleting the namespace of stack ${stack}`,
  });
}

/** The last of the stacks that use a profile deletes it, whichever of them started it. */
function inherit(profile: string, heir: string, { started, addons }: ProfileMark): void {
  const mark = readMark(profile, heir);
  if (mark === undefined) return;
  const all = [...new Set([...mark.addons, ...addons])];
  writeMark(profile, heir, { ...mark, started: mark.started || started, addons: all });
}

async function disableAddons(profile: string, addons: string[]): Promise<void> {
  for (const addon of addons) await switchAddon("disable", addon, profile);
}
