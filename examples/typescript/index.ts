import * as k8s from "@pulumi/kubernetes";
import { AppImage, MinikubeCluster } from "@pulumi/minikube-apps";

// Starts the minikube profile, or uses it if it already exists.
const cluster = new MinikubeCluster("cluster", { profile: "visits", cpus: 2, memoryMiB: 2048 });

const { ref, context, kubeconfig } = cluster;
const provider = new k8s.Provider("visits", { context, kubeconfig });

/** A service of the app. Its image is built from source, and is on the nodes before its pods are created. */
function service(name: string, port: number, type: "ClusterIP" | "NodePort") {
  const image = new AppImage(name, {
    image: `visits-${name}`,
    context: `../app/${name}`,
    cluster: ref,
  });
  const labels = { app: name };
  new k8s.apps.v1.Deployment(
    name,
    {
      metadata: { name },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name, image: image.name, ports: [{ containerPort: port }] }] },
        },
      },
    },
    { provider },
  );
  return new k8s.core.v1.Service(
    name,
    { metadata: { name }, spec: { type, selector: labels, ports: [{ port }] } },
    { provider },
  );
}

service("counter", 8000, "ClusterIP");
const web = service("web", 3000, "NodePort");

export const nodePort = web.spec.ports[0].nodePort;
