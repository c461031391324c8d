import assert from "node:assert/strict";
import { socketAnswer } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/questions.mjs";
import {
  app,
  crashed,
  http,
  log,
  nodeWith,
  pending,
  RUNNING,
  service,
  warning,
} from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";
import { minutesAgo } from "../support/skillObjects";

const notReady = (message = "HTTP probe failed with statuscode: 503") =>
  warning("Pod/web-a", "Unhealthy", `Readiness probe failed: ${message}`);
const datagrams = { listening: [{ pod: "web-a", open: [8080], local: [], udp: [8125] }] };
const twoPorts = (protocol?: string) => ({
  ports: [
    { name: "stats", containerPort: 8125, ...(protocol ? { protocol } : {}) },
    { name: "http", containerPort: 8080 },
  ],
});
const stats = (targetPort: number | string) =>
  service("web", 8125, targetPort, {
    selector: { app: "web" },
    ports: [
      { name: "stats", port: 8125, targetPort },
      { name: "http", port: 8080, targetPort: 8080 },
    ],
  });
const ok = { status: { ready: true } };

const protocols: Record<string, Case> = {
  "datagrams behind a Service that says TCP, by the port's name": {
    objects: [...app({ container: twoPorts(), ...ok }), stats("stats")],
    beside: datagrams,
    finds: "ServiceWrongPort",
    cause:
      /takes UDP on 8125 \(by its sockets\); containerPort \(8125\), service\/web targetPort \(stats\) are TCP/,
    runs: [
      /patch deployment\/web .*"op":"add","path":"\/spec\/template\/spec\/containers\/0\/ports\/0\/protocol","value":"UDP"/,
      /patch service web .*"op":"add","path":"\/spec\/ports\/0\/protocol","value":"UDP"/,
    ],
  },
  "datagrams behind a Service that says TCP, by the port's number": {
    objects: [...app({ container: twoPorts("UDP"), ...ok }), stats(8125)],
    beside: datagrams,
    finds: "ServiceWrongPort",
    cause: /takes UDP on 8125/,
    runs: [/patch service web .*"\/spec\/ports\/0\/protocol","value":"UDP"/],
  },
};

const names: Record<string, Case> = {
  "a Service that is looked for in another namespace, named by a ConfigMap": {
    objects: [
      ...app({
        container: { envFrom: [{ configMapRef: { name: "settings" } }], readinessProbe: http(80) },
      }),
      service("store", 6379, 6379),
      notReady(),
    ],
    beside: log("ERROR store store.default.svc.cluster.local:6379: Name or service not known"),
    finds: ["ReadinessProbeFailing", "ServiceSelectsNothing"],
    cause: /there is no host store\.default\.svc\.cluster\.local: Service store was probably meant/,
    runs: [
      "kubectl get configmap settings --output=json",
      "kubectl replace --filename -",
      /rollout restart deployment\/web/,
    ],
    note: /if it stands elsewhere, nothing changes/,
  },
  "a Service's name on the node's network": {
    objects: [
      ...app({ pod: { hostNetwork: true }, container: { readinessProbe: http(80) } }),
      notReady(),
    ],
    beside: log("ERROR http://store.apps.svc.cluster.local/: Name or service not known"),
    finds: "ReadinessProbeFailing",
    cause: /asks the node's name servers, which know no Service/,
    runs: [/patch deployment\/web .*"dnsPolicy":"ClusterFirstWithHostNet"/],
  },
  "members of a StatefulSet that are ready only together": {
    objects: [
      ...app({
        kind: "StatefulSet",
        container: { readinessProbe: http(80) },
        spec: { replicas: 3, serviceName: "web" },
      }),
      service("web", 80, 80),
      service("web-peers", 80, 80, { selector: { app: "web" }, clusterIP: "None" }),
      notReady(),
    ],
    beside: log("no quorum: web-1.web-peers.apps.svc.cluster.local: Name or service not known"),
    finds: "ReadinessProbeFailing",
    cause:
      /serviceName, so no member is known in web-peers; .*publishNotReadyAddresses.*one after the other/,
    runs: [
      /patch service web-peers .*"publishNotReadyAddresses":true/,
      "kubectl get statefulset/web --output=json",
      /patch --local .*"serviceName":"web-peers","podManagementPolicy":"Parallel"/,
      "kubectl replace --force --filename -",
    ],
    note: /its claims and their data stay/,
  },
  "members of a StatefulSet whose claims would go with it": {
    objects: [
      ...app({
        kind: "StatefulSet",
        container: { readinessProbe: http(80) },
        spec: {
          replicas: 3,
          serviceName: "web",
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" },
        },
      }),
      service("web", 80, 80),
      service("web-peers", 80, 80, { selector: { app: "web" }, clusterIP: "None" }),
      notReady(),
    ],
    beside: log("no quorum: web-1.web-peers.apps.svc.cluster.local: Name or service not known"),
    finds: "ReadinessProbeFailing",
    cause: /serviceName/,
    runs: [],
    note: /its claims are deleted with it/,
  },
};

