/** Images that a run built and then was interrupted, before its next step noted in the engine that this stack uses them. */
import { engineRemoval, useInEngine } from "../../components/image/imageUsers";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { begunIn, resourcesOf, State } from "../../components/process/stackState";

const IMAGE = "docker:index/image:Image";

/**
 * Notes those now: the next run forgets them where the source has changed since, and the last removes what is noted. An
 * engine that does not answer does not stop what is done to a cluster: then a warning names the command that removes one.
 */
export async function noteBuiltImages(state: State): Promise<void> {
  const owner = ownerIn(state);
  if (owner === undefined) return;
  for (const image of undelivered(state))
    await useInEngine(image, owner).catch(({ message }: Error) =>
      console.error(
        `warning: ${image} may still be in Docker. When Docker answers, run: ` +
          `${engineRemoval(image, owner)}\n${message}`,
      ),
    );
}

/** Images that the state has as built, or as being built, and as delivered nowhere. */
export function undelivered(state: State): string[] {
  const built = begunIn(state)
    .filter(({ type }) => type === IMAGE)
    // One that was being built has no output yet, or that of the image before it.
    .map(({ inputs, outputs }) => inputs?.imageName ?? outputs?.imageName);
  const delivered = resourcesOf(state)
    .filter(({ urn }) => urn.endsWith("-load"))
    .map(({ outputs }) => outputs?.environment?.IMAGE);
  return [...new Set(built)].filter((image) => image && !delivered.includes(image));
}
