/** A part of the app in the working directory, and the state after it was deployed from there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { imageHash } from "../../components/image/contentHash";
import type { State } from "../../components/process/stackState";
import { COMMAND, stateOf } from "./states";

const IMAGE_TYPE = "docker:index/image:Image";

export interface Made {
  /** Default: the backend. */
  part?: string;
  args?: Record<string, unknown>;
  /** As an input of the tag. */
  platform?: string;
  delivery?: object;
}

export const dockerfileOf = (part: string) => `docker/${part}/Dockerfile`;

/** Writes a part's source. */
export function write(text: string, part = "backend"): void {
  for (const [file, content] of [
    [dockerfileOf(part), "FROM scratch\n"],
    [`${part}/main.py`, text],
  ] as const) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

const ARGS = { PYTHON_IMAGE: "python" };

/** A part's name for the source as it is now. */
export const nameOf = ({ part = "backend", args = ARGS, platform = "" }: Made = {}) =>
  `todo-${part}:${imageHash({
    ...{ context: `./${part}`, dockerfile: dockerfileOf(part), platform },
    args: args as Record<string, string>,
  })}`;

/** The state after a part was deployed under a name. */
export function deployed(name: string, made: Made = {}): State {
  const { part = "backend", args = ARGS, delivery = { kind: "minikube", profile: "p" } } = made;
  const build = {
    ...{ context: `./${part}`, dockerfile: dockerfileOf(part), platform: "linux/arm64" },
    args,
  };
  const environment = {
    ...{ OWNER: "a", PROFILE: "p" },
    DELIVERY: JSON.stringify(delivery),
  };
  return stateOf(
    { name: `${part}-build`, type: IMAGE_TYPE, inputs: { imageName: name, build } },
    { name: `${part}-load`, type: COMMAND, inputs: { environment } },
  );
}
