/** Objects as `kubectl get --output=json` shows them, as far as the status looks at them. */
import type { Pod } from "../../components/rollout/rolloutReasons";

export interface FullPod extends Pod {
  metadata: Pod["metadata"] & {
    creationTimestamp: string;
    labels?: Record<string, string>;
    ownerReferences?: { kind: string; name: string; controller?: boolean }[];
  };
  spec: { containers: { image: string }[] };
  status: Pod["status"] & { phase: string };
}

export interface EndpointSlice {
  kind: "EndpointSlice";
  metadata: { labels?: Record<string, string> };
  endpoints?: { addresses: string[]; targetRef?: { kind: string; name: string } }[] | null;
}
