import type { Outputs } from "./stack";

/** What to open, and what has to be done first where the cluster's network is out of reach. */
export function addresses(outputs: Outputs, system: NodeJS.Platform): string {
  const { endpoints, namespace, context } = outputs;
  const forward = `kubectl --context ${context} -n ${namespace} port-forward service/frontend-service 3000:3000`;
  const lines = ["The app is up.", ""];
  if (endpoints.nodePort && system === "linux")
    lines.push(`  open now        ${endpoints.nodePort}`);
  lines.push(`  from anywhere   http://localhost:3000   after: ${forward}`);
  if (endpoints.ingress)
    lines.push(`  by name         ${endpoints.ingress}   after: ${byName(outputs, system)}`);
  return [...lines, "", "  make status shows its pods, make down takes it away."].join("\n");
}

/** How the ingress's host name comes to lead to the cluster. */
function byName({ endpoints, context }: Outputs, system: NodeJS.Platform): string {
  const host = new URL(endpoints.ingress!).hostname;
  if (system === "linux") {
    return `echo '${endpoints.hosts ?? `NODE_ADDRESS ${host}`}' | sudo tee -a /etc/hosts`;
  }
  const hosts = system === "win32" ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";
  return `127.0.0.1 ${host} in ${hosts}, and minikube tunnel --profile ${context} left running`;
}
