import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * A random id of the stack, kept in its state: it survives `pulumi stack rename`, and two clones with a stack of
 * the same name have different ones.
 *
 * @param opts its parent, whose type is part of its own URN: under another one it is another id, but for an alias.
 */
export const stackId = (name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> =>
  new random.RandomUuid(name, {}, opts).result;
