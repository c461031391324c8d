/**
 * The policy pack: `pulumi preview --policy-pack policy` stops at whatever breaks a promise.
 *
 * The engine tells a validation no longer which values are secret; it tells a remediation. So one
 * looks, changes nothing, and the validation that comes after it judges what was seen.
 */
import { PolicyPack, Secret } from "@pulumi/policy";
import { Asked, Hidden, violations } from "./promises";

const seen = new Map<string, Asked["props"]>();

new PolicyPack("todo-app-promises", {
  policies: [
    {
      name: "own-promises",
      description: "Resources keep what docs/security.md says of the stack.",
      enforcementLevel: "remediate",
      remediateResource: ({ urn, props }) => {
        seen.set(urn, marked(props) as Asked["props"]);
        return undefined;
      },
      validateResource: ({ urn, type, name, provider }, report) => {
        const props = seen.get(urn);
        if (props === undefined) {
          report(`${name}: the engine did not show which values are secret, so nothing is checked`);
          return;
        }
        violations({ type, name, provider: provider?.name ?? "", props }).forEach((problem) =>
          report(problem),
        );
      },
    },
  ],
});

/** A plain copy in which secrets are wrapped. Reading a property would unwrap it: descriptors do not. */
function marked(value: unknown): unknown {
  if (value instanceof Secret) return new Hidden(value.value);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .map(([key, { value: part }]) => [key, marked(part)] as const);
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
