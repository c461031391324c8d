import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** What is deployed besides the code. */
export interface Wanted {
  backendReplicas: number;
  /** Empty: the one that there is. */
  jwtSecret: string;
}

/** A way to deploy, each in a folder and a namespace of its own; `up` ends when the new pods are ready. */
export interface Way {
  name: "ours" | "plain" | "skaffold";
  folder: string;
  /** Writes down what is wanted, outside of what is measured. */
  want(wanted: Wanted): Promise<void>;
  up(): Promise<void>;
  /** What `up` would change, where the way has it. */
  preview?(): Promise<void>;
  down(): Promise<void>;
}

const STACK = "bench";

/** @param profile minikube's, which is its context's name too */
export function ours(folder: string, profile: string): Way {
  const make = (target: string) => ended(folder, "make", [target, `STACK=${STACK}`]);
  const file = path.join(folder, `Pulumi.${STACK}.yaml`);
  return {
    name: "ours",
    folder,
    async want({ backendReplicas, jwtSecret }) {
      const settings: Record<string, string | number> = {
        "todo:profile": profile,
        "todo:namespace": "todo-bench",
        "todo:host": "bench.local",
        "todo:backendReplicas": backendReplicas,
      };
      // The salt and the secrets that pulumi has written there stay.
      const kept = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trimEnd() : "config:";
      const other = kept.split("\n").filter((line) => !/^ {2}todo:(?!jwtSecret)/.test(line));
      const at = other.indexOf("config:") + 1;
      const lines = Object.entries(settings).map(([key, value]) => `  ${key}: ${value}`);
      fs.writeFileSync(file, [...other.slice(0, at), ...lines, ...other.slice(at), ""].join("\n"));
      if (!fs.existsSync(path.join(folder, ".pulumi-local"))) return;
      if (jwtSecret === "") return;
      const setSecret = `eval "$(make -s env)" && pulumi config set --secret --stack ${STACK} todo:jwtSecret`;
      await ended(folder, "bash", ["-c", `${setSecret} "$0"`, jwtSecret]);
    },
    up: () => make("up"),
    preview: () => make("preview"),
    down: () => make("down"),
  };
}

/** A namespace with its Secrets, for ways that leave them to a script. */
export const SECRETS = `
apply() { kubectl --context "$CONTEXT" --namespace "$NAMESPACE" "$@" --dry-run=client --output=yaml |
  kubectl --context "$CONTEXT" --namespace "$NAMESPACE" apply --filename=- ; }
apply create namespace "$NAMESPACE"
apply create secret generic postgres-credentials --from-literal=POSTGRES_PASSWORD=benchbenchbench
apply create secret generic app-secrets --from-literal=JWT_SECRET="$JWT_SECRET" --from-literal=COHERE_API_KEY= \\
  --from-literal=DATABASE_URL=postgresql://todo:benchbenchbench@postgres-service:5432/todo
`;

/** What people write in a script instead. The image's id is its tag, so an edit replaces the pods that it is for, and no others. */
export function plain(folder: string, profile: string): Way {
  const image = (part: string) => `
id=$(docker build --quiet -f docker/${part}/Dockerfile ${part}/)
${part}=\${id#sha256:}
docker tag $id todo-${part}:plain-$${part}
minikube image load todo-${part}:plain-$${part} --profile $CONTEXT`;
  const script = `set -e
${image("backend")}
${image("frontend")}
${SECRETS}
helm upgrade --install todo-app helm/todo-app --kube-context $CONTEXT -n $NAMESPACE \\
  --set backend.image.tag=plain-$backend --set frontend.image.tag=plain-$frontend \\
  --set backend.replicas=$REPLICAS --set backend.secretsRevision=$REVISION --set ingress.host=plain.local \\
  --wait --timeout 5m`;
  return scripted("plain", folder, profile, script, {});
}

/**
 * Skaffold's own `run`, on tags by content. It builds in the engine of a minikube that it recognises, which one
 * whose runtime is containerd has not: so it is given a kubeconfig that it does not recognise, and its hook
 * after a build loads the image, as its documents advise. The Secrets are a script's, as it keeps none.
 */
