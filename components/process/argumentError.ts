import * as pulumi from "@pulumi/pulumi";

/** Of an argument that a component cannot take. Its message begins with the argument's name, and says what was expected. */
export class ArgumentError extends pulumi.RunError {}
