/** Takes away all that the stack made, then the stack itself. Where there is none, that is said. */
import { isThere } from "./drift";
import { needlessTools, place } from "./place";
import { pulumi, pulumiEnvironment, STACK } from "./stack";
import { run } from "../components/shell";
import { awaitLeaving } from "./terminating";
import { bringTools } from "./tools";

async function main(): Promise<void> {
  await bringTools(needlessTools());
  const env = await pulumiEnvironment();
  const { stdout } = await run("pulumi", ["stack", "ls", "--json"], {
    env: { ...process.env, ...env },
    step: "listing the stacks",
  });
  const stacks: { name: string }[] = JSON.parse(stdout);
  if (!stacks.some(({ name }) => name.split("/").at(-1) === STACK)) {
    console.log(`There is no stack ${STACK}: nothing to take away.`);
    return;
  }
  // What a cluster that is gone would have deleted is gone with it.
  const code = await pulumi(["destroy", "--yes", "--skip-preview", "--stack", STACK], {
    ...env,
    PULUMI_K8S_DELETE_UNREACHABLE: "true",
  });
  process.exitCode = code;
  if (code !== 0) {
    console.error(
      "\nSome things are still there. After mending what is said above, run: make down\n" +
        "If that is refused because of an earlier, interrupted run: make recover, then make down",
    );
    return;
  }
  const where = place();
  if (await isThere(where)) await awaitLeaving(where);
  // The configuration and its secrets stay in the stack's file, for the next `make up`.
  process.exitCode = await pulumi(["stack", "rm", STACK, "--yes", "--preserve-config"], env);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
