/** Pulumi's engine as far as it matters here, and the stack's program: one stack of one checkout in a world. */
import { bringImage } from "../../commands/bringImage";
import { checkPlace } from "../../commands/checkPlace";
import type { Command } from "../../commands/command";
import { deleteOwnNamespace } from "../../commands/deleteNamespace";
import { deliverImage } from "../../commands/deliverImage";
import { notePlace } from "../../commands/notePlace";
import { recordNamespace } from "../../commands/recordNamespace";
import { removeImages } from "../../commands/removeImages";
import { startCluster } from "../../commands/startCluster";
import { stopCluster } from "../../commands/stopCluster";
import { OWNER_LABEL, STACK_LABEL } from "../../components/clusterObjects";
import { tokensFor } from "../../components/minikubeCluster";
import { decideOwner } from "../../components/namespaceOwner";
import { namespaceIn, ownerIn, wasCutOff } from "../../components/ownState";
import { profileIsKept, readRecord, startedHere } from "../../components/profileRecord";
import { ToolError } from "../../components/shell";
import { Cut, DATABASE_IMAGE, World } from "./world";

export const PROFILE = "minikube";
const SERVER = new URL(`https://${PROFILE}.world`);

// Programs differ in what they answer; the engine keeps it as text.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Program = (command: Command<any>) => Promise<unknown>;
interface Programs {
  create: Program;
  delete?: Program;
}

/** The program's commands: what each runs. `tests/program.test.ts` holds the names to the real program. */
export const COMMANDS: Record<string, Programs> = {
  "cluster-profile": { create: startCluster, delete: stopCluster },
  "app-database-image": { create: bringImage },
  "backend-load": { create: deliverImage, delete: removeImages },
  "secrets-ownership": { create: recordNamespace, delete: deleteOwnNamespace },
  "app-place": { create: notePlace, delete: checkPlace },
};

const TYPES = {
  uuid: "random:index/randomUuid:RandomUuid",
  command: "command:local:Command",
  provider: "pulumi:providers:kubernetes",
  image: "docker:index/image:Image",
  namespace: "kubernetes:core/v1:Namespace",
  secret: "kubernetes:core/v1:Secret",
  release: "kubernetes:helm.sh/v3:Release",
};
type Kind = keyof typeof TYPES;

interface Resource {
  urn: string;
  type: string;
  id: string;
  name: string;
  kind: Kind;
  inputs: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  outputs: any;
  retainOnDelete?: boolean;
  deletedWith?: string;
  /** Replaced already, and still to be deleted. */
  delete?: boolean;
}

interface Options {
  retainOnDelete?: boolean;
  deletedWith?: string;
}

export interface Settings {
  namespace: string;
  keep: boolean;
}

export class Engine {
  exists = false;
  locked = false;
  resources: Resource[] = [];
  pending: { type: string; resource: Resource }[] = [];
  /** Number of the source's version: another one is another image. */
  source = 1;
  /** Whether pods of this version get ready. */
  good = true;

  constructor(
    readonly world: World,
    readonly settings: () => Settings,
    public name: string,
  ) {}

  private get image() {
    return `todo-backend:${this.source}`;
  }

  get state() {
    return { deployment: { resources: this.resources, pending_operations: this.pending } };
  }

  rename(name: string): void {
    for (const resource of this.resources)
      resource.urn = resource.urn.replace(/^urn:pulumi:[^:]+/, `urn:pulumi:${name}`);
    this.name = name;
  }

