/** A stack that is taken away. */
import { type ProfileRecord, writeRecord } from "../../components/cluster/profileRecord";
import type { State } from "../../components/process/stackState";
import { Engine, Minikube } from "./models";
import { apiServers, hearing, ownCheckout, standIn, type StandIn } from "./standIn";
import { aRecord, stateOf, UUID } from "./states";

/** Writes the record of a stack that uses profile minikube. */
export const uses = (owner: string, more: Partial<ProfileRecord> = {}) =>
  writeRecord("minikube", { ...aRecord(owner), ...more });

/** What pulumi and kubectl say where stack dev is taken away, unless a test says otherwise. */
export function answersRemoval(tools: StandIn, state: () => State): void {
  tools
    .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
    .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state()))
    .answer(/^pulumi (destroy|stack rm|stack import)/, "")
    .answer(/wait --for=delete/, "")
    .answer(/get secret app-secrets/, "")
    .answer(/get namespaces --selector/, JSON.stringify({ items: [] }))
    .answer(/get pods,networkpolicies/, JSON.stringify({ items: [] }));
}

/** A stack that has nothing but its id, until a test says what else; fresh for each test of the suite that calls this. */
export function stackToTakeDown() {
  ownCheckout();
  const tools = standIn();
  hearing();
  const apiServer = apiServers();
  const stack = {} as { minikube: Minikube; state: State };
  beforeEach(() => {
    stack.minikube = new Minikube(tools);
    new Engine(tools);
    stack.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    answersRemoval(tools, () => stack.state);
  });
  return { tools, apiServer, stack };
}
