import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { addresses } from "../../cli/cluster/addresses";
import { inTheWay, refuseForeignSecret } from "../../cli/cluster/foreignRelease";
import { refuseForeignVolume } from "../../cli/cluster/foreignVolume";
import { nameKagentLeft } from "../../cli/cluster/kagentEnd";
import { refuseOthersObjects } from "../../todo/kagentKinds";
import { CRD, marked, NAMESPACE, stateOf } from "../support/states";
import { heldBack } from "../../cli/cluster/terminating";
import { localBackend } from "../../cli/stack/localBackend";
import { getContexts, helmTo, kubectlTo } from "../../components/cluster/commandLine";
import { commandLine } from "../../components/process/typed";
import { deleteNamespace, STACK_LABEL } from "../../components/cluster/clusterObjects";
import { otherAddonIsOn } from "../../components/cluster/ingressAddons";
import { smaller } from "../../components/cluster/minikubeStart";
import { readRecord, recordFile } from "../../components/cluster/profileRecord";
import { decideOwner } from "../../todo/namespace/namespaceOwner";
import { deleteOwnNamespace } from "../../todo/programs/deleteNamespace";
import { deliverImage } from "../../components/programs/deliverImage";
import { pullAdvice } from "../../components/rollout/untrusted";
import { userCommands } from "../../todo/userCommands";
import { contextOf } from "../../todo/checks";
import { keepProfile, namespaceJson } from "../support/models";
import { given, hearing, ownCheckout, standIn } from "../support/standIn";

/** A context that Kubernetes takes and a shell reads otherwise, and paths with a blank and a quote. */
const CONTEXT = "dev(eu)&x";
const FILE = "/Users/me/It's my/config";
const TOOLS = ["kubectl", "helm", "minikube", "docker", "rm", "mkdir", "cp", "make"];

/** How a tool was called. */
interface Call {
  tool: string;
  args: string[];
  kubeconfig: string;
}

