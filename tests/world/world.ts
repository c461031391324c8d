/**
 * A small world in memory: one machine with an engine and minikube, and a cluster in each profile. Tools of the
 * project's own process boundary act on it, as the real ones do, and so does a user.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { profileFolder } from "../../components/cluster/profileRecord";
import { ToolError } from "../../components/process/shell";

/** A namespace and what is in it. */
export interface Space {
  uid: string;
  labels: Record<string, string>;
  /** Made by the user, who wants it to stay. */
  own: boolean;
  /** Id of the stack that made it. */
  maker?: string;
  /**
   * Another stack than its maker's has used it as it found it: its labels were wiped, and its maker knew of it by nothing
   * else. Neither may delete it, for the other's tasks may be in it. Or they were wiped before its maker had noted it.
   */
  adopted?: boolean;
  /** The user's own objects in it. */
  work: number;
  /** Whether the Secret in it is one of them. */
  ownSecret?: boolean;
  secrets: Record<string, { uid: string; labels: Record<string, string> }>;
  release?: { status: string; revision: number; images: string[] };
  /** The database's claim: Helm takes over the one that is there. */
  claim: boolean;
  /** Whether a stack has left the claim at the user's wish, and no other has taken it over at theirs. */
  kept: boolean;
  /** Tasks that people have entered: they go with the claim. */
  tasks: number;
}

export interface Profile {
  uuid: string;
  /** Started by the user, who wants it to stay. */
  own: boolean;
  /** Started half by a start that was cut off. */
  whole: boolean;
  running: boolean;
  /** Whether its engine was restarted since: its API server has another port than the kubeconfig says. */
  moved: boolean;
  addons: Set<string>;
  /** Addons that the user turned on. */
  ownAddons: Set<string>;
  images: Set<string>;
  clusterUid: string;
  spaces: Map<string, Space>;
}

/** minikube's profile, which is the name of its context too. */
export const PROFILE = "minikube";

/** The user has it in the engine; this world has no registry that a node could pull it from. */
export const DATABASE_IMAGE = "postgres:17-alpine";

/** How a tool fails at the next effect that it has. */
export type Trouble = { after: number; how: "fails" | "cut before" | "cut after" };

/** The process was ended: nothing after that is done by it. */
export class Cut extends Error {}

export class World {
  readonly profiles = new Map<string, Profile>();
  readonly engine = new Set<string>([DATABASE_IMAGE]);
  /** Images of the engine that are the user's. */
  readonly ownImages = new Set<string>([DATABASE_IMAGE]);
  /** Whether the clusters answer. */
  silent = false;
  trouble?: Trouble;
  /** Whether the present command was cut off: a process that was ended does nothing more, whatever it would catch. */
  ended = false;
  /** What everything printed since the last command began. */
  printed: string[] = [];
  private count = 0;

  id(kind: string): string {
    return `${kind}-${++this.count}`;
  }

  /** @throws Cut where the present command's process was ended, whatever of that was caught since. */
  goesOn(step: string): void {
    if (this.ended) throw new Cut(step);
  }

  /** Something that a tool of ours changes: where trouble strikes. */
  effect<Result>(step: string, act: () => Result): Result {
    this.goesOn(step);
    if (this.trouble && this.trouble.after-- === 0) {
      const { how } = this.trouble;
      this.trouble = undefined;
      if (how === "fails") throw new ToolError(step, "something is not as it should be", 1);
      this.ended = true;
      if (how === "cut before") throw new Cut(step);
      act();
      throw new Cut(step);
    }
    return act();
  }

  profile(name: string): Profile {
    const found = this.profiles.get(name);
    if (!found) throw new ToolError(`minikube ${name}`, `Profile "${name}" not found`, 85);
    return found;
  }

  /** The cluster that a context leads to, if it answers. */
  cluster(context: string): Profile {
    const found = this.profiles.get(context);
    if (!found?.running || !found.whole || found.moved || this.silent)
      throw new ToolError("kubectl", "Unable to connect to the server: connection refused", 1);
    return found;
  }

  answers = async (server: URL): Promise<boolean> => {
    const found = this.profiles.get(server.hostname.split(".")[0]!);
    return Boolean(found?.running && found.whole && !found.moved && !this.silent);
  };

  makeProfile(name: string, made: { uuid: string; own: boolean; whole: boolean }): Profile {
    const profile: Profile = {
      ...made,
      running: made.whole,
      moved: false,
      addons: new Set(["storage-provisioner"]),
      ownAddons: new Set(),
      images: new Set(),
      clusterUid: this.id("cluster"),
      spaces: new Map(),
    };
    this.profiles.set(name, profile);
    fs.mkdirSync(profileFolder(name), { recursive: true });
    const config = { Driver: "docker", CPUs: 8, Memory: 65536, UUID: made.uuid };
    fs.writeFileSync(path.join(profileFolder(name), "config.json"), JSON.stringify(config));
    return profile;
  }

  removeProfile(name: string): void {
    this.profiles.delete(name);
    fs.rmSync(profileFolder(name), { recursive: true, force: true });
  }

  makeSpace(profile: Profile, name: string, labels: Record<string, string>, own: boolean): Space {
    const space: Space = {
      ...{ uid: this.id("namespace"), labels, own, work: 0 },
      ...{ secrets: {}, claim: false, kept: false, tasks: 0 },
    };
    profile.spaces.set(name, space);
    return space;
  }
}
