/** A stack that is up, and that is to be recovered. */
import * as fs from "node:fs";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf, State } from "../../components/process/stackState";
import { namespaceJson } from "./models";
import { NOTED, OWNER } from "./placedStack";
import type { StandIn } from "./standIn";
import { answered, NAMESPACE, recorded, RELEASE, stateOf, UUID } from "./states";

export { NOTED, OWNER };

/** The state of a stack that is up in a profile that it started. */
export const UP = stateOf(
  { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
  answered("cluster-profile", { started: true, addons: ["ingress"] }, { IDENTITY: "i" }),
  { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
  recorded("secrets-ownership", NOTED),
  { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
  answered("backend-load", { images: [] }),
);

/** The settings name a cluster that somebody else runs. */
export function existing(): void {
  const config = { "todo:cluster": "existing", "todo:context": "c" };
  fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
}

/** The app's Secret with the label of a stack of this id. */
export const appSecretOf = (owner: string) =>
  JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: owner } } });

/** The names of the resources in each state that was written. */
export const written = (tools: StandIn) =>
  tools.inputs.map((text) => resourcesOf(JSON.parse(text)).map(nameOf));
const nameOf = ({ urn }: { urn: string }) => urn.split("::").at(-1);

/** What the tools say of it where a test does not say otherwise. @param namespaces their uids, by name. */
export function answersRecovery(
  tools: StandIn,
  state: () => State,
  namespaces: () => Record<string, string>,
): void {
  tools
    .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
    .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state()))
    .answer(/^pulumi (cancel|stack import|refresh) /, "")
    .answer(/^helm list/, "[]")
    .answer(/get namespace (\S+)/, ([, name]) =>
      namespaces()[name!] === undefined ? "" : namespaceJson(name!, namespaces()[name!]!),
    );
}
