import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import * as checks from "../../todo/checks";
import { ConfigSource, declaredKeys } from "../../todo/configSource";
import { KAGENT_VERSION } from "../../todo/kagentCharts";
import { PROVIDERS } from "../../todo/kagentProviders";
import { readPlace } from "../../todo/placeSettings";
import { readSettings, Settings } from "../../todo/settings";
import { valueOf } from "../support/mocks";
import { AUTHORITY } from "../support/pem";

/** Defaults of Pulumi.yaml with some keys changed; secrets are named. */
function source(changed: Record<string, string>, secrets: string[] = []): ConfigSource {
  const values: Record<string, string> = {};
  for (const [key, { default: value }] of Object.entries(declaredKeys())) {
    values[key] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  Object.assign(values, changed);
  return {
    project: "todo",
    keys: () => Object.keys(values),
    get: (key) => values[key],
    isSecret: (key) => secrets.includes(key),
  };
}

const read = (changed: Record<string, string>, secrets?: string[]): Settings =>
  readSettings(source(changed, secrets));

function messageOf(changed: Record<string, string>, secrets?: string[]): string {
  try {
    read(changed, secrets);
  } catch (error) {
    return (error as Error).message;
  }
  throw new assert.AssertionError({ message: `${JSON.stringify(changed)} was accepted` });
}

describe("settings", () => {
  it("refuse another cluster of kind than the one that a context of kind's leads to", () => {
    const set = (context: string, kindCluster: string) => ({
      ...{ cluster: "existing", imageDelivery: "kind", context, kindCluster },
    });
    assert.match(
      messageOf(set("kind-b", "kind")),
      /- todo:kindCluster is "kind": expected "b", the cluster of todo:context "kind-b"\. Run: pulumi config set todo:kindCluster b$/,
    );
    assert.equal(readPlace(source(set("kind-b", "kind"))).delivery, undefined);
    for (const [context, cluster] of [
      ["kind-b", "b"],
      ["kind-kind", "kind"],
      ["renamed", "b"],
    ] as const) {
      const delivery = { kind: "kind", cluster };
      assert.deepEqual(read(set(context, cluster)).delivery, delivery);
      assert.deepEqual(readPlace(source(set(context, cluster))).delivery, delivery);
    }
    const registry = { imageDelivery: "registry", imageRegistry: "ghcr.io/me" };
    assert.equal(read({ ...set("kind-b", "kind"), ...registry }).delivery.kind, "registry");
  });

  it("accept the defaults of Pulumi.yaml", () => {
    const settings = read({});
    assert.deepEqual(settings.cluster, {
      kind: "minikube",
      profile: "minikube",
      driver: "",
      cpus: 4,
      memoryMiB: 8192,
      kubernetesVersion: "",
      cni: "",
      addons: ["ingress"],
    });
    assert.deepEqual(settings.secrets, {
      databaseUrl: undefined,
      cohereApiKey: undefined,
      modelApiKey: undefined,
      jwtSecret: undefined,
    });
  });

  it("describe and type every key in Pulumi.yaml", () => {
    for (const [key, { type, description, default: value }] of Object.entries(declaredKeys())) {
      assert.ok(type && description && value !== undefined, key);
    }
  });

  const bad: [string, string, RegExp][] = [
    [
      "cluster",
      "kubernetes",
      /todo:cluster is "kubernetes": expected one of minikube, existing\. Run: pulumi config set todo:cluster minikube/,
    ],
    [
      "cpus",
      "0",
      /todo:cpus is "0": expected a whole number from 2 to 256\. Run: pulumi config set todo:cpus 4/,
    ],
    ["cpus", "4.5", /todo:cpus is "4\.5"/],
    ["cpus", "many", /todo:cpus is "many"/],
    ["memoryMiB", "512", /todo:memoryMiB is "512": expected a whole number from 2048/],
    ["profile", "my profile; rm -rf", /todo:profile is "my profile; rm -rf"/],
    ["driver", "--force", /todo:driver is "--force"/],
    [
      "kubernetesVersion",
      "1.34",
      /todo:kubernetesVersion is "1\.34": expected v, then three numbers/,
    ],
    ["addons", '["ingress","Bad Addon"]', /todo:addons has "Bad Addon"/],
    [
      "addons",
      '["ingress","traefik"]',
      /todo:addons has ingress and traefik: .* 80 and 443\. Run: pulumi config rm --path 'todo:addons\[1\]'/,
    ],
    [
      "addons",
      '["traefik","metrics-server","ingress"]',
      /todo:addons has ingress and traefik: .* rm --path 'todo:addons\[0\]'/,
    ],
    ["addons", "ingress", /todo:addons has "ingress": .*--path 'todo:addons\[0\]' ingress/],
    ["namespace", "Todo_App", /todo:namespace is "Todo_App"/],
    ["host", "localhost", /todo:host is "localhost": expected a host name of two or more parts/],
    ["ingress", "maybe", /todo:ingress is "maybe": expected true or false/],
    ["ingressClass", "", /todo:ingressClass is not set/],
    ["pythonImage", "python 3", /todo:pythonImage is "python 3"/],
    ["nodeImage", "", /todo:nodeImage is not set/],
    [
      "platform",
      "arm64",
      /todo:platform is "arm64": expected an operating system and an architecture/,
    ],
    ["backendReplicas", "0", /todo:backendReplicas is "0"/],
    ["frontendReplicas", "21", /todo:frontendReplicas is "21"/],
    ["maxReplicas", "1", /todo:maxReplicas is "1"/],
    ["autoscaling", "1", /todo:autoscaling is "1"/],
    ["networkPolicies", "", /todo:networkPolicies is not set/],
    ["dnsAddress", "kube-dns", /todo:dnsAddress is "kube-dns": expected an IP address/],
    ["dnsAddress", "10.0.0.256", /todo:dnsAddress is "10\.0\.0\.256"/],
    ["dnsAddress", "10.0.0.1.", /todo:dnsAddress is "10\.0\.0\.1\."/],
    ["tls", "yes", /todo:tls is "yes"/],
    ["timeoutSeconds", "5", /todo:timeoutSeconds is "5"/],
    ["databaseImage", "Postgres", /todo:databaseImage is "Postgres"/],
    [
      "databaseStorage",
      "1GB",
      /todo:databaseStorage is "1GB": expected a whole number and Mi, Gi or Ti/,
    ],
    ["keepDatabase", "no", /todo:keepDatabase is "no"/],
    ["cohereModel", "", /todo:cohereModel is not set/],
    ["cohereBaseUrl", "ftp://x", /todo:cohereBaseUrl is "ftp:\/\/x"/],
    ["cohereBaseUrl", "https://x?key=1", /todo:cohereBaseUrl is "https:\/\/x\?key=1"/],
    ["cohereBaseUrl", "https://me:hid@den@x", /^(?!.*(hid|den))[^]*is "https:\/\/\*\*\*@x"/],
    ["cohereBaseUrl", "https://me:hid/den@x", /^(?!.*(hid|den))[^]*is "https:\/\/\*\*\*@x"/],
    ["modelBaseUrl", "ollama:11434", /todo:modelBaseUrl is "ollama:11434": expected an http or/],
    ["modelBaseUrl", "https://me:hid@den@x", /^(?!.*(hid|den))[^]*is "https:\/\/\*\*\*@x"/],
    [
      "modelBaseUrl",
      "http://localhost:11434/v1",
      /todo:modelBaseUrl is "http:\/\/localhost:11434\/v1": expected .* that pods reach too, so none of localhost\. Run: pulumi config set todo:modelBaseUrl http:\/\/host\.minikube\.internal:11434\/v1/,
    ],
    ["modelBaseUrl", "http://127.0.0.1/v1", /todo:modelBaseUrl is "http:\/\/127\.0\.0\.1\/v1"/],
    ["modelBaseUrl", "http://[::1]:80/v1", /todo:modelBaseUrl is "http:\/\/\[::1\]:80\/v1"/],
    ["modelBaseUrl", "http://x/v1", /todo:modelName is not set: expected a model's name/],
    ["modelName", "a model", /todo:modelName is "a model"/],
    [
      "modelName",
      "qwen3",
      /todo:modelName is set, and todo:modelBaseUrl is not: expected the address .* Run: pulumi config set todo:modelBaseUrl \S+ Or, to do without it: pulumi config rm todo:modelName/,
    ],
    ["modelCidr", "10.0.0.1/32", /todo:modelCidr is set, and todo:modelBaseUrl is not/],
    ["modelCidr", "10.0.0.1", /todo:modelCidr is "10\.0\.0\.1": expected a range of IP addresses/],
    ["modelCidr", "10.0.0.1/33", /todo:modelCidr is "10\.0\.0\.1\/33"/],
    [
      "modelTimeoutSeconds",
      "5",
      /todo:modelTimeoutSeconds is "5": expected a whole number from 10/,
    ],
    ["chatkitDomainKey", "a b", /todo:chatkitDomainKey is "a b"/],
    ["cni", "Calico!", /todo:cni is "Calico!"/],
  ];
  for (const [key, value, message] of bad) {
    it(`refuse ${key} ${JSON.stringify(value)}, naming the key and what fixes it`, () => {
      assert.match(messageOf({ [key]: value }), message);
    });
  }

  it("name every problem at once", () => {
    const message = messageOf({ cpus: "1", host: "x", tls: "perhaps" });
    assert.match(message, /^3 settings are invalid; nothing was changed\./);
    assert.equal(message.match(/Run: /g)?.length, 3);
  });

  it("take an unknown key for a typing error", () => {
    assert.match(
      messageOf({ cpu: "4" }),
      /todo:cpu is not a key of this project\. Did you mean todo:cpus\?/,
    );
  });

  it("ask for a context and a way to deliver images when the cluster exists", () => {
    const message = messageOf({ cluster: "existing" });
    assert.match(message, /todo:context is not set/);
    assert.match(message, /todo:imageDelivery is not set: expected one of kind, command, registry/);
    assert.doesNotMatch(message, /imageRegistry/, "which one way alone wants");
  });

  it("take each way to deliver images", () => {
    const existing = { cluster: "existing", context: "prod" };
    const via = (more: Record<string, string>) => read({ ...existing, ...more }).delivery;
    assert.deepEqual(via({ imageDelivery: "kind", kindCluster: "dev" }), {
      kind: "kind",
      cluster: "dev",
    });
    assert.deepEqual(via({ imageDelivery: "registry", imageRegistry: "ghcr.io/me" }), {
      kind: "registry",
      registry: "ghcr.io/me",
    });
    assert.deepEqual(via({ imageDelivery: "command", imageLoadCommand: "load {image}" }), {
      kind: "command",
      load: "load {image}",
      remove: "",
    });
    assert.match(
      messageOf({ ...existing, imageDelivery: "command", imageLoadCommand: "load" }),
      /todo:imageLoadCommand is "load": expected a command with \{image\}/,
    );
  });

  describe("name, for images by a command of the user's,", () => {
    const imageDelivery = "command";
    const fixOf = (context: string, more: Record<string, string>) =>
      / Run: (.*)$/m.exec(messageOf({ cluster: "existing", context, imageDelivery, ...more }))![1]!;
    /** The value that is set by the command, as a shell takes that. */
    const valueOfFix = (fix: string) =>
      execFileSync("bash", ["-c", `pulumi() { printf %s "\${@: -1}"; }; ${fix}`], {
        encoding: "utf8",
      });

    it("one that loads, and that a shell can run once it is set", () => {
      const load = (context: string) => valueOfFix(fixOf(context, {}));
      assert.equal(load("k3d-todo"), "k3d image import {image} --cluster todo");
      assert.equal(load("prod"), "k3d image import {image}");
      const shell = `k3d() { echo "$*"; }; ${load("prod").replaceAll("{image}", "a:1")}`;
      assert.equal(execFileSync("sh", ["-c", shell], { encoding: "utf8" }), "image import a:1\n");
    });

    it("one that removes, where that is wrong", () => {
      const wrong = { imageLoadCommand: "load {image}", imageRemoveCommand: "remove" };
      const remove = (context: string) => valueOfFix(fixOf(context, wrong));
      const rest = "ctr --namespace k8s.io images rm docker.io/library/{image}";
      assert.equal(remove("k3d-todo"), `docker exec k3d-todo-server-0 ${rest}`);
      assert.equal(remove("prod"), `docker exec k3d-k3s-default-server-0 ${rest}`);
    });
  });

  it("have examples that are allowed themselves, and are quoted by the command that sets them alone", () => {
    const forms = [
      ...Object.values(checks),
      checks.loadCommandTo("c"),
      checks.removeCommandTo("c"),
    ];
    for (const form of forms as Partial<checks.Form>[]) {
      if (form.pattern === undefined || !form.example) continue;
      assert.match(form.example, form.pattern);
      assert.doesNotMatch(form.example, /['"]/);
    }
  });

  it("say how images that a command of the user's brings get there, before the program looks at them", () => {
    const set = { cluster: "existing", context: "c", imageDelivery: "command" };
    assert.deepEqual(readPlace(source({ ...set, imageLoadCommand: "bring {image}" })).delivery, {
      ...{ kind: "command", load: "bring {image}", remove: "" },
    });
    const registry = { ...set, imageDelivery: "registry", imageRegistry: "ghcr.io/me" };
    assert.equal(readPlace(source(registry)).delivery, undefined);
  });

  it("ask for kagent's key where kagent is wanted, and for nothing where it is not", () => {
    assert.equal(read({ kagentApiKey: "provider-key-1234" }, ["kagentApiKey"]).kagent, undefined);
    assert.match(
      messageOf({ kagent: "true" }),
      /todo:kagentApiKey is not set: .*pulumi config set --secret todo:kagentApiKey/,
    );
    assert.match(
      messageOf({ kagentProvider: "oracle" }),
      /expected one of openAI, anthropic, gemini/,
    );
    for (const kagentProvider of ["openAI", "anthropic", "gemini"]) {
      const config = { kagent: "true", kagentProvider, kagentApiKey: "provider-key-1234" };
      assert.equal(read(config, ["kagentApiKey"]).kagent?.provider, kagentProvider);
      assert.ok(PROVIDERS[kagentProvider]);
    }
  });

  describe("of kagent's model", () => {
    const wanted = { kagent: "true", kagentApiKey: "provider-key-1234" };
    const secrets = ["kagentApiKey"];
    const ollama = {
      kagentModel: "qwen3:8b",
      kagentModelUrl: "http://host.minikube.internal:11434/v1",
    };

    it("leave it to the chart, or name one of the provider's", () => {
      const chosen = read(wanted, secrets).kagent!;
      assert.deepEqual([chosen.model, chosen.modelUrl], ["", ""]);
      for (const kagentModel of ["gpt-4.1-mini", "meta-llama/Llama-3.1-8B", "qwen3:8b"])
        assert.equal(read({ ...wanted, kagentModel }, secrets).kagent!.model, kagentModel);
      assert.match(
        messageOf({ ...wanted, kagentModel: "a b" }, secrets),
        /todo:kagentModel is "a b": expected a model's name/,
      );
    });

    it("take a server of one's own, which may ask for no key", async () => {
      const { kagent } = read({ kagent: "true", ...ollama });
      assert.equal(kagent!.modelUrl, ollama.kagentModelUrl);
      assert.equal(await valueOf(kagent!.apiKey), "none");
      const asked = read({ ...wanted, ...ollama }, secrets).kagent!;
      assert.equal(await valueOf(asked.apiKey), "provider-key-1234");
    });

    it("want the name of its model, and an API that it can speak", () => {
      const { kagentModelUrl } = ollama;
      assert.match(
        messageOf({ ...wanted, kagentModelUrl }, secrets),
        /todo:kagentModel is not set: expected the name of a model that http:\S+ has\. Run: pulumi config set todo:kagentModel qwen3:8b$/,
      );
      assert.match(
        messageOf({ ...wanted, ...ollama, kagentProvider: "gemini" }, secrets),
        /todo:kagentModelUrl is set, and todo:kagentProvider is "gemini".*Run: pulumi config set todo:kagentProvider openAI$/,
      );
      // Of what is not wanted nothing is asked.
      assert.equal(read({ kagentModelUrl }).kagent, undefined);
    });
  });

  describe("of where kagent comes from", () => {
    const wanted = { kagent: "true", kagentApiKey: "provider-key-1234" };
    const secrets = ["kagentApiKey"];
    let folder: string;
    beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-charts-"))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it("take a registry", () => {
      for (const kagentCharts of ["oci://registry.example.com:5000/kagent", "oci://localhost/x"])
        assert.equal(read({ ...wanted, kagentCharts }, secrets).kagent!.charts, kagentCharts);
      for (const kagentCharts of ["", "https://example.com/charts", "oci://example.com/x/"])
        assert.match(
          messageOf({ ...wanted, kagentCharts }, secrets),
          /todo:kagentCharts .*: expected an oci:\/\/ address/,
        );
      assert.equal(
        read({ ...wanted, kagentRegistry: "registry.example.com/mirror" }, secrets).kagent!
          .registry,
        "registry.example.com/mirror",
      );
    });

    it("take a folder with the packages, and name those that it lacks with the commands that bring them", () => {
      const file = (chart: string) => path.join(folder, `${chart}-${KAGENT_VERSION}.tgz`);
      fs.writeFileSync(file("kagent-crds"), "");
      const charts = { ...wanted, kagentCharts: folder };
      const message = messageOf(charts, secrets);
      assert.ok(message.includes(`expected ${file("kagent")} there`), message);
      assert.match(
        message,
        /run: helm pull oci:\/\/ghcr\.io\/kagent-dev\/kagent\/helm\/kagent --version [\d.]+ --destination \S+$/,
      );
      fs.writeFileSync(file("kagent"), "");
      assert.equal(read(charts, secrets).kagent!.charts, folder);
    });
  });

  it("leave kagent's namespace to kagent where that is wanted", () => {
    const config = { namespace: "kagent", kagentApiKey: "provider-key-1234" };
    assert.equal(read(config, ["kagentApiKey"]).namespace, "kagent");
    assert.match(
      messageOf({ ...config, kagent: "true" }, ["kagentApiKey"]),
      /todo:namespace is "kagent": expected another name, .* Run: pulumi config set todo:namespace todo-app$/m,
    );
  });

  it("take certificates from a file, and name the key and what fixes it where there are none", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-ca-"));
    try {
      const file = (name: string, content: string | Buffer) => {
        fs.writeFileSync(path.join(folder, name), content);
        return path.join(folder, name);
      };
      assert.equal(read({}).images.buildCa, "");
      assert.equal(read({ buildCa: file("root.pem", AUTHORITY) }).images.buildCa, AUTHORITY);
      assert.match(
        messageOf({ buildCa: `${folder}/none.pem` }),
        /todo:buildCa is ".*none\.pem": \/.*none\.pem does not exist\. Expected a PEM file .* Run: pulumi config set todo:buildCa corporate-root\.pem$/,
      );
      assert.match(
        messageOf({ buildCa: file("key.pem", `-----BEGIN PRIVATE KEY-----\n${AUTHORITY}`) }),
        /todo:buildCa is ".*": it has a private key.* Run: sed -n .* && pulumi config set todo:buildCa \S+key-certificates\.pem$/,
      );
      assert.match(
        messageOf({ buildCa: file("root.cer", new X509Certificate(AUTHORITY).raw) }),
        /todo:buildCa is ".*": it is in DER format, .* Run: openssl x509 .* && pulumi config set/,
      );
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  const OWN = { modelBaseUrl: "http://host.minikube.internal:11434/v1", modelName: "qwen3:8b" };

  it("take a model of one's own, without and with a key and a range", () => {
    const own = { baseUrl: OWN.modelBaseUrl, name: "qwen3:8b", timeoutSeconds: 120, cidr: "" };
    assert.equal(read({}).assistant.own, undefined);
    assert.deepEqual(read(OWN).assistant.own, own);
    const more = { modelTimeoutSeconds: "300", modelCidr: "192.168.49.1/32" };
    const set = { ...own, timeoutSeconds: 300, cidr: "192.168.49.1/32" };
    assert.deepEqual(read({ ...OWN, ...more }).assistant.own, set);
    for (const modelBaseUrl of ["https://api.openai.com/v1", "http://localhost.example/v1"])
      assert.equal(read({ ...OWN, modelBaseUrl }).assistant.own?.baseUrl, modelBaseUrl);
    for (const modelCidr of ["fd00::/8", "0.0.0.0/0", "10.1.2.0/24"])
      assert.equal(read({ ...OWN, modelCidr }).assistant.own?.cidr, modelCidr);
  });

  it("refuse two models, naming both keys and the command for either", () => {
    assert.match(
      messageOf({ ...OWN, cohereApiKey: "cohere-key-1234" }, ["cohereApiKey"]),
      /^1 setting is invalid; nothing was changed\.\n  - todo:modelBaseUrl is "http:\S+", and todo:cohereApiKey is set too: expected one of them, for only one model answers\. For your own, run: pulumi config rm todo:cohereApiKey For Cohere's, run: pulumi config rm todo:modelBaseUrl$/,
    );
    assert.match(
      messageOf({ modelApiKey: "model-key-1234" }, ["modelApiKey"]),
      /^(?![^]*model-key)[^]*todo:modelApiKey is set, and todo:modelBaseUrl is not/,
    );
  });

  const secretForms: [string, string][] = [
    ["modelApiKey", "has a space in it"],
    ["jwtSecret", "much-too-short"],
    ["databaseUrl", "mysql://root:hunter2@db/x"],
    ["cohereApiKey", "has a space in it"],
  ];
  for (const [key, value] of secretForms) {
    it(`refuse a bad ${key} without showing it`, () => {
      const message = messageOf({ [key]: value }, [key]);
      assert.match(
        message,
        new RegExp(`todo:${key} \\(value hidden\\).*pulumi config set --secret todo:${key}`),
      );
      assert.ok(!message.includes(value), message);
    });

    it(`refuse ${key} in plain text without showing it`, () => {
      const message = messageOf({ [key]: value });
      assert.match(message, new RegExp(`todo:${key} is stored in plain text`));
      assert.ok(!message.includes(value), message);
    });
  }

  it("take a database's address as it was handed out, and pass it on as the backend reads it", async () => {
    const url = "psql 'postgres://u:p#ss@db.example.com:6543/todo?ssl=true&pgbouncer=true'\n";
    const { secrets, database } = read({ databaseUrl: url }, ["databaseUrl"]);
    const written = "postgresql://u:p%23ss@db.example.com:6543/todo?sslmode=require";
    assert.equal(await valueOf(secrets.databaseUrl!), written);
    assert.ok(await pulumi.isSecret(secrets.databaseUrl!));
    assert.equal(database.externalPort, 6543);
    assert.equal(read({}).database.externalPort, undefined);
  });

  it("say all that is wrong with a database's address, without showing it", () => {
    const message = messageOf(
      { databaseUrl: "postgresql://someuser:hunter2@db.example.com:70000/todo?schema=mine" },
      ["databaseUrl"],
    );
    assert.match(message, /todo:databaseUrl \(value hidden\): has the parameter schema, which/);
    assert.match(message, /todo:databaseUrl \(value hidden\): has a port that is no whole number/);
    assert.doesNotMatch(message, /someuser|hunter2|example|70000|mine/);
  });

  it("refuse a database that only this machine reaches", () => {
    const url = "postgresql://u:p4ssw0rd@localhost/todo";
    assert.match(messageOf({ databaseUrl: url }, ["databaseUrl"]), /in a pod is the pod itself/);
  });

  it("either accept a value or say what is wrong with it, whatever it is", () => {
    const keys = fc.constantFrom(...Object.keys(declaredKeys()));
    fc.assert(
      fc.property(keys, fc.string({ unit: "grapheme", maxLength: 80 }), (key, value) => {
        try {
          read({ [key]: value });
        } catch (error) {
          const { name, message } = error as Error;
          assert.ok(
            (error as { __pulumiRunError?: boolean }).__pulumiRunError,
            `${name}: ${message}`,
          );
          assert.ok(message.includes(`todo:${key}`), message);
        }
      }),
      { numRuns: 500 },
    );
  });
});
