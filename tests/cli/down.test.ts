import assert from "node:assert/strict";
import { reach } from "../../cli/down";
import type { Place } from "../../cli/stack/place";
import { resourcesOf, State } from "../../components/process/stackState";
import { ProfileRecord, writeRecord } from "../../components/cluster/profileRecord";
import { keepProfile, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownHome, standIn } from "../support/standIn";
import { aRecord, answered, NAMESPACE, recorded, stateOf, UUID } from "../support/states";

describe("before anything is taken away", () => {
  ownHome();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let written: State[];
  beforeEach(() => {
    minikube = new Minikube(tools);
    written = [];
    tools
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
      .answer(/get namespaces/, JSON.stringify({ items: [] }))
      .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
  });
  const RECORD = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
  const upWith = (deletedWith?: string) =>
    stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: true, addons: [] }),
      { name: "cluster-provider", type: "pulumi:providers:kubernetes" },
      { name: "secrets-namespace", type: NAMESPACE, id: "todo-app", deletedWith },
      { ...recorded("secrets-ownership", RECORD), deletedWith },
      answered("backend-load", { images: [] }),
    );
  const UP = upWith("cluster-provider");
  const where = (profile?: string): Place => ({
    ...(profile === undefined ? {} : { profile }),
    ...{ context: "p", namespace: "todo-app", kubeconfig: process.env.KUBECONFIG! },
  });
  /** @returns what was started for that. */
  const reached = async (place = where("p"), state = UP) => {
    const startedProfiles: Parameters<typeof reach>[3] = [];
    await reach(place, state, async (left) => void written.push(left), startedProfiles);
    return startedProfiles[0];
  };
  const uses = (owner: string, more: Partial<ProfileRecord> = {}) =>
    writeRecord("p", { ...aRecord(owner), ...more });

  it("nothing has to be done where the cluster answers", async () => {
    minikube.runs("p");
    apiServer("p", true);
    assert.equal(await reached(), undefined);
    assert.equal(await reached(where()), undefined);
    assert.deepEqual([written, tools.called(/^minikube/)], [[], []]);
  });

  describe("of a cluster that is another one", () => {
    beforeEach(() => {
      apiServer("p", true);
      tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2"));
    });

    it("all stops, with the way on for a context", async () => {
      await assert.rejects(
        reached(where()),
        /context p leads to another cluster .*Nothing was changed/,
      );
      assert.deepEqual(written, []);
    });

    it("all stops, with the way on for a profile, which ends in make down", async () => {
      minikube.runs("p");
      await assert.rejects(
        reached(),
        /^Error: profile p leads to another .*\n.*make recover.*make down$/,
      );
    });
  });

  describe("of a profile that is gone", () => {
    it("what was in it is forgotten, which is said", async () => {
      assert.equal(await reached(), undefined);
      assert.equal(written.length, 1);
      assert.deepEqual(
        resourcesOf(written[0]!).map(({ urn }) => urn.split("::").at(-1)),
        ["cluster-owner", "backend-load"],
      );
      assert.match(said(), /^profile p is gone, and with it: .*secrets-namespace/);
    });

    it("nothing is written where the state has nothing of it", async () => {
      await reached(where("p"), {});
      assert.deepEqual(written, []);
    });
  });

  describe("of a cluster that does not answer", () => {
    it("all stops where it is not minikube's, which make cannot start", async () => {
      apiServer("p", false);
      await assert.rejects(
        reached(where()),
        /p does not answer, .*Nothing was changed\. .*make down\. .*make recover GONE=1, then make down\nTo see what kubectl says, run: kubectl .* --raw \/version --request-timeout=15s$/,
      );
      assert.deepEqual(written, []);
    });

    it("nothing has to be reached where the profile goes as a whole", async () => {
      keepProfile("p");
      uses("a");
      assert.equal(await reached(), undefined);
      assert.deepEqual(tools.called(/^minikube (?!status)/), []);
    });

    it("a profile of the stack's by now is started where its objects are deleted one by one still", async () => {
      // Another stack had started it, and left it to this one after the last up.
      keepProfile("p");
      uses("a");
      assert.deepEqual(await reached(where("p"), upWith()), { profile: "p", by: "stop" });
    });

    it("nothing has to be reached where the stack never had the profile", async () => {
      keepProfile("p");
      apiServer("p", false);
      const elsewhere = stateOf(recorded("secrets-ownership", RECORD));
      for (const state of [{}, elsewhere])
        assert.equal(await reached(where("p"), state), undefined);
      assert.deepEqual(tools.called(/^minikube/), []);
    });

    it("a profile of the stack's is started where the app is in an external namespace", async () => {
      keepProfile("p");
      uses("a");
      const found = recorded("secrets-ownership", { ...RECORD, created: false });
      const state = {
        deployment: { resources: [...resourcesOf(UP), ...resourcesOf(stateOf(found))] },
      };
      assert.deepEqual(await reached(where("p"), state), { profile: "p", by: "stop" });
    });

    it("a profile of the stack's is started where one of its namespaces is external", async () => {
      keepProfile("p");
      uses("a");
      const kagent = { name: "kagent", uid: "k1", created: false, cluster: "c1" };
      tools.answer(/get namespace kagent/, namespaceJson("kagent", "k1"));
      const found = stateOf({
        ...recorded("kagent-ownership", kagent),
        deletedWith: "cluster-provider",
      });
      const state = { deployment: { resources: [...resourcesOf(UP), ...resourcesOf(found)] } };
      assert.deepEqual(await reached(where("p"), state), { profile: "p", by: "stop" });
    });

    it("a profile that is paused is unpaused, and started no second time", async () => {
      minikube.runs("p");
      apiServer("p", false);
      uses("a", { started: false });
      let paused = true;
      tools
        .answer(/^minikube status/, () =>
          paused ? { code: 2, stdout: '{"Host":"Running","APIServer":"Paused"}' } : "{}",
        )
        .answer(/^minikube unpause --all-namespaces --profile p/, () => {
          paused = false;
          return "";
        });
      assert.deepEqual(await reached(), { profile: "p", by: "pause" });
      assert.deepEqual(tools.called(/^minikube start/), []);
    });

    for (const [why, others] of Object.entries<Partial<ProfileRecord>[]>({
      "was there before": [{ started: false }],
      "is used by another stack too": [{}, { owner: "b" }],
      "has lost the stack's record": [],
      "has the record of another stack alone": [{ owner: "b" }],
    })) {
      it(`a profile that ${why} is started, and is to be stopped again`, async () => {
        keepProfile("p");
        for (const more of others) uses("a", more);
        assert.deepEqual(await reached(), { profile: "p", by: "stop" });
        assert.deepEqual(tools.called(/^minikube start/), [
          "minikube start --profile p --keep-context --output=json",
        ]);
        assert.match(
          said(),
          /What this stack has in profile p can be removed only where that runs/,
        );
      });
    }

    it("a profile that runs, and that the kubeconfig does not lead to, is started, and left as it was", async () => {
      keepProfile("p");
      apiServer("p", false);
      uses("a", { started: false });
      tools.answer(/^minikube status/, { code: 4, stdout: '{"Host":"Running"}' });
      assert.equal(await reached(), undefined);
      assert.equal(tools.called(/^minikube start/).length, 1);
    });

    it("all stops where the profile runs all the same, with the command that ends that", async () => {
      minikube.runs("p");
      apiServer("p", false);
      uses("a", { started: false });
      await assert.rejects(
        reached(),
        /profile p runs, but its API server does not answer\. .*minikube stop --profile p, then: make down$/,
      );
      assert.deepEqual(tools.called(/^minikube start/), []);
    });
  });
});
