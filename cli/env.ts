/** Prints the environment of the stack's backend, for a shell: eval "$(make -s env)" */
import { needlessTools } from "./stack/place";
import { pulumiEnvironment } from "./stack/stack";
import { bringTools } from "./doctor/download";
import { runMain } from "./stack/entryPoint";

async function main(): Promise<void> {
  const { PATH: before, PULUMI_CONFIG_PASSPHRASE: other } = process.env;
  await bringTools(needlessTools());
  const env = await pulumiEnvironment();
  // Tools that were brought are not on the shell's own PATH.
  if (process.env.PATH !== before) env.PATH = process.env.PATH!;
  for (const [name, value] of Object.entries(env)) {
    console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  }
  // It would come before the file with the passphrase.
  if (other !== undefined && env.PULUMI_CONFIG_PASSPHRASE_FILE)
    console.log("unset PULUMI_CONFIG_PASSPHRASE");
}

runMain(main);
