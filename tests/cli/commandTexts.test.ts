import assert from "node:assert/strict";
import { sourceTexts } from "../support/sourceTexts";

describe("a command that is printed", () => {
  it("is put together in one place: no source writes one of kubectl, helm or minikube itself", () => {
    /** What is no advice: names of steps and places, a tool's own scripts, a model's answers, and what needs no cluster. */
    const KNOWN = [
      'cli/doctor/surroundings.ts: eval "$(minikube docker-env --unset)"',
      "cli/verify.ts: helm test",
      "cli/verify.ts: helm test",
      "tools/ai/kubectlAi.ts: kubectl-ai is not on PATH. Version … comes with krew (kubectl krew install ai) or from ",
      "tools/ai/modelStandIn.ts: kubectl get pods -n $1",
      "tools/ai/modelStandIn.ts: kubectl logs deployment/$1 --tail=5",
      "tools/ai/modelStandIn.ts: kubectl get events --field-selector involvedObject.name=$1",
      "tools/ai/modelStandIn.ts: kubectl scale deployment/$1 --replicas=$2",
      "tools/secretScan/places.ts: kubectl describe",
      "tools/verify/criteria.ts: kubectl get pods",
    ];
    assert.deepEqual(sourceTexts(COMMAND, [...RUNS_SCRIPTS, HERE]), KNOWN);
  });

  const rejected = [
    "Run: kubectl get pods",
    "`kubectl --context …`",
    "(kubectl config get-contexts lists them)",
    "eval $(minikube ip)",
    "«kubectl» delete namespace",
    "«helm» uninstall todo-app",
    "«minikube» ssh -- df -h /var",
  ];
  const accepted = [
    "deleting minikube profile …",
    "kubectl for the cluster",
    "«minikube» stop --profile …",
    "«docker» image rm …",
  ];
  it("is told from prose about a tool, and of minikube from one that names the profile", () => {
    for (const text of rejected) assert.match(text, COMMAND);
    for (const text of accepted) assert.doesNotMatch(text, COMMAND);
  });
});

/** Where the helpers are by which commands are put together. */
const HERE = "components/cluster/commandLine.ts";

/** Its scripts are run there, with variables for what they go to. */
const RUNS_SCRIPTS = ["tools/bench/ways.ts"];

/** A tool and what it is to do: by its name, or as typed() gives it, which is «tool» in a text of textsIn. */
const COMMAND = new RegExp(
  [
    String.raw`(^|[\s:("'\x60])kubectl (--?\w|(config|get|describe|delete|label|create|apply|logs|exec|wait|rollout|scale|krew)\b)`,
    String.raw`(^|[\s:("'\x60])helm (--?\w|(uninstall|rollback|list|install|upgrade|test|get|status)\b)`,
    String.raw`(^|[\s:("'\x60])minikube (--?\w|(start|stop|delete|ssh|ip|tunnel|image|addons|service|status|docker-env)\b)`,
    "«(kubectl|helm)»",
    "«minikube»(?!.* --profile …)",
  ].join("|"),
);