  /** Plays the CLI. */
  async pulumi(args: string[], input: string) {
    const [verb, what] = args;
    switch (verb === "stack" ? `stack ${what}` : verb) {
      case "stack ls":
        return JSON.stringify(this.exists ? [{ name: this.name }] : []);
      case "stack export":
        return JSON.stringify(this.state);
      case "stack import": {
        const { resources, pending_operations } = JSON.parse(input).deployment;
        Object.assign(this, { resources, pending: pending_operations ?? [] });
        return "";
      }
      case "stack output":
        return { code: 1 };
      case "stack rm":
        this.exists = false;
        Object.assign(this, { resources: [], pending: [] });
        return "";
      case "cancel":
        this.locked = false;
        return "";
      case "up":
        if (args.includes("--target-replace"))
          return this.operation(async () => {
            this.world.engine.add(this.image);
            Object.assign(this.find("backend-build")!, {
              inputs: { image: this.image },
              outputs: { imageName: this.image },
            });
          });
        return this.operation(async () => {
          if (args.includes("--refresh")) this.refresh();
          await this.program();
        });
      case "refresh":
        return this.operation(async () => {
          this.takeOver(args);
          this.pending = [];
          this.refresh();
        });
      case "destroy":
        return this.operation(() => this.remove([...this.resources]));
      default:
        throw new Error(`pulumi ${args.join(" ")} is not played`);
    }
  }

  private async operation(act: () => Promise<void>) {
    if (this.locked) return this.refused("the stack is currently locked by 1 lock(s)");
    this.locked = true;
    try {
      await act();
    } catch (error) {
      if (error instanceof Cut) throw error;
      this.locked = false;
      return this.refused((error as Error).message);
    }
    this.locked = false;
    return "";
  }

  private refused(words: string) {
    return { code: 255, stderr: words };
  }

  private find = (name: string) => this.resources.find((one) => one.name === name && !one.delete);

  // The program, as index.ts and its components have it.
  private async program(): Promise<void> {
    const { namespace, keep } = this.settings();
    const { world } = this;
    const declared =
      decideOwner(
        {
          exists: profileIsKept(PROFILE),
          find: () => this.lookup(namespace),
          isStopped: () => world.profiles.get(PROFILE)?.running === false,
          state: () => ({
            owner: ownerIn(this.state),
            cutOff: wasCutOff(this.state),
            namespace: namespaceIn(this.state, namespace),
          }),
        },
        { context: PROFILE, namespace, stack: this.name },
        (words) => new Error(words),
      ) === "stack";
    const goesWith = startedHere(PROFILE, this.name) ? "cluster-provider" : undefined;
    this.visited.clear();
    this.replaced.clear();

    const uuid = await this.declare("uuid", "cluster-owner", {});
    const owner: string = uuid.outputs.result;
    const record = readRecord(PROFILE, owner);
    const tokens = await tokensFor(record, () => world.answers(SERVER));
    const profile = await this.declare("command", "cluster-profile", {
      ...{ STACK: this.name, OWNER: owner, PROFILE, CPUS: "4", MEMORY_MIB: "8192" },
      ...{ ADDONS: "ingress", IDENTITY: tokens.identity, SESSION: tokens.session },
    });
    const { failed } = JSON.parse(profile.outputs.stdout);
    if (failed) throw new Error(failed);
    await this.declare("provider", "cluster-provider", { identity: tokens.identity });
    const inCluster = { deletedWith: declared ? goesWith : undefined };
    const place = { CONTEXT: PROFILE, PROFILE, OWNER: owner };

    const { image } = this;
    await this.declare("image", "backend-build", { image });
    await this.declare("command", "backend-load", {
      ...{ ...place, NAMESPACE: namespace, IMAGE: image, CLUSTER: tokens.identity },
      DELIVERY: JSON.stringify({ kind: "minikube", profile: PROFILE }),
    });
    const made = declared
      ? await this.declare(
          "namespace",
          "secrets-namespace",
          { namespace, label: this.name, owner },
          { ...inCluster, retainOnDelete: true },
        )
      : undefined;
    const ownership = await this.declare(
      "command",
      "secrets-ownership",
      {
        ...{ ...place, NAMESPACE: namespace, CLUSTER: tokens.identity, KEEP: `${keep}` },
        UID: made?.outputs.metadata.uid ?? "",
      },
      inCluster,
    );
    await this.declare("secret", "secrets-app", { namespace, owner }, inCluster);
    await this.declare("command", "app-database-image", {
      ...{ ...place, UPSTREAM_IMAGE: DATABASE_IMAGE, CLUSTER: tokens.identity },
      DELIVERY: JSON.stringify({ kind: "minikube", profile: PROFILE }),
    });
    const wanted = { namespace, image, good: `${this.good}`, keep: `${keep}` };
    await this.declare("release", "app-release", wanted, inCluster);
    const RECORD = ownership.outputs.stdout;
    await this.declare("command", "app-place", { ...place, RECORD }, inCluster);
    await this.remove(this.resources.filter((one) => one.delete || !this.visited.has(one.name)));
  }

