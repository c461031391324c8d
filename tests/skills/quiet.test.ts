import assert from "node:assert/strict";
import {
  diagnose,
  evidenceOf,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import { container, event, find, minutesAgo, node, pod, running } from "../support/skillObjects";

/** Five restarts, of which the last run began so many minutes ago and ended five ago. */
const shortRun = (reason: string, began: number) => ({
  restartCount: 5,
  lastState: {
    terminated: {
      ...{ exitCode: reason === "OOMKilled" ? 137 : 1, reason },
      ...{ startedAt: minutesAgo(began), finishedAt: minutesAgo(5) },
    },
  },
});

describe("a diagnosis", () => {
  const quiet: [string, object[]][] = [
    ["pods that are starting", [pod(container({ waiting: { reason: "ContainerCreating" } }))]],
    ["a program that is up for seconds", [pod(running())]],
    [
      "two early failures of a probe",
      [
        pod(running(), {}, { readinessProbe: { tcpSocket: { port: 8080 } } }),
        event("Pod", "web-1-a", "Unhealthy", "Readiness probe failed: refused", { count: 2 }),
      ],
    ],
    [
      "failures of a pod that is ready now",
      [
        pod(running({ ready: true }), {}, { readinessProbe: { tcpSocket: { port: 8080 } } }),
        event("Pod", "web-1-a", "Unhealthy", "Readiness probe failed: refused", { count: 50 }),
      ],
    ],
    [
      "a restart that is over",
      [
        pod(
          running({
            ready: true,
            restartCount: 1,
            lastState: { terminated: { exitCode: 255, finishedAt: minutesAgo(3) } },
          }),
        ),
      ],
    ],
    ...["Error", "OOMKilled"].map((reason): [string, object[]] => [
      `many short runs (${reason}), after which it runs on`,
      [pod(running({ ready: true, ...shortRun(reason, 5.2) }))],
    ]),
    [
      "memory that ran out hours ago",
      [
        pod(
          running({
            ready: true,
            restartCount: 1,
            lastState: {
              terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: minutesAgo(300) },
            },
          }),
        ),
      ],
    ],
    [
      "a refusal that is over",
      [event("ReplicaSet", "web-1", "FailedCreate", "exceeded quota: q, used")],
    ],
    ["a pod that is being deleted", [pod(running(), { deletionTimestamp: minutesAgo(0.5) })]],
    ["a pod that has done its work", [pod({ phase: "Succeeded" })]],
    [
      "a claim that waits for its first pod",
      [
        {
          kind: "PersistentVolumeClaim",
          metadata: { name: "data", creationTimestamp: minutesAgo(60) },
          ...{ spec: {}, status: { phase: "Pending" } },
        },
        event("PersistentVolumeClaim", "data", "WaitForFirstConsumer", "waiting", {
          type: "Normal",
        }),
      ],
    ],
    [
      "a node that is well",
      [
        node([
          { type: "Ready", status: "True" },
          { type: "DiskPressure", status: "False" },
        ]),
      ],
    ],
  ];
  for (const [name, objects] of quiet) {
    it(`is silent about ${name}`, () => assert.deepEqual(find(...objects), []));
  }

  it("is not silent about a container that falls as often as it runs", () => {
    const found = find(pod(running({ ready: true, ...shortRun("Error", 9) })));
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["CrashLoopBackOff"],
    );
  });

  it("does not take what it may not read for missing", () => {
    const backend = { service: { name: "web", port: { number: 80 } } };
    const ingress = {
      kind: "Ingress",
      metadata: { name: "web" },
      spec: { ingressClassName: "nginx", rules: [{ http: { paths: [{ backend }] } }] },
    };
    const evidence = evidenceOf([ingress], { namespace: "apps" });
    const kinds = () => diagnose(evidence).map((finding) => finding.kind);
    assert.deepEqual(kinds(), ["IngressClassMissing", "IngressNoBackend"]);
    evidence.notRead = ["services", "ingressclasses.networking.k8s.io"].map(
      (kind) => `Error from server (Forbidden): ${kind} is forbidden: User "x" cannot list`,
    );
    assert.deepEqual(kinds(), []);
  });
});
