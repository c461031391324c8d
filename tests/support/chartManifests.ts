import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";

export const ROOT = path.resolve(__dirname, "../..");
export const CHART = path.join(ROOT, "helm", "todo-app");
export const CI = path.join(CHART, "ci");
export const CI_FILES = fs.readdirSync(CI).sort();

export interface Manifest {
  kind: string;
  metadata: {
    name: string;
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
}
export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string; optional?: boolean } };
}
export interface Container {
  name: string;
  image: string;
  env: EnvVar[];
  resources: Record<"requests" | "limits", Record<string, string>>;
  volumeMounts?: { name: string; mountPath: string }[];
}
export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  terminationGracePeriodSeconds: number;
  volumes: { name: string; emptyDir?: { sizeLimit: string } }[];
}

export function helm(...args: string[]) {
  return spawnSync("helm", args, { encoding: "utf8" });
}

const rendered = new Map<string, Manifest[]>();

/** What `helm template` makes of a ci file's values, as `scaled`, or of `--set` settings. */
export function render(...settings: string[]): Manifest[] {
  const key = settings.join(" ");
  if (!rendered.has(key)) {
    const values = settings.map((setting) =>
      setting.includes("=")
        ? `--set=${setting}`
        : `--values=${path.join(CI, `${setting}-values.yaml`)}`,
    );
    const run = helm("template", "todo", CHART, "-n=apps", "--kube-version=1.34.0", ...values);
    assert.equal(run.status, 0, run.stderr);
    const documents = parseAllDocuments(run.stdout).map((document) => {
      assert.deepEqual(document.errors, [], `not YAML with ${key}`);
      return document.toJS() as Manifest | null;
    });
    rendered.set(
      key,
      documents.filter((document) => document !== null),
    );
  }
  return rendered.get(key)!;
}

/** The message with which `helm template` refuses settings. */
export function refusal(...settings: string[]): string {
  const run = helm(
    ...["template", "todo", CHART, "--kube-version=1.34.0"],
    ...settings.map((setting) => `--set=${setting}`),
  );
  assert.notEqual(run.status, 0, `accepted ${settings.join(", ")}`);
  return run.stderr;
}

/** What stands at a dotted path; undefined where nothing does. */
export function at<T>(object: unknown, dotted: string): T {
  return dotted
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], object) as T;
}

export function find(manifests: Manifest[], kind: string, name: string): Manifest | undefined {
  return manifests.find((m) => m.kind === kind && m.metadata.name === name);
}

export function get(manifests: Manifest[], kind: string, name: string): Manifest {
  const found = find(manifests, kind, name);
  assert.ok(found, `no ${kind} ${name}`);
  return found;
}

export function names(manifests: Manifest[], kind: string): string[] {
  return manifests.filter((m) => m.kind === kind).map((m) => m.metadata.name);
}

/** Everything that makes pods, with the pod's own part. */
export function pods(manifests: Manifest[]): { owner: string; spec: PodSpec; labels: object }[] {
  return manifests
    .filter((m) => ["Deployment", "StatefulSet", "Pod"].includes(m.kind))
    .map((m) => ({
      owner: `${m.kind} ${m.metadata.name}`,
      spec: at<PodSpec>(m, m.kind === "Pod" ? "spec" : "spec.template.spec"),
      labels: at<object>(m, m.kind === "Pod" ? "metadata.labels" : "spec.template.metadata.labels"),
    }));
}

/** What chooses pods by their labels, with its place in a manifest. */
export interface Selector {
  place: string;
  matchLabels: Record<string, string>;
  matchExpressions: { key: string; operator: string; values?: string[] }[];
}

/** Every selector of pods in a manifest: a Service's, a budget's, a policy's with its peers, a spread's. */
export function selectors({ kind, metadata, ...rest }: Manifest): Selector[] {
  const walk = (value: unknown, place: string): Selector[] =>
    typeof value !== "object" || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]) =>
          ["selector", "podSelector", "labelSelector"].includes(key)
            ? [{ place: `${place}.${key}`, ...selector(inner, kind) }]
            : walk(inner, `${place}.${key}`),
        );
  return walk(rest, `${kind} ${metadata.name}`);
}

/** A Service's selector is the labels themselves. */
function selector(value: Partial<Selector>, kind: string): Omit<Selector, "place"> {
  const { matchLabels, ...more } = kind === "Service" ? { matchLabels: value } : value;
  const known = { matchExpressions: [], ...more };
  assert.deepEqual(Object.keys(known), ["matchExpressions"], `a selector of another form: ${kind}`);
  return { matchLabels: (matchLabels ?? {}) as Record<string, string>, ...known };
}

/** Whether a selector chooses a pod. @throws Error for an operator that the charts do not use. */
export function selects({ matchLabels, matchExpressions }: Selector, labels: object): boolean {
  const all = labels as Record<string, string>;
  return (
    Object.entries(matchLabels).every(([key, value]) => all[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      assert.equal(operator, "In");
      return values!.includes(all[key]!);
    })
  );
}

export function containers(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

export function mebibytes(quantity: string): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity)!;
  return Number(amount) * (unit === "Gi" ? 1024 : 1);
}

/** A mocha hook that skips its suite, and says so, where Helm is not installed. */
export function needHelm(this: Mocha.Context): void {
  if (helm("version").status === 0) return;
  console.log("    skipped: helm is not on PATH (https://helm.sh/docs/intro/install/)");
  this.skip();
}
