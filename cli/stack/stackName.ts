import * as path from "node:path";
import { quoted } from "../../components/process/quoted";
import { commandLine } from "../../components/process/typed";
import { DEFAULT_STACK, PREFIX } from "../../todo/configCommand";

/** The stack that the commands of the Makefile work on: `make up STACK=test` takes another. */
export const stackName = () => process.env.STACK || DEFAULT_STACK;

/** Its names in the folders of a backend in files: by the project, and as an earlier pulumi had it, by itself. */
export const backendNames = (): [string, string] => [
  path.join(PREFIX.slice(0, -1), stackName()),
  stackName(),
];

/**
 * Where its settings are.
 *
 * @throws Error where the stack is named with its organization, as Pulumi takes it, too.
 */
export function configFile(): string {
  refuseWholeName();
  return `Pulumi.${stackName()}.yaml`;
}

/**
 * Pulumi takes "acme/prod", and has its settings in Pulumi.prod.yaml: under the whole name nothing here would find them,
 * or the stack in Pulumi's list.
 *
 * @throws Error with what names the same stack by its last part alone.
 */
export function refuseWholeName(): void {
  const whole = stackName();
  if (!whole.includes("/")) return;
  const [organization, name] = [whole.split("/")[0]!, whole.split("/").at(-1)!];
  // That is what a backend in files has for every stack, and it knows no other.
  const chosen = ["", "organization"].includes(organization)
    ? ""
    : `Run: ${commandLine("pulumi", ["org", "set-default", organization])}, then the same command with `;
  throw new Error(
    `STACK is ${JSON.stringify(whole)}: expected the stack's name without its organization. Nothing was changed. ` +
      `${chosen || "Run again "}what was run here, with STACK=${quoted(name || DEFAULT_STACK)}`,
  );
}
