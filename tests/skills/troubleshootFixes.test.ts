import {
  app,
  BACK_OFF,
  ended,
  killing,
  log,
  nodeWith,
  pending,
  RUNNING,
  service,
  waiting,
  warning,
} from "../support/brokenApps";
import { Case, fits } from "../support/fixCases";
import { minutesAgo } from "../support/skillObjects";

// Images

const pull = (image: string, message: string, nodes: string[], more: object = {}): object[] => [
  ...app({ container: { image, ...more }, state: waiting("ImagePullBackOff", "Back-off") }),
  warning("Pod/web-a", "Failed", `Failed to pull image "${image}": ${message}`),
  nodeWith({ images: nodes }),
];
const NOWHERE = "failed to resolve reference: not found";
const REFUSED = "pull access denied, repository does not exist or may require authorization";
const NO_NETWORK = "dial tcp: lookup registry: no such host";

const images: Record<string, Case> = {
  "a misspelt tag of an image that the node has": {
    objects: pull("web:1.0-slm", NOWHERE, [
      "docker.io/library/web:1.0-slim",
      "docker.io/library/db:9",
    ]),
    finds: "ImagePullBackOff",
    cause: /no such image or tag.*the nodes have web:1.0-slim: the tag is another/,
    runs: ["kubectl set image deployment/web app=web:1.0-slim"],
    note: /if web:1.0-slm was meant, it has to be built and loaded: docker build .*kind load/,
  },
  "a misspelt tag, and a registry that nobody reaches": {
    objects: pull("web:1.0-slm", NO_NETWORK, ["docker.io/library/web:1.0-slim"]),
    finds: "ImagePullBackOff",
    cause: /cannot reach the registry.*the nodes have web:1.0-slim/,
    runs: ["kubectl set image deployment/web app=web:1.0-slim"],
  },
  "a misspelt tag of several": {
    objects: pull("registry.example/shop/web:2.1.O", NOWHERE, [
      "registry.example/shop/web:2.1.0",
      "registry.example/shop/web:1.7.4",
    ]),
    finds: "ImagePullBackOff",
    cause: /the tag is another/,
    runs: ["kubectl set image deployment/web app=registry.example/shop/web:2.1.0"],
  },
  "a misspelt name": {
    objects: pull("wbe:1", REFUSED, ["docker.io/library/web:1", "docker.io/library/redis:8"]),
    finds: "ImagePullBackOff",
    cause: /the nodes have web:1: the name is probably misspelt/,
    runs: ["kubectl set image deployment/web app=web:1"],
  },
  "a misspelt name with the right one under imagePullPolicy Always": {
    objects: pull("wbe:1", REFUSED, ["docker.io/library/web:1"], { imagePullPolicy: "Always" }),
    finds: "ImagePullBackOff",
    cause: /the nodes have web:1/,
    runs: [/patch deployment\/web .*"image":"web:1","imagePullPolicy":"IfNotPresent"/],
  },
  "a misspelt name of Docker Hub's": {
    objects: pull("ngnix:1.29", REFUSED, []),
    finds: "ImagePullBackOff",
    cause: /nginx:1.29 exists at Docker Hub/,
    runs: ["kubectl set image deployment/web app=nginx:1.29"],
  },
  "a forgotten registry": {
    objects: pull("web:1", REFUSED, ["registry.example/shop/web:1"]),
    finds: "ImagePullBackOff",
    cause: /the nodes have registry.example\/shop\/web:1/,
    runs: ["kubectl set image deployment/web app=registry.example/shop/web:1"],
  },
  "an image of one's own that is nowhere": {
    objects: pull("todo-api:dev", REFUSED, ["docker.io/library/redis:8"]),
    finds: "ImagePullBackOff",
    cause: /no node has it: an image of your own has to be built/,
    runs: [
      "docker build --tag todo-api:dev <FOLDER>",
      "kind load docker-image todo-api:dev --name dev",
    ],
    note: /put the folder of its Dockerfile for <FOLDER>/,
  },
  "an image that is there, and asked for each time": {
    objects: pull("web:1", REFUSED, ["docker.io/library/web:1"], { imagePullPolicy: "Always" }),
    finds: "ImagePullBackOff",
    cause: /the node has the image, but imagePullPolicy Always/,
    runs: [/"imagePullPolicy":"IfNotPresent"/],
  },
  "an image that only another node has": {
    objects: [
      ...pull("web:1", REFUSED, []),
      {
        ...nodeWith({ images: ["docker.io/library/web:1"] }),
        metadata: { name: "n2", labels: {} },
      },
    ],
    finds: "ImagePullBackOff",
    cause: /node n1 does not have the image; n2 has it/,
    runs: ["kind load docker-image web:1 --name dev"],
  },
  "imagePullPolicy Never, and a tag that is nearly there": {
    objects: [
      ...app({
        container: { image: "web:V1", imagePullPolicy: "Never" },
        state: waiting("ErrImageNeverPull", "not present with pull policy of Never"),
      }),
      nodeWith({ images: ["docker.io/library/web:v1"] }),
    ],
    finds: "ImagePullBackOff",
    cause: /imagePullPolicy Never forbids fetching it; the nodes have web:v1/,
    runs: ["kubectl set image deployment/web app=web:v1"],
  },
  "a private image, without a login": {
    objects: pull("registry.example/shop/web:1", "401 Unauthorized", []),
    finds: "ImagePullBackOff",
    cause:
      /private, or does not exist there; which of the two only its owner can tell; the pod names no imagePullSecrets/,
    runs: [
      "kubectl create secret docker-registry registry-login --docker-server=registry.example --docker-username=<USER> --docker-password=<TOKEN>",
      /patch deployment\/web .*"imagePullSecrets":\[\{"name":"registry-login"\}\]/,
    ],
    note: /a user and a token.*if the name is wrong instead/,
  },
  "a digest that the registry does not have": {
    objects: pull(`registry.example/web@sha256:${"0".repeat(64)}`, NOWHERE, []),
    finds: "ImagePullBackOff",
    cause: /no image with that digest/,
    runs: ["kubectl set image deployment/web app=<IMAGE:TAG>"],
    note: /put a name that exists for <IMAGE:TAG>/,
  },
  "a digest of an image of which the node has a tag": {
    objects: pull(`registry.example/web@sha256:${"0".repeat(64)}`, NOWHERE, [
      "registry.example/web:1",
    ]),
    finds: "ImagePullBackOff",
    cause: /the nodes have registry.example\/web:1: the digest is another/,
    runs: ["kubectl set image deployment/web app=registry.example/web:1"],
  },
  "an image for another architecture": {
    objects: pull("web:1", "no match for platform in manifest: not found", []),
    finds: "ImagePullBackOff",
    cause: /not for this node's CPU architecture \(linux\/arm64\)/,
    runs: ["docker build --platform linux/arm64 --tag web:1 <FOLDER>", /^kind load/],
  },
  "an image of a Job": {
    objects: [
      ...app({
        kind: "Job",
        container: { image: "web:1.O" },
        state: waiting("ErrImagePull", NOWHERE),
      }),
      nodeWith({ images: ["docker.io/library/web:1.0"] }),
    ],
    finds: "ImagePullBackOff",
    cause: /the nodes have web:1.0/,
    runs: [
      "kubectl get job/web --output=json",
      /^kubectl patch --local .*"image":"web:1.0"/,
      "kubectl replace --force --filename -",
    ],
  },
  "an image of a CronJob": {
    objects: [
      ...app({
        kind: "CronJob",
        container: { image: "web:1.O" },
        state: waiting("ErrImagePull", NOWHERE),
      }),
      nodeWith({ images: ["docker.io/library/web:1.0"] }),
    ],
    finds: "ImagePullBackOff",
    cause: /the nodes have web:1.0/,
    runs: [
      /patch cronjob\/web .*"jobTemplate".*"image":"web:1.0"/,
      /^kubectl create job web-\d+ --from=cronjob\/web$/,
    ],
  },
};

