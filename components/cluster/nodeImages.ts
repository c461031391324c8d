import * as v from "valibot";
import { parseJson } from "../process/json";

/** What a node's runtime says of its images: minikube prints a list of them, crictl an object with one. */
const listed = v.array(v.object({ repoTags: v.nullish(v.array(v.string())) }));
const answer = v.union([listed, v.object({ images: listed })]);

/**
 * The names of each image that a node lists.
 *
 * @param printed what was printed; `minikube ssh` has a terminal, in which warnings may come before.
 * @param who lists them, as it begins an error.
 * @param look the command by which a user looks what is wrong.
 * @throws Error where there is none: a node that runs has those of Kubernetes, so the runtime did not say. `minikube
 *   image ls` prints an empty list, and ends with 0, also where it could not ask.
 */
export function imageNames(printed: string, who: string, look: string): string[][] {
  const images = imagesIn(printed.slice(Math.max(0, printed.search(/^[[{]/m))));
  if (images.length === 0)
    throw new Error(
      `${who} lists no images, but a running node always has those of Kubernetes, so its images are not known. Run: ${look}`,
    );
  return images.map(({ repoTags }) => repoTags ?? []);
}

function imagesIn(text: string): v.InferOutput<typeof listed> {
  try {
    const found = parseJson(answer, text);
    return Array.isArray(found) ? found : found.images;
  } catch {
    return [];
  }
}
