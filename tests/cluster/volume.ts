import * as tools from "./tools";

const POSTGRES = "postgres:17-alpine";

/** Makes Postgres's claim for the release, with a root that belongs to its user. */
export function prepareVolume(namespace: tools.Namespace): void {
  const claimName = "postgres-data";
  const labels = { "app.kubernetes.io/managed-by": "Helm" };
  const annotations = {
    "meta.helm.sh/release-name": "todo-app",
    "meta.helm.sh/release-namespace": namespace.name,
  };
  const spec = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
  };
  // Drivers for real storage do this by fsGroup; volumes that are a path of the node ignore it.
  const give = {
    restartPolicy: "Never",
    volumes: [{ name: "data", persistentVolumeClaim: { claimName } }],
    containers: [
      {
        ...{ name: "give", image: POSTGRES, imagePullPolicy: "IfNotPresent" },
        command: ["chown", "70:70", "/data"],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
  };
  tools.apply(namespace.name, [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: claimName, labels, annotations },
      spec,
    },
    { apiVersion: "v1", kind: "Pod", metadata: { name: "give" }, spec: give },
  ]);
  const done = "--for=jsonpath={.status.phase}=Succeeded";
  namespace.kubectl("wait", "pod/give", done, "--timeout=120s");
  namespace.kubectl("delete", "pod", "give", "--wait");
}
