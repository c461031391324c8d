/** Images that a node cannot get. */
import { oneLine, shellWord } from "./clean.mjs";
import { patchContainer, patchTemplate, setImage } from "./commands.mjs";
import { eachContainer } from "./context.mjs";
import {
  isOfficial,
  nearestImage,
  nearestOfficial,
  nodesWith,
  parseImage,
  sameImage,
} from "./imageNames.mjs";

const IMAGE_REASONS = [
  "ImagePullBackOff",
  "ErrImagePull",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
];

/** What the message says, in this order, and what it is called below. */
const SAID = [
  [/^ErrImageNeverPull/, "never"],
  [/^InvalidImageName|couldn't parse image|invalid reference format/i, "name"],
  [/no match for platform|no matching manifest/i, "platform"],
  [/toomanyrequests|rate limit/i, "rate"],
  [
    /unauthorized|authentication required|\b40[13]\b|no basic auth|pull access denied|insufficient_scope|denied:/i,
    "access",
  ],
  [
    /no such host|dial tcp|i\/o timeout|connection refused|tls|x509|network is unreachable|proxyconnect|EOF|deadline exceeded/i,
    "network",
  ],
  [/not found|manifest unknown|does not exist|name unknown/i, "absent"],
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
  const [, said] = SAID.find(([pattern]) => pattern.test(words)) ?? [undefined, "unknown"];
  const about = { ctx, pod, container, said, image: parseImage(container.image) };
  return {
    evidence: `image ${container.image}: ${lastPart(failed ?? container.waiting.message)}`,
    check: `${ctx.cluster} get nodes --output=jsonpath='{range .items[*].status.images[*]}{.names}{"\\n"}{end}'`,
    ...(onAnotherTerms(about) ?? likeAnother(about) ?? ANSWERS[said](about)),
  };
}

/** The runtime says first what it did, and last why it failed. */
function lastPart(words) {
  const line = oneLine(words, Infinity);
  return line.length > 200 ? `…${line.slice(-199)}` : line;
}

/** The image is on the nodes, and only the pull policy, or the node, keeps it from the pod. */
function onAnotherTerms({ ctx, pod, container, said }) {
  if (said === "name" || said === "platform") return undefined;
  const have = nodesWith(ctx.evidence.nodes, container.image);
  if (have.length === 0) return undefined;
  const { pullPolicy } = container;
  if (have.includes(pod.node) && pullPolicy !== "Never")
    return {
      cause: `the node has the image, but imagePullPolicy ${pullPolicy || "Always (the default of the tag latest)"} has it asked for at the registry each time`,
      fix: patchContainer(ctx.kubectl, pod.workload, container, {
        imagePullPolicy: "IfNotPresent",
      }),
    };
  if (have.includes(pod.node)) return undefined;
  return {
    cause: `node ${pod.node} does not have the image; ${have.join(", ")} has it`,
    ...load(ctx, container.image),
  };
}

/** The image that was probably meant: on the nodes, or of another workload here. */
function likeAnother({ ctx, pod, container, said, image }) {
  if (said === "platform" || said === "rate") return undefined;
  const onNodes = ctx.evidence.nodes.flatMap((node) => node.images);
  const used = ctx.evidence.pods.flatMap((p) =>
    p.containers.filter((c) => c.running).map((c) => c.image),
  );
  const near = meantImage([...used, ...onNodes], container.image);
  const official = said === "access" && !near ? nearestOfficial(image) : undefined;
  const found = near?.image ?? official;
  if (!found) return undefined;
  const policy = container.pullPolicy === "Always" && near;
  const what = {
    tag: `the nodes have ${found}: the ${image.digest ? "digest" : "tag"} is another`,
    name: `the nodes have ${found}: the name is probably misspelt`,
  };
  return {
    cause: `${MEANS[said]}; ${what[near?.by] ?? `the name is probably misspelt: ${found} exists at Docker Hub`}`,
    fix: policy
      ? patchContainer(ctx.kubectl, pod.workload, container, {
          image: found,
          imagePullPolicy: "IfNotPresent",
        })
      : setImage(ctx.kubectl, pod.workload, container, found),
    note:
      image.isLocal && said !== "name"
        ? `if ${container.image} was meant, it has to be built and loaded: ${buildAndLoad(ctx, container.image).fix}`
        : "",
  };
}

/** First the same in lower case, with one tag; then what is nearly the same. */
function meantImage(known, name) {
  const plain = invalid(name);
  return plain !== name && known.some((k) => sameImage(k, plain))
    ? { image: plain, by: "name" }
    : nearestImage(known, plain);
}

/** A name that is none, as it was probably meant: lower case, one tag. */
const invalid = (name) => {
  const [path, ...tags] = name.toLowerCase().split(/:(?!\d+\/)/);
  return [path, ...tags.slice(0, 1)].join(":");
};

const MEANS = {
  never: "no such image is on the node, and imagePullPolicy Never forbids fetching it",
  name: "the image's name is not one: lower case, at most one tag",
  access: "the registry refuses: the image is private, or does not exist there",
  network: "the node cannot reach the registry (name, network, proxy or certificate)",
  absent: "no such image or tag in that registry",
  unknown: "the node could not fetch the image",
};

const another = ({ ctx, pod, container }) =>
  setImage(ctx.kubectl, pod.workload, container, "<IMAGE:TAG>");

const ANSWERS = {
  never: ({ ctx, container }) => ({
    cause: "the node does not have the image, and imagePullPolicy Never forbids fetching it",
    ...buildAndLoad(ctx, container.image),
  }),
  name: (about) => ({
    cause: MEANS.name,
    fix: setImage(
      about.ctx.kubectl,
      about.pod.workload,
      about.container,
      invalid(about.container.image),
    ),
    note: "whether that image exists is not known",
  }),
  platform: ({ ctx, pod, container, ...about }) => {
    const node = ctx.evidence.nodes.find((n) => n.name === pod.node);
    const platform = `linux/${node?.architecture || "<ARCHITECTURE>"}`;
    return {
      cause: `the image exists, but not for this node's CPU architecture (${platform})`,
      ...(about.image.isLocal && !isOfficial(about.image)
        ? buildAndLoad(ctx, container.image, platform)
        : {
            fix: `docker buildx build --platform ${shellWord(platform)} --tag ${container.image} --push ${FOLDER}`,
            note: "put the folder of its Dockerfile for <FOLDER>; or take a tag that is made for this architecture",
          }),
    };
  },
  rate: ({ ctx, container, image, pod }) => ({
    cause: "the registry's rate limit is reached: sign in, or load the image into the node",
    ...fetchAndLoad(ctx, container.image),
    note: `or sign in: ${login(ctx, pod, image)}`,
  }),
  access: ({ ctx, pod, container, image }) =>
    image.isLocal && !isOfficial(image)
      ? {
          cause: `${MEANS.access}; a name without a registry is looked for on Docker Hub, and no node has it: an image of your own has to be built, and has to be loaded into the node`,
          ...buildAndLoad(ctx, container.image),
        }
      : {
          cause: `${MEANS.access}; which of the two only its owner can tell${pullSecrets(ctx, pod)}`,
          fix: login(ctx, pod, image),
          note: `put a user and a token that may read it for <USER> and <TOKEN>; if the name is wrong instead: ${another({ ctx, pod, container })}`,
        },
  network: ({ ctx, container, image }) => ({
    cause: `${MEANS.network}; whether the image exists there is not known`,
    ...(image.isLocal && !isOfficial(image)
      ? buildAndLoad(ctx, container.image)
      : fetchAndLoad(ctx, container.image)),
  }),
  absent: (about) =>
    about.image.isLocal && !isOfficial(about.image)
      ? {
          cause: `${MEANS.absent}, and no node has it: an image of your own has to be built and loaded into the node`,
          ...buildAndLoad(about.ctx, about.container.image),
        }
      : {
          cause: about.image.digest
            ? "no image with that digest in that registry: name a tag, or the digest of an image that is there"
            : MEANS.absent,
          fix: another(about),
          note: "put a name that exists for <IMAGE:TAG>: nothing on the nodes is like it, and the registry's list is not asked",
        },
  unknown: (about) => ({
    cause: MEANS.unknown,
    fix: another(about),
    note: "put a name that exists for <IMAGE:TAG>; what else hinders it, the message says",
  }),
};

/** What is wrong with the Secrets that the pod signs in with, as far as their names tell. */
function pullSecrets(ctx, { pullSecrets }) {
  if (pullSecrets.length === 0) return "; the pod names no imagePullSecrets";
  const there = ctx.sources("secret")?.map((s) => s.name);
  const absent = pullSecrets.filter((name) => there && !there.includes(name));
  return absent.length > 0
    ? `; its imagePullSecret ${absent.join(", ")} does not exist`
    : `; it signs in with ${pullSecrets.join(", ")}`;
}

function login(ctx, { workload, pullSecrets }, { registry, isHub }) {
  const name = pullSecrets[0] ?? "registry-login";
  const server = isHub ? "https://index.docker.io/v1/" : registry;
  const secret = `${ctx.kubectl} create secret docker-registry ${name} --docker-server=${server} --docker-username='<USER>' --docker-password='<TOKEN>'`;
  return pullSecrets.length > 0
    ? `${secret} --dry-run=client --output=json | ${ctx.kubectl} apply --filename -`
    : `${secret} && ${patchTemplate(ctx.kubectl, workload, { spec: { imagePullSecrets: [{ name }] } })}`;
}

const FOLDER = "'<FOLDER>'";

function buildAndLoad(ctx, image, platform) {
  const build = `docker build ${platform ? `--platform ${shellWord(platform)} ` : ""}--tag ${image} ${FOLDER}`;
  const { fix, note } = load(ctx, image);
  return {
    fix: `${build} && ${fix}`,
    note: ["put the folder of its Dockerfile for <FOLDER>", note].filter(Boolean).join("; "),
  };
}

function fetchAndLoad(ctx, image) {
  const { fix, note } = load(ctx, image);
  return {
    fix: `docker pull ${image} && ${fix}`,
    note: ["needs an engine that reaches the registry", note].filter(Boolean).join("; "),
  };
}

/** How an image of the local engine gets onto this cluster's nodes. */
function load({ evidence, minikube, engine: [engine, name] = [] }, image) {
  if (minikube) return { fix: `minikube --profile ${minikube} image load ${image}` };
  if (engine === "kind") return { fix: `kind load docker-image ${image} --name ${name}` };
  if (engine === "k3d") return { fix: `k3d image import ${image} --cluster ${name}` };
  const there = shellWord(`<REGISTRY>/${image.split("/").at(-1)}`);
  return {
    fix: `docker tag ${image} ${there} && docker push ${there}`,
    note: `then use that name (context ${evidence.context || "(current)"} is no minikube, kind or k3d); or load it into the nodes in this cluster's own way`,
  };
}

export const IMAGE_PATTERN = {
  kind: "ImagePullBackOff",
  means: "the image cannot be had",
  find: eachContainer(imageFinding),
};
