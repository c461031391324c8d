import assert from "node:assert/strict";
import { releases } from "../../cli/cluster/helm";
import { look } from "../../cli/cluster/look";
import { awaitTerminating } from "../../cli/cluster/terminating";
import {
  findNamespace,
  findNamespaceNow,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { enabledAddons } from "../../components/cluster/minikube";
import { imageUses } from "../../components/image/imageUsers";
import { AnswerError } from "../../components/process/json";
import { ownCheckout, standIn } from "../support/standIn";

describe("an answer that is to be JSON, and is not", () => {
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
    ["images", "asking dev(eu)&x which images its pods run from", () => imageUses(place)],
    ["addons", "listing the addons of minikube profile p", () => enabledAddons("p")],
    ["releases", "listing the releases", () => releases(place)],
    ["the app's pods", "listing the pods in n", () => look(outputs)],
    [
      "one that is being deleted",
      "looking at namespace n",
      () => awaitTerminating(place, () => {}),
    ],
  ];
  for (const [what, step, ask] of QUESTIONS) {
    it(`is an error that names question and command, and does not show it, of ${what}`, async () => {
      const answer = "plugin: signed in, token=t0ps3cret\n{}";
      tools
        .answer(/^(kubectl|minikube)/, answer)
        .answer(/^helm/, what.startsWith("rel") ? answer : "[]");
      await assert.rejects(ask(), (error: Error) => {
        assert.ok(error instanceof AnswerError);
        assert.ok(error.message.startsWith(`${step} failed:\n  expected JSON`), error.message);
        assert.match(error.message, /from: (KUBECONFIG=\/k:\/l )?(kubectl|helm|minikube) .*json/);
        if (what !== "addons") assert.match(error.message, /kubeconfig.*context 'dev\(eu\)&x'/i);
        assert.doesNotMatch(error.message, /t0ps3cret|context dev/);
        return true;
      });
    });
  }
});
