import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bringBackImages, canRefresh, clusterState, isThere } from "../../cli/cluster/drift";
import { Place, place } from "../../cli/stack/place";
import { resourcesOf } from "../../components/process/stackState";
import { writeRecord } from "../../components/cluster/profileRecord";
import { declaredKeys } from "../../todo/configSource";
import { keepProfile, namespaceJson } from "../support/models";
import { apiServers, ownHome, Reply, standIn } from "../support/standIn";
import { aRecord, answered, recorded, stateOf, UUID } from "../support/states";

const IMAGES = { backend: "todo-backend:1", frontend: "todo-frontend:2" };

/** A road whose ends hold these images; it writes down what is done on it. */
function road(engine: string[], node: string[] | undefined, built: string[] = engine) {
  const done: string[] = [];
  return {
    done,
    inEngine: async (image: string) => engine.includes(image),
    onNode: async (image: string) => node?.includes(image),
    build: async (parts: string[]) => {
      done.push(`build ${parts}`);
      engine.push(...built);
    },
    load: async (image: string) => done.push(`load ${image}`),
    say: (found: string) => void done.push(found),
  };
}

describe("images that were pruned behind the stack's back", () => {
  const both = Object.values(IMAGES);

  it("are none where the node has them, whatever the engine has", async () => {
    const clean = road([], both);
    await bringBackImages(IMAGES, clean);
    assert.deepEqual(clean.done, []);
  });

  it("are loaded again from the engine", async () => {
    const node = road(both, [IMAGES.frontend]);
    await bringBackImages(IMAGES, node);
    assert.deepEqual(node.done, [
      "todo-backend:1 is no longer on the node: loading it",
      "load todo-backend:1",
    ]);
  });

  it("are built and loaded again where the engine lost them too", async () => {
    const nothing = road([IMAGES.backend], [IMAGES.backend], [IMAGES.frontend]);
    await bringBackImages(IMAGES, nothing);
    assert.deepEqual(nothing.done, [
      "todo-frontend:2 is no longer in Docker: building it",
      "build frontend",
      "todo-frontend:2 is no longer on the node: loading it",
      "load todo-frontend:2",
    ]);
  });

  it("are built where the node cannot be asked: a new one will want them", async () => {
    const gone = road([], undefined, both);
    await bringBackImages(IMAGES, gone);
    assert.deepEqual(gone.done.at(-1), "build backend,frontend");
  });

  it("are left to up where the source has changed since", async () => {
    const edited = road([IMAGES.frontend], [IMAGES.frontend], ["todo-backend:3"]);
    await bringBackImages(IMAGES, edited);
    assert.deepEqual(edited.done.at(-1), "build backend");
  });
});

