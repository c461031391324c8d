import { minikubeTo, kubectlTo } from "./commandLine";
import { othersIn } from "./clusterObjects";
import { isAtWork } from "./minikube";
import { commandLine } from "../process/typed";

/**
 * A stack that uses a profile as an existing cluster leaves no record beside it. Where that stands still, it does
 * not say.
 *
 * @param owner the id of the stack that is to delete the profile.
 * @param then what was run, and is to be run again.
 * @throws Error where another stack has something in a profile that is to be deleted, or it is not known whether one has.
 */
export async function refuseOtherStacks(
  profile: string,
  kubeconfig: string,
  owner: string,
  then: string,
): Promise<void> {
  if (!(await isAtWork(profile))) return;
  const place = { context: profile, kubeconfig };
  const others = await othersIn(place, owner).catch((error: Error) => {
    throw new Error(
      `profile ${profile} is kept: it is running, but it is not known whether another stack uses it. Run: ` +
        `${minikubeTo(place, ["start", "--profile", profile], {})}, then run the same command again. If no other stack uses it, run: ` +
        `${deletingProfile(profile)}, then: ${then}\n${error.message}`,
    );
  });
  if (others.length === 0) return;
  throw new Error(
    `profile ${profile} was started by this stack, but is kept: other stacks use it: ${others.map(({ words }) => words).join(", ")}. ` +
      "Take them down first, then run the same command again. To delete what is left of a stack that no longer exists, run: " +
      others.map(({ deletion }) => kubectlTo(place, deletion)).join(" && "),
  );
}

/** The command that deletes a profile. */
export const deletingProfile = (profile: string): string =>
  commandLine("minikube", ["delete", "--profile", profile]);
