import assert from "node:assert/strict";
import * as fs from "node:fs";
import { deploy } from "../../cli/up";
import { declaredKeys } from "../../todo/configSource";
import { resourcesOf } from "../../components/process/stackState";
import { namespaceJson } from "../support/models";
import { answered, RELEASE, recorded, SECRET, stateOf, UUID } from "../support/states";
import { stackThatIsUp, STATE } from "../support/stackThatIsUp";

describe("from what is there to what is wanted", () => {
  const { tools, pulumiCalls } = stackThatIsUp();

  it("refuses a list with a gap, which Pulumi would not take, before anything is done", async () => {
    fs.writeFileSync("Pulumi.dev.yaml", 'config:\n  todo:addons: [null, "registry"]\n');
    for (const changes of [true, false])
      await assert.rejects(deploy({}, changes), /todo:addons .* Run: make config UNSET=addons && /);
    assert.deepEqual(tools.calls, []);
  });

  for (const [why, break_, words] of [
    [
      "a namespace that took the place of its own",
      () => void tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n2")),
      /namespace todo-app of minikube is not the one .*\n.*Run: make recover/,
    ],
    [
      "another cluster in the profile",
      () => void tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2")),
      /profile minikube points to another cluster .*\nRun: make recover/,
    ],
    [
      "a release that is not its own",
      () =>
        void tools.answer(
          /^pulumi stack export/,
          JSON.stringify(stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } })),
        ),
      /release todo-app in namespace todo-app .* is not in the stack's state/,
    ],
    [
      "a Secret that is not its own",
      () => {
        const others = resourcesOf(STATE).filter(({ urn }) => !urn.endsWith("::secrets-app"));
        const state = JSON.stringify({ deployment: { resources: others } });
        tools
          .answer(/^pulumi stack export/, state)
          .answer(/get secret/, JSON.stringify({ metadata: { uid: "s1", labels: {} } }));
      },
      /Secret app-secrets in namespace todo-app .* is not in the stack's state/,
    ],
    [
      "a Secret that took the place of its own, in an external namespace",
      () => {
        const note = { name: "todo-app", uid: "n1", created: false, cluster: "c1" };
        const secret = { name: "app-secrets", uid: "s1" };
        const others = resourcesOf(STATE).filter(({ urn }) => !urn.endsWith("-ownership"));
        const found = resourcesOf(
          stateOf(
            recorded("secrets-ownership", note),
            answered("secrets-app-place", { ...note, secret }),
          ),
        );
        const state = JSON.stringify({ deployment: { resources: [...others, ...found] } });
        tools
          .answer(/^pulumi stack export/, state)
          .answer(/get secret/, JSON.stringify({ metadata: { ...secret, uid: "s2" } }));
      },
      /Secret app-secrets in namespace todo-app of minikube is not the one .*\nRun: make recover, .*, then: make up$/,
    ],
    [
      "a claim for its database's volume that is not its own",
      () => {
        const others = resourcesOf(STATE).filter(({ urn }) => !urn.endsWith("::app-release"));
        const state = JSON.stringify({ deployment: { resources: others } });
        tools
          .answer(/^pulumi stack export/, state)
          .answer(/^helm list/, "[]")
          .answer(/get persistentvolumeclaim/, JSON.stringify({ metadata: { uid: "s1" } }));
      },
      /PersistentVolumeClaim postgres-data in namespace todo-app of minikube was not created by this stack/,
    ],
    [
      "an external kagent",
      () => {
        fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
        tools
          .answer(/get secret/, "")
          .answer(/get namespace kagent/, namespaceJson("kagent", "k1"))
          .answer(
            /^helm list .*--namespace kagent/,
            JSON.stringify([{ name: "kagent", status: "deployed", revision: "1" }]),
          );
      },
      /release kagent in namespace kagent .* is not in the stack's state/,
    ],
    [
      "a namespace that is being deleted, but still exists",
      () => {
        const metadata = { name: "todo-app", uid: "n1", deletionTimestamp: "2026-11-01T12:00:00Z" };
        tools
          .answer(/get namespace todo-app/, JSON.stringify({ metadata }))
          .answer(/wait --for=delete/, { code: 1 });
      },
      /namespace todo-app of minikube is being deleted, but still exists/,
    ],
  ] as [string, () => void, RegExp][])
    it(`stops before ${why}, and has changed nothing`, async () => {
      break_();
      await assert.rejects(deploy({}, true), words);
      assert.deepEqual(pulumiCalls(), []);
    });

  describe("keeps the database that the settings keep only since the last up:", () => {
    const up = (config: object, keep = false, status = "deployed") => {
      const all = { "todo:keepDatabase": true, ...config };
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: all }));
      const values = { postgres: { enabled: true, storage: { keep } } };
      const note = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
      const state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: true, addons: [] }),
        recorded("secrets-ownership", note, { KEEP: `${keep}` }),
        { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" },
        { name: "secrets-database", type: SECRET, id: "todo-app/postgres-credentials" },
        { name: "app-release", type: RELEASE, id: "todo-app/todo-app", inputs: { values } },
      );
      tools
        .answer(/^pulumi stack export/, JSON.stringify(state))
        .answer(/get namespace elsewhere/, "")
        .answer(/^helm list .*--namespace elsewhere/, "[]")
        .answer(/^helm get manifest/, () => JSON.stringify(claim))
        .answer(
          /^helm list .*--namespace todo-app/,
          JSON.stringify([{ name: "todo-app", status, revision: "1" }]),
        );
      return deploy({}, true);
    };
    const KEPT = { annotations: { "helm.sh/resource-policy": "keep" } };
    let claim: object;
    beforeEach(() => (claim = { kind: "PersistentVolumeClaim", metadata: KEPT }));
    const AWAY = { "todo:namespace": "elsewhere" };
    const OUTSIDE = { "todo:databaseUrl": { secure: "v1:x" } };

    for (const [what, config, back] of [
      ["leaves its namespace", AWAY, "make config SET=namespace=todo-app && make up"],
      ["turns to a database elsewhere", OUTSIDE, "make config UNSET=databaseUrl && make up"],
      [
        "does both",
        { ...AWAY, ...OUTSIDE },
        "make config SET=namespace=todo-app && make config UNSET=databaseUrl && make up",
      ],
    ] as [string, object, string][])
      it(`stops where the same up ${what}`, async () => {
        await assert.rejects(up(config), (error: Error) => {
          const [says, first, then, last] = error.message.split(/ (?=First: )|\n/);
          assert.match(
            says!,
            /^todo:keepDatabase is true, .* volume in namespace todo-app of minikube would be deleted\. Nothing was changed\.$/,
          );
          assert.equal(first, `First: ${back}`);
          assert.match(then!, /make up$/);
          assert.match(last!, /: make config SET=keepDatabase=false, then: make up$/);
          return true;
        });
        assert.deepEqual(pulumiCalls(), []);
      });

    it("goes on where the last up knew it, it stays, or it is not to be kept", async () => {
      assert.equal(await up(AWAY, true), 0);
      assert.equal(await up({}), 0);
      assert.equal(await up({ ...AWAY, "todo:keepDatabase": false }), 0);
      assert.equal(await up(AWAY, false, "uninstalling"), 0);
    });

    it("stops where a user has rolled back to a revision that did not know it", async () => {
      claim = { kind: "PersistentVolumeClaim", metadata: {} };
      await assert.rejects(up(AWAY, true), /would be deleted/);
    });

    it("also where Pulumi.yaml keeps it by its default", async () => {
      const key = declaredKeys().keepDatabase!;
      key.default = true;
      try {
        await assert.rejects(up({ ...AWAY, "todo:keepDatabase": undefined }), /would be deleted/);
      } finally {
        key.default = false;
      }
    });
  });
});
