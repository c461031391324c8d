/** Docker's engine, and what distinguishes it from another one that `docker` may lead to the next time. */
import * as v from "valibot";
import { ask } from "../process/shell";

export const engine = v.object({
  id: v.string(),
  /** Where the client found it, as unix:///var/run/docker.sock. */
  host: v.string(),
  /** The variables that a shell needs to reach it, where the host alone does not do: certificates, or the context that has them. */
  reach: v.optional(v.record(v.string(), v.string())),
});
export type Engine = v.InferOutput<typeof engine>;

/** The variables by which a shell reaches an engine. */
export const reaching = ({ host, reach }: Engine): Record<string, string> =>
  reach ?? { DOCKER_HOST: host };

/** What answers a client of docker, as it was found. */
export interface FoundEngine {
  /** "" where it has none. Podman, where it answers for Docker, makes up another one each time. */
  id: string;
  /** Where the client found it, as unix:///var/run/docker.sock; undefined where the client does not say. */
  host?: string;
  /** The system that it runs on, as "Debian GNU/Linux 12 (bookworm)", or "Docker Desktop". */
  system: string;
}

const ofContext = (format: string) =>
  ask("docker", ["context", "inspect", "--format", format])?.trim();

/** Where the client finds its engine: in DOCKER_HOST, or in its context. */
export const engineHost = () => ofContext("{{.Endpoints.docker.Host}}");

/** By which a client of docker speaks TLS to the engine of DOCKER_HOST. */
const TLS = ["DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"];

/** Certificates are for tcp alone, and stand in a context, or beside DOCKER_HOST, where the context is the default one. */
function reachOf(host: string): Engine["reach"] {
  if (!host.startsWith("tcp:")) return undefined;
  const context = ofContext("{{.Name}}");
  // The host comes before the context where both are set.
  if (context && context !== "default") return { DOCKER_HOST: "", DOCKER_CONTEXT: context };
  const set = TLS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return set.length > 0 ? { DOCKER_HOST: host, ...Object.fromEntries(set) } : undefined;
}

/** Asks for the engine, or hands out what was answered before. */
export type FindEngine = () => FoundEngine | undefined;

/** What `docker` leads to; undefined where nothing answers. */
export function findEngine(): FoundEngine | undefined {
  const answer = ofEngine("{{.ID}} {{.OperatingSystem}}");
  if (answer === undefined) return undefined;
  const [id = "", ...system] = answer.trimEnd().split(" ");
  return { id, host: engineHost(), system: system.join(" ") };
}

const ofEngine = (format: string) => ask("docker", ["info", "--format", format], 15);

/**
 * What is to be noted of an engine that was found; undefined where none was, or where it has no id that stays.
 *
 * @param then the one that was noted before: an id that is the same again stays.
 */
export function engineToNote(found: FoundEngine | undefined, then?: Engine): Engine | undefined {
  if (!found?.id || !found.host) return undefined;
  const { id, host } = found;
  if (id !== then?.id && ofEngine("{{.ID}}")?.trim() !== id) return undefined;
  const reach = reachOf(host);
  return { id, host, ...(reach ? { reach } : {}) };
}

/** The same of the engine that `docker` leads to now. */
export const engineNow = (then?: Engine) => engineToNote(findEngine(), then);

/** Whether `docker` leads to another engine than then; false where that is not known. */
export const isAnother = (then: Engine | undefined, now: Engine | undefined): boolean =>
  then !== undefined && now !== undefined && then.id !== now.id;
