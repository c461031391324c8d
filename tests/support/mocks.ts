import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { declaredKeys } from "../../todo/configSource";
import { replaceProcesses } from "../../components/process/shell";
import { StandIn } from "./standIn";

/** A resource as the program asked the engine for it. */
export interface Recorded {
  type: string;
  name: string;
  // Inputs are what a test looks at: their shape is the provider's.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  inputs: any;
  provider: string;
  /** What the program asked of the engine besides; false for what is only read. */
  retained: boolean;
  /** Names of what it waits for. */
  dependsOn: string[];
  /** Name of what it ends with; "" where it is deleted by itself. */
  deletedWith: string;
  /** URNs of parents under which the state may have it too. */
  formerParents: string[];
  /** URN of what it belongs to. */
  parent: string;
}

export interface Ran {
  resources: Recorded[];
  /** The program's exports. */
  outputs: Record<string, unknown>;
  one(name: string): Recorded;
}

export interface RunOptions {
  /** Keys without the project's name; what is not given has its default. */
  config?: Record<string, string>;
  /** Which of them were set with --secret. */
  secrets?: string[];
  preview?: boolean;
  /** What answers instead of this machine's tools; by default an engine and a cluster where all is well. */
  tools?: StandIn;
  /** Puts things into the home folder, in which minikube keeps its profiles. */
  prepare?(): void;
}

/** The id that the stack has under these mocks. */
export const OWNER = "00000000-0000-4000-8000-000000000001";

/** The signature by which the engine's protocol marks a secret. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Runs the program against recorded resources, far from this machine's clusters. */
export async function runProgram(options: RunOptions = {}): Promise<Ran> {
  isolate();
  options.prepare?.();
  const restore = replaceProcesses(options.tools ?? wellTools());
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        resources.push({
          type: args.type,
          name: args.name,
          inputs: args.inputs,
          provider: args.provider ?? "",
          ...(wishes.get(args.name) ?? {
            retained: false,
            dependsOn: [],
            deletedWith: "",
            formerParents: [],
            parent: "",
          }),
        });
        return {
          id: `${args.name}-id`,
          state: { ...args.inputs, ...made(args.type, args.inputs) },
        };
      },
      call: (args) => args.inputs,
    },
    "todo",
    "test",
    options.preview ?? false,
    "org",
  );
  const wishes = listenToWishes();
  setConfig(options.config ?? {}, options.secrets ?? []);
  let outputs: Record<string, unknown>;
  try {
    outputs = load("../../index");
    await settled();
  } finally {
    restore();
  }
  return {
    resources,
    outputs,
    one(name) {
      const found = resources.filter((resource) => resource.name === name);
      if (found.length !== 1) {
        throw new Error(
          `${found.length} resources are called ${name}: ${resources.map((r) => r.name).join(", ")}`,
        );
      }
      return found[0]!;
    },
  };
}

const wellTools = () =>
  new StandIn().answer(/^docker version/, "linux/amd64").answer(/get service frontend/, "30123");

type Wishes = Pick<Recorded, "retained" | "dependsOn" | "deletedWith" | "formerParents" | "parent">;

/** What the program asks of the engine besides inputs, by the resource's name: mocks are not told. */
function listenToWishes(): Map<string, Wishes> {
  const heard = new Map<string, Wishes>();
  const nameOf = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegisterResourceRequest, ...more: unknown[]): void;
  };
  const register = monitor.registerResource;
  monitor.registerResource = (request, ...more) => {
    heard.set(request.getName(), {
      retained: request.getRetainondelete() ?? false,
      dependsOn: request.getDependenciesList().map(nameOf),
      deletedWith: nameOf(request.getDeletedwith()),
      formerParents: request.getAliasesList().flatMap((one) => one.getSpec()?.getParenturn() || []),
      parent: request.getParent(),
    });
    register.call(monitor, request, ...more);
  };
  return heard;
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Whether the program marked an input as a secret. */
export function isSecret(input: unknown): boolean {
  return typeof input === "object" && input !== null && SECRET in input;
}

/** What would be read from the home folder; it goes with the process. */
const HOMES = fs.mkdtempSync(path.join(os.tmpdir(), "todo-test-"));
process.once("exit", () => fs.rmSync(HOMES, { recursive: true, force: true }));

/** A home folder of its own for each program. */
function isolate(): void {
  const home = fs.mkdtempSync(path.join(HOMES, "home-"));
  process.env.KUBECONFIG = path.join(home, "kubeconfig");
  process.env.MINIKUBE_HOME = home;
  process.env.DOCKER_CONFIG = home;
}

function setConfig(config: Record<string, string>, secrets: string[]): void {
  const all: Record<string, string> = {};
  for (const [key, { default: value }] of Object.entries(declaredKeys())) {
    all[`todo:${key}`] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  for (const [key, value] of Object.entries(config)) all[`todo:${key}`] = value;
  const setAll = pulumi.runtime.setAllConfig as (
    config: Record<string, string>,
    secretKeys: string[],
  ) => void;
  setAll(
    all,
    secrets.map((key) => `todo:${key}`),
  );
}

/** What providers add to the inputs. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function made(type: string, { metadata }: any): Record<string, unknown> {
  switch (type) {
    case "kubernetes:core/v1:Namespace":
    case "kubernetes:core/v1:Secret":
      return { metadata: { ...metadata, uid: `uid-of-${metadata.name}` } };
    case "command:local:Command":
      return { stdout: JSON.stringify({ address: "192.0.2.7", images: [] }) };
    case "random:index/randomPassword:RandomPassword":
      return { result: "generated-generated-generated-generated" };
    case "random:index/randomUuid:RandomUuid":
      return { result: OWNER };
    case "random:index/randomId:RandomId":
      return { hex: "0123456789abcdef" };
    case "kubernetes:helm.sh/v3:Release":
      return { status: { namespace: "todo-app", status: "deployed", revision: 3 } };
    default:
      return {};
  }
}

function load(module: string): Record<string, unknown> {
  delete require.cache[require.resolve(module)];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(module);
}

/** Registrations are asynchronous: waits until none has come for a while. */
async function settled(): Promise<void> {
  const { disconnect } = pulumi.runtime as unknown as { disconnect: () => Promise<void> };
  await disconnect();
}
