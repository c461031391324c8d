import {
  app,
  crashed,
  fromSecret,
  http,
  listening,
  log,
  RUNNING,
  service,
  waiting,
  warning,
} from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const host = (value: string, name = "DB_HOST") => ({ env: [{ name, value }] });
const endpoints = (name: string, ready: boolean) => ({
  kind: "EndpointSlice",
  metadata: { name: `${name}-1`, labels: { "kubernetes.io/service-name": name } },
  endpoints: [{ conditions: { ready } }],
});
const db = (replicas = 1) => [
  ...app({
    name: "db",
    ...{ spec: { replicas }, status: { ready: true } },
    ...(replicas === 0 ? { without: "pod" as const } : {}),
  }),
  service("db", 5432, 5432),
  endpoints("db", replicas > 0),
];
const NO_NAME = ['could not translate host name "databse" to address: Name or service not known'];

const dependencies: Record<string, Case> = {
  "a misspelt host in a variable": {
    ...crashed(
      ['psycopg: could not translate host name "bd" to address: Name or service not known'],
      host("bd"),
    ),
    ...{
      objects: [...crashed([], host("bd")).objects, ...db()],
    },
    finds: "CrashLoopBackOff",
    cause: /there is no host bd: Service db was probably meant; the variable DB_HOST names it/,
    runs: ["kubectl set env deployment/web --containers=app DB_HOST=db"],
  },
  "a misspelt host in an address": {
    ...crashed(["getaddrinfo ENOTFOUND databse"]),
    objects: [
      ...crashed([], host("http://databse:5432/x", "DB_URL")).objects,
      ...app({ name: "database", status: { ready: true } }),
      service("database", 5432, 5432),
      endpoints("database", true),
    ],
    finds: "CrashLoopBackOff",
    cause: /Service database was probably meant/,
    runs: ["kubectl set env deployment/web --containers=app DB_URL=http://database:5432/x"],
  },
  "a misspelt host in an address with a password": {
    ...crashed(NO_NAME),
    objects: [
      ...crashed([], host("postgresql://u:secret@databse:5432/x", "DATABASE_URL")).objects,
      ...app({ name: "database", status: { ready: true } }),
      service("database", 5432, 5432),
      endpoints("database", true),
    ],
    finds: "CrashLoopBackOff",
    cause: /Service database was probably meant/,
    runs: [
      /"name":"databse".*"type":"ExternalName","externalName":"database.apps.svc.cluster.local"/,
      "kubectl apply --filename -",
    ],
    note: /another name of database/,
  },
  "a database that is scaled away": {
    ...crashed(
      ['connection to server at "db" (10.0.0.9), port 5432 failed: Connection refused'],
      host("db"),
    ),
    objects: [...crashed([], host("db")).objects, ...db(0)],
    finds: ["CrashLoopBackOff", "ServiceSelectsNothing"],
    cause: /depends on Service db, and deployment\/db is scaled to 0/,
    runs: ["kubectl scale deployment/db --replicas=1"],
  },
  "a database that has no Service": {
    ...crashed(["dial tcp: lookup db: no such host"], host("db")),
    objects: [
      ...crashed([], host("db")).objects,
      ...app({
        name: "db",
        container: { ports: [{ containerPort: 5432 }] },
        status: { ready: true },
      }),
    ],
    finds: "CrashLoopBackOff",
    cause: /there is no Service db, though there is deployment\/db/,
    runs: ["kubectl expose deployment/db --name=db --port=5432"],
  },
  "a port that the Service does not have": {
    ...crashed(["connect to db:5433 failed: connection timed out"]),
    objects: [...crashed([], host("db:5433", "DB_ADDR")).objects, ...db()],
    finds: "CrashLoopBackOff",
    cause: /asks Service db for port 5433; it has 5432/,
    runs: ["kubectl set env deployment/web --containers=app DB_ADDR=db:5432"],
  },
  "a program that looks for its database in its own pod": {
    ...crashed([
      'connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused',
    ]),
    objects: [...crashed([], host("localhost")).objects, ...db()],
    finds: "CrashLoopBackOff",
    cause: /looks for localhost:5432 in its own pod.*Service db has port 5432/,
    runs: ["kubectl set env deployment/web --containers=app DB_HOST=db"],
  },
  "a policy that keeps it from its database": {
    ...crashed(["connect to db:5432: connection timed out"]),
    objects: [
      ...crashed([], host("db")).objects,
      ...db(),
      {
        kind: "NetworkPolicy",
        metadata: { name: "deny" },
        spec: { podSelector: {}, policyTypes: ["Ingress"] },
      },
    ],
    finds: ["CrashLoopBackOff", "NetworkPolicyBlocks"],
    cause: /NetworkPolicy deny lets nothing through between deployment\/web and deployment\/db/,
    runs: [
      /"kind":"NetworkPolicy".*"podSelector":\{"matchLabels":\{"app":"db"\}\}.*"from":\[\{"podSelector":\{"matchLabels":\{"app":"web"\}\}\}\],"ports":\[\{"port":5432\}\]/,
      "kubectl apply --filename -",
    ],
  },
  "a policy that closes the DNS": {
    ...crashed(["getaddrinfo EAI_AGAIN db"]),
    objects: [
      ...crashed([], host("db")).objects,
      ...db(),
      {
        kind: "NetworkPolicy",
        metadata: { name: "out" },
        spec: { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Egress"] },
      },
    ],
    finds: "CrashLoopBackOff",
    cause: /NetworkPolicy out closes the DNS to it/,
    runs: [/"port":53/, "kubectl apply --filename -"],
  },
  "a password that the other side does not know": {
    ...crashed(['password authentication failed for user "todo"']),
    objects: [
      ...crashed([], {
        env: [
          { name: "DB_HOST", value: "db" },
          { name: "DB_PASSWORD", ...fromSecret("web", "password") },
        ],
      }).objects,
      ...app({
        name: "db",
        container: { env: [{ name: "POSTGRES_PASSWORD", ...fromSecret("db", "password") }] },
        status: { ready: true },
      }),
      service("db", 5432, 5432),
      endpoints("db", true),
    ],
    finds: "CrashLoopBackOff",
    cause:
      /DB_PASSWORD comes from secret web \(password\), the other side's POSTGRES_PASSWORD from secret db \(password\)/,
    runs: [/"name":"DB_PASSWORD","valueFrom":\{"secretKeyRef":\{"name":"db","key":"password"\}\}/],
  },
  "an init container that waits for a Service that is not there": {
    objects: [
      ...app({
        pod: {
          initContainers: [
            {
              name: "wait",
              image: "busybox:1",
              command: ["sh", "-c", "until nc -z databse 5432; do sleep 1; done"],
            },
          ],
        },
        phase: {
          phase: "Pending",
          initContainerStatuses: [{ name: "wait", ready: false, restartCount: 0, state: RUNNING }],
          containerStatuses: [
            { name: "app", ready: false, restartCount: 0, state: waiting("PodInitializing") },
          ],
        },
      }),
      ...app({ name: "database", status: { ready: true } }),
      service("database", 5432, 5432),
    ],
    beside: { logs: [{ pod: "web-a", container: "wait", lines: ["nc: bad address 'databse'"] }] },
    finds: "InitContainerFailing",
    cause: /waits for something that does not come.*Service database was probably meant/,
    runs: [/"externalName":"database.apps.svc.cluster.local"/, "kubectl apply --filename -"],
  },
  "a readiness probe that fails as its database is away": {
    objects: [
      ...app({
        container: { ports: [{ containerPort: 8080 }], readinessProbe: http(8080), ...host("db") },
      }),
      warning(
        "Pod/web-a",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
      ),
      ...db(0),
    ],
    beside: { ...log("could not connect to db:5432: connection refused"), ...listening([8080]) },
    finds: ["ReadinessProbeFailing", "ServiceSelectsNothing"],
    cause: /answers 503.*deployment\/db is scaled to 0/,
    runs: ["kubectl scale deployment/db --replicas=1"],
  },
};

fixes("the fix of what an app depends on", dependencies);
