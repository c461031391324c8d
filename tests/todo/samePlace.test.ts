import assert from "node:assert/strict";
import { notBySettings, notSameCluster, sameCluster } from "../../todo/namespace/samePlace";

describe("the cluster of the last run", () => {
  const cases = [
    ["has the uid that it had", "a", "a", false, "same"],
    ["is another one by its uid, whatever namespaces it has", "a", "b", true, "another"],
    ["is known by a namespace, where its uid may not be read now", "a", "", true, "same"],
    ["is known by a namespace, where its uid could not be read then", "", "b", true, "same"],
    ["is not known, where neither tells", "a", "", false, "unknown"],
    ["is not known, where nothing was noted that could tell", "", "b", false, "unknown"],
  ] as const;
  for (const [what, then, now, hasOwn, found] of cases) {
    it(what, () => assert.equal(sameCluster(then, now, hasOwn), found));
  }
});

describe("a cluster that is not that of the last run", () => {
  const advice = { stack: "test", then: "make down STACK=test" };
  const GONE = "make recover GONE=1 STACK=test, then: make down STACK=test";

  it("under a context is the user's to tell: it may be led back, or be gone", () => {
    const message = notSameCluster("another", { context: "c" }, advice);
    assert.match(
      message,
      /^context c points to another cluster .*Nothing was changed\.\nLet it lead/,
    );
    assert.ok(message.endsWith(GONE), message);
  });

  it("under a profile's name has taken the place of the old one", () => {
    const message = notSameCluster("another", { context: "p", profile: "p" }, advice);
    assert.match(message, /^profile p leads to another cluster .*\nRun: make recover STACK=test, /);
    assert.match(message, /then: make down STACK=test$/);
  });

  it("or may be, is either led back, or allowed to be looked at, or said to be gone", () => {
    const untouched = "Nothing was deleted.";
    const message = notSameCluster("unknown", { context: "c" }, { ...advice, untouched });
    assert.match(message, /^context c does not say whether .*Nothing was deleted\.\nLet it lead/);
    assert.ok(message.endsWith(GONE), message);
  });
});

describe("settings that lead elsewhere", () => {
  const set = { namespace: "todo-app", profile: "", context: "c" };
  const by = (profile: string, context: string, settings = set) =>
    notBySettings(
      {
        known: [
          { name: "kagent", uid: "k1" },
          { name: "todo-app", uid: "n1", location: { profile, context, cluster: "c1" } },
        ],
        moves: [],
      },
      settings,
      "dev",
    );

  it("are not followed out of a cluster, nor to the stack's own profile as one that is there already", () => {
    assert.match(by("", "other")!, /^stack dev is in context other, .* name context c\./);
    assert.match(by("", "c", { ...set, profile: "c" })!, /^stack dev is in context c, /);
    assert.match(by("c", "c")!, /^stack dev is in profile c, .* name context c\./);
  });

  it("are where they lead to the same place, or the cluster has to be looked at", () => {
    assert.equal(by("", "c"), undefined);
    assert.equal(by("p", "p"), undefined);
    assert.equal(by("p", "p", { ...set, profile: "c" }), undefined);
  });
});
