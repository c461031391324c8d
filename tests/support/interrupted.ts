/**
 * A command that the user stops while it runs what matches a pattern. Its tools are stand-ins; it says what it has
 * called when it ends. Arguments: the command, the pattern, the exit code of what is running then, a home folder.
 */
import * as fs from "node:fs";
import { takeDown } from "../../cli/down";
import { runCommand } from "../../cli/stack/interrupt";
import { recover } from "../../cli/recover";
import { deploy } from "../../cli/up";
import { replaceAnswers } from "../../components/cluster/kubeconfig";
import { writeRecord } from "../../components/cluster/profileRecord";
import { replaceProcesses } from "../../components/process/shell";
import { archives, Engine, keepProfile, Minikube, namespaceJson, OF_KUBERNETES } from "./models";
import { StandIn } from "./standIn";
import { aRecord, answered, RELEASE, stateOf, UUID } from "./states";

const [verb = "", pattern = "", code = "", home = ""] = process.argv.slice(2);
process.chdir(home);
Object.assign(process.env, { MINIKUBE_HOME: home, KUBECONFIG: `${home}/config`, STACK: "dev" });

const STATE = stateOf(
  { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
  answered("cluster-profile", { started: false, addons: [] }),
  { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
  {
    ...{ name: "backend-build", type: "docker:index/image:Image" },
    outputs: { imageName: "todo-backend:1" },
  },
);
const LEAVING = {
  metadata: { name: "todo-app", uid: "n1", deletionTimestamp: "2026-11-28T12:00:00Z" },
};

const tools = new StandIn();
new Minikube(tools);
new Engine(tools).tags.add("todo-backend:1");
keepProfile("minikube");
archives(tools);
const named = { name: "minikube", context: { cluster: "minikube" } };
const cluster = { name: "minikube", cluster: { server: "https://minikube:8443" } };
fs.writeFileSync(`${home}/config`, JSON.stringify({ clusters: [cluster], contexts: [named] }));
writeRecord("minikube", { ...aRecord("a"), started: false });
let isLeaving = pattern.includes("wait");
tools
  .answer(/^pulumi|get secret|wait --for=delete/, "")
  .answer(/^pulumi stack ls/, JSON.stringify([{ name: "dev" }]))
  .answer(/^pulumi stack export/, JSON.stringify(STATE))
  .answer(/^helm list/, "[]")
  .answer(/^minikube image ls/, JSON.stringify([OF_KUBERNETES]))
  .answer(/get namespace/, () =>
    isLeaving ? JSON.stringify(LEAVING) : namespaceJson("todo-app", "n1"),
  )
  .answer(/get namespaces/, JSON.stringify({ items: [] }))
  .answer(new RegExp(pattern), () => {
    isLeaving = false;
    process.emit("SIGINT", "SIGINT");
    return { code: Number(code) };
  });
replaceProcesses(tools);
replaceAnswers(async () => !pattern.includes("minikube"));
process.once("exit", () => console.log(tools.calls.join("\n")));

const commands: Record<string, () => Promise<number>> = {
  up: () => deploy({}, true),
  down: () => takeDown({}),
  recover: () => recover({}),
};
runCommand(async () => void (await commands[verb]!()), `make ${verb}`);
