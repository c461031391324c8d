import * as fs from "node:fs";
import { Deployment } from "../secretScan/places";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";
import { selectorOf } from "../client/pods";
import { Client } from "../client/client";
import { Check, works } from "./check";
import { percentile } from "../bench/statistics";
import { firstUp, healed, slowestStart, startedPods, updates, walked, workflows } from "./figures";

/** What the mission asks for, and the command that shows it. */
interface Criterion {
  text: string;
  command: string;
  /** The figure. @throws Error when the criterion is not met, or cannot be shown. */
  figure(deployed: Deployment, checks: Check[]): Promise<string> | string;
}

const MEGABYTE = 1e6;
/** Messages from which a share of 95 in 100 is told. */
const MESSAGES = 40;

/** What runs for as long as the app does. */
const PARTS = ["backend", "frontend", "postgres"];

/** The twelve, in the mission's order. */
export const CRITERIA: Criterion[] = [
  {
    text: "Deploys on a fresh minikube with one command",
    command: "make up",
    async figure(deployed) {
      return `from nothing in ${Math.round(firstUp(await history(deployed)))} s`;
    },
  },
  {
    text: "Both pods healthy within five minutes",
    command: "make up",
    async figure(deployed, checks) {
      const seconds = firstUp(await history(deployed));
      atMost(seconds, 300, "s");
      return `${promised(checks, "every pod is ready")}, after ${Math.round(seconds)} s at the latest`;
    },
  },
  {
    text: "Images under 600 MB together",
    command: "docker images",
    figure: imageSizes,
  },
  {
    text: "Pods start within 30 s",
    command: "kubectl get pods",
    async figure(deployed) {
      const { pod, seconds } = slowestStart(await appPods(deployed));
      atMost(seconds, 30, "s");
      return `${seconds} s for the slowest, ${pod.split("-")[0]}`;
    },
  },
  {
    text: "Chat under 3 s for 95 %",
    command: "make verify",
    async figure({ endpoint }) {
      const times = await chat(endpoint, MESSAGES);
      const [half, most] = [percentile(times, 0.5), percentile(times, 0.95)];
      atMost(most, 3000, "ms");
      return `95 % of ${MESSAGES} messages within ${Math.round(most)} ms, half within ${Math.round(half)} ms (offline assistant)`;
    },
  },
  {
    text: "All five tools work",
    command: "make verify",
    figure: (_, checks) => promised(checks, "one conversation uses all five tools"),
  },
  {
    text: "Conversations survive pod restarts",
    command: "make verify REPORT=1",
    figure: survives,
  },
  {
    text: "No secret in image, repository or description",
    command: "make audit-secrets",
    figure: (_, checks) =>
      `0 hits in ${promised(checks, "no secret is found elsewhere (make audit-secrets)")}`,
  },
  {
    text: "Every restart heals by itself",
    command: "make faults",
    figure: () => healed(fs.readFileSync("docs/reliability.md", "utf8")),
  },
  {
    text: "Three documented AI workflows",
    command: "make ai-transcripts",
    figure() {
      const found = workflows(fs.readFileSync("docs/ai-tools-usage.md", "utf8"));
      if (found.length < 3) throw new Error(`${found.length} in docs/ai-tools-usage.md`);
      return `${found.length}: ${found.join(", ")}`;
    },
  },
  {
    text: "Three reusable skills",
    command: "make test-cluster",
    figure() {
      const folder = ".claude/skills";
      const found = fs
        .readdirSync(folder)
        .filter((name) => fs.existsSync(`${folder}/${name}/SKILL.md`));
      if (found.length < 3) throw new Error(`${found.length} in ${folder}`);
      return `${found.length}: ${found.join(", ")}`;
    },
  },
  {
    text: "A newcomer deploys within 15 minutes from the document",
    command: "make walk",
    figure() {
      const { minutes, words } = walked(fs.readFileSync("docs/success-criteria.md", "utf8"));
      atMost(minutes, 15, "minutes");
      return `${words}, with base images there`;
    },
  },
];

/** Each criterion with its figure, or with what is wrong. */
export async function criteriaChecks(deployed: Deployment, checks: Check[]): Promise<Check[]> {
  const results: Check[] = [];
  for (const { text, figure } of CRITERIA) {
    results.push(await works(text, async () => figure(deployed, checks)));
  }
  return results;
}

