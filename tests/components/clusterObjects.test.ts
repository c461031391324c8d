import assert from "node:assert/strict";
import {
  clusterUid,
  clusterUidNow,
  deleteNamespace,
  findNamespace,
  findNamespaceNow,
  findSecret,
  namespacesOf,
  othersIn,
  OWNER_LABEL,
  removeLabels,
  secretLabels,
  STACK_LABEL,
  stackLabel,
} from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";

const PLACE = { context: "c", kubeconfig: "/k" };
const KUBECTL = "kubectl --kubeconfig /k --context c";
const SILENCE = { code: 1, stderr: "i/o timeout" };
const FORBIDDEN = { code: 1, stderr: "Error from server (Forbidden): no" };

describe("a namespace of a cluster", () => {
  const tools = standIn();
  const find = () => findNamespace(PLACE, "todo-app");

  it("is found with its uid and its labels, or with none", async () => {
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1", { a: "b" }));
    assert.deepEqual(await find(), { name: "todo-app", uid: "n1", labels: { a: "b" } });
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1"));
    assert.deepEqual(await find(), { name: "todo-app", uid: "n1", labels: {} });
    assert.equal(
      tools.calls[0],
      `${KUBECTL} get namespace todo-app --output=json --ignore-not-found --request-timeout=30s`,
    );
  });

  it("is there without a uid too, for a program that leaves it alone then", () => {
    tools.answer(/get namespace/, '{"metadata":{"name":"todo-app"}}');
    assert.deepEqual(findNamespaceNow(PLACE, "todo-app"), {
      name: "todo-app",
      uid: "",
      labels: {},
    });
  });

  it("is not there where the answer is empty, or an empty list", async () => {
    for (const nothing of ["", "\n", '{"kind":"List","items":[]}']) {
      tools.answer(/get namespace/, nothing);
      assert.equal(await find(), undefined);
    }
  });

  it("is not taken for gone where the answer is any other", async () => {
    for (const [other, problem] of [
      [
        '{"kind":"List","items":[{"metadata":{"name":"todo-app","uid":"n1"}}]}',
        "field metadata is missing",
      ],
      ['{"kind":"Status","status":"Failure"}', "field metadata is missing"],
      ['{"metadata":{"name":"todo-app"}}', "field metadata.uid is missing"],
      ['{"metadata":{"name":7,"uid":"n1"}}', "field metadata.name is no string"],
      ['{"items":null}', "field items is no Array"],
      ["[]", "it is not an object"],
      ["not JSON", "expected only JSON"],
    ] as const) {
      tools.answer(/get namespace/, other);
      await assert.rejects(
        find(),
        new RegExp(
          `^AnswerError: asking for namespace todo-app of c failed:\n  ${problem}, from: kubectl `,
        ),
      );
    }
  });

  for (const [who, uid] of [
    ["make", clusterUid],
    ["a program", async () => clusterUidNow(PLACE)],
  ] as const)
    it(`tells its cluster by kube-system, which need be neither there nor seen, to ${who}`, async () => {
      tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"));
      assert.equal(await uid(PLACE), "c1");
      for (const nothing of [FORBIDDEN, ""]) {
        tools.answer(/get namespace kube-system/, nothing);
        assert.equal(await uid(PLACE), "");
      }
      tools.answer(/get namespace kube-system/, SILENCE);
      await assert.rejects(async () => uid(PLACE), /i\/o timeout/);
    });

  it("loses labels in one step, whose failure says so", async () => {
    tools.answer(/label namespace/, "");
    await removeLabels(PLACE, "todo-app", ["a", "b/c"]);
    assert.deepEqual(tools.calls, [`${KUBECTL} label namespace todo-app a- b/c-`]);
    tools.answer(/label namespace/, SILENCE);
    await assert.rejects(
      removeLabels(PLACE, "todo-app", ["a"]),
      /removing labels from namespace todo-app failed[^]*i\/o timeout/,
    );
  });

  describe("is deleted", () => {
    const remove = () => deleteNamespace(PLACE, { name: "todo-app", uid: "n1" });
    let there: boolean;
    beforeEach(() => {
      there = true;
      tools
        .answer(/get namespace/, () => (there ? namespaceJson("todo-app", "n1") : ""))
        .answer(/--raw/, "");
    });

    it("not where it is gone", async () => {
      there = false;
      assert.equal(await remove(), false);
      assert.equal(tools.calls.length, 1);
    });

    it("and waited for, five minutes and no longer", async () => {
      tools.answer(/ wait /, () => {
        there = false;
        return "";
      });
      assert.equal(await remove(), true);
      assert.deepEqual(tools.called(/ wait /), [
        `${KUBECTL} wait --for=delete namespace/todo-app --timeout=300s`,
      ]);
    });

    it("also where kubectl finds nothing to wait for, or gives up: what is there then counts", async () => {
      tools.answer(/ wait /, { code: 1, stderr: "timed out waiting for the condition" });
      await assert.rejects(remove(), /namespace todo-app of c is still there after five minutes/);
      tools.answer(/ wait /, () => {
        there = false;
        return { code: 1, stderr: 'namespaces "todo-app" not found' };
      });
      assert.equal(await remove(), true);
    });

    for (const words of ['namespaces "todo-app" not found', "(NotFound)", "(Conflict): the UID"])
      it(`also where it went, or was replaced, in that moment: ${words}`, async () => {
        tools.answer(/ wait /, "").answer(/--raw/, () => {
          there = false;
          return { code: 1, stderr: words };
        });
        assert.equal(await remove(), true);
      });

    it("and not waited for where that is refused, whatever is there then", async () => {
      tools.answer(/--raw/, () => {
        there = false;
        return FORBIDDEN;
      });
      await assert.rejects(remove(), /deleting namespace todo-app of c failed[^]*Forbidden/);
      assert.deepEqual(tools.called(/ wait /), []);
    });
  });
});

