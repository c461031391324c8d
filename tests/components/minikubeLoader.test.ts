import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loaderFor } from "../../components/image/imageDelivery";
import { takeOff } from "../../components/image/imageRemoval";
import { deliverImage } from "../../components/programs/deliverImage";
import { archives, keepProfile } from "../support/models";
import { given } from "../support/standIn";
import { IMAGE, ON_NODE, FAILS, isOn, onNode, inCrictl, loaders } from "../support/imageLoaders";

describe("images reach the nodes, and leave them,", () => {
  const { acts, fails, say, tools, warnings } = loaders();

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
          /todo-backend:1 was loaded .*, but node m02 does not have it\. To see whether its disk is full, run: minikube ssh --profile p --node m02 -- sudo df -h \/var$/,
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
});
