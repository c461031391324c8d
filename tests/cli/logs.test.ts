import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

const OUTPUTS = JSON.stringify({
  ...{ namespace: "apps", context: "theirs", endpoints: { backend: "" } },
  ...{ backendImage: "todo-backend:1", frontendImage: "todo-frontend:1" },
});
const STAND_INS = {
  pulumi: `#!/bin/sh\n[ "$1 $2" = "stack output" ] && echo '${OUTPUTS}'\n`,
  kubectl: '#!/bin/sh\necho "$KUBECONFIG $*"\n',
  minikube: "#!/bin/sh\n",
  helm: "#!/bin/sh\n",
};

describe("make logs", () => {
  let folder: string;
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-logs-"));
    for (const [tool, text] of Object.entries(STAND_INS))
      fs.writeFileSync(path.join(folder, tool), text, { mode: 0o755 });
  });
  afterEach(() => {
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  function logs(env: Record<string, string> = {}) {
    const args = [
      "--import",
      pathToFileURL(require.resolve("tsx")).href,
      path.resolve("cli/logs.ts"),
    ];
    const PATH = `${folder}${path.delimiter}${process.env.PATH}`;
    const PULUMI_BACKEND_URL = "file:///elsewhere";
    return spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH, PULUMI_BACKEND_URL, ...env },
    });
  }

  it("follows every part, in the kubeconfig, context and namespace of the stack", () => {
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config:\n  todo:kubeconfig: /k/own\n");
    const { stdout, status } = logs({ KUBECONFIG: "/k/default" });
    assert.equal(status, 0);
    assert.match(stdout, /^\/k\/own --context theirs --namespace apps logs --follow/);
    assert.match(
      stdout,
      / --selector=app in \(backend, frontend, postgres\),app\.kubernetes\.io\/instance=todo-app$/m,
    );
  });

  it("follows the part that is named, and refuses one that is none", () => {
    assert.match(
      logs({ PART: "backend" }).stdout,
      / --selector=app=backend,app\.kubernetes\.io\/instance=todo-app$/m,
    );
    const { stderr, status } = logs({ PART: "database" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^PART is "database": expected backend, frontend, postgres\. Run: make logs/,
    );
  });
});
