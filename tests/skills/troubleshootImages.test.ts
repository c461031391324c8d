import { app, nodeWith, NOWHERE, waiting, warning } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const pull = (image: string, message: string, nodes: string[], more: object = {}): object[] => [
  ...app({ container: { image, ...more }, state: waiting("ImagePullBackOff", "Back-off") }),
  warning("Pod/web-a", "Failed", `Failed to pull image "${image}": ${message}`),
  nodeWith({ images: nodes }),
];
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

fixes("the fix of an image", images);
