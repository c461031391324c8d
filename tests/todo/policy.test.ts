import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { KAGENT_CHARTS, KAGENT_VERSION } from "../../todo/kagentCharts";
import { Asked, Hidden, violations } from "../../policy/promises";
import { isSecret, Ran, Recorded, runProgram } from "../support/mocks";

/** A recorded resource as the policy pack sees it. */
function asked({ type, name, provider, inputs }: Recorded): Asked {
  return {
    type,
    name,
    provider: provider.split("::").at(-2) ?? "",
    props: marked(inputs) as never,
  };
}

function marked(value: unknown): unknown {
  if (isSecret(value)) return new Hidden((value as { value: unknown }).value);
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part)]));
}

const broken = (ran: Ran) => ran.resources.map(asked).flatMap(violations);

describe("the stack's promises", () => {
  const secrets = {
    databaseUrl: "postgresql://u:p4ssw0rd@db.example.com/todo",
    cohereApiKey: "cohere-key-1234",
    jwtSecret: "j".repeat(40),
  };
  const packages = fs.mkdtempSync(path.join(os.tmpdir(), "todo-charts-"));
  after(() => fs.rmSync(packages, { recursive: true }));
  for (const chart of KAGENT_CHARTS)
    fs.writeFileSync(path.join(packages, `${chart}-${KAGENT_VERSION}.tgz`), "");
  const CONFIGURATIONS: Record<string, Parameters<typeof runProgram>[0]> = {
    "by default": {},
    "in a preview before there is a cluster": { preview: true },
    "with given secrets": { config: secrets, secrets: Object.keys(secrets) },
    "with kagent": {
      config: { kagent: "true", kagentApiKey: "provider-key-1234" },
      secrets: ["kagentApiKey"],
    },
    "with kagent from packages": {
      config: { kagent: "true", kagentApiKey: "provider-key-1234", kagentCharts: packages },
      secrets: ["kagentApiKey"],
    },
    "with TLS and more replicas": { config: { tls: "true", backendReplicas: "3" } },
  };
  for (const [title, options] of Object.entries(CONFIGURATIONS)) {
    it(`are kept by the program ${title}`, async () => {
      const ran = await runProgram(options);
      assert.ok(ran.resources.length >= 12, `only ${ran.resources.length} resources`);
      assert.deepEqual(broken(ran), []);
    });
  }

  describe("are broken by", () => {
    let ran: Ran;
    before(async () => {
      ran = await runProgram();
    });

    // Inputs have their provider's shape.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    type Inputs = any;
    const CASES: [string, string, (props: Inputs, copy: Asked) => void, RegExp][] = [
      [
        "an image tagged latest",
        "backend-build",
        (p) => (p.imageName = "todo-backend:latest"),
        /expected a tag of 16 hex digits/,
      ],
      [
        "an image without a tag",
        "backend-build",
        (p) => (p.imageName = "localhost:5000/todo-backend"),
        /expected a tag of 16 hex digits/,
      ],
      [
        "a password among the build arguments",
        "backend-build",
        (p) => (p.build.args.DB_PASSWORD = "x"),
        /build\.args\.DB_PASSWORD is set in plain text/,
      ],
      [
        "a secret build argument",
        "backend-build",
        (p) => (p.build.args.ANY = new Hidden("x")),
        /build\.args\.ANY is a secret/,
      ],
      [
        "a proxy in plain text",
        "backend-build",
        (p) => (p.build.args.https_proxy = "http://proxy.example:3128"),
        /build\.args\.https_proxy is not a secret/,
      ],
      [
        "a delivered image tagged latest",
        "backend-load",
        (p) => (p.environment.IMAGE = "todo-backend:latest"),
        /environment\.IMAGE/,
      ],
      [
        "a password on a command line",
        "backend-load",
        (p) => (p.create = "psql postgres://u:pw@db/x"),
        /create holds an address with a password/,
      ],
      [
        "a Secret whose data is plain",
        "secrets-app",
        (p) => (p.stringData = { JWT_SECRET: "x" }),
        /stringData is not a secret/,
      ],
      [
        "a Secret of which one key is plain",
        "secrets-app",
        (p) => (p.stringData = { A: new Hidden("x"), B: "y" }),
        /stringData is not a secret/,
      ],
      [
        "plain keepers of the revision",
        "secrets-revision",
        (p) => (p.keepers = { JWT_SECRET: "x" }),
        /keepers is not a secret/,
      ],
      [
        "a database's address among the values",
        "app-release",
        (p) => (p.values.backend.env = { URL: "postgresql://u:pw@db/x" }),
        /values\.backend\.env\.URL holds an address with a password/,
      ],
      [
        "a marked secret among the values",
        "app-release",
        (p) => (p.values.backend.note = new Hidden("x")),
        /values\.backend\.note is a secret/,
      ],
      [
        "values that are a secret as a whole",
        "app-release",
        (p) => (p.values = new Hidden(p.values)),
        /values is a secret/,
      ],
      [
        "an API key among the values",
        "app-release",
        (p) => (p.values.backend.cohereApiKey = "x"),
        /cohereApiKey is set in plain text/,
      ],
      ["a release that is not undone", "app-release", (p) => (p.atomic = false), /is not atomic/],
      [
        "a release of latest",
        "app-release",
        (p) => (p.values.frontend.image.tag = "latest"),
        /values\.frontend\.image/,
      ],
      [
        "a database of latest",
        "app-release",
        (p) => (p.values.postgres.image.tag = "latest"),
        /values\.postgres\.image\.tag is "latest"/,
      ],
      [
        "a namespace that admits any pod",
        "secrets-namespace",
        (p) => delete p.metadata.labels["pod-security.kubernetes.io/enforce"],
        /enforce is "": expected restricted/,
      ],
      [
        "a namespace that admits baseline",
        "secrets-namespace",
        (p) => (p.metadata.labels["pod-security.kubernetes.io/enforce"] = "baseline"),
        /enforce is "baseline"/,
      ],
      [
        "an object without a provider",
        "secrets-app",
        (_, copy) => (copy.provider = ""),
        /made by the default provider/,
      ],
      [
        "an object of the default provider",
        "app-release",
        (_, copy) => (copy.provider = "default_4_34_2"),
        /made by the default provider/,
      ],
      [
        "a default provider",
        "cluster-provider",
        (_, copy) => (copy.name = "default_4_34_2"),
        /is a default provider/,
      ],
      [
        "a provider without a context",
        "cluster-provider",
        (p) => delete p.context,
        /names no context/,
      ],
    ];
    for (const [title, name, change, expected] of CASES) {
      it(title, () => {
        const resource = asked(ran.one(name));
        change(resource.props, resource);
        assert.match(violations(resource).join("\n"), expected);
      });
    }

    it("no proxy that is a secret among the build arguments, whatever its address holds", () => {
      const resource = asked(ran.one("backend-build"));
      const build = resource.props.build as { args: object };
      Object.assign(build.args, {
        HTTP_PROXY: new Hidden("http://u:p4ssw0rd@proxy.example:3128"),
        no_proxy: new Hidden(".corp"),
      });
      assert.deepEqual(violations(resource), []);
    });

    it("nothing else: each of these resources keeps them unchanged", () => {
      for (const name of new Set(CASES.map(([, resource]) => resource))) {
        assert.deepEqual(violations(asked(ran.one(name))), [], name);
      }
    });
  });
});
