import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  loaderFor,
  enginePlatform,
  isInEngine,
  isOnAll,
} from "../../components/image/imageDelivery";
import { takeOff } from "../../components/image/imageRemoval";
import { deliverImage } from "../../components/programs/deliverImage";
import { archives, keepProfile, OF_KUBERNETES } from "../support/models";
import { given, hearing, ownHome, standIn } from "../support/standIn";

const IMAGE = "todo-backend:1";
const ON_NODE = "docker.io/library/todo-backend:1";
const FAILS = { code: 1, stderr: "no answer" };

/** Whether all nodes have it. */
const isOn = async (loader: ReturnType<typeof loaderFor>, image: string) =>
  isOnAll(await loader.find(image));
/** What minikube lists of a node that has one image by these names. */
const onNode = (...names: string[]) => JSON.stringify([OF_KUBERNETES, { repoTags: names }, {}]);
/** What crictl lists of images with these names each. */
const inCrictl = (...names: string[][]) =>
  JSON.stringify({ images: [OF_KUBERNETES, ...names.map((repoTags) => ({ repoTags })), {}] });

describe("images reach the nodes, and leave them,", () => {
  const tools = standIn();
  ownHome();
  hearing();
  /** What could not be cleaned up behind a load. */
  let warnings: string[];
  const say = (message: string) => warnings.push(message);
  beforeEach(() => {
    warnings = [];
  });
  const acts = async (loader: ReturnType<typeof loaderFor>) => {
    tools
      .answer(/./, "")
      .answer(/^minikube image ls/, onNode(ON_NODE))
      .answer(/^kind get nodes/, "k-control-plane\n")
      .answer(/crictl images/, inCrictl([ON_NODE]));
    await loader.load(IMAGE, say);
    await loader.remove(IMAGE);
    // Which engine this is, is asked on Linux alone.
    return tools.calls.filter((call) => !/^docker (info|context)/.test(call));
  };
  const fails = async (loader: ReturnType<typeof loaderFor>, load: RegExp, remove: RegExp) => {
    tools.answer(/./, FAILS);
    await assert.rejects(loader.load(IMAGE, say), load);
    await assert.rejects(loader.remove(IMAGE), remove);
  };

  describe("of a minikube profile", () => {
    const loader = loaderFor({ kind: "minikube", profile: "p" });

    it("by minikube", async () => {
      const calls = await acts(loader);
      assert.deepEqual(calls.slice(-2), [
        "minikube image ls --profile p --format json",
        "minikube image rm docker.io/library/todo-backend:1 --profile p",
      ]);
      assert.equal(loader.removal(IMAGE), calls.at(-1));
      await fails(
        loader,
        /saving todo-backend:1 from the engine failed/,
        /listing the images of minikube profile p failed/,
      );
    });

    describe("as archives,", () => {
      let loaded: string[];
      let copies: Set<string>;
      beforeEach(() => {
        keepProfile("p", { Nodes: [{ Name: "" }, { Name: "m02" }] });
        loaded = [];
        copies = archives(tools, (image) => {
          loaded.push(image);
          return "";
        });
      });
      /** Folders of archives that docker was told to write, and that are there still. */
      const left = () =>
        tools
          .called(/^docker image save/)
          .map((call) => path.dirname(call.split(" ")[4]!))
          .filter((folder) => fs.existsSync(folder));

      it("of which none stays, here or on a node", async () => {
        await loader.load(IMAGE, say);
        assert.deepEqual([loaded, left(), [...copies]], [[IMAGE], [], []]);
        const [save, load, ...removals] = tools.calls.map((call) =>
          call.replaceAll(`${os.tmpdir()}/`, "").replace(/app-image-\d+-\w+/g, "F"),
        );
        assert.equal(save, `docker image save --output F/F.tar ${IMAGE}`);
        assert.equal(load, "minikube image load F/F.tar --profile p");
        const removal = "-- sudo rm -f /var/lib/minikube/images/F.tar";
        assert.deepEqual(removals, [
          `minikube ssh --profile p ${removal}`,
          `minikube ssh --profile p --node m02 ${removal}`,
        ]);
        assert.deepEqual(warnings, []);
      });

      it("or by their names, where docker's temporary folder is another", async () => {
        tools.answer(/^docker image save/, "").answer(/^minikube image load/, "");
        await loader.load(IMAGE, say);
        assert.deepEqual(tools.calls.slice(1), [
          "minikube image load todo-backend:1 --daemon=true --profile p",
        ]);
        assert.match(warnings.join("\n"), /archive of todo-backend:1 cannot be read here/);
        assert.deepEqual(left(), []);
      });

      it("also where the node does not take one", async () => {
        archives(tools, () => ({ code: 80, stderr: "no space left on device" }));
        await assert.rejects(loader.load(IMAGE, say), /loading todo-backend:1 .*\n.*no space left/);
        assert.deepEqual(left(), []);
        assert.equal(tools.called(/rm -f/).length, 2);
      });

      it("or a warning names the command that removes one", async () => {
        tools.answer(/--node m02 -- sudo rm/, FAILS);
        await loader.load(IMAGE, say);
        assert.equal(warnings.length, 1);
        const [command] = tools.called(/--node m02/);
        assert.match(warnings[0]!, /^warning: a copy of an image is left on the node/);
        assert.ok(warnings[0]!.includes(`By hand: ${command}\n`));
      });
    });

    describe("of several nodes,", () => {
      /** What each has, by its name. */
      let nodes: Record<string, string[][]>;
      const loads = (...to: string[]) =>
        archives(tools, (image) => {
          for (const node of to) nodes[node]!.push([`docker.io/library/${image}`]);
          return "";
        });
      const deliver = () =>
        deliverImage(
          given({
            ...{ CONTEXT: "p", PROFILE: "p", OWNER: "", IMAGE },
            DELIVERY: JSON.stringify({ kind: "minikube", profile: "p" }),
          }),
        );
      beforeEach(() => {
        nodes = { p: [[ON_NODE]], m02: [] };
        keepProfile("p", {
          KubernetesConfig: { ContainerRuntime: "containerd" },
          Nodes: [{ Name: "" }, { Name: "m02" }],
        });
        tools
          // Its list is one of all nodes together: what one of them has is in it.
          .answer(/^minikube image ls/, () => onNode(...Object.values(nodes).flat(2)))
          .answer(
            /^minikube ssh --profile p (?:--node (\S+) )?-- sudo crictl images --output=json$/,
            ([, node = "p"]) => `a warning of [crictl]\r\n${inCrictl(...nodes[node]!)}`,
          )
          .answer(/^minikube image rm (\S+)/, ([, image]) => {
            for (const node of Object.values(nodes))
              node.splice(0, 9, ...node.filter((names) => !names.includes(image!)));
            return "";
          })
          .answer(
            /^minikube ssh --profile p (?:--node (\S+) )?-- sudo ctr --namespace=k8s.io images rm (\S+)$/,
            ([, node = "p", image]) => {
              nodes[node] = nodes[node]!.map((names) => names.filter((name) => name !== image));
              return "";
            },
          );
      });

      it("to one that was added later too", async () => {
        loads("m02");
        assert.equal(await isOn(loader, IMAGE), false);
        await deliver();
        assert.equal(tools.called(/image load/).length, 1);
        assert.equal(await isOn(loader, IMAGE), true);
      });

      it("or the one that did not take it is named, with the command that looks into its disk", async () => {
        loads("p");
        await assert.rejects(
          deliver(),
          /todo-backend:1 was loaded .*, but node m02 does not have it\. Is its disk full\? Run: minikube ssh --profile p --node m02 -- sudo df -h \/var$/,
        );
      });

      it("from each of them", async () => {
        nodes.m02!.push([ON_NODE]);
        await takeOff(loader, IMAGE);
        assert.deepEqual(nodes, { p: [], m02: [] });
      });

      it("one name from each of those that have it, where another is of the same image", async () => {
        nodes = { p: [[ON_NODE]], m02: [["docker.io/library/mine:1", ON_NODE]] };
        await takeOff(loader, IMAGE);
        assert.deepEqual(nodes, { p: [[]], m02: [["docker.io/library/mine:1"]] });
        assert.deepEqual(tools.called(/image rm/), []);
      });

      it("or not, where one of them keeps it", async () => {
        nodes.m02!.push([ON_NODE]);
        tools.answer(/^minikube image rm/, () => {
          nodes.p!.pop();
          return "";
        });
        await assert.rejects(takeOff(loader, IMAGE), /todo-backend:1 is still on node m02:/);
      });

      it("or not, where one of them does not answer", async () => {
        tools.answer(/--node m02/, FAILS);
        await assert.rejects(isOn(loader, IMAGE), /listing the images of node m02 failed/);
      });

      it("by hand from each, and nothing but that name", () => {
        const untag = `-- sudo ctr --namespace=k8s.io images rm ${ON_NODE}`;
        assert.equal(
          loader.removal(IMAGE),
          `minikube ssh --profile p ${untag}; minikube ssh --profile p --node m02 ${untag}`,
        );
      });
    });

    const keepsWith = (runtime: string, ...names: string[]) => {
      keepProfile("p", { KubernetesConfig: { ContainerRuntime: runtime } });
      tools.answer(/^minikube image ls/, onNode(...names)).answer(/^minikube (ssh|image rm)/, "");
    };
    const REMOVAL = `minikube image rm ${ON_NODE} --profile p`;

    it("one name at a time, where another is of the same image: containerd would take both", async () => {
      keepsWith("containerd", ON_NODE, "docker.io/library/mine:1");
      await loader.remove(IMAGE);
      assert.deepEqual(tools.calls.slice(1), [
        `minikube ssh --profile p -- sudo ctr --namespace=k8s.io images rm ${ON_NODE}`,
      ]);
      tools.answer(/^minikube ssh/, FAILS);
      await assert.rejects(loader.remove(IMAGE), /removing todo-backend:1 from .* p failed/);
    });

    for (const [runtime, ...names] of [
      ["containerd", ON_NODE],
      ["containerd", ON_NODE, "todo-backend:1"],
      ["containerd"],
      ["docker", ON_NODE, "docker.io/library/mine:1"],
      ["crio", ON_NODE, "localhost/mine:1"],
    ] as [string, ...string[]][])
      it(`whole, from ${runtime}, which has it as ${names.join(" and ") || "nothing"}`, async () => {
        keepsWith(runtime, ...names);
        await loader.remove(IMAGE);
        assert.deepEqual(tools.calls.slice(1), [REMOVAL]);
      });

    it("or not, with what minikube says", async () => {
      keepsWith("containerd", ON_NODE);
      tools.answer(/^minikube image rm/, FAILS);
      await assert.rejects(loader.remove(IMAGE), /removing todo-backend:1 from .* p failed/);
    });

    it("which knows them by another name", async () => {
      tools.answer(
        /^minikube image ls --profile p --format json/,
        onNode(ON_NODE, "localhost/x:2"),
      );
      assert.equal(await isOn(loader, IMAGE), true);
      assert.equal(await isOn(loader, "x:2"), true);
      assert.equal(await isOn(loader, "todo-backend:2"), false);
      tools.answer(/^minikube image ls/, FAILS);
      await assert.rejects(isOn(loader, IMAGE), /listing the images of minikube profile p failed/);
    });

    // minikube prints an empty list and ends with 0 where a node does not run, or its runtime does not answer.
    for (const nothing of ["[]\n", "", "null", "no JSON"])
      it(`which says nothing of them where it prints ${JSON.stringify(nothing)}`, async () => {
        tools.answer(/^minikube image ls/, nothing).answer(/^minikube image rm/, "");
        const silent =
          /^Error: minikube profile p lists no image, .* Run: minikube status --profile p$/;
        await assert.rejects(isOn(loader, IMAGE), silent);
        await assert.rejects(takeOff(loader, IMAGE), silent);
      });
  });

  describe("of a kind cluster", () => {
    const loader = loaderFor({ kind: "kind", cluster: "k" });

    beforeEach(() => tools.answer(/^kind get nodes --name k$/, "k-control-plane\n"));

    it("by kind, and by the node's own runtime", async () => {
      assert.deepEqual(await acts(loader), [
        "kind get nodes --name k",
        "kind load docker-image todo-backend:1 --name k",
        "kind get nodes --name k",
        "docker exec k-control-plane crictl images --output=json",
        "docker exec k-control-plane crictl rmi docker.io/library/todo-backend:1",
      ]);
      assert.equal(
        loader.removal(IMAGE),
        'for node in $(kind get nodes --name k); do docker exec "$node" ' +
          `ctr --namespace=k8s.io images rm ${ON_NODE}; done`,
      );
      tools.answer(/^kind load/, FAILS).answer(/crictl images/, FAILS);
      const load = /loading todo-backend:1 into kind cluster k failed/;
      await assert.rejects(loader.load(IMAGE, say), load);
      await assert.rejects(
        loader.remove(IMAGE),
        /listing the images of node k-control-plane failed/,
      );
    });

    it("to and from each of its nodes, but its proxy", async () => {
      const nodes: Record<string, string[][]> = { "k-control-plane": [[ON_NODE]], "k-worker": [] };
      tools
        .answer(
          /^kind get nodes/,
          `${[...Object.keys(nodes), "k-external-load-balancer"].join("\n")}\n`,
        )
        .answer(/^docker exec (\S+) crictl images/, ([, node]) => inCrictl(...nodes[node!]!))
        .answer(/^docker exec (\S+) crictl rmi/, ([, node]) => {
          nodes[node!] = [];
          return "";
        });
      assert.equal(await isOn(loader, IMAGE), false);
      nodes["k-worker"] = [[ON_NODE]];
      assert.equal(await isOn(loader, IMAGE), true);
      await takeOff(loader, IMAGE);
      assert.deepEqual(nodes, { "k-control-plane": [], "k-worker": [] });
    });

    it("of which the one that did not take it is named, with the command that looks into its disk", async () => {
      tools.answer(/crictl images/, inCrictl()).answer(/^kind load/, "");
      const delivery = JSON.stringify({ kind: "kind", cluster: "k" });
      await assert.rejects(
        deliverImage(given({ CONTEXT: "c", IMAGE, DELIVERY: delivery })),
        /but node k-control-plane does not have it\..* Run: docker exec k-control-plane df -h \/var$/,
      );
    });

    it("where there is one of that name: kind ends with 0 where it knows none", async () => {
      tools.answer(/^kind get nodes/, {
        stdout: "",
        stderr: 'No kind nodes found for cluster "k".',
      });
      await assert.rejects(
        isOn(loader, IMAGE),
        /kindCluster is "k": expected a cluster of kind .*: kind get clusters$/,
      );
    });

    it("which says whether it has them", async () => {
      tools.answer(/crictl images/, inCrictl([ON_NODE]));
      assert.equal(await isOn(loader, IMAGE), true);
      assert.equal(await isOn(loader, "todo-backend:2"), false);
    });

    // docker exec ends with 1 for a node that does not run, as crictl does for an image that is not there.
    for (const [what, reply] of [
      ["does not run", { code: 1, stderr: "container 12ab is not running" }],
      ["lists nothing", "{}"],
      ["is not understood", "no JSON"],
    ] as const)
      it(`which says nothing where the node ${what}`, async () => {
        tools.answer(/^docker exec/, reply);
        const silent =
          /k-control-plane (failed \(exit 1\):\n.* is not running|lists no image, .* Run: docker exec k-control-plane crictl images --output=json)$/;
        await assert.rejects(isOn(loader, IMAGE), silent);
        await assert.rejects(loader.remove(IMAGE), silent);
      });

    it("which keeps another name of the same image", async () => {
      tools
        .answer(/crictl images/, inCrictl(["docker.io/library/mine:1", ON_NODE]))
        .answer(/ctr /, "");
      await loader.remove(IMAGE);
      assert.deepEqual(tools.calls.slice(2), [
        `docker exec k-control-plane ctr --namespace=k8s.io images rm ${ON_NODE}`,
      ]);
      tools.answer(/ctr /, FAILS);
      await assert.rejects(
        loader.remove(IMAGE),
        /removing todo-backend:1 from node k-control-plane/,
      );
    });

    it("or not, with what its runtime says", async () => {
      tools.answer(/crictl images/, inCrictl([ON_NODE])).answer(/rmi/, FAILS);
      await assert.rejects(
        loader.remove(IMAGE),
        /removing todo-backend:1 from node k-control-plane/,
      );
    });

    it("and has none to lose twice", async () => {
      tools.answer(/crictl images/, inCrictl());
      await loader.remove(IMAGE);
      assert.deepEqual(tools.called(/rmi|ctr/), []);
    });
  });

  describe("by the user's own commands,", () => {
    const loader = loaderFor({
      kind: "command",
      load: "in {image} {image}",
      remove: "out {image}",
    });

    it("with the image wherever they name it", async () => {
      assert.deepEqual(await acts(loader), [
        "sh -c in todo-backend:1 todo-backend:1",
        "sh -c out todo-backend:1",
      ]);
      assert.equal(loader.removal(IMAGE), "out todo-backend:1");
      await fails(loader, /^ToolError: in todo-backend:1 .* failed/, /^ToolError: out .* failed/);
    });

    it("of which that for removing may be none; whether they are there is not known", async () => {
      const keeps = loaderFor({ kind: "command", load: "in {image}", remove: "" });
      assert.equal(await keeps.remove(IMAGE), undefined);
      assert.equal(await isOn(keeps, IMAGE), undefined);
      assert.equal(keeps.removal(IMAGE), "");
      assert.deepEqual(tools.calls, []);
    });
  });

  it("by the nodes themselves from a registry: nothing has to be done", async () => {
    const loader = loaderFor({ kind: "registry" } as Parameters<typeof loaderFor>[0]);
    assert.deepEqual(await acts(loader), []);
    assert.equal(await isOn(loader, IMAGE), true);
    assert.equal(loader.removal(IMAGE), "");
  });
});

describe("the engine", () => {
  const tools = standIn();

  it("says what it builds for, where it answers", () => {
    tools.answer(/^docker version --format/, "linux/arm64\n");
    assert.equal(enginePlatform(), "linux/arm64");
    tools.answer(/^docker version/, FAILS);
    assert.equal(enginePlatform(), undefined);
  });

  it("has an image where it says so", async () => {
    tools.answer(/^docker image inspect .*todo-backend:1$/, "linux/amd64\n");
    assert.equal(await isInEngine(IMAGE), true);
    tools.answer(/^docker image inspect/, { code: 1 });
    assert.equal(await isInEngine(IMAGE), false);
  });
});
