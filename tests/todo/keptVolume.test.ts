import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { isKept, leftByUp, lossByUp, refuseLossNow } from "../../todo/namespace/keptVolume";
import { exportedState } from "../../components/process/programState";
import { standIn } from "../support/standIn";
import { recorded, RELEASE, stateOf } from "../support/states";

describe("whether an update keeps the database's volume", () => {
  const tools = standIn();
  const { runtime } = pulumi as unknown as { runtime: { hasEngine(): boolean } };
  const { hasEngine } = runtime;
  afterEach(() => void (runtime.hasEngine = hasEngine));
  const note = (name: string, part: string, KEEP?: string) =>
    recorded(
      `${part}-ownership`,
      { name, uid: "n1", created: true, cluster: "c1" },
      KEEP === undefined ? {} : { KEEP },
    );
  const release = (inputs?: object) => ({
    ...{ name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
    inputs,
  });
  const postgres = (values: object) => release({ values: { postgres: values } });

  it("is known where the chart and every note of the app's namespaces keep it", () => {
    const [kept, left] = ["true", "false"].map((keep) => note("todo-app", "secrets", keep));
    for (const [resources, is] of [
      [[kept!, postgres({ storage: { keep: true } })], true],
      [[kept!, postgres({ storage: { keep: false } })], false],
      [[left!, postgres({ storage: { keep: true } })], false],
      [[left!, kept!, postgres({ storage: { keep: true } })], false],
      // kagent's namespace is never kept, and has no database.
      [[kept!, note("kagent", "kagent"), postgres({ storage: { keep: true } })], true],
      [[left!, postgres({ enabled: false })], true],
      // Of an earlier version, or cut off before that was known.
      [[kept!, release()], true],
      [[kept!], true],
      [[], true],
    ] as const)
      assert.equal(isKept(stateOf(...resources)), is, JSON.stringify(resources));
  });

  it("is asked of the namespaces that the settings leave, or in which they leave the database", () => {
    const state = stateOf(release(), { ...release(), id: "old/todo-app" });
    const left = (namespace: string, isElsewhere: boolean) =>
      leftByUp(state, { namespace, isElsewhere });
    assert.deepEqual(left("todo-app", false), ["old"]);
    assert.deepEqual(left("todo-app", true), ["todo-app", "old"]);
  });

  it("is said with the commands of the stack that make works on, or with pulumi's", () => {
    const wanted = { namespace: "new", isElsewhere: true };
    const loss = (byMake?: string) => lossByUp("todo-app", "c", wanted, byMake);
    assert.match(
      loss("test"),
      /First: make config SET=namespace=todo-app STACK=test && make config UNSET=databaseUrl STACK=test && make up STACK=test\n/,
    );
    assert.match(
      loss(),
      /First: pulumi config set todo:namespace todo-app && pulumi config rm todo:databaseUrl && make up\n/,
    );
    const stays = lossByUp("new", "c", { ...wanted, isElsewhere: false }, "dev");
    assert.match(stays, /First: make up\n/);
  });

  it("stops the program where the last up did not know it, and a namespace is left", async () => {
    const wanted = { namespace: "new", isElsewhere: false };
    const cluster = { contextName: "c", state: exportedState };
    refuseLossNow(cluster, wanted);
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "todo", "dev", false, "org");
    runtime.hasEngine = () => true;
    const state = (keep: boolean) =>
      tools.answer(
        /^pulumi stack export/,
        JSON.stringify(stateOf(postgres({ storage: { keep } }))),
      );
    state(false);
    assert.throws(
      () => refuseLossNow(cluster, wanted),
      /^Error: todo:keepDatabase is true, .* volume in namespace todo-app of c would be deleted/,
    );
    refuseLossNow(cluster, { ...wanted, namespace: "todo-app" });
    state(true);
    refuseLossNow(cluster, wanted);
  });
});
