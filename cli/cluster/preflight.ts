import type { State } from "../../components/process/stackState";
import { configCommand, makeCommand } from "../../todo/configCommand";
import type { Place } from "../stack/place";
import { stackName } from "../stack/stackName";
import { refuseDroppedObjects } from "./droppedObjects";
import { refuseForeignKagent, refuseForeignRelease, refuseForeignSecret } from "./foreignRelease";
import { refuseForeignVolume } from "./foreignVolume";
import { refuseKagentLoss } from "./kagentEnd";
import { wantsKagent } from "./kagentObjects";
import { refuseLossByUp } from "./keptDatabase";
import { refuseMoveBack } from "./moveBack";
import { refuseReplacedNamespaces, refuseReplacedSecrets } from "./replaced";

/**
 * Whether an `up` would meet something in the cluster that the stack did not make, or delete what is to be kept. All is asked at
 * once; ask only where its API server answers.
 *
 * @throws Error that names what is in the way, the widest first: a namespace before what is in it.
 */
export async function preflight(place: Place, state: State): Promise<void> {
  const answers = await Promise.allSettled([
    refuseReplacedNamespaces(place, state, makeCommand("up")).then(() =>
      refuseMoveBack(place, state),
    ),
    refuseReplacedSecrets(place, state, makeCommand("up")),
    refuseDroppedObjects(place, state, makeCommand("up")),
    refuseForeignRelease(place, state),
    refuseForeignSecret(place, state),
    refuseForeignVolume(place, state),
    refuseLossByUp(place, state),
    refuseForeignKagent(place, state),
    refuseUnwantedLoss(place, state),
  ]);
  for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
}

/** Of kagent, where the settings ask for it no more. */
async function refuseUnwantedLoss(place: Place, state: State): Promise<void> {
  if (wantsKagent()) return;
  const stay = configCommand({ set: "todo:kagent", to: "true" }, stackName());
  await refuseKagentLoss(place, state, makeCommand("up"), stay);
}
