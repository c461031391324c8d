/** minikube, kubectl, docker and helm as they act on the world: what the project calls of them, and no more. */
import * as fs from "node:fs";
import { Finished, Processes, RunOptions, ToolError } from "../../components/process/shell";
import { STOPPED } from "../support/models";
import { Space, World } from "./world";

type Answer = string | { stdout?: string; code: number; stderr?: string };
type Tool = (world: World, args: string[], input: string) => Answer;

/** The project's process boundary over a world; `pulumi` is played by others. */
export function processesOf(
  world: World,
  pulumi: (args: string[], input: string) => Answer | Promise<Answer>,
): Processes {
  const finish = (answer: Answer, tool: string, args: string[], options: RunOptions): Finished => {
    const { stdout = "", stderr = "", code } = asFinished(answer);
    const step = options.step ?? `${tool} ${args[0] ?? ""}`;
    if (code !== 0 && !options.allow?.(code)) throw new ToolError(step, stderr + stdout, code);
    return { stdout, stderr, code };
  };
  /** A tool in trouble ends with its code: what that means is for its caller to say. */
  const ended = (act: Tool, args: string[], input: string): Answer => {
    try {
      return act(world, args, input);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      return { code: Number(error.code ?? 1), stderr: error.words };
    }
  };
  const call = (tool: string, args: string[], options: RunOptions) => {
    world.goesOn(tool);
    const act = TOOLS[tool];
    if (!act) throw new ToolError(tool, `${tool} is not in this world`, undefined);
    return finish(ended(act, args, options.input ?? ""), tool, args, options);
  };
  return {
    run: async (tool, args, options) =>
      tool === "pulumi"
        ? finish(await pulumi(args, options.input ?? ""), tool, args, options)
        : call(tool, args, options),
    ask: (tool, args) => call(tool, args, {}).stdout,
    attach: async (_, args) => asFinished(await pulumi(args, "")).code,
    follow: async (_, args, _env, onLine) => {
      const { code, stderr = "" } = asFinished(await pulumi(args, ""));
      const error = { severity: "error", message: stderr, color: "never" };
      if (code !== 0) onLine(JSON.stringify({ diagnosticEvent: error }), "stdout");
      return code;
    },
  };
}

const asFinished = (answer: Answer) =>
  typeof answer === "string" ? { stdout: answer, stderr: "", code: 0 } : answer;

const after = (args: string[], flag: string) =>
  args[args.indexOf(flag) + 1] ?? args.find((arg) => arg.startsWith(`${flag}=`)) ?? "";

/** A flag's value, given as two arguments or as one. */
function flag(args: string[], name: string): string {
  const joined = args.find((arg) => arg.startsWith(`${name}=`));
  if (joined) return joined.slice(name.length + 1);
  return args.includes(name) ? after(args, name) : "";
}

const PLATFORM = "linux/amd64";

const TOOLS: Record<string, Tool> = { minikube, kubectl, docker, helm, npx: () => "" };

function minikube(world: World, args: string[]): Answer {
  const name = flag(args, "--profile");
  const [verb, what, which] = args;
  if (verb === "status") {
    const found = world.profiles.get(name);
    if (!found) return { code: 85 };
    if (!found.running || !found.whole) return STOPPED;
    return found.moved ? { code: 4, stdout: '{"Host":"Running"}' } : "{}";
  }
  if (verb === "start") {
    // Its folder is there long before its cluster is.
    if (!world.profiles.has(name)) {
      const uuid = flag(args, "--uuid");
      world.effect("minikube start", () =>
        world.makeProfile(name, { uuid, own: false, whole: false }),
      );
    }
    return world.effect("minikube start", () => {
      Object.assign(world.profile(name), { whole: true, running: true, moved: false });
      return "";
    });
  }
  const profile = world.profile(name);
  if (verb === "delete")
    return world.effect("minikube delete", () => (world.removeProfile(name), ""));
  if (verb === "stop") return world.effect("minikube stop", () => ((profile.running = false), ""));
  if (verb === "ip") return "192.0.2.7\n";
  // It lists the images of nodes that run, and says nothing of others.
  if (what === "ls" && !profile.running) return "[]";
  if (!profile.running) return { code: 50, stderr: "the node does not run" };
  if (verb === "addons" && what === "list") {
    const all = ["ingress", "metrics-server", "storage-provisioner"];
    const status = (addon: string) => (profile.addons.has(addon) ? "enabled" : "disabled");
    return JSON.stringify(Object.fromEntries(all.map((a) => [a, { Status: status(a) }])));
  }
  if (verb === "addons")
    return world.effect(`addons ${what}`, () => {
      if (what === "enable") profile.addons.add(which!);
      else profile.addons.delete(which!);
      return "";
    });
  if (what === "ls") {
    const listed = () =>
      JSON.stringify([{}, ...[...profile.images].map((tag) => ({ repoTags: [tag] }))]);
    return quietly(() => world.effect("image ls", listed), "[]");
  }
  // What is removed so is a copy of an archive, and this node keeps none.
  if (verb === "ssh") return "";
  if (what === "load")
    return world.effect("image load", () => {
      profile.images.add(fs.readFileSync(which!, "utf8"));
      return "";
    });
  const image = which!.replace("docker.io/library/", "");
  return quietly(() => world.effect("image rm", () => (profile.images.delete(image), "")), "");
}

/** minikube's commands for images end with 0 also where a node did not do what they ask. */
function quietly(act: () => string, nothing: string): string {
  try {
    return act();
  } catch (error) {
    if (error instanceof ToolError) return nothing;
    throw error;
  }
}

