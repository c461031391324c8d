/** A stack that is up, and that is to be recovered. */
import * as fs from "node:fs";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { writeRecord } from "../../components/cluster/profileRecord";
import { resourcesOf, State } from "../../components/process/stackState";
import { Minikube, namespaceJson } from "./models";
import { NOTED, OWNER } from "./placedStack";
import { apiServers, hearing, ownCheckout, standIn } from "./standIn";
import { aRecord, answered, NAMESPACE, recorded, RELEASE, stateOf, UUID } from "./states";

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

const nameOf = ({ urn }: { urn: string }) => urn.split("::").at(-1);

/** What a test says of a stack and of where it is. */
interface World {
  minikube: Minikube;
  state: State;
  /** Uids of the cluster's namespaces, by name. */
  namespaces: Record<string, string>;
}

/** A stack that is up, and the tools as a recovery asks them: fresh for each test of the suite that calls this. */
export function recovering() {
  const home = ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  const world = {} as World;
  beforeEach(() => {
    world.minikube = new Minikube(tools);
    world.namespaces = { "kube-system": "c1", "todo-app": "n1" };
    world.state = UP;
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(world.state))
      .answer(/^pulumi (cancel|stack import|refresh) /, "")
      .answer(/^helm list/, "[]")
      .answer(/get namespace (\S+)/, ([, name]) => {
        const uid = world.namespaces[name!];
        return uid === undefined ? "" : namespaceJson(name!, uid);
      });
  });
  return {
    ...{ home, tools, said, apiServer, world },
    /** The names of the resources in each state that was written. */
    written: () => tools.inputs.map((text) => resourcesOf(JSON.parse(text)).map(nameOf)),
    refreshes: () => tools.called(/^pulumi refresh/),
    /** The profile is the stack's, runs and answers, with the stack's record beside it. */
    profileAnswers() {
      world.minikube.runs("minikube", { UUID: OWNER });
      apiServer("minikube", true);
      writeRecord("minikube", { ...aRecord(OWNER), stack: "dev" });
    },
  };
}
