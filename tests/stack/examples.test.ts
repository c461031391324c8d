import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { missingTools } from "../../cli/doctor/download";
import { run } from "../../components/process/shell";
import { Checkout, deleteProfile, Ended, get, PROFILE, profiles } from "./checkout";
import { shown, skipWithoutTools, wentWell } from "./deployment";

/** What runs a program of each language, beside pulumi. */
const HOSTS = {
  yaml: ["pulumi-language-yaml"],
  typescript: ["pulumi-language-nodejs"],
  python: ["pulumi-language-python", "python3"],
};

describe("another app, through the component package", function () {
  this.timeout("30m");
  let checkout: Checkout;
  let folder: string;

  before(skipWithoutTools);
  before(() => {
    checkout = new Checkout();
    // Outside of the checkout, as somebody else has it.
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-examples-"));
    fs.cpSync(path.join(checkout.folder, "examples"), folder, { recursive: true });
  });
  after(() => {
    checkout?.remove();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  const images = async () =>
    (await run("docker", ["images", "--format", "{{.Repository}}"])).stdout
      .split("\n")
      .filter((name) => name.startsWith("visits-"));

  for (const [language, hosts] of Object.entries(HOSTS)) {
    it(`is deployed by a program in ${language}, follows an edit, and goes without a trace`, async function () {
      const lacking = missingTools(process.env.PATH ?? "", hosts);
      if (lacking.length > 0) {
        console.log(`    skipped: ${lacking.join(", ")} not on PATH`);
        this.skip();
      }
      deleteProfile();
      const program = path.join(folder, language);
      for (const file of ["Pulumi.yaml", "index.ts", "__main__.py"].map((name) =>
        path.join(program, name),
      ))
        if (fs.existsSync(file)) {
          const text = fs.readFileSync(file, "utf8");
          const here = text
            .replace("../../components", path.join(checkout.folder, "components"))
            .replace(/(profile: ?|profile=)"?visits"?/, `$1"${PROFILE}"`);
          fs.writeFileSync(file, here);
        }
      const state = fs.mkdtempSync(path.join(folder, "state-"));
      const env = {
        ...{ PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "examples" },
        ...{ PULUMI_SKIP_UPDATE_CHECK: "true", TODO_MAKE_STACK: "" },
      };
      const pulumi = (...args: string[]): Promise<Ended> =>
        checkout.run("pulumi", [...args, "--cwd", program], { env });
      const ok = async (...args: string[]) => wentWell(await pulumi(...args));
      const page = async () => {
        const { stdout } = await run("minikube", ["ip", "--profile", PROFILE]);
        const port = (await ok("stack", "output", "nodePort")).output.trim();
        return (await get(`http://${stdout.trim()}:${port}`)).text;
      };

      await ok("stack", "init", "dev");
      await ok("install");
      try {
        const up = await ok("up", "--yes", "--skip-preview");
        console.log(`    ${language}: up ${up.seconds.toFixed(0)} s`);
        assert.match(await page(), /^Hello\. You are visit \d+\.\n$/);
        await ok("preview", "--expect-no-changes");
        const server = path.join(folder, "app/web/server.mjs");
        const text = fs.readFileSync(server, "utf8");
        fs.writeFileSync(server, text.replace("Hello.", `Hello from ${language}.`));
        await ok("up", "--yes", "--skip-preview");
        // The pod before may answer a last time while the node's rules follow.
        const edited = new RegExp(`^Hello from ${language}\\.`);
        for (const end = Date.now() + 30_000; Date.now() < end && !edited.test(await page());)
          await setTimeout(500);
        assert.match(await page(), edited);
        fs.writeFileSync(server, text);
      } finally {
        const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
        assert.equal(destroyed.code, 0, shown(destroyed));
      }
      assert.ok(!profiles().includes(PROFILE), profiles());
      assert.deepEqual(await images(), []);
    });
  }
});
