import assert from "node:assert/strict";
import { diagnose } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import {
  app,
  BACK_OFF,
  ended,
  evidence,
  log,
  service,
  waiting,
  warning,
} from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const crashed = { state: BACK_OFF, status: ended(1) };
const unable = (word: string) =>
  waiting(
    "RunContainerError",
    `exec: ${JSON.stringify(word)}: stat ${word}: no such file or directory`,
  );

const commands: Record<string, Case> = {
  "a command line in one string": {
    objects: app({ container: { command: ["serve --port 80"] }, state: unable("serve --port 80") }),
    finds: "RunContainerError",
    cause: /one word of command/,
    runs: [
      /"path":"\/spec\/template\/spec\/containers\/0\/command","value":\["serve","--port","80"\]/,
    ],
  },
  "a command line in one string that needs a shell": {
    objects: app({ container: { args: ["serve $HOME"] }, state: unable("serve $HOME") }),
    finds: "RunContainerError",
    cause: /one word of args/,
    runs: [/containers\/0\/args","value":\["sh","-c","serve \$HOME"\]/],
  },
  "a command line with what was masked": {
    objects: app({
      container: { command: ["serve --token=abc"] },
      state: unable("serve --token=abc"),
    }),
    finds: "RunContainerError",
    cause: /the command is not in the image/,
    runs: [],
  },
  "a file that a program which holds its own code misses": {
    objects: app({ container: { command: ["python", "-c"], args: ["…"] }, ...crashed }),
    beside: log("FileNotFoundError: [Errno 2] No such file or directory: '/data/seed.csv'"),
    finds: "CrashLoopBackOff",
    cause: /a file is not where it looks for it/,
    runs: [],
    note: /which command is right is not known/,
  },
};

const unready = (words: string, container: object = {}) => [
  ...app({
    container: {
      readinessProbe: { httpGet: { path: "/", port: 8080 } },
      ports: [{ containerPort: 8080 }],
      ...container,
    },
  }),
  warning("Pod/web-a", "Unhealthy", `Readiness probe failed: ${words}`),
];
const STATUS_503 = "HTTP probe failed with statuscode: 503";
const stock = [service("stock", 80, 8000), ...app({ name: "stock", status: { ready: true } })];

const connections: Record<string, Case> = {
  "an address whose port its Service does not have": {
    objects: [
      ...unready(STATUS_503, {
        command: ["python", "-c"],
        env: [{ name: "STOCK", valueFrom: { configMapKeyRef: { name: "web", key: "STOCK" } } }],
      }),
      ...stock,
    ],
    beside: log("stock: http://stock:8000/items - HTTP Error 404: Not Found"),
    finds: "ReadinessProbeFailing",
    cause: /asks Service stock for port 8000; it has 80/,
    runs: [/patch service stock .*"name":"asked","port":8000,"targetPort":8000/],
    note: /or put the right one into the setting/,
  },
  "a path that the other side does not have": {
    objects: [...unready(STATUS_503, { command: ["serve"] }), ...stock],
    beside: log("http://stock/itmes answers 404 Not Found"),
    finds: "ReadinessProbeFailing",
    cause: /what it asks for is not there \(404\)/,
    runs: [],
  },
};

const secret = (name: string) => ({ valueFrom: { secretKeyRef: { name, key: "token" } } });
const tokens = (theirs: string) => [
  ...app({
    container: {
      env: [
        { name: "STOCK_URL", value: "http://stock/" },
        { name: "STOCK_TOKEN", ...secret("web") },
      ],
    },
    ...crashed,
  }),
  service("stock", 80, 8000),
  ...app({
    name: "stock",
    container: { env: [{ name: theirs, ...secret("stock") }] },
    status: { ready: true },
  }),
];
const REFUSED = log("login: HTTP Error 401: Unauthorized");

const tokenCases: Record<string, Case> = {
  "a token of which the other side's has one byte less": {
    objects: tokens("EXPECTED_TOKEN"),
    beside: {
      ...REFUSED,
      sources: [
        { kind: "secret", name: "web", keys: ["token"], sizes: { token: 21 } },
        { kind: "secret", name: "stock", keys: ["token"], sizes: { token: 20 } },
      ],
    },
    finds: "CrashLoopBackOff",
    cause:
      /STOCK_TOKEN comes from secret web \(token\), the other side's EXPECTED_TOKEN from secret stock \(token\); they are 21 and 20 bytes long: it ends in a line break/,
    runs: [/"name":"STOCK_TOKEN","valueFrom":\{"secretKeyRef":\{"name":"stock","key":"token"\}\}/],
    note: /takes the other side's/,
  },
  "a token beside one that the other side shows to a third": {
    objects: tokens("GITHUB_TOKEN"),
    beside: REFUSED,
    finds: "CrashLoopBackOff",
    cause: /STOCK_TOKEN comes from secret web, key token/,
    runs: [/patch secret web .*<VALUE>/, "kubectl rollout restart deployment/web"],
    note: /which may be its GITHUB_TOKEN \(secret stock, key token\), without a line break/,
  },
};

const chown = (command: string[], volume: object = { emptyDir: {} }) => {
  const mounts = [{ name: "data", mountPath: "/data" }];
  const step = { name: "own", image: "web:1", command, volumeMounts: mounts };
  return app({
    pod: {
      securityContext: { runAsNonRoot: true, runAsUser: 1000 },
      volumes: [{ name: "data", ...volume }],
      initContainers: [{ ...step, securityContext: { runAsUser: 0 } }],
    },
    phase: {
      phase: "Pending",
      containerStatuses: [],
      initContainerStatuses: [
        {
          ...{ name: "own", ready: false, restartCount: 0 },
          state: waiting(
            "CreateContainerConfigError",
            "container's runAsUser breaks non-root policy",
          ),
        },
      ],
    },
  });
};
const GIVES = ["sh", "-c", "chown -R 1000:2000 /data && chmod 750 /data"];

const steps: Record<string, Case> = {
  "a step that only gives files to a user": {
    objects: chown(GIVES),
    finds: "CreateContainerConfigError",
    cause: /runAsUser is 0/,
    runs: [/"fsGroup":2000.*"initContainers":\[\{"name":"own","\$patch":"delete"\}\]/],
    note: /takes out own/,
  },
  "a step that does more than that": {
    objects: chown(["sh", "-c", "chown 1000 /data && apt-get update"]),
    finds: "CreateContainerConfigError",
    cause: /runAsUser is 0/,
    runs: [/"initContainers":\[\{"name":"own","securityContext":\{"runAsUser":null\}\}\]/],
    note: /takes user 1000, which the pod names/,
  },
  "a step that gives away files of the node": {
    objects: chown(GIVES, { hostPath: { path: "/srv" } }),
    finds: "CreateContainerConfigError",
    cause: /runAsUser is 0/,
    runs: [/"runAsUser":null/],
  },
};

const two = (env: object[]) =>
  app({
    pod: {
      volumes: [{ name: "spool", emptyDir: {} }],
      containers: [
        {
          ...{ name: "app", image: "web:1" },
          volumeMounts: [{ name: "spool", mountPath: "/in", readOnly: true }],
        },
        {
          ...{ name: "writer", image: "web:1", env },
          volumeMounts: [{ name: "spool", mountPath: "/spool" }],
        },
      ],
    },
    ...crashed,
  });
const NO_FILE = log("nothing to follow: /in/daily/items.txt does not exist");

const files: Record<string, Case> = {
  "a file that the other container writes beside their volume": {
    objects: two([{ name: "OUTPUT", value: "/tmp/items.txt" }]),
    beside: NO_FILE,
    finds: "CrashLoopBackOff",
    cause:
      /volume spool, which container writer mounts at \/spool; its variable OUTPUT is \/tmp\/items.txt/,
    runs: ["kubectl set env deployment/web --containers=writer OUTPUT=/spool/daily/items.txt"],
  },
  "a file that the other container should write, nobody knows how": {
    objects: two([{ name: "LOG_TOKEN", value: "/tmp/items.txt" }]),
    beside: NO_FILE,
    finds: "CrashLoopBackOff",
    cause: /in volume spool, where container writer should have put it/,
    runs: [],
    note: /logs web-a --container writer/,
  },
};

fixes("the fix of what does not fit together", {
  ...commands,
  ...connections,
  ...tokenCases,
  ...steps,
  ...files,
});

describe("a pod of a former template", () => {
  const revision = (number: number) => ({ "deployment.kubernetes.io/revision": `${number}` });
  const ofSet = (number: number) => {
    const [, pod] = app({ ...crashed, name: "web" }) as { metadata: object }[];
    const owner = [{ kind: "Deployment", name: "web", controller: true }];
    return [
      {
        ...{ kind: "ReplicaSet", spec: {}, status: {} },
        metadata: {
          ...{ name: `web-${number}`, annotations: revision(number), ownerReferences: owner },
        },
      },
      {
        ...pod!,
        metadata: {
          ...pod!.metadata,
          name: `web-${number}-a`,
          ownerReferences: [{ kind: "ReplicaSet", name: `web-${number}`, controller: true }],
        },
      },
    ];
  };
  const [deployment] = app({ metadata: { annotations: revision(2) }, without: "pod" });
  const logs = [1, 2].map((number) => ({
    ...{ pod: `web-${number}-a`, container: "app" },
    lines: [`panic: ${number}`],
  }));

  it("says nothing of how the newest does", () => {
    const found = diagnose(evidence([deployment!, ...ofSet(1), ...ofSet(2)], { logs }));
    assert.deepEqual(
      found.map(({ pods }) => pods),
      [["web-2-a"]],
    );
    assert.match(found[0]!.evidence, /panic: 2/);
  });

  it("is all that there is where the newest has none", () => {
    const found = diagnose(evidence([deployment!, ...ofSet(1)], { logs }));
    assert.match(found[0]!.evidence, /panic: 1/);
  });
});