// Ports

const http = (port: number | string, more: object = {}) => ({
  httpGet: { path: "/", port },
  ...more,
});
const refused = (port: number, probe = "Readiness") =>
  warning(
    "Pod/web-a",
    "Unhealthy",
    `${probe} probe failed: dial tcp 10.0.0.7:${port}: connect: connection refused`,
  );
const listening = (open: number[], local: number[] = []) => ({
  listening: [{ pod: "web-a", open, local }],
});
const unseen = {
  listening: [{ pod: "web-a", refused: "its image has no program that could look" }],
};
const ports = (port: number) => ({
  ports: [{ name: "http", containerPort: port }],
  readinessProbe: http(port),
});

const wrongPorts: Record<string, Case> = {
  "one wrong port in three places": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: listening([3000]),
    finds: "ReadinessProbeFailing",
    cause:
      /listens on 3000 \(by its sockets\); containerPort \(8080\), readinessProbe \(8080\), service\/web targetPort \(8080\) name another/,
    runs: [
      /patch deployment\/web .*"\/spec\/template\/spec\/containers\/0\/ports\/0\/containerPort","value":3000.*readinessProbe\/httpGet\/port","value":3000/,
      /patch service web .*"\/spec\/ports\/0\/targetPort","value":3000/,
    ],
  },
  "one wrong port, asked for by its name": {
    objects: [
      ...app({
        container: { ...ports(8080), readinessProbe: http("http"), livenessProbe: http("http") },
      }),
      service("web", 80, "http"),
      refused(8080),
    ],
    beside: listening([3000]),
    finds: "ReadinessProbeFailing",
    cause: /readinessProbe \(http\)/,
    runs: [
      /containerPort","value":3000.*livenessProbe.*3000.*readinessProbe|containerPort","value":3000.*readinessProbe.*livenessProbe/,
      /patch service web/,
    ],
  },
  "a wrong port that only the log tells": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: {
      ...unseen,
      ...log("INFO: Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)"),
    },
    finds: "ReadinessProbeFailing",
    cause: /listens on 8000 \(by its log\)/,
    runs: [/value":8000/, /patch service web .*8000/],
  },
  "a variable that alone has another port": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "PORT", value: "9090" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([9090]),
    finds: "ReadinessProbeFailing",
    cause: /listens on 9090 .* as variable PORT has it; .* ask for 8080/,
    runs: ["kubectl set env deployment/web --containers=app PORT=8080"],
  },
  "a word of the command that alone has another port": {
    objects: [
      ...app({ container: { ...ports(8080), args: ["serve", "--port", "9090"] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([9090]),
    finds: "ReadinessProbeFailing",
    cause: /as the command's 9090 has it/,
    runs: [/"\/spec\/template\/spec\/containers\/0\/args\/2","value":"8080"/],
  },
  "a port that is told and cannot be seen": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "PORT", value: "3000" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: unseen,
    finds: "ReadinessProbeFailing",
    cause: /nothing listens on port 8080; the program is told to use 3000/,
    runs: [/containerPort","value":3000.*readinessProbe.*3000/, /patch service web .*3000/],
  },
  "a port that nothing tells": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: unseen,
    finds: "ReadinessProbeFailing",
    cause: /which port it listens on is not known \(its image has no program that could look\)/,
    runs: [/containerPort","value":"<PORT>".*readinessProbe.*<PORT>/, /patch service web .*<PORT>/],
    note: /every place that has the wrong one is in the command/,
  },
  "a Service and containerPort that are wrong together, without a probe": {
    objects: [
      ...app({ container: { ports: [{ containerPort: 8080 }] }, status: { ready: true } }),
      service("web", 80, 8080),
    ],
    beside: listening([5000]),
    finds: "ServiceWrongPort",
    cause: /listens on 5000/,
    runs: [/containerPort","value":5000/, /patch service web .*5000/],
  },
  "a targetPort whose name no container has": {
    objects: [
      ...app({
        container: { ports: [{ name: "web", containerPort: 8080 }] },
        status: { ready: true },
      }),
      service("web", 80, "http"),
    ],
    beside: listening([8080]),
    finds: "ServiceWrongPort",
    cause: /listens on 8080 .*targetPort \(http\)/,
    runs: [/patch service web .*"value":8080/],
  },
  "two Services that lead to a wrong port": {
    objects: [
      ...app({ container: { ports: [{ containerPort: 8080 }] }, status: { ready: true } }),
      service("web", 80, 80),
      service("api", 80, 81, { selector: { app: "web" } }),
    ],
    beside: listening([8080]),
    finds: "ServiceWrongPort",
    cause: /service\/web targetPort \(80\), service\/api targetPort \(81\)/,
    runs: [/patch service web .*8080/, /patch service api .*8080/],
  },
  "a program that listens for its own pod only": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "HOST", value: "127.0.0.1" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([], [8080]),
    finds: "ReadinessProbeFailing",
    cause: /listens on 127.0.0.1:8080 only/,
    runs: ["kubectl set env deployment/web --containers=app HOST=0.0.0.0"],
  },
  "a program that listens for its own pod only, by a setting that is not seen": {
    objects: [...app({ container: ports(8080) }), refused(8080)],
    beside: listening([], [8080]),
    finds: "ReadinessProbeFailing",
    cause: /nothing outside of its pod reaches it/,
    runs: [],
    note: /it has to be 0.0.0.0/,
  },
  "a program that has not opened a port": {
    objects: [...app({ container: ports(8080) }), refused(8080)],
    beside: listening([]),
    finds: "ReadinessProbeFailing",
    cause: /nothing listens on port 8080, or any other/,
    runs: [],
    note: /no probe is wrong/,
  },
};

// Memory

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

// Settings

const crashed = (lines: string[], container: object = {}, more: object = {}) => ({
  objects: app({ container, state: BACK_OFF, status: ended(1), ...more }),
  beside: log(...lines),
});
const unconfigured = (message: string, container: object) =>
  app({ container, state: waiting("CreateContainerConfigError", message) });
const fromSecret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
const fromMap = (name: string, key: string) => ({ valueFrom: { configMapKeyRef: { name, key } } });

const settings: Record<string, Case> = {
  "a missing variable of Python's": {
    ...crashed(["Traceback", "KeyError: 'LOG_LEVEL'"]),
    finds: "CrashLoopBackOff",
    cause: /its environment lacks LOG_LEVEL/,
    runs: ["kubectl set env deployment/web --containers=app LOG_LEVEL=<VALUE>"],
    note: /put the value for <VALUE>.*a restart alone changes nothing/,
  },
  "several missing variables": {
    ...crashed(["Error: missing required environment variables: REGION, BUCKET_NAME"]),
    finds: "CrashLoopBackOff",
    cause: /lacks REGION, BUCKET_NAME/,
    runs: ["kubectl set env deployment/web --containers=app REGION=<VALUE> BUCKET_NAME=<VALUE>"],
    note: /each <VALUE>/,
  },
  "a missing variable of a shell's": {
    ...crashed(["sh: 1: GREETING: parameter not set"]),
    finds: "CrashLoopBackOff",
    cause: /lacks GREETING/,
    runs: [/GREETING=<VALUE>/],
  },
  "a missing field of pydantic's": {
    ...crashed([
      "pydantic_core.ValidationError: 1 validation error for Settings",
      "region",
      "  Field required [type=missing]",
    ]),
    finds: "CrashLoopBackOff",
    cause: /lacks REGION/,
    runs: [/REGION=<VALUE>/],
  },
  "a missing variable that is a secret": {
    ...crashed(["RuntimeError: API_TOKEN must be set"]),
    finds: "CrashLoopBackOff",
    cause: /lacks API_TOKEN/,
    runs: [
      "kubectl create secret generic web-settings --from-literal=API_TOKEN=<VALUE>",
      /patch deployment\/web .*"name":"API_TOKEN","valueFrom":\{"secretKeyRef":\{"name":"web-settings","key":"API_TOKEN"/,
    ],
  },
  "a missing variable that is there, misspelt": {
    ...crashed(["LOG_LEVEL is not set"], {
      env: [
        { name: "OTHER", value: "1" },
        { name: "LOG_LEVLE", value: "info" },
      ],
    }),
    finds: "CrashLoopBackOff",
    cause: /LOG_LEVLE is set, which is probably it, misspelt/,
    runs: [
      /"test","path":"\/spec\/template\/spec\/containers\/0\/env\/1\/name","value":"LOG_LEVLE".*"value":"LOG_LEVEL"/,
    ],
  },
  "a missing variable that a ConfigMap has": {
    ...crashed(["LOG_LEVEL is not set"]),
    beside: {
      ...log("LOG_LEVEL is not set"),
      sources: [{ kind: "configmap", name: "web-config", keys: ["LOG_LEVEL"] }],
    },
    finds: "CrashLoopBackOff",
    cause: /configmap web-config has a key of that name/,
    runs: [/"configMapKeyRef":\{"name":"web-config","key":"LOG_LEVEL"\}/],
  },
  "a Secret that does not exist": {
    objects: unconfigured('secret "web-keys" not found', {
      env: [
        { name: "A", ...fromSecret("web-keys", "A") },
        { name: "B", ...fromSecret("web-keys", "b") },
      ],
    }),
    beside: { sources: [{ kind: "secret", name: "database" }] },
    finds: "CreateContainerConfigError",
    cause: /a Secret that does not exist in this namespace: web-keys, of which it takes A, b/,
    runs: [
      "kubectl create secret generic web-keys --from-literal=A=<VALUE> --from-literal=b=<VALUE>",
    ],
    note: /value of each key for <VALUE>/,
  },
  "a misspelt Secret": {
    objects: unconfigured('secret "web-kyes" not found', {
      env: [
        { name: "A", ...fromSecret("web-kyes", "A") },
        { name: "B", ...fromSecret("web-kyes", "B") },
      ],
    }),
    beside: { sources: [{ kind: "secret", name: "web-keys", keys: ["A", "B"] }] },
    finds: "CreateContainerConfigError",
    cause: /web-keys was probably meant/,
    runs: [
      /env\/0\/valueFrom\/secretKeyRef\/name","value":"web-keys".*env\/1\/valueFrom\/secretKeyRef\/name","value":"web-keys"/,
    ],
  },
  "a misspelt ConfigMap in envFrom": {
    objects: unconfigured('configmap "web-conifg" not found', {
      envFrom: [{ configMapRef: { name: "web-conifg" } }],
    }),
    beside: { sources: [{ kind: "configmap", name: "web-config", keys: [] }] },
    finds: "CreateContainerConfigError",
    cause: /web-config was probably meant/,
    runs: [/envFrom\/0\/configMapRef\/name","value":"web-config"/],
  },
  "a missing key": {
    objects: unconfigured("couldn't find key LEVEL in ConfigMap apps/web", {
      env: [{ name: "LEVEL", ...fromMap("web", "LEVEL") }],
    }),
    beside: { sources: [{ kind: "configmap", name: "web", keys: ["OTHER"] }] },
    finds: "CreateContainerConfigError",
    cause: /ConfigMap web exists, but has no key LEVEL \(it has OTHER\)/,
    runs: ['kubectl patch configmap web --patch {"data":{"LEVEL":"<VALUE>"}}'],
  },
  "a misspelt key": {
    objects: unconfigured("couldn't find key pasword in Secret apps/db", {
      env: [{ name: "DB_PASSWORD", ...fromSecret("db", "pasword") }],
    }),
    beside: { sources: [{ kind: "secret", name: "db", keys: ["password", "user"] }] },
    finds: "CreateContainerConfigError",
    cause: /its key password was probably meant/,
    runs: [/secretKeyRef\/key","value":"password"/],
  },
  "a Secret and a ConfigMap that are both missing": {
    objects: unconfigured('secret "keys" not found', {
      env: [
        { name: "A", ...fromSecret("keys", "A") },
        { name: "L", ...fromMap("levels", "L") },
      ],
    }),
    beside: { sources: [] },
    finds: "CreateContainerConfigError",
    cause: /Secret that does not exist.*ConfigMap that does not exist/,
    runs: [
      /create secret generic keys --from-literal=A=/,
      /create configmap levels --from-literal=L=/,
    ],
  },
  "a mounted ConfigMap that is misspelt": {
    objects: [
      ...app({
        pod: { volumes: [{ name: "files", configMap: { name: "web-file" } }] },
        state: waiting("ContainerCreating"),
      }),
      warning(
        "Pod/web-a",
        "FailedMount",
        'MountVolume.SetUp failed for volume "files" : configmap "web-file" not found',
      ),
    ],
    beside: { sources: [{ kind: "configmap", name: "web-files", keys: ["a"] }] },
    finds: "MountFailed",
    cause: /web-files was probably meant/,
    runs: [/"\/spec\/template\/spec\/volumes\/0\/configMap\/name","value":"web-files"/],
  },
};

// What it depends on

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

// Rights

const rights: Record<string, Case> = {
  "a read-only root": {
    ...crashed(["OSError: [Errno 30] Read-only file system: '/var/lib/web/cache'"], {
      securityContext: { readOnlyRootFilesystem: true },
    }),
    finds: "CrashLoopBackOff",
    cause: /writes to \/var\/lib\/web\/cache, and its root is read-only/,
    runs: [/"mountPath":"\/var\/lib\/web"\},\{[^}]*"mountPath":"\/tmp"\}.*"emptyDir":\{\}/],
    note: /may write elsewhere, too/,
  },
  "a read-only root under nginx": {
    ...crashed(
      ['nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)'],
      { securityContext: { readOnlyRootFilesystem: true } },
    ),
    finds: "CrashLoopBackOff",
    cause: /read-only/,
    runs: [/\/var\/cache\/nginx".*"\/var\/run".*"\/tmp"/],
  },
  "a read-only root, and files beside the program": {
    ...crashed(["OSError: [Errno 30] Read-only file system: '/app/state.db'"], {
      securityContext: { readOnlyRootFilesystem: true },
    }),
    finds: "CrashLoopBackOff",
    cause: /beside its own files/,
    runs: [/"readOnlyRootFilesystem":false/],
    note: /a volume there would hide the program/,
  },
  "a volume that is mounted read-only": {
    ...crashed(
      ["touch: /data/x: Read-only file system"],
      { volumeMounts: [{ name: "data", mountPath: "/data", readOnly: true }] },
      { pod: { volumes: [{ name: "data", emptyDir: {} }] } },
    ),
    finds: "CrashLoopBackOff",
    cause: /the volume data is mounted read-only there/,
    runs: [/"mountPath":"\/data","name":"data","readOnly":false/],
  },
  "a low port without root": {
    ...crashed(["bind() to 0.0.0.0:80 failed (13: Permission denied)"], {
      ports: [{ containerPort: 80 }],
    }),
    finds: "CrashLoopBackOff",
    cause: /only root may open port 80/,
    runs: [/"name":"net.ipv4.ip_unprivileged_port_start","value":"0"/],
  },
  "a low port without root, in Python's words": {
    ...crashed(
      [
        "    self.socket.bind(self.server_address)",
        "PermissionError: [Errno 13] Permission denied",
      ],
      { ports: [{ containerPort: 80 }] },
    ),
    finds: "CrashLoopBackOff",
    cause: /only root may open port 80/,
    runs: [/ip_unprivileged_port_start/],
  },
  "a volume of another user": {
    ...crashed(
      ["PermissionError: [Errno 13] Permission denied: '/data/db.sqlite'"],
      { volumeMounts: [{ name: "data", mountPath: "/data" }] },
      { pod: { securityContext: { runAsUser: 1500 }, volumes: [{ name: "data", emptyDir: {} }] } },
    ),
    finds: "CrashLoopBackOff",
    cause: /user 1500 may not write to the volume at \/data/,
    runs: [/"fsGroup":1500/],
  },
  "a folder of another user": {
    ...crashed(
      ["mkdir: cannot create directory '/var/lib/web': Permission denied"],
      {},
      { pod: { securityContext: { runAsUser: 1500 } } },
    ),
    finds: "CrashLoopBackOff",
    cause: /user 1500 may not write to \/var\/lib\/web/,
    runs: [/"mountPath":"\/var\/lib"/],
    note: /needs a PersistentVolumeClaim/,
  },
  "a ServiceAccount without the right": {
    ...crashed([
      'Error: deployments.apps is forbidden: User "system:serviceaccount:apps:web" cannot list resource "deployments" in API group "apps" in the namespace "apps"',
    ]),
    finds: "CrashLoopBackOff",
    cause: /ServiceAccount web may not list deployments.apps/,
    runs: [
      "kubectl create role web-list-deployments --verb=get,list,watch --resource=deployments.apps",
      "kubectl create rolebinding web-list-deployments --role=web-list-deployments --serviceaccount=apps:web",
      "kubectl rollout restart deployment/web",
    ],
  },
  "a misspelt program": {
    objects: app({
      container: { command: ["pyhton", "-m", "http.server"] },
      state: waiting("RunContainerError", 'exec: "pyhton": executable file not found in $PATH'),
    }),
    finds: "RunContainerError",
    cause: /not in the image.*python was probably meant/,
    runs: [/"\/spec\/template\/spec\/containers\/0\/command\/0","value":"python"/],
  },
  "a command that the image does not have": {
    objects: app({
      container: { command: ["serve-it"], args: ["x"] },
      state: waiting("RunContainerError", 'exec: "serve-it": executable file not found in $PATH'),
    }),
    finds: "RunContainerError",
    cause: /names a command of its own/,
    runs: [],
    note: /which command is right is not known: .*if its own is meant: .*patch deployment\/web/,
  },
  "a program that fails, and says nothing that is known": {
    ...crashed(["panic: 17"]),
    finds: "CrashLoopBackOff",
    cause: /stops with an error/,
    runs: [],
    note: /a restart would only repeat it/,
  },
};

// Placement, volumes, quotas

const scheduled = (message: string, pod: object, container: object = {}, more: object[] = []) => [
  ...app({
    pod,
    container,
    phase: pending(`0/1 nodes are available: ${message}. preemption: 0/1 nodes are available`),
  }),
  ...more,
];
const claim = (spec: object) => ({
  kind: "PersistentVolumeClaim",
  metadata: { name: "data", creationTimestamp: minutesAgo(5) },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...spec },
  status: { phase: "Pending" },
});
const storage = (name: string, isDefault: boolean) => ({
  kind: "StorageClass",
  metadata: {
    name,
    annotations: isDefault ? { "storageclass.kubernetes.io/is-default-class": "true" } : {},
  },
});
const refusedPod = (message: string, container: object = {}, more: object = {}, status = 0) => [
  ...app({ container, without: "pod", ...more }).map((object) => ({
    ...object,
    status: { updatedReplicas: status },
  })),
  warning(
    "Deployment/web",
    "FailedCreate",
    `Error creating: pods "web-a" is forbidden: ${message}`,
  ),
];

const places: Record<string, Case> = {
  "a request that no node can meet": {
    objects: scheduled("1 Insufficient cpu", {}, { resources: { requests: { cpu: "64" } } }, [
      nodeWith({}),
    ]),
    beside: { setAside: [{ node: "n1", cpu: 3, memory: 0 }] },
    finds: "Unschedulable",
    cause: /asks for cpu 64; the largest node has 4/,
    runs: ["kubectl set resources deployment/web --containers=app --requests=cpu=500m"],
    note: /half of what is left/,
  },
  "a node that is full": {
    objects: scheduled(
      "1 Insufficient memory",
      {},
      { resources: { requests: { memory: "1Gi" } } },
      [nodeWith({})],
    ),
    beside: { setAside: [{ node: "n1", cpu: 0, memory: 8 * 2 ** 30 }] },
    finds: "Unschedulable",
    cause: /other pods have set aside the rest/,
    runs: [],
    note: /nothing is left on any node/,
  },
  "a label that is misspelt": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { nodeSelector: { disk: "sdd" } },
      {},
      [nodeWith({ labels: { disk: "ssd" } })],
    ),
    finds: "Unschedulable",
    cause: /asks for: disk=sdd; disk=ssd is there/,
    runs: [
      'kubectl patch deployment/web --patch {"spec":{"template":{"spec":{"nodeSelector":{"disk":"ssd"}}}}}',
    ],
  },
  "a label that no node has, and a request that none can meet": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { nodeSelector: { zone: "b" } },
      { resources: { requests: { cpu: "64" } } },
      [nodeWith({})],
    ),
    finds: "Unschedulable",
    cause: /asks for: zone=b; it asks for cpu 64/,
    runs: [/"nodeSelector":\{"zone":null\}/, /set resources/],
  },
  "a taint of the control plane's, which every cluster has": {
    objects: scheduled(
      "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient memory",
      {},
      { resources: { requests: { memory: "6Gi" } } },
      [nodeWith({})],
    ),
    beside: { setAside: [{ node: "n1", cpu: 0, memory: 4 * 2 ** 30 }] },
    finds: "Unschedulable",
    cause: /^it asks for memory 6Gi; other pods have set aside the rest \(left: 4096Mi\)$/,
    runs: [/--requests=memory=2048Mi$/],
  },
  "an affinity that no node fits": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { affinity: { nodeAffinity: {} } },
      {},
      [nodeWith({})],
    ),
    finds: "Unschedulable",
    cause: /no node carries the labels/,
    runs: [/"affinity":\{"nodeAffinity":null\}/],
  },
  "a taint": {
    objects: scheduled("1 node(s) had untolerated taint {dedicated: gpu}", {}, {}, [
      nodeWith({ spec: { taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] } }),
    ]),
    finds: "Unschedulable",
    cause: /the taint dedicated: gpu/,
    runs: [/"tolerations":\[\{"key":"dedicated","operator":"Equal","value":"gpu"\}\]/],
    note: /taint nodes n1 dedicated-/,
  },
  "a node that is cordoned": {
    objects: scheduled("1 node(s) were unschedulable", {}, {}, [
      nodeWith({ spec: { unschedulable: true } }),
    ]),
    finds: "Unschedulable",
    cause: /cordoned/,
    runs: ["kubectl uncordon n1"],
    note: /ask first/,
  },
  "a port of the node that is taken": {
    objects: scheduled(
      "1 node(s) didn't have free ports for the requested pod ports",
      {},
      { ports: [{ containerPort: 80, hostPort: 8080 }] },
      [
        nodeWith({}),
        ...app({
          name: "old",
          container: { ports: [{ containerPort: 80, hostPort: 8080 }] },
          status: { ready: true },
        }),
      ],
    ),
    finds: "Unschedulable",
    cause: /hostPort 8080 is taken on every node by deployment\/old/,
    runs: [/"remove","path":"\/spec\/template\/spec\/containers\/0\/ports\/0\/hostPort"/],
  },
  "a class of storage that is misspelt": {
    objects: [
      claim({ storageClassName: "fats" }),
      ...[storage("standard", true), storage("fast", false)],
    ],
    finds: "ClaimUnbound",
    cause: /no StorageClass fats/,
    runs: [/"storageClassName":"fast"/, "kubectl replace --force --filename -"],
    note: /never had a volume, so no data goes with it/,
  },
  "a claim without a class, and no default": {
    objects: [claim({}), storage("standard", false)],
    finds: "ClaimUnbound",
    cause: /no default one/,
    runs: [/"storageClassName":"standard"/, /replace --force/],
  },
  "a claim that is misspelt": {
    objects: scheduled(
      'persistentvolumeclaim "dat" not found',
      { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "dat" } }] },
      {},
      [{ ...claim({}), status: { phase: "Bound" } }],
    ),
    finds: "Unschedulable",
    cause: /data was probably meant/,
    runs: [/volumes\/0\/persistentVolumeClaim\/claimName","value":"data"/],
  },
  "a quota without room for cpu": {
    objects: [
      ...refusedPod(
        "exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1",
        { resources: { requests: { cpu: "2" } } },
      ),
      { kind: "ResourceQuota", metadata: { name: "q" }, status: { hard: { "requests.cpu": "1" } } },
    ],
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: ["kubectl set resources deployment/web --containers=app --requests=cpu=500m"],
    note: /patch resourcequota q .*"requests.cpu":"4000m"/,
  },
  "a quota of which nothing is left": {
    objects: refusedPod("exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"),
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: [
      'kubectl patch resourcequota q --type=merge --patch {"spec":{"hard":{"pods":"2"}}}',
      "kubectl rollout restart deployment/web",
    ],
    note: /ask who set it/,
  },
  "a quota of pods that lets some run": {
    objects: refusedPod(
      "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2",
      {},
      { spec: { replicas: 3 } },
      2,
    ),
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: ["kubectl scale deployment/web --replicas=2"],
  },
  "a quota that wants limits": {
    objects: refusedPod(
      "failed quota: q: must specify limits.memory for: app; requests.cpu for: app",
    ),
    finds: "QuotaExceeded",
    cause: /counts resources that the pod does not name/,
    runs: [
      "kubectl set resources deployment/web --containers=app --requests=cpu=100m --limits=memory=512Mi",
    ],
  },
  "a LimitRange": {
    objects: refusedPod("maximum memory usage per Container is 256Mi, but limit is 1Gi", {
      resources: { requests: { memory: "512Mi" }, limits: { memory: "1Gi" } },
    }),
    finds: "LimitRangeRefused",
    cause: /LimitRange allows/,
    runs: [
      "kubectl set resources deployment/web --containers=app --limits=memory=256Mi --requests=memory=256Mi",
    ],
  },
  "a privileged pod": {
    objects: refusedPod(
      'violates PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true), host namespaces (hostNetwork=true)',
      { securityContext: { privileged: true } },
    ),
    finds: "PodSecurityRefused",
    cause: /Pod Security baseline/,
    runs: [/"hostNetwork":false.*"privileged":false/],
  },
  "a ServiceAccount that does not exist": {
    objects: refusedPod(
      'error looking up service account apps/robot: serviceaccount "robot" not found',
    ),
    finds: "ServiceAccountMissing",
    cause: /ServiceAccount robot/,
    runs: ["kubectl create serviceaccount robot", "kubectl rollout restart deployment/web"],
  },
};