describe("the stack's cluster", () => {
  ownHome();
  const tools = standIn();
  const apiServer = apiServers();
  const owner = "id-of-dev";
  const NOTED = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
  const where = (profile?: string): Place => ({
    ...(profile === undefined ? {} : { profile }),
    ...{ context: "p", namespace: "todo-app", kubeconfig: process.env.KUBECONFIG! },
  });
  const ours = stateOf(
    { name: "cluster-owner", type: UUID, outputs: { result: owner } },
    recorded("secrets-ownership", NOTED),
  );
  const cluster = (uid: string) =>
    tools.answer(
      /^kubectl .*--context p get namespace kube-system/,
      namespaceJson("kube-system", uid),
    );

  it("is gone where minikube has no such profile, without a question to anybody", async () => {
    apiServer("p", true);
    assert.equal(await clusterState(where("p"), ours), "gone");
    assert.deepEqual(tools.calls, []);
  });

  it("is silent where its API server does not answer, whichever kind it is", async () => {
    keepProfile("p");
    apiServer("p", false);
    assert.equal(await clusterState(where("p"), ours), "silent");
    assert.equal(await clusterState(where(), ours), "silent");
  });

  describe("that is not minikube's answers as kubectl finds it, which knows proxies and plugins:", () => {
    const KUBECTL = /^kubectl .*--context p get --raw \/version --request-timeout=15s$/;
    const SAYS: [what: string, said: Reply, there: boolean][] = [
      ["its version", "{}", true],
      [
        "that this user may not ask",
        { code: 1, stderr: "Error from server (Forbidden): /version" },
        true,
      ],
      [
        "that the user is not signed in",
        { code: 1, stderr: "error: You must be logged in to the server (Unauthorized)" },
        true,
      ],
      ["that it is not well", { code: 1, stderr: "Error from server (InternalError): etcd" }, true],
      [
        "nothing in time",
        { code: 1, stderr: "Unable to connect to the server: net/http: timeout" },
        false,
      ],
      [
        "nothing, where nobody listens",
        { code: 1, stderr: "The connection to the server a:1 was refused" },
        false,
      ],
      [
        "nothing, where the plugin that signs in fails",
        { code: 1, stderr: "getting credentials: exec: exit 255" },
        false,
      ],
    ];
    for (const [what, said, there] of SAYS) {
      it(what, async () => {
        // Asked directly it never answers: only the proxy of the kubeconfig leads there.
        apiServer("p", false);
        tools.answer(KUBECTL, said);
        assert.equal(await isThere(where()), there);
        assert.equal(tools.called(KUBECTL).length, 1);
      });
    }

    it("of minikube's no kubectl is asked, which may look elsewhere", async () => {
      apiServer("p", true);
      assert.equal(await isThere(where("p")), true);
      assert.deepEqual(tools.calls, []);
    });
  });

  it("is another one where kube-system has another uid than at the last up", async () => {
    keepProfile("p");
    apiServer("p", true);
    cluster("c2");
    assert.equal(await clusterState(where("p"), ours), "another");
    assert.equal(await clusterState(where(), ours), "another");
  });

  it("is unknown where kube-system may not be read, and no namespace in it is the stack's", async () => {
    apiServer("p", true);
    tools.answer(/kube-system/, { code: 1, stderr: "Error from server (Forbidden): namespaces" });
    const untold = recorded("secrets-ownership", { ...NOTED, cluster: "" });
    for (const state of [ours, stateOf(untold)])
      for (const answer of ["", namespaceJson("todo-app", "n2")]) {
        tools.answer(/get namespace todo-app/, answer);
        assert.equal(await clusterState(where(), state), "unknown");
        assert.equal(await canRefresh(where(), state), false);
      }
  });

  it("answers where it is the one of the last up, by its namespace where kube-system may not be read, and where the state says nothing", async () => {
    keepProfile("p");
    apiServer("p", true);
    assert.equal(await clusterState(where("p"), {}), "answers");
    assert.deepEqual(tools.calls, []);
    cluster("c1");
    assert.equal(await clusterState(where("p"), ours), "answers");
    tools.answer(/kube-system/, { code: 1, stderr: "Error from server (Forbidden): namespaces" });
    tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
    assert.equal(await clusterState(where("p"), ours), "answers");
  });

  it("is an error where the question for its uid fails", async () => {
    apiServer("p", true);
    tools.answer(/kube-system/, { code: 1, stderr: "Unauthorized" });
    await assert.rejects(
      clusterState(where(), ours),
      /asking for namespace kube-system of p failed/,
    );
  });

  describe("is refreshed before up", () => {
    const record = (name: string) =>
      writeRecord("p", { ...aRecord(name), stack: name === owner ? "dev" : name });
    beforeEach(() => {
      keepProfile("p");
      apiServer("p", true);
      cluster("c1");
    });

    it("where the profile is the stack's and answers", async () => {
      record(owner);
      assert.equal(await canRefresh(where("p"), ours), true);
    });

    it("where the record is still of a version before the stack's id", async () => {
      writeRecord("p", { ...aRecord("dev"), folder: "" });
      assert.equal(await canRefresh(where("p"), ours), false);
      const { deployment } = stateOf(answered("cluster-profile", {}, { IDENTITY: "i" }));
      const known = {
        deployment: { resources: [...resourcesOf(ours), ...deployment!.resources!] },
      };
      assert.equal(await canRefresh(where("p"), known), true);
    });

    it("not where it does not answer: a stopped one has lost nothing", async () => {
      record(owner);
      apiServer("p", false);
      assert.equal(await canRefresh(where("p"), ours), false);
    });

    it("not where a profile of the name bears only the record of another stack", async () => {
      record("id-of-another");
      assert.equal(await canRefresh(where("p"), ours), false);
    });

    it("not where it is another cluster", async () => {
      record(owner);
      cluster("c2");
      assert.equal(await canRefresh(where("p"), ours), false);
    });

    it("where an existing cluster answers, which bears no record", async () => {
      assert.equal(await canRefresh(where(), ours), true);
    });
  });
});

describe("the place of a stack", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-place-"));
  after(() => fs.rmSync(folder, { recursive: true }));
  const placed = (config: object) => {
    const file = path.join(folder, "Pulumi.x.yaml");
    fs.writeFileSync(file, JSON.stringify({ config }));
    return place(file);
  };

  it("is minikube's profile by default, and its images go there", () => {
    const { profile, context, namespace, delivery } = placed({});
    assert.deepEqual([profile, context, namespace], ["minikube", "minikube", "todo-app"]);
    assert.deepEqual(delivery, { kind: "minikube", profile: "minikube" });
  });

  for (const [what, config, profile, context, namespace] of [
    ["with blanks around them", { profile: " p ", namespace: "n " }, "p", "p", "n"],
    ["that YAML takes for numbers", { profile: 2026, namespace: 7 }, "2026", "2026", "7"],
    ["that are there without a value", { profile: null }, "minikube", "minikube", "todo-app"],
    [
      "of a cluster that exists",
      { cluster: " existing", context: " c " },
      undefined,
      "c",
      "todo-app",
    ],
  ] as const)
    it(`has names ${what} as the program reads them`, () => {
      const keys = Object.entries(config).map(([key, value]) => [`todo:${key}`, value]);
      const found = placed(Object.fromEntries(keys));
      assert.deepEqual(
        [found.profile, found.context, found.namespace],
        [profile, context, namespace],
      );
    });

  it("is what Pulumi.yaml declares where nothing is set", () => {
    const declared = declaredKeys();
    const before = declared.profile!.default;
    declared.profile!.default = "another";
    try {
      assert.equal(placed({}).profile, "another");
    } finally {
      declared.profile!.default = before;
    }
  });

  it("is a context without a profile where the cluster exists", () => {
    const existing = { "todo:cluster": "existing", "todo:context": "c" };
    assert.equal(placed(existing).profile, undefined);
    assert.equal(placed(existing).delivery, undefined);
    assert.deepEqual(placed({ ...existing, "todo:imageDelivery": "kind" }).delivery, {
      kind: "kind",
      cluster: "kind",
    });
  });
});
