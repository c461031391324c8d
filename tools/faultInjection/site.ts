import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../components/process/shell";
import { Endpoint, request } from "../client/endpoint";
import { selectorOf } from "../client/pods";
import { Client } from "../client/client";

/** Where the app runs, and how it is laid hands on. */
export class Site {
  constructor(
    readonly context: string,
    readonly namespace: string,
    readonly endpoint: Endpoint,
  ) {}

  /** kubectl in the app's namespace. @returns what it printed. */
  async kubectl(...args: string[]): Promise<string> {
    const where = ["--context", this.context, "--namespace", this.namespace];
    const { stdout } = await run("kubectl", [...where, ...args], { timeoutSeconds: 180 });
    return stdout;
  }

  /** A command on the node, as root; minikube's profile has the context's name. */
  async onNode(...command: string[]): Promise<string> {
    const args = ["ssh", "--profile", this.context, "--", "sudo", ...command];
    return (await run("minikube", args, { timeoutSeconds: 60 })).stdout;
  }

  /** Waits until a part has as many ready pods as it should, and no others. */
  async rolledOut(...parts: string[]): Promise<void> {
    for (const part of parts) {
      const owner = part === "postgres" ? "statefulset/postgres" : `deployment/${part}`;
      await this.kubectl("rollout", "status", owner, "--timeout=170s");
    }
  }

  /** Kills the pods of a part without a word. */
  async kill(part: string, which = "all"): Promise<void> {
    const names = (await this.pods(part)).slice(0, which === "one" ? 1 : undefined);
    await this.kubectl("delete", "pod", ...names, "--grace-period=0", "--force", "--wait=false");
  }

  async pods(part: string): Promise<string[]> {
    const path = "jsonpath={.items[*].metadata.name}";
    return (await this.kubectl("get", "pods", selectorOf(part), "--output", path)).split(" ");
  }

  /** Runs a program in a pod of a part; by its Deployment kubectl may choose another pod with the same label. */
  async exec(part: string, ...command: string[]): Promise<string> {
    const [pod = ""] = await this.pods(part);
    return this.kubectl("exec", pod, "--container", part, "--", ...command);
  }

  /** How often the containers of a part were restarted. */
  async restarts(part: string): Promise<number> {
    const path = "jsonpath={.items[*].status.containerStatuses[*].restartCount}";
    const counts = await this.kubectl("get", "pods", selectorOf(part), "--output", path);
    return counts.split(" ").reduce((sum, count) => sum + Number(count), 0);
  }

  signUp(): Promise<Client> {
    return Client.signUp(this.endpoint, "faults");
  }

  request(path: string) {
    return request(this.endpoint, path);
  }

  wait(seconds: number): Promise<void> {
    return sleep(seconds * 1000);
  }
}
