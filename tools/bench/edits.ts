import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { run } from "../../components/process/shell";
import { copyFor } from "./copies";
import { type Registry, registryFor } from "./registry";
import { median } from "./statistics";
import { ours, SECRETS } from "./ways";

/** From the save of a file to the answer that has the edit, in seconds, by turns. */
export interface Edit {
  part: string;
  ours: number[];
  /** Absent where Tilt, or the image of a registry, is not there. */
  tilt?: number[];
}

/** Our median as a share of Tilt's; undefined where that did not run. */
export const editRatio = ({ ours, tilt }: Edit): number | undefined =>
  tilt && median(ours) / median(tilt);

/** A watch that serves edits of a folder. */
interface Watch {
  name: "ours" | "tilt";
  folder: string;
  namespace: string;
  /** Ends it and removes what it deployed. */
  end(): Promise<void>;
}

/** An edit that is visible from outside. */
interface Place {
  part: string;
  file: string;
  /** What is replaced by the mark of the edit. */
  text: RegExp;
  /** What is asked for, inside the cluster. */
  asks: string;
}

const PLACES: Place[] = [
  {
    ...{ part: "backend", file: "backend/app/health/endpoints.py" },
    ...{ text: /(?<=status: Literal\[)"\w+"\] = "\w+"/, asks: "backend-service:8000/proxy/health" },
  },
  {
    ...{ part: "frontend", file: "frontend/app/layout.tsx" },
    ...{ text: /(?<=title: )"[^"]+"/, asks: "frontend-service:3000/proxy/" },
  },
];
const marked = ({ part }: Place, mark: string) =>
  part === "backend" ? `"${mark}"] = "${mark}"` : `"${mark}"`;

/** How long the first deployment, and an edit, may take. */
const LIMIT_MS = 900_000;

/**
 * Edits each part of a copy that `make watch` serves, and of one that Tilt serves, by turns.
 *
 * @param profile minikube's, which runs
 * @param runs how often each part is edited
 */
export async function edits(profile: string, runs: number): Promise<Edit[]> {
  const watches: Watch[] = [];
  try {
    watches.push(await watchOurs(profile));
    const tilt = await watchTilt(profile);
    if (tilt) watches.push(tilt);
    const found: Edit[] = [];
    let edit = 0;
    for (const place of PLACES) {
      const one: Edit = { part: place.part, ours: [], ...(tilt && { tilt: [] }) };
      for (let round = 0; round < runs; round++)
        for (const watch of round % 2 === 0 ? watches : [...watches].reverse())
          one[watch.name]!.push(await served(watch, profile, place, `edit${++edit}`));
      found.push(one);
      console.log(`  ${JSON.stringify(one)}`);
    }
    return found;
  } finally {
    for (const watch of watches) {
      await watch.end().catch(({ message }: Error) => console.error(message));
      fs.rmSync(watch.folder, { recursive: true, force: true });
    }
  }
}

/** Saves an edit, and waits for an answer that has it. @returns seconds. */
async function served(watch: Watch, profile: string, place: Place, mark: string): Promise<number> {
  const file = path.join(watch.folder, place.file);
  const text = fs.readFileSync(file, "utf8");
  const edited = text.replace(place.text, marked(place, mark));
  if (edited === text) throw new Error(`${place.file} does not have what is edited`);
  const ask = `/api/v1/namespaces/${watch.namespace}/services/${place.asks}`;
  const began = performance.now();
  fs.writeFileSync(file, edited);
  for (;;) {
    const get = ["--context", profile, "get", "--raw", ask];
    const { stdout } = await run("kubectl", get, { allow: () => true });
    const took = performance.now() - began;
    if (stdout.includes(mark)) {
      // What follows the answer, as the old pod's end, is not to slow down the next one.
      await setTimeout(10_000);
      return took / 1000;
    }
    if (took > LIMIT_MS) throw new Error(`${watch.name} has not served an edit of ${place.file}`);
    await setTimeout(100);
  }
}

