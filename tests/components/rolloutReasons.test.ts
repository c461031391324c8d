import assert from "node:assert/strict";
import * as path from "node:path";
import { Event, Pod, Reason, reasons as reasonsIn } from "../../components/rollout/rolloutReasons";
import { ownHome } from "../support/standIn";

const reasons = (objects: (Pod | Event)[], profile = "minikube"): Reason[] =>
  reasonsIn(objects, profile, "make up");

const pod = (status: Pod["status"], metadata: Partial<Pod["metadata"]> = {}): Pod => ({
  kind: "Pod",
  metadata: { name: "backend-1", ...metadata },
  status,
});
const event = (reason: string, message: string, name = "backend-1"): Event => ({
  kind: "Event",
  reason,
  message,
  involvedObject: { name },
});
const container = (state: object, lastState = {}, restartCount = 0) => ({
  containerStatuses: [{ name: "backend", restartCount, state, lastState }],
});

describe("the reasons of a rollout", () => {
  it("are none while pods start", () => {
    assert.deepEqual(reasons([pod(container({ waiting: { reason: "ContainerCreating" } }))]), []);
    assert.deepEqual(reasons([pod({})]), []);
    assert.deepEqual(reasons([pod(container({ running: {} }))]), []);
  });

  it("name an image that cannot be had, in the runtime's words", () => {
    const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "x:1"' };
    assert.deepEqual(reasons([pod(container({ waiting }))]), [
      {
        pod: "backend-1",
        text: 'container backend: ImagePullBackOff: Back-off pulling image "x:1"',
      },
    ]);
  });

  it("name a crash with its exit code, and the container whose log says more", () => {
    const status = container(
      { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } },
      { terminated: { exitCode: 1, reason: "Error" } },
    );
    assert.deepEqual(reasons([pod(status)]), [
      {
        pod: "backend-1",
        container: "backend",
        text: "container backend: CrashLoopBackOff (Error, exit code 1)",
      },
    ]);
  });

  it("name a container that ran out of memory", () => {
    const status = container(
      { running: {} },
      { terminated: { exitCode: 137, reason: "OOMKilled" } },
    );
    assert.match(reasons([pod(status)])[0]!.text, /OOMKilled, exit code 137/);
  });

  it("name an init container that fails", () => {
    const status = {
      initContainerStatuses: [
        {
          name: "migrate",
          restartCount: 0,
          state: { terminated: { exitCode: 1, reason: "Error" } },
        },
      ],
    };
    assert.deepEqual(reasons([pod(status)]), [
      {
        pod: "backend-1",
        container: "migrate",
        text: "container migrate: failed (Error, exit code 1)",
      },
    ]);
  });

  it("pass over an init container that ended well", () => {
    const status = {
      initContainerStatuses: [
        { name: "migrate", restartCount: 0, state: { terminated: { exitCode: 0 } } },
      ],
    };
    assert.deepEqual(reasons([pod(status)]), []);
  });

  it("name a missing secret", () => {
    const waiting = {
      reason: "CreateContainerConfigError",
      message: 'secret "app-secrets" not found',
    };
    assert.match(reasons([pod(container({ waiting }))])[0]!.text, /secret "app-secrets" not found/);
  });

  it("name what keeps a pod from being scheduled", () => {
    const conditions = [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: "Insufficient cpu",
      },
    ];
    assert.deepEqual(reasons([pod({ conditions })]), [
      { pod: "backend-1", text: "cannot be scheduled: Insufficient cpu" },
    ]);
  });

  it("name a probe that fails while the container runs, but not the readiness probe of a start", () => {
    const running = pod(container({ running: {} }));
    const failing = event(
      "Unhealthy",
      "Liveness probe failed: HTTP probe failed with statuscode: 500",
    );
    assert.match(reasons([running, failing])[0]!.text, /Liveness probe failed/);
    assert.deepEqual(reasons([running, event("Unhealthy", "Readiness probe failed: refused")]), []);
    const starting = { ...event("Unhealthy", "Startup probe failed: refused"), count: 3 };
    assert.deepEqual(reasons([running, starting]), []);
    assert.match(reasons([running, { ...starting, count: 40 }])[0]!.text, /Startup probe failed/);
  });

  it("name a pod that never gets ready, and the container whose log says why", () => {
    const running = pod(container({ running: {} }));
    const refused = event("Unhealthy", "Readiness probe failed: HTTP probe failed: 503");
    refused.involvedObject.fieldPath = "spec.containers{backend}";
    assert.deepEqual(reasons([running, { ...refused, count: 3 }]), []);
    assert.deepEqual(reasons([running, { ...refused, count: 4 }]), [
      {
        pod: "backend-1",
        container: "backend",
        text: "Readiness probe failed: HTTP probe failed: 503",
      },
    ]);
  });

  it("pass over the probes of a pod that has become ready since", () => {
    const status = { name: "backend", restartCount: 0, ready: true, state: {} };
    const refused = { ...event("Unhealthy", "Liveness probe failed: 500"), count: 9 };
    assert.deepEqual(reasons([pod({ containerStatuses: [status] }), refused]), []);
  });

  it("name what the API server did not admit", () => {
    const denied = event(
      "FailedCreate",
      "pods is forbidden: violates PodSecurity restricted",
      "backend-rs",
    );
    assert.deepEqual(reasons([denied]), [
      { pod: "backend-rs", text: "pods is forbidden: violates PodSecurity restricted" },
    ]);
  });

  it("pass over pods that are going", () => {
    const waiting = { reason: "ImagePullBackOff" };
    assert.deepEqual(reasons([pod(container({ waiting }), { deletionTimestamp: "now" })]), []);
  });

  describe("of an image whose registry the node does not trust", () => {
    const home = ownHome();
    const x509 = 'failed to pull "x": tls: x509: certificate signed by unknown authority';
    const text = (reason: string, message: string, profile?: string) =>
      reasons([pod(container({ waiting: { reason, message } }))], profile)[0]!.text;

    for (const reason of ["ErrImagePull", "ImagePullBackOff"])
      it(`end with the commands that give minikube's node the proxy's CA, at ${reason}`, () => {
        const folder = path.join(home.folder, ".minikube", "certs");
        assert.equal(
          text(reason, x509, "p"),
          `container backend: ${reason}: ${x509}\nThe node does not trust the registry's certificate. ` +
            "Behind a TLS-inspecting proxy, with its CA's certificate in corporate-root.pem, run: " +
            `mkdir -p ${folder} && cp corporate-root.pem ${folder} && minikube stop --profile p && make up`,
        );
      });

    it("name no command of minikube's where the cluster is not minikube's", () => {
      assert.match(text("ErrImagePull", x509, ""), /CA has to be installed on every node\.$/);
      assert.doesNotMatch(text("ErrImagePull", x509, ""), /minikube/);
    });

    for (const other of ["i/o timeout", "x509: certificate has expired", "no such host"])
      it(`have no such commands at: ${other}`, () =>
        assert.equal(text("ErrImagePull", other), `container backend: ErrImagePull: ${other}`));
  });
});
