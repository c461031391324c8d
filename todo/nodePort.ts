import * as pulumi from "@pulumi/pulumi";
import { at } from "../components/cluster/clusterObjects";
import type { Place } from "../components/cluster/place";
import { run } from "../components/process/shell";

/**
 * The port of the nodes that leads to a Service; undefined where the Service has none, or is not there.
 *
 * @throws pulumi.RunError when the cluster does not answer.
 */
export async function nodePort(
  place: Place & { namespace: string },
  service: string,
): Promise<number | undefined> {
  const { stdout } = await run(
    "kubectl",
    [
      ...[...at(place), "--namespace", place.namespace, "get", "service", service],
      ...["--ignore-not-found", "--output=jsonpath={.spec.ports[0].nodePort}"],
    ],
    { step: `asking ${place.context} for the address of ${service}`, timeoutSeconds: 60 },
  ).catch((error: Error) => {
    throw new pulumi.RunError(error.message);
  });
  return Number(stdout) || undefined;
}
