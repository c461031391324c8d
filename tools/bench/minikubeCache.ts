import * as fs from "node:fs";
import * as path from "node:path";
import { minikubeFolder } from "../../components/cluster/profileRecord";

/** Removes what `minikube image load` keeps of images, for ever and under their names. @param names as a glob. */
export function removeCached(names: string): void {
  const cache = path.join(minikubeFolder(), "cache", "images");
  for (const file of fs.globSync(`*/${names}`, { cwd: cache }))
    fs.rmSync(path.join(cache, file), { force: true });
}
