import * as http from "node:http";
import { selectorOf } from "../client/pods";
import { Site } from "./site";

/** Something that goes wrong. */
export interface Fault {
  name: string;
  /** What has to be there first, and is not measured. Where it fails half way, `fix` puts that right too. */
  prepare?(site: Site): Promise<void>;
  /** Makes it happen. @returns what is worth saying beside the figures. */
  inject(site: Site): Promise<string | void>;
  /** Puts right what does not heal by itself. */
  fix?(site: Site): Promise<void>;
  /** Longest until every client is served again, in seconds; 0: no request may fail. */
  withinSeconds: number;
  /** Backend pods that it takes place with; 1 unless it says so. */
  replicas?: number;
}

const MODEL = ["COHERE_BASE_URL=http://192.0.2.1:9", "COHERE_API_KEY=a-key-of-no-account"];

export const FAULTS: Fault[] = [
  {
    name: "the backend's only pod is killed",
    inject: (site) => site.kill("backend"),
    withinSeconds: 15,
  },
  {
    name: "one of two backend pods is killed",
    replicas: 2,
    inject: (site) => site.kill("backend", "one"),
    withinSeconds: 5,
  },
  {
    name: "the frontend's only pod is killed",
    inject: (site) => site.kill("frontend"),
    withinSeconds: 15,
  },
  {
    name: "the backend's process hangs",
    inject: async (site) => {
      const before = await site.restarts("backend");
      await site.onNode("pkill", "-STOP", "-f", "'[u]vicorn main:app'");
      return untilRestarted(site, before);
    },
    withinSeconds: 60,
  },
  {
    name: "the backend's memory runs out",
    inject: async (site) => {
      const before = await site.restarts("backend");
      // A process that takes all there is, until the kernel ends one of the container's.
      const ended = await site.exec("backend", "python", "-c", "bytearray(2**31)").then(
        () => "nothing was ended",
        () => "the greedy process was ended",
      );
      return `${ended}, ${(await site.restarts("backend")) - before} restarts`;
    },
    withinSeconds: 30,
  },
  {
    name: "the backend fills its disk",
    inject: async (site) => {
      const fill = ["dd", "if=/dev/zero", "of=/tmp/full", "bs=1M", "count=200"];
      const [pod] = await site.pods("backend");
      await site.exec("backend", ...fill).catch(() => undefined);
      // The kubelet looks at disks every now and then, and evicts the pod.
      for (let second = 0; second < 120; second++) {
        await site.wait(1);
        if (!(await site.pods("backend")).includes(pod!)) return "evicted, and replaced";
        const phase = await site.kubectl("get", "pod", pod!, "-o", "jsonpath={.status.phase}");
        if (phase === "Failed") return `evicted after ${second} s, and replaced`;
      }
      return "not evicted within 120 s";
    },
    fix: async (site) => {
      await site.kubectl("delete", "pods", selectorOf(), "--field-selector=status.phase=Failed");
    },
    withinSeconds: 140,
  },
  {
    name: "Postgres is killed",
    inject: (site) => site.kill("postgres"),
    withinSeconds: 30,
  },
  {
    name: "Postgres is gone for 30 s",
    inject: async (site) => {
      await site.kubectl("scale", "statefulset/postgres", "--replicas=0");
      await site.wait(30);
      await site.kubectl("scale", "statefulset/postgres", "--replicas=1");
    },
    withinSeconds: 60,
  },
  {
    name: "DNS is gone for 20 s",
    inject: async (site) => {
      const dns = ["--namespace=kube-system", "scale", "deployment/coredns"];
      await site.kubectl(...dns, "--replicas=0");
      await site.wait(20);
      await site.kubectl(...dns, "--replicas=1");
    },
    withinSeconds: 60,
  },
  {
    name: "an image that does not exist is rolled out",
    inject: async (site) => {
      await site.kubectl("set", "image", "deployment/backend", "*=todo-backend:no-such-tag");
      await site.wait(15);
    },
    fix: undo,
    withinSeconds: 0,
  },
  {
    name: "a wrong database password is rolled out",
    inject: async (site) => {
      const wrong = "DATABASE_URL=postgresql://todo:wrong@postgres-service:5432/todo";
      await site.kubectl("set", "env", "deployment/backend", wrong);
      await site.wait(20);
    },
    fix: undo,
    withinSeconds: 0,
  },
  {
    name: "the model does not answer",
    inject: async (site) => {
      await site.kubectl("set", "env", "deployment/backend", "--containers=backend", ...MODEL);
      await site.rolledOut("backend");
      // The pods of before still finish what they have begun.
      await site.wait(15);
      const client = await site.signUp();
      const { text, notices } = await client.say("add something");
      await client.leave();
      return `"${text.split("\n")[0]}", with the notice "${notices[0] ?? ""}"`;
    },
    fix: undo,
    withinSeconds: 0,
  },
  {
    name: "a session expires",
    inject: async (site) => {
      const client = await site.signUp();
      const cookie = { cookie: "todo_session=e30.e30.e30" };
      const { status, headers } = await client.request("/api/tasks", { headers: cookie });
      const ended = /Max-Age=0/.test(headers["set-cookie"]?.[0] ?? "");
      await client.signIn();
      const after = await client.request("/api/tasks");
      await client.leave();
      return `${status}${ended ? ", the session is ended" : ""}; ${after.status} after signing in again`;
    },
    withinSeconds: 0,
  },
  {
    name: "ten thousand requests at once from one client",
    inject: flood,
    withinSeconds: 30,
  },
  {
    name: "backend and frontend are rolled out anew",
    inject: async (site) => {
      await site.kubectl("rollout", "restart", "deployment/backend", "deployment/frontend");
      await site.rolledOut("backend", "frontend");
    },
    withinSeconds: 0,
  },
  {
    name: "the node is drained",
    inject: async (site) => {
      const [node] = (await site.kubectl("get", "nodes", "--output=name")).split("\n");
      await site.kubectl(
        "drain",
        node!,
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--force",
      );
      await site.wait(5);
      await site.kubectl("uncordon", node!);
    },
    withinSeconds: 90,
  },
  {
    name: "the database's volume is full for 20 s",
    prepare: smallVolume,
    inject: async (site) => {
      const file = `${await volume(site)}/fill`;
      await site.onNode("dd", "if=/dev/zero", `of=${file}`, "bs=1M", "2>/dev/null").catch(() => "");
      await site.wait(20);
      await site.onNode("rm", file);
    },
    fix: realVolume,
    withinSeconds: 90,
  },
  {
    name: "the kubelet and every pod of the app are stopped at once, and started",
    inject: async (site) => {
      await site.onNode("systemctl", "stop", "kubelet");
      const all = `crictl ps -q --namespace ${site.namespace}`;
      await site.onNode("sh", "-c", `'${all} | xargs crictl stop --timeout 1'`).catch(() => "");
      await site.wait(5);
      await site.onNode("systemctl", "start", "kubelet");
    },
    withinSeconds: 180,
  },
];

