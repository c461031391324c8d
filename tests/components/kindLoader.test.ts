import assert from "node:assert/strict";
import { loaderFor } from "../../components/image/imageDelivery";
import { takeOff } from "../../components/image/imageRemoval";
import { deliverImage } from "../../components/programs/deliverImage";
import { given } from "../support/standIn";
import { IMAGE, ON_NODE, FAILS, isOn, inCrictl, loaders } from "../support/imageLoaders";

describe("images reach the nodes, and leave them,", () => {
  const { acts, say, tools } = loaders();

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
        /but node k-control-plane does not have it\..* run: docker exec k-control-plane df -h \/var$/,
      );
    });

    it("where there is one of that name: kind ends with 0 where it knows none", async () => {
      tools.answer(/^kind get nodes/, {
        stdout: "",
        stderr: 'No kind nodes found for cluster "k".',
      });
      await assert.rejects(
        isOn(loader, IMAGE),
        /kindCluster is "k": expected a kind cluster .*: kind get clusters$/,
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
          /k-control-plane (failed \(exit 1\):\n.* is not running|lists no images, .* Run: docker exec k-control-plane crictl images --output=json)$/;
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
});
