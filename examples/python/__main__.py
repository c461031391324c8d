"""Deploys the app in examples/app to a separate minikube profile."""

import pulumi
import pulumi_kubernetes as k8s
import pulumi_minikube_apps as apps

# Starts the minikube profile, or uses it if it already exists.
cluster = apps.MinikubeCluster("cluster", profile="visits", cpus=2, memory_mi_b=2048)

provider = k8s.Provider("visits", context=cluster.context, kubeconfig=cluster.kubeconfig)
in_cluster = pulumi.ResourceOptions(provider=provider)


def service(name: str, port: int, kind: str) -> k8s.core.v1.Service:
    """A service of the app. Its image is built from source, and is on the nodes before its pods are created."""
    image = apps.AppImage(name, image=f"visits-{name}", context=f"../app/{name}", cluster=cluster.ref)
    labels = {"app": name}
    container = {"name": name, "image": image.name, "ports": [{"container_port": port}]}
    k8s.apps.v1.Deployment(
        name,
        metadata={"name": name},
        spec={
            "selector": {"match_labels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
        },
        opts=in_cluster,
    )
    return k8s.core.v1.Service(
        name,
        metadata={"name": name},
        spec={"type": kind, "selector": labels, "ports": [{"port": port}]},
        opts=in_cluster,
    )


service("counter", 8000, "ClusterIP")
web = service("web", 3000, "NodePort")
pulumi.export("nodePort", web.spec.ports[0].node_port)
