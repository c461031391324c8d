/** Looks before kagent's kinds are deleted as checkPlace.ts does, and whether that would delete objects that the stack did not make. */
import { givenPlace } from "../../components/cluster/place";
import { clusterIsGone } from "../../components/cluster/gone";
import { Command, main } from "../../components/process/command";
import { refuseOthersObjects } from "../kagentKinds";
import { UNTOUCHED } from "../namespace/lookAgain";
import type { PlaceRecord } from "../namespace/namespaceRecord";
import { checkPlace } from "./checkPlace";

export async function checkKinds(command: Command<PlaceRecord>) {
  const { variable, last } = command;
  const found = await checkPlace(command);
  if (last === undefined || clusterIsGone(variable)) return found;
  await refuseOthersObjects(givenPlace(variable), last.created, UNTOUCHED);
  return found;
}

if (require.main === module) main(checkKinds);
