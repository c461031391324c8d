/** A stack that is up in minikube, from which an up goes on. */
import { writeRecord } from "../../components/cluster/profileRecord";
import { keepProfile, Minikube, namespaceJson } from "./models";
import { apiServers, hearing, ownCheckout, standIn } from "./standIn";
import { aRecord, answered, NAMESPACE, RELEASE, recorded, SECRET, stateOf, UUID } from "./states";

export const IMAGE = "docker:index/image:Image";
export const STATE = stateOf(
  { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
  answered("cluster-profile", { started: true, addons: [] }),
  { name: "backend-build", type: IMAGE, outputs: { imageName: "todo-backend:1" } },
  answered("backend-load", {}, { IMAGE: "todo-backend:1", RELEASE: "todo-app" }),
  { name: "frontend-build", type: IMAGE, outputs: { imageName: "todo-frontend:2" } },
  answered("frontend-load", {}, { IMAGE: "todo-frontend:2", RELEASE: "todo-app" }),
  { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
  recorded("secrets-ownership", { name: "todo-app", uid: "n1", created: true, cluster: "c1" }),
  { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" },
  { name: "secrets-database", type: SECRET, id: "todo-app/postgres-credentials" },
  { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
);

/** Stand-ins that say so in each test of the suite that calls this. */
export function stackThatIsUp() {
  ownCheckout();
  const tools = standIn();
  const apiServer = apiServers();
  const said = hearing();
  const node = ["todo-backend:1", "todo-frontend:2"];
  const pulumiCalls = () => tools.called(/^pulumi (up|preview)/);

  beforeEach(() => {
    new Minikube(tools);
    keepProfile("minikube");
    writeRecord("minikube", aRecord("a"));
    apiServer("minikube", true);
    tools
      .answer(/^pulumi stack export/, JSON.stringify(STATE))
      .answer(/^pulumi (up|preview)/, "")
      .answer(/^docker image/, "")
      .answer(/^docker image inspect/, "linux/amd64")
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
      .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"))
      .answer(/get persistentvolumeclaim|get customresourcedefinitions/, "")
      .answer(/get secret app-secrets/, "")
      .answer(
        /^helm .*list|^helm list/,
        JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
      )
      .answer(/image ls/, () => JSON.stringify([{ repoTags: node }]));
    node.splice(0, 2, "todo-backend:1", "todo-frontend:2");
  });
  return { tools, apiServer, said, node, pulumiCalls };
}
