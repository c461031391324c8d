import { Rights } from "./access";
import { Reply } from "./terminal";

/** A question to kubectl-ai about the running app, and what is around it. */
export interface Workflow {
  /** As the document's comments name it. */
  name: string;
  question: string;
  rights: Rights;
  /** What a person answers; without it kubectl-ai ends where it would have to ask. */
  replies?: Reply[];
  /** kubectl arguments that set the stage, and those that put it back. */
  before?: string[][];
  after?: string[][];
}

/** Approves what is asked about, and leaves when all is said. */
const APPROVE: Reply[] = [
  { after: /Enter your choice/, type: "1" },
  { after: /Running: [^]*\n[^]*>>>/, type: "exit" },
];
const BROKEN = "broken-demo";

/** @param replicas how many frontend pods there are now */
export function workflows(namespace: string, replicas: number): Workflow[] {
  const scale = `scale frontend in ${namespace} to ${replicas + 1}`;
  const back = ["scale", "deployment/frontend", `--replicas=${replicas}`];
  return [
    { name: "status", question: `show me all pods in ${namespace} namespace`, rights: "reader" },
    { name: "logs", question: "get logs from backend pod", rights: "reader" },
    {
      name: "failed-pod",
      question: `why does pod ${BROKEN} not start in ${namespace} namespace`,
      rights: "reader",
      before: [
        // One that an interrupted run left.
        ["delete", "pod", BROKEN, "--ignore-not-found", "--grace-period=1"],
        ["run", BROKEN, `--overrides=${JSON.stringify(brokenPod)}`, "--image=no-such-image:1"],
        ["wait", `pod/${BROKEN}`, "--for=condition=PodScheduled", "--timeout=30s"],
        [
          "wait",
          `pod/${BROKEN}`,
          "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=ErrImageNeverPull",
          "--timeout=60s",
        ],
      ],
      after: [["delete", "pod", BROKEN, "--ignore-not-found", "--grace-period=1"]],
    },
    { name: "no-yes", question: scale, rights: "own" },
    { name: "no-right", question: scale, rights: "reader", replies: APPROVE },
    { name: "scale", question: scale, rights: "own", replies: APPROVE, after: [back] },
  ];
}

/** A question to kagent about the running app. */
export interface KagentWorkflow {
  /** As the document's comments name it. */
  name: string;
  question: string;
}

/** The last one asks for a change, which its tools have no right to. */
export const KAGENT_WORKFLOWS: KagentWorkflow[] = [
  { name: "kagent-health", question: "how healthy is our deployment" },
  { name: "kagent-resources", question: "which resources do you recommend for the backend" },
  { name: "kagent-no-right", question: "scale frontend to 2" },
];

/** A pod whose image is nowhere, and that a restricted namespace admits. */
const brokenPod = {
  spec: {
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: BROKEN,
        image: "no-such-image:1",
        imagePullPolicy: "Never",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  },
};