function docker(world: World, [object, verb, ...args]: string[]): Answer {
  if (object === "version") return PLATFORM;
  if (object !== "image") return "8 68719476736\n";
  const [first, second] = args;
  if (verb === "inspect") {
    const there = world.engine.has(args.at(-1)!);
    return { code: there ? 0 : 1, stdout: there ? PLATFORM : "" };
  }
  if (verb === "ls") {
    const repository = args[2];
    return [...world.engine]
      .filter((name) => repository === undefined || name.startsWith(`${repository}:`))
      .join("\n");
  }
  if (verb === "save") {
    const image = args.at(-1)!;
    if (!world.engine.has(image)) return { code: 1, stderr: `no image ${image}` };
    fs.writeFileSync(args[1]!, image);
    return "";
  }
  if (verb === "tag")
    return world.effect("docker tag", () => {
      if (!world.engine.has(first!)) return { code: 1, stderr: "No such image" };
      world.engine.add(second!);
      return "";
    });
  return world.effect("docker rm", () =>
    world.engine.delete(first!) ? "" : { code: 1, stderr: "No such image" },
  );
}

function kubectl(world: World, args: string[], input: string): Answer {
  if (args[0] === "config") return "minikube\n";
  const { spaces, clusterUid } = world.cluster(flag(args, "--context"));
  const names = (arg?: string) => arg === "--context" || arg === "--kubeconfig";
  const rest = args.filter((arg, i) => !names(arg) && !names(args[i - 1]));
  const [verb, kind, name] = rest;
  const shown = (found: string, { uid, labels }: Pick<Space, "uid" | "labels">) =>
    JSON.stringify({ metadata: { name: found, uid, labels } });
  if (verb === "get" && kind === "namespace") {
    if (name === "kube-system") return shown(name, { uid: clusterUid, labels: {} });
    const space = spaces.get(name!);
    return space ? shown(name!, space) : "";
  }
  if (verb === "get" && kind === "namespaces,secrets") {
    const label = flag(args, "--selector");
    const items = [...spaces].flatMap(([found, space]) => [
      { kind: "Namespace", ...JSON.parse(shown(found, space)) },
      ...Object.entries(space.secrets).map(([secret, labels]) => ({
        ...{ kind: "Secret", metadata: { name: secret, namespace: found, labels } },
      })),
    ]);
    return JSON.stringify({ items: items.filter(({ metadata }) => label in metadata.labels) });
  }
  if (verb === "get" && kind === "namespaces") {
    const [label, value] = flag(args, "--selector").split("=");
    const found = [...spaces].filter(([, { labels }]) => labels[label!] === value);
    return JSON.stringify({
      items: found.map(([found, space]) => JSON.parse(shown(found, space))),
    });
  }
  if (verb === "get" && kind === "secret") {
    const found = spaces.get(flag(args, "--namespace"))?.secrets[name!];
    return found ? JSON.stringify({ metadata: { name, ...found } }) : "";
  }
  if (verb === "get" && kind === "persistentvolumeclaim") {
    const namespace = flag(args, "--namespace");
    const labels = { "app.kubernetes.io/managed-by": "Helm" };
    const annotations = {
      "meta.helm.sh/release-name": "todo-app",
      "meta.helm.sh/release-namespace": namespace,
    };
    return spaces.get(namespace)?.claim
      ? JSON.stringify({ metadata: { name, labels, annotations } })
      : "";
  }
  if (verb === "get") {
    const pods = [...spaces].flatMap(([namespace, { release }]) =>
      (release?.images ?? []).map((image) => ({
        kind: "Pod",
        metadata: {
          ...{ name: "backend", namespace },
          labels: { "app.kubernetes.io/instance": "todo-app" },
        },
        spec: { containers: [{ image }] },
      })),
    );
    return JSON.stringify({ items: pods });
  }
  if (verb === "delete") {
    const target = rest.at(2)!.split("/").at(-1)!;
    const { uid } = JSON.parse(input).preconditions;
    return world.effect("delete namespace", () => {
      if (spaces.get(target)?.uid !== uid) return { code: 1, stderr: "Conflict" };
      spaces.delete(target);
      return "";
    });
  }
  if (verb === "label") {
    const labels = spaces.get(name!)?.labels ?? {};
    return world.effect("label", () => {
      for (const label of rest.slice(3)) delete labels[label.replace(/-$/, "")];
      return "";
    });
  }
  return "";
}

function helm(world: World, args: string[]): Answer {
  const { spaces } = world.cluster(flag(args, "--kube-context"));
  const space = spaces.get(flag(args, "--namespace"));
  const release = space?.release;
  if (args[0] === "list") {
    const asked = args.filter((arg) => /^--[a-z]+$/.test(arg)).map((arg) => arg.slice(2));
    if (!release || !asked.some((status) => release.status.startsWith(status))) return "[]";
    const { status, revision } = release;
    return JSON.stringify([{ name: "todo-app", status, revision: `${revision}` }]);
  }
  // Nobody goes back to an earlier revision by hand here: what the state says of it holds.
  if (args[0] === "get") return "";
  return world.effect(`helm ${args[0]}`, () => {
    if (!space || !release) return { code: 1, stderr: "release: not found" };
    if (args[0] === "uninstall") delete space.release;
    else Object.assign(release, { status: "deployed", revision: release.revision + 1 });
    return "";
  });
}
