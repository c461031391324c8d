/** The one release of the chart in a namespace. */
import { RELEASE } from "../../tools/client/pods";
import { HelmTarget, Listed, releases } from "./helm";

export { RELEASE };
export type { Listed };

/** The release that is there, whatever its status. @throws ToolError */
export const releaseIn = async (target: HelmTarget): Promise<Listed | undefined> =>
  (await releases(target)).find(({ name }) => name === RELEASE);
