import assert from "node:assert/strict";
import { CHART, helm, needHelm, refusal } from "../support/chartManifests";

describe("chart values", () => {
  before(needHelm);

  const REFUSED: [string, RegExp][] = [
    ["backend.replicas=-1", /\/backend\/replicas.*minimum/],
    ["backend.replicas=two", /\/backend\/replicas.*want integer/],
    ["backend.replica=2", /\/backend'.*'replica' not allowed/],
    ["backend.image=null", /\/backend'.*missing property 'image'/],
    ["backend.image.pullPolicy=Sometimes", /\/backend\/image\/pullPolicy.*'IfNotPresent'/],
    ["backend.image.digest=sha256:12", /\/backend\/image\/digest/],
    ["backend.resources.limits.memory=512MB", /\/backend\/resources\/limits\/memory/],
    ["frontend.resources.requests.cpu=0.1234", /\/frontend\/resources\/requests\/cpu/],
    ["backend.logLevel=loud", /\/backend\/logLevel/],
    ["backend.cohereBaseUrl=ftp://x", /\/backend\/cohereBaseUrl/],
    ["backend.modelBaseUrl=localhost:11434", /\/backend\/modelBaseUrl/],
    ["backend.modelBaseUrl=http://me:key@x/v1", /\/backend\/modelBaseUrl/],
    ["backend.modelName=a model", /\/backend\/modelName/],
    ["backend.modelTimeoutSeconds=0", /\/backend\/modelTimeoutSeconds.*minimum/],
    ["networkPolicy.modelCidr=ollama", /\/networkPolicy\/modelCidr/],
    ["backend.env.JWT_SECRET=x", /\/backend\/env.*JWT_SECRET/],
    ["backend.env.MODEL_API_KEY=x", /\/backend\/env.*MODEL_API_KEY/],
    ["backend.probes.liveness.periodSeconds=0", /\/backend\/probes\/liveness\/periodSeconds/],
    ["frontend.service.nodePort=80", /\/frontend\/service\/nodePort.*want 30,?000/],
    ["frontend.service.type=ExternalName", /\/frontend\/service\/type/],
    ["frontend.cookieSecure=maybe", /\/frontend\/cookieSecure/],
    ["ingress.host=Todo_App", /\/ingress\/host/],
    ["ingress.host=http://todo", /\/ingress\/host/],
    ["nodeSelector.disk=a b", /\/nodeSelector\/disk/],
    ["secrets.name=a..b", /\/secrets\/name/],
    ["postgres.storage.size=1G5", /\/postgres\/storage\/size/],
    ["postgres.runAsUser=0", /\/postgres\/runAsUser.*minimum/],
    ["networkPolicy.nodePortCidr=10.0.0.0/33", /\/networkPolicy\/nodePortCidr/],
    ["secrets.name=", /\/secrets\/name/],
    ["secrets.jwtSecret=abc", /\/secrets'.*'jwtSecret' not allowed/],
    ["autoscaling.enabled=true", /'autoscaling' not allowed/],
  ];
  for (const [setting, message] of REFUSED) {
    it(`refuses ${setting}, naming it`, () => assert.match(refusal(setting), message));
  }

  const CONTRADICTIONS: [string[], RegExp][] = [
    [
      ["backend.modelBaseUrl=http://x/v1"],
      /backend\.modelBaseUrl is "http:\/\/x\/v1" and backend\.modelName is empty/,
    ],
    [
      ["backend.modelName=qwen3"],
      /backend\.modelName is "qwen3" and backend\.modelBaseUrl is empty/,
    ],
    [
      ["frontend.autoscaling.enabled=true", "frontend.autoscaling.minReplicas=9"],
      /frontend\.autoscaling\.minReplicas is 9, above frontend\.autoscaling\.maxReplicas 5/,
    ],
    [["postgres.enabled=false"], /Set networkPolicy\.allowExternalDatabase=true/],
    [["postgres.enabled=false", "secrets.create=true"], /set secrets\.create=false/],
  ];
  for (const [settings, message] of CONTRADICTIONS) {
    it(`refuses ${settings.join(" with ")}, and says what to set`, () =>
      assert.match(refusal(...settings), message));
  }

  it("are found wrong by lint too, all at once", () => {
    const run = helm("lint", CHART, "--set=backend.replicas=99,ingress.host=X,secrets.create=1");
    for (const key of ["/backend/replicas", "/ingress/host", "/secrets/create"]) {
      assert.ok((run.stdout + run.stderr).includes(key), key);
    }
  });
});
