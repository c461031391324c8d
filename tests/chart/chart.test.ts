import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import * as chart from "../support/chartManifests";

/** Dotted keys of the schema's objects, references followed. */
function schemaKeys(schema: object, node: object, prefix = ""): string[] {
  const reference = chart.at<string | undefined>(node, "$ref");
  const target = reference
    ? chart.at<object>(schema, reference.slice(2).replaceAll("/", "."))
    : node;
  const properties = chart.at<Record<string, object> | undefined>(target, "properties");
  if (!properties) return [prefix];
  return Object.entries(properties).flatMap(([key, value]) =>
    schemaKeys(schema, value, prefix ? `${prefix}.${key}` : key),
  );
}

describe("chart documentation", () => {
  it("README.md's table holds every value with its default and meaning", () => {
    const run = spawnSync(process.execPath, [path.join(chart.ROOT, "helm/docs.mjs"), "--check"], {
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
  });

  it("the schema knows exactly the keys of values.yaml", () => {
    const values: unknown = parse(fs.readFileSync(path.join(chart.CHART, "values.yaml"), "utf8"));
    const schema = JSON.parse(
      fs.readFileSync(path.join(chart.CHART, "values.schema.json"), "utf8"),
    ) as object;
    const keys = schemaKeys(schema, schema).filter((key) => key !== "global");
    for (const key of keys)
      assert.notEqual(chart.at(values, key), undefined, `values.yaml lacks ${key}`);
    const leaves = (value: unknown, prefix: string): string[] =>
      keys.includes(prefix)
        ? [prefix]
        : Object.entries(value as object).flatMap(([key, inner]) =>
            leaves(inner, prefix ? `${prefix}.${key}` : key),
          );
    assert.deepEqual(leaves(values, "").sort(), keys.sort());
  });
});

describe("chart", () => {
  before(chart.needHelm);

  for (const file of chart.CI_FILES) {
    describe(`with ci/${file}`, () => {
      const manifests = () => chart.render(file.replace("-values.yaml", ""));

      it("lints without a warning", () => {
        const run = chart.helm(
          "lint",
          "--strict",
          chart.CHART,
          "--values",
          path.join(chart.CI, file),
        );
        assert.equal(run.status, 0, run.stdout + run.stderr);
      });

      it("gives each object its own name and the recommended labels", () => {
        const all = manifests().map((m) => `${m.kind} ${m.metadata.name}`);
        assert.equal(new Set(all).size, all.length);
        for (const { metadata } of manifests()) {
          assert.equal(metadata.labels["app.kubernetes.io/instance"], "todo");
          assert.equal(metadata.labels["app.kubernetes.io/part-of"], "todo-app");
          assert.equal(metadata.labels["app.kubernetes.io/managed-by"], "Helm");
        }
      });

      it("hardens every pod and every container", () => {
        for (const { owner, spec } of chart.pods(manifests())) {
          const user = owner === "StatefulSet postgres" ? [70, 999] : [1000];
          assert.ok(user.includes(chart.at(spec, "securityContext.runAsUser")), owner);
          assert.equal(chart.at(spec, "securityContext.runAsNonRoot"), true, owner);
          assert.deepEqual(chart.at(spec, "securityContext.seccompProfile"), {
            type: "RuntimeDefault",
          });
          assert.equal(chart.at(spec, "automountServiceAccountToken"), false, owner);
          assert.equal(chart.at(spec, "enableServiceLinks"), false, owner);
          for (const container of chart.containers(spec)) {
            assert.deepEqual(chart.at(container, "securityContext"), {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            });
          }
        }
      });

      it("bounds CPU, memory and disk of every container", () => {
        for (const { owner, spec } of chart.pods(manifests())) {
          let written = 0;
          for (const { emptyDir } of spec.volumes ?? []) {
            if (emptyDir) written += chart.mebibytes(emptyDir.sizeLimit);
          }
          for (const { resources } of chart.containers(spec)) {
            for (const amounts of [resources.requests, resources.limits]) {
              assert.deepEqual(Object.keys(amounts).sort(), ["cpu", "ephemeral-storage", "memory"]);
            }
            const limit = chart.mebibytes(resources.limits["ephemeral-storage"]!);
            assert.ok(written < limit, `${owner}: volumes fill ${written} MiB of ${limit}`);
          }
        }
      });

      it("holds no secret", function () {
        if (file === "created-secrets-values.yaml") return assertCreated(manifests());
        const made = file === "generated-tls-values.yaml" ? ["todo-app-tls"] : [];
        assert.deepEqual(chart.names(manifests(), "Secret"), made);
        for (const { spec } of chart.pods(manifests())) {
          for (const { name, value } of chart.containers(spec).flatMap((c) => c.env ?? [])) {
            if (/SECRET|KEY|PASSWORD|DATABASE_URL/.test(name) && name !== "CHATKIT_DOMAIN_KEY")
              assert.equal(value, undefined, `${name} stands in the manifest`);
          }
        }
      });
    });
  }
});

/** With secrets.create both Secrets are there, and the address carries the server's password. */
function assertCreated(manifests: chart.Manifest[]): void {
  const data = (name: string) =>
    chart.at<Record<string, string>>(chart.get(manifests, "Secret", name), "stringData");
  const { POSTGRES_PASSWORD: password } = data("postgres-credentials");
  const { DATABASE_URL, JWT_SECRET, COHERE_API_KEY } = data("app-secrets");
  assert.match(password!, /^\w{32}$/);
  assert.equal(DATABASE_URL, `postgresql://todo:${password}@postgres-service:5432/todo`);
  assert.match(JWT_SECRET!, /^\w{48}$/);
  assert.equal(COHERE_API_KEY, "");
}
