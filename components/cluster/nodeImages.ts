/** What a node's runtime says of its images: minikube prints a list of them, crictl an object with one. */
interface Listed {
  repoTags?: string[];
}

/**
 * The names of each image that a node lists.
 *
 * @param answer what was printed; `minikube ssh` has a terminal, in which warnings may come before.
 * @param who lists them, as it begins an error.
 * @param look the command by which a user looks what is wrong.
 * @throws Error where there is none: a node that runs has those of Kubernetes, so the runtime did not say. `minikube
 *   image ls` prints an empty list, and ends with 0, also where it could not ask.
 */
export function imageNames(answer: string, who: string, look: string): string[][] {
  const images = imagesIn(answer.slice(Math.max(0, answer.search(/^[[{]/m))));
  if (images.length === 0)
    throw new Error(
      `${who} lists no image, though a running node has those of Kubernetes: it is not known which images are there. Run: ${look}`,
    );
  return images.map(({ repoTags }) => repoTags ?? []);
}

function imagesIn(text: string): Listed[] {
  try {
    const listed: Listed[] | { images?: Listed[] } = JSON.parse(text);
    return Array.isArray(listed) ? listed : (listed.images ?? []);
  } catch {
    return [];
  }
}