const variables: Record<string, Case> = {
  "a variable that asks for one after it": {
    ...crashed(['could not translate host name "$(DB_HOST)" to address'], {
      env: [
        { name: "DATABASE_URL", value: "postgresql://$(DB_HOST)/shop" },
        { name: "DB_HOST", value: "db" },
      ],
    }),
    finds: "CrashLoopBackOff",
    cause: /DATABASE_URL asks for \$\(DB_HOST\), which stands after it/,
    runs: [
      /"op":"move","from":"\/spec\/template\/spec\/containers\/0\/env\/0","path":"\/spec\/template\/spec\/containers\/0\/env\/-"/,
    ],
  },
  "a variable that Kubernetes sets for a Service": {
    objects: [
      ...(crashed([]).objects as object[]),
      service("cache", 6379, 6379, { selector: { app: "web" }, clusterIP: "10.96.0.9" }),
    ],
    beside: log("ValueError: invalid literal for int() with base 10: 'tcp://10.96.0.9:6379'"),
    finds: "CrashLoopBackOff",
    cause: /Kubernetes itself sets CACHE_PORT=tcp:\/\/10\.96\.0\.9:6379, for Service cache/,
    runs: [/patch deployment\/web .*"enableServiceLinks":false/],
    note: /CACHE_PORT=6379/,
  },
};

