/** Notes the namespace that the app was put into, and which Secret is the stack's in it, for checkPlace.ts to compare. */
import { Command, main } from "../../components/process/command";
import type { NamespaceRecord, PlaceRecord } from "../namespace/namespaceRecord";

export async function notePlace({ variable }: Command): Promise<PlaceRecord> {
  const record: NamespaceRecord = JSON.parse(variable("RECORD"));
  const secret = variable("OBJECT");
  return secret ? { ...record, secret: JSON.parse(secret) } : record;
}

if (require.main === module) main(notePlace);
