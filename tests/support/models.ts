/** Models of the machine's tools for stand-ins: what they keep, and what they say of it. */
import * as fs from "node:fs";
import * as path from "node:path";
import { profileFolder, profileIsKept } from "../../components/cluster/profileRecord";
import type { Reply, StandIn } from "./standIn";

/** A namespace as `kubectl get --output=json` shows it. */
export const namespaceJson = (name: string, uid: string, labels?: Record<string, string>) =>
  JSON.stringify({ kind: "Namespace", metadata: { name, uid, labels } });

/** Puts a profile where minikube keeps it. */
export function keepProfile(profile: string, config: object = {}): void {
  fs.mkdirSync(profileFolder(profile), { recursive: true });
  fs.writeFileSync(path.join(profileFolder(profile), "config.json"), JSON.stringify(config));
}

/** What a node that runs always has: images of Kubernetes itself. */
export const OF_KUBERNETES = { repoTags: ["pause:3.10"] };

/** What `minikube status` says of a profile whose host is stopped. */
export const STOPPED = { code: 7, stdout: '{"Host":"Stopped"}' };

/** minikube, as far as it is asked: its profiles are the folders of a home, and run or not. */
export class Minikube {
  readonly running = new Set<string>();
  readonly addons = new Set(["dashboard"]);

  constructor(tools: StandIn) {
    tools
      .answer(/^minikube status --profile (\S+)/, ([, profile]) => {
        if (!profileIsKept(profile!)) return { code: 85 };
        return this.running.has(profile!) ? "{}" : STOPPED;
      })
      .answer(/^minikube start --profile[= ](\S+)(?: --uuid=(\S+))?/, ([, profile, uuid]) => {
        if (!profileIsKept(profile!)) keepProfile(profile!, { UUID: uuid });
        this.running.add(profile!);
        return "";
      })
      .answer(/^minikube stop --profile (\S+)/, ([, profile]) => {
        this.running.delete(profile!);
        return "";
      })
      .answer(/^minikube delete --profile (\S+)/, ([, profile]) => {
        fs.rmSync(profileFolder(profile!), { recursive: true });
        return "";
      })
      .answer(/^minikube addons list/, () =>
        JSON.stringify(
          Object.fromEntries(
            ["dashboard", "ingress", "registry", "traefik"].map((name) => [
              name,
              { Status: this.addons.has(name) ? "enabled" : "disabled" },
            ]),
          ),
        ),
      )
      .answer(/^minikube addons enable (\S+)/, ([, name]) => {
        this.addons.add(name!);
        return "";
      })
      .answer(/^minikube addons disable (\S+)/, ([, name]) => {
        this.addons.delete(name!);
        return "";
      })
      .answer(/^kubectl .*get namespaces,secrets --all-namespaces/, '{ "items": [] }')
      .answer(/^minikube ip/, "192.0.2.9\n");
  }

  /** A profile that is there, and runs. */
  runs(profile: string, config: object = {}): void {
    keepProfile(profile, config);
    this.running.add(profile);
  }
}

/**
 * Archives of images: docker writes them, minikube copies them to its node, where they stay until they are removed.
 *
 * @param take what the node does with an image, and what minikube says then.
 * @returns the names of the copies on the node.
 */
export function archives(tools: StandIn, take: (image: string) => Reply = () => ""): Set<string> {
  const copies = new Set<string>();
  tools
    .answer(/^docker image save --output (\S+) (\S+)$/, ([, file, image]) => {
      fs.writeFileSync(file!, image!);
      return "";
    })
    .answer(/^minikube image load (\S+) --profile \S+$/, ([, file]) => {
      copies.add(path.basename(file!));
      return take(fs.readFileSync(file!, "utf8"));
    })
    .answer(/^minikube ssh .*-- sudo rm -f \/var\/lib\/minikube\/images\/(\S+)$/, ([, copy]) => {
      copies.delete(copy!);
      return "";
    });
  return copies;
}

/** Docker's images, as far as they are asked: names with their tags. */
export class Engine {
  readonly tags = new Set<string>();

  constructor(tools: StandIn) {
    tools
      .answer(/^docker image tag (\S+) (\S+)$/, ([, image, tag]) => {
        if (!this.tags.has(image!)) return { code: 1, stderr: "No such image" };
        this.tags.add(tag!);
        return "";
      })
      .answer(/^docker image rm (\S+)$/, ([, tag]) =>
        this.tags.delete(tag!) ? "" : { code: 1, stderr: "No such image" },
      )
      .answer(/^docker image inspect (\S+)$/, ([, tag]) =>
        this.tags.has(tag!) ? "[]" : { code: 1, stderr: "No such image" },
      )
      .answer(/^docker image ls --format \S+(?: (\S+))?$/, ([, repository]) =>
        [...this.tags].filter((tag) => !repository || tag.startsWith(`${repository}:`)).join("\n"),
      );
  }
}
