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

/** The engine that `docker` leads to; undefined where none answers, or where it has no id that stays. */
export function engineNow(): Engine | undefined {
  const id = () => ask("docker", ["info", "--format", "{{.ID}}"], 15)?.trim();
  const [first, host] = [id(), engineHost()];
  // Podman, where it answers for Docker, makes up another id each time.
  return first && host && id() === first ? { id: first, host } : undefined;
}

/** Whether `docker` leads to another engine than then; not so where nobody knows. */
export const isAnother = (then: Engine | undefined, now: Engine | undefined): boolean =>
  then !== undefined && now !== undefined && then.id !== now.id;
