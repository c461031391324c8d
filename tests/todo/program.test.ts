import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { userCommands } from "../../todo/userCommands";
import { stepName } from "../../todo/stepNames";
import type { Endpoints } from "../../todo/endpoints";
import { StandIn } from "../support/standIn";
import { isSecret, OWNER, Ran, runProgram, valueOf } from "../support/mocks";

const LOAD = "command:local:Command";
const RELEASE = "app-release";

const DATABASE_IMAGE = "app-database-image";

/** Resources that people would be shown by Pulumi's type and name. */
const nameless = ({ resources }: Ran): string[] =>
  resources.flatMap(({ type, name }) =>
    [false, true]
      .map((deleting) => stepName(`urn:pulumi:dev::todo::${type}::${name}`, deleting))
      .filter((shown) => shown === `${type} ${name}`),
  );

describe("the program", () => {
  let ran: Ran;
  before(async () => {
    ran = await runProgram();
  });
  const inputs = (name: string) => ran.one(name).inputs;
  const kubernetes = () =>
    ran.resources.filter(({ type }) => type.startsWith("kubernetes:") && !type.includes("todo:"));

  it("makes these resources and no others", () => {
    const made = ran.resources
      .filter(({ type }) => !type.startsWith("todo:"))
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    assert.deepEqual(made.sort(), [
      "Command app-database-image",
      "Command app-place",
      "Command backend-load",
      "Command cluster-profile",
      "Command frontend-load",
      "Command secrets-app-place",
      "Command secrets-database-place",
      "Command secrets-ownership",
      "Image backend-build",
      "Image frontend-build",
      "Namespace secrets-namespace",
      "RandomId secrets-revision",
      "RandomPassword secrets-database-password",
      "RandomPassword secrets-jwt-secret",
      "RandomUuid cluster-owner",
      "Release app-release",
      "Secret secrets-app",
      "Secret secrets-database",
      "kubernetes cluster-provider",
    ]);
  });

  it("has a name for people for each of them, as it begins and as it ends", () => {
    assert.deepEqual(nameless(ran), []);
  });

  it("makes every object with the cluster's provider, which is bound to one context", () => {
    for (const { name, provider } of kubernetes()) {
      assert.match(provider, /cluster-provider/, name);
    }
    const provider = inputs("cluster-provider");
    assert.equal(provider.context, "minikube");
    assert.match(provider.clusterIdentifier, /^minikube-minikube-[0-9a-f]{16}$/);
    assert.equal(provider.kubeconfig, process.env.KUBECONFIG);
  });

  it("starts the profile with the required size, and passes values by environment only", () => {
    const profile = inputs("cluster-profile");
    assert.deepEqual(profile.interpreter, ["node", "--import", "tsx"]);
    for (const command of [profile.create, profile.update, profile.delete]) {
      assert.match(command, /^components\/programs\/\w+\.ts$/);
    }
    const {
      CPUS,
      MEMORY_MIB,
      PROFILE,
      ADDONS,
      STACK,
      COMMANDS,
      OWNER: owner,
    } = profile.environment;
    assert.deepEqual(
      { CPUS, MEMORY_MIB, PROFILE, ADDONS, STACK, COMMANDS, owner },
      {
        COMMANDS: JSON.stringify(userCommands("test", ["ingress"])),
        CPUS: "4",
        MEMORY_MIB: "8192",
        PROFILE: "minikube",
        ADDONS: "ingress",
        STACK: "test",
        owner: OWNER,
      },
    );
  });

  it("tags each image by content, and loads what it built", () => {
    for (const name of ["backend", "frontend"]) {
      const image: string = inputs(`${name}-build`).imageName;
      assert.match(image, new RegExp(`^todo-${name}:[0-9a-f]{16}$`));
      assert.equal(inputs(`${name}-build`).skipPush, true);
      assert.equal(inputs(`${name}-load`).environment.IMAGE, image);
      assert.deepEqual(JSON.parse(inputs(`${name}-load`).environment.DELIVERY), {
        kind: "minikube",
        profile: "minikube",
      });
    }
  });

  it("replaces no command but for another profile or namespace: it would delete what its successor has just made", () => {
    const triggers: Record<string, string[]> = {
      "cluster-profile": ["minikube"],
      "secrets-ownership": ["todo-app"],
    };
    for (const { name, inputs } of ran.resources.filter(({ type }) => type === LOAD))
      assert.deepEqual(inputs.triggers, triggers[name], name);
  });

  it("enforces restricted pods in the namespace that it makes", () => {
    const { name, labels } = inputs("secrets-namespace").metadata;
    assert.equal(name, "todo-app");
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted");
    assert.equal(labels["todo-app/stack"], "test");
  });

  it("puts its own namespace and Secrets right where a hand has changed them", () => {
    for (const name of ["secrets-namespace", "secrets-app", "secrets-database"]) {
      const { annotations } = inputs(name).metadata;
      assert.deepEqual(annotations, { "pulumi.com/patchForce": "true" }, name);
    }
  });

  it("keeps the three keys in one Secret, whose values are secrets of the state", () => {
    const { metadata, stringData } = inputs("secrets-app");
    assert.equal(metadata.name, "app-secrets");
    assert.ok(isSecret(stringData));
    assert.deepEqual(Object.keys(stringData.value).sort(), [
      "COHERE_API_KEY",
      "DATABASE_URL",
      "JWT_SECRET",
    ]);
    assert.match(
      stringData.value.DATABASE_URL,
      /^postgresql:\/\/todo:generated.*@postgres-service:5432\/todo$/,
    );
    assert.ok(isSecret(inputs("secrets-revision").keepers));
    assert.ok(isSecret(inputs("secrets-database").stringData));
  });

  it("installs the chart by a relative path, undone when it fails, with bounded time and history", () => {
    const release = inputs(RELEASE);
    const { name, chart, namespace, atomic, timeout, maxHistory } = release;
    assert.deepEqual(
      { name, chart, namespace, atomic, timeout, maxHistory },
      {
        name: "todo-app",
        chart: "./helm/todo-app",
        namespace: "todo-app",
        atomic: true,
        timeout: 300,
        maxHistory: 5,
      },
    );
  });

  it("gives the release the images' tags, the chart's hash and the secrets' revision", () => {
    const { values } = inputs(RELEASE);
    for (const name of ["backend", "frontend"]) {
      const { repository, tag } = values[name].image;
      assert.equal(`${repository}:${tag}`, inputs(`${name}-build`).imageName);
    }
    assert.match(values.contentHash, /^[0-9a-f]{16}$/);
    assert.equal(values.backend.secretsRevision, "0123456789abcdef");
  });

  it("puts no secret among the values, which Helm keeps as they are", () => {
    assert.doesNotMatch(JSON.stringify(inputs(RELEASE).values), /generated-|postgresql:/);
  });

  it("exports where the app is", async () => {
    assert.deepEqual(await valueOf(ran.outputs.endpoints as never), {
      ingress: "http://todo-app.local",
      nodePort: "http://192.0.2.7:30123",
      hosts: "192.0.2.7 todo-app.local",
      backend: "http://backend-service.todo-app.svc.cluster.local:8000",
    });
    assert.equal(ran.outputs.context, "minikube");
    const release = await valueOf(ran.outputs.release as never);
    assert.deepEqual(release, { status: "deployed", revision: 3 });
  });

  it("wants the same twice", async () => {
    const again = await runProgram();
    const wanted = (run: Ran) =>
      run.resources.filter(({ name }) => /build|release/.test(name)).map(({ inputs }) => inputs);
    assert.deepEqual(wanted(again), wanted(ran));
  });
});

