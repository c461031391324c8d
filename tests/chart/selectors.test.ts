import assert from "node:assert/strict";
import * as chart from "../support/chartManifests";

const INSTANCE = "app.kubernetes.io/instance";
const PARTS = ["backend", "frontend", "postgres", "test"];

/**
 * The labels of the pods that earlier charts made, as the one of commit b6e1af2 rendered them: a list of its
 * own, not what the chart renders now. They still run when an upgrade writes the new selectors.
 */
const EARLIER = PARTS.map((part) => ({
  app: part,
  "app.kubernetes.io/name": "todo-app",
  [INSTANCE]: "todo",
  "app.kubernetes.io/component": part,
  "app.kubernetes.io/part-of": "todo-app",
}));

/** Pods in the namespace that are not the release's. */
const STRANGERS = [
  ...PARTS.map((app) => ({ app })),
  ...EARLIER.map((labels) => ({ ...labels, [INSTANCE]: "other" })),
];

const WORKLOADS = ["Deployment", "StatefulSet"];
/** Whose own selector is at its top, and what it chooses of a release. */
const CHOOSERS = ["Service", "NetworkPolicy", "PodDisruptionBudget"];

/** Parts that a selector names by `app`; undefined where it does not go by that. */
function named({ matchLabels, matchExpressions }: chart.Selector): string[] | undefined {
  return matchLabels.app !== undefined
    ? [matchLabels.app]
    : matchExpressions.find(({ key }) => key === "app")?.values;
}

describe("chart selectors", () => {
  before(chart.needHelm);

  for (const file of chart.CI_FILES) {
    describe(`with ci/${file}`, () => {
      const manifests = () => chart.render(file.replace("-values.yaml", ""));
      /** All but those of Deployments and StatefulSets, which cannot change. */
      const selectors = () =>
        manifests()
          .flatMap(chart.selectors)
          .filter(({ place }) => !/^(Deployment|StatefulSet) \S+\.spec\.selector$/.test(place));

      it("of Services, policies and budgets name the release", () => {
        const choosers = manifests().filter(({ kind }) => CHOOSERS.includes(kind));
        assert.ok(choosers.length > 1);
        for (const manifest of choosers) {
          const [own] = chart.selectors(manifest);
          assert.equal(own?.matchLabels[INSTANCE], "todo", own?.place ?? manifest.metadata.name);
        }
      });

      it("choose no stranger's pod, though it has the label app, or is of another release", () => {
        assert.ok(selectors().length > 1);
        for (const selector of selectors()) {
          for (const labels of STRANGERS) {
            const words = `${selector.place} chooses ${JSON.stringify(labels)}`;
            assert.ok(!chart.selects(selector, labels), words);
          }
        }
      });

      it("choose the pods of the parts that they name, those of an earlier chart too", () => {
        const now = chart.pods(manifests()).map(({ labels }) => labels as Record<string, string>);
        const chosen = (selector: chart.Selector, pods: Record<string, string>[]) =>
          pods.filter((labels) => chart.selects(selector, labels)).map(({ app }) => app);
        for (const selector of selectors()) {
          const apps = named(selector) ?? (INSTANCE in selector.matchLabels ? PARTS : []);
          // A policy may name pods that are not ours, such as those that answer DNS.
          const wanted = PARTS.filter((part) => apps.includes(part));
          assert.deepEqual(chosen(selector, EARLIER), wanted, `${selector.place}, earlier pods`);
          const made = now.flatMap(({ app }) => (wanted.includes(app!) ? [app] : []));
          assert.deepEqual(chosen(selector, now), made, selector.place);
          assert.equal(made.length > 0, wanted.length > 0, `${selector.place} chooses nothing`);
        }
      });

      it("of Deployments and StatefulSets stay as they ever were: the API server takes no others", () => {
        const workloads = manifests().filter(({ kind }) => WORKLOADS.includes(kind));
        assert.ok(workloads.length > 1);
        for (const workload of workloads) {
          const selector = chart.at(workload, "spec.selector");
          assert.deepEqual(selector, { matchLabels: { app: workload.metadata.name } });
        }
      });

      it("of autoscalers are none: each names one Deployment of the chart", () => {
        for (const scaler of manifests().filter((m) => m.kind === "HorizontalPodAutoscaler")) {
          assert.deepEqual(chart.selectors(scaler), []);
          const target = chart.at<{ kind: string; name: string }>(scaler, "spec.scaleTargetRef");
          assert.equal(target.kind, "Deployment");
          chart.get(manifests(), "Deployment", target.name);
        }
      });
    });
  }

  it("meet pods with the labels that they always had", () => {
    const labels = chart.pods(chart.render()).filter(({ owner }) => !owner.startsWith("Pod "));
    assert.deepEqual(
      labels.map((pod) => pod.labels),
      EARLIER.slice(0, 3),
    );
  });
});
