/** What helps where TLS fails because a proxy opens it, and signs with a certificate authority (CA) of its own. */
import * as path from "node:path";
import { quoted } from "../process/quoted";
import { minikubeFolder } from "../cluster/profileRecord";
import { commandLine } from "../process/typed";

/** In the words of containers' runtimes and Docker's engine. */
const UNTRUSTED = "x509: certificate signed by unknown authority";

/** In the words of pip and npm. */
const UNTRUSTED_IN_BUILD =
  /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/;

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

/** What helps a build that gets no base image or no package; undefined where its words are no matter of trust. */
export function buildAdvice(words: string): string | undefined {
  const guide = 'docs/deployment-guide.md, "Behind a proxy"';
  if (UNTRUSTED_IN_BUILD.test(words))
    return `The build does not trust the certificate. Behind a TLS-inspecting proxy, set todo:buildCa: ${guide}`;
  if (words.includes(UNTRUSTED))
    return `Docker's engine does not trust the certificate. Behind a TLS-inspecting proxy, give it the proxy's CA: ${guide}`;
  return undefined;
}
