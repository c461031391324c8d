import type { UserCommands } from "../components/process/userCommands";
import { configCommand, makeCommand } from "./configCommand";

/** What leads the app to the controller of an addon: the class of its Ingress, and where its pods are. */
const SETTINGS: Record<string, Record<string, string>> = {
  ingress: { ingressClass: "nginx", ingressNamespace: "ingress-nginx" },
  traefik: { ingressClass: "traefik", ingressNamespace: "kube-system" },
};

/**
 * What the general components tell a user of this app's stack to type.
 *
 * @param addons those that the settings name.
 */
export function userCommands(stack: string, addons: string[]): UserCommands {
  const make = (target: string) => makeCommand(target, { stack });
  const at = addons.findIndex((addon) => Object.hasOwn(SETTINGS, addon));
  const useAddon = Object.entries(SETTINGS).map(([addon, settings]) => [
    addon,
    Object.entries({ [`addons[${at}]`]: addon, ...settings })
      // As make takes it, also under plain Pulumi: what stands in the state is not to change with that.
      .map(([key, to]) => configCommand({ set: `todo:${key}`, to }, stack))
      .join("; "),
  ]);
  return {
    ...{ up: make("up"), down: make("down"), recover: make("recover") },
    ...(at < 0 ? {} : { useAddon: Object.fromEntries(useAddon) }),
  };
}
