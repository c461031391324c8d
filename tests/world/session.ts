/** A history: what users do, what the project's commands do on their behalf, and what must hold after each. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { takeDown } from "../../cli/down";
import { configured } from "../../cli/stack/place";
import { placeIn } from "../../cli/stack/state";
import { recover } from "../../cli/recover";
import { deploy } from "../../cli/up";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { replaceAnswers } from "../../components/cluster/kubeconfig";
import { namespaceIn, namespaceRecords } from "../../todo/namespace/namespaceState";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { profileFolder, records } from "../../components/cluster/profileRecord";
import { replaceProcesses } from "../../components/process/shell";
import { Engine } from "./engine";
import type { Settings } from "./resources";
import { processesOf } from "./tools";
import { Cut, DATABASE_IMAGE, PROFILE, Space, Trouble, World } from "./world";

export type Verb = "up" | "down" | "recover";

/** A folder, in which no other process is seen to run. */
const BACKEND = { PULUMI_BACKEND_URL: "file:///no/such/folder" };

/** What a user runs without make. */
export type PlainVerb = "up" | "destroy";

/** How a command ended: well, in words, or cut off without any. */
type End = "well" | "refused" | "cut";

/** What leads a command astray: the settings name another profile than the stack's, the shell another home. */
export type Astray = "profile" | "home";

/** A checkout with its one stack. */
class Clone {
  readonly engine: Engine;

  constructor(
    world: World,
    readonly folder: string,
  ) {
    fs.mkdirSync(folder, { recursive: true });
    this.engine = new Engine(world, () => this.settings(), "dev");
  }

  get file() {
    return path.join(this.folder, `Pulumi.${this.engine.name}.yaml`);
  }

  settings(): Settings {
    const config = configured(this.file);
    return {
      namespace: config["todo:namespace"] ?? "todo-app",
      keep: `${config["todo:keepDatabase"]}` === "true",
    };
  }

  set(key: string, value: string | undefined): void {
    const config = { ...configured(this.file), [`todo:${key}`]: value };
    fs.writeFileSync(this.file, JSON.stringify({ config }));
  }

  rename(name: string): void {
    const [before, config] = [this.file, configured(this.file)];
    this.engine.rename(name);
    fs.rmSync(before, { force: true });
    fs.writeFileSync(this.file, JSON.stringify({ config }));
  }
}

export class Session {
  readonly world = new World();
  readonly clones: Clone[];
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-world-"));
  /** Images that the user pruned and that nobody has brought back. */
  private readonly pruned = new Set<string>();
  /** Images of the engine that pulumi alone may have left: only make's commands note one whose delivery failed. */
  private readonly unnoted = new Set<string>();
  private sources = 1;
  /** What was done and printed, for a history that breaks something. */
  readonly story: string[] = [];

  constructor() {
    process.env.MINIKUBE_HOME = this.folder;
    process.env.KUBECONFIG = path.join(this.folder, "kubeconfig");
    const server = { name: PROFILE, cluster: { server: `https://${PROFILE}.world` } };
    const context = { name: PROFILE, context: { cluster: PROFILE } };
    fs.writeFileSync(
      process.env.KUBECONFIG,
      JSON.stringify({ clusters: [server], contexts: [context] }),
    );
    this.clones = ["one", "two"].map((name) => new Clone(this.world, path.join(this.folder, name)));
  }

