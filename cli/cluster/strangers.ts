/** Pods and addresses that get the app's requests and are not of the app. */
import { INSTANCE, RELEASE } from "../../tools/client/pods";
import type { EndpointSlice, FullPod } from "./kubectlJson";

export interface Stranger {
  service: string;
  /** A pod, or an address that was written there by hand. */
  who: string;
}

/** The chart's Services, and the Deployment or StatefulSet whose pods they lead to. */
const SERVICES: Record<string, string> = {
  "backend-service": "backend",
  "frontend-service": "frontend",
  "postgres-service": "postgres",
};

/**
 * What stands behind the app's Services and was not made by its workloads. Labels alone would not tell: by them it
 * was chosen.
 *
 * @param pods every one of the namespace, listed after the slices: who is not there has gone since.
 */
export function strangers(slices: EndpointSlice[], pods: FullPod[]): Stranger[] {
  const found = slices.flatMap(({ metadata, endpoints }) => {
    const service = metadata.labels?.["kubernetes.io/service-name"] ?? "";
    const workload = SERVICES[service];
    if (!workload) return [];
    return (endpoints ?? []).flatMap(({ addresses, targetRef }) => {
      if (targetRef?.kind !== "Pod") return [{ service, who: `address ${addresses[0]}` }];
      const pod = pods.find(({ metadata: { name } }) => name === targetRef.name);
      const own = !pod || pod.metadata.deletionTimestamp || madeBy(workload, pod);
      return own ? [] : [{ service, who: `pod ${targetRef.name}` }];
    });
  });
  // A Service has a slice for each family of addresses.
  const keys = found.map(({ service, who }) => `${service} ${who}`);
  return found.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

function madeBy(workload: string, { metadata: { labels, ownerReferences } }: FullPod): boolean {
  const owner = ownerReferences?.find(({ controller }) => controller);
  const made =
    owner?.kind === "StatefulSet"
      ? owner.name === workload
      : owner?.kind === "ReplicaSet" &&
        owner.name === `${workload}-${labels?.["pod-template-hash"]}`;
  return made && labels?.[INSTANCE] === RELEASE;
}
