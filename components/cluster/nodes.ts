/** The nodes of a cluster on this machine, each as the words by which a command runs on it. */
import { imageNames } from "./nodeImages";
import { namesOnNode, shortName } from "./minikube";
import { profileNodes } from "./profileRecord";
import { Finished, run } from "../process/shell";
import { typed } from "../process/typed";
import { quoted } from "../process/quoted";

export interface Node {
  name: string;
  /** What a command on it begins with. */
  shell: [tool: string, ...args: string[]];
}

/** Images of a node: the names of each. */
export interface NodeImages {
  node: Node;
  names: string[][];
}

export const minikubeNodes = (profile: string): Node[] =>
  profileNodes(profile).map((name) => ({
    // As minikube calls the first one, which has no name of its own.
    name: name || profile,
    shell: [
      ...(["minikube", "ssh", "--profile", profile] as const),
      ...(name ? ["--node", name] : []),
      ...["--", "sudo"],
    ],
  }));

/** The cluster of kind that a context leads to, by the name that kind gives it; undefined for any other context. */
export const contextCluster = (context: string): string | undefined =>
  /^kind-(.+)$/.exec(context)?.[1];

/** kind counts its proxy before several control planes as a node: that has no images. */
const PROXY = /-external-load-balancer$/;

/** @throws Error where kind knows no such cluster. */
export async function kindNodes(cluster: string): Promise<Node[]> {
  const { stdout } = await run("kind", ["get", "nodes", "--name", cluster], {
    step: `asking for the nodes of kind cluster ${cluster}`,
  });
  const names = stdout.split("\n").map((name) => name.trim());
  const nodes = names.filter((name) => name !== "" && !PROXY.test(name));
  if (nodes.length === 0)
    throw new Error(
      `kindCluster is ${JSON.stringify(cluster)}: expected a kind cluster with nodes. ` +
        `To list them, run: ${typed("kind")} get clusters`,
    );
  return nodes.map((name) => ({ name, shell: ["docker", "exec", name] }));
}

/** @throws ToolError when the node does not answer, or refuses. */
export const runOn = (
  { shell: [tool, ...begin] }: Node,
  args: string[],
  step: string,
): Promise<Finished> => run(tool, [...begin, ...args], { step });

/** The same as a user types it. */
export const typedOn = ({ shell: [tool, ...begin] }: Node, args: string[]): string =>
  [typed(tool), ...[...begin, ...args].map(quoted)].join(" ");

const LIST = ["crictl", "images", "--output=json"];

/** @throws Error where one of them does not say. */
export async function imagesOn(nodes: Node[]): Promise<NodeImages[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const { stdout } = await runOn(node, LIST, `listing the images of node ${node.name}`);
      const names = imageNames(stdout, `node ${node.name}`, typedOn(node, LIST));
      return { node, names };
    }),
  );
}

/**
 * minikube's own list is one of all nodes together, and without those that it could not ask: of several, each is asked.
 *
 * @throws Error where one of them does not say.
 */
export async function imagesOfProfile(profile: string): Promise<NodeImages[]> {
  const nodes = minikubeNodes(profile);
  if (nodes.length > 1) return imagesOn(nodes);
  return [{ node: nodes[0]!, names: await namesOnNode(profile) }];
}

/** Names of the images that any node has, as docker calls them. @throws Error where one of them does not say. */
export const nodeImages = async (profile: string): Promise<string[]> =>
  (await imagesOfProfile(profile)).flatMap(({ names }) => names.flat().map(shortName));