  end(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  get profile() {
    return this.world.profiles.get(PROFILE);
  }

  get running() {
    return this.profile?.running && this.profile.whole ? this.profile : undefined;
  }

  space(clone: number): Space | undefined {
    return this.running?.spaces.get(this.clones[clone]!.settings().namespace);
  }

  /** Whether a stack knows this namespace by its uid: in its state, or in its record beside the profile. */
  isKnown(name: string, { uid }: Space): boolean {
    return (
      this.clones.some(({ engine }) => namespaceIn(engine.state, name)?.uid === uid) ||
      records(PROFILE).some(({ namespaces }) => namespaces.some((one) => one.uid === uid))
    );
  }

  /** Whether a stack has noted it, in its state or beside the profile. */
  isRecorded({ uid }: Space): boolean {
    return [
      ...this.clones.flatMap(({ engine }) => namespaceRecords(engine.state)),
      ...records(PROFILE).flatMap(({ namespaces }) => namespaces),
    ].some((noted) => noted.uid === uid);
  }

  /** The user's own, in the place of whatever is there. */
  makeSecret(space: Space): void {
    space.secrets["app-secrets"] = { uid: this.world.id("secret"), labels: {} };
    space.ownSecret = true;
  }

  edit(clone: number, good: boolean): void {
    Object.assign(this.clones[clone]!.engine, { source: ++this.sources, good });
  }

  prune(where: "engine" | "node"): void {
    const images = where === "engine" ? this.world.engine : this.profile?.images;
    for (const image of images ?? []) {
      if (where === "engine" && this.world.ownImages.has(image)) continue;
      this.pruned.add(image);
      images!.delete(image);
    }
  }

  // What must hold after each command.

  private promises(verb: Verb, clone: number) {
    const { world } = this;
    const { engine, folder } = this.clones[clone]!;
    const { state } = engine;
    const noted = records(PROFILE)
      .filter((record) => record.folder === folder)
      .flatMap(({ namespaces }) => namespaces.map(({ uid }) => uid));
    // The chart leaves its volume only since it was told so.
    const release = engine.resources.find(({ name }) => name === "app-release");
    const wanted = this.clones[clone]!.settings().keep && verb === "down";
    const keepsVolume = release?.inputs.keep === "true" || wanted;
    const profiles = [...world.profiles].filter(([, { own }]) => own).map(([name]) => name);
    const ran = this.running;
    const addons = [...(this.profile?.ownAddons ?? [])];
    const sharers = this.clones
      .filter((_, i) => i !== clone)
      .map(({ engine }) => ownerIn(engine.state))
      .filter((owner) => records(PROFILE).some((record) => record.owner === owner));
    const shared = [...(this.profile?.images ?? [])].filter((image) =>
      sharers.some((owner) => world.engine.has(`${image}-used-by-${owner}`)),
    );
    const cached = this.profile?.images.has(DATABASE_IMAGE) ?? false;
    const { namespace: set } = this.clones[clone]!.settings();
    const spaces = [...(this.profile?.spaces ?? [])].map(([name, space]) => ({
      // To name another one is the wish to have the app there, and the old one gone with its tasks.
      leaves: verb === "up" && name !== set,
      ...{ name, uid: space.uid, own: space.own, tasks: space.tasks, work: space.work },
      left: space.kept,
      ownSecret: space.ownSecret ? space.secrets["app-secrets"] : undefined,
      kept: namespaceRecords(state).some(
        ({ uid, kept }) => uid === space.uid && (kept || (wanted && space.tasks > 0)),
      ),
      mine:
        namespaceIn(state, name)?.uid === space.uid ||
        noted.includes(space.uid) ||
        (ownerIn(state) !== undefined && space.labels[OWNER_LABEL] === ownerIn(state)),
      others: this.clones.some(
        ({ engine }, i) => i !== clone && namespaceIn(engine.state, name)?.uid === space.uid,
      ),
      images: (space.release?.images ?? []).filter((image) => this.profile!.images.has(image)),
    }));
    return () => {
      for (const name of profiles)
        assert.ok(world.profiles.has(name), `the user's profile ${name} was deleted`);
      if (ran && this.profile === ran) assert.ok(ran.running, "a profile that ran was stopped");
      for (const image of world.ownImages)
        assert.ok(world.engine.has(image), `the user's image ${image} was removed`);
      if (!this.profile) {
        // A profile that a stack started goes with all that is in it, but not from under another stack.
        const lost = spaces.filter(({ others }) => others);
        assert.deepEqual(lost, [], "another checkout's app went with the profile");
        return;
      }
      assert.ok(
        this.profile.images.has(DATABASE_IMAGE) || !cached,
        "an image that may be the user's was taken off the node",
      );
      for (const image of shared)
        assert.ok(
          this.profile.images.has(image),
          `${image}, which another stack uses, was removed`,
        );
      for (const addon of addons)
        assert.ok(this.profile.addons.has(addon), `the user's addon ${addon} was turned off`);
      for (const before of spaces) {
        const now: Space | undefined = this.profile.spaces.get(before.name);
        const same: Space | undefined = now?.uid === before.uid ? now : undefined;
        if (before.own || (verb !== "down" && before.tasks > 0 && !before.leaves) || !before.mine)
          assert.ok(same, `namespace ${before.name} was deleted`);
        if (before.kept) {
          assert.ok(same, `namespace ${before.name}, which was to be kept, was deleted`);
          if (keepsVolume)
            assert.equal(
              same.tasks,
              before.tasks,
              `the tasks in ${before.name}, to be kept, are lost`,
            );
        }
        if (!same) continue;
        if (before.left)
          assert.equal(
            same.tasks,
            before.tasks,
            `the tasks that were kept in ${before.name} are lost`,
          );
        if (before.ownSecret)
          assert.equal(
            same.secrets["app-secrets"],
            before.ownSecret,
            `the user's Secret in ${before.name}`,
          );
        assert.equal(same.work, before.work, `the user's work in ${before.name}`);
        if ((verb !== "down" && !before.leaves) || !before.mine)
          assert.equal(same.tasks, before.tasks, `the tasks in ${before.name} are lost`);
        for (const image of same.release?.images ?? []) {
          if (before.images.includes(image) && (verb !== "down" || !before.mine))
            assert.ok(this.profile.images.has(image), `${image}, which runs, was removed`);
        }
      }
    };
  }

  /** A command of the Makefile's, in a checkout. */
  async make(
    verb: Verb,
    clone: number,
    trouble?: Trouble,
    astray?: Astray,
  ): Promise<{ end: End; said: string }> {
    const { world } = this;
    const { engine, folder } = this.clones[clone]!;
    const holds = this.promises(verb, clone);
    world.printed = [];
    world.trouble = trouble && { ...trouble };
    this.story.push(
      `make ${verb} in ${clone}${trouble ? `, ${trouble.how} at ${trouble.after}` : ""}`,
    );
    if (verb === "up") engine.exists = true;
    let end: End;
    const back = placeIn(engine.state) ? this.lead(clone, astray) : () => {};
    const restore = this.inside(folder, engine);
    try {
      const body = {
        up: () => deploy(BACKEND, true),
        down: () => takeDown(BACKEND),
        recover: () => recover(BACKEND),
      };
      end = (await body[verb]()) === 0 ? "well" : "refused";
    } catch (error) {
      if (error instanceof Cut) end = "cut";
      else {
        world.printed.push((error as Error).message);
        end = "refused";
      }
    } finally {
      restore();
      back();
    }
    // What the command left to the next turn of the event loop would pile up: all else is done in this one.
    await turn();
    // One that was ended says nothing to its shell, whatever it would have caught.
    if (world.ended) end = "cut";
    world.trouble = undefined;
    world.ended = false;
    const said = world.printed.join("\n");
    this.story.push(`   ${end}: ${said.replaceAll("\n", "\n   ")}`);
    holds();
    this.handOver(said);
    return { end, said };
  }

  /** Pulumi by itself, without what make's commands look at before. */
  async pulumi(verb: PlainVerb, clone: number): Promise<void> {
    const { engine, folder } = this.clones[clone]!;
    if (verb === "up") engine.exists = true;
    if (!engine.exists) return;
    const holds = this.promises(verb === "up" ? "up" : "down", clone);
    this.world.printed = [];
    this.story.push(`pulumi ${verb} in ${clone}`);
    const restore = this.inside(folder, engine);
    try {
      const answer = await engine.pulumi([verb], "");
      this.world.printed.push(JSON.stringify(answer));
    } finally {
      restore();
    }
    this.story.push(`   ${this.world.printed.join("\n   ")}`);
    this.world.engine.forEach((image) => this.unnoted.add(image));
    holds();
    this.handOver(this.world.printed.join("\n"));
  }

  /** What was kept at the user's wish is the user's from then on. */
  private handOver(said: string): void {
    for (const name of said.matchAll(/namespace (\S+) stays, with the database/g)) {
      const space = this.profile?.spaces.get(name[1]!);
      if (space) Object.assign(space, { own: true, kept: space.claim });
    }
  }

  /** @returns what leads back again. */
  private lead(clone: number, astray: Astray | undefined): () => void {
    if (astray === undefined) return () => {};
    this.story.push(`   with another ${astray}`);
    if (astray === "home") {
      process.env.MINIKUBE_HOME = path.join(this.folder, "elsewhere");
      return () => void (process.env.MINIKUBE_HOME = this.folder);
    }
    const { [clone]: one } = this.clones;
    one!.set("profile", "other");
    return () => one!.set("profile", undefined);
  }

  private inside(folder: string, engine: Engine): () => void {
    const { world } = this;
    const before = { cwd: process.cwd(), stack: process.env.STACK };
    const { log, error } = console;
    const write = process.stderr.write.bind(process.stderr);
    process.chdir(folder);
    process.env.STACK = engine.name;
    console.log = console.error = (text: string) => void world.printed.push(text);
    process.stderr.write = (text: string | Uint8Array) => (
      world.printed.push(`${text}`.trim()),
      true
    );
    const processes = replaceProcesses(
      processesOf(world, (args, input) => engine.pulumi(args, input)),
    );
    const answers = replaceAnswers(world.answers);
    return () => {
      processes();
      answers();
      Object.assign(console, { log, error });
      process.stderr.write = write;
      process.chdir(before.cwd);
      if (before.stack === undefined) delete process.env.STACK;
      else process.env.STACK = before.stack;
    };
  }

  /** Follows what is printed until the command ends well. */
  async follow(verb: "up" | "down", clone: number): Promise<void> {
    let said = "";
    for (let round = 0; round < 6; round++) {
      const ended = await this.make(verb, clone);
      if (ended.end === "well") return;
      said = ended.said;
      if (/To keep it: without the app's data, make down/.test(said)) {
        await this.follow("down", clone);
        this.obey(said, clone);
      } else if (/To go back: make recover/.test(said)) {
        await this.make("recover", clone);
      } else if (/Run: make down(?: STACK=\S+)?, then: make up/.test(said))
        await this.follow("down", clone);
      else if (/Run: make up(?: STACK=\S+)?, then: make down/.test(said))
        await this.follow("up", clone);
      else if (!this.obey(said, clone) && /make recover/.test(said)) {
        const recovered = await this.make("recover", clone);
        said = recovered.said;
        if (recovered.end !== "well") this.obey(said, clone);
      }
    }
    assert.fail(`no printed command ends well: ${said}`);
  }

  /** Warnings of a clean-up name the command that does it by hand, and so does what may be somebody's. */
  private removeByHand(): void {
    const left = this.story.join("\n").includes("If it is not used: minikube delete");
    if (left && this.profile && !this.profile.own) this.world.removeProfile(PROFILE);
    // No stack is left by now, under whatever id.
    const namesake = /has had another id .*, run: (.+)$/gm;
    for (const [, commands] of this.story.join("\n").matchAll(namesake))
      for (const command of commands!.split(" && ")) this.type(command);
    const undecided = /If it is not needed: minikube addons disable (\S+)/g;
    for (const [, addon] of this.story.join("\n").matchAll(undecided))
      if (!this.profile?.ownAddons.has(addon!)) this.profile?.addons.delete(addon!);
    for (const [, command] of this.story.join("\n").matchAll(/by hand: (.+)/gi)) {
      for (const [, image] of command!.matchAll(/minikube image rm (\S+)/g))
        this.profile?.images.delete(image!.replace("docker.io/library/", ""));
      const { engine } = this.world;
      const [, tag] = /^docker image rm (\S+-used-by-[^\s;]+)/.exec(command!) ?? [];
      if (tag) engine.delete(tag);
      // The image goes where no stack is left that uses it.
      const [, image] = /&& docker image rm (\S+)$/.exec(command!) ?? [];
      if (image && ![...engine].some((one) => one.startsWith(`${image}-used-by-`)))
        engine.delete(image);
    }
  }

  /** Does what a command does that takes out of a profile what no stack has there any more. */
  private type(command: string): void {
    const { profile } = this;
    const [, file] = /^rm (.+)$/.exec(command) ?? [];
    for (const one of file?.split(" ") ?? []) fs.rmSync(one, { force: true });
    if (!profile) return;
    if (command.startsWith("minikube delete") && !profile.own) this.world.removeProfile(PROFILE);
    const [, addon] = /^minikube addons disable (\S+)/.exec(command) ?? [];
    if (addon && !profile.ownAddons.has(addon)) profile.addons.delete(addon);
    const [, image] = /^minikube image rm (\S+)/.exec(command) ?? [];
    if (image) profile.images.delete(image.replace("docker.io/library/", ""));
    const [, namespace] = /^kubectl .* delete namespace (\S+)/.exec(command) ?? [];
    if (namespace && !profile.spaces.get(namespace)?.own) profile.spaces.delete(namespace);
  }

  private obey(said: string, clone: number): boolean {
    if (/minikube start --profile/.test(said)) {
      this.startByHand();
      return true;
    }
    const namespace = /(?:config set todo:namespace |make config SET=namespace=)(\S+)/.exec(
      said,
    )?.[1];
    if (namespace) this.clones[clone]!.set("namespace", namespace);
    return Boolean(namespace);
  }

  startByHand(): void {
    this.story.push("minikube start");
    const found = this.profile;
    if (!found) this.world.makeProfile(PROFILE, { uuid: "", own: true, whole: true });
    else if (!found.whole) Object.assign(found, { whole: true, running: true, own: true });
    else Object.assign(found, { running: true, moved: false });
  }

  /** After the last `make down`: nothing of the stack's is left. */
  assertNoTrace(): void {
    this.removeByHand();
    const { world, profile } = this;
    const images = (all: Iterable<string>) =>
      [...all].filter((image) => !world.ownImages.has(image));
    const noted = images(world.engine).filter((image) => !this.unnoted.has(image));
    assert.deepEqual(noted, [], "images in the engine");
    if (!profile) return;
    assert.ok(profile.own, "the profile that make up started is there");
    assert.deepEqual(images(profile.images), [], "images on the node");
    const left = [...profile.spaces]
      .filter(([, { own, adopted }]) => !own && !adopted)
      .map(([name]) => name);
    assert.deepEqual(left, [], "namespaces");
    const addons = [...profile.addons].filter((addon) => addon !== "storage-provisioner");
    assert.deepEqual(addons.sort(), [...profile.ownAddons].sort(), "addons");
    const records = fs.readdirSync(profileFolder(PROFILE)).filter((file) => /^stack-/.test(file));
    assert.deepEqual(records, [], "records beside the profile");
  }
}
