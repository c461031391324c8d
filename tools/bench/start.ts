import { run } from "../../components/process/shell";
import { median } from "./statistics";

/** How a container is started other than its image says. */
export interface Otherwise {
  env?: Record<string, string>;
  command?: string[];
}

const ASK: Record<string, string[]> = {
  backend: [
    "python",
    "-c",
    `import time, urllib.request as r
while True:
    try:
        r.urlopen("http://127.0.0.1:8000/health", timeout=1); break
    except OSError: time.sleep(0.02)`,
  ],
  frontend: [
    "node",
    "-e",
    `const go = () => fetch("http://127.0.0.1:3000/").then((r) => r.ok || go(), () => setTimeout(go, 20)); go()`,
  ],
};
const STARTS = 5;

/** Both parts start without anybody else: no database, no backend. */
const ALONE = {
  JWT_SECRET: "j".repeat(40),
  DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:9/todo",
  BACKEND_URL: "http://127.0.0.1:9",
};

/**
 * Seconds from `docker run` returning to the first good answer, asked from inside: no network is between.
 * The median of several.
 */
export async function healthySeconds(
  part: string,
  image: string,
  { env = {}, command = [] }: Otherwise = {},
): Promise<number> {
  const settings = Object.entries({ ...ALONE, ...env }).flatMap(([key, value]) => [
    "--env",
    `${key}=${value}`,
  ]);
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const name = `bench-${part}-${process.pid}`;
    const how = ["--detach", "--read-only", "--tmpfs=/tmp", `--name=${name}`, ...settings];
    await run("docker", ["run", ...how, image, ...command]);
    const began = performance.now();
    try {
      await run("docker", ["exec", name, ...ASK[part]!], { timeoutSeconds: 60 });
      times.push((performance.now() - began) / 1000);
    } finally {
      await run("docker", ["rm", "--force", name]);
    }
  }
  return median(times);
}

/** Milliseconds of a package's own modules while the backend and its assistant are imported, most first. */
export async function importProfile(image: string): Promise<[string, number][]> {
  const settings = Object.entries(ALONE).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const program = ["python", "-X", "importtime", "-c", "import main, app.conversation"];
  const { stderr } = await run("docker", ["run", "--rm", ...settings, image, ...program]);
  return byPackage(stderr);
}

/** @param log what `python -X importtime` prints: microseconds of a module itself, with what it imports, its name */
export function byPackage(log: string): [string, number][] {
  const own = new Map<string, number>();
  for (const [, micros, name] of log.matchAll(/^import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)$/gm)) {
    const top = name!.split(".")[0]!;
    own.set(top, (own.get(top) ?? 0) + Number(micros) / 1000);
  }
  return [...own].sort(([, a], [, b]) => b - a);
}
