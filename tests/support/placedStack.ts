/** A stack that is up in a place that its state knows. */
import * as fs from "node:fs";
import { profileIsKept, readRecord, writeRecord } from "../../components/cluster/profileRecord";
import type { State } from "../../components/process/stackState";
import { type Minikube, namespaceJson } from "./models";
import type { apiServers, StandIn } from "./standIn";
import { aRecord, answered, NAMESPACE, recorded, RELEASE, stateOf, UUID } from "./states";

export const OWNER = "00000000-0000-4000-8000-00000000000a";
export const NOTED = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };

/** What the stack's file sets, by key, without what every key begins with. */
export function settings(config: Record<string, string>): void {
  const keys = Object.entries(config).map(([key, value]) => [`todo:${key}`, value]);
  const text = JSON.stringify({ config: Object.fromEntries(keys) });
  fs.writeFileSync("Pulumi.dev.yaml", text);
}

/** The state of a stack that is up in a profile that it started. */
export const inProfile = (environment: object = {}) =>
  stateOf(
    { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
    answered(
      "cluster-profile",
      { profile: "minikube", started: true, addons: [] },
      { IDENTITY: "i", PROFILE: "minikube", ...environment },
    ),
    { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
    recorded("secrets-ownership", NOTED),
    { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
  );

/** The same in a cluster that somebody else runs. */
export const inContext = () =>
  stateOf(
    { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
    answered("secrets-ownership", NOTED, { CONTEXT: "c", PROFILE: "" }),
    { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
  );

/** Its profile is there and runs, with its record beside it. */
export function runsOurs(minikube: Minikube, apiServer: ReturnType<typeof apiServers>): void {
  minikube.runs("minikube", { UUID: OWNER });
  writeRecord("minikube", { ...aRecord(OWNER), stack: "dev", namespaces: [NOTED] });
  apiServer("minikube", true);
}

/** Whether the profile is there still, with the record. */
export const isKept = () =>
  profileIsKept("minikube") && readRecord("minikube", OWNER) !== undefined;

/** What the tools say of it where a test does not say otherwise. */
export function answersStack(
  tools: StandIn,
  read: () => State,
  write: (state: State) => void,
): void {
  tools
    .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
    .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(read()))
    .answer(/^pulumi stack import/, (_, { input }) => {
      write(JSON.parse(input!));
      return "";
    })
    .answer(/^pulumi (destroy|stack rm|cancel|refresh|up)/, "")
    .answer(/^helm list/, "[]")
    .answer(/wait --for=delete/, "")
    .answer(/get namespaces/, JSON.stringify({ items: [] }))
    .answer(/get secret/, "")
    .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
    .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
}
