import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { kubectlTo } from "../../components/cluster/commandLine";
import { bringTools, missingTools } from "../../cli/doctor/download";
import { loaderFor } from "../../components/image/imageDelivery";
import { BROUGHT, typed } from "../../components/process/typed";
import { hearing, ownHome, standIn } from "../support/standIn";

describe("tools that are not on PATH", () => {
  const home = ownHome();
  const tools = standIn();
  hearing();
  let before: NodeJS.ProcessEnv;
  beforeEach(() => (before = { ...process.env }));
  afterEach(() => {
    process.env.PATH = before.PATH;
    delete process.env[BROUGHT];
  });
  /** A folder with these tools in it. */
  const folder = (name: string, ...has: string[]) => {
    const at = path.join(home.folder, name);
    fs.mkdirSync(at, { recursive: true });
    const ending = process.platform === "win32" ? ".exe" : "";
    for (const tool of has) fs.writeFileSync(path.join(at, tool + ending), "", { mode: 0o755 });
    return at;
  };
  const brings = (...folders: string[]) =>
    tools
      .answer(/^npx --yes \S+ install/, "")
      .answer(/^npx --yes \S+ bin-paths/, `${folders.join("\n")}\n`);

  it("are brought, and no others, and commands that are printed name them by their paths", async () => {
    process.env.PATH = folder("own", "pulumi", "helm");
    const brought = [folder("mise one", "kubectl"), folder("two", "minikube")];
    brings(...brought);
    await bringTools();
    const system = process.platform === "win32" ? "windows" : process.platform;
    const mise = `@jdxcode/mise-${system}-${process.arch}@`;
    const [install] = tools.called(/ install /);
    assert.match(install!, new RegExp(`^npx --yes ${mise}\\S+ install minikube kubectl$`));
    assert.deepEqual(missingTools(process.env.PATH), []);
    assert.equal(typed("helm"), "helm");
    assert.ok(typed("kubectl").startsWith(`'${brought[0]}`), "a space is quoted");
    assert.ok(typed("minikube").startsWith(brought[1]!));
    const place = { kubeconfig: path.join(home.folder, "k"), context: "p" };
    assert.ok(kubectlTo(place).startsWith(`${typed("kubectl")} `));
    const loader = loaderFor({ kind: "minikube", profile: "p" });
    assert.ok(loader.removal("todo-backend:1").startsWith(`${typed("minikube")} image rm `));
  });

  it("are none where each is there: nothing is run, and tools keep their names", async () => {
    process.env.PATH = folder("own", "pulumi", "minikube", "kubectl", "helm");
    await bringTools();
    assert.deepEqual(tools.calls, []);
    assert.equal(typed("kubectl"), "kubectl");
  });

  it("and that were brought nowhere are an error that names them", async () => {
    process.env.PATH = folder("own", "pulumi", "minikube");
    brings(folder("mise", "kubectl"));
    await assert.rejects(
      bringTools(),
      /^Error: mise did not install helm\.\nkubectl, helm: not on PATH, .* Nothing was changed\./,
    );
  });

  it("and cannot be brought, are an error that names them and what helps", async () => {
    process.env.PATH = folder("own", "pulumi");
    tools.answer(/^npx/, { code: 1, stderr: "no network" });
    await assert.rejects(
      bringTools(["helm"]),
      /no network[^]*\nminikube, kubectl: not on PATH, .* Nothing was changed\. .*make doctor$/,
    );
  });
});
