import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { Endpoint, request } from "../client/endpoint";
import { RELEASE, selectorOf } from "../client/pods";
import { run } from "../../components/process/shell";

/** Somewhere that a secret must not be. */
export interface Place {
  name: string;
  /** Its bytes, in one or several streams. */
  open(): AsyncIterable<Readable>;
}

export interface Deployment {
  context: string;
  namespace: string;
  /** Images of the app in the engine. */
  images: string[];
  endpoint: Endpoint;
  stack: string;
  /** Where pulumi finds the stack's state. */
  env: Record<string, string>;
  /** Folder of what the commands keep of what Pulumi said; git knows nothing of it. */
  logs: string;
}

/** Every place that people, logs and backups see. The Secrets themselves are not among them. */
export function places(deployment: Deployment): Place[] {
  const { context, namespace, stack } = deployment;
  const env = { ...process.env, ...deployment.env };
  const kubectl = (name: string, ...args: string[]) =>
    output(name, "kubectl", ["--context", context, "-n", namespace, ...args]);
  const helm = (name: string, ...args: string[]) =>
    output(name, "helm", [...args, RELEASE, "--kube-context", context, "-n", namespace]);
  const pulumi = (name: string, ...args: string[]) =>
    output(name, "pulumi", [...args, "--stack", stack], env);
  return [
    ...deployment.images.flatMap((image) => [layers(image), history(image)]),
    helm("Helm's values", "get", "values", "--all"),
    helm("the manifests of the release", "get", "manifest"),
    helm("the notes of the release", "get", "notes"),
    kubectl("kubectl describe", "describe", "all,secret,configmap,ingress,networkpolicy,pvc"),
    kubectl("the objects except Secrets", "get", "all,configmap,ingress,events", "-o", "yaml"),
    kubectl(
      "the logs of all pods",
      ...["logs", selectorOf()],
      ...["--all-containers", "--prefix", "--tail=-1", "--ignore-errors"],
    ),
    pulumi("Pulumi's state", "stack", "export"),
    pulumi("Pulumi's history", "stack", "history", "--json"),
    pulumi("the stack's outputs", "stack", "output", "--json"),
    file(`Pulumi.${stack}.yaml`),
    logs(deployment.logs),
    repository(),
    bundle(deployment.endpoint),
  ];
}

/** What a tool prints. */
function output(name: string, tool: string, args: string[], env = process.env): Place {
  return {
    name,
    async *open() {
      const { stdout, stderr } = await run(tool, args, { step: `reading ${name}`, env });
      yield Readable.from([Buffer.from(stdout), Buffer.from(stderr)]);
    },
  };
}

function file(name: string): Place {
  return {
    name,
    async *open() {
      if (fs.existsSync(name)) yield fs.createReadStream(name);
    },
  };
}

function logs(folder: string): Place {
  return {
    name: `the logs in ${folder}`,
    async *open() {
      for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
        yield fs.createReadStream(path.join(folder, name));
    },
  };
}

/** Every file of an image, also those that a later layer hides. */
export function layers(image: string): Place {
  return {
    name: `${image}, every layer`,
    async *open() {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-audit-"));
      try {
        const saved = path.join(folder, "image.tar");
        await run("docker", ["save", "--output", saved, image], { step: `saving ${image}` });
        await run("tar", ["-xf", saved, "-C", folder], { step: `unpacking ${image}` });
        fs.rmSync(saved);
        for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (entry.isFile()) yield fs.createReadStream(path.join(entry.parentPath, entry.name));
        }
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function history(image: string): Place {
  const format = ["--no-trunc", "--format", "{{.CreatedBy}}"];
  return output(`${image}, docker history`, "docker", ["history", ...format, image]);
}

/** The checkout as a commit would take it. */
function repository(): Place {
  return {
    name: "the files of this checkout",
    async *open() {
      for (const name of (await files()).split("\0").filter(Boolean)) {
        if (fs.existsSync(name) && fs.statSync(name).isFile()) yield fs.createReadStream(name);
      }
    },
  };
}

/** Names that git would commit. A checkout that came as an archive is none of git's: it is told where to look. */
async function files(): Promise<string> {
  const args = ["ls-files", "-co", "--exclude-standard", "-z"];
  const known = await run("git", args, {
    step: "listing the files",
    allow: (code) => code === 128,
  });
  if (known.code === 0) return known.stdout;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-audit-"));
  try {
    await run("git", ["init", "--quiet", "--bare", folder], { step: "listing the files" });
    const here = [`--git-dir=${folder}`, "--work-tree=."];
    return (await run("git", [...here, ...args], { step: "listing the files" })).stdout;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The page as browsers get it, with every script and style that it names. */
function bundle(endpoint: Endpoint): Place {
  return {
    name: "the frontend's pages and scripts",
    async *open() {
      const seen = new Set<string>();
      const left = ["/", "/signin", "/signup"];
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        const { text } = await request(endpoint, next);
        yield Readable.from([Buffer.from(text)]);
        left.push(...(text.match(/\/?_next\/static\/[\w/.~-]+\.(js|css)/g) ?? []).map(absolute));
      }
    },
  };
}

const absolute = (found: string): string => (found.startsWith("/") ? found : `/${found}`);
