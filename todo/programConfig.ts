import * as runtime from "@pulumi/pulumi/runtime";
import type { ConfigSource } from "./configSource";

/** The SDK has this, but its types leave it out; `Config.get` would only warn. */
const { isConfigSecret } = runtime as unknown as { isConfigSecret: (key: string) => boolean };

/** What `pulumi config` and the defaults of Pulumi.yaml give the running program. */
export function programConfig(): ConfigSource {
  const project = runtime.getProject();
  const prefix = `${project}:`;
  return {
    project,
    keys: () =>
      Object.keys(runtime.allConfig())
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    get: (key) => runtime.getConfig(prefix + key),
    isSecret: (key) => isConfigSecret(prefix + key),
  };
}
