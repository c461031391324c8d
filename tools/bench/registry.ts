import { run } from "../../components/process/shell";

/** A registry beside minikube's node, as people set one up for tools that push: on this machine alone, and for a while. */
export interface Registry {
  /** Its address for the engine. */
  here: string;
  /** The same for the node. */
  there: string;
  end(): Promise<void>;
}

const IMAGE = "registry:3";
const NAME = "todo-bench-registry";

/** @param profile minikube's, whose node is a container with containerd. @returns undefined where its image is not there. */
export async function registryFor(profile: string): Promise<Registry | undefined> {
  const { code } = await run("docker", ["image", "inspect", IMAGE], { allow: () => true });
  if (code !== 0) return undefined;
  const step = "starting a registry";
  const place = ["--name", NAME, "--network", profile, "--publish", "127.0.0.1::5000"];
  await run("docker", ["run", "--detach", "--rm", ...place, IMAGE], { step });
  const { stdout } = await run("docker", ["port", NAME, "5000/tcp"], { step });
  const there = `${NAME}:5000`;
  const folder = `/etc/containerd/certs.d/${there}`;
  const trust = `[host."http://${there}"]\n  capabilities = ["pull", "resolve"]\n`;
  const inNode = (script: string) => run("docker", ["exec", profile, "sh", "-c", script], { step });
  await inNode(`mkdir -p '${folder}' && printf '%s' '${trust}' > '${folder}/hosts.toml'`);
  const here = stdout.trim().split("\n")[0]!.replace("127.0.0.1", "localhost");
  return {
    ...{ here, there },
    async end() {
      await inNode(`rm -rf '${folder}'`);
      const list = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"];
      const pushed = (await run("docker", list, { step })).stdout.split("\n");
      for (const image of pushed.filter((name) => name.startsWith(`${here}/`)))
        await run("docker", ["image", "rm", image], { allow: () => true });
      await run("docker", ["rm", "--force", "--volumes", NAME], { step: "removing the registry" });
    },
  };
}
