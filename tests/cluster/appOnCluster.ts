import * as fs from "node:fs";
import * as path from "node:path";
import { selectorOf } from "../../tools/client/pods";
import * as tools from "./tools";
import { claimOf, prepareVolume } from "./volume";

export const CHART = path.join(tools.ROOT, "helm/todo-app");
export const HOST = "todo-app.test";
const TAG = `cluster-${process.pid}`;

/** The app by the chart alone, with images of this checkout, in a restricted namespace of its own. */
export class AppOnCluster {
  readonly namespace: tools.Namespace;

  constructor(purpose: string) {
    for (const part of ["backend", "frontend"]) {
      const image = `todo-${part}:${TAG}`;
      tools.docker("build", "--tag", image, "--file", `docker/${part}/Dockerfile`, part);
    }
    tools.loadImages(`todo-backend:${TAG}`, `todo-frontend:${TAG}`);
    this.namespace = new tools.Namespace(purpose);
    prepareVolume(this.namespace, claimOf(this.namespace), "1Gi");
    this.namespace.restrict();
  }

  /** Installs or upgrades the release, and waits. @param values as --set takes them. */
  install(...values: string[]): void {
    const settings = [
      ...["secrets.create=true", "postgres.storage.keep=true", `ingress.host=${HOST}`],
      ...["backend", "frontend"].map((part) => `${part}.image.tag=${TAG}`),
      ...(process.env.TEST_HELM_VALUES ?? clusterValues()).split(" ").filter(Boolean),
      ...values,
    ].flatMap((value) => ["--set", value]);
    try {
      tools.helm(
        ...["upgrade", "--install", "todo-app", CHART, "--namespace", this.namespace.name],
        ...settings,
        ...["--wait", "--timeout", "3m"],
      );
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.namespace.diagnose().stdout}`);
    }
  }

  /** Cohere, played by a stand-in beside the app. */
  installWithCohere(...values: string[]): void {
    this.standIn();
    const key = { stringData: { COHERE_API_KEY: "a-key-for-the-stand-in" } };
    this.namespace.kubectl("patch", "secret", "app-secrets", "--patch", JSON.stringify(key));
    const egress = "networkPolicy.extra.backendEgress[0]";
    this.installWith("cohere", [
      "backend.cohereBaseUrl=http://model:8080",
      ...["networkPolicy.allowCohere=true", `${egress}.to[0].podSelector.matchLabels.app=model`],
      ...values,
    ]);
  }

  /** A model of one's own, played by the same stand-in: the chart opens the way to it by its address alone. */
  installWithOwnModel(): void {
    this.standIn();
    const address = `http://model.${this.namespace.name}.svc:8080/v1`;
    this.installWith("own", [`backend.modelBaseUrl=${address}`, "backend.modelName=stand-in"]);
  }

  /** Installs, and waits until no backend of before answers any more. */
  private installWith(model: string, values: string[]): void {
    const before = this.namespace.kubectl("get", "pods", selectorOf("backend"), "--output=name");
    this.install(`backend.secretsRevision=${model}`, ...values);
    // It serves those who are connected until it is gone, with the model of before.
    this.namespace.kubectl("wait", "--for=delete", ...before.trim().split("\n"), "--timeout=60s");
  }

  /** A stand-in for a model's server beside the app: tests/standins/model.py in the backend's image. */
  private standIn(): void {
    const metadata = { name: "model", labels: { app: "model" } };
    const [{ spec }] = JSON.parse(
      this.namespace.kubectl("get", "pods", selectorOf("backend"), "--output=json"),
    ).items;
    const [{ image, securityContext }] = spec.containers;
    const script = fs.readFileSync(path.join(tools.ROOT, "tests/standins/model.py"), "utf8");
    const container = { name: "model", image, securityContext, command: ["python", "-c", script] };
    tools.apply(this.namespace.name, [
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata,
        spec: { securityContext: spec.securityContext, containers: [container] },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: { app: "model" }, ports: [{ port: 8080 }] },
      },
    ]);
    this.namespace.kubectl("wait", "pod/model", "--for=condition=Ready", "--timeout=60s");
  }

  /** A pod of a part; by its Deployment kubectl may choose another one with the same label. */
  pod(part: string): string {
    const ready = "--field-selector=status.phase=Running";
    const path = "jsonpath={.items[0].metadata.name}";
    return this.namespace.kubectl("get", "pods", selectorOf(part), ready, "--output", path);
  }

  /** Runs a program in the pod of a part. @returns what it printed. */
  exec(part: string, ...command: string[]): string {
    return this.namespace.kubectl("exec", this.pod(part), "--container", part, "--", ...command);
  }

  /** The command that deletes the pods of some parts, and does not wait for their end. */
  deletion(parts: string[], ...how: string[]): string {
    const where = `--context ${process.env.TEST_KUBE_CONTEXT} --namespace ${this.namespace.name}`;
    return `kubectl ${where} delete pods "${selectorOf(...parts)}" --wait=false ${how.join(" ")}`;
  }

  remove(): void {
    this.namespace.remove();
    for (const part of ["backend", "frontend"])
      tools.run("docker", ["rmi", "--force", `todo-${part}:${TAG}`]);
  }
}

/** Where this cluster answers DNS, and the addresses of its pods, as --set takes them. */
function clusterValues(): string {
  const { podCIDR } = tools.node().spec;
  const dns = tools.dnsOfNode();
  return [
    ...(podCIDR ? [`networkPolicy.podCidrs[0]=${podCIDR}`] : []),
    ...(dns ? [`networkPolicy.dnsPeers[0].ipBlock.cidr=${dns}/32`] : []),
  ].join(" ");
}
