/**
 * What is in the images: an SBOM of each (SPDX), its licences, and known vulnerabilities.
 *
 *   node --import tsx cli/images.ts sbom   writes sbom/*.spdx.json and docs/licences.md (syft)
 *   node --import tsx cli/images.ts scan   ends with 1 on one that is high and can be fixed (grype)
 *   node --import tsx cli/images.ts pin    sets the base images' digests, as the registry has them now
 */
import * as fs from "node:fs";
import { run } from "../components/process/shell";
import { licences, Spdx } from "../tools/supplyChain/licences";
import { running } from "./cluster/deployed";
import { markdownTable } from "../tools/report/markdown";
import { pulumi, pulumiEnvironment, STACK } from "./stack/stack";
import { missingTools } from "./doctor/download";
import { runMain } from "./stack/entryPoint";

const INSTALL = {
  syft: "https://github.com/anchore/syft#installation",
  grype: "https://github.com/anchore/grype#installation",
};

function need(tool: keyof typeof INSTALL): void {
  if (missingTools(process.env.PATH ?? "", [tool]).length === 0) return;
  throw new Error(`${tool} is not on PATH. How to install it: ${INSTALL[tool]}`);
}

async function deployedImages(): Promise<string[]> {
  const { backendImage, frontendImage } = (await running()).outputs;
  return [backendImage, frontendImage];
}

async function sbom(): Promise<void> {
  need("syft");
  fs.mkdirSync("sbom", { recursive: true });
  const sections: string[] = [];
  for (const image of await deployedImages()) {
    const name = image.split(":")[0]!.split("/").at(-1)!;
    const file = `sbom/${name}.spdx.json`;
    const args = ["scan", `docker:${image}`, "--output", `spdx-json=${file}`, "--quiet"];
    await run("syft", args, { step: `listing the packages of ${image}`, timeoutSeconds: 600 });
    const inventory: Spdx = JSON.parse(fs.readFileSync(file, "utf8"));
    const rows = licences(inventory).map(({ licence, packages }) => [
      licence,
      `${packages.length}`,
      packages.join(", "),
    ]);
    sections.push(`## ${name}\n\n${markdownTable(["licence", "packages", "which"], rows)}`);
    console.log(`${file}: ${inventory.packages.length} packages`);
  }
  const head =
    "# Licences\n\nLicences of all packages in the images, with the base images. `make sbom` writes this.";
  fs.writeFileSync("docs/licences.md", `${[head, ...sections].join("\n\n")}\n`);
}

async function scan(): Promise<void> {
  need("grype");
  for (const image of await deployedImages()) {
    const args = [`docker:${image}`, "--only-fixed", "--fail-on", "high", "--quiet"];
    const { code, stdout, stderr } = await run("grype", args, {
      allow: () => true,
      timeoutSeconds: 900,
    });
    if (code === 1 && !stdout) throw new Error(`grype could not scan ${image}:\n${stderr}`);
    console.log(`${image}\n${stdout || "nothing that is high and can be fixed"}`);
    if (code !== 0) process.exitCode = 1;
  }
}

/** The images that the stack's settings name, and the key of each. */
const BASES = {
  "todo:pythonImage": "python:3.11-slim",
  "todo:nodeImage": "node:24-alpine",
  "todo:databaseImage": "postgres:17-alpine",
};

async function pin(): Promise<void> {
  const env = await pulumiEnvironment();
  for (const [key, fallback] of Object.entries(BASES)) {
    const set = await run("pulumi", ["config", "get", key, "--stack", STACK], {
      env: { ...process.env, ...env },
      allow: () => true,
    });
    const image = (set.stdout.trim() || fallback).split("@")[0]!;
    await run("docker", ["pull", "--quiet", image], { step: `asking the registry for ${image}` });
    const format = ["--format", "{{index .RepoDigests 0}}"];
    const { stdout } = await run("docker", ["image", "inspect", ...format, image]);
    const digest = stdout.trim().split("@")[1];
    if (!digest) throw new Error(`Docker has no digest of ${image}`);
    await pulumi(["config", "set", key, `${image}@${digest}`, "--stack", STACK], env);
    console.log(`${key} ${image}@${digest}`);
  }
}

const COMMANDS: Record<string, () => Promise<void>> = { sbom, scan, pin };

const command = COMMANDS[process.argv[2] ?? ""];
if (!command) {
  console.error(`expected one of: ${Object.keys(COMMANDS).join(", ")}`);
  process.exitCode = 1;
} else {
  runMain(command);
}
