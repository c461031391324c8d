import assert from "node:assert/strict";
import { FAULTS } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import { BROKEN_SURROUNDINGS } from "../cluster/brokenSurroundings";
import {
  diagnose,
  evidenceOf,
  Finding,
  PATTERNS,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";

import {
  container,
  CONTAINER,
  deployment,
  event,
  find,
  minutesAgo,
  node,
  NOW,
  pod,
  replicaSet,
  running,
} from "../support/skillObjects";

// What a cluster for tests cannot be brought to do at will, in the API's own words.

/** The only finding. */
function only(...objects: object[]): Finding {
  const found = find(...objects);
  assert.equal(found.length, 1, JSON.stringify(found));
  return found[0]!;
}

describe("a pattern", () => {
  const seen = new Set<string>();
  const waiting = (reason: string, message = "") =>
    pod(container({ waiting: { reason, message } }));

  const cases: [string, object[], string, RegExp][] = [
    [
      "a node that is not ready",
      [node([{ type: "Ready", status: "False" }])],
      "NodeUnwell",
      /not ready/,
    ],
    [
      "a full disk",
      [node([{ type: "DiskPressure", status: "True" }])],
      "NodeUnwell",
      /short of disk/,
    ],
    [
      "an evicted pod",
      [pod({ phase: "Failed", reason: "Evicted", message: "The node was low on memory" })],
      ...(["PodEvicted", /ran short/] as const),
    ],
    [
      "a pod that a finalizer holds",
      [pod(running({ ready: true }), { deletionTimestamp: minutesAgo(3), finalizers: ["x/y"] })],
      ...(["PodStuckTerminating", /a finalizer holds it/] as const),
    ],
    [
      "a pod without network",
      [waiting("ContainerCreating"), event("Pod", "web-1-a", "FailedCreatePodSandBox", "cni: no")],
      ...(["SandboxFailed", /network plug-in/] as const),
    ],
    [
      "limits out of range",
      [
        deployment({}, {}),
        event("ReplicaSet", "web-1", "FailedCreate", "maximum memory usage per Container is 1Gi"),
      ],
      ...(["LimitRangeRefused", /LimitRange allows/] as const),
    ],
    [
      "limits that a quota wants",
      [
        deployment({}, {}),
        event("ReplicaSet", "web-1", "FailedCreate", "failed quota: q: must specify limits.cpu"),
      ],
      ...(["QuotaExceeded", /quota q counts resources/] as const),
    ],
    [
      "a webhook that refuses",
      [
        deployment({}, {}),
        event("ReplicaSet", "web-1", "FailedCreate", 'admission webhook "x" denied'),
      ],
      ...(["AdmissionRefused", /an admission webhook/] as const),
    ],
    [
      "a job that gave up",
      [
        {
          kind: "Job",
          metadata: { name: "once" },
          spec: { template: { spec: { containers: [CONTAINER] } } },
          status: {
            failed: 1,
            conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }],
          },
        },
      ],
      ...(["JobFailed", /as often as it may/] as const),
    ],
    [
      "an autoscaler without metrics",
      [
        {
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "web" },
          spec: { scaleTargetRef: { kind: "Deployment", name: "web" } },
          status: {
            conditions: [{ type: "ScalingActive", status: "False", message: "no metrics" }],
          },
        },
      ],
      ...(["AutoscalerBlind", /no metrics to scale by/] as const),
    ],
    [
      "a rollout without an end",
      [
        deployment(
          {},
          {
            updatedReplicas: 1,
            conditions: [
              { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" },
            ],
          },
        ),
      ],
      ...(["RolloutStuck", /made no progress/] as const),
    ],
    [
      "a container killed for memory, in the runtime's words",
      [
        pod(
          container(
            { waiting: { reason: "CrashLoopBackOff" } },
            {
              restartCount: 2,
              lastState: {
                terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: minutesAgo(1) },
              },
            },
          ),
        ),
      ],
      ...(["OOMKilled", /no limit, and the node/] as const),
    ],
    [
      "a volume that is gone",
      [
        {
          kind: "PersistentVolumeClaim",
          metadata: { name: "data", creationTimestamp: minutesAgo(60) },
          spec: { volumeName: "pv1" },
          status: { phase: "Lost" },
        },
      ],
      ...(["ClaimUnbound", /volume pv1 is gone/] as const),
    ],
    [
      "a rollout that is paused",
      [{ ...deployment(), spec: { ...deployment().spec, paused: true } }],
      ...(["RolloutPaused", /its rollout is paused/] as const),
    ],
    [
      "a workload that runs nothing",
      [{ ...deployment(), spec: { ...deployment().spec, replicas: 0 } }],
      ...(["ScaledToZero", /if that is meant, nothing is wrong/] as const),
    ],
    [
      "a Service that a finalizer holds",
      [
        {
          kind: "Service",
          metadata: { name: "web", deletionTimestamp: minutesAgo(3), finalizers: ["x/y"] },
          spec: {},
        },
      ],
      ...(["StuckTerminating", /a finalizer holds it/] as const),
    ],
    [
      "a policy that lets nobody in",
      [
        pod(running({ ready: true })),
        {
          kind: "Service",
          metadata: { name: "web" },
          spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
        },
        { kind: "NetworkPolicy", metadata: { name: "deny" }, spec: { podSelector: {} } },
      ],
      ...(["NetworkPolicyBlocks", /no pod may reach this Service/] as const),
    ],
    [
      "a Service whose pods are scaled away",
      [
        deployment({}, { updatedReplicas: 0 }),
        {
          kind: "Service",
          metadata: { name: "web" },
          spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
        },
      ],
      ...(["ServiceSelectsNothing", /has no pods/] as const),
    ],
  ];
  for (const [name, objects, kind, cause] of cases) {
    it(`knows ${name}`, () => {
      // A case with its own deployment stands instead of the usual one.
      const own = objects.some((object) => (object as { kind: string }).kind === "Deployment");
      const all = evidenceOf([...(own ? [] : [deployment()]), replicaSet, ...objects], {
        ...{ namespace: "apps", collectedAt: NOW },
      });
      const found = diagnose(all);
      assert.deepEqual(
        found.map((finding) => finding.kind),
        [kind],
      );
      assert.match(found[0]!.cause, cause);
      seen.add(kind);
    });
  }

  const images: [string, RegExp, RegExp][] = [
    ["manifest for web:1 not found: manifest unknown", /no such image or tag/, /docker build/],
    ["no match for platform in manifest", /CPU architecture/, /docker build --platform/],
    ["toomanyrequests: rate limit", /rate limit/, /docker push/],
    [
      "pull access denied, repository does not exist",
      /has to be loaded into the node/,
      /docker build .* docker push/,
    ],
    ["dial tcp: lookup registry: no such host", /cannot reach the registry/, /docker push/],
    ["something new", /could not fetch/, /set image/],
  ];
  for (const [message, cause, fix] of images) {
    it(`reads "${message}"`, () => {
      const words = `Failed to pull image "web:1": ${message}`;
      const found = only(
        waiting("ImagePullBackOff", "Back-off"),
        event("Pod", "web-1-a", "Failed", words),
      );
      assert.match(found.cause, cause);
      assert.match(found.fix, fix);
    });
  }

  it("loads an image as the kind of cluster has it", () => {
    const profile = node([], { "minikube.k8s.io/name": "todo" });
    const never = waiting("ErrImageNeverPull", "not present");
    const build = "docker build --tag web:1 '<FOLDER>' && ";
    assert.equal(only(never, profile).fix, `${build}minikube --profile todo image load web:1`);
    const inKind = evidenceOf([never], {
      namespace: "apps",
      context: "kind-dev",
      collectedAt: NOW,
    });
    assert.equal(diagnose(inKind)[0]!.fix, `${build}kind load docker-image web:1 --name dev`);
  });

  const refusals: [string, RegExp][] = [
    ["0/1 nodes are available: 1 Insufficient memory.", /asks for memory/],
    ["1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.", /not well/],
    ["1 node(s) had volume node affinity conflict.", /its volume is on a node/],
    ["1 node(s) didn't have free ports for the requested pod ports.", /hostPort/],
    ["1 node(s) didn't match pod anti-affinity rules.", /beside its own kind/],
    ["1 Too many pods.", /as many pods as they may/],
    ["1 node(s) were unschedulable.", /cordoned/],
    ['persistentvolumeclaim "data" not found', /mounts PersistentVolumeClaim data/],
    ["pod has unbound immediate PersistentVolumeClaims.", /its volume is not there yet/],
  ];
  for (const [message, cause] of refusals) {
    it(`reads "${message}"`, () => {
      const conditions = [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message },
      ];
      const found = only(pod({ phase: "Pending", conditions }));
      assert.equal(found.kind, "Unschedulable");
      assert.match(found.cause, cause);
    });
  }

  const answers: [string, RegExp][] = [
    ["HTTP probe failed with statuscode: 503", /says itself that it is not well/],
    ["HTTP probe failed with statuscode: 401", /asks for a login/],
    ["HTTP probe failed with statuscode: 400", /certain host names/],
    ["context deadline exceeded", /no answer within 1 s/],
    ["dial tcp: connect: connection refused", /nothing listens on port 8080/],
  ];
  for (const [words, cause] of answers) {
    it(`reads a readiness probe's "${words}"`, () => {
      const probed = { readinessProbe: { httpGet: { path: "/ready", port: 8080 } } };
      const unhealthy = event("Pod", "web-1-a", "Unhealthy", `Readiness probe failed: ${words}`);
      const found = only(pod(running(), {}, probed), unhealthy);
      assert.equal(found.kind, "ReadinessProbeFailing");
      assert.match(found.cause, cause);
    });
  }

  it("goes back a version after a crash, with what made the release", () => {
    const ended = { terminated: { exitCode: 1, finishedAt: minutesAgo(1) } };
    const crashing = pod(
      container({ waiting: { reason: "CrashLoopBackOff" } }, { restartCount: 3, lastState: ended }),
    );
    const older = {
      ...replicaSet,
      metadata: {
        ...{ ...replicaSet.metadata, name: "web-0" },
        annotations: { "deployment.kubernetes.io/revision": "1" },
      },
    };
    const fix = (metadata: object, readyReplicas = 1) => {
      const all = [deployment(metadata), replicaSet, crashing];
      const before = { ...older, status: { readyReplicas } };
      return diagnose(
        evidenceOf([...all, before], { namespace: "apps", context: "here", collectedAt: NOW }),
      )[0]!;
    };
    const second = { "deployment.kubernetes.io/revision": "2" };
    assert.equal(fix({}).fix, "");
    assert.match(fix({}).note, /a restart would only repeat it/);
    // Whether a version of which no pod runs would be any better is not known.
    assert.equal(fix({ annotations: second }, 0).fix, "");
    assert.match(fix({ annotations: second }).fix, /rollout undo deployment\/web$/);
    const released = fix({
      labels: { "app.kubernetes.io/managed-by": "Helm" },
      annotations: { ...second, "meta.helm.sh/release-name": "todo" },
    });
    assert.equal(released.fix, "helm rollback todo --kube-context here --namespace apps");
    assert.equal(released.managedBy, "Helm");
  });

  it("of every kind is shown here or on a cluster", () => {
    for (const { kind } of [...FAULTS, ...BROKEN_SURROUNDINGS]) if (kind) seen.add(kind);
    const unseen = PATTERNS.filter(({ kind }) => !seen.has(kind));
    assert.deepEqual(unseen, []);
  });
});