export function skaffold(folder: string, profile: string): Way {
  const artifact = (part: string) => ({
    image: `todo-${part}`,
    context: part,
    // Its own builder asks for docker buildx, which not every engine has; this is the same build.
    custom: {
      buildCommand: `docker build --quiet -t "$IMAGE" -f ../docker/${part}/Dockerfile "$BUILD_CONTEXT"`,
      dependencies: { dockerfile: { path: `../docker/${part}/Dockerfile` } },
    },
    hooks: {
      after: [
        {
          command: [
            "sh",
            "-c",
            // Skaffold deploys an image by its id, as a tag.
            `id=$(docker image inspect --format "{{.Id}}" "$SKAFFOLD_IMAGE") && tag=todo-${part}:\${id#sha256:} && ` +
              'docker tag "$SKAFFOLD_IMAGE" "$tag" && minikube image load "$tag" --profile "$CONTEXT"',
          ],
        },
      ],
    },
  });
  const values = (part: string) => ({
    [`${part}.image.repository`]: `{{.IMAGE_REPO_todo_${part}}}`,
    [`${part}.image.tag`]: `{{.IMAGE_TAG_todo_${part}}}`,
  });
  const config = {
    apiVersion: "skaffold/v4beta13",
    kind: "Config",
    build: {
      tagPolicy: { inputDigest: {} },
      local: { push: false, concurrency: 0 },
      artifacts: [artifact("backend"), artifact("frontend")],
    },
    deploy: {
      helm: {
        releases: [
          {
            name: "todo-app",
            chartPath: "helm/todo-app",
            namespace: "todo-skaffold",
            wait: true,
            setValues: { "ingress.host": "skaffold.local" },
            setValueTemplates: {
              ...{ ...values("backend"), ...values("frontend") },
              "backend.replicas": "{{.REPLICAS}}",
              "backend.secretsRevision": "{{.REVISION}}",
            },
          },
        ],
      },
    },
  };
  fs.writeFileSync(path.join(folder, "skaffold.yaml"), JSON.stringify(config));
  const cache = path.join(folder, ".skaffold-cache");
  const script = `set -e
${SECRETS}
skaffold run --kubeconfig .kubeconfig --kube-context elsewhere --cache-file ${cache} --interactive=false`;
  const prepare = `set -e
kubectl config view --context $CONTEXT --minify --flatten > .kubeconfig
kubectl config --kubeconfig .kubeconfig set-cluster $CONTEXT --server=https://$(docker port $CONTEXT 8443)
kubectl config --kubeconfig .kubeconfig rename-context $CONTEXT elsewhere`;
  const settings = { SKAFFOLD_UPDATE_CHECK: "false" };
  return scripted("skaffold", folder, profile, script, settings, prepare);
}

function scripted(
  name: "plain" | "skaffold",
  folder: string,
  profile: string,
  script: string,
  settings: Record<string, string>,
  prepare?: string,
): Way {
  const env = { ...settings, CONTEXT: profile, NAMESPACE: `todo-${name}` };
  let isPrepared = false;
  let wanted: Record<string, string> = {};
  return {
    name,
    folder,
    async want({ backendReplicas, jwtSecret }) {
      if (!isPrepared && prepare) await ended(folder, "bash", ["-c", prepare], env);
      isPrepared = true;
      const revision = createHash("sha256").update(jwtSecret).digest("hex").slice(0, 12);
      wanted = {
        ...{ REPLICAS: `${backendReplicas}`, JWT_SECRET: jwtSecret, REVISION: `r${revision}` },
      };
    },
    up: () => ended(folder, "bash", ["-c", script], { ...env, ...wanted }),
    down: () =>
      ended(
        folder,
        "bash",
        [
          "-c",
          `helm uninstall todo-app --kube-context "$CONTEXT" -n "$NAMESPACE" --wait --ignore-not-found &&
kubectl --context "$CONTEXT" delete namespace "$NAMESPACE" --ignore-not-found`,
        ],
        env,
      ),
  };
}

/** Runs a program to its end. @throws Error with its last words when it fails */
function ended(
  cwd: string,
  tool: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<void> {
  const child = spawn(tool, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (words += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${tool} ${args[0]} ended with ${code}:\n${words.slice(-1500)}`)),
    );
  });
}
