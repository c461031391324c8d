import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { deploy, up } from "../../cli/up";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { declaredKeys } from "../../todo/configSource";
import { removeRecord, writeRecord } from "../../components/cluster/profileRecord";
import { resourcesOf } from "../../components/process/stackState";
import { archives, keepProfile, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  CRD,
  marked,
  NAMESPACE,
  RELEASE,
  recorded,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

const IMAGE = "docker:index/image:Image";
const STATE = stateOf(
  { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
  answered("cluster-profile", { started: true, addons: [] }),
  { name: "backend-build", type: IMAGE, outputs: { imageName: "todo-backend:1" } },
  answered("backend-load", {}, { IMAGE: "todo-backend:1" }),
  { name: "frontend-build", type: IMAGE, outputs: { imageName: "todo-frontend:2" } },
  answered("frontend-load", {}, { IMAGE: "todo-frontend:2" }),
  { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
  recorded("secrets-ownership", { name: "todo-app", uid: "n1", created: true, cluster: "c1" }),
  { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" },
  { name: "secrets-database", type: SECRET, id: "todo-app/postgres-credentials" },
  { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
);

describe("from what is there to what is wanted", () => {
  ownCheckout();
  const tools = standIn();
  const apiServer = apiServers();
  const said = hearing();
  const node = ["todo-backend:1", "todo-frontend:2"];
  const pulumiCalls = () => tools.called(/^pulumi (up|preview)/);

  beforeEach(() => {
    new Minikube(tools);
    keepProfile("minikube");
    writeRecord("minikube", aRecord("a"));
    apiServer("minikube", true);
    tools
      .answer(/^pulumi stack export/, JSON.stringify(STATE))
      .answer(/^pulumi (up|preview)/, "")
      .answer(/^docker image/, "")
      .answer(/^docker image inspect/, "linux/amd64")
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
      .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"))
      .answer(/get persistentvolumeclaim|get customresourcedefinitions/, "")
      .answer(/get secret app-secrets/, "")
      .answer(/^helm .*list|^helm list/, JSON.stringify([{ name: "todo-app", status: "deployed" }]))
      .answer(/image ls/, () => JSON.stringify([{ repoTags: node }]));
    node.splice(0, 2, "todo-backend:1", "todo-frontend:2");
  });

  it("shows with preview what would change, held to the promises, and changes nothing", async () => {
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi preview --stack dev --diff --policy-pack policy --refresh",
    ]);
    assert.deepEqual(tools.called(/minikube (start|image load)/), []);
  });

  it("builds and loads no image for a preview, whatever is lost", async () => {
    tools.answer(/^docker image inspect/, { code: 1 });
    node.length = 0;
    assert.equal(await deploy({}, false), 0);
    assert.equal(pulumiCalls().length, 1);
    assert.deepEqual(tools.called(/^docker|^minikube image/), []);
  });

  it("shows nothing where another cluster has the profile, and hands on how Pulumi's preview ended", async () => {
    tools.answer(/^pulumi preview/, { code: 255 });
    assert.equal(await deploy({}, false), 255);
    assert.equal(said(), "");
    tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2"));
    await assert.rejects(deploy({}, false), /profile minikube leads to another cluster/);
  });

  it("refuses a list with a gap, which Pulumi would not take, before anything is done", async () => {
    fs.writeFileSync("Pulumi.dev.yaml", 'config:\n  todo:addons: [null, "registry"]\n');
    for (const changes of [true, false])
      await assert.rejects(deploy({}, changes), /todo:addons .* Run: make config UNSET=addons && /);
    assert.deepEqual(tools.calls, []);
  });

  it("starts a profile that is stopped before it looks, with up alone", async () => {
    apiServer("minikube", false);
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(tools.called(/^minikube start/), []);
    tools.calls.length = 0;
    assert.equal(await deploy({}, true), 0);
    const order = [/^minikube start --profile minikube/, /^pulumi up/].map((what) =>
      tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(order[0]! >= 0 && order[0]! < order[1]!, `${order}`);
    assert.deepEqual(pulumiCalls(), [
      "pulumi up --stack dev --json --color=never --yes --skip-preview --suppress-outputs",
    ]);
    tools.calls.length = 0;
    await deploy({}, true);
    assert.deepEqual(tools.called(/^minikube start/), [], "it runs");
  });

  it("starts no profile that is not there: Pulumi makes it", async () => {
    fs.rmSync(`${process.cwd()}/.minikube`, { recursive: true });
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual(tools.called(/^minikube/), []);
    assert.doesNotMatch(pulumiCalls()[0]!, /--refresh/);
  });

  it("does not look at the objects of a profile that is not known to be the stack's", async () => {
    removeRecord("minikube", aRecord("a"));
    node.length = 0;
    assert.equal(await deploy({}, true), 0);
    assert.doesNotMatch(pulumiCalls()[0]!, /--refresh/);
    assert.deepEqual(tools.called(/minikube image/), []);
  });

  it("does so in a cluster that is not minikube's, and asks no engine for images that the user brings", async () => {
    const config = { "todo:cluster": "existing", "todo:context": "c" };
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
    apiServer("c", true);
    assert.equal(await deploy({}, true), 0);
    assert.match(pulumiCalls()[0]!, / --refresh$/);
    assert.deepEqual(tools.called(/^(minikube|docker)/), []);
  });

  it("changes it with up, after a look at what is there", async () => {
    assert.equal(await deploy({}, true, ["--parallel=1"]), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi up --stack dev --json --color=never --yes --skip-preview --suppress-outputs --refresh --parallel=1",
    ]);
    assert.doesNotMatch(said(), /make up/);
  });

  it("notes that the stack uses an image that a run built before it was cut off", async () => {
    const [, , ...others] = resourcesOf(STATE);
    const built = { name: "backend-build", type: IMAGE };
    const image = (tag: string) => ({ imageName: `todo-backend:${tag}` });
    const { deployment } = stateOf(
      { ...built, outputs: image("3") },
      { ...built, inputs: image("4") },
    );
    const [done, pending] = deployment!.resources!;
    const operations = [{ type: "creating", resource: pending! }];
    const resources = [...resourcesOf(STATE).slice(0, 2), done!, ...others];
    tools.answer(
      /^pulumi stack export/,
      JSON.stringify({ deployment: { resources, pending_operations: operations } }),
    );
    await deploy({}, true);
    assert.deepEqual(tools.called(/^docker image tag todo-backend/), [
      "docker image tag todo-backend:3 todo-backend:3-used-by-a",
      "docker image tag todo-backend:4 todo-backend:4-used-by-a",
    ]);
  });

  it("builds the very image again that engine and node have lost, and no other", async () => {
    tools.answer(/^docker image inspect .*todo-frontend/, { code: 1 });
    node.splice(1);
    await deploy({}, true);
    const [build] = pulumiCalls();
    assert.match(build!, /^pulumi up/);
    assert.ok(build!.endsWith(` --target-replace ${urnOf(IMAGE, "frontend-build")}`), build);
    assert.match(said(), /todo-frontend:2 is not in the engine any more: building it/);
    assert.deepEqual(tools.called(/^docker image tag/), [
      "docker image tag todo-frontend:2 todo-frontend:2-used-by-a",
    ]);
  });

  it("goes no further where that build fails", async () => {
    tools
      .answer(/^docker image inspect .*todo-frontend/, { code: 1 })
      .answer(/^pulumi up/, { code: 255 });
    node.splice(1);
    await assert.rejects(deploy({}, true), /It did not get there\.[^]*make up/);
    assert.equal(pulumiCalls().length, 1);
  });

  it("loads an image again that the node alone has lost, and none where the node does not say", async () => {
    node.splice(1);
    const loaded: string[] = [];
    archives(tools, (image) => {
      loaded.push(image);
      return "";
    });
    await deploy({}, true);
    assert.deepEqual(loaded, ["todo-frontend:2"]);
    assert.match(said(), /todo-frontend:2 is not on the node any more: loading it/);
    tools.answer(/image ls/, { code: 1, stderr: "busy" });
    assert.equal(await deploy({}, true), 0);
    assert.equal(loaded.length, 1);
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
      /profile minikube leads to another cluster .*\nRun: make recover/,
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
          .answer(/get secret/, JSON.stringify({ metadata: { labels: {} } }));
      },
      /Secret app-secrets in namespace todo-app .* is not in the stack's state/,
    ],
    [
      "a Secret that took the place of its own, in a namespace of somebody's",
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
          .answer(/get persistentvolumeclaim/, JSON.stringify({ metadata: {} }));
      },
      /claim postgres-data in namespace todo-app of minikube was not made by this stack/,
    ],
    [
      "the kagent of somebody's",
      () => {
        fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
        tools
          .answer(/get secret/, "")
          .answer(/get namespace kagent/, namespaceJson("kagent", "k1"))
          .answer(
            /^helm list .*--namespace kagent/,
            JSON.stringify([{ name: "kagent", status: "deployed" }]),
          );
      },
      /release kagent in namespace kagent .* is not in the stack's state/,
    ],
    [
      "a namespace that is being deleted and does not go",
      () => {
        const metadata = { name: "todo-app", uid: "n1", deletionTimestamp: "2026-11-01T12:00:00Z" };
        tools
          .answer(/get namespace todo-app/, JSON.stringify({ metadata }))
          .answer(/wait --for=delete/, { code: 1 });
      },
      /namespace todo-app of minikube is being deleted and does not go/,
    ],
  ] as [string, () => void, RegExp][])
    it(`stops before ${why}, and has changed nothing`, async () => {
      break_();
      await assert.rejects(deploy({}, true), words);
      assert.deepEqual(pulumiCalls(), []);
    });

  it("deletes by its uid a namespace that a cut-off run has made and that the settings name no more", async () => {
    const left = (name: string, uid: string) => ({
      ...{ name: `${name === "kagent" ? name : "secrets"}-namespace`, type: NAMESPACE, id: name },
      outputs: { metadata: { uid, labels: { [OWNER_LABEL]: "a" } } },
    });
    const there = new Map([
      ["before", "n0"],
      ["kagent", "k1"],
    ]);
    tools
      .answer(
        /^pulumi stack export/,
        JSON.stringify(
          stateOf(
            { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
            left("before", "n0"),
            left("kagent", "k1"),
          ),
        ),
      )
      .answer(/get namespace (before|kagent|todo-app)/, ([, name]) =>
        there.has(name!) ? namespaceJson(name!, there.get(name!)!) : "",
      )
      .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
        there.delete(name!);
        return "";
      })
      .answer(/wait --for=delete/, "")
      .answer(/^helm list/, "[]");
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
    await deploy({}, false);
    assert.deepEqual([...there.keys()], ["before", "kagent"], "a preview changes nothing");
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual([...there.keys()], ["kagent"]);
    assert.deepEqual(JSON.parse(tools.inputs[0]!).preconditions, { uid: "n0" });
    fs.rmSync("Pulumi.dev.yaml");
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual([...there.keys()], []);
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
        .answer(
          /^helm list .*--namespace todo-app/,
          JSON.stringify([{ name: "todo-app", status }]),
        );
      return deploy({}, true);
    };
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
            /^todo:keepDatabase is true, .* volume in namespace todo-app of minikube would go\. Nothing was changed\.$/,
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

    it("also where Pulumi.yaml keeps it by its default", async () => {
      const key = declaredKeys().keepDatabase!;
      key.default = true;
      try {
        await assert.rejects(up({ ...AWAY, "todo:keepDatabase": undefined }), /would go/);
      } finally {
        key.default = false;
      }
    });
  });

  describe("without kagent any more", () => {
    let theirs: string;
    const KINDS = marked([CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"]);
    beforeEach(() => {
      theirs = "";
      const kagent = [
        { name: "kagent-crds", type: RELEASE, id: "kagent/kagent-crds" },
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent" },
      ];
      const resources = [...resourcesOf(STATE), ...resourcesOf(stateOf(...kagent))];
      tools
        .answer(/^pulumi stack export/, JSON.stringify({ deployment: { resources } }))
        .answer(/get customresourcedefinitions --all/, KINDS)
        .answer(/get customresourcedefinitions,clusterroles/, "")
        .answer(/get agents\.kagent\.dev --all-namespaces/, () => theirs);
    });

    it("stops where objects of somebody's would go with its kinds, with the way to keep it", async () => {
      theirs = marked(["Agent", "mine", "my-space"]);
      await assert.rejects(deploy({}, true), (error: Error) => {
        assert.match(error.message, /agent\.kagent\.dev\/mine in namespace my-space\. Nothing was/);
        assert.match(error.message, /^To keep kagent: make config SET=kagent=true$/m);
        assert.match(error.message, /\nThen: make up$/);
        return true;
      });
      assert.deepEqual(pulumiCalls(), []);
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
      tools.answer(/get namespace kagent/, "").answer(/get secret/, "");
      assert.equal(await deploy({}, true), 0);
    });

    it("names what Helm has left of it in the whole cluster", async () => {
      tools
        .answer(/^helm list .*--namespace kagent/, "[]")
        .answer(
          /get customresourcedefinitions,clusterroles/,
          marked(["ClusterRole", "kagent-writer", "", "kagent", "kagent"]),
        );
      assert.equal(await deploy({}, true), 0);
      assert.match(said(), /kubectl .* delete clusterrole\/kagent-writer$/m);
    });
  });

  it("says how to go on where Pulumi does not get there", async () => {
    tools.answer(/^pulumi up/, { code: 255 });
    assert.equal(await deploy({}, true), 255);
    assert.match(said(), /run: make up\n.*make recover/);
  });

  describe("and then, with make up,", () => {
    const OUTPUTS = {
      ...{ namespace: "todo-app", context: "minikube" },
      endpoints: { ingress: "http://todo.example" },
    };
    const pod = (ready: boolean) => ({
      kind: "Pod",
      metadata: { name: "backend-1", labels: { "app.kubernetes.io/instance": "todo-app" } },
      spec: { containers: [{ image: "todo-backend:1" }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "backend", ready, restartCount: 0 }],
      },
    });
    const shows = (...pods: object[]) =>
      tools.answer(/get endpointslices,pods,events/, JSON.stringify({ items: pods }));
    const looks = () => tools.called(/get endpointslices,pods,events/).length;
    beforeEach(() => {
      tools.answer(/^pulumi stack output --json/, JSON.stringify(OUTPUTS));
      shows(pod(true));
    });

    it("says where to open the app once its pods are ready", async () => {
      assert.equal(await up({}, ["--parallel=1"]), 0);
      assert.match(pulumiCalls()[0]!, /^pulumi up .* --parallel=1$/);
      assert.match(said(), /\n\nThe app is up\.\n[^]*http:\/\/todo\.example/);
    });

    it("looks with the kubeconfig that has the cluster", async () => {
      fs.copyFileSync(process.env.KUBECONFIG!, "other");
      const config = { "todo:kubeconfig": "other" };
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
      let used: string | undefined;
      tools.answer(/get endpointslices/, () => {
        used = process.env.KUBECONFIG;
        return JSON.stringify({ items: [pod(true)] });
      });
      assert.equal(await up({}, []), 0);
      assert.equal(path.basename(used!), "other");
    });

    it("fails where they do not get ready in time, and says what is wrong", async () => {
      shows(pod(false));
      assert.equal(await up({}, [], 0), 1);
      assert.match(said(), /Running +backend-1 [^]*It may be on its way still: make status$/m);
      assert.doesNotMatch(said(), /The app is up/);
    });

    it("waits for nothing where Pulumi has failed, or the stack has no outputs", async () => {
      tools.answer(/^pulumi up/, { code: 255 });
      assert.equal(await up({}, []), 255);
      tools.answer(/^pulumi up/, "").answer(/^pulumi stack output/, "{}");
      assert.equal(await up({}, []), 0);
      assert.equal(looks(), 0);
      assert.doesNotMatch(said(), /The app is up/);
    });
  });
});
