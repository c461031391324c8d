/** A run that was cut off while it made something, and what of that a recovery takes over. */
import { pendingObjects } from "../../cli/cluster/pendingCreates";
import type { Place } from "../../cli/stack/place";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import type { State } from "../../components/process/stackState";
import { stateOf, urnOf, UUID } from "./states";

export const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
export const OWNER = "00000000-0000-4000-8000-00000000000a";

/** The state after it. */
export const cutOff = (...operations: [kind: string, type: string, name: string][]): State => ({
  deployment: {
    ...stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } }).deployment,
    pending_operations: operations.map(([kind, type, name]) => ({
      type: kind,
      resource: { urn: urnOf(type, name), type },
    })),
  },
});

/** URN and id of each object that is taken over. */
export const taken = async (place: Place, state: State) =>
  (await pendingObjects(place, state)).map(({ urn, id }) => [urn, id]);

/** A Secret of a stack, as kubectl shows it. */
export const secretOf = (owner: string) =>
  JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: owner } } });

/** Releases, as helm lists them. */
export const listed = (names: string[], status = "deployed") =>
  JSON.stringify(names.map((name) => ({ name, status, revision: "1" })));
