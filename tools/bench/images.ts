import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../components/process/shell";
import { Site } from "../faultInjection/site";
import { Client } from "../client/client";
import { healthySeconds } from "./start";

/** An image, and a pod of it. */
export interface Measured {
  part: string;
  base: string;
  /** What it adds to its base, and what it is as a whole, in megabytes (10^6 bytes). */
  addedMb: number;
  wholeMb: number;
  layers: number;
  /** The whole as it would be pushed. */
  compressedMb: number;
  /** From the container's start to its first good answer, in seconds, median of several. */
  healthySeconds: number;
  /** Resident memory in megabytes: at rest, and while people talk. */
  idleMb: number;
  busyMb: number;
}

const MEGABYTE = 1e6;
const PEOPLE = 50;

/** Both images in the engine, and their pods in the cluster. @param images as the stack names them */
export async function images(site: Site, names: string[]): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const image of names) {
    const part = image.includes("backend") ? "backend" : "frontend";
    const dockerfile = fs.readFileSync(`docker/${part}/Dockerfile`, "utf8");
    const base = /^ARG \w+_IMAGE=(\S+)$/m.exec(dockerfile)![1]!;
    const [own, below] = [await inspect(image), await inspect(base)];
    found.push({
      ...{ part, base, layers: own.layers - below.layers },
      addedMb: (own.size - below.size) / MEGABYTE,
      wholeMb: own.size / MEGABYTE,
      compressedMb: await compressed(image),
      healthySeconds: await healthySeconds(part, image),
      idleMb: await resident(site, part),
      busyMb: 0,
    });
  }
  const busy = await whileBusy(site, () =>
    Promise.all(found.map(({ part }) => resident(site, part))),
  );
  return found.map((measured, index) => ({ ...measured, busyMb: busy[index]! }));
}

async function inspect(image: string): Promise<{ size: number; layers: number }> {
  const args = ["image", "inspect", "--format={{.Size}} {{len .RootFS.Layers}}", image];
  const [size, layers] = (await run("docker", args)).stdout.trim().split(" ").map(Number);
  return { size: size!, layers: layers! };
}

/** What an image takes, its base included. */
export const sizeMb = async (image: string): Promise<number> =>
  (await inspect(image)).size / MEGABYTE;

async function compressed(image: string): Promise<number> {
  const { stdout } = await run("sh", ["-c", 'docker save "$0" | gzip -6 | wc -c', image], {
    timeoutSeconds: 300,
  });
  return Number(stdout) / MEGABYTE;
}

/** What the part's processes hold in memory, in megabytes: anonymous memory of its container. */
async function resident(site: Site, part: string): Promise<number> {
  const files = "/sys/fs/cgroup/memory.stat /sys/fs/cgroup/memory/memory.stat";
  const command = ["sh", "-c", `cat ${files} 2>/dev/null || true`];
  const text = await site.kubectl(
    "exec",
    `deployment/${part}`,
    `--container=${part}`,
    "--",
    ...command,
  );
  const bytes = /^(?:anon|total_rss) (\d+)$/m.exec(text)?.[1];
  if (!bytes) throw new Error(`the container of ${part} does not say how much memory it uses`);
  return Number(bytes) / MEGABYTE;
}

/** Does something in the middle of fifty conversations. */
async function whileBusy<T>(site: Site, work: () => Promise<T>): Promise<T> {
  const clients: Client[] = [];
  let going = true;
  try {
    for (let i = 0; i < PEOPLE; i++) clients.push(await Client.signUp(site.endpoint, "bench"));
    const talks = clients.map(async (client) => {
      let thread: string | undefined;
      while (going) thread = (await client.say("what's left?", thread)).thread;
    });
    await sleep(15_000);
    const found = await work();
    going = false;
    await Promise.all(talks);
    return found;
  } finally {
    going = false;
    for (const client of clients) await client.leave();
  }
}
