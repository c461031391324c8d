import { findNamespace } from "../../components/cluster/clusterObjects";
import { helm, releases } from "./helm";
import type { Place } from "../stack/place";

/** Helm refuses to touch a release whose last operation has no end. What it has brought up so far stays. @throws ToolError */
export async function settleReleases(where: Place, names: string[]): Promise<void> {
  // Without the namespace there is no release in it.
  if (names.length === 0 || !(await findNamespace(where, where.namespace))) return;
  const pending = (await releases(where, ["pending"])).filter(({ name }) => names.includes(name));
  for (const { name, revision } of pending) {
    console.log(`release ${name} is stuck at revision ${revision}: repairing it`);
    const back = revision === "1" ? ["1"] : [];
    await helm(where, `repairing release ${name}`, ["rollback", name, ...back]);
  }
}
