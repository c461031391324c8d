import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import { minikubeHome, records, writeRecord } from "../../components/cluster/profileRecord";
import { OWNER, Ran, runProgram } from "../support/mocks";
import { keepProfile, namespaceJson, STOPPED } from "../support/models";
import { read } from "../support/documents";
import { COMMANDS, hearing, standIn } from "../support/standIn";
import { aRecord, answered, recorded, RELEASE, stateOf } from "../support/states";

const IN_CLUSTER = [
  ...["secrets-app", "secrets-database", "app-release"],
  ...["secrets-app-place", "secrets-database-place", "app-place"],
];

describe("what the program says of ownership", () => {
  let ran: Ran;
  let kubeconfig: string | undefined;
  let folder: string;
  before(async () => {
    ran = await runProgram();
    kubeconfig = process.env.KUBECONFIG;
    folder = minikubeHome();
  });
  const environment = (name: string) => ran.one(name).inputs.environment;
  const place = () => ({
    ...{ CONTEXT: "minikube", KUBECONFIG: kubeconfig, PROFILE: "minikube" },
    ...{ OWNER, STACK: "test", COMMANDS: COMMANDS("test"), MINIKUBE_HOME: folder },
  });

  it("labels the namespace with the stack's name and id", () => {
    const { labels } = ran.one("secrets-namespace").inputs.metadata;
    assert.equal(labels[STACK_LABEL], "test");
    assert.equal(labels[OWNER_LABEL], OWNER);
  });

  it("labels it with as much of the name as a label takes", () => {
    assert.match(read("todo/namespace/ownNamespace.ts"), /stackLabel\(pulumi\.getStack\(\)\)/);
  });

  it("labels its Secrets with the stack's id", () => {
    for (const name of ["secrets-app", "secrets-database"])
      assert.equal(ran.one(name).inputs.metadata.labels[OWNER_LABEL], OWNER, name);
  });

  it("leaves the namespace's end to the command that noted its uid: Pulumi retains it", () => {
    const retained = ran.resources.filter(({ retained }) => retained).map(({ name }) => name);
    assert.deepEqual(retained, ["secrets-namespace"]);
  });

  it("notes the namespace by commands of its own, which find the cluster and the stack's id", () => {
    const { create, update, delete: end, interpreter } = ran.one("secrets-ownership").inputs;
    assert.deepEqual(interpreter, ["node", "--import", "tsx"]);
    assert.deepEqual(
      [create, update, end],
      [
        "todo/programs/recordNamespace.ts",
        "todo/programs/recordNamespace.ts",
        "todo/programs/deleteNamespace.ts",
      ],
    );
    assert.deepEqual(environment("secrets-ownership"), {
      ...place(),
      ...{ NAMESPACE: "todo-app", UID: "uid-of-todo-app", KEEP: "false" },
      CLUSTER: environment("cluster-profile").IDENTITY,
    });
  });

  it("looks at the place before anything is deleted: what was noted is in its environment", () => {
    const { create, delete: end } = ran.one("app-place").inputs;
    assert.deepEqual([create, end], ["todo/programs/notePlace.ts", "todo/programs/checkPlace.ts"]);
    const { RECORD, ...rest } = environment("app-place");
    assert.deepEqual(rest, place());
    assert.equal(JSON.parse(RECORD).address, "192.0.2.7", "what the ownership's command answered");
  });

  it("notes of each Secret which one it is", () => {
    for (const [part, name] of [
      ["secrets-app", "app-secrets"],
      ["secrets-database", "postgres-credentials"],
    ])
      assert.deepEqual(JSON.parse(environment(`${part}-place`).OBJECT!), {
        ...{ name, uid: `uid-of-${name}` },
      });
  });

  it("deletes nothing by its name in a namespace before the command that looks whether it is the place", async () => {
    const config = { kagent: "true", kagentApiKey: "provider-key-1234" };
    const all = await runProgram({ config, secrets: ["kagentApiKey"] });
    const objects = all.resources
      .filter(({ type, retained }) => type.startsWith("kubernetes:") && !retained)
      .map(({ name }) => name);
    assert.deepEqual(objects.sort(), [
      ...["app-release", "kagent-crds", "kagent-key", "kagent-release"],
      ...["secrets-app", "secrets-database"],
    ]);
    const waitsFor = { "app-place": /^(app|secrets)-/, "kagent-place": /^kagent-/ };
    for (const [place, itsOwn] of Object.entries(waitsFor))
      for (const name of objects.filter((one) => itsOwn.test(one)))
        assert.ok(all.one(place).dependsOn.includes(name), `${place} waits for ${name}`);
    // An up that fails has made one of them, and perhaps none of the others.
    for (const name of objects.filter((one) => !one.endsWith("-release"))) {
      const { dependsOn, inputs } = all.one(`${name}-place`);
      const others = objects.filter((one) => one !== name);
      assert.ok(dependsOn.includes(name) && !dependsOn.some((one) => others.includes(one)), name);
      const check = name === "kagent-crds" ? "checkKinds" : "checkPlace";
      assert.equal(inputs.delete, `todo/programs/${check}.ts`, name);
    }
    // Nothing of kagent goes where its kinds are to stay.
    assert.equal(all.one("kagent-place").inputs.delete, "todo/programs/checkKinds.ts");
    // By their age recover tells the stack's releases from those that were there before it.
    assert.ok(all.one("kagent-crds").dependsOn.includes("kagent-key"));
    const { RECORD, ...rest } = all.one("kagent-place").inputs.environment;
    // Of that program, which had a home of its own.
    const home = { KUBECONFIG: process.env.KUBECONFIG, MINIKUBE_HOME: minikubeHome() };
    assert.deepEqual(rest, { ...place(), ...home });
    assert.ok(RECORD);
  });

  it("makes what is in a namespace when that is noted, and that when it is made", () => {
    for (const name of ["secrets-app", "secrets-database", "app-release"])
      assert.ok(ran.one(name).dependsOn.includes("secrets-ownership"), name);
    for (const name of ["secrets-namespace", "cluster-profile"])
      assert.ok(ran.one("secrets-ownership").dependsOn.includes(name), name);
  });

  it("lets every program look where minikube keeps the profile, in whichever shell it runs", () => {
    for (const name of ["cluster-profile", "secrets-ownership", "app-place", "backend-load"])
      assert.equal(environment(name).MINIKUBE_HOME, folder, name);
  });

  it("delivers images with the place in which they are used", () => {
    const { CONTEXT, PROFILE, OWNER: owner, NAMESPACE, CLUSTER } = environment("backend-load");
    assert.deepEqual(
      { CONTEXT, PROFILE, owner, NAMESPACE, CLUSTER },
      {
        ...{ CONTEXT: "minikube", PROFILE: "minikube", owner: OWNER, NAMESPACE: "todo-app" },
        CLUSTER: environment("cluster-profile").IDENTITY,
      },
    );
  });

  it("keeps the namespace at the end where the database is to be kept", async () => {
    const kept = await runProgram({ config: { keepDatabase: "true" } });
    assert.equal(kept.one("secrets-ownership").inputs.environment.KEEP, "true");
    // A profile that the stack starts may stay for another stack: what is in the namespace is taken out of it then.
    for (const name of [...IN_CLUSTER, "secrets-ownership"])
      assert.equal(kept.one(name).deletedWith, "", name);
  });

  it("says the same of kagent's namespace, which is never kept", async () => {
    const config = { kagent: "true", kagentApiKey: "provider-key-1234", keepDatabase: "true" };
    const kagent = await runProgram({ config, secrets: ["kagentApiKey"] });
    const { KEEP, NAMESPACE } = kagent.one("kagent-ownership").inputs.environment;
    assert.deepEqual({ KEEP, NAMESPACE }, { KEEP: "false", NAMESPACE: "kagent" });
    assert.equal(kagent.one("kagent-namespace").retained, true);
    assert.equal(kagent.one("kagent-key").inputs.metadata.labels[OWNER_LABEL], OWNER);
    for (const name of ["kagent-key", "kagent-crds"])
      assert.ok(kagent.one(name).dependsOn.includes("kagent-ownership"), name);
  });

  describe("in a profile that is there", () => {
    const tools = standIn();
    const said = hearing();
    const program = async (
      labels: Record<string, string> | undefined,
      record?: Parameters<typeof writeRecord>[1],
      inProfile = () => {},
    ) => {
      tools
        .answer(/get namespace todo-app/, labels ? namespaceJson("todo-app", "n1", labels) : "")
        .answer(/^docker version/, "linux/amd64")
        .answer(/get service frontend-service/, "30123");
      const prepare = () => {
        keepProfile("minikube");
        if (record) writeRecord("minikube", record);
        inProfile();
      };
      return runProgram({ prepare, tools });
    };
    const ours = { ...aRecord(OWNER), stack: "test", folder: process.cwd() };

    it("uses an external namespace: neither declares nor labels it, and notes it as found", async () => {
      const adopted = await program({}, ours);
      assert.ok(!adopted.resources.some(({ name }) => name === "secrets-namespace"));
      assert.equal(adopted.one("secrets-ownership").inputs.environment.UID, "");
      for (const name of IN_CLUSTER) assert.equal(adopted.one(name).deletedWith, "", name);
    });

    it("lets its objects end with the profile that this stack started", async () => {
      const started = await program(undefined, ours);
      for (const name of [...IN_CLUSTER, "secrets-namespace", "secrets-ownership"])
        assert.equal(started.one(name).deletedWith, "cluster-provider", name);
    });

    it("deletes its objects one by one in a profile that it found, or that another checkout started", async () => {
      for (const record of [
        undefined,
        { ...ours, started: false },
        { ...ours, folder: "/elsewhere", owner: "id-of-another" },
      ]) {
        const found = await program(undefined, record);
        for (const name of [...IN_CLUSTER, "secrets-ownership"])
          assert.equal(found.one(name).deletedWith, "", name);
      }
    });

    it("knows the profile by its record's identity, also by one of a version before the id", async () => {
      const identity = (run: Ran) => run.one("cluster-profile").inputs.environment.IDENTITY;
      assert.equal(identity(await program(undefined, ours)), "i");
      const earlier = { ...ours, owner: "dev", folder: "" };
      const { runtime } = pulumi as unknown as { runtime: { hasEngine(): boolean } };
      const { hasEngine } = runtime;
      for (const [state, isOurs] of [
        [stateOf(answered("cluster-profile", {}, { IDENTITY: "i" })), true],
        // The stack dev of another clone.
        [{}, false],
      ] as const) {
        tools.answer(/^pulumi stack export/, JSON.stringify(state));
        const hasState = () => void (runtime.hasEngine = () => true);
        const run = await program(undefined, earlier, hasState).finally(
          () => (runtime.hasEngine = hasEngine),
        );
        assert.equal(identity(run) === "i", isOurs);
        assert.equal(run.one("app-release").deletedWith, isOurs ? "cluster-provider" : "");
      }
      assert.match(identity(await program(undefined)), /^[0-9a-f]{16}$/);
      assert.equal(said(), "");
    });

    it("stops before any resource of the namespace where the cluster is silent", async () => {
      tools.answer(/^minikube status/, "{}");
      const silent = program(undefined, ours, () =>
        tools.answer(/get namespace/, { code: 1, stderr: "i/o timeout" }),
      );
      await assert.rejects(silent, /minikube does not say whether namespace todo-app exists/);
    });

    it("declares the namespace where the profile is known to be stopped", async () => {
      tools.answer(/^minikube status/, STOPPED);
      const stopped = await program(undefined, ours, () =>
        tools.answer(/get namespace/, { code: 1, stderr: "i/o timeout" }),
      );
      assert.equal(stopped.one("secrets-namespace").inputs.metadata.name, "todo-app");
    });

    for (const [namespace, leave] of [
      ["todo-app", "todo:namespace todo-app-2"],
      ["kagent", "todo:kagent false"],
    ] as const) {
      it(`says how to do without ${namespace} where that is another stack's`, async () => {
        const runtime = pulumi.runtime as { hasEngine(): boolean };
        const { hasEngine } = runtime;
        const labels = { [STACK_LABEL]: "dev", [OWNER_LABEL]: "id-of-another" };
        tools
          .answer(/^docker version/, "linux/amd64")
          .answer(/^pulumi stack export/, "{}")
          .answer(/get namespace/, "")
          .answer(new RegExp(`get namespace ${namespace}`), namespaceJson(namespace, "n1", labels));
        const config = { kagent: "true", kagentApiKey: "provider-key-1234" };
        const prepare = () => {
          keepProfile("minikube");
          runtime.hasEngine = () => true;
        };
        try {
          await assert.rejects(
            runProgram({ config, secrets: ["kagentApiKey"], prepare, tools }),
            new RegExp(
              `${namespace} of minikube belongs to another [^]*keep it: pulumi config set ${leave}\n`,
            ),
          );
        } finally {
          runtime.hasEngine = hasEngine;
        }
      });
    }

    describe("with a database that is to be kept only since the last up", () => {
      const note = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
      const state = (keep: boolean) =>
        stateOf(recorded("secrets-ownership", note, { KEEP: `${keep}` }), {
          ...{ name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
          inputs: { values: { postgres: { enabled: true, storage: { keep } } } },
        });
      const up = async (config: Record<string, string>, keep = false) => {
        const { runtime } = pulumi as unknown as { runtime: { hasEngine(): boolean } };
        const { hasEngine } = runtime;
        tools
          .answer(/^docker version/, "linux/amd64")
          .answer(/get namespace/, "")
          .answer(/^pulumi stack export/, JSON.stringify(state(keep)));
        const prepare = () => void (runtime.hasEngine = () => true);
        try {
          const secrets = ["databaseUrl"];
          await runProgram({
            config: { keepDatabase: "true", ...config },
            secrets,
            prepare,
            tools,
          });
        } finally {
          runtime.hasEngine = hasEngine;
        }
      };
      const URL = "postgresql://u:p4ssw0rd@db.example.com/todo";

      it("stops before that would be left, with the commands that keep it", async () => {
        for (const [config, back] of [
          [{ namespace: "elsewhere" }, "pulumi config set todo:namespace todo-app"],
          [{ databaseUrl: URL }, "pulumi config rm todo:databaseUrl"],
        ] as [Record<string, string>, string][])
          await assert.rejects(up(config), (error: Error) => {
            assert.ok(pulumi.RunError.isInstance(error));
            assert.match(error.message, /^todo:keepDatabase is true, .* in namespace todo-app of /);
            assert.ok(error.message.includes(`First: ${back} && make up\n`), error.message);
            return true;
          });
      });

      it("reads the state once for all that is asked of it", async () => {
        await up({});
        assert.equal(tools.called(/^pulumi stack export/).length, 1);
      });

      it("goes on where it stays, was kept before, or is not to be kept", async () => {
        await up({});
        await up({ namespace: "elsewhere" }, true);
        await up({ namespace: "elsewhere", keepDatabase: "false" });
      });
    });

    it("writes nothing beside the profile: only its commands do", async () => {
      await program(undefined);
      assert.deepEqual(records("minikube"), []);
    });
  });
});
