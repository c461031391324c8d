/** Docker's engine, as it is told from another one that `docker` may lead to the next time. */
import { ask } from "../process/shell";

export interface Engine {
  id: string;
  /** Where the client found it, as unix:///var/run/docker.sock. */
  host: string;
}

/** Where the client finds its engine: in DOCKER_HOST, or in its context. */
export const engineHost = () =>
  ask("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"])?.trim();

/**
 * The engine that `docker` leads to; undefined where none answers, or where it has no id that stays.
 *
 * @param then the one that was noted before: an id that is the same again stays.
 */
export function engineNow(then?: Engine): Engine | undefined {
  const id = engineId();
  // Podman, where it answers for Docker, makes up another id each time.
  if (!id || (id !== then?.id && engineId() !== id)) return undefined;
  const host = engineHost();
  return host ? { id, host } : undefined;
}

const engineId = () => ask("docker", ["info", "--format", "{{.ID}}"], 15)?.trim();

/** Whether `docker` leads to another engine than then; not so where nobody knows. */
export const isAnother = (then: Engine | undefined, now: Engine | undefined): boolean =>
  then !== undefined && now !== undefined && then.id !== now.id;