const hook = { lifecycle: { postStart: { exec: { command: ["sh", "-c", "curl x"] } } } };
const others: Record<string, Case> = {
  "a postStart hook that fails": {
    objects: [
      ...app({
        container: { ...hook, resources: { limits: { memory: "64Mi" } } },
        state: { waiting: { reason: "CrashLoopBackOff" } },
        status: {
          restartCount: 3,
          lastState: { terminated: { exitCode: 137, reason: "Error", finishedAt: minutesAgo(1) } },
        },
      }),
      warning("Pod/web-a", "FailedPostStartHook", "PostStartHook failed"),
    ],
    beside: log("sh: 1: curl: not found"),
    finds: "CrashLoopBackOff",
    cause: /its postStart hook fails.*names curl, which the image does not have/,
    runs: [],
    note: /do not take it out/,
  },
  "a right that is missing, told in escaped JSON": {
    ...crashed(
      [
        String.raw`403: {"message":"jobs.batch \"m\" is forbidden: User \"system:serviceaccount:apps:web\" cannot get resource \"jobs\" in API group \"batch\" in the namespace \"apps\""}`,
      ],
      {},
      { pod: { serviceAccountName: "web" } },
    ),
    finds: "CrashLoopBackOff",
    cause: /ServiceAccount web may not get jobs\.batch/,
    runs: [
      /create role web-get-jobs .*--resource=jobs\.batch/,
      /create rolebinding/,
      /rollout restart/,
    ],
  },
  "a group that the volume's driver ignores": {
    ...crashed(
      ["touch: /data/x: Permission denied"],
      { volumeMounts: [{ name: "data", mountPath: "/data" }] },
      {
        pod: {
          securityContext: { runAsUser: 70, fsGroup: 70 },
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        },
      },
    ),
    finds: "CrashLoopBackOff",
    cause: /may not write to the volume/,
    runs: [],
    note: /fsGroup is 70 already/,
  },
  "a volume where PostgreSQL 18 does not want it": {
    ...crashed(
      ["Error: in 18+, these Docker images are configured to store database data in a"],
      { volumeMounts: [{ name: "data", mountPath: "/var/lib/postgresql/data" }] },
      { pod: { volumes: [{ name: "data", emptyDir: {} }] } },
    ),
    finds: "CrashLoopBackOff",
    cause: /PostgreSQL 18/,
    runs: [/volumeMounts\/0\/mountPath","value":"\/var\/lib\/postgresql"/],
  },
  "a spread over a label that no node has": {
    objects: [
      ...app({
        pod: {
          topologySpreadConstraints: [
            { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
          ],
        },
        phase: pending(
          "0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label).",
        ),
      }),
      nodeWith({ labels: { "kubernetes.io/hostname": "n1" } }),
    ],
    finds: "Unschedulable",
    cause: /spread over topology\.kubernetes\.io\/zone, a label that no node carries/,
    runs: [/topologySpreadConstraints\/0\/whenUnsatisfiable","value":"ScheduleAnyway"/],
  },
  "a DaemonSet that fits no node by a slip": {
    objects: [
      daemonSet({ "kubernetes.io/os": "Linux" }),
      nodeWith({ labels: { "kubernetes.io/os": "linux" } }),
    ],
    finds: "Unschedulable",
    cause: /no node carries kubernetes\.io\/os=Linux.*kubernetes\.io\/os=linux is there/,
    runs: [/patch daemonset\/agent .*"nodeSelector":\{"kubernetes.io\/os":"linux"\}/],
  },
  "a Service that takes in another part of the app": {
    objects: [
      ...part("web", ok),
      ...part("batch", ok),
      {
        ...service("shop", 80, 8080),
        spec: { selector: { app: "shop" }, ports: [{ port: 80, targetPort: 8080 }] },
      },
      {
        ...service("shop-batch", 80, 8080),
        spec: { selector: { app: "shop", tier: "batch" }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    ],
    finds: "ServiceTooWide",
    cause: /sends a part of its traffic to deployment\/batch, which has a Service of its own/,
    runs: ["kubectl set selector service shop app=shop,tier=web"],
  },
  "a probe's command that fails, of a program that says why": {
    objects: [
      ...app({ container: { readinessProbe: { exec: { command: ["check"] } } } }),
      notReady(""),
    ],
    beside: log("payroll: token not accepted: 401: wrong audience"),
    finds: "ReadinessProbeFailing",
    cause: /its last words: payroll: token not accepted/,
    runs: [],
  },
  "a Job that a second container keeps from ending": {
    objects: hanging(),
    finds: "JobNotEnding",
    cause:
      /shipper goes on: it never ends, and with concurrencyPolicy Forbid cronjob\/build starts no other/,
    runs: [
      /patch cronjob\/build .*"op":"move","from":"[^"]*\/containers\/1","path":"[^"]*\/initContainers\/0".*restartPolicy","value":"Always"/,
      "kubectl delete job/build-1",
    ],
  },
  "a token for another audience": {
    objects: [
      ...app({
        container: {
          readinessProbe: { exec: { command: ["check"] } },
          volumeMounts: [{ name: "token", mountPath: "/token" }],
        },
        pod: {
          volumes: [
            {
              name: "token",
              projected: { sources: [{ serviceAccountToken: { path: "t", audience: "keys" } }] },
            },
          ],
        },
      }),
      notReady(""),
    ],
    beside: log(
      String.raw`401: [invalid bearer token, token audiences [\"keys\"] is invalid for the target audiences [\"keys.apps\"]]`,
    ),
    finds: "ReadinessProbeFailing",
    cause: /its token is for keys, and keys\.apps is wanted/,
    runs: [
      /volumes\/0\/projected\/sources\/0\/serviceAccountToken\/audience","value":"keys\.apps"/,
    ],
  },
  "another name of a Service, with a port of its own": {
    objects: [
      ...app(ok),
      service("web", 8080, 8080),
      {
        ...{ kind: "Service", metadata: { name: "metrics" } },
        spec: {
          type: "ExternalName",
          externalName: "web.apps.svc.cluster.local",
          ports: [{ port: 80, targetPort: 8080 }],
        },
      },
    ],
    finds: "ServiceWrongPort",
    cause: /its ports do nothing, and Service web has 8080, not 80/,
    runs: [
      /patch service metrics .*"type":"ClusterIP","externalName":null,"selector":\{"app":"web"\}/,
    ],
  },
  "a right that another namespace's account is missing": {
    ...crashed([
      'configmaps is forbidden: User "system:serviceaccount:other:admin" cannot list resource "configmaps" in API group "" in the namespace "apps"',
    ]),
    finds: "CrashLoopBackOff",
    cause: /it is of namespace other, and no workload here has it/,
    runs: [],
  },
  "a Job that was given too little time": {
    objects: [
      {
        ...{ kind: "Job", metadata: { name: "migrate" } },
        spec: {
          activeDeadlineSeconds: 20,
          template: { spec: { containers: [{ name: "app", image: "web:1" }] } },
        },
        status: {
          conditions: [
            { type: "Failed", status: "True", reason: "DeadlineExceeded", message: "too long" },
          ],
        },
      },
    ],
    finds: "JobFailed",
    cause: /longer than its activeDeadlineSeconds/,
    runs: [
      "kubectl get job/migrate --output=json",
      /patch --local .*"activeDeadlineSeconds":300/,
      "kubectl replace --force --filename -",
    ],
    note: /300 s is a guess.*begins anew/,
  },
};

function daemonSet(nodeSelector: object): object {
  return {
    ...{ kind: "DaemonSet", metadata: { name: "agent" }, status: { desiredNumberScheduled: 0 } },
    spec: { template: { spec: { nodeSelector, containers: [{ name: "app", image: "web:1" }] } } },
  };
}

/** A part of the app `shop`, with its pod. */
function part(tier: string, parts: object): object[] {
  const labels = { app: "shop", tier };
  return app({ name: tier, ...parts }).map((object) => {
    const { metadata, spec, ...rest } = object as {
      metadata: object;
      spec: { template?: object };
    };
    return spec.template
      ? {
          ...rest,
          metadata,
          spec: { ...spec, template: { ...spec.template, metadata: { labels } } },
        }
      : { ...rest, metadata: { ...metadata, labels }, spec };
  });
}

function hanging(): object[] {
  const containers = [
    { name: "builder", image: "web:1" },
    { name: "shipper", image: "web:1" },
  ];
  const owner = (kind: string, name: string) => ({
    ownerReferences: [{ kind, name, controller: true }],
  });
  const done = { exitCode: 0, reason: "Completed", finishedAt: minutesAgo(3) };
  return [
    {
      ...{ kind: "CronJob", metadata: { name: "build" } },
      spec: { jobTemplate: { spec: { template: { spec: { containers } } } } },
    },
    {
      ...{ kind: "Job", metadata: { name: "build-1", ...owner("CronJob", "build") } },
      spec: { template: { spec: { containers } } },
    },
    {
      kind: "Pod",
      metadata: { name: "build-1-a", creationTimestamp: minutesAgo(4), ...owner("Job", "build-1") },
      spec: { nodeName: "n1", containers },
      status: {
        phase: "Running",
        containerStatuses: [
          { name: "builder", ready: false, restartCount: 0, state: { terminated: done } },
          { name: "shipper", ready: true, restartCount: 0, state: RUNNING },
        ],
      },
    },
  ];
}

fixes("Commands for protocols", protocols);
fixes("Commands for names that are not found", names);
fixes("Commands for variables", variables);
fixes("Commands for what hides behind other faults", others);

describe("Sockets", function () {
  it("of UDP are told apart from connections of TCP", () => {
    const stdout = `  sl  local_address rem_address   st
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000
   1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000
  sl  local_address rem_address   st
   9: 00000000:1FBD 00000000:0000 07 00000000:00000000
  10: 0500F40A:D431 0A00600A:0035 07 00000000:00000000`;
    assert.deepEqual(socketAnswer("web-a", { stdout, stderr: "" }), {
      ...{ pod: "web-a", open: [8080], local: [], udp: [8125] },
    });
  });
});
