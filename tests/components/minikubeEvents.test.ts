import assert from "node:assert/strict";
import { failureWords, stepWords } from "../../components/cluster/minikubeEvents";

/** A line as minikube 1.38 writes it. */
const event = (type: string, data: object) =>
  JSON.stringify({
    ...{ specversion: "1.0", id: "a3f5", source: "https://minikube.sigs.k8s.io/" },
    ...{ type: `io.k8s.sigs.minikube.${type}`, datacontenttype: "application/json", data },
  });

const pulling = event("step", {
  ...{ currentstep: "5", totalsteps: "19", name: "Pulling Base Image" },
  message: "Pulling base image v0.0.48 ...",
});
const noDriver = event("error", {
  ...{
    name: "DRV_NOT_DETECTED",
    exitcode: "50",
    issues: "",
    url: "https://minikube.example/driver",
  },
  ...{ message: "No possible driver was detected.", advice: "Install one of: docker, podman" },
});

describe("what minikube says while it starts", () => {
  for (const [what, line, words] of [
    ["a step, with how many there are", pulling, "5/19 Pulling base image v0.0.48 ..."],
    [
      "a step outside of those it counts",
      event("step", { message: "Deleting ..." }),
      "Deleting ...",
    ],
    [
      "a download",
      event("download", { artifact: "preload.tar.lz4" }),
      "downloading preload.tar.lz4",
    ],
    ["a warning", event("warning", { message: "low memory" }), "warning: low memory"],
  ])
    it(`is told: ${what}`, () => assert.equal(stepWords(line!), words));

  for (const [what, line] of [
    ["how far a download is", event("download.progress", { artifact: "a", progress: "0.5" })],
    ["an error, which is told at the end", noDriver],
    ["a remark", event("info", { message: "kubectl not found" })],
    ["an event that is new", event("unheard-of", { message: "x" })],
    ["one without words", event("step", {})],
    ["one without data", JSON.stringify({ type: "io.k8s.sigs.minikube.step" })],
    ["another program's JSON", '{"type":"other","data":{"message":"x"}}'],
    ["JSON without a type", "{}"],
    ["half a line", '{"type":"io.k8s.sigs.min'],
    ["plain text", "Unable to find image locally"],
    ["nothing", ""],
  ])
    it(`is left out: ${what}`, () => assert.equal(stepWords(line!), undefined));
});

describe("a start of minikube that fails", () => {
  it("says each error with its name, its advice and where to read on, and no step", () => {
    assert.equal(
      failureWords(`${pulling}\n${noDriver}\n`, ""),
      "Exiting due to DRV_NOT_DETECTED: No possible driver was detected.\n" +
        "Suggestion: Install one of: docker, podman\n" +
        "Documentation: https://minikube.example/driver",
    );
  });

  it("says an error that has but words", () => {
    assert.equal(failureWords(event("error", { message: "disk full" }), ""), "disk full");
  });

  it("says what stands on either stream and is no event, the error last", () => {
    const out = `Unable to find image locally\n${noDriver}`;
    assert.match(
      failureWords(out, "E0501 cni: not ready\n"),
      /^E0501 cni: not ready\n+Unable to find image locally\nExiting due to DRV_NOT_DETECTED/,
    );
  });
});
