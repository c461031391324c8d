import {
  app,
  crashed,
  fromMap,
  fromSecret,
  log,
  unconfigured,
  waiting,
  warning,
} from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

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

fixes("the fix of a setting", settings);