  private lookup(namespace: string) {
    return this.world.cluster(PROFILE).spaces.get(namespace);
  }

  private readonly visited = new Set<string>();
  private readonly replaced = new Set<string>();

  private async declare(
    kind: Kind,
    name: string,
    inputs: Record<string, string>,
    options: Options = {},
  ): Promise<Resource> {
    this.visited.add(name);
    const old = this.find(name);
    const same = old && JSON.stringify(old.inputs) === JSON.stringify(inputs);
    const moved = old && kind === "provider" && !same;
    if (moved) this.replaced.add(name);
    const isInCluster = ["namespace", "secret", "release"].includes(kind);
    const replace = old && isInCluster && this.replaced.has("cluster-provider");
    // In another namespace it is another object, and so is the record of that: the old one goes last.
    const moves =
      (isInCluster || name === "secrets-ownership") &&
      old !== undefined &&
      (old.inputs.namespace ?? old.inputs.NAMESPACE) !== (inputs.namespace ?? inputs.NAMESPACE);
    if (same && !replace) return Object.assign(old, options);
    if (old && !replace && !moves && kind !== "image") {
      old.outputs = await this.update(old, inputs);
      return Object.assign(old, { inputs, ...options });
    }
    if (old && replace) {
      const goes = old.retainOnDelete || this.replaced.has(old.deletedWith ?? "");
      if (!goes) await this.delete(old);
      this.resources.splice(this.resources.indexOf(old), 1);
    }
    const type = TYPES[kind];
    const urn = `urn:pulumi:${this.name}::todo::${type}::${name}`;
    const resource: Resource = {
      ...{ urn, type, name, kind, inputs, ...options },
      ...{ id: inputs.namespace ?? name, outputs: {} },
    };
    const operation = { type: "creating", resource };
    this.pending.push(operation);
    try {
      resource.outputs = await this.create(resource);
    } catch (error) {
      if (!(error instanceof Cut)) this.pending = this.pending.filter((one) => one !== operation);
      throw error;
    }
    this.pending = this.pending.filter((one) => one !== operation);
    if (kind === "release") resource.id = `${inputs.namespace}/todo-app`;
    if (kind === "secret") resource.id = `${inputs.namespace}/app-secrets`;
    if (old && moves) old.delete = true;
    else if (old && !replace) this.resources.splice(this.resources.indexOf(old), 1);
    this.resources.push(resource);
    return resource;
  }

  private async run(resource: Resource, which: keyof Programs, inputs: Record<string, string>) {
    const answer = await COMMANDS[resource.name]![which]?.({
      variable: (name) => inputs[name] ?? "",
      last: resource.outputs.stdout ? JSON.parse(resource.outputs.stdout) : undefined,
    });
    return { stdout: JSON.stringify(answer), environment: inputs };
  }

  private async create(resource: Resource) {
    const { world } = this;
    const { namespace, image, label, owner } = resource.inputs;
    switch (resource.kind) {
      case "command":
        return this.run(resource, "create", resource.inputs);
      case "uuid":
        return { result: world.id("owner") };
      case "image":
        world.engine.add(image!);
        return { imageName: image };
      case "namespace": {
        const cluster = world.cluster(PROFILE);
        if (cluster.spaces.has(namespace!)) throw exists(`namespaces "${namespace}"`);
        const labels = {
          [STACK_LABEL]: label!,
          [OWNER_LABEL]: owner!,
          "app.kubernetes.io/managed-by": "pulumi",
        };
        const space = world.effect("create namespace", () =>
          world.makeSpace(cluster, namespace!, labels, false),
        );
        return { metadata: { uid: space.uid } };
      }
      case "secret": {
        const { secrets } = this.space(namespace!);
        if (secrets["app-secrets"]) throw exists('secrets "app-secrets"');
        return world.effect("create secret", () => {
          secrets["app-secrets"] = { [OWNER_LABEL]: owner! };
          return {};
        });
      }
      case "release":
        return this.install(resource.inputs, undefined);
      default:
        return {};
    }
  }

