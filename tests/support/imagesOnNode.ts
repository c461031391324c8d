/** Images of an app that are brought to the node of minikube's profile p, and what the cluster says of their use. */
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { archives, Engine, keepProfile, namespaceJson, OF_KUBERNETES } from "./models";
import { hearing, ownHome, StandIn, standIn } from "./standIn";

export const [FIRST, SECOND, THIRD, FOURTH] = ["1", "2", "3", "4"].map(
  (digit) => `todo-backend:${digit.repeat(16)}`,
) as [string, string, string, string];
export const onNode = (image: string) => `docker.io/library/${image}`;
export const silence = { code: 1, stderr: "i/o timeout" };

/** What the commands around an image are given by the app. */
export const variables = (image: string, more = {}) => ({
  ...{ CONTEXT: "p", KUBECONFIG: "/k", PROFILE: "p", OWNER: "a", NAMESPACE: "todo-app" },
  ...{ RELEASE: "todo-app", IMAGE: image },
  ...{ DELIVERY: JSON.stringify({ kind: "minikube", profile: "p" }), ...more },
});

/** What a test says of the cluster. */
interface Cluster {
  engine: Engine;
  /** Names of the images that the node has. */
  node: Set<string>;
  /** Labels of the app's namespace. */
  labels: Record<string, string>;
  /** Labels of the app's Secret, while there is one. */
  app?: Record<string, string>;
  pods: { image: string; namespace: string; instance?: string }[];
}

/** Has minikube say of a profile which images its node has, by their names, and take them away. */
export const nodeHas = (tools: StandIn, profile: string, node: Set<string>) =>
  tools
    .answer(new RegExp(`^minikube image ls --profile ${profile}`), () =>
      JSON.stringify([OF_KUBERNETES, ...[...node].map((tag) => ({ repoTags: [tag] }))]),
    )
    .answer(new RegExp(`^minikube image rm (\\S+) --profile ${profile}`), ([, image]) => {
      node.delete(image!);
      return "";
    });

/** Fresh for each test of the suite that calls this. */
export function imagesOnNode() {
  ownHome();
  const tools = standIn();
  const said = hearing();
  const cluster = {} as Cluster;
  beforeEach(() => {
    const node = new Set<string>();
    const labels = { [OWNER_LABEL]: "a" };
    Object.assign(cluster, { engine: new Engine(tools), node, labels, app: undefined, pods: [] });
    keepProfile("p");
    archives(tools, (image) => {
      node.add(onNode(image));
      return "";
    });
    nodeHas(tools, "p", node);
    tools
      .answer(/get namespace todo-app/, () => namespaceJson("todo-app", "n1", cluster.labels))
      .answer(/get secret app-secrets --namespace todo-app/, () =>
        cluster.app ? JSON.stringify({ metadata: { uid: "s1", labels: cluster.app } }) : "",
      )
      .answer(/^kubectl --kubeconfig \/k --context p get pods,replicasets/, () =>
        JSON.stringify({
          items: cluster.pods.map(({ image, namespace, instance }) => ({
            kind: "Pod",
            metadata: { name: "x", namespace, labels: { "app.kubernetes.io/instance": instance } },
            spec: { containers: [{ image }] },
          })),
        }),
      );
  });
  /** Says that engine and node have them. */
  const has = (...images: string[]) =>
    images.forEach((image) => {
      cluster.engine.tags.add(image);
      cluster.node.add(onNode(image));
    });
  return { tools, said, cluster, has };
}
