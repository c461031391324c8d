/** Pulumi's engine as far as it matters here: one stack of one checkout in a world. */
import { deliverExistingImage } from "../../components/programs/deliverExistingImage";
import { checkPlace } from "../../todo/programs/checkPlace";
import type { Command } from "../../components/process/command";
import { deleteOwnNamespace } from "../../todo/programs/deleteNamespace";
import { deliverImage } from "../../components/programs/deliverImage";
import { notePlace } from "../../todo/programs/notePlace";
import { recordNamespace } from "../../todo/programs/recordNamespace";
import { removeImages } from "../../components/programs/removeImages";
import { startCluster } from "../../components/programs/startCluster";
import { stopCluster } from "../../components/programs/stopCluster";
import {
  createObject,
  deleteObject,
  isObject,
  isThere,
  lookup,
  metadataOf,
  secretOf,
  updateObject,
} from "./objects";
import { program } from "./program";
import { Kind, Options, Resource, Settings, TYPES } from "./resources";
import { Cut, World } from "./world";

// Programs differ in what they answer; the engine keeps it as text.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Program = (command: Command<any>) => Promise<unknown>;
interface Programs {
  create: Program;
  delete?: Program;
}

/** The program's commands: what each runs. `tests/todo/program.test.ts` holds the names to the real program. */
export const COMMANDS: Record<string, Programs> = {
  "cluster-profile": { create: startCluster, delete: stopCluster },
  "app-database-image": { create: deliverExistingImage },
  "backend-load": { create: deliverImage, delete: removeImages },
  "secrets-ownership": { create: recordNamespace, delete: deleteOwnNamespace },
  "secrets-app-place": { create: notePlace, delete: checkPlace },
  "app-place": { create: notePlace, delete: checkPlace },
};

export class Engine {
  exists = false;
  locked = false;
  resources: Resource[] = [];
  /** With their inputs as Pulumi has them. */
  pending: { type: string; resource: Omit<Resource, "inputs"> & { inputs: object } }[] = [];
  /** Number of the source's version: another one is another image. */
  source = 1;
  /** Whether pods of this version get ready. */
  good = true;

  constructor(
    readonly world: World,
    readonly settings: () => Settings,
    public name: string,
  ) {}

  get image() {
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
    this.world.goesOn(`pulumi ${verb}`);
    switch (verb === "stack" ? `stack ${what}` : verb) {
      case "stack ls":
        return JSON.stringify(this.exists ? [{ name: this.name }] : []);
      case "stack export":
        return JSON.stringify(this.state);
      case "stack import": {
        // As the real one, it drops what a run was cut off in.
        const { resources } = JSON.parse(input).deployment;
        Object.assign(this, { resources: resources.map(this.taken), pending: [] });
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

  private async program(): Promise<void> {
    this.visited.clear();
    this.replaced.clear();
    await program(this);
    await this.remove(this.resources.filter((one) => one.delete || !this.visited.has(one.name)));
  }

  private readonly visited = new Set<string>();
  private readonly replaced = new Set<string>();

  async declare(
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
    const metadata = { name: inputs.namespace, namespace: inputs.namespace };
    const operation = {
      type: "creating",
      resource: { ...resource, inputs: { ...inputs, imageName: inputs.image, metadata } },
    };
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
    // It may have caught that it was ended, and answers nobody then.
    this.world.goesOn(resource.name);
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
        world.effect(`building ${image}`, () => world.engine.add(image!));
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
      const space = lookup(world, inputs.namespace ?? "");
      if (kind === "namespace" && space) Object.assign(outputs, metadataOf(space));
      if (kind === "secret" && space) Object.assign(outputs, secretOf(space));
    }
    this.resources = this.resources.filter(
      ({ kind, inputs }) => !isObject(kind) || isThere(world, kind, inputs),
    );
  }

  /** A resource as this world has it, of what was put into the state by its URN and id. */
  private readonly taken = (one: Resource): Resource => {
    const { urn, type, id, outputs = {} } = one;
    const [namespace] = id.split("/");
    const kind = (Object.keys(TYPES) as Kind[]).find((kind) => TYPES[kind] === type)!;
    if (!isObject(kind)) return one;
    const { owner = this.find("cluster-owner")!.outputs.result, label } = one.inputs;
    return {
      ...one,
      ...{ name: urn.split("::").at(-1)!, kind, outputs },
      inputs: { ...one.inputs, namespace: namespace!, owner, label: label! },
    };
  };
}
