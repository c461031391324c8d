import { lookup } from "node:dns/promises";
import type { Endpoint } from "../../tools/client/endpoint";
import type { Outputs } from "../stack/stack";
import { makeCommand } from "../../todo/configCommand";

/**
 * The way into the app from here: through the ingress where there is one, else through the node. A cluster that is
 * not minikube's is entered by its ingress's name, as its users do. ENDPOINT names another address, of the ingress or
 * of a forwarded port.
 *
 * @throws Error when nothing leads there from here, with what to do.
 */
export async function endpointOf(
  { endpoints }: Pick<Outputs, "endpoints">,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Endpoint> {
  const { ingress, nodePort } = endpoints;
  const { protocol, host, hostname } = ingress ? new URL(ingress) : {};
  if (env.ENDPOINT) return { url: env.ENDPOINT, host };
  // By the node's address: the name need not be in the hosts file.
  if (nodePort)
    return { url: host ? `${protocol}//${new URL(nodePort).hostname}` : nodePort, host };
  if (hostname && (await resolves(hostname))) return { url: ingress! };
  throw new Error(
    (hostname
      ? `${hostname} cannot be reached from this machine. Run the same command again with ENDPOINT=${protocol}//INGRESS_ADDRESS, or forward`
      : "This machine cannot reach the cluster's nodes. Forward") +
      ` a port (${makeCommand("status")} shows how) and run it with ENDPOINT=http://localhost:3000`,
  );
}

const resolves = (name: string): Promise<boolean> =>
  lookup(name).then(
    () => true,
    () => false,
  );
