/** Images that loaders bring to nodes, and take off them. */
import assert from "node:assert/strict";
import { loaderFor, isOnAll } from "../../components/image/imageDelivery";
import { OF_KUBERNETES } from "./models";
import { hearing, ownHome, standIn } from "./standIn";

export const IMAGE = "todo-backend:1";
export const ON_NODE = "docker.io/library/todo-backend:1";
export const FAILS = { code: 1, stderr: "no answer" };

/** Whether all nodes have it. */
export const isOn = async (loader: ReturnType<typeof loaderFor>, image: string) =>
  isOnAll(await loader.find(image));
/** What minikube lists of a node that has one image by these names. */
export const onNode = (...names: string[]) =>
  JSON.stringify([OF_KUBERNETES, { repoTags: names }, {}]);
/** What crictl lists of images with these names each. */
export const inCrictl = (...names: string[][]) =>
  JSON.stringify({ images: [OF_KUBERNETES, ...names.map((repoTags) => ({ repoTags })), {}] });

/** Stand-ins for each test of the suite that calls this, and what every loader is asked to do. */
export function loaders() {
  const tools = standIn();
  ownHome();
  hearing();
  /** What could not be cleaned up behind a load. */
  const warnings: string[] = [];
  const say = (message: string) => void warnings.push(message);
  beforeEach(() => {
    warnings.length = 0;
  });
  const acts = async (loader: ReturnType<typeof loaderFor>) => {
    tools
      .answer(/./, "")
      .answer(/^minikube image ls/, onNode(ON_NODE))
      .answer(/^kind get nodes/, "k-control-plane\n")
      .answer(/crictl images/, inCrictl([ON_NODE]));
    await loader.load(IMAGE, say);
    await loader.remove(IMAGE);
    // Which engine this is, is asked on Linux alone.
    return tools.calls.filter((call) => !/^docker (info|context)/.test(call));
  };
  const fails = async (loader: ReturnType<typeof loaderFor>, load: RegExp, remove: RegExp) => {
    tools.answer(/./, FAILS);
    await assert.rejects(loader.load(IMAGE, say), load);
    await assert.rejects(loader.remove(IMAGE), remove);
  };
  return { tools, warnings, say, acts, fails };
}
