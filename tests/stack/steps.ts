/** What the suites about ownership do and look at in turn. */
import assert from "node:assert/strict";
import { Load } from "../../tools/faultInjection/load";
import { Client } from "../../tools/client/client";
import { Ended, kubectl } from "./checkout";
import type { Deployment } from "./deployment";

/** What was printed, for the reader of the test's report. */
export function told(what: string, { code, output, seconds }: Ended): void {
  const lines = output.trim().split("\n");
  const cut = lines.length > 12 ? ["…", ...lines.slice(-12)] : lines;
  console.log(`      $ ${what}   (exit ${code}, ${seconds.toFixed(0)} s)`);
  for (const line of cut) console.log(`        ${line}`);
}

/** The endpoint of a deployment, past the ingress. */
export const endpointOf = async (stack: Deployment) => ({
  url: (await stack.outputs()).endpoints.nodePort,
});

/** Somebody with one task; the function says whether it is still there. */
export async function withTask(stack: Deployment, title: string): Promise<() => Promise<void>> {
  const client = await Client.signUp(await endpointOf(stack), "owner");
  await client.addTask(title);
  return async () => {
    const back = await client.at(await endpointOf(stack));
    assert.deepEqual(
      (await back.tasks()).map((task) => task.title),
      [title],
    );
  };
}

/** Runs a command of make, and tells what it printed. @param env set for it; only the names are told. */
export async function make(
  stack: Deployment,
  target: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const ended = await stack.checkout.make(target, env);
  told(`make ${[target, ...Object.keys(env)].join(" ")}`, ended);
  return ended;
}

/** What the user has in a namespace of their own: "b", as it was made. */
export const userThings = (namespace = "theirs"): string =>
  kubectl("-n", namespace, "get", "configmap", "mine", "-o", "jsonpath={.data.a}");

export function makeUserThings(namespace = "theirs"): void {
  kubectl("create", "namespace", namespace);
  kubectl("-n", namespace, "create", "configmap", "mine", "--from-literal=a=b");
}

/** The app answered all the time, kept what it acknowledged, and runs in the same pods. */
export async function servedThroughout(load: Load, podsBefore: string): Promise<void> {
  await load.stop();
  const { acknowledged, failures } = load.since(0);
  const { lost } = await load.lost();
  await load.leave();
  console.log(`      ${acknowledged} deeds acknowledged, refused: ${JSON.stringify(failures)}`);
  // A machine that builds the other's images may keep somebody waiting, now and then.
  const { "no answer": waited = 0 } = failures;
  assert.deepEqual(
    { failures, lost },
    { failures: waited ? { "no answer": waited } : {}, lost: [] },
  );
  assert.ok(waited <= acknowledged / 100, `${waited} of ${acknowledged} had no answer in time`);
  assert.ok(acknowledged > 20, `${acknowledged} deeds`);
  const [namespace] = podsBefore.split(":");
  assert.equal(podsOf(namespace!), podsBefore);
}

/** The pods of a namespace, with how often each container was started again. */
export const podsOf = (namespace: string): string =>
  `${namespace}:${kubectl(
    ...["-n", namespace, "get", "pods", "-o"],
    "jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount};{end}",
  )}`;
