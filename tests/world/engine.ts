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
import { tokensFor } from "../../components/minikubeCluster";
import { decideOwner } from "../../components/namespaceOwner";
import { namespaceIn, ownerIn, wasCutOff } from "../../components/ownState";
import { profileIsKept, readRecord, startedHere } from "../../components/profileRecord";
import {
  createObject,
  deleteObject,
  isObject,
  isThere,
  lookup,
  spaceOf,
  updateObject,
} from "./objects";
import { Cut, DATABASE_IMAGE, PROFILE, World } from "./world";

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
          find: () => lookup(world, namespace),
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
    const isInCluster = isObject(kind);
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
    const { image } = resource.inputs;
    switch (resource.kind) {
      case "command":
        return this.run(resource, "create", resource.inputs);
      case "uuid":
        return { result: world.id("owner") };
      case "image":
        world.engine.add(image!);
        return { imageName: image };
      case "namespace":
      case "secret":
      case "release":
        return createObject(world, resource.kind, resource.inputs);
      default:
        return {};
    }
  }

  private async update(old: Resource, inputs: Record<string, string>) {
    if (old.kind === "command") return this.run(old, "create", inputs);
    return isObject(old.kind)
      ? updateObject(this.world, old.kind, inputs, old.outputs)
      : old.outputs;
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
    if (isObject(kind)) deleteObject(this.world, kind, inputs);
  }

  /** Takes the cluster's word for the objects in it. */
  private refresh(): void {
    const { world } = this;
    for (const { kind, inputs, outputs } of this.resources) {
      const uid = kind === "namespace" ? lookup(world, inputs.namespace!)?.uid : undefined;
      if (uid !== undefined) outputs.metadata = { uid };
    }
    this.resources = this.resources.filter(
      ({ kind, inputs }) => !isObject(kind) || isThere(world, kind, inputs),
    );
  }

  private takeOver(args: string[]): void {
    const given = args.filter((_, i) => args[i - 1] === "--import-pending-creates");
    for (const { resource } of this.pending) {
      const at = given.indexOf(resource.urn);
      if (at < 0) continue;
      resource.id = given[at + 1]!;
      if (resource.kind === "namespace")
        resource.outputs = {
          metadata: { uid: spaceOf(this.world, resource.inputs.namespace!).uid },
        };
      this.resources.push(resource);
    }
  }
}
