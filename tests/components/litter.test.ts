import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { chartFiles, imageFiles } from "../../components/image/contentHash";
import { inFolders } from "../ignore/cases";

const ROOT = path.resolve(__dirname, "../..");

/** What comes to lie in any folder, at any depth, by its kind. */
const ANYWHERE = {
  "the Finder": ".DS_Store ._main.py .AppleDouble/x .Spotlight-V100/x .Trashes/x __MACOSX/x Icon\r",
  Windows: "Thumbs.db ehthumbs.db thumbs.db desktop.ini Desktop.ini $RECYCLE.BIN/x",
  "a Linux desktop": ".directory .Trash-1000/x .fuse_hidden0001 .nfs0001",
  vim: ".main.py.swp .main.py.swo .main.py.swx main.py~ .main.py.un~ Session.vim _main.swp",
  emacs: "#main.py# .#main.py main.py~ .dir-locals.el .projectile",
  "other editors":
    "main.py.bak main.py.save ~$notes.docx .~lock.x# .main.kate-swp x.sublime-workspace .project",
  JetBrains: ".idea/workspace.xml .idea/inspectionProfiles/x.xml todo.iml",
  "VS Code and its kin":
    ".vscode/settings.json .history/x todo.code-workspace .zed/settings.json .fleet/x .cursor/x",
  "AI tools": ".claude/settings.local.json .aider.chat.history.md .continue/x",
  Python:
    "venv/pyvenv.cfg venv/lib/python3.11/site-packages/x.py .venv/bin/python __pycache__/x.pyc x.pyc x.pyo" +
    " .mypy_cache/x .ruff_cache/x .pytest_cache/x .hypothesis/x .tox/x .nox/x .coverage .coverage.host.1 htmlcov/index.html" +
    " .ipynb_checkpoints/x .python-version",
  Node: "node_modules/x/index.js .next/x .turbo/x .nyc_output/x .eslintcache x.tsbuildinfo .pnp.cjs .yarn/cache/x",
  "what writes logs":
    "npm-debug.log npm-debug.log.1 yarn-error.log uvicorn.log app.log.2026-11-27 nohup.out server.pid",
  git: ".git/HEAD .gitmodules main.py.orig main.py.rej .gitattributes",
  direnv: ".envrc .direnv/x",
  "local databases": "todo.db todo.db-wal todo.sqlite3 todo.sqlite dump.dump",
  "those who keep secrets":
    ".env .env.local .env.production .env.development.local prod.env tls.pem tls.key server.PEM server.Key x.p12 x.pfx" +
    " id_rsa id_ed25519 id_ecdsa id_rsa.old x.jks x.keystore x.kdbx x.ppk .netrc _netrc .pypirc pip.conf .git-credentials" +
    " .aws/credentials .ssh/id_rsa .kube/config .docker/config.json .gnupg/x .pgpass .htpasswd .vault-token x.kubeconfig" +
    " credentials.json client_secret_1.json service-account.json secrets.json secrets.toml x.tfstate x.tfvars",
};

interface Place {
  files(folder: string): string[];
  /** Folders in which the litter lies. */
  depths: string[];
  /** What only goes for this place. */
  litter: string;
  /** What looks like litter and is source. */
  source: string;
}

const PLACES: Record<string, Place> = {
  backend: {
    files: (folder) => imageFiles(folder, `${folder}.Dockerfile`),
    depths: ["", "app/", "app/chat/", "migrations/versions/"],
    litter:
      ".npmrc .yarnrc.yml env/pyvenv.cfg env/lib/x.py build/lib/x.py dist/x.whl todo.egg-info/PKG-INFO coverage.xml kubeconfig" +
      " secrets.yaml tests/test_x.py junit.xml",
    source:
      "main.py alembic.ini requirements.txt migrations/env.py migrations/script.py.mako env.py app/env.py lib/env/__init__.py" +
      " app/environment/x.py app/logs.py app/logs/x.py app/secrets.py app/credentials/x.py app/keys.py app/build/x.py" +
      " app/coverage/x.py coverage.py app/venvs.py app/tests.json app/prompts/system.md app/static/logo.svg app/README.md app/x.log.py",
  },
  frontend: {
    files: (folder) => imageFiles(folder, `${folder}.Dockerfile`),
    depths: ["", "app/", "lib/server/", "public/", "public/.well-known/"],
    litter:
      "lib/.npmrc coverage/lcov.info out/index.html build/x dist/x todo-0.1.0.tgz playwright-report/x test-results/x" +
      " next-env.d.ts .env.example secrets.yaml e2e/x.mjs kubeconfig",
    source:
      ".npmrc package.json package-lock.json next.config.ts tsconfig.json .browserslistrc lib/env.ts lib/env/index.ts env.mjs" +
      " env/index.ts app/build/page.tsx app/coverage/page.tsx app/out/page.tsx app/(auth)/page.tsx app/[[...path]]/page.tsx" +
      " app/log/page.tsx lib/secrets.ts lib/key.ts public/robots.txt public/.well-known/security.txt proxy.ts instrumentation.ts",
  },
  "helm/todo-app": {
    files: chartFiles,
    depths: ["", "templates/", "templates/tests/", "files/"],
    litter: ".npmrc ci/default-values.yaml todo-app-0.1.0.tgz secrets.yaml coverage/x kubeconfig",
    source:
      "Chart.yaml values.yaml values.schema.json README.md templates/NOTES.txt templates/_helpers.tpl templates/secret.yaml" +
      " templates/secrets.yaml templates/env.yaml templates/tests/smoke.yaml files/smoke.py files/env/x files/ci/x templates/service.yaml",
  },
};

for (const [place, { files, depths, litter, source }] of Object.entries(PLACES)) {
  const name = ["backend", "frontend"].includes(place) ? ".dockerignore" : ".helmignore";
  const ignore = fs.readFileSync(path.join(ROOT, place, name), "utf8");
  /** Which of the names count, where all of them lie there. */
  const counted = (names: string[]) =>
    inFolders([{ ignore, files: names }], ([folder]) => {
      fs.writeFileSync(path.join(folder!, name), ignore);
      const count = files(folder!);
      return names.filter((file) => count.includes(file));
    });

  describe(`${place}'s ${name}`, () => {
    for (const [kind, names] of Object.entries(ANYWHERE)) {
      it(`leaves out litter of ${kind}, at any depth`, () => {
        const all = depths.flatMap((depth) => names.split(" ").map((file) => `${depth}${file}`));
        assert.deepEqual(counted(all), []);
      });
    }

    it("leaves out what is no source there", () => {
      assert.deepEqual(counted(litter.split(" ")), []);
    });

    it("lets in source that looks like litter", () => {
      assert.deepEqual(counted(source.split(" ")), source.split(" "));
    });

    it("lets in all that git has there, but for tests and the developer's tools", function () {
      const left =
        /^(tests|e2e|devtools|ci)\/|^(\.gitignore|\.helmignore|dev\.py|pyproject\.toml|requirements-dev\.txt|eslint\.config\.mjs|vitest\.config\.mts)$/;
      let tracked: string;
      try {
        tracked = execFileSync("git", ["ls-files"], {
          cwd: path.join(ROOT, place),
          encoding: "utf8",
        });
      } catch {
        console.log("    skipped: this is no git checkout");
        this.skip();
      }
      const wanted = tracked
        .trimEnd()
        .split("\n")
        .filter((file) => !left.test(file));
      const got = files(path.join(ROOT, place));
      assert.deepEqual(
        wanted.filter((file) => !got.includes(file)),
        [],
      );
    });
  });
}
