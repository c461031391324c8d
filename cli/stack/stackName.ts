import * as path from "node:path";
import { DEFAULT_STACK, PREFIX } from "../../todo/configCommand";

/** The stack that the commands of the Makefile work on: `make up STACK=test` takes another. */
export const stackName = () => process.env.STACK || DEFAULT_STACK;

/** Its names in the folders of a backend in files: by the project, and as an earlier pulumi had it, by itself. */
export const backendNames = (): [string, string] => [
  path.join(PREFIX.slice(0, -1), stackName()),
  stackName(),
];

/** Where its settings are. */
export const configFile = () => `Pulumi.${stackName()}.yaml`;
