/** Nodes with containerd: it keeps the layers of its images as they came, and tells by their digests which those are. */
import * as fs from "node:fs";
import * as path from "node:path";
import { pushTo } from "./enginePush";
import { nameOnNode } from "./imageName";
import type { NodeContainer, PartialLoad } from "./partialLoad";
import { run } from "../process/shell";

/** Where containerd keeps what it was given, by digest. */
const BLOBS = "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256";
const CTR = ["ctr", "--namespace=k8s.io"];

/** They take an OCI image layout without the layers that they have. */
export const containerdLoad: PartialLoad = {
  command: [...CTR, "images", "import", "-"],
  async collect(image, folder, nodes) {
    const there = await thereOnAll(nodes);
    const { pushed, received } = await pushTo(folder, image, (digest) => there.get(digest));
    const annotations = { "io.containerd.image.name": nameOnNode(image) };
    const index = { schemaVersion: 2, manifests: [{ ...pushed, annotations }] };
    fs.writeFileSync(path.join(folder, "index.json"), JSON.stringify(index));
    fs.writeFileSync(
      path.join(folder, "oci-layout"),
      JSON.stringify({ imageLayoutVersion: "1.0.0" }),
    );
    return {
      files: ["blobs", "index.json", "oci-layout"],
      bytes: [...received.values()].reduce((sum, size) => sum + size, 0),
    };
  },
};

/** What every node has, by digest with its size in bytes. */
async function thereOnAll(nodes: NodeContainer[]): Promise<Map<string, number>> {
  const [first = new Map<string, number>(), ...others] = await Promise.all(nodes.map(thereOn));
  return new Map([...first].filter(([digest]) => others.every((other) => other.has(digest))));
}

async function thereOn({ name, container }: NodeContainer): Promise<Map<string, number>> {
  // The store may have what another namespace's images alone are made of.
  const list = `${CTR.join(" ")} content ls -q && find ${BLOBS} -type f -printf '%f %s\\n'`;
  const { stdout } = await run("docker", ["exec", container, "sh", "-c", list], {
    step: `asking node ${name} which layers it has`,
  });
  const lines = stdout.split("\n");
  const known = new Set(lines.filter((line) => line.startsWith("sha256:")));
  return new Map(
    lines
      .map((line) => line.split(" "))
      .filter((words) => words.length === 2)
      .map(([hash, size]): [string, number] => [`sha256:${hash}`, Number(size)])
      .filter(([digest]) => known.has(digest)),
  );
}
