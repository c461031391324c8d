import { DEFAULT_STACK } from "../../todo/configCommand";

/** The stack that the commands of the Makefile work on: `make up STACK=test` takes another. */
export const stackName = () => process.env.STACK || DEFAULT_STACK;

/** Where its settings are. */
export const configFile = () => `Pulumi.${stackName()}.yaml`;