describe("a command that is printed", () => {
  const home = ownCheckout();
  const tools = standIn();
  const said = hearing();
  const place = () => ({ context: CONTEXT, kubeconfig: FILE, namespace: "todo-app" });

  /** What bash runs of a line: tools that stand in say how they were called. */
  function calls(line: string): Call[] {
    const read = spawnSync("bash", ["-n"], { input: line, encoding: "utf8" });
    assert.equal(read.status, 0, `${line}\n${read.stderr}`);
    const bin = path.join(home.folder, "bin");
    fs.mkdirSync(bin, { recursive: true });
    const tell = `#!/bin/bash\nprintf '%s\\0' "\${0##*/}" "$KUBECONFIG" "$#" "$@"\n`;
    for (const tool of TOOLS) fs.writeFileSync(path.join(bin, tool), tell, { mode: 0o755 });
    const words = execFileSync("bash", ["--norc", "-c", line], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: `${bin}${path.delimiter}${process.env.PATH}` },
    }).split("\0");
    const found: Call[] = [];
    while (words.length > 1) {
      const [tool, kubeconfig, count] = words.splice(0, 3);
      found.push({ tool: tool!, kubeconfig: kubeconfig!, args: words.splice(0, Number(count)) });
    }
    return found;
  }

  /** The command in a message: what begins with the tool, to the end of its line. */
  function commandIn(message: string, tool: string): string {
    const found = new RegExp(`(?:KUBECONFIG=\\S.* )?(?<![\\w-])${tool} .*$`, "m").exec(message);
    assert.ok(found, `no ${tool} in: ${message}`);
    return found[0];
  }

  const thrown = async (body: () => unknown): Promise<string> => {
    try {
      await body();
    } catch (error) {
      return (error as Error).message;
    }
    return said();
  };
  const decide = (find: () => { uid: string; labels: Record<string, string> }) =>
    thrown(() =>
      decideOwner(
        {
          exists: true,
          find,
          findIn: () => undefined,
          clusterUid: () => "",
          isStopped: () => false,
          noted: () => undefined,
          state: () => ({ cutOff: false, namespace: undefined, known: [], moves: [] }),
        },
        { ...place(), profile: "", stack: "dev", leave: "make config SET=namespace=n-2" },
        (words) => new Error(words),
      ),
    );
  const programsPlace = { CONTEXT, KUBECONFIG: FILE, PROFILE: "", OWNER: "a" };
  const record = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
  const there = () =>
    tools
      .answer(/^kubectl/, namespaceJson("todo-app", "n1"))
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"));

  /** Each message with a command for a cluster, and how that ends. */
  const MESSAGES: [what: string, tool: string, ends: string, print: () => Promise<string>][] = [
    [
      "a cluster that does not say whose a namespace is",
      "kubectl",
      "get namespaces",
      () =>
        decide(() => {
          throw new Error("no route");
        }),
    ],
    [
      "another stack's namespace",
      "kubectl",
      "label namespace todo-app todo-app/stack- todo-app/owner-",
      () => decide(() => ({ uid: "n1", labels: { [STACK_LABEL]: "dev" } })),
    ],
    [
      "a namespace that is kept",
      "kubectl",
      "delete namespace todo-app",
      () =>
        thrown(() => {
          there();
          return deleteOwnNamespace(given({ ...programsPlace, KEEP: "true" }, record));
        }),
    ],
    [
      "a namespace that does not go",
      "kubectl",
      "get namespace todo-app -o yaml",
      () =>
        thrown(() => {
          there();
          return deleteNamespace(place(), record);
        }),
    ],
    [
      "a namespace that is being deleted",
      "kubectl",
      "get all,pvc,ingress -n todo-app",
      async () => heldBack({ metadata: { name: "todo-app" } }, place()),
    ],
    [
      "a Secret that is in the way",
      "kubectl",
      "--namespace todo-app delete secret app-secrets",
      () =>
        thrown(() => {
          tools.answer(/get namespace/, namespaceJson("todo-app", "n1"));
          tools.answer(/get secret/, JSON.stringify({ metadata: { uid: "s1" } }));
          return refuseForeignSecret(place(), {});
        }),
    ],
    [
      "a claim that is in the way",
      "kubectl",
      "--namespace todo-app delete persistentvolumeclaim postgres-data",
      () =>
        thrown(() => {
          tools.answer(/get persistentvolumeclaim/, JSON.stringify({ metadata: { uid: "s1" } }));
          return refuseForeignVolume(place(), {}, {});
        }),
    ],
    [
      "objects that would go with kagent's kinds",
      "kubectl",
      "get agents.kagent.dev --all-namespaces --output=yaml",
      () =>
        thrown(() => {
          tools
            .answer(
              /get customresource/,
              marked([CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"]),
            )
            .answer(/get agents/, marked(["Agent", "mine", "my-space"]));
          const advice = { then: "make down", untouched: "Nothing was deleted." } as const;
          return refuseOthersObjects(place(), true, advice);
        }),
    ],
    [
      "what is left of kagent",
      "kubectl",
      "delete clusterrole/kagent-writer",
      () =>
        thrown(() => {
          tools
            .answer(/^helm list/, "[]")
            .answer(
              /get customresource/,
              marked(["ClusterRole", "kagent-writer", "", "kagent", "kagent"]),
            );
          return nameKagentLeft(place());
        }),
    ],
    [
      "a release that is in the way",
      "helm",
      "uninstall todo-app --namespace todo-app",
      async () => inTheWay({ status: "deployed" }, place(), {})!,
    ],
    [
      "the addresses",
      "kubectl",
      "-n todo-app port-forward service/frontend-service 3000:3000",
      async () =>
        addresses(
          {
            namespace: "todo-app",
            context: CONTEXT,
            backendImage: "",
            frontendImage: "",
            endpoints: { backend: "" },
          },
          {
            system: "linux",
            answers: false,
            reached: false,
            kubectl: kubectlTo(place()),
            port: 3000,
          },
        ),
    ],
    [
      "a passphrase that is lost",
      "kubectl",
      "delete namespace todo-app --ignore-not-found",
      () => {
        const settings = { cluster: "existing", context: CONTEXT, kubeconfig: FILE };
        const config = Object.entries(settings).map(([key, value]) => [`todo:${key}`, value]);
        fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: Object.fromEntries(config) }));
        fs.mkdirSync(".pulumi-local/.pulumi/stacks/todo", { recursive: true });
        const made = { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" };
        const { deployment } = stateOf({ ...made, outputs: { metadata: { uid: "n1" } } });
        fs.writeFileSync(
          ".pulumi-local/.pulumi/stacks/todo/dev.json",
          JSON.stringify({ checkpoint: { latest: deployment } }),
        );
        return thrown(() => localBackend());
      },
    ],
  ];
  for (const [what, tool, ends, print] of MESSAGES) {
    it(`goes to the cluster that is meant, of ${what}`, async () => {
      const line = commandIn(await print(), tool);
      const flag = tool === "helm" ? "--kube-context" : "--context";
      assert.deepEqual(calls(line), [
        { tool, kubeconfig: "", args: ["--kubeconfig", FILE, flag, CONTEXT, ...ends.split(" ")] },
      ]);
    });
  }

  it("names several files of a kubeconfig by the variable, which alone takes them", () => {
    const kubeconfig = [FILE, "/b"].join(path.delimiter);
    for (const [line, ...args] of [
      [kubectlTo({ context: CONTEXT, kubeconfig }), "--context", CONTEXT],
      [helmTo({ context: CONTEXT, kubeconfig }, ["ls"]), "--kube-context", CONTEXT, "ls"],
      [getContexts([FILE, "/b"]), "config", "get-contexts"],
    ] as const)
      assert.deepEqual(calls(line), [
        { tool: line.includes("kube-") ? "helm" : "kubectl", kubeconfig, args },
      ]);
  });

  it("lists the contexts of the file that is set", () => {
    const [line] = /kubectl .*(?= lists them)/.exec(contextOf(FILE).expected)!;
    assert.deepEqual(calls(line)[0]!.args, ["--kubeconfig", FILE, "config", "get-contexts"]);
  });

  it("names no kubeconfig where none is known", () =>
    assert.equal(kubectlTo({ context: "c" }), "kubectl --context c"));

  it("of minikube names the profile", () => {
    process.env.MINIKUBE_HOME = path.join(home.folder, "My Disk");
    const size = { cpus: 1, memoryMiB: 1 };
    const lines = [
      /minikube .*(?=, then: make up$)/.exec(
        smaller("p", size, { cpus: 9, memoryMiB: 9 }, userCommands("dev", []))[0]!,
      )![0],
      commandIn(
        otherAddonIsOn("p", { wanted: "ingress", other: "traefik" }).split("\n")[1]!,
        "minikube",
      ),
      commandIn(
        pullAdvice("x509: certificate signed by unknown authority", "p", "make up")!,
        "minikube",
      ),
    ];
    for (const line of lines) {
      const [{ tool, args }] = calls(line) as [Call];
      assert.equal(tool, "minikube");
      assert.equal(args[args.indexOf("--profile") + 1], "p", line);
    }
  });

  const room = ["df", "-h", "/var"];
  for (const [delivery, tool, args] of [
    [
      { kind: "minikube", profile: "p" },
      "minikube",
      ["ssh", "--profile", "p", "--", "sudo", ...room],
    ],
    [{ kind: "kind", cluster: "k" }, "docker", ["exec", "k-control-plane", ...room]],
  ] as const) {
    it(`shows how full the node is that an image was loaded into, of ${delivery.kind}`, async () => {
      tools
        .answer(/^(docker|kind|minikube)/, "")
        .answer(/^kind get nodes/, "k-control-plane")
        .answer(/^minikube image ls/, '[{"repoTags":["pause:3"]}]')
        .answer(/crictl images/, '{"images":[{"repoTags":["pause:3"]}]}');
      const asked = {
        ...programsPlace,
        IMAGE: "todo-backend:1",
        DELIVERY: JSON.stringify(delivery),
      };
      const message = await thrown(() => deliverImage(given(asked)));
      assert.match(message, /does not have it/);
      assert.deepEqual(calls(commandIn(message, tool)), [
        { tool, kubeconfig: "", args: [...args] },
      ]);
    });
  }

  it("removes a record that cannot be read, and nothing else, wherever minikube keeps it", async () => {
    process.env.MINIKUBE_HOME = path.join(home.folder, "My Disk");
    keepProfile("p");
    const file = recordFile("p", "a");
    fs.writeFileSync(file, "{");
    const message = await thrown(() => readRecord("p", "a"));
    assert.deepEqual(calls(commandIn(message, "rm")), [
      { tool: "rm", kubeconfig: "", args: [file] },
    ]);
  });

  it("keeps every argument one word", () => {
    const args = ["a b", "it's", "$x", "*", "", "plain"];
    assert.deepEqual(calls(commandLine("kubectl", args)), [
      { tool: "kubectl", kubeconfig: "", args },
    ]);
  });
});
