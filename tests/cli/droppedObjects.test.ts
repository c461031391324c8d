import assert from "node:assert/strict";
import * as fs from "node:fs";
import { droppedObjects, objectName } from "../../cli/cluster/droppedObjects";
import { preflight } from "../../cli/cluster/preflight";
import { programObjects } from "../../cli/cluster/programObjects";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { place, Place } from "../../cli/stack/place";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf, State } from "../../components/process/stackState";
import { runProgram } from "../support/mocks";
import { Engine, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import {
  answered,
  NAMESPACE,
  recorded,
  RELEASE,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

const PROVIDER = { name: "cluster-provider", type: "pulumi:providers:kubernetes", id: "p1" };
const OWNER = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
const HERE = { CONTEXT: "c", PROFILE: "" };

/** As `pulumi refresh` leaves a state where the context leads to a cluster that has none of its objects. */
const refreshed = (created: boolean, keep = false): State => {
  const record = { name: "todo-app", uid: "n1", created, cluster: "c1" };
  return stateOf(
    { name: "todo-dev", type: "pulumi:pulumi:Stack" },
    { name: "secrets", type: "todo:index:AppSecrets" },
    OWNER,
    PROVIDER,
    recorded("secrets-ownership", record, { ...HERE, KEEP: `${keep}` }),
    answered("app-place", record, HERE),
  );
};

describe("what the state of a stack has lost", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let state: State;
  let written: State;
  const uids: Record<string, string> = {};
  let secrets: Record<string, string>;
  let releases: string[];
  beforeEach(() => {
    new Engine(tools);
    fs.writeFileSync(
      "Pulumi.dev.yaml",
      JSON.stringify({ config: { "todo:cluster": "existing", "todo:context": "c" } }),
    );
    apiServer("c", true);
    Object.assign(uids, { "kube-system": "c1", "todo-app": "n1", kagent: "" });
    secrets = { "app-secrets": "a", "postgres-credentials": "a" };
    releases = ["todo-app"];
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state))
      .answer(/^pulumi stack import/, (_, { input }) => {
        written = JSON.parse(input!);
        return "";
      })
      .answer(/^pulumi (destroy|stack rm|cancel|refresh)/, "")
      .answer(/wait --for=delete/, "")
      .answer(/get namespaces --selector/, JSON.stringify({ items: [] }))
      .answer(/get namespace (\S+)/, ([, name]) =>
        uids[name!] ? namespaceJson(name!, uids[name!]!) : "",
      )
      .answer(/get secret (\S+)/, ([, name]) =>
        secrets[name!] === undefined
          ? ""
          : JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: secrets[name!] } } }),
      )
      .answer(/^helm list --deployed/, () =>
        JSON.stringify(releases.map((name) => ({ name, status: "deployed", revision: "1" }))),
      )
      .answer(/^helm list --pending/, "[]");
  });
  const PLACE: Place = { context: "c", kubeconfig: "/k", namespace: "elsewhere" };
  const found = async (of: State) => (await droppedObjects(PLACE, of)).map(({ id }) => id);

  describe("is found", () => {
    it("by the namespace that it has noted, and by its own id there", async () => {
      const objects = [
        "todo-app/postgres-credentials",
        "todo-app/app-secrets",
        "todo-app/todo-app",
      ];
      assert.deepEqual(await found(refreshed(false)), objects);
      assert.deepEqual(await found(refreshed(true)), ["todo-app", ...objects]);
    });

    it("of kagent by its key, or by its namespace", async () => {
      const kagent = (created: boolean) =>
        stateOf(
          ...[OWNER, PROVIDER],
          recorded("kagent-ownership", { name: "kagent", uid: "k1", created, cluster: "c1" }, HERE),
        );
      Object.assign(uids, { kagent: "k1" });
      secrets = { "kagent-gemini": "a" };
      releases = ["kagent-crds", "kagent"];
      assert.deepEqual(await found(kagent(true)), [
        ...["kagent", "kagent/kagent-gemini", "kagent/kagent-crds", "kagent/kagent"],
      ]);
      assert.deepEqual(await found(kagent(false)), ["kagent/kagent-gemini"]);
      const created = (name: string, time: string) =>
        tools.answer(
          new RegExp(`get secret ${name}`),
          JSON.stringify({
            metadata: { uid: "s1", labels: { [OWNER_LABEL]: "a" }, creationTimestamp: time },
          }),
        );
      created("kagent-gemini", "2026-11-28T12:00:00Z");
      created("sh.helm.release.v1.kagent.v1", "2026-11-28T12:00:01Z");
      created("sh.helm.release.v1.kagent-crds.v1", "2026-11-28T11:59:59Z");
      assert.deepEqual(await found(kagent(false)), ["kagent/kagent-gemini", "kagent/kagent"]);
    });
  });

  describe("is nothing", () => {
    it("that another stack or user made", async () => {
      secrets = { "app-secrets": "b", "postgres-credentials": "b" };
      assert.deepEqual(await found(refreshed(false)), []);
      secrets = {};
      assert.deepEqual(await found(refreshed(false)), []);
    });

    it("of a release beside a Secret that the state has: that was not lost with it", async () => {
      state = refreshed(false);
      for (const part of ["secrets-app", "secrets-database"])
        resourcesOf(state).push({ urn: urnOf(SECRET, part), type: SECRET });
      assert.deepEqual(await found(state), []);
    });

    it("in a namespace that has taken the place of the noted one, or where there is none", async () => {
      for (const uid of ["n2", ""]) {
        uids["todo-app"] = uid;
        assert.deepEqual(await found(refreshed(true)), []);
      }
    });

    it("where Pulumi could not take it over, or the state has it all, and nothing is asked", async () => {
      const [provider, id] = [PROVIDER.name, OWNER.name];
      for (const lacks of [provider, id]) {
        const { deployment } = refreshed(true);
        const resources = deployment!.resources!.filter(({ urn }) => !urn.endsWith(lacks));
        assert.deepEqual(await found({ deployment: { resources } }), []);
      }
      const all = refreshed(true);
      for (const [name, type] of [
        ["secrets-namespace", NAMESPACE],
        ["secrets-app", SECRET],
        ["secrets-database", SECRET],
        ["app-release", RELEASE],
      ] as const)
        resourcesOf(all).push({ urn: urnOf(type, name), type });
      assert.deepEqual(await found(all), []);
      assert.deepEqual(tools.calls, []);
    });
  });

  describe("is told apart", () => {
    it("by its name: of kagent's keys the state has one", async () => {
      const note = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
      Object.assign(uids, { kagent: "k1" });
      secrets = { "kagent-gemini": "a", "kagent-openai": "a" };
      releases = [];
      const state = stateOf(OWNER, PROVIDER, recorded("kagent-ownership", note, HERE));
      const keys = (await found(state)).filter((id) => id?.startsWith("kagent/kagent-"));
      assert.equal(keys.length, 1);
    });

    it("from another user's release, beside a Secret of the database that was left", async () => {
      secrets = { "app-secrets": "b", "postgres-credentials": "a" };
      assert.deepEqual(await found(refreshed(true)), ["todo-app", "todo-app/postgres-credentials"]);
    });

    it("by what a user calls it", () => {
      const id = "todo-app/x";
      for (const [type, words] of [
        [NAMESPACE, "namespace todo-app"],
        [SECRET, "Secret x in namespace todo-app"],
        [RELEASE, "release x in namespace todo-app"],
      ] as const)
        assert.equal(objectName({ urn: "", type, id }), words);
    });
  });

  const WAY = (then: string) =>
    new RegExp(
      `^Error: what this stack made in c is not in its state any more: .*release todo-app in namespace todo-app\\. .*` +
        `Nothing was changed\\. Run: make recover, which adds them to the state, then: ${then}$`,
    );

  it("stops make up, which would call it another user's", async () => {
    for (const created of [true, false])
      await assert.rejects(preflight(place(), refreshed(created)), WAY("make up"));
  });

  it("stops make down, but in a namespace that goes with all that is in it", async () => {
    for (const [created, keep] of [
      [false, false],
      [true, true],
    ] as const) {
      state = refreshed(created, keep);
      await assert.rejects(takeDown({}), WAY("make down"));
    }
    assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
    state = refreshed(true);
    assert.equal(await takeDown({}), 0);
  });

  it("is taken over by make recover, guarded by the command that looks at the place", async () => {
    state = refreshed(true);
    assert.equal(await recover({}), 0);
    assert.match(said(), /^taking over .*: namespace todo-app, .*release todo-app in namespace/m);
    const names = resourcesOf(written).map(({ urn }) => urn.split("::").at(-1));
    assert.deepEqual(names.slice(-6), [
      "secrets-ownership",
      ...["secrets-namespace", "secrets-database", "secrets-app", "app-release", "app-place"],
    ]);
    const [namespace, , secret, release, look] = resourcesOf(written).slice(-5);
    assert.deepEqual(
      look!.dependencies,
      resourcesOf(written)
        .slice(-5, -1)
        .map(({ urn }) => urn),
    );
    const ownership = resourcesOf(written).at(-6)!.urn;
    assert.deepEqual([secret!.dependencies, release!.dependencies], [[ownership], [ownership]]);
    // Of its component the state has nothing: Pulumi takes no link that leads nowhere.
    assert.deepEqual(
      [secret!.parent, release!.parent],
      [urnOf("todo:index:AppSecrets", "secrets"), undefined],
    );
    assert.equal(secret!.provider, `${urnOf(PROVIDER.type, PROVIDER.name)}::p1`);
    assert.deepEqual(namespace!.id, "todo-app");
    assert.equal((await found(written)).length, 0);
  });

  const UNKNOWN =
    /^Error: Secret app-secrets in namespace todo-app of c has the id of this stack.*Nothing was changed\.\nIf the app and its data in that namespace are not needed: helm .* uninstall todo-app .*, then: kubectl .* delete secret app-secrets postgres-credentials --ignore-not-found\nTo keep it: kubectl .* label secret app-secrets todo-app\/owner-\nThen: make down$/s;

  it("stops make down where the state could not take it over, with the commands: it would not be found by its id later", async () => {
    const { deployment } = refreshed(false);
    const resources = deployment!.resources!.filter(({ urn }) => !urn.endsWith(PROVIDER.name));
    for (const one of [{ deployment: { resources } }, stateOf(OWNER)]) {
      state = one;
      await assert.rejects(takeDown({}), UNKNOWN);
    }
    for (const owner of ["b", undefined]) {
      secrets = owner === undefined ? {} : { "app-secrets": owner };
      assert.equal(await takeDown({}), 0);
    }
  });
});

