import assert from "node:assert/strict";
import { PROFILE, profiles, startProfile, withTools } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";
import { make, makeUserThings, userThings } from "./steps";

describe("a start that failed, and then a profile of the user's own,", function () {
  this.timeout("20m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
  });
  after(() => stack?.end());

  // minikube itself, which is ended half-way: before its node is there, and before its Kubernetes is.
  for (const made of ["volume", "container"])
    it(`leaves no profile and no record of one, ended when its ${made} was there`, async () => {
      const script = `
[ "$1" = start ] || exec $real "$@"
$real "$@" & pid=$!
until docker ${made} inspect ${PROFILE} >/dev/null 2>&1; do kill -0 $pid || break; sleep 0.2; done
kill -9 $pid
echo "Exiting due to GUEST_START: the node did not start" >&2
exit 80`;
      const ended = await withTools({ minikube: script }, (PATH) => make(stack, "up", { PATH }));
      stack.failed(ended, /the node did not start/);
      assert.ok(!profiles().includes(PROFILE), profiles());
    });

  it("leaves that profile alone at down", async () => {
    startProfile();
    makeUserThings();
    stack.ok(await make(stack, "down"));
    assert.equal(userThings(), "b");
    stack.ok(await make(stack, "up"));
    stack.ok(await make(stack, "down"));
    assert.equal(userThings(), "b");
  });
});
