import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../../components/process/shell";
import { copyFor } from "./copies";
import { removeCached } from "./minikubeCache";
import { median, seconds } from "./statistics";
import { ours, plain, skaffold, Wanted, Way } from "./ways";

/** One step of the deployment's life: seconds of each way, in the order of the runs. */
export interface Step {
  name: string;
  ours: number[];
  /** Absent where the other tool is not on PATH or failed. */
  plain?: number[];
  skaffold?: number[];
  /** What the node received in each run of a way, in megabytes (10^6 bytes). */
  receivedMb?: Partial<Record<Way["name"], number[]>>;
}

export type Baseline = "plain" | "skaffold";

/** Our median as a share of the baseline's; undefined where it did not run. */
export function ratio(step: Step, baseline: Baseline): number | undefined {
  const seconds = step[baseline];
  return seconds && median(step.ours) / median(seconds);
}

/** Lines that change nothing of what a part does: a comment in its list of packages, and in its code. */
const PACKAGES = { backend: "backend/requirements.txt", frontend: "frontend/.npmrc" };
const CODE = { backend: "backend/app/health/endpoints.py", frontend: "frontend/lib/api.ts" };

/**
 * All ways through the same life on one cluster, by turns: from nothing built, nothing changed, a line, a
 * value, a secret, the end. Each in a copy of this checkout and in a namespace of its own, so that none finds
 * a layer that another has built; what is up already stays as it is.
 *
 * @param profile minikube's, which runs
 * @param runs how often each step but the first and the last is taken
 */
export async function life(profile: string, runs: number): Promise<Step[]> {
  const { stdout } = await run("sh", ["-c", "command -v skaffold || true"]);
  let ways = [ours(await copyFor("ours"), profile), plain(await copyFor("plain"), profile)];
  if (stdout.trim()) ways.push(skaffold(await copyFor("skaffold"), profile));
  else console.log("Skaffold is not on PATH: only the plain script is run beside ours.");
  const all = ways;

  let changes = 0;
  const wanted: Wanted = { backendReplicas: 1, jwtSecret: secret(0) };
  /** Adds a line that no other build has, so that its layer is built anew. */
  const addLine = (way: Way, file: string, mark: string) =>
    fs.appendFileSync(path.join(way.folder, file), `\n${mark} ${process.pid} ${++changes}\n`);
  const steps: Step[] = [];
  const step = async (
    name: string,
    times: number,
    change: (way: Way, round: number) => Promise<void> | void,
    act: (way: Way) => Promise<void> = (way) => way.up(),
  ) => {
    const taken = new Map<string, number[]>(ways.map((way) => [way.name, []]));
    const receivedMb: NonNullable<Step["receivedMb"]> = {};
    for (let round = 0; round < times; round++) {
      // By turns, and not always in the same order.
      for (const way of round % 2 === 0 ? [...ways] : [...ways].reverse()) {
        try {
          await change(way, round);
          const before = await receivedBytes(profile);
          taken.get(way.name)?.push(await seconds(() => act(way)));
          const bytes = (await receivedBytes(profile)) - before;
          (receivedMb[way.name] ??= []).push(bytes / 1e6);
        } catch (error) {
          if (way === ways[0]) throw error;
          console.error(`  ${way.name} is skipped: ${(error as Error).message}`);
          ways = ways.filter((other) => other !== way);
          for (const each of steps) delete each[way.name as Baseline];
          taken.delete(way.name);
          delete receivedMb[way.name];
        }
      }
    }
    steps.push({ name, ours: [], ...Object.fromEntries(taken), receivedMb });
    console.log(
      `  ${name}: ${[...taken].map(([way, all]) => `${way} ${median(all).toFixed(1)} s`)}`,
    );
  };

  try {
    await step("from nothing built", 1, async (way) => {
      await way.want(wanted);
      addLine(way, PACKAGES.backend, "#");
      addLine(way, PACKAGES.frontend, "#");
    });
    await step("nothing changed", runs, () => {});
    const previews: number[] = [];
    for (let round = 0; round < runs; round++) {
      previews.push(await seconds(() => ways[0]!.preview!()));
    }
    const { plain, skaffold } = steps.at(-1)!;
    steps.push({ name: "nothing changed: preview", ours: previews, plain, skaffold });
    for (const [part, mark] of [["backend", "#"] as const, ["frontend", "//"] as const]) {
      await step(`one line of the ${part}`, runs, async (way) => {
        await way.want(wanted);
        addLine(way, CODE[part], mark);
      });
    }
    // An even number of times, so that it ends with what it began with.
    await step("a value: one backend pod more, or less", runs + (runs % 2), (way, round) =>
      way.want({ ...wanted, backendReplicas: round % 2 === 0 ? 2 : 1 }),
    );
    await step("a secret", runs, (way, round) =>
      way.want({ ...wanted, jwtSecret: secret(round + 1) }),
    );
    await step(
      "away again",
      1,
      () => {},
      (way) => way.down(),
    );
    return steps;
  } finally {
    for (const way of all) {
      await way.down().catch(() => {});
      fs.rmSync(way.folder, { recursive: true, force: true });
    }
    await removeImages(profile);
  }
}

const secret = (number: number) => `bench-${number}-`.padEnd(40, "s");

/** What the node, a container, has received so far. */
async function receivedBytes(profile: string): Promise<number> {
  const file = "/sys/class/net/eth0/statistics/rx_bytes";
  return Number((await run("docker", ["exec", profile, "cat", file])).stdout);
}

/** Rivals leave their images everywhere: that they are removed is not among what is measured. */
async function removeImages(profile: string): Promise<void> {
  const format = "{{.Repository}}:{{.Tag}}";
  const { stdout } = await run("docker", ["images", "--format", format]);
  const mine = stdout
    .split("\n")
    .filter((name) => /^todo-\w+:(plain-|skaffold-|[0-9a-f]{64}$)/.test(name));
  if (mine.length === 0) return;
  await run("docker", ["rmi", "--force", ...mine], { allow: () => true });
  await run("minikube", ["image", "rm", ...mine, "--profile", profile], { allow: () => true });
  for (const name of mine) removeCached(name.replace(":", "_"));
}
