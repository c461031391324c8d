import assert from "node:assert/strict";
import { at, get, names, needHelm, render } from "../support/chartManifests";

const own = (app: string) => ({
  podSelector: { matchLabels: { app, "app.kubernetes.io/instance": "todo" } },
});
const tcp = (port: number) => [{ port, protocol: "TCP" }];
const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};
const FROM_INGRESS = {
  from: [
    { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } } },
  ],
  ports: tcp(3000),
};
const FROM_NODE_PORT = {
  from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.244.0.0/16"] } }],
  ports: tcp(3000),
};
const TO_POSTGRES = { to: [own("postgres")], ports: tcp(5432) };

function policy(name: string, ...settings: string[]): object {
  return at<object>(get(render(...settings), "NetworkPolicy", name), "spec");
}
const ingress = (name: string, ...settings: string[]) => at(policy(name, ...settings), "ingress");
const egress = (name: string, ...settings: string[]) => at(policy(name, ...settings), "egress");

describe("chart network policies", () => {
  before(needHelm);

  it("deny everything to and from the release's pods first", () => {
    assert.deepEqual(policy("default-deny"), {
      podSelector: { matchLabels: { "app.kubernetes.io/instance": "todo" } },
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("let the frontend be reached from the ingress and the NodePort, and reach the backend", () => {
    assert.deepEqual(policy("frontend"), {
      ...own("frontend"),
      policyTypes: ["Ingress", "Egress"],
      ingress: [FROM_INGRESS, FROM_NODE_PORT],
      egress: [DNS, { to: [own("backend")], ports: tcp(8000) }],
    });
  });

  it("let the backend be reached from the frontend, and reach Postgres", () => {
    assert.deepEqual(policy("backend"), {
      ...own("backend"),
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [own("frontend")], ports: tcp(8000) }],
      egress: [DNS, TO_POSTGRES],
    });
  });

  it("let Postgres be reached from the backend, and reach nothing", () => {
    assert.deepEqual(policy("postgres"), {
      ...own("postgres"),
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [own("backend")], ports: tcp(5432) }],
    });
  });

  it("open the internet for Cohere and an external database only when switched on", () => {
    const anywhere = { ipBlock: { cidr: "0.0.0.0/0", except: ["10.244.0.0/16"] } };
    const [dns, database, cohere, ...more] = egress("backend", "existing-database") as object[];
    assert.deepEqual([dns, more], [DNS, []]);
    assert.deepEqual(database, { to: [anywhere], ports: tcp(5432) });
    assert.deepEqual(at(cohere, "ports"), tcp(443));
    const except = at<string[]>(cohere, "to.0.ipBlock.except");
    for (const range of ["10.0.0.0/8", "169.254.0.0/16"]) assert.ok(except.includes(range), range);
  });

  for (const [address, port] of [
    ["http://proxy.example/v2", 80],
    ["https://proxy.example:8443/v2", 8443],
    ["https://proxy.example", 443],
  ] as const) {
    it(`go by the address of Cohere's API: ${address} is port ${port}`, () => {
      const rules = egress(
        "backend",
        "networkPolicy.allowCohere=true",
        `backend.cohereBaseUrl=${address}`,
      );
      assert.deepEqual(at(rules, "2.ports"), tcp(port));
    });
  }

  const publicly = ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"];
  const block = (cidr: string, except?: string[]) => ({
    ipBlock: { cidr, ...(except ? { except } : {}) },
  });
  const WAYS: [string, string[], number, object][] = [
    [
      "http://host.minikube.internal:11434/v1",
      [],
      11434,
      block("0.0.0.0/0", ["10.244.0.0/16", "169.254.0.0/16"]),
    ],
    [
      "https://api.openai.com/v1",
      [],
      443,
      block("0.0.0.0/0", [...publicly, "172.16.0.0/12", "192.168.0.0/16"]),
    ],
    ["http://192.168.49.1:8080/v1", [], 8080, block("192.168.49.1/32")],
    ["https://10.1.2.3/v1", [], 443, block("10.1.2.3/32")],
    ["http://[fd00::1]:8080/v1", [], 8080, block("fd00::1/128")],
    ["http://[fd00::1]/v1", [], 80, block("fd00::1/128")],
    [
      "http://ollama.models.svc:11434/v1",
      [],
      11434,
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "models" } } },
    ],
    [
      "http://ollama.models.svc.cluster.local/v1",
      [],
      80,
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "models" } } },
    ],
    [
      "https://ml.example.com/v1",
      ["networkPolicy.modelCidr=10.1.0.0/16"],
      443,
      block("10.1.0.0/16"),
    ],
  ];
  for (const [address, more, port, peer] of WAYS) {
    it(`let the backend reach the model at ${[address, ...more].join(" with ")} on port ${port}, and nothing else`, () => {
      const model = [`backend.modelBaseUrl=${address}`, "backend.modelName=qwen3:8b", ...more];
      assert.deepEqual(egress("backend", ...model), [
        DNS,
        TO_POSTGRES,
        { to: [peer], ports: tcp(port) },
      ]);
    });
  }

  it("close the way in that is not used", () => {
    assert.deepEqual(ingress("frontend", "no-ingress"), [FROM_NODE_PORT]);
    const [controller, ...more] = ingress("frontend", "ingress-only") as object[];
    const namespace = { "kubernetes.io/metadata.name": "traefik" };
    assert.deepEqual(at(controller, "from.0.namespaceSelector.matchLabels"), namespace);
    assert.deepEqual(more, []);
    const neither = ["ingress.enabled=false", "frontend.service.type=ClusterIP"];
    assert.deepEqual(ingress("frontend", ...neither), null);
  });

  it("take other places of DNS, narrower addresses and further rules", () => {
    const set = "everything-set";
    assert.deepEqual(at(egress("frontend", set), "0.to"), [
      { ipBlock: { cidr: "169.254.20.10/32" } },
    ]);
    assert.deepEqual(at(ingress("frontend", set), "1.from"), [
      { ipBlock: { cidr: "192.168.0.0/16" } },
    ]);
    assert.deepEqual(at(ingress("frontend", set), "2.from"), [
      { podSelector: { matchLabels: { app: "probe" } } },
    ]);
    assert.deepEqual(at(ingress("backend", set), "1.ports"), tcp(8000));
    assert.deepEqual(at(egress("backend", set), "3.to"), [{ ipBlock: { cidr: "10.1.2.3/32" } }]);
  });

  it("are absent when switched off, the test's among them", () => {
    assert.deepEqual(names(render("no-network-policy"), "NetworkPolicy"), []);
  });
});
