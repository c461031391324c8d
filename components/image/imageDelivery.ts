import * as path from "node:path";
import { findEngine, FindEngine } from "../cluster/engine";
import { withArchive } from "./imageArchive";
import { nameOnNode } from "./imageName";
import { deliverLayers, reachesLoopback, takesParts, PartialNodes } from "./layerDelivery";
import { shortName } from "../cluster/minikube";
import {
  imagesOfProfile,
  imagesOn,
  kindNodes,
  minikubeNodes,
  Node,
  NodeImages,
  runOn,
  typedOn,
} from "../cluster/nodes";
import { profileDriver, profileNodes, profileRuntime } from "../cluster/profileRecord";
import { quoted } from "../process/quoted";
import type { ImageDelivery } from "./deliveryKinds";
import { ask, Finished, run } from "../process/shell";
import { typed } from "../process/typed";

/** On which nodes an image is. */
export interface Found {
  having: Node[];
  lacking: Node[];
}

/** How images reach the nodes of one kind of cluster, and leave them again. */
export interface ImageLoader {
  /** Which nodes have the image; undefined where it is not known. @throws Error where a node does not say. */
  find(image: string): Promise<Found | undefined>;
  /**
   * @param say hears what could not be cleaned up behind it.
   * @param engine finds the engine that has the image: for a caller that has found it already. It is asked for where it
   *   matters alone.
   */
  load(image: string, say: (message: string) => void, engine?: FindEngine): Promise<unknown>;
  remove(image: string): Promise<unknown>;
  /** The command that removes it by hand; "" where there is nothing to remove. */
  removal(image: string): string;
}

/** Whether every node has an image; undefined where it is not known. */
export const isOnAll = (found: Found | undefined): boolean | undefined =>
  found && found.lacking.length === 0;

export function loaderFor(delivery: ImageDelivery): ImageLoader {
  switch (delivery.kind) {
    case "minikube":
      return minikubeLoader(delivery.profile);
    case "kind":
      return kindLoader(delivery.cluster);
    case "command":
      return commandLoader(delivery.load, delivery.remove);
    case "registry":
      return {
        find: async () => ({ having: [], lacking: [] }),
        load: async () => {},
        remove: async () => {},
        removal: () => "",
      };
  }
}

function minikubeLoader(profile: string): ImageLoader {
  const isContainerd = () => profileRuntime(profile) === "containerd";
  return {
    find: async (image) => found(image, await imagesOfProfile(profile)),
    load: (image, say, engine) =>
      loadBest(image, partialNodes(profile), { say, engine }, () => loadWhole(profile, image, say)),
    async remove(image) {
      const step = `removing ${image} from minikube profile ${profile}`;
      const listed = await imagesOfProfile(profile);
      const others = listed.some(({ names }) => otherNames(image, names).length > 0);
      if (!(others && isContainerd())) return minikubeImage(profile, step, "rm", nameOnNode(image));
      for (const node of found(image, listed).having) await runOn(node, untag(image), step);
    },
    removal: (image) =>
      isContainerd()
        ? minikubeNodes(profile)
            .map((node) => typedOn(node, untag(image)))
            .join("; ")
        : `${typed("minikube")} image rm ${nameOnNode(image)} --profile ${quoted(profile)}`,
  };
}

const minikubeImage = (profile: string, step: string, ...args: string[]) =>
  run("minikube", ["image", ...args, "--profile", profile], { step });

/**
 * By its name minikube 1.38 would keep a copy for ever, on this machine and on the node, and it breaks an image that
 * has layers of both kinds, compressed and not, as engines with containerd's image store keep them.
 */
function loadWhole(profile: string, image: string, say: (message: string) => void) {
  return withArchive(image, async (file) => {
    const step = `loading ${image} into minikube profile ${profile}`;
    if (file === undefined) {
      say(`docker's archive of ${image} cannot be read: minikube loads it from Docker itself`);
      // Without --daemon it would ask the registry first.
      return minikubeImage(profile, step, "load", image, "--daemon=true");
    }
    try {
      await minikubeImage(profile, step, "load", file);
    } finally {
      await removeCopies(profile, path.basename(file), say);
    }
  });
}

/** The nodes as containers; undefined where they are none, or take no image in part. */
function partialNodes(profile: string): PartialNodes | undefined {
  const runtime = profileRuntime(profile);
  if (profileDriver(profile) !== "docker" || !takesParts(runtime)) return undefined;
  const names = profileNodes(profile);
  const nodes = names.map((name) => ({
    name: name || profile,
    // As minikube names the machine of a node: the only one has none of its own.
    container: names.length === 1 || name === "" ? profile : `${profile}-${name}`,
  }));
  return { runtime, nodes };
}

