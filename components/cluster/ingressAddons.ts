import { configCommand } from "../../todo/configCommand";
import { commandLine } from "../process/typed";

/**
 * Addons of minikube that take the node's ports 80 and 443, so that only one of them can run. Traefik is one from
 * minikube 1.39 on.
 */
const CONTROLLERS = ["ingress", "traefik"];

/** What leads the app to the controller of an addon: the class of its Ingress, and where its pods are. */
const SETTINGS: Record<string, Record<string, string>> = {
  ingress: { ingressClass: "nginx", ingressNamespace: "ingress-nginx" },
  traefik: { ingressClass: "traefik", ingressNamespace: "kube-system" },
};

/**
 * What is wrong with the addons that are wanted, and how to fix it; undefined where nothing is.
 *
 * @param wanted addons that the settings name.
 * @param on addons that are on in the profile.
 */
export function addonConflict(
  profile: string,
  wanted: string[],
  on: string[] = [],
): string | undefined {
  const [first, second] = CONTROLLERS.filter((addon) => wanted.includes(addon));
  if (first === undefined) return undefined;
  if (second !== undefined) {
    const unset = `todo:addons[${wanted.indexOf(second)}]`;
    return `todo:addons has ${first} and ${second}: ${PORTS}. Run: ${configCommand({ unset })}`;
  }
  const other = CONTROLLERS.find((addon) => addon !== first && on.includes(addon));
  if (other === undefined) return undefined;
  return (
    `addon ${other} is on in minikube profile ${profile}, and todo:addons has ${first}: ${PORTS}.\n` +
    `To use ${other}, run: ${commands(other, wanted.indexOf(first))}\n` +
    `To have ${first} in its place, run: ${commandLine("minikube", ["addons", "disable", other, "--profile", profile])}`
  );
}

const PORTS = "both take the node's ports 80 and 443";

/** @param at where in todo:addons the other one stands. */
const commands = (addon: string, at: number) =>
  Object.entries({ [`addons[${at}]`]: addon, ...SETTINGS[addon]! })
    .map(([key, to]) => configCommand({ set: `todo:${key}`, to }))
    .join("; ");
