/** Images that a node cannot get. */
import { oneLine } from "./clean.mjs";
import { eachContainer } from "./context.mjs";

const IMAGE_REASONS = [
  "ImagePullBackOff",
  "ErrImagePull",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
];

const IMAGE_CAUSES = [
  [
    /^ErrImageNeverPull/,
    "the node does not have the image, and imagePullPolicy Never forbids fetching it",
    "load",
  ],
  [
    /^InvalidImageName|couldn't parse image/i,
    "the image's name is not one: lower case, at most one tag",
    "name",
  ],
  [
    /no match for platform|no matching manifest/i,
    "the image exists, but not for this node's CPU architecture",
    "name",
  ],
  [
    /toomanyrequests|rate limit/i,
    "the registry's rate limit is reached: sign in, or load the image into the node",
    "load",
  ],
  [
    /unauthorized|authentication required|\b40[13]\b|no basic auth|pull access denied|insufficient_scope|denied:/i,
    "the registry refuses: the image is private, or does not exist there",
    "access",
  ],
  [
    /not found|manifest unknown|does not exist|name unknown/i,
    "no such image or tag in that registry",
    "name",
  ],
  [
    /no such host|dial tcp|i\/o timeout|connection refused|tls|x509|network is unreachable|proxyconnect|EOF/i,
    "the node cannot reach the registry (name, network, proxy or certificate)",
    "load",
  ],
];

function imageFinding(ctx, pod, container) {
  const reason = container.waiting?.reason;
  if (!IMAGE_REASONS.includes(reason)) return undefined;
  // The back-off's own message says only "Back-off pulling image": the event before it says why.
  const failed = ctx
    .events(`pod/${pod.name}`, "Failed")
    .filter((e) => e.message.includes(`"${container.image}"`))
    .at(-1)?.message;
  const words = `${reason}: ${container.waiting.message} ${failed ?? ""}`;
  const [, cause, way] = IMAGE_CAUSES.find(([pattern]) => pattern.test(words)) ?? [
    undefined,
    "the node could not fetch the image",
    "name",
  ];
  const local = isLocalName(container.image);
  return {
    evidence: `image ${container.image}: ${lastPart(failed ?? container.waiting.message)}`,
    cause:
      local && way === "access"
        ? `${cause}; a name without a registry is looked for on Docker Hub: an image that was built here has to be loaded into the node`
        : cause,
    ...(way !== "name" && local ? load(ctx, container.image) : imageFix(ctx, pod, container, way)),
  };
}

/** The runtime says first what it did, and last why it failed. */
function lastPart(words) {
  const line = oneLine(words, Infinity);
  return line.length > 200 ? `…${line.slice(-199)}` : line;
}

function imageFix({ kubectl }, pod, container, way) {
  const another = `${kubectl} set image ${pod.workload} ${container.name}=<IMAGE:TAG>`;
  if (way !== "access") return { fix: another };
  const registry = registryOf(container.image);
  return {
    fix: `${kubectl} create secret docker-registry registry-login --docker-server=${registry} --docker-username=<USER> --docker-password=<TOKEN>`,
    note: `then name registry-login in the pod's imagePullSecrets; if the name is wrong instead: ${another}`,
  };
}

const registryOf = (image) =>
  image.includes("/") && /[.:]/.test(image.split("/")[0]) ? image.split("/")[0] : "docker.io";
const isLocalName = (image) => registryOf(image) === "docker.io";

/** How an image of the local engine gets onto this cluster's nodes. */
function load({ evidence, minikube }, image) {
  if (minikube) return { fix: `minikube --profile ${minikube} image load ${image}` };
  const [, tool, name] = /^(kind|k3d)-(.+)$/.exec(evidence.context) ?? [];
  if (tool === "kind") return { fix: `kind load docker-image ${image} --name ${name}` };
  if (tool === "k3d") return { fix: `k3d image import ${image} --cluster ${name}` };
  return {
    fix: `docker push <REGISTRY>/${image.split("/").at(-1)}`,
    note: "then use that name; or load the image into the nodes in this cluster's own way",
  };
}

export const IMAGE_PATTERN = {
  kind: "ImagePullBackOff",
  means: "the image cannot be had",
  find: eachContainer(imageFinding),
};
