/** Prints the environment of the stack's backend, for a shell: eval "$(make -s env)" */
import { needlessTools, pulumiEnvironment } from "./stack";
import { bringTools } from "./tools";

async function main(): Promise<void> {
  const before = process.env.PATH;
  await bringTools(needlessTools());
  const env = await pulumiEnvironment();
  // Tools that were brought are not on the shell's own PATH.
  if (process.env.PATH !== before) env.PATH = process.env.PATH!;
  for (const [name, value] of Object.entries(env)) {
    console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
