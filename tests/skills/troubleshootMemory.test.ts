import { app, BACK_OFF, ended, log, nodeWith } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const killed = (memory: string, more: object = {}) =>
  app({
    container: { resources: { limits: { memory } }, ...more },
    state: BACK_OFF,
    status: ended(137, "OOMKilled"),
  });

const memory: Record<string, Case> = {
  "a limit that is too low, by nobody knows how much": {
    objects: [...killed("64Mi"), nodeWith({})],
    finds: "OOMKilled",
    cause: /more memory than its limit/,
    runs: [
      "kubectl set resources deployment/web --containers=app --limits=memory=512Mi --requests=memory=64Mi",
    ],
    note: /512Mi is a guess.*measure its peak.*memory\.peak/,
  },
  "a limit below the heap that Java is told to take": {
    objects: [...killed("512Mi", { env: [{ name: "JAVA_OPTS", value: "-Xmx2g" }] }), nodeWith({})],
    finds: "OOMKilled",
    cause: /limit/,
    runs: [/--limits=memory=3072Mi/],
    note: /its heap alone may take 2048Mi/,
  },
  "a limit below the heap that Node.js is told to take, on a small node": {
    objects: [
      ...killed("512Mi", { args: ["--max-old-space-size=4096", "x.js"] }),
      nodeWith({ allocatable: { memory: "4Gi" } }),
    ],
    finds: "OOMKilled",
    cause: /limit/,
    runs: [],
    note: /cannot be raised enough: the largest node has 4096Mi, and its heap alone may take 4096Mi/,
  },
  "a limit below what another pod uses": {
    objects: [...killed("512Mi"), nodeWith({})],
    beside: { usage: [{ pod: "web-a", container: "app", bytes: 3000 * 2 ** 20 }] },
    finds: "OOMKilled",
    cause: /limit/,
    runs: [/--limits=memory=3750Mi/],
    note: /uses 3000Mi now/,
  },
  "a limit on a node that has little more": {
    objects: [...killed("1Gi"), nodeWith({ allocatable: { memory: "2Gi" } })],
    finds: "OOMKilled",
    cause: /limit/,
    runs: [/--limits=memory=1536Mi/],
    note: /the largest node has 2048Mi/,
  },
  "a limit that a LimitRange keeps down": {
    objects: [
      ...killed("64Mi"),
      nodeWith({}),
      {
        kind: "LimitRange",
        metadata: { name: "small" },
        spec: { limits: [{ type: "Container", max: { memory: "64Mi" } }] },
      },
    ],
    finds: "OOMKilled",
    cause: /limit/,
    runs: [
      /patch limitrange small .*"\/spec\/limits\/0\/max\/memory","value":"128Mi"/,
      /--limits=memory=128Mi/,
    ],
    note: /LimitRange small allows 64Mi; this raises it for the whole namespace/,
  },
  "a heap that is full before the limit is": {
    objects: [
      ...app({
        container: { resources: { limits: { memory: "256Mi" } } },
        state: BACK_OFF,
        status: ended(134),
      }),
      nodeWith({}),
    ],
    beside: log(
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    ),
    finds: "CrashLoopBackOff",
    cause: /ran out of memory by its own account/,
    runs: [
      /--limits=memory=512Mi/,
      "kubectl set env deployment/web --containers=app NODE_OPTIONS=--max-old-space-size=358",
    ],
  },
};

fixes("the fix of too little memory", memory);
