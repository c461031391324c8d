import { commandLine } from "../process/typed";
import type { UserCommands } from "../process/userCommands";

/**
 * Addons of minikube that take the node's ports 80 and 443, so that only one of them can run. Traefik is one from
 * minikube 1.39 on.
 */
const CONTROLLERS = ["ingress", "traefik"];

/** Why two of them cannot run. */
export const SAME_PORTS = "both use the node's ports 80 and 443";

/** Two addons of which only one can run. */
export interface AddonConflict {
  wanted: string;
  other: string;
}

/**
 * The addon that is in the way of one that is wanted; undefined where none is.
 *
 * @param wanted addons to enable: two of them may be in each other's way.
 * @param on addons that are on in the profile.
 */
export function addonConflict(wanted: string[], on: string[] = []): AddonConflict | undefined {
  const [first, second] = CONTROLLERS.filter((addon) => wanted.includes(addon));
  if (first === undefined) return undefined;
  const other = second ?? CONTROLLERS.find((addon) => addon !== first && on.includes(addon));
  return other === undefined ? undefined : { wanted: first, other };
}

/** What to say where the other one is on, with the ways out. */
export function otherAddonIsOn(
  profile: string,
  { wanted, other }: AddonConflict,
  useAddon: UserCommands["useAddon"] = {},
): string {
  const use = useAddon[other];
  return (
    `addon ${other} is enabled in minikube profile ${profile}, but the settings want ${wanted}: ${SAME_PORTS}.\n` +
    (use ? `To use ${other}, run: ${use}\n` : "") +
    `To use ${wanted} instead, run: ${commandLine("minikube", ["addons", "disable", other, "--profile", profile])}`
  );
}
