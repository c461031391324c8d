/** What helps where TLS fails because a proxy opens it, and signs with a certificate authority (CA) of its own. */
import * as path from "node:path";
import { quoted } from "../process/quoted";
import { minikubeFolder } from "../cluster/profileRecord";
import { commandLine } from "../process/typed";

/** In the words of containers' runtimes and Docker's engine. */
export const UNTRUSTED = "x509: certificate signed by unknown authority";

/** The CA's certificate in commands, as the documents call it. */
const CA_FILE = "corporate-root.pem";

/**
 * What helps a node that pulls no image; undefined where its words are no matter of trust.
 *
 * minikube copies what lies in its folder "certs" to the node at every start.
 *
 * @param profile minikube's; "" where the cluster is not minikube's.
 * @param up the command that deploys.
 */
export function pullAdvice(words: string, profile: string, up: string): string | undefined {
  if (!words.includes(UNTRUSTED)) return undefined;
  const why = "The node does not trust the registry's certificate. Behind a TLS-inspecting proxy,";
  if (profile === "") return `${why} the proxy's CA has to be installed on every node.`;
  const folder = quoted(path.join(minikubeFolder(), "certs"));
  const commands = [
    `mkdir -p ${folder}`,
    `cp ${CA_FILE} ${folder}`,
    commandLine("minikube", ["stop", "--profile", profile]),
    up,
  ];
  return `${why} with its CA's certificate in ${CA_FILE}, run: ${commands.join(" && ")}`;
}
