/** Shows what runs: images, pods, addresses. Ends with 1 when the app is not all there. */
import { run } from "../components/shell";
import { addresses } from "./addresses";
import { needlessTools, Outputs, outputs, pulumiEnvironment, STACK } from "./stack";
import { table } from "./table";
import { bringTools } from "./tools";

interface Pod {
  metadata: { name: string; creationTimestamp: string };
  spec: { containers: { image: string }[] };
  status: {
    phase: string;
    containerStatuses?: { ready: boolean; restartCount: number }[];
  };
}

async function pods(found: Outputs): Promise<Pod[]> {
  const { stdout } = await run(
    "kubectl",
    [
      "--context",
      found.context,
      "-n",
      found.namespace,
      "get",
      "pods",
      "--output=json",
      "--request-timeout=10s",
    ],
    { step: `listing the pods in ${found.namespace}` },
  );
  return JSON.parse(stdout).items;
}

const isReady = (pod: Pod) => pod.status.containerStatuses?.every(({ ready }) => ready) ?? false;

function podRow(pod: Pod, now: number): string[] {
  const minutes = Math.floor((now - Date.parse(pod.metadata.creationTimestamp)) / 60000);
  const restarts = (pod.status.containerStatuses ?? []).reduce(
    (sum, { restartCount }) => sum + restartCount,
    0,
  );
  return [
    isReady(pod) ? "ready" : pod.status.phase,
    pod.metadata.name,
    pod.spec.containers[0]?.image ?? "",
    `${restarts}`,
    `${minutes} min`,
  ];
}

async function main(): Promise<void> {
  await bringTools(needlessTools());
  const found = await outputs(await pulumiEnvironment());
  if (!found) {
    console.log(`Stack ${STACK} is not up. Run: make up`);
    process.exitCode = 1;
    return;
  }
  const all = await pods(found);
  console.log(
    table(
      ["state", "pod", "image", "restarts", "age"],
      all.map((pod) => podRow(pod, Date.now())),
    ),
  );
  if (all.length > 0 && all.every(isReady)) {
    console.log(`\n${addresses(found, process.platform)}`);
    return;
  }
  console.log(
    "\nNot every pod is ready. What keeps them: kubectl --context " +
      `${found.context} -n ${found.namespace} describe pods`,
  );
  process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
