import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  contextsIn,
  kubeconfigFiles,
  kubeconfigFor,
  onlyFile,
  providerFile,
  serverOf,
} from "../../components/cluster/kubeconfig";
import { kubectlTo } from "../../components/cluster/commandLine";

/** What a kubeconfig file has: contexts with their cluster and user, clusters with their port, users. */
interface Content {
  contexts?: Record<string, [cluster: string, user: string]>;
  clusters?: Record<string, number>;
  users?: string[];
}
const cluster = (name: string, port: number): Content => ({
  contexts: { [name]: [name, name] },
  clusters: { [name]: port },
  users: [name],
});

describe("the kubeconfig", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-kubeconfig-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const file = (name: string) => path.join(folder, name);
  const list = (...names: string[]) => names.map(file).join(path.delimiter);

  function write(name: string, { contexts = {}, clusters = {}, users }: Content): void {
    const config = {
      contexts: Object.entries(contexts).map(([context, [of, user]]) => ({
        name: context,
        context: { cluster: of, user },
      })),
      clusters: Object.entries(clusters).map(([of, port]) => ({
        name: of,
        cluster: { server: `https://192.0.2.1:${port}` },
      })),
      users: (users ?? []).map((user) => ({ name: user, user: {} })),
    };
    fs.writeFileSync(file(name), JSON.stringify(config));
  }

  it("is the file that is set, else those of KUBECONFIG, else the one in the home folder", () => {
    const KUBECONFIG = ["", "/a", "/b", "/a"].join(path.delimiter);
    assert.deepEqual(kubeconfigFiles("/x/y", { KUBECONFIG }), ["/x/y"]);
    assert.deepEqual(kubeconfigFiles("", { KUBECONFIG }), ["/a", "/b"]);
    const home = path.join(os.homedir(), ".kube", "config");
    for (const env of [{}, { KUBECONFIG: "" }, { KUBECONFIG: path.delimiter }])
      assert.deepEqual(kubeconfigFiles("", env), [home]);
    assert.deepEqual(kubeconfigFiles("~/k", {}), [path.join(os.homedir(), "k")]);
    assert.deepEqual(kubeconfigFiles("", { KUBECONFIG: "k" }), [path.resolve("k")]);
  });

  const cases: {
    what: string;
    files: Record<string, Content>;
    /** Names in KUBECONFIG; those that `files` lacks are not there. */
    names: string[];
    context: string;
    /** Names of the files that have it, and the port of its API server. */
    found: [names: string[], port?: string];
  }[] = [
    {
      what: "in the first file",
      files: { a: cluster("one", 1), b: cluster("two", 2) },
      ...{ names: ["a", "b"], context: "one", found: [["a"], "1"] },
    },
    {
      what: "in the last file",
      files: { a: cluster("one", 1), b: cluster("two", 2), c: cluster("three", 3) },
      ...{ names: ["a", "b", "c"], context: "three", found: [["c"], "3"] },
    },
    {
      what: "in a file after one that is not there",
      files: { b: cluster("two", 2) },
      ...{ names: ["gone", "b"], context: "two", found: [["b"], "2"] },
    },
    {
      what: "in two files: the first one's",
      files: { a: cluster("same", 1), b: cluster("same", 2) },
      ...{ names: ["a", "b"], context: "same", found: [["a"], "1"] },
    },
    {
      what: "in another file than its cluster",
      files: {
        a: { contexts: { one: ["c", "u"] }, users: ["u"] },
        x: cluster("x", 9),
        b: { clusters: { c: 2 } },
      },
      ...{ names: ["a", "x", "b"], context: "one", found: [["a", "b"], "2"] },
    },
    {
      what: "in another file than its user, which comes first",
      files: {
        a: { users: ["u"] },
        b: { contexts: { one: ["c", "u"] }, clusters: { c: 2 } },
      },
      ...{ names: ["a", "b"], context: "one", found: [["a", "b"], "2"] },
    },
    {
      what: "of a cluster whose name an earlier file has",
      files: {
        a: { clusters: { c: 1 } },
        b: { contexts: { one: ["c", "u"] }, clusters: { c: 2 } },
      },
      ...{ names: ["a", "b"], context: "one", found: [["a", "b"], "1"] },
    },
    {
      what: "nowhere: the first file would get it",
      files: { a: cluster("one", 1), b: cluster("two", 2) },
      ...{ names: ["a", "b"], context: "other", found: [["a"]] },
    },
    {
      what: "of a cluster that no file has",
      files: { a: cluster("one", 1), b: { contexts: { two: ["nowhere", "u"] } } },
      ...{ names: ["a", "b"], context: "two", found: [["b"]] },
    },
  ];
  for (const { what, files, names, context, found } of cases) {
    it(`has a context ${what}`, () => {
      for (const [name, content] of Object.entries(files)) write(name, content);
      const kubeconfig = kubeconfigFor(context, "", { KUBECONFIG: list(...names) });
      assert.equal(kubeconfig, list(...found[0]));
      assert.equal(serverOf(kubeconfig, context)?.port, found[1]);
    });
  }

  it("of a context stays the same when other files are listed beside it", () => {
    write("a", cluster("one", 1));
    write("b", cluster("two", 2));
    const alone = kubeconfigFor("two", "", { KUBECONFIG: file("b") });
    assert.equal(kubeconfigFor("two", "", { KUBECONFIG: list("a", "b", "gone") }), alone);
  });

  it("is passed on as a file where it is one, and by KUBECONFIG where it is several", () => {
    assert.equal(onlyFile(file("a")), file("a"));
    assert.equal(onlyFile(list("a", "b")), undefined);
    assert.deepEqual([providerFile(file("a")), providerFile(list("a", "b"))], [file("a"), ""]);
  });

  it("gives every context once", () => {
    write("a", cluster("one", 1));
    write("b", { ...cluster("two", 2), contexts: { one: ["two", "two"], two: ["two", "two"] } });
    fs.writeFileSync(file("empty"), "");
    assert.deepEqual(contextsIn([file("a"), file("gone"), file("empty"), file("b")]), [
      "one",
      "two",
    ]);
  });

  it("takes lists that are empty, and an address that is none", () => {
    fs.writeFileSync(file("nulls"), "contexts: null\nclusters: null\nusers: null\n");
    assert.deepEqual(contextsIn([file("nulls")]), []);
    const none = { contexts: [{ name: "a", context: { cluster: "a" } }] };
    const clusters = [{ name: "a", cluster: { server: "nonsense" } }];
    fs.writeFileSync(file("bad"), JSON.stringify({ ...none, clusters }));
    assert.equal(serverOf(file("bad"), "a"), undefined);
  });

  it("that cannot be read, or is none, is named", () => {
    for (const [text, problem] of [
      ["contexts: [\n", ".+"],
      ["s3cret\n", "it is not an object"],
      ["- s3cret\n", "it is not an object"],
      ["contexts: s3cret\n", "field contexts is no Array"],
      ["contexts: [{context: {cluster: a}}]\n", "field contexts.0.name is missing"],
      ["contexts: [{name: a, context: s3cret}]\n", "field contexts.0.context is no Object"],
      [
        "clusters: [{name: a, cluster: {server: 1}}]\n",
        "field clusters.0.cluster.server is no string",
      ],
      ["users: [{name: 1}]\n", "field users.0.name is no string"],
    ] as const) {
      fs.writeFileSync(file("broken"), text);
      assert.throws(() => contextsIn([file("broken")]), {
        name: "Error",
        message: new RegExp(`^kubeconfig file ${file("broken")} cannot be read: ${problem}$`),
      });
    }
  });

  it("is named in a command only where the user's kubectl would not find the context", () => {
    write("a", cluster("one", 1));
    write("b", cluster("two", 2));
    const there = { context: "two", kubeconfig: file("b") };
    const shell = (KUBECONFIG: string) => kubectlTo(there, [], { KUBECONFIG });
    assert.equal(shell(list("a", "b")), "kubectl --context two");
    assert.equal(shell(file("a")), `kubectl --kubeconfig ${file("b")} --context two`);
  });
});
