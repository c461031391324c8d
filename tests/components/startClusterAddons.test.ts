import assert from "node:assert/strict";
import {
  minikubeFolder,
  type ProfileRecord,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { Minikube } from "../support/models";
import { COMMANDS } from "../support/standIn";
import { starting } from "../support/starting";

describe("starting a cluster", () => {
  const starts = starting();
  const { tools, said, start, record, fails } = starts;
  let minikube: Minikube;
  beforeEach(() => {
    ({ minikube } = starts);
  });

  describe("turns on addons", () => {
    beforeEach(() => minikube.runs("p"));

    it("that are off, and counts no other as its own", async () => {
      assert.deepEqual((await start()).addons, ["ingress"]);
      assert.deepEqual(tools.called(/addons enable/), [
        "minikube addons enable ingress --profile p",
      ]);
      assert.match(said(), /^enabling addon ingress$/m);
    });

    it("not where none is wanted, and waits for none then", async () => {
      assert.deepEqual((await start(undefined, { ADDONS: "" })).addons, []);
      assert.deepEqual(tools.called(/addons enable|wait pod/), []);
    });

    for (const [wanted, on, used] of [
      [
        "ingress",
        "traefik",
        /make config SET='addons\[1\]=traefik'; .* SET=ingressNamespace=kube-system$/m,
      ],
      [
        "traefik",
        "ingress",
        /make config SET='addons\[1\]=ingress'; .* SET=ingressNamespace=ingress-nginx$/m,
      ],
    ] as const) {
      it(`and nothing where ${on} has the ports that ${wanted} needs, with the commands for either`, async () => {
        minikube.addons.add(on);
        const addons = ["metrics-server", wanted];
        const asked = { ADDONS: addons.join(","), COMMANDS: COMMANDS("dev", addons) };
        const refused = start(undefined, asked);
        await assert.rejects(refused, (error: Error) => {
          assert.match(error.message, used);
          assert.ok(error.message.endsWith(`run: minikube addons disable ${on} --profile p`));
          return true;
        });
        assert.deepEqual(tools.called(/addons enable/), []);
        assert.equal(record(), undefined);
      });
    }

    it("and says why the ingress controller's pod does not start", async () => {
      const message = "0/1 nodes are available: 1 node(s) didn't have free ports";
      const conditions = [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message },
      ];
      fails(/wait pod/, "timed out waiting for the condition");
      tools.answer(/--namespace ingress-nginx get pods/, () =>
        JSON.stringify({
          items: [{ kind: "Pod", metadata: { name: "controller-1" }, status: { conditions } }],
        }),
      );
      const { failed } = await start();
      assert.match(failed!, /timed out[^]*controller-1: cannot be scheduled: .*free ports$/);
      assert.match(said(), /^waiting for the ingress controller$/m);
      const asked = tools.called(/--namespace ingress-nginx /);
      const controller = / --selector app\.kubernetes\.io\/component=controller$/;
      assert.ok(asked.length === 2 && asked.every((call) => controller.test(call)), `${asked}`);
    });

    it("and says what it waited for where the pods' answer cannot be read", async () => {
      fails(/wait pod/, "timed out waiting for the condition");
      for (const other of ["not JSON", "{}"]) {
        tools.answer(/--namespace ingress-nginx get pods/, other);
        assert.match((await start()).failed!, /timed out waiting for the condition$/);
      }
    });

    it("and fails where an answer cannot be read: that cannot be fixed by going on", async () => {
      tools.answer(/addons list/, "not JSON");
      await assert.rejects(
        start(),
        /listing the addons .* failed:\n +expected only JSON, from: minikube addons list /,
      );
    });

    it("and counts one as its own that is on after it failed", async () => {
      fails(/addons enable ingress/, "no network", () => minikube.addons.add("ingress"));
      assert.deepEqual((await start()).addons, ["ingress"]);
      assert.deepEqual(record()?.addons, ["ingress"]);
    });

    describe("in a run that is cut off while it enables one", () => {
      let noted: ProfileRecord | undefined;
      beforeEach(async () => {
        fails(/addons enable ingress/, "no network", () => (noted = record()));
        await start();
        writeRecord("p", noted!);
        new Minikube(tools);
      });

      it("and notes before that it is about to", () => {
        assert.deepEqual([noted?.addons, noted?.enabling], [[], ["ingress"]]);
      });

      it("and does not count it as its own where it is on at the next run", async () => {
        new Minikube(tools).addons.add("ingress");
        assert.deepEqual((await start()).addons, []);
        assert.deepEqual([record()?.addons, record()?.enabling], [[], ["ingress"]]);
      });

      it("and counts it as its own where the next run has to enable it", async () => {
        assert.deepEqual((await start()).addons, ["ingress"]);
        assert.deepEqual([record()?.addons, record()?.enabling], [["ingress"], []]);
      });

      it("and forgets one that is off and not wanted any more", async () => {
        await start(undefined, { ADDONS: "" });
        assert.deepEqual(record()?.enabling, []);
      });

      it("again, after the user disabled one that was its own", async () => {
        await start();
        minikube = new Minikube(tools);
        fails(/addons enable ingress/, "no network", () => (noted = record()));
        await start();
        assert.deepEqual([noted?.addons, noted?.enabling], [[], ["ingress"]]);
      });
    });

    it("and counts none as its own that is off still after it failed", async () => {
      fails(/addons enable ingress/, "no network");
      assert.deepEqual((await start()).addons, []);
      assert.deepEqual(record()?.addons, []);
    });

    it("and does not know who enabled one that failed where it is not known whether it is on", async () => {
      fails(/addons enable ingress/, "no network", () => fails(/addons list/, "no network"));
      assert.deepEqual((await start()).addons, []);
      assert.deepEqual([record()?.addons, record()?.enabling], [[], ["ingress"]]);
    });

    for (const [what, command, step] of [
      ["an addon", /addons enable/, "enabling minikube addon ingress"],
      ["the list of addons", /addons list/, "listing the addons"],
      ["the ingress controller", /wait pod/, "waiting for the ingress controller"],
      ["the node's address", /^minikube ip/, "asking for the address"],
    ] as const) {
      it(`and answers what it did where ${what} fails, with the error beside it`, async () => {
        fails(command, "no network");
        const { profile, started, failed } = await start();
        assert.deepEqual({ profile, started }, { profile: "p", started: false });
        assert.match(failed!, new RegExp(`^${step}[^]*no network$`));
        assert.ok(said().includes(failed!));
        assert.equal(record()?.session, "", "the next up has to run it again");
      });
    }

    it("again at the next run, and counts them as its own then too", async () => {
      fails(/addons enable/, "no network");
      const first = await start();
      new Minikube(tools);
      assert.deepEqual(await start(first), {
        ...{ profile: "p", started: false, addons: ["ingress"], address: "192.0.2.9" },
        folder: minikubeFolder(),
      });
      assert.equal(record()?.session, "new-session");
    });
  });
});
