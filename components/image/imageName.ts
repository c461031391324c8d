import { listedName } from "../cluster/minikube";

/** The whole name of an image, under which a node's runtime keeps it. */
export function nameOnNode(image: string): string {
  const name = listedName(image);
  const first = name.split("/")[0]!;
  if (first === name) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === "localhost" ? name : `docker.io/${name}`;
}