async function watchOurs(profile: string): Promise<Watch> {
  const folder = await copyFor("ours");
  const way = ours(folder, profile);
  await way.want({ backendReplicas: 1, jwtSecret: "" });
  const { end } = await begun(folder, "make", ["watch", "STACK=bench"], /Watching backend/);
  return {
    ...{ name: "ours", folder, namespace: "todo-bench" },
    async end() {
      await end();
      await way.down();
    },
  };
}

/** Tilt as its documents advise for a node with containerd: it builds, and the node pulls from a registry beside it. */
async function watchTilt(profile: string): Promise<Watch | undefined> {
  const { stdout } = await run("sh", ["-c", "command -v tilt || true"]);
  const registry = stdout.trim() ? await registryFor(profile) : undefined;
  if (!registry) {
    console.log("Tilt, or the image registry:3 for it, is not there: only ours is measured.");
    return undefined;
  }
  try {
    return await tiltBeside(registry, profile);
  } catch (error) {
    await registry.end();
    throw error;
  }
}

async function tiltBeside(registry: Registry, profile: string): Promise<Watch> {
  const folder = await copyFor("tilt");
  const namespace = "todo-tilt";
  const ask = ["--context", profile, "get", "--raw", "/version"];
  const { gitVersion } = JSON.parse(
    (await run("kubectl", ask, { step: "asking for the version" })).stdout,
  );
  fs.writeFileSync(
    path.join(folder, "Tiltfile"),
    `allow_k8s_contexts('${profile}')
update_settings(k8s_upsert_timeout_secs=300)
default_registry('${registry.here}', host_from_cluster='${registry.there}')
docker_build('todo-backend', 'backend', dockerfile='docker/backend/Dockerfile')
docker_build('todo-frontend', 'frontend', dockerfile='docker/frontend/Dockerfile')
k8s_yaml(helm('helm/todo-app', name='todo-app', namespace='${namespace}', kube_version='${gitVersion}',
              set=['ingress.host=tilt.local']))
`,
  );
  const env = { CONTEXT: profile, NAMESPACE: namespace, JWT_SECRET: "tilt".padEnd(40, "s") };
  await run("bash", ["-c", SECRETS], { cwd: folder, env: { ...process.env, ...env } });
  const args = ["up", "--stream", "--port=0", "--web-mode=prod", "--context", profile];
  const { end, mustRun } = await begun(folder, "tilt", args, undefined);
  const ready = ["rollout", "status", "deployment", "--timeout=15m"];
  const inPlace = ["--context", profile, "--namespace", namespace];
  // The Deployments are there once their images are built.
  for (const part of ["backend", "frontend"])
    for (;;) {
      const args = [...inPlace, ...ready, part];
      const { code } = await run("kubectl", args, { allow: () => true });
      if (code === 0) break;
      mustRun();
      await setTimeout(1000);
    }
  return {
    ...{ name: "tilt", folder, namespace },
    async end() {
      await end();
      const args = ["--context", profile, "delete", "namespace", namespace, "--ignore-not-found"];
      await run("kubectl", args, { step: "removing what Tilt deployed" });
      await registry.end();
    },
  };
}

/**
 * Begins a program that runs until it is told to end.
 *
 * @param says resolves when it has printed this, where it is given.
 * @returns what ends it, and what throws where it has ended by itself.
 */
async function begun(
  cwd: string,
  tool: string,
  args: string[],
  says: RegExp | undefined,
): Promise<{ end(): Promise<void>; mustRun(): void }> {
  const child = spawn(tool, args, {
    ...{ cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    env: { ...process.env, TILT_DISABLE_ANALYTICS: "1" },
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr])
    stream!.on("data", (chunk) => (words = (words + chunk).slice(-20_000)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const until = Date.now() + LIMIT_MS;
  const mustRun = () => {
    if (isOver() || Date.now() > until)
      throw new Error(`${tool} ${args[0]} does not run:\n${words.slice(-1500)}`);
  };
  for (; says && !says.test(words); await setTimeout(200)) mustRun();
  return {
    mustRun,
    async end() {
      if (isOver()) return;
      // To all of it, as a terminal's Ctrl-C.
      process.kill(-child.pid!, "SIGINT");
      await ended;
    },
  };
}