  private async update(old: Resource, inputs: Record<string, string>) {
    switch (old.kind) {
      case "command":
        return this.run(old, "create", inputs);
      case "namespace":
        this.space(inputs.namespace!).labels[STACK_LABEL] = inputs.label!;
        return old.outputs;
      case "release":
        return this.install(inputs, old);
      default:
        return old.outputs;
    }
  }

  private space(namespace: string) {
    const space = this.lookup(namespace);
    if (!space) throw new ToolError("kubectl", `namespaces "${namespace}" not found`, 1);
    return space;
  }

  /** Helm's install or upgrade, undone where it does not get ready. */
  private install({ namespace, image, good }: Record<string, string>, old: Resource | undefined) {
    const space = this.space(namespace!);
    const before = space.release;
    if (before && !old) throw new ToolError("helm", "cannot re-use a name that is still in use", 1);
    if (before?.status.startsWith("pending"))
      throw new ToolError("helm", "another operation (install/upgrade/rollback) is in progress", 1);
    const revision = (before?.revision ?? 0) + 1;
    const status = before ? "pending-upgrade" : "pending-install";
    const images = [...new Set([...(before?.images ?? []), image!])];
    const undone = (words: string) => {
      if (before) space.release = before;
      else delete space.release;
      return new ToolError("helm", `${words}, and was undone`, 1);
    };
    this.world.effect("helm", () => (space.release = { status, revision, images }));
    const onNode = this.world.profile(PROFILE).images;
    if (good !== "true" || ![image!, DATABASE_IMAGE].every((needed) => onNode.has(needed)))
      throw undone("the release did not become ready in time");
    try {
      const deployed = { status: "deployed", revision, images: [image!] };
      this.world.effect("helm", () => (space.release = deployed));
    } catch (error) {
      throw error instanceof Cut ? error : undone("the release failed");
    }
    return {};
  }

  private async remove(resources: Resource[]): Promise<void> {
    const going = new Set(resources.map(({ name }) => name));
    for (const resource of resources.reverse()) {
      if (!going.has(resource.deletedWith ?? "") && !resource.retainOnDelete)
        await this.delete(resource);
      this.resources = this.resources.filter((one) => one !== resource);
    }
  }

  private async delete(resource: Resource): Promise<void> {
    const { kind, inputs } = resource;
    if (kind === "command") return void (await this.run(resource, "delete", inputs));
    if (!["namespace", "secret", "release"].includes(kind)) return;
    const space = this.lookup(inputs.namespace!);
    if (!space) return;
    this.world.effect(`delete ${kind}`, () => {
      if (kind === "namespace") this.world.cluster(PROFILE).spaces.delete(inputs.namespace!);
      if (kind === "secret") delete space.secrets["app-secrets"];
      if (kind === "release" && space.release) {
        delete space.release;
        if (inputs.keep !== "true") space.tasks = 0;
      }
    });
  }

  /** Takes the cluster's word for the objects in it. */
  private refresh(): void {
    this.resources = this.resources.filter((resource) => {
      if (!["namespace", "secret", "release"].includes(resource.kind)) return true;
      const space = this.lookup(resource.inputs.namespace!);
      if (resource.kind === "namespace" && space) resource.outputs.metadata = { uid: space.uid };
      if (resource.kind === "secret") return Boolean(space?.secrets["app-secrets"]);
      return Boolean(resource.kind === "release" ? space?.release : space);
    });
  }

  private takeOver(args: string[]): void {
    const given = args.filter((_, i) => args[i - 1] === "--import-pending-creates");
    for (const { resource } of this.pending) {
      const at = given.indexOf(resource.urn);
      if (at < 0) continue;
      resource.id = given[at + 1]!;
      if (resource.kind === "namespace")
        resource.outputs = { metadata: { uid: this.space(resource.inputs.namespace!).uid } };
      this.resources.push(resource);
    }
  }
}

const exists = (what: string) => new ToolError("kubectl", `${what} already exists`, 1);
