/** The one release of the chart in a namespace. */
import { run } from "../components/shell";
import { RELEASE } from "../probe/pods";

export { RELEASE };

/** A release as `helm list --output=json` shows it. */
export interface Listed {
  name: string;
  status: string;
  revision: string;
}

/**
 * The release that is there, whatever its status.
 *
 * @param where kubeconfig is the file that has the context; absent, helm takes the one that KUBECONFIG names.
 */
export async function releaseIn(where: {
  context: string;
  namespace: string;
  kubeconfig?: string;
}): Promise<Listed | undefined> {
  const { context, namespace, kubeconfig } = where;
  const list = ["list", "--all", "--output=json", "--namespace", namespace];
  const cluster = [
    ...(kubeconfig ? ["--kubeconfig", kubeconfig] : []),
    ...["--kube-context", context],
  ];
  const { stdout } = await run("helm", [...list, ...cluster], {
    step: "listing the releases",
    timeoutSeconds: 30,
  });
  const found: Listed[] = JSON.parse(stdout || "[]");
  return found.find(({ name }) => name === RELEASE);
}
