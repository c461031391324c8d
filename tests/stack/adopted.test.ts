import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { selectorOf } from "../../tools/client/pods";
import { inBrowser, needBrowser } from "../support/browser";
import {
  appImages,
  Checkout,
  deleteProfile,
  kubectl,
  minikube,
  PROFILE,
  startProfile,
} from "./checkout";
import { inOrder, shown, skipWithoutTools, wentWell as ok } from "./deployment";

/** What people write in a script instead: a second run of it changes nothing either. */
const PLAIN = `
set -e
docker build --quiet -t todo-backend:plain -f docker/backend/Dockerfile backend/
docker build --quiet -t todo-frontend:plain -f docker/frontend/Dockerfile frontend/
minikube image load todo-backend:plain --profile ${PROFILE}
minikube image load todo-frontend:plain --profile ${PROFILE}
helm upgrade --install todo-app helm/todo-app --kube-context ${PROFILE} -n plain --create-namespace \
  --set backend.image.tag=plain --set frontend.image.tag=plain \
  --set secrets.create=true --set ingress.host=plain.local --wait --timeout 5m
`;
/** Share of the plain script's time that a run of ours may take when nothing has changed. */
const SHARE = 1 / 3;

describe("the stack on a minikube that was there already", function () {
  this.timeout("20m");
  inOrder(this);
  let checkout: Checkout;
  const imagesBefore = appImages();

  before(skipWithoutTools);
  before(() => {
    deleteProfile();
    checkout = new Checkout();
    startProfile();
    kubectl("create", "namespace", "todo-app");
    kubectl("label", "namespace", "todo-app", "owner=somebody");
    kubectl("-n", "todo-app", "create", "configmap", "mine", "--from-literal=a=b");
  });
  after(async () => {
    if (!checkout) return;
    await checkout.make("down");
    deleteProfile();
    checkout.remove();
  });

  it("comes up in a profile and a namespace that were there", async () => {
    ok(await checkout.make("up"));
    ok(await checkout.pulumi("preview", "--expect-no-changes"));
    const { labels } = JSON.parse(kubectl("get", "namespace", "todo-app", "-o", "json")).metadata;
    assert.equal(labels.owner, "somebody");
    assert.equal(labels["pod-security.kubernetes.io/enforce"], undefined);
  });

  it("keeps its promises, each looked at on the cluster", async () => {
    const ended = ok(await checkout.make("verify"));
    console.log(ended.output.replace(/^/gm, "      "));
    assert.doesNotMatch(ended.output, /BROKEN/);
  });

  it("takes people through everything, in a browser, and outlives its pods", async function () {
    needBrowser(this);
    const outputs = ok(await checkout.pulumi("stack", "output", "--json")).output;
    const { endpoints } = JSON.parse(outputs);
    await inBrowser({
      BASE_URL: endpoints.ingress,
      ADDRESS: new URL(endpoints.nodePort).hostname,
      OUTAGE: `kubectl --context ${PROFILE} --namespace todo-app delete pods "${selectorOf("backend", "postgres")}" --wait=false --grace-period=1`,
    });
  });

  it("needs a third of a plain script's time when nothing has changed", async () => {
    ok(await checkout.run("bash", ["-c", PLAIN]));
    const seconds = { plain: [] as number[], up: [] as number[], preview: [] as number[] };
    for (let round = 0; round < 3; round++) {
      seconds.plain.push(ok(await checkout.run("bash", ["-c", PLAIN])).seconds);
      const up = await checkout.pulumi("up", "--yes", "--expect-no-changes");
      seconds.up.push(ok(up).seconds);
      const preview = await checkout.pulumi("preview", "--expect-no-changes");
      seconds.preview.push(ok(preview).seconds);
    }
    const [plain, up, preview] = Object.values(seconds).map(median);
    console.log(
      `      plain script ${plain!.toFixed(1)} s, up ${up!.toFixed(1)} s, preview ${preview!.toFixed(1)} s`,
    );
    assert.ok(up! <= plain! * SHARE, `${up} s beside ${plain} s`);
    assert.ok(preview! <= plain! * SHARE, `${preview} s beside ${plain} s`);
    kubectl("delete", "namespace", "plain");
    for (const image of ["todo-backend:plain", "todo-frontend:plain"]) {
      minikube("image", "rm", image);
      execFileSync("docker", ["image", "rm", image], { stdio: "ignore" });
    }
  });

  it("goes down and leaves both, with what was in them, and nothing of its own", async () => {
    // Another name that the user gave one of its images there.
    const [image] = /\S*todo-backend:\w+/.exec(minikube("image", "ls"))!;
    minikube("image", "tag", image, "docker.io/library/mine:1");
    ok(await checkout.make("down"));
    assert.match(minikube("image", "ls"), /^docker\.io\/library\/mine:1$/m);
    const left = kubectl("-n", "todo-app", "get", "configmap,secret,all,pvc", "-o", "name");
    const mine = left.split("\n").filter((name) => name && !name.includes("kube-root-ca.crt"));
    assert.deepEqual(mine, ["configmap/mine"]);
    assert.doesNotMatch(minikube("image", "ls"), /todo-(backend|frontend)/);
    assert.deepEqual(
      appImages().filter((image) => !imagesBefore.includes(image)),
      [],
    );
    assert.match(kubectl("get", "nodes"), /Ready/);
  });

  it("says what to do when that profile is deleted under it, and then comes up again", async () => {
    ok(await checkout.make("up"));
    deleteProfile();
    const refused = await checkout.make("up");
    assert.notEqual(refused.code, 0, shown(refused));
    assert.match(refused.output, /is not known as the one that this stack is in: the profile or/);
    assert.match(refused.output, /Run: make recover( STACK=\S+)?, then: make up/);
    ok(await checkout.make("recover"));
    ok(await checkout.make("up"));
    ok(await checkout.make("status"));
  });
});

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