describe("what the program makes in a namespace", () => {
  it("is known as the program makes it", async () => {
    const config = { kagent: "true", kagentProvider: "gemini", kagentApiKey: "provider-key-1234" };
    const ran = await runProgram({ config, secrets: ["kagentApiKey"] });
    const known = stateOf(OWNER, PROVIDER);
    for (const one of resourcesOf(known)) one.urn = one.urn.replace(":dev:", ":test:");
    const objects = ["todo-app", "kagent"].flatMap((name) => programObjects(known, name));
    const made = ran.resources.filter(({ type }) => /^kubernetes:(core|helm)/.test(type));
    const names = objects.map(({ urn }) => urn.split("::").at(-1)!);
    assert.deepEqual([...new Set(names)].sort(), made.map(({ name }) => name).sort());
    for (const object of objects) {
      const { type, name, parent, retained, inputs } = ran.one(object.urn.split("::").at(-1)!);
      assert.deepEqual([object.type, object.parent], [type, parent]);
      assert.equal(object.urn, `${parent.split("::").slice(0, 3).join("::")}$${type}::${name}`);
      assert.equal("retainOnDelete" in object, retained);
      if (name === "kagent-key" && object.inputs.metadata.name !== inputs.metadata.name) continue;
      for (const key of ["name", "namespace"])
        assert.equal(
          (object.inputs.metadata ?? object.inputs)[key],
          (inputs.metadata ?? inputs)[key],
        );
    }
  });

  it("is written as Pulumi manages it: what it makes, what stays at the end, and what is secret", () => {
    const known = stateOf({ ...PROVIDER, id: "p0", delete: true }, OWNER, PROVIDER);
    for (const name of ["todo-app", "kagent"]) {
      const objects = programObjects(known, name);
      assert.ok(objects.length > 3);
      for (const { type, ...object } of objects) {
        const {
          custom,
          retainOnDelete,
          additionalSecretOutputs,
          dependencies = [],
        } = {
          ...{ custom: false, retainOnDelete: false, additionalSecretOutputs: undefined },
          ...object,
        };
        assert.equal(custom, true);
        assert.equal(retainOnDelete, type === NAMESPACE);
        const encrypted = type === SECRET ? ["data", "stringData"] : undefined;
        assert.deepEqual(additionalSecretOutputs, encrypted);
        // Nothing noted the namespace: no link may lead nowhere.
        assert.deepEqual(dependencies, []);
        // The one that another has taken the place of manages nothing any more.
        assert.match(object.provider!, /::cluster-provider::p1$/);
      }
    }
  });
});