describe("a stack's namespaces", () => {
  const tools = standIn();
  const LIST = /get namespaces --selector=todo-app\/owner=a /;
  const OURS = { [OWNER_LABEL]: "a" };
  const find = () => namespacesOf(PLACE, "a", ["one", "two", "three"]);

  it("are those that bear its id, as the cluster lists them", async () => {
    const items = [
      { metadata: { name: "x", uid: "n1", labels: OURS } },
      { metadata: { name: "y", uid: "n2" } },
    ];
    tools.answer(LIST, JSON.stringify({ items }));
    assert.deepEqual(await find(), [
      { name: "x", uid: "n1", labels: OURS },
      { name: "y", uid: "n2", labels: {} },
    ]);
    assert.equal(tools.calls.length, 1);
  });

  it("are looked for by name where they may not be listed", async () => {
    tools
      .answer(LIST, FORBIDDEN)
      .answer(/get namespace one /, "")
      .answer(/get namespace two /, namespaceJson("two", "n2", { [OWNER_LABEL]: "b" }))
      .answer(/get namespace three /, namespaceJson("three", "n3", OURS));
    assert.deepEqual(await find(), [{ name: "three", uid: "n3", labels: OURS }]);
  });

  it("are not known where the cluster is silent, or says something else", async () => {
    for (const [answer, words] of [
      [SILENCE, /asking c for the namespaces of this stack failed[^]*i\/o timeout/],
      ["forbidden", /expected JSON/],
      ["{}", /field items is missing, from: kubectl /],
      ['{"items":[{"metadata":{}}]}', /field items\.0\.metadata\.name is missing, from: kubectl /],
    ] as const) {
      tools.answer(LIST, answer);
      await assert.rejects(find(), words);
    }
    assert.deepEqual(tools.called(/get namespace /), []);
  });

  it("are labelled with as much of its name as a label takes, of whatever name Pulumi takes", () => {
    const value = /^(?=.{0,63}$)(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
    for (const [stack, label] of [
      ["dev", "dev"],
      ["feature-", "feature"],
      ["__me", "me"],
      ["a_b.c-d", "a_b.c-d"],
      ["x".repeat(100), "x".repeat(63)],
      [`${"x".repeat(61)}-.-y`, "x".repeat(61)],
      ["-.-", ""],
    ] as const) {
      assert.equal(stackLabel(stack), label);
      assert.match(label, value);
    }
  });
});

describe("what other stacks have in a cluster", () => {
  const tools = standIn();
  const others = async (...items: object[]) => {
    tools.answer(/get namespaces,secrets --all-namespaces/, JSON.stringify({ items }));
    return othersIn(PLACE, "a");
  };
  const of = (kind: string, name: string, owner: string, more = {}) => ({
    kind,
    metadata: { name, labels: { [OWNER_LABEL]: owner }, ...more },
  });

  it("is their namespaces, by the name of the stack where that is there, and what deletes each", async () => {
    const labels = { [OWNER_LABEL]: "b", [STACK_LABEL]: "prod" };
    assert.deepEqual(
      await others(of("Namespace", "x", "b", { labels }), of("Namespace", "y", "b")),
      [
        { words: "namespace x of stack prod", deletion: ["delete", "namespace", "x"] },
        { words: "namespace y of another stack", deletion: ["delete", "namespace", "y"] },
      ],
    );
  });

  it("is their Secrets in an external namespace, and not those that go with their own", async () => {
    const namespace = (name: string) => ({ namespace: name });
    const found = await others(
      of("Secret", "app-secrets", "b", namespace("shared")),
      of("Secret", "app-secrets", "b", namespace("x")),
      of("Namespace", "x", "b"),
    );
    assert.deepEqual(found.slice(1), [
      {
        words: "Secret app-secrets in namespace shared",
        deletion: ["delete", "secret", "app-secrets", "--namespace", "shared"],
      },
    ]);
  });

  it("is nothing of the stack's own, and nothing of another kind", async () => {
    assert.deepEqual(
      await others(...[of("Namespace", "x", "a"), of("Secret", "s", "a"), of("Pod", "p", "b")]),
      [],
    );
  });

  it("is not known where it is silent, or says something else", async () => {
    for (const [answer, words] of [
      [SILENCE, "[^]*i/o timeout"],
      ["{}", ":\n  field items is missing, from: kubectl "],
      [
        '{"items":[{"kind":"Namespace","metadata":{}}]}',
        ":\n  field items.0.metadata.name is missing",
      ],
    ] as const) {
      tools.answer(/get namespaces,secrets/, answer);
      await assert.rejects(
        othersIn(PLACE, "a"),
        new RegExp(`asking c what other stacks have in it failed${words}`),
      );
    }
  });
});

describe("a Secret of a cluster", () => {
  const tools = standIn();
  const labels = () => secretLabels({ ...PLACE, namespace: "todo-app" }, "app-secrets");

  it("is asked for by name, for its labels", async () => {
    tools.answer(/get secret/, JSON.stringify({ metadata: { uid: "s1", labels: { a: "b" } } }));
    assert.deepEqual(await labels(), { a: "b" });
    assert.deepEqual(tools.calls, [
      `${KUBECTL} get secret app-secrets --namespace todo-app --ignore-not-found --output=json`,
    ]);
    tools.answer(/get secret/, JSON.stringify({ metadata: { uid: "s1" } }));
    assert.deepEqual(await labels(), {});
  });

  it("is known by its uid, and by when it was made", async () => {
    const of = { uid: "s1", labels: {}, creationTimestamp: "2026-11-28T12:00:00Z" };
    tools.answer(/get secret/, JSON.stringify({ metadata: of }));
    const secret = await findSecret({ ...PLACE, namespace: "todo-app" }, "app-secrets");
    assert.deepEqual(secret, { uid: "s1", labels: {}, created: of.creationTimestamp });
  });

  it("is not there where the answer is empty, and not known where there is none", async () => {
    for (const nothing of ["", "\n"]) {
      tools.answer(/get secret/, nothing);
      assert.equal(await labels(), undefined);
    }
    tools.answer(/get secret/, SILENCE);
    await assert.rejects(labels(), /asking for Secret app-secrets failed[^]*i\/o timeout/);
  });
});
