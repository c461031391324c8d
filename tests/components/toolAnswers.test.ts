import assert from "node:assert/strict";
import { secretsIn } from "../../cli/cluster/deployed";
import { refuseForeignVolume } from "../../cli/cluster/foreignVolume";
import { releases } from "../../cli/cluster/helm";
import { look } from "../../cli/cluster/look";
import { awaitTerminating } from "../../cli/cluster/terminating";
import * as pulumiStack from "../../cli/stack/stack";
import {
  findNamespace,
  findNamespaceNow,
  namespacesOf,
  othersIn,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { enabledAddons } from "../../components/cluster/minikube";
import { imageUses } from "../../components/image/imageUsers";
import { AnswerError } from "../../components/process/json";
import { ownCheckout, standIn } from "../support/standIn";

describe("an answer that is not what was asked for", () => {
  ownCheckout();
  const tools = standIn();
  const place = { context: "dev(eu)&x", kubeconfig: "/k:/l", namespace: "n" };
  const endpoints = { backend: "" };
  const outputs = { ...place, backendImage: "", frontendImage: "", endpoints };

  const QUESTIONS: [what: string, step: string, ask: () => Promise<unknown>][] = [
    ["a namespace", "asking for namespace n of dev(eu)&x", () => findNamespace(place, "n")],
    [
      "a namespace, by a program",
      "asking for namespace n of dev(eu)&x",
      async () => findNamespaceNow(place, "n"),
    ],
    ["a Secret", "asking for Secret s", () => secretLabels(place, "s")],
    [
      "a stack's namespaces",
      "asking dev(eu)&x for the namespaces of this stack",
      () => namespacesOf(place, "a", []),
    ],
    ["other stacks", "asking dev(eu)&x what other stacks have in it", () => othersIn(place, "a")],
    [
      "a claim",
      "asking for PersistentVolumeClaim postgres-data in namespace n",
      () => refuseForeignVolume(place, {}, {}),
    ],
    ["images", "asking dev(eu)&x which images its pods run from", () => imageUses(place)],
    ["addons", "listing the addons of minikube profile p", () => enabledAddons("p")],
    ["releases", "listing the releases", () => releases(place)],
    ["the app's pods", "listing the pods in n", () => look(outputs)],
    [
      "one that is being deleted",
      "looking at namespace n",
      () => awaitTerminating(place, () => {}),
    ],
    ["a stack's outputs", "reading the stack's outputs", () => pulumiStack.outputs({})],
    ["the stacks", "listing the stacks", () => pulumiStack.stackExists({})],
    ["a stack's state", "reading the stack's state", () => pulumiStack.readState({})],
    [
      "the app's Secrets",
      "reading the app's Secrets",
      () => secretsIn({ ...place, images: [], stack: "dev", env: {}, logs: "" } as never),
    ],
  ];
  /** What the clusters' tools are asked by their own kubeconfig. */
  const isOfCluster = (step: string) => !/minikube|stack's|stacks$|app's Secrets/.test(step);

  for (const [what, step, ask] of QUESTIONS)
    for (const [kind, answer, problem] of [
      ["no JSON", "plugin: signed in, token=t0ps3cret\n{}", "expected only JSON"],
      ["JSON of another kind", '"t0ps3cret"', "expected (Object|Array)"],
    ] as const)
      it(`is an error that names question and command, and does not show it, of ${what}: ${kind}`, async () => {
        tools
          .answer(/^(kubectl|minikube|pulumi)/, answer)
          .answer(/^helm/, what === "releases" ? answer : "[]");
        await assert.rejects(ask(), (error: Error) => {
          assert.ok(error instanceof AnswerError, error.message);
          assert.ok(error.message.startsWith(`${step} failed:\n  `), error.message);
          assert.match(
            error.message,
            new RegExp(
              `^  ${problem}, from: (KUBECONFIG=/k:/l )?(kubectl|helm|minikube|pulumi) `,
              "m",
            ),
          );
          if (isOfCluster(step)) assert.match(error.message, /kubeconfig.*context 'dev\(eu\)&x'/i);
          assert.doesNotMatch(error.message, /t0ps3cret|context dev/);
          return true;
        });
      });
});
