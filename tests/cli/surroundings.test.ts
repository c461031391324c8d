import assert from "node:assert/strict";
import { doctorTable, mustBeThere } from "../../cli/doctor";
import { bypasses, Surroundings, surroundingsFindings } from "../../cli/doctor/surroundings";

/** Everything as it should be. */
const WELL: Surroundings = {
  system: "linux",
  env: {},
  uid: 1000,
  engine: "unix:///var/run/docker.sock",
  kubectl: "Client Version: v1.34.4\nKustomize Version: v5.7.1\n",
  profile: "minikube",
  driver: "",
  kubernetesVersion: "",
};
const PROFILE = { driver: "docker", address: "192.168.58.2", kubernetesVersion: "v1.35.0" };
const findingsOf = (change: Partial<Surroundings>) =>
  surroundingsFindings({ ...WELL, ...change }).filter(({ ok }) => !ok);

describe("the doctor, looking around the tools,", () => {
  it("finds nothing wrong where all is well, with a profile and without", () => {
    assert.deepEqual(findingsOf({}), []);
    assert.deepEqual(findingsOf({ found: PROFILE, driver: "docker" }), []);
  });

  const cases: [string, Partial<Surroundings>, string, RegExp, RegExp][] = [
    [
      "minikube docker-env left in the shell",
      { env: { MINIKUBE_ACTIVE_DOCKERD: "minikube", DOCKER_HOST: "tcp://192.168.49.2:2376" } },
      "Docker engine",
      /MINIKUBE_ACTIVE_DOCKERD=minikube, DOCKER_HOST=tcp:\/\/192/,
      /^eval "\$\(minikube docker-env --unset\)"$/,
    ],
    [
      "an engine elsewhere by variable",
      { env: { DOCKER_HOST: "ssh://me@build.example" } },
      "Docker engine",
      /DOCKER_HOST=ssh/,
      /^unset DOCKER_HOST$/,
    ],
    [
      "a context that points elsewhere",
      { engine: "tcp://build.example:2376" },
      "Docker engine",
      /docker context points to tcp:\/\/build/,
      /^docker context use default$/,
    ],
    [
      "a profile of another driver",
      { driver: "kvm2", found: PROFILE },
      "minikube driver",
      /docker \(profile minikube\)/,
      /make config SET=profile=minikube-kvm2$/,
    ],
    ["root", { uid: 0 }, "user", /^root$/, /export MINIKUBE_FORCE=true$/],
    [
      "a proxy that is asked for the node",
      { env: { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "localhost" } },
      "proxy",
      /HTTPS_PROXY, also used for 192\.168\.49\.2/,
      /^export NO_PROXY=localhost,\S*192\.168\.49\.0\/24,10\.96\.0\.0\/12 no_proxy=/,
    ],
    [
      "a proxy that is asked for the node that is there",
      { env: { https_proxy: "http://proxy:3128", no_proxy: "192.168.49.0/24" }, found: PROFILE },
      "proxy",
      /https_proxy, also used for 192\.168\.58\.2/,
      /192\.168\.58\.0\/24/,
    ],
  ];
  for (const [what, change, name, found, fix] of cases) {
    it(`names ${what}, and that alone`, () => {
      const findings = findingsOf(change);
      assert.deepEqual(
        findings.map((finding) => finding.name),
        [name],
      );
      assert.match(findings[0]!.found, found);
      assert.match(findings[0]!.fix, fix);
    });
  }

  for (const [what, change, fix] of [
    [
      "too new for the profile",
      { found: { ...PROFILE, kubernetesVersion: "v1.30.1" } },
      /make config SET=profile=minikube-new, /,
    ],
    [
      "too old for the Kubernetes that is wanted",
      { kubernetesVersion: "v1.36.0" },
      /make config UNSET=kubernetesVersion, /,
    ],
  ] as [string, Partial<Surroundings>, RegExp][]) {
    it(`gives advice on a kubectl ${what}, and stops nothing`, () => {
      assert.deepEqual(findingsOf(change), []);
      const findings = surroundingsFindings({ ...WELL, ...change });
      const advice = findings.filter((finding) => finding.fix !== "");
      assert.deepEqual(
        advice.map((finding) => [finding.name, finding.found]),
        [["kubectl for the cluster", "1.34"]],
      );
      assert.match(advice[0]!.fix, fix);
      assert.match(doctorTable(findings), /^note +kubectl for the cluster/m);
    });
  }

  it("stops what needs the missing, with the whole table, and nothing for advice", () => {
    const advice = { name: "kubectl", ok: true, found: "1.34", needed: "1.35", fix: "make up" };
    mustBeThere([advice]);
    assert.throws(
      () => mustBeThere([advice, { ...advice, name: "docker", ok: false }]),
      /^Error: .*\nnote +kubectl .*\nMISSING +docker [^]*\nNothing was changed\. Fix the lines marked MISSING/,
    );
  });

  it("never prints a proxy's address, which may hold a password", () => {
    const env = { HTTPS_PROXY: "http://me:hunter2@proxy:3128" };
    assert.doesNotMatch(JSON.stringify(surroundingsFindings({ ...WELL, env })), /hunter2/);
  });

  it("takes what works all the same", () => {
    const proxy = { HTTPS_PROXY: "http://proxy:3128" };
    for (const change of [
      { env: { DOCKER_HOST: "unix:///run/user/1000/docker.sock" } },
      { env: { DOCKER_HOST: "tcp://127.0.0.1:2375" } },
      { engine: "npipe:////./pipe/dockerDesktopLinuxEngine" },
      { engine: undefined },
      { uid: 0, env: { MINIKUBE_FORCE: "true" } },
      { uid: 0, found: PROFILE },
      { uid: 0, driver: "none" },
      { env: { ...proxy, NO_PROXY: "192.168.0.0/16" } },
      { env: { ...proxy, NO_PROXY: "*" } },
      { env: proxy, system: "darwin" as const },
      { kubectl: undefined, found: PROFILE },
    ]) {
      assert.deepEqual(findingsOf(change), [], JSON.stringify(change));
    }
  });
});

describe("a list of addresses that no proxy is asked for", () => {
  it("covers an address by itself, by range and by star, and no other", () => {
    for (const list of ["10.0.0.7", "a.example, 10.0.0.7", "10.0.0.0/8", "*"])
      assert.equal(bypasses(list, "10.0.0.7"), true, list);
    for (const list of ["", "10.0.0.8", "10.0.1.0/24", "10.0.0.0/99", "10.0.0", "example.com/8"])
      assert.equal(bypasses(list, "10.0.0.7"), false, list);
  });
});
