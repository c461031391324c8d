import { serverOf } from "../../components/cluster/kubeconfig";
import { kubectlTo } from "../../components/cluster/commandLine";
import { commandLine } from "../../components/process/typed";
import { request } from "../../tools/client/endpoint";
import { place, SHELL } from "../stack/place";
import type { Outputs } from "../stack/stack";
import { freePort } from "../doctor/ports";
import { System, thisSystem } from "../doctor/system";
import { makeCommand } from "../../todo/configCommand";

/** From where the app is looked at. */
export interface View {
  system: System;
  /** Whether the node's own address answered just now: only then is it something to open. */
  answers: boolean;
  /** Whether this machine reaches the node: then no answer is a fault of the app's. */
  reached: boolean;
  /** How a kubectl command for the cluster begins. */
  kubectl: string;
  /** A port of this machine that no program listens on, for a port forward. */
  port: number;
}

/** Where the page is forwarded to, if that is free. */
const PAGE_PORT = 3000;

/** Longest wait for the node's answer, in milliseconds. */
const SILENCE_MS = 3000;

/**
 * Looks from here. Where Docker runs in a virtual machine (Docker Desktop on any system, WSL) or rootless, the node
 * may be out of reach.
 */
export async function viewFromHere({ endpoints }: Pick<Outputs, "endpoints">): Promise<View> {
  const where = place();
  const port = await freePort(PAGE_PORT);
  const view = { system: thisSystem(), kubectl: kubectlTo(where, [], SHELL), port };
  const { nodePort } = endpoints;
  if (!nodePort) return { ...view, answers: false, reached: false };
  const answers = await request({ url: nodePort }, "/", { silenceMs: SILENCE_MS }).then(
    () => true,
    () => false,
  );
  // minikube gives the API server the node's own address where that is reached, and a forwarded port elsewhere.
  const reached =
    serverOf(where.kubeconfig, where.context)?.hostname === new URL(nodePort).hostname;
  return { ...view, answers, reached: answers || reached };
}

/**
 * What to open, and what has to be done first where the cluster's network is out of reach. Each command has a line of its
 * own, so that it can be copied.
 */
export function addresses(outputs: Outputs, view: View): string {
  const { endpoints, namespace } = outputs;
  const ways: string[] = [];
  if (endpoints.nodePort && view.answers) {
    // A browser of Windows does not come that far.
    const where = view.system === "wsl" ? "inside WSL" : "open now";
    ways.push(way(where, endpoints.nodePort));
  }
  const forward = `${view.kubectl} -n ${namespace} port-forward service/frontend-service ${view.port}:3000`;
  ways.push(
    way("port forward", `http://localhost:${view.port}`, ["while this command runs", forward]),
  );
  if (endpoints.ingress) ways.push(way("host name", endpoints.ingress, ...byName(outputs, view)));
  const end = `  ${makeCommand("status")} shows the pods, ${makeCommand("down")} removes the app.`;
  return ["The app is up.", "", ...ways, "", end].join("\n");
}

/** When an address leads to the app, as "while this command runs", and the command or line that is meant. */
type Condition = [when: string, text: string];

const way = (name: string, address: string, ...conditions: Condition[]) =>
  [
    `  ${name.padEnd(14)}${address}`,
    ...conditions.map(([when, text]) => `    ${when}:\n      ${text}`),
  ].join("\n");

/** How the ingress's host name comes to lead to the cluster. */
function byName({ endpoints, context }: Outputs, { system, answers }: View): Condition[] {
  const host = new URL(endpoints.ingress!).hostname;
  const windows = system === "win32" || system === "wsl";
  const file = windows ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";
  const line = (text: string): Condition =>
    windows
      ? [`after you add this line to ${file}`, text]
      : ["after you run this command", `echo '${text}' | sudo tee -a ${file}`];
  // A cluster that is not minikube's: only its owner knows where its ingress listens.
  if (!endpoints.hosts)
    return [
      [
        `after you add this line to ${file}, with the address of the ingress`,
        `INGRESS_ADDRESS ${host}`,
      ],
    ];
  if (answers && !windows) return [line(endpoints.hosts)];
  const tunnel = commandLine("minikube", ["tunnel", "--profile", context]);
  return [line(`127.0.0.1 ${host}`), ["and while this command runs", tunnel]];
}
