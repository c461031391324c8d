import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

export const ROOT = path.resolve(__dirname, "../..");
export const SKILLS = path.join(ROOT, ".claude/skills");
export const CONTEXT = process.env.TEST_KUBE_CONTEXT ?? "";

export function run(tool: string, args: string[], input?: string) {
  return spawnSync(tool, args, { encoding: "utf8", cwd: ROOT, input, maxBuffer: 64 << 20 });
}

/** What a tool prints; it must succeed. */
export function output(tool: string, args: string[], input?: string): string {
  const { status, stdout, stderr } = run(tool, args, input);
  assert.equal(status, 0, `${tool} ${args.join(" ")}\n${stderr}${stdout}`);
  return stdout;
}

export const script = (name: string, ...args: string[]) =>
  run(process.execPath, [path.join(SKILLS, name), ...args]);

export const docker = (...args: string[]) => output("docker", args).trim();
export const kubectl = (...args: string[]) => output("kubectl", ["--context", CONTEXT, ...args]);
export const helm = (...args: string[]) => output("helm", ["--kube-context", CONTEXT, ...args]);
export const apply = (namespace: string, objects: object[]) =>
  output(
    "kubectl",
    ["--context", CONTEXT, "--namespace", namespace, "apply", "--filename", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  );

/** A namespace for one run; `restrict` has it refuse what Pod Security "restricted" refuses. */
export class Namespace {
  readonly name: string;

  constructor(purpose: string) {
    this.name = `test-${purpose}-${process.pid}`;
    kubectl("create", "namespace", this.name);
  }

  restrict(): void {
    const level = "pod-security.kubernetes.io/enforce=restricted";
    kubectl("label", "namespace", this.name, level);
  }

  kubectl(...args: string[]): string {
    return kubectl("--namespace", this.name, ...args);
  }

  /** The troubleshooter's answer here. */
  diagnose(...args: string[]) {
    const skill = "troubleshoot-k8s-deployment/scripts/diagnose.mjs";
    return script(skill, "--context", CONTEXT, "--namespace", this.name, ...args);
  }

  remove(): void {
    kubectl("delete", "namespace", this.name, "--wait=false");
  }
}

interface Node {
  spec: { podCIDR?: string };
  status: { addresses: { type: string; address: string }[] };
}

/** The cluster's node: it has one. */
export const node = (): Node => JSON.parse(kubectl("get", "nodes", "--output=json")).items[0];

export const nodeAddress = (): string =>
  node().status.addresses.find(({ type }) => type === "InternalIP")!.address;

/** The address of the DNS where no pod answers it: the node does. */
export function dnsOfNode(): string | undefined {
  const selector = "--selector=k8s-app=kube-dns";
  const pods = kubectl("get", "pods", "--namespace", "kube-system", selector, "--output=name");
  return pods.trim() === "" ? nodeAddress() : undefined;
}

/** Brings images of the engine onto the cluster's nodes, where the cluster needs that. */
export function loadImages(...images: string[]): void {
  const command = process.env.TEST_IMAGE_LOAD;
  if (command) output("sh", ["-c", `${command} "$@"`, "load", ...images]);
}

function skip(context: Mocha.Context, reason: string): never {
  console.log(`    skipped: ${reason}`);
  context.skip();
}

export function needDocker(this: Mocha.Context): void {
  if (run("docker", ["info"]).status !== 0) skip(this, "no Docker engine answers (docker info)");
}

export function needCluster(this: Mocha.Context): void {
  if (!CONTEXT) skip(this, "TEST_KUBE_CONTEXT names no context of a cluster for tests");
  if (run("kubectl", ["--context", CONTEXT, "get", "nodes"]).status !== 0) {
    skip(this, `no cluster answers in context ${CONTEXT}`);
  }
}

export function needImageLoad(this: Mocha.Context): void {
  if (process.env.TEST_IMAGE_LOAD) return;
  skip(
    this,
    'TEST_IMAGE_LOAD names no command that brings images to the nodes ("minikube image load")',
  );
}

export function needHelm(this: Mocha.Context): void {
  if (run("helm", ["version"]).status === 0) return;
  skip(this, "helm is not on PATH (https://helm.sh/docs/intro/install/)");
}

/** Asks again until the answer is right, or for so many seconds; gives the last answer. */
export async function eventually<T>(
  seconds: number,
  ask: () => T,
  isRight: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = ask();
    if (isRight(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
