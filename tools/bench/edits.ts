import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { run } from "../../components/process/shell";
import { copyFor } from "./copies";
import { type Registry, registryFor } from "./registry";
import { median } from "./statistics";
import { awaitBy, beginProgram, notRolledOut, type WatchProgram } from "./watchProgram";
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
  program: WatchProgram;
  folder: string;
  namespace: string;
  /** Waits for its first deployment. @throws Error where that does not come. */
  ready(): Promise<void>;
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

/** How long a first deployment may take in which images are built, in milliseconds. */
const FIRST = { limitMs: 600_000, pauseMs: 200 };
/** Tilt's: the layers of its images are built by then. */
const TILTS = { limitMs: 300_000, pauseMs: 1000 };
/** An edit; the pause between two looks counts as its time. */
const EDIT = { limitMs: 300_000, pauseMs: 100 };

/**
 * Edits each part of a copy that `make watch` serves, and of one that Tilt serves, by turns.
 *
 * @param profile minikube's, which runs
 * @param runs how often each part is edited
 */
export async function edits(profile: string, runs: number): Promise<Edit[]> {
  const watches: Watch[] = [];
  try {
    // First on the list of those that are ended, then waited for.
    watches.push(await watchOurs(profile));
    await watches[0]!.ready();
    const tilt = await watchTilt(profile);
    if (tilt) watches.push(tilt);
    await tilt?.ready();
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
  const get = ["--context", profile, "get", "--raw", ask];
  const what = `an edit of ${place.file} is not served by ${watch.name}`;
  const look = async () => {
    const { stdout, stderr } = await run("kubectl", get, { allow: () => true });
    return stdout.includes(mark) ? undefined : stderr || `the answer does not have ${mark}`;
  };
  await awaitBy(watch.program, what, look, EDIT);
  const took = performance.now() - began;
  // What follows the answer, as the old pod's end, is not to slow down the next one.
  await setTimeout(10_000);
  return took / 1000;
}

async function watchOurs(profile: string): Promise<Watch> {
  const folder = await copyFor("ours");
  const way = ours(folder, profile);
  await way.want({ backendReplicas: 1, jwtSecret: "" });
  const program = beginProgram(folder, "make", ["watch", "STACK=bench"]);
  const look = async () =>
    program.words().includes("Watching backend") ? undefined : "it does not say that it watches";
  return {
    ...{ name: "ours", program, folder, namespace: "todo-bench" },
    ready: () => awaitBy(program, "the first deployment is not done", look, FIRST),
    async end() {
      await program.end();
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
  const program = beginProgram(folder, "tilt", args);
  return {
    ...{ name: "tilt", program, folder, namespace },
    async ready() {
      const inPlace = ["--context", profile, "--namespace", namespace];
      // The Deployments are there once their images are built.
      for (const part of ["backend", "frontend"]) {
        const what = `deployment ${part} of namespace ${namespace} is not rolled out`;
        await awaitBy(program, what, () => notRolledOut(part, inPlace), TILTS);
      }
    },
    async end() {
      await program.end();
      const args = ["--context", profile, "delete", "namespace", namespace, "--ignore-not-found"];
      await run("kubectl", args, { step: "removing what Tilt deployed" });
      await registry.end();
    },
  };
}
