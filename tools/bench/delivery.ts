import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loaderFor } from "../../components/image/imageDelivery";
import { run } from "../../components/process/shell";
import { copyCheckout } from "../compatibility/site";
import { removeCached } from "./minikubeCache";
import { median, seconds } from "./statistics";

/** How one changed line of the backend gets to minikube's node, by turns: each run brings an image of its own. */
export interface Delivery {
  /** Seconds of each run: as `make up` does it, and by `minikube image load`. */
  ours: number[];
  minikube: number[];
  /** What ours sent in each run, in megabytes (10^6 bytes); absent where it had to send the whole image. */
  sentMb: number[];
}

/** Our median as a share of minikube's. */
export const deliveryRatio = ({ ours, minikube }: Delivery) => median(ours) / median(minikube);

/** What ours sent at most, in megabytes; undefined where a run had to send the whole image. */
export const mostSentMb = ({ ours, sentMb }: Delivery) =>
  sentMb.length === ours.length ? Math.max(...sentMb) : undefined;

const IMAGE = "todo-bench-delivery";
const DOCKERFILE = "docker/backend/Dockerfile";
/** Where a line is added. */
const CODE = "backend/app/health/endpoints.py";
/** Another name: `minikube image load` keeps what it loaded in its cache, under it. */
const RIVAL = `${IMAGE}-minikube`;

/**
 * @param profile minikube's, which runs
 * @param runs how often each way is taken
 */
export async function delivery(profile: string, runs: number): Promise<Delivery> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-bench-delivery-"));
  const loader = loaderFor({ kind: "minikube", profile });
  const brought: string[] = [];
  const found: Delivery = { ours: [], minikube: [], sentMb: [] };
  const build = async (name: string) => {
    const image = `${name}:${process.pid}-${brought.length}`;
    brought.push(image);
    // A layer that no other build has.
    fs.appendFileSync(path.join(folder, CODE), `\n# ${image}\n`);
    await run("docker", ["build", "--quiet", `--tag=${image}`, `--file=${DOCKERFILE}`, "backend"], {
      ...{ step: `building ${image}`, cwd: folder, timeoutSeconds: 900 },
      env: { ...process.env, DOCKER_BUILDKIT: "1" },
    });
    return image;
  };
  const ways = {
    async ours() {
      const image = await build(IMAGE);
      found.ours.push(await seconds(() => loader.load(image, (words) => noteSent(words, found))));
    },
    async minikube() {
      const image = await build(RIVAL);
      const args = ["image", "load", image, "--profile", profile];
      found.minikube.push(await seconds(() => run("minikube", args, { step: `loading ${image}` })));
    },
  };
  try {
    await copyCheckout(folder);
    // What a deployment before the edit has brought: all but the line that is changed.
    await loader.load(await build(IMAGE), () => {});
    for (let round = 0; round < runs; round++) {
      const turns = [ways.ours, ways.minikube];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
    }
    return found;
  } finally {
    for (const image of brought) {
      await loader.remove(image).catch(() => {});
      await run("docker", ["image", "rm", "--force", image], { allow: () => true });
    }
    removeCached(`${RIVAL}_*`);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** How the loader says what it sent. */
function noteSent(words: string, { sentMb }: Delivery): void {
  const [, megabytes] = /\bsent ([\d.]+) MB\b/.exec(words) ?? [];
  if (megabytes !== undefined) sentMb.push(Number(megabytes));
}