/** What was found for a promise. @throws Error when it is not kept, or was not looked at. */
function promised(checks: Check[], what: string): string {
  const check = checks.find((each) => each.what === what);
  if (!check?.ok) throw new Error(check?.found ?? `it was not checked whether ${what}`);
  return check.found;
}

function atMost(value: number, limit: number, unit: string): void {
  if (value > limit) throw new Error(`${Math.round(value)} ${unit}, not ${limit} ${unit}`);
}

async function history({ stack, env }: Deployment) {
  const args = ["stack", "history", "--json", "--stack", stack];
  const step = "reading the stack's history";
  const { stdout } = await run("pulumi", args, { step, env: { ...process.env, ...env } });
  return readJson(updates, stdout, step, commandLine("pulumi", args));
}

async function appPods({ context, namespace }: Deployment) {
  const where = ["--context", context, "--namespace", namespace];
  const args = [...where, "get", "pods", selectorOf(...PARTS), "--output=json"];
  const step = "reading pods";
  const { stdout } = await run("kubectl", args, { step });
  return readJson(startedPods, stdout, step, commandLine("kubectl", args)).items;
}

/** Both images with their bases; only what is added to these where they are not the published ones. */
async function imageSizes({ images }: Deployment): Promise<string> {
  const bases = ["backend", "frontend"].map((part) => {
    const dockerfile = fs.readFileSync(`docker/${part}/Dockerfile`, "utf8");
    return /^ARG \w+_IMAGE=(\S+)$/m.exec(dockerfile)![1]!;
  });
  const format = "--format={{.Size}} {{len .RepoDigests}}";
  const args = ["image", "inspect", format, ...images, ...bases];
  const { stdout } = await run("docker", args, { step: "reading the images' sizes" });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
  const [backend, frontend, python, node] = lines.map(([size]) => size! / MEGABYTE);
  const added = `${Math.round(backend! - python!)} MB on ${bases[0]} and ${Math.round(frontend! - node!)} MB on ${bases[1]}`;
  const sum = Math.round(backend! + frontend!);
  if (lines.slice(2).some(([, digests]) => digests === 0)) {
    throw new Error(
      `the base images of this engine were not pulled from a registry, and have other sizes (together ${sum} MB); ours add ${added}`,
    );
  }
  if (sum >= 600) throw new Error(`${sum} MB: ${added}`);
  return `${sum} MB: ${added}`;
}

/** Milliseconds of each answer in one conversation. */
async function chat(endpoint: Deployment["endpoint"], messages: number): Promise<number[]> {
  const client = await Client.signUp(endpoint, "verify");
  try {
    const times: number[] = [];
    let thread: string | undefined;
    while (times.length < messages) {
      const turn = await client.say(
        times.length % 2 ? "what's left?" : `add thing ${times.length}`,
        thread,
      );
      thread = turn.thread;
      times.push(turn.totalMs);
    }
    return times;
  } finally {
    await client.leave();
  }
}

/** Replaces every pod of the app, the database's among them, and reads the conversation again. */
async function survives({ context, namespace, endpoint }: Deployment): Promise<string> {
  const kubectl = (...args: string[]) =>
    run("kubectl", ["--context", context, "--namespace", namespace, ...args], {
      timeoutSeconds: 200,
    });
  const client = await Client.signUp(endpoint, "verify");
  try {
    const { thread, text } = await client.say("add outlive every pod");
    await kubectl("delete", "pods", selectorOf(...PARTS));
    for (const owner of ["statefulset/postgres", "deployment/backend", "deployment/frontend"]) {
      const found = await kubectl("get", owner, "--ignore-not-found", "--output=name");
      if (found.stdout) await kubectl("rollout", "status", owner, "--timeout=180s");
    }
    const texts = await eventually(() => client.texts(thread));
    if (!texts.includes(text)) throw new Error("the conversation lacks an answer");
    const tasks = await client.tasks();
    if (tasks.length !== 1) throw new Error(`${tasks.length} tasks are left, not 1`);
    return "every pod replaced; conversation and task are there after";
  } finally {
    await client.leave();
  }
}

/** Tries again until the ingress has noticed new pods. @throws what `work` threw last, after half a minute. */
export async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 30_000; ;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
