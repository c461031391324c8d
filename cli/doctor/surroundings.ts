/** What lies around the tools and can stand in minikube's way: pure readings, each with its fix. */
import * as net from "node:net";
import { configCommand } from "../../todo/configCommand";
import { quoted } from "../../components/process/quoted";
import { Finding } from "./checks";
import { stackName } from "../stack/stack";
import type { System } from "./system";

/** What the environment, the engine, minikube's files and the stack's settings say. */
export interface Surroundings {
  system: System;
  env: NodeJS.ProcessEnv;
  /** The user's number; undefined where systems have none. */
  uid?: number;
  /** Where docker's client finds its engine, as unix:///var/run/docker.sock; undefined where it does not say. */
  engine?: string;
  /** What kubectl says of its version. */
  kubectl?: string;
  /** The profile that the stack will use, and its driver as the settings have it, "" where they leave the choice. */
  profile: string;
  driver: string;
  /** Kubernetes' version as the settings have it; "" takes minikube's own. */
  kubernetesVersion: string;
  /** The profile as it is there already. */
  found?: { driver: string; address?: string; kubernetesVersion?: string };
}

/** All of them: for a stack whose cluster is minikube's. */
export function surroundingsFindings(around: Surroundings): Finding[] {
  return [
    engineFinding(around),
    driverFinding(around),
    userFinding(around),
    proxyFinding(around),
    skewFinding(around),
  ];
}

const finding = (name: string, found: string, needed: string, fix = ""): Finding => ({
  name,
  ok: fix === "",
  found,
  needed,
  fix,
});

/** An engine elsewhere builds images and starts nodes where this machine does not reach them. */
function engineFinding({ env, engine, system }: Surroundings): Finding {
  const is = (found: string, fix?: string) =>
    finding("Docker engine", found, "on this machine", fix);
  const { DOCKER_HOST, MINIKUBE_ACTIVE_DOCKERD: node } = env;
  if (node) {
    const found = `MINIKUBE_ACTIVE_DOCKERD=${node}, DOCKER_HOST=${DOCKER_HOST ?? ""}`;
    return is(found, 'eval "$(minikube docker-env --unset)"');
  }
  const address = DOCKER_HOST || engine || "";
  if (address === "" || isLocal(address)) return is(address || "default");
  if (DOCKER_HOST) return is(`DOCKER_HOST=${DOCKER_HOST}`, "unset DOCKER_HOST");
  const own = system === "darwin" ? "desktop-linux" : "default";
  return is(`docker context points to ${address}`, `docker context use ${own}`);
}

function isLocal(address: string): boolean {
  return (
    /^(unix|npipe|fd):/.test(address) ||
    /^(tcp|https?):\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(address)
  );
}

/** A profile keeps the driver that it was made with. */
function driverFinding({ profile, driver, found }: Surroundings): Finding {
  const name = "minikube driver";
  if (!found) return finding(name, driver || "minikube chooses", "any");
  const has = `${found.driver} (profile ${profile})`;
  if (driver === "" || driver === found.driver) return finding(name, has, "any");
  return finding(
    name,
    has,
    `${driver} (todo:driver)`,
    `${configCommand({ unset: "todo:driver" }, stackName())}, or use another profile: ` +
      configCommand({ set: "todo:profile", to: `${profile}-${driver}` }, stackName()),
  );
}

/** minikube's docker driver refuses root, unless it is told to go on. */
function userFinding({ uid, env, driver, found, system }: Surroundings): Finding {
  const is = (who: string, fix?: string) => finding("user", who, "not root", fix);
  if (uid !== 0) return is(uid === undefined ? "current user" : "not root");
  const forced = /^(true|1)$/.test(env.MINIKUBE_FORCE ?? "");
  const chosen = driver || env.MINIKUBE_DRIVER || "docker";
  if (found || forced || system === "darwin" || chosen !== "docker")
    return finding("user", "root", "not root with minikube's docker driver");
  return is("root", "log in as a user in group docker, or: export MINIKUBE_FORCE=true");
}

/** Where nodes have their addresses with docker, as minikube gives them out; and its services. */
const NODES = "192.168.49.0/24";
const SERVICES = "10.96.0.0/12";

/** A proxy that is asked for the node's address does not know it. */
function proxyFinding({ env, system, driver, found }: Surroundings): Finding {
  const is = (proxy: string, fix?: string) =>
    finding("proxy", proxy, "not used for cluster addresses", fix);
  const proxy = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].find((key) => env[key]);
  if (!proxy) return is("none");
  // Docker Desktop's nodes are reached by localhost, which no client asks a proxy for.
  const byDocker = ["", "docker"].includes(driver || found?.driver || "");
  if (byDocker && (system === "darwin" || system === "win32")) return is(proxy);
  const exempt = env.NO_PROXY || env.no_proxy || "";
  const address = found?.address || "192.168.49.2";
  if (bypasses(exempt, address)) return is(`${proxy}, not used for ${address}`);
  const range = found?.address ? address.replace(/\.\d+$/, ".0/24") : NODES;
  const all = [exempt, "localhost", "127.0.0.1", range, SERVICES].filter(Boolean).join(",");
  const words = quoted(all);
  return is(`${proxy}, also used for ${address}`, `export NO_PROXY=${words} no_proxy=${words}`);
}

/** Whether a list as NO_PROXY has it covers an IPv4 address: by itself, by a range, or by "*". */
export function bypasses(list: string, address: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === "*" || entry === address) return true;
    const [base, bits] = entry.split("/");
    if (!net.isIPv4(base ?? "") || !/^\d+$/.test(bits ?? "") || Number(bits) > 32) return false;
    const range = new net.BlockList();
    range.addSubnet(base!, Number(bits));
    return range.check(address);
  });
}

/**
 * kubectl is made for an API server of its own minor version, one more or one less. What the stack asks of it
 * works further than that, so another one stops nothing.
 */
function skewFinding({ kubectl, profile, found, kubernetesVersion }: Surroundings): Finding {
  const name = "kubectl for the cluster";
  const minor = (text = "") => /v1\.(\d+)\.\d+/.exec(text)?.[1];
  const [client, server] = [
    minor(kubectl),
    minor(found ? found.kubernetesVersion : kubernetesVersion),
  ];
  if (!client || !server) return finding(name, client ? `1.${client}` : "unknown", "any");
  const [least, most] = [Number(server) - 1, Number(server) + 1];
  const fits = Number(client) >= least && Number(client) <= most;
  const fix = found
    ? `use a new profile: ${configCommand({ set: "todo:profile", to: `${profile}-new` }, stackName())}, or install a matching kubectl: https://kubernetes.io/releases/`
    : `${configCommand({ unset: "todo:kubernetesVersion" }, stackName())}, or install a matching kubectl: https://kubernetes.io/releases/`;
  const has = finding(name, `1.${client}`, `1.${least} to 1.${most}`);
  return fits ? has : { ...has, fix };
}