/** Where the node keeps Postgres's files. */
async function volume(site: Site): Promise<string> {
  const claim = ["get", "pvc", "postgres-data", "--output=jsonpath={.spec.volumeName}"];
  const name = await site.kubectl(...claim);
  return site.kubectl("get", "pv", name, "--output=jsonpath={.spec.hostPath.path}");
}

/** minikube's volumes are folders of the node, which end where its disk ends: this one ends sooner. */
async function smallVolume(site: Site): Promise<void> {
  await whilePostgresRests(site, async () => {
    const folder = await volume(site);
    await site.onNode("mv", "-T", folder, `${folder}.real`);
    await site.onNode("mkdir", folder);
    await site.onNode("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", folder);
    await site.onNode("cp", "-a", `${folder}.real/.`, folder);
    await site.onNode("touch", `${folder}.copied`);
  });
}

/**
 * However far the small one came. What was written into it is taken back; before all was copied, no client had written.
 * A folder goes only when it is empty: if it cannot be unmounted, that stops here.
 */
async function realVolume(site: Site): Promise<void> {
  await whilePostgresRests(site, async () => {
    const folder = await volume(site);
    const script = [
      `set -e; f=${folder}`,
      "test -d $f.real || exit 0",
      "if test -e $f.copied; then rm -rf $f.new; cp -a $f/. $f.new; fi",
      "if test -d $f; then umount $f || true; rmdir $f; fi",
      "if test -d $f.new; then mv -T $f.new $f; else mv -T $f.real $f; fi",
      "rm -rf $f.copied $f.real",
    ].join("; ");
    await site.onNode("sh", "-c", `'${script}'`);
  });
}

async function whilePostgresRests(site: Site, work: () => Promise<void>): Promise<void> {
  await site.kubectl("scale", "statefulset/postgres", "--replicas=0");
  await site.kubectl("wait", "pod/postgres-0", "--for=delete", "--timeout=120s").catch(() => "");
  await work();
  await site.kubectl("scale", "statefulset/postgres", "--replicas=1");
  await site.rolledOut("postgres");
}

/** Back to the pods that ran before. */
async function undo(site: Site): Promise<void> {
  await site.kubectl("rollout", "undo", "deployment/backend");
  await site.rolledOut("backend");
}

async function untilRestarted(site: Site, before: number): Promise<string> {
  for (let second = 0; second < 120; second++) {
    await site.wait(1);
    if ((await site.restarts("backend")) > before) return `restarted after ${second + 1} s`;
  }
  throw new Error("liveness restarted nothing within 120 s");
}

/** As many connections as the client may have, all at once, without a sign-in. */
async function flood({ endpoint }: Site): Promise<string> {
  const statuses: Record<string, number> = {};
  const url = new URL("/api/tasks", endpoint.url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2000 });
  const one = () =>
    new Promise<void>((resolve) => {
      const count = (what: string) => {
        statuses[what] = (statuses[what] ?? 0) + 1;
        resolve();
      };
      const headers = endpoint.host ? { host: endpoint.host } : {};
      http
        .get(url, { agent, headers, timeout: 60_000 }, (response) => {
          response.resume().once("end", () => count(`${response.statusCode}`));
        })
        .once("error", (error: NodeJS.ErrnoException) => count(error.code ?? "error"));
    });
  await Promise.all(Array.from({ length: 10_000 }, one));
  agent.destroy();
  return Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(", ");
}
