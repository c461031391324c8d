/** What can be run with the tools on PATH, from a copy of the checkout. */
import * as counts from "../report/counts.mjs";
import type { Counts } from "../report/counts.mjs";
import type { Name } from "./records";

export interface StepOf {
  /** As one would type it. */
  name: string;
  command: string[];
  /** Where in the copy, if not in its root. */
  folder?: string;
}

export interface Kind {
  /** One after the other, until one fails. The first installs what the others need; after it versions can be read. */
  steps: StepOf[];
  /** Takes away what the steps have made, however they went. */
  undo?: StepOf;
  /** For `undo`, where it is refused because of a step that was interrupted. */
  fix?: StepOf;
  /** Tools that have to be on PATH; those that are not are brought. */
  tools: string[];
  /** The versions that matter: a run with the same ones replaces an earlier one. */
  versions: Name[];
  /** Those of them that say nothing where the run did not get so far, or that need not be there. */
  optional?: Name[];
  /** Folders of the copy that come first on PATH. */
  path?: string[];
  /** How the last step counts its tests. */
  count?: (output: string) => Counts;
}

const make = (target: string): StepOf => ({ name: `make ${target}`, command: ["make", target] });

const npm = (script: string): StepOf => ({
  name: `npm run ${script}`,
  command: ["npm", "run", "--silent", script],
});

export const KINDS: Record<string, Kind> = {
  deployment: {
    steps: ["up", "status", "verify", "preview", "recover"].map(make),
    undo: make("down"),
    fix: make("recover"),
    tools: ["pulumi", "minikube", "kubectl", "helm"],
    versions: [
      ...(["node", "pulumi", "minikube", "kubectl", "helm", "python", "docker"] as const),
      ...(["dockerClient", "imageStore", "kubernetes", "runtime"] as const),
    ],
    optional: ["python", "kubernetes", "runtime"],
  },
  chart: {
    steps: [
      make("node_modules/.made"),
      { name: "npm run test:chart", command: ["npm", "run", "--silent", "test:chart"] },
    ],
    tools: ["helm"],
    versions: ["helm"],
    count: counts.mocha,
  },
  backend: {
    steps: [
      make("backend/.venv/.made"),
      { name: "cd backend && .venv/bin/pytest", command: ["pytest"], folder: "backend" },
    ],
    tools: [],
    versions: ["python"],
    path: ["backend/.venv/bin"],
    count: counts.pytest,
  },
  program: {
    steps: [make("node_modules/.made"), npm("test")],
    tools: [],
    versions: ["node"],
    count: counts.mocha,
  },
};
