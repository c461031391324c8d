/** Notes the namespace that the app was put into, for checkPlace.ts to compare. */
import { Command, main } from "../../components/process/command";
import type { NamespaceRecord } from "../namespace/namespaceRecord";

export async function notePlace({ variable }: Command): Promise<NamespaceRecord> {
  return JSON.parse(variable("RECORD"));
}

if (require.main === module) main(notePlace);
