import * as path from "node:path";
import { withArchive } from "./imageArchive";
import { namesOnNode, nodeImages, shortName } from "../cluster/minikube";
import { profileNodes, profileRuntime } from "../cluster/profileRecord";
import type { ImageDelivery } from "../../todo/settings";
import { ask, Finished, run } from "../process/shell";
import { commandLine, typed } from "../process/typed";

/** How images reach the nodes of one kind of cluster, and leave them again. */
export interface Courier {
  /** Whether the nodes have the image; undefined where nobody can tell. */
  has(image: string): Promise<boolean | undefined>;
  /** @param say hears what could not be cleaned up behind it. */
  load(image: string, say: (message: string) => void): Promise<unknown>;
  remove(image: string): Promise<unknown>;
  /** The command that removes it by hand; "" where there is nothing to remove. */
  removal(image: string): string;
}

export function courierFor(delivery: ImageDelivery): Courier {
  switch (delivery.kind) {
    case "minikube":
      return minikubeCourier(delivery.profile);
    case "kind":
      return kindCourier(delivery.cluster);
    case "command":
      return commandCourier(delivery.load, delivery.remove);
    case "registry":
      return {
        has: async () => true,
        load: async () => {},
        remove: async () => {},
        removal: () => "",
      };
  }
}

function minikubeCourier(profile: string): Courier {
  const minikube = (step: string, ...args: string[]) =>
    run("minikube", ["image", ...args, "--profile", profile], { step });
  return {
    has: async (image) => (await nodeImages(profile)).includes(shortName(image)),
    // By its name minikube 1.38 would keep a copy for ever, on this machine and on the node, and it breaks an image that
    // has layers of both kinds, compressed and not, as engines with containerd's image store keep them.
    load: (image, say) =>
      withArchive(image, async (file) => {
        const step = `loading ${image} into minikube profile ${profile}`;
        if (file === undefined) {
          say(`docker's archive of ${image} cannot be read here: minikube asks the engine`);
          // Without --daemon it would ask the registry first.
          return minikube(step, "load", image, "--daemon=true");
        }
        try {
          await minikube(step, "load", file);
        } finally {
          await removeCopies(profile, path.basename(file), say);
        }
      }),
    async remove(image) {
      const step = `removing ${image} from minikube profile ${profile}`;
      const others = otherNames(image, await namesOnNode(profile));
      return others.length > 0 && profileRuntime(profile) === "containerd"
        ? run("minikube", ["ssh", "--profile", profile, "--", "sudo", ...untag(image)], { step })
        : minikube(step, "rm", nameOnNode(image));
    },
    removal: (image) => `${typed("minikube")} image rm ${nameOnNode(image)} --profile ${profile}`,
  };
}

function kindCourier(cluster: string): Courier {
  const node = `${cluster}-control-plane`;
  const crictl = (step: string, ...args: string[]) =>
    run("docker", ["exec", node, "crictl", ...args], { step, allow: (code) => code === 1 });
  return {
    has: async (image) =>
      (await crictl(`looking for ${image} on ${node}`, "inspecti", nameOnNode(image))).code === 0,
    load: (image) =>
      run("kind", ["load", "docker-image", image, "--name", cluster], {
        step: `loading ${image} into kind cluster ${cluster}`,
      }),
    async remove(image) {
      const step = `removing ${image} from ${node}`;
      const { stdout } = await run("docker", ["exec", node, "crictl", "images", "--output=json"], {
        step: `listing the images of ${node}`,
      });
      const { images = [] } = JSON.parse(stdout) as { images?: { repoTags?: string[] }[] };
      const names = images.map(({ repoTags }) => repoTags ?? []);
      return otherNames(image, names).length > 0
        ? run("docker", ["exec", node, ...untag(image)], { step })
        : crictl(step, "rmi", nameOnNode(image));
    },
    removal: (image) => `docker exec ${node} crictl rmi ${nameOnNode(image)}`,
  };
}

/** Where minikube puts an archive on a node before the runtime reads it, and leaves it. */
const ARCHIVES = "/var/lib/minikube/images";

async function removeCopies(profile: string, archive: string, say: (message: string) => void) {
  for (const node of profileNodes(profile)) {
    const to = ["ssh", "--profile", profile, ...(node ? ["--node", node] : [])];
    const args = [...to, "--", "sudo", "rm", "-f", `${ARCHIVES}/${archive}`];
    await run("minikube", args).catch(({ message }: Error) =>
      say(
        `warning: a copy of an image is left on the node. By hand: ${commandLine("minikube", args)}\n${message}`,
      ),
    );
  }
}

/** The user's own commands: they know their cluster, and their shell is what they wrote them for. */
function commandCourier(load: string, remove: string): Courier {
  const shell = (template: string, image: string): Promise<Finished> => {
    const line = template.replaceAll("{image}", image);
    return process.platform === "win32"
      ? run("cmd", ["/d", "/s", "/c", line], { step: line })
      : run("sh", ["-c", line], { step: line });
  };
  return {
    has: async () => undefined,
    load: (image) => shell(load, image),
    remove: async (image) => (remove ? shell(remove, image) : undefined),
    removal: (image) => remove.replaceAll("{image}", image),
  };
}

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

/** The name under which a node's runtime keeps an image that docker knows by its short name. */
export function nameOnNode(image: string): string {
  const first = image.split("/")[0]!;
  if (first === image) return `docker.io/library/${image}`;
  return /[.:]/.test(first) || first === "localhost" ? image : `docker.io/${image}`;
}

/**
 * Whether the nodes are this machine's, so that an image which its engine built fits them. Elsewhere two machines may
 * bring the same source under the same name, each built for its own processor.
 */
export function isForThisMachine({ kind }: ImageDelivery): boolean {
  return kind === "minikube" || kind === "kind";
}

/** What the engine builds for by itself, as linux/amd64; undefined where none answers. */
export function enginePlatform(): string | undefined {
  return ask("docker", ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"])?.trim();
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
