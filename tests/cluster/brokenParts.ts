/**
 * What apps are made of that are broken on a cluster: one small web server on any image with Python, so that no image has to be
 * fetched.
 */
import type { Parts } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";

export interface BrokenApp {
  name: string;
  breaks: string;
  /** The finding whose fix is run. */
  kind: string;
  /** The object that has to be well after it; the Deployment of that name, if it is not said. */
  mended?: string;
  /** Whether its Service has to answer, too. */
  answers?: boolean;
  /** The finding that shows when that is mended, and whose fix is run then. */
  then?: string;
  /** Whether it has a namespace of its own: what breaks it would break others. */
  alone?: boolean;
  change(parts: Parts, name: string, about: { nodes: number; namespace: string }): void;
}

export const PORT = 8080;
export const service = (
  name: string,
  targetPort: number | string = PORT,
  selector: object = { app: name },
) => ({
  ...{ apiVersion: "v1", kind: "Service", metadata: { name } },
  spec: { selector, ports: [{ port: 80, targetPort }] },
});
export const configMap = (name: string, data: object) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data },
});

/** A program in Python that does something, and then serves /etc on a port. */
export const program = (before: string, serve = `port=${PORT}`) => [
  ...["python", "-u", "-c"],
  `import os, sys, time, socket, http.server as h
os.chdir("/etc")
${before}
h.test(h.SimpleHTTPRequestHandler, ${serve})`,
];

/** What the app depends on: the healthy server, under another name. Gives its Deployment. */
export function dependency({ deployment, more }: Parts, name: string, spec: object = {}) {
  const other = structuredClone(deployment);
  other.metadata.name = name;
  other.spec = {
    ...other.spec,
    ...spec,
    selector: { matchLabels: { app: name } },
    template: { ...other.spec.template, metadata: { labels: { app: name } } },
  };
  more.push(service(name), other);
  return other;
}
