import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../components/cluster/cluster";
import { watchRollout } from "../../components/rollout/rolloutWatch";
import { standIn } from "../support/standIn";

const POD = {
  kind: "Pod",
  metadata: { name: "backend-1", namespace: "todo-app", labels: {} },
  spec: { containers: [{ name: "backend", image: "todo-backend:1" }] },
  status: {
    phase: "Pending",
    containerStatuses: [
      {
        ...{ name: "backend", image: "todo-backend:1", ready: false, restartCount: 3 },
        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off" } },
        lastState: { terminated: { exitCode: 1, reason: "Error" } },
      },
    ],
  },
};

describe("while a rollout is waited for", () => {
  const tools = standIn();
  const warned: string[] = [];
  const { warn } = pulumi.log;
  const log = pulumi.log as { warn: unknown };
  before(() =>
    pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }),
  );
  beforeEach(() => {
    warned.length = 0;
    log.warn = async (text: string) => void warned.push(text);
  });
  afterEach(() => void (log.warn = warn));

  const MAKE = { up: "make up", down: "make down", recover: "make recover" };
  const watch = () => {
    let [begin, end] = [() => {}, () => {}];
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const ended = new Promise<void>((resolve) => (end = resolve));
    watchRollout(
      {
        begins: pulumi.output(begun),
        ends: pulumi.output(ended),
        cluster: { contextName: "minikube", kubeconfig: "/k", commands: MAKE } as Cluster,
        namespace: "todo-app",
        component: undefined as never,
      },
      1,
    );
    return { begin, end };
  };
  const looks = () => tools.called(/get pods,events/).length;
  const until = async (holds: () => boolean) => {
    for (const end = Date.now() + 20_000; !holds(); await setImmediate())
      assert.ok(Date.now() < end, "nothing came of it");
  };

  it("nothing is looked at before it begins, and what keeps a pod back is said once, with its log", async () => {
    tools
      .answer(/get pods,events/, JSON.stringify({ items: [POD] }))
      .answer(/logs backend-1/, "its last line");
    const { begin, end } = watch();
    await setImmediate();
    assert.equal(looks(), 0);
    begin();
    await until(() => looks() >= 4);
    end();
    assert.equal(warned.length, 1, warned.join("\n"));
    assert.match(warned[0]!, /^backend-1: /);
    assert.match(warned[0]!, /its last line/);
  });

  it("a cluster that does not answer is asked again, and nothing is looked at after the end", async () => {
    tools.answer(/get pods,events/, { code: 1 });
    const { begin, end } = watch();
    begin();
    await until(() => looks() >= 2);
    end();
    await setImmediate();
    const after = looks();
    for (let round = 0; round < 50; round++) await setImmediate();
    assert.ok(looks() <= after + 1);
    assert.deepEqual(warned, []);
  });
});