describe("the program, configured otherwise,", () => {
  const NEON = "postgresql://u:p4ssw0rd-of-neon@ep-x-pooler.aws.neon.tech/neondb?sslmode=require";

  it("runs no Postgres beside a given one, and lets the backend reach it", async () => {
    const ran = await runProgram({ config: { databaseUrl: NEON }, secrets: ["databaseUrl"] });
    const { values } = ran.one(RELEASE).inputs;
    assert.equal(values.postgres.enabled, false);
    assert.equal(values.networkPolicy.allowExternalDatabase, true);
    assert.equal(ran.one("secrets-app").inputs.stringData.value.DATABASE_URL, NEON);
    assert.ok(!ran.resources.some(({ name }) => /database/.test(name)));
    assert.doesNotMatch(JSON.stringify(values), /p4ssw0rd/);
  });

  it("takes given secrets, and opens the way to Cohere only with a key", async () => {
    const config = { cohereApiKey: "cohere-key-1234", jwtSecret: "j".repeat(40) };
    const ran = await runProgram({ config, secrets: Object.keys(config) });
    const { value } = ran.one("secrets-app").inputs.stringData;
    assert.equal(value.COHERE_API_KEY, config.cohereApiKey);
    assert.equal(value.JWT_SECRET, config.jwtSecret);
    assert.ok(!ran.resources.some(({ name }) => name === "secrets-jwt-secret"));
    assert.equal(ran.one(RELEASE).inputs.values.networkPolicy.allowCohere, true);
    const without = (await runProgram()).one(RELEASE).inputs.values.networkPolicy;
    assert.deepEqual(without, { enabled: true, allowExternalDatabase: false, allowCohere: false });
  });

  it("takes a model of one's own, its key in the Secret alone, and leaves Cohere's way closed", async () => {
    const config = {
      modelBaseUrl: "https://ml.example.com/v1",
      modelName: "qwen3:8b",
      modelApiKey: "model-key-1234",
      modelCidr: "10.1.0.0/16",
    };
    const ran = await runProgram({ config, secrets: ["modelApiKey"] });
    const { value } = ran.one("secrets-app").inputs.stringData;
    assert.equal(value.MODEL_API_KEY, config.modelApiKey);
    assert.equal(value.COHERE_API_KEY, "");
    const { values } = ran.one(RELEASE).inputs;
    const { modelBaseUrl, modelName, modelTimeoutSeconds } = values.backend;
    assert.deepEqual(
      [modelBaseUrl, modelName, modelTimeoutSeconds],
      [config.modelBaseUrl, config.modelName, 120],
    );
    assert.equal(values.networkPolicy.modelCidr, config.modelCidr);
    assert.equal(values.networkPolicy.allowCohere, false);
    assert.doesNotMatch(JSON.stringify(values), /model-key/);
    const without = await runProgram();
    assert.ok(!("MODEL_API_KEY" in without.one("secrets-app").inputs.stringData.value));
    assert.ok(!("modelBaseUrl" in without.one(RELEASE).inputs.values.backend));
  });

  it("passes on scale, host, class, TLS and storage", async () => {
    const ran = await runProgram({
      config: {
        backendReplicas: "3",
        autoscaling: "true",
        maxReplicas: "7",
        host: "todo.example.com",
        ingressClass: "traefik",
        tls: "true",
        databaseStorage: "5Gi",
        databaseStorageClass: "fast",
        ingressNamespace: "traefik-system",
        imagePullSecret: "regcred",
        keepDatabase: "true",
        databaseImage: "registry.example.com:5000/postgres:17",
      },
    });
    const { values } = ran.one(RELEASE).inputs;
    assert.equal(values.backend.replicas, 3);
    assert.deepEqual(values.backend.autoscaling, { enabled: true, minReplicas: 2, maxReplicas: 7 });
    assert.deepEqual(values.ingress, {
      enabled: true,
      host: "todo.example.com",
      className: "traefik",
      controllerNamespace: "traefik-system",
      tls: { enabled: true, generate: true },
    });
    assert.deepEqual(values.imagePullSecrets, [{ name: "regcred" }]);
    assert.deepEqual(values.postgres, {
      enabled: true,
      image: { repository: "registry.example.com:5000/postgres", tag: "17" },
      storage: { size: "5Gi", className: "fast", keep: true },
    });
    const { ingress } = await valueOf(ran.outputs.endpoints as pulumi.Output<Endpoints>);
    assert.equal(ingress, "https://todo.example.com");
  });

  it("opens the way to the port of an external database, and tells Helm nothing else of it", async () => {
    const databaseUrl = "postgresql://u:p4ssw0rd@db.example.com:6543/todo?sslmode=require";
    const ran = await runProgram({ config: { databaseUrl }, secrets: ["databaseUrl"] });
    const { values } = ran.one(RELEASE).inputs;
    assert.equal(values.networkPolicy.allowExternalDatabase, true);
    assert.equal(values.networkPolicy.externalDatabasePort, 6543);
    assert.equal(values.postgres.enabled, false);
    assert.ok(!JSON.stringify(values).includes("db.example.com"));
  });

  it("brings the database's image to the nodes before the release, unless the database is elsewhere", async () => {
    const config = { databaseImage: "postgres:18-alpine", platform: "linux/arm64" };
    const ran = await runProgram({ config });
    const brought = (of: typeof ran) => of.resources.find(({ name }) => name === DATABASE_IMAGE);
    const { UPSTREAM_IMAGE, PLATFORM, DELIVERY } = brought(ran)!.inputs.environment;
    assert.deepEqual([UPSTREAM_IMAGE, PLATFORM], ["postgres:18-alpine", "linux/arm64"]);
    assert.deepEqual(JSON.parse(DELIVERY), { kind: "minikube", profile: "minikube" });
    assert.equal(brought(ran)!.inputs.delete, undefined);
    const databaseUrl = "postgresql://u:p4ssw0rd@db.example.com/todo";
    const elsewhere = await runProgram({ config: { databaseUrl }, secrets: ["databaseUrl"] });
    assert.equal(brought(elsewhere), undefined);
  });

  it("lets pods ask the DNS that is named, where none of kube-system answers", async () => {
    const peers = async (dnsAddress: string) =>
      (await runProgram({ config: { dnsAddress } })).one(RELEASE).inputs.values.networkPolicy
        .dnsPeers;
    assert.deepEqual(await peers("169.254.20.10"), [{ ipBlock: { cidr: "169.254.20.10/32" } }]);
    assert.deepEqual(await peers("fd00:10::a"), [{ ipBlock: { cidr: "fd00:10::a/128" } }]);
    assert.equal(await peers(""), undefined);
  });

  it("takes a certificate that is there already", async () => {
    const ran = await runProgram({ config: { tls: "true", tlsSecret: "mine" } });
    const { tls } = ran.one(RELEASE).inputs.values.ingress;
    assert.deepEqual(tls, { enabled: true, generate: false, secretName: "mine" });
  });

  it("previews before there is a cluster", async () => {
    const ran = await runProgram({ preview: true });
    assert.equal(ran.one(RELEASE).inputs.chart, "./helm/todo-app");
  });

  it("installs kagent where it is wanted: its definitions first, with the key as a secret", async () => {
    const config = {
      kagent: "true",
      kagentProvider: "anthropic",
      kagentApiKey: "provider-key-1234",
    };
    const ran = await runProgram({ config, secrets: ["kagentApiKey"] });
    const releases = ["kagent-crds", "kagent-release"].map((name) => ran.one(name).inputs);
    for (const { chart, version, atomic, values } of releases) {
      assert.match(chart, /^oci:\/\/ghcr\.io\/kagent-dev\/kagent\/helm\/kagent(-crds)?$/);
      assert.equal(version, releases[0].version);
      assert.equal(atomic, true);
      assert.doesNotMatch(JSON.stringify(values), /provider-key/);
    }
    assert.equal(releases[1].values.providers.default, "anthropic");
    assert.equal(releases[1].values["istio-agent"].enabled, false);
    const names = ran.resources.map(({ name }) => name);
    assert.ok(names.indexOf("kagent-crds") < names.indexOf("kagent-release"));
    assert.deepEqual(nameless(ran), []);
    const secret = ran.one("kagent-key").inputs;
    assert.equal(secret.metadata.name, "kagent-anthropic");
    assert.ok(isSecret(secret.stringData));
    assert.equal(ran.one("kagent-namespace").inputs.metadata.name, "kagent");
  });

  it("installs kagent from elsewhere, with a model of one's own", async () => {
    const config = {
      ...{ kagent: "true", kagentCharts: "oci://registry.example.com/kagent" },
      ...{ kagentRegistry: "registry.example.com/mirror" },
      ...{ kagentModel: "qwen3:8b", kagentModelUrl: "http://host.minikube.internal:11434/v1" },
    };
    const ran = await runProgram({ config });
    const { chart, values } = ran.one("kagent-release").inputs;
    assert.equal(chart, "oci://registry.example.com/kagent/kagent");
    assert.deepEqual(values.providers.openAI, {
      ...{ model: "qwen3:8b", config: { baseUrl: "http://host.minikube.internal:11434/v1" } },
    });
    const images = [values, values["kagent-tools"].tools.image];
    images.push(values.database.postgres.bundled.image);
    for (const { registry } of images) assert.equal(registry, "registry.example.com/mirror");
    assert.ok(isSecret(ran.one("kagent-key").inputs.stringData));
  });

  it("stops before any resource when a setting is wrong", async () => {
    await assert.rejects(runProgram({ config: { cpus: "0" } }), /todo:cpus is "0"/);
  });

  const prepare = () => {
    const clusters = [{ name: "c", cluster: { server: "https://c.example" } }];
    const contexts = [{ name: "c", context: { cluster: "c" } }];
    fs.writeFileSync(process.env.KUBECONFIG!, JSON.stringify({ clusters, contexts }));
  };

  it("knows the stack's id again when it goes to a cluster of the other kind", async () => {
    for (const [config, other] of [
      [{}, "ExistingCluster"],
      [
        { cluster: "existing", context: "c", imageDelivery: "registry", imageRegistry: "r.io/me" },
        "MinikubeCluster",
      ],
    ] as const) {
      const tools = new StandIn().answer(/^docker version/, "linux/amd64").answer(/^kubectl/, "");
      const ran = await runProgram({ config, prepare, tools });
      assert.deepEqual(ran.one("cluster-owner").formerParents, [
        `urn:pulumi:test::todo::todo:index:${other}::cluster`,
      ]);
    }
  });

  describe("gives Pulumi's provider of the cluster", () => {
    const existing = {
      ...{ cluster: "existing", context: "c" },
      ...{ imageDelivery: "registry", imageRegistry: "r.io/me" },
    };
    const providerWith = async (config: Record<string, string>, prepared: () => void) => {
      const tools = new StandIn().answer(/^docker version/, "linux/amd64").answer(/^kubectl/, "");
      const ran = await runProgram({ config, prepare: prepared, tools });
      return ran.one("cluster-provider").inputs;
    };

    it("the one file that has the context, and no list of files as one, which it cannot read", async () => {
      const one = await providerWith(existing, prepare);
      assert.equal(one.kubeconfig, process.env.KUBECONFIG);
      const several = await providerWith(existing, () => {
        const [first, second] = [process.env.KUBECONFIG!, `${process.env.KUBECONFIG}-2`];
        const contexts = [{ name: "c", context: { cluster: "k", user: "u" } }];
        const clusters = [{ name: "k", cluster: { server: "https://c.example" } }];
        fs.writeFileSync(first, JSON.stringify({ contexts }));
        fs.writeFileSync(second, JSON.stringify({ clusters, users: [{ name: "u" }] }));
        process.env.KUBECONFIG = [first, second].join(path.delimiter);
      });
      // The SDK would fill in what is not given.
      assert.equal(several.kubeconfig, "");
    });

    it("what it would else take from the shell, where it may seize, forget, and look elsewhere", async () => {
      const variables = {
        PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
        PULUMI_K8S_DELETE_UNREACHABLE: "true",
        PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true",
        PULUMI_K8S_HELM_DRIVER: "configmap",
      };
      try {
        for (const config of [{}, existing]) {
          const inputs = await providerWith(config, () => {
            prepare();
            Object.assign(process.env, variables);
          });
          assert.deepEqual(
            [
              ...[inputs.upsertExistingObjects, inputs.deleteUnreachable],
              ...[inputs.skipUpdateUnreachable, inputs.helmReleaseSettings],
            ],
            ["false", "false", "false", '{"driver":"secret"}'],
          );
        }
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
      }
    });
  });

  it("refuses a context that the kubeconfig does not have", async () => {
    const config = {
      cluster: "existing",
      context: "prod",
      imageDelivery: "registry",
      imageRegistry: "ghcr.io/me",
    };
    await assert.rejects(
      runProgram({ config }),
      /todo:context is "prod": expected a context of .*, which has no context/,
    );
  });
});