/** Only what the nodes lack where that is possible, else the whole image. */
async function loadBest(
  image: string,
  nodes: PartialNodes | undefined,
  { say, engine = findEngine }: { say: (message: string) => void; engine?: FindEngine },
  whole: () => Promise<unknown>,
): Promise<unknown> {
  if (nodes === undefined) return whole();
  try {
    if (reachesLoopback(engine)) {
      const bytes = await deliverLayers(image, nodes, say);
      return say(`sent ${(bytes / 1e6).toFixed(1)} MB: the layers that the node did not have`);
    }
  } catch (error) {
    say(
      `${image} is loaded with all its layers, because loading only the missing layers failed: ${(error as Error).message}`,
    );
  }
  return whole();
}

function kindLoader(cluster: string): ImageLoader {
  const list = async () => imagesOn(await kindNodes(cluster));
  return {
    find: async (image) => found(image, await list()),
    async load(image, say, engine) {
      const nodes = (await kindNodes(cluster)).map(({ name }) => ({ name, container: name }));
      return loadBest(image, { runtime: "containerd", nodes }, { say, engine }, () =>
        run("kind", ["load", "docker-image", image, "--name", cluster], {
          step: `loading ${image} into kind cluster ${cluster}`,
        }),
      );
    },
    // It has loaded the image into each node.
    async remove(image) {
      for (const { node, names } of await list()) {
        if (!isNamed(image, names)) continue;
        const alone = otherNames(image, names).length === 0;
        const remove = alone ? ["crictl", "rmi", nameOnNode(image)] : untag(image);
        await runOn(node, remove, `removing ${image} from node ${node.name}`);
      }
    },
    removal: (image) =>
      `for node in $(${typed("kind")} get nodes --name ${quoted(cluster)}); ` +
      `do docker exec "$node" ${untag(image).join(" ")}; done`,
  };
}

const found = (image: string, listed: NodeImages[]): Found => ({
  having: listed.filter(({ names }) => isNamed(image, names)).map(({ node }) => node),
  lacking: listed.filter(({ names }) => !isNamed(image, names)).map(({ node }) => node),
});

/** Where minikube puts an archive on a node before the runtime reads it, and leaves it. */
const ARCHIVES = "/var/lib/minikube/images";

async function removeCopies(profile: string, archive: string, say: (message: string) => void) {
  const remove = ["rm", "-f", `${ARCHIVES}/${archive}`];
  for (const node of minikubeNodes(profile)) {
    const step = `removing a copy of an image from node ${node.name}`;
    await runOn(node, remove, step).catch(({ message }: Error) =>
      say(
        `warning: a copy of an image is left on the node. To remove it, run: ${typedOn(node, remove)}\n${message}`,
      ),
    );
  }
}

/** The user's own commands: they know their cluster, and their shell is what they wrote them for. */
function commandLoader(load: string, remove: string): ImageLoader {
  const shell = (template: string, image: string): Promise<Finished> => {
    const line = template.replaceAll("{image}", image);
    return process.platform === "win32"
      ? run("cmd", ["/d", "/s", "/c", line], { step: line })
      : run("sh", ["-c", line], { step: line });
  };
  return {
    find: async () => undefined,
    load: (image) => shell(load, image),
    remove: async (image) => (remove ? shell(remove, image) : undefined),
    removal: (image) => remove.replaceAll("{image}", image),
  };
}

/** Whether one of a node's images has this name. */
const isNamed = (image: string, names: string[][]) =>
  names.flat().some((name) => shortName(name) === shortName(image));

/**
 * Other names of the same image on a node. containerd's `crictl rmi` (2.0, and minikube's `image rm` over it) takes them
 * all at once, among them one that the user gave it, or that of a build which came out the same.
 *
 * @param names of each image of the node.
 */
function otherNames(image: string, names: string[][]): string[] {
  const own = shortName(image);
  const all = names.find((ofOne) => ofOne.some((name) => shortName(name) === own)) ?? [];
  return all.filter((name) => shortName(name) !== own);
}

/** containerd's own command, which takes one name from an image and leaves it its others. */
const untag = (image: string) => [
  ...["ctr", "--namespace=k8s.io", "images", "rm"],
  nameOnNode(image),
];

/** What the engine builds for by itself, as linux/amd64; undefined where none answers. */
export function enginePlatform(): string | undefined {
  // Docker Desktop that sleeps takes its time.
  const format = ["--format", "{{.Server.Os}}/{{.Server.Arch}}"];
  return ask("docker", ["version", ...format], 30)?.trim();
}

/**
 * Whether an image that the engine has could be brought to the nodes as it is. A registry has it already, and one that is
 * named by its digest loses that name on the way.
 */
export function canBring(image: string, { kind }: ImageDelivery): boolean {
  return kind !== "registry" && !image.includes("@");
}

/** What an image of the engine was built for, as linux/amd64; undefined where the engine has none, or none answers. */
export async function imagePlatform(image: string): Promise<string | undefined> {
  const format = ["--format", "{{.Os}}/{{.Architecture}}"];
  return run("docker", ["image", "inspect", ...format, image]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** Whether the engine has an image; not so where no engine answers. */
export const isInEngine = async (image: string): Promise<boolean> =>
  (await imagePlatform(image)) !== undefined;
