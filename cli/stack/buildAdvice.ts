import { UNTRUSTED } from "../../components/rollout/untrusted";

/** In the words of pip and npm. */
const UNTRUSTED_IN_BUILD =
  /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/;

/** What helps a build that gets no base image or no package; undefined where its words are no matter of trust. */
export function buildAdvice(words: string): string | undefined {
  const guide = 'docs/deployment-guide.md, "Behind a proxy"';
  if (UNTRUSTED_IN_BUILD.test(words))
    return `The build does not trust the certificate. Behind a TLS-inspecting proxy, set todo:buildCa: ${guide}`;
  if (words.includes(UNTRUSTED))
    return `Docker's engine does not trust the certificate. Behind a TLS-inspecting proxy, give it the proxy's CA: ${guide}`;
  return undefined;
}
