import * as tools from "./tools";

const POSTGRES = "postgres:17-alpine";

/** A claim that Postgres will find. */
export interface Claim {
  name: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** The claim that the app's release takes for its own. */
export const claimOf = (namespace: tools.Namespace): Claim => ({
  name: "postgres-data",
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: {
    "meta.helm.sh/release-name": "todo-app",
    "meta.helm.sh/release-namespace": namespace.name,
  },
});

/** Makes a claim of that size, with a root that belongs to Postgres's user. */
export function prepareVolume(namespace: tools.Namespace, claim: Claim, storage: string): void {
  const spec = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage } },
  };
  // Drivers for real storage do this by fsGroup; volumes that are a path of the node ignore it.
  const give = {
    restartPolicy: "Never",
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim.name } }],
    containers: [
      {
        ...{ name: "give", image: POSTGRES, imagePullPolicy: "IfNotPresent" },
        command: ["chown", "70:70", "/data"],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
  };
  tools.apply(namespace.name, [
    { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: claim, spec },
    { apiVersion: "v1", kind: "Pod", metadata: { name: "give" }, spec: give },
  ]);
  const done = "--for=jsonpath={.status.phase}=Succeeded";
  namespace.kubectl("wait", "pod/give", done, "--timeout=120s");
  namespace.kubectl("delete", "pod", "give", "--wait");
}