// Probes, rollouts and the rest

const probed = (probe: string, words: string) =>
  warning("Pod/web-a", "Unhealthy", `${probe} probe failed: ${words}`);

const others: Record<string, Case> = {
  "a liveness probe that kills a slow start": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          livenessProbe: { ...http(8080), periodSeconds: 5 },
        },
        status: { restartCount: 4 },
      }),
      refused(8080, "Liveness"),
      killing("web-a", "liveness"),
    ],
    beside: listening([]),
    finds: "LivenessProbeFailing",
    cause: /still starting when it is killed; it is given 15 s/,
    runs: [
      /"startupProbe":\{"httpGet":\{"path":"\/","port":8080\},"periodSeconds":5,"failureThreshold":60\}/,
    ],
  },
  "a probe that does not wait long enough": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          readinessProbe: { ...http(8080), timeoutSeconds: 1 },
        },
      }),
      probed("Readiness", 'Get "http://10.0.0.7:8080/": context deadline exceeded'),
    ],
    beside: listening([8080]),
    finds: "ReadinessProbeFailing",
    cause: /no answer within 1 s/,
    runs: [/"readinessProbe":\{"timeoutSeconds":10\}/],
    note: /10 s is a guess/,
  },
  "a probe of a path that is not there, beside one that is": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/redy", port: 8080 } },
          livenessProbe: { httpGet: { path: "/health", port: 8080 } },
        },
      }),
      probed("Readiness", "HTTP probe failed with statuscode: 404"),
    ],
    finds: "ReadinessProbeFailing",
    cause: /there is nothing at \/redy/,
    runs: [/"readinessProbe":\{"httpGet":\{"path":"\/health","port":8080\}\}/],
  },
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

describe("the fix of a finding", function () {
  this.timeout(10_000);
  const all = {
    ...images,
    ...wrongPorts,
    ...memory,
    ...settings,
    ...dependencies,
    ...rights,
    ...places,
    ...others,
  };
  for (const [name, one] of Object.entries(all)) it(`fits ${name}`, () => fits(one));
});
