import { app, log, nodeWith, NOWHERE, service, waiting } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";
import { minutesAgo } from "../support/skillObjects";

const rollouts: Record<string, Case> = {
  "a rollout that is paused": {
    objects: app({ spec: { paused: true }, status: { ready: true } }),
    finds: "RolloutPaused",
    cause: /its rollout is paused/,
    runs: ["kubectl rollout resume deployment/web"],
  },
  "no replicas": {
    objects: app({ spec: { replicas: 0 }, without: "pod" }),
    finds: "ScaledToZero",
    cause: /scaled to 0, so nothing runs; if that is meant/,
    runs: ["kubectl scale deployment/web --replicas=1"],
  },
  "a selector with a key that no pod has": {
    objects: [
      ...app({ status: { ready: true } }),
      service("web", 80, 80, { selector: { name: "web" } }),
    ],
    finds: "ServiceSelectsNothing",
    cause: /does not fit the labels of deployment\/web/,
    runs: [/"selector":\{"name":null,"app":"web"\}/],
  },
  "an Ingress to a misspelt Service": {
    objects: [
      ...[
        ...app({ status: { ready: true } }),
        service("web", 80, 80),
        service("api", 80, 80, { selector: { app: "web" } }),
      ],
      { kind: "IngressClass", metadata: { name: "nginx" } },
      {
        kind: "Ingress",
        metadata: { name: "web" },
        spec: {
          ingressClassName: "ngnix",
          defaultBackend: { service: { name: "wbe", port: { number: 81 } } },
        },
      },
    ],
    finds: ["IngressClassMissing", "IngressNoBackend"],
    cause: /no ingress controller takes/,
    runs: [/"ingressClassName":"nginx"/],
  },
  "an autoscaler of pods that request nothing": {
    objects: [
      ...app({ status: { ready: true } }),
      {
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "web" },
        spec: { scaleTargetRef: { kind: "Deployment", name: "web" } },
        status: {
          conditions: [
            {
              type: "ScalingActive",
              status: "False",
              reason: "FailedGetResourceMetric",
              message: "failed to get cpu utilization: missing request for cpu in container app",
            },
          ],
        },
      },
    ],
    finds: "AutoscalerBlind",
    cause: /container app requests no cpu/,
    runs: ["kubectl set resources deployment/web --containers=app --requests=cpu=100m"],
  },
  "an autoscaler of a workload that is misspelt": {
    objects: [
      ...app({ status: { ready: true } }),
      {
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "web" },
        spec: { scaleTargetRef: { kind: "Deployment", name: "wbe" } },
        status: {
          conditions: [
            {
              type: "AbleToScale",
              status: "False",
              reason: "FailedGetScale",
              message: "not found",
            },
          ],
        },
      },
    ],
    finds: "AutoscalerBlind",
    cause: /scales deployment\/wbe, which does not exist \(there are: web\)/,
    runs: [/"scaleTargetRef":\{"name":"web"\}/],
  },
  "a Job whose pods fail for a missing variable": {
    objects: [
      ...app({
        kind: "Job",
        phase: {
          phase: "Failed",
          containerStatuses: [
            {
              name: "app",
              ready: false,
              restartCount: 0,
              state: { terminated: { exitCode: 1, reason: "Error", finishedAt: minutesAgo(1) } },
            },
          ],
        },
      }).map((object) =>
        (object as { kind: string }).kind === "Job"
          ? {
              ...object,
              status: {
                failed: 1,
                conditions: [
                  {
                    type: "Failed",
                    status: "True",
                    reason: "BackoffLimitExceeded",
                    message: "limit",
                  },
                ],
              },
            }
          : object,
      ),
    ],
    beside: log("KeyError: 'REGION'"),
    finds: "JobFailed",
    cause: /failed as often as it may try.*lacks REGION/,
    runs: [
      "kubectl get job/web --output=json",
      /"name":"REGION","value":"<VALUE>"/,
      /replace --force/,
    ],
  },
  "a pod that a finalizer holds": {
    objects: app({ status: { ready: true } }).map((object) =>
      (object as { kind: string }).kind === "Pod"
        ? {
            ...object,
            metadata: {
              ...(object as { metadata: object }).metadata,
              deletionTimestamp: minutesAgo(3),
              finalizers: ["x/y"],
            },
          }
        : object,
    ),
    finds: "PodStuckTerminating",
    cause: /a finalizer holds it/,
    runs: ['kubectl patch pod web-a --type=merge --patch {"metadata":{"finalizers":null}}'],
  },
  "a Service that a finalizer holds": {
    objects: [
      ...app({ status: { ready: true } }),
      {
        ...service("web", 80, 80),
        metadata: { name: "web", deletionTimestamp: minutesAgo(3), finalizers: ["x/y"] },
      },
    ],
    finds: "StuckTerminating",
    cause: /a finalizer holds it/,
    runs: [/patch service\/web --type=merge/],
  },
  "a StatefulSet, whose broken pod has to go": {
    objects: [
      ...app({
        kind: "StatefulSet",
        container: { image: "web:1.O" },
        state: waiting("ErrImagePull", NOWHERE),
      }),
      nodeWith({ images: ["docker.io/library/web:1.0"] }),
    ],
    finds: "ImagePullBackOff",
    cause: /web:1.0/,
    runs: ["kubectl set image statefulset/web app=web:1.0", "kubectl delete pod web-a"],
  },
};

fixes("the fix of a rollout, and of the rest", rollouts);
