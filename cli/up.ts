/** From a checkout to a running app: tools, doctor, backend, stack, `pulumi up`, addresses. */
import { addresses } from "./addresses";
import { doctorTable, examine } from "./doctor";
import { selectStack } from "./selectStack";
import { needlessTools, outputs, pulumi, pulumiEnvironment, STACK } from "./stack";
import { bringTools } from "./tools";

export async function ready(): Promise<Record<string, string>> {
  await bringTools(needlessTools());
  const findings = await examine(needlessTools());
  if (findings.some((finding) => !finding.ok)) {
    throw new Error(
      `${doctorTable(findings)}\n\nNothing was changed. Mend what is missing, then run it again.`,
    );
  }
  const env = await pulumiEnvironment();
  await selectStack(env);
  return env;
}

async function main(): Promise<void> {
  const operation = process.argv[2] === "preview" ? "preview" : "up";
  const env = await ready();
  const options =
    operation === "up"
      ? ["--yes", "--skip-preview", "--suppress-outputs"]
      : ["--diff", "--policy-pack", "policy"];
  const code = await pulumi(
    [operation, "--stack", STACK, ...options, ...process.argv.slice(3)],
    env,
  );
  if (code !== 0) {
    process.exitCode = code;
    if (operation === "up")
      console.error(
        "\nIt did not get there. After mending what is said above, run: make up\nIf that is refused because of an earlier, interrupted run: make recover",
      );
    return;
  }
  const found = await outputs(env);
  if (operation === "up" && found) console.log(`\n${addresses(found, process.platform)}`);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
