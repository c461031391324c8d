import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as components from "../../components";
import { ROOT } from "../support/documents";

/** What Pulumi's host of component packages reads a package with. */
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

const FOLDER = path.join(ROOT, "components");
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(ROOT, file), "utf8"));

describe("the component package", () => {
  const manifest = read("components/package.json");
  const names = Object.keys(components);
  const { components: found } = new Analyzer(
    FOLDER,
    manifest.name,
    manifest,
    new Set(names),
  ).analyze();

  it("offers what index.ts exports, for every language", () => {
    assert.deepEqual(Object.keys(found).sort(), ["AppImage", "ExistingCluster", "MinikubeCluster"]);
    for (const name of names) assert.ok(found[name]!.description, name);
  });

  it("says what each argument means, and asks for no more than it needs", () => {
    const needed = Object.entries(found).map(([name, { inputs }]) => [
      name,
      Object.keys(inputs).filter((input) => !inputs[input]!.optional),
    ]);
    assert.deepEqual(Object.fromEntries(needed), {
      AppImage: ["image", "context", "cluster"],
      ExistingCluster: ["context"],
      MinikubeCluster: [],
    });
    for (const [name, { inputs, outputs }] of Object.entries(found))
      for (const [key, { description }] of Object.entries({ ...inputs, ...outputs }))
        assert.ok(description, `${name}.${key}`);
  });

  it("is typed by its own name", () => {
    const text = fs.readFileSync(path.join(FOLDER, "index.ts"), "utf8");
    assert.match(text, new RegExp(`\`${manifest.name}:index:`));
  });

  it("brings what its files import, in the versions of the project", () => {
    const imported = new Set(
      fs
        .globSync("**/*.ts", { cwd: FOLDER, exclude: (name) => name === "node_modules" })
        .map((file) => fs.readFileSync(path.join(FOLDER, file), "utf8"))
        .flatMap((text) => [...text.matchAll(/ from "(@pulumi\/\w+|[a-z][\w-]*)"/g)])
        .map(([, name]) => name!),
    );
    const begin = fs.readFileSync(path.join(FOLDER, manifest.main), "utf8");
    for (const [, name] of begin.matchAll(/require\("([a-z]\w*)/g)) imported.add(name!);
    assert.ok(imported.has("tsx"));
    const { dependencies } = manifest as { dependencies: Record<string, string> };
    for (const name of imported) assert.ok(dependencies[name], name);
    const ours = read("package.json").dependencies;
    for (const [name, version] of Object.entries(dependencies))
      assert.equal(version, ours[name], name);
  });
});
