import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { declaredKeys } from "../../todo/configSource";
import {
  anchorsOf,
  Document,
  filesBelow,
  linksOf,
  mermaidProblems,
  parseDocument,
  read,
  ROOT,
} from "../support/documents";
import { route } from "../stack/route";

/** A method of MCP, and no path. */
const METHOD = "tools/call";

/** Paths that documents name although they come only with use. */
const COME_LATER = [
  ".dev",
  ".pulumi-local",
  ".logs",
  "node_modules",
  "backend/.venv",
  "frontend/node_modules",
  "reports/mutation",
  "Pulumi.test.yaml",
];

/** Endings of names that are files wherever they stand. */
const FILE = /\.(md|ts|tsx|mjs|json|ya?ml|toml|py|tpl|txt)$/;

const files = filesBelow(".");
const documents = files
  .filter((file) => /^[A-Z]+\.md$|^docs\/.*\.md$|^helm\/todo-app\/README\.md$/.test(file))
  .map((file) => parseDocument(file));

const exists = (file: string) => fs.existsSync(path.join(ROOT, file));

/** Everything in a document that is code: blocks and spans. */
const code = ({ blocks, spans }: Document) => [...blocks.map(({ text }) => text), ...spans];

/** Nothing is wrong in any document; else each problem is listed with the document's name. */
function inEveryDocument(problemsIn: (document: Document) => string[]): void {
  const problems = documents.flatMap((document) =>
    problemsIn(document).map((problem) => `${document.file}: ${problem}`),
  );
  assert.deepEqual(problems, []);
}

describe("documents", () => {
  it("are all there", () => {
    for (const file of [
      "README.md",
      "CLAUDE.md",
      "CONTRIBUTING.md",
      "CHANGELOG.md",
      "docs/architecture-diagram.md",
      "docs/deployment-guide.md",
      "docs/security.md",
      "helm/todo-app/README.md",
    ]) {
      assert.ok(
        documents.some((document) => document.file === file),
        file,
      );
    }
    assert.match(read("LICENSE"), /^MIT License\n\nCopyright \(c\) \d{4} todo-app contributors\n/);
  });

  it("have tables that are written from their sources", () => {
    for (const script of ["docs/config.mjs", "docs/compatibility.mjs", "helm/docs.mjs"]) {
      const { status, stderr } = spawnSync(process.execPath, [script, "--check"], {
        cwd: ROOT,
        encoding: "utf8",
      });
      assert.equal(status, 0, stderr);
    }
  });

  it("keep decisions short, and list every one", () => {
    const folder = "docs/decisions";
    const records = fs.readdirSync(path.join(ROOT, folder)).filter((file) => /^\d/.test(file));
    const index = linksOf(parseDocument(`${folder}/README.md`));
    assert.deepEqual([...new Set(index)].sort(), records.sort());
    for (const record of records) {
      const text = read(`${folder}/${record}`);
      assert.ok(text.split("\n").length <= 60, `${record} is longer than 60 lines`);
      assert.ok(text.startsWith(`# ${record.slice(0, 4)} `), `${record}: number in the heading`);
      for (const part of ["Context", "Decision", "Consequences", "Alternatives"]) {
        assert.ok(text.includes(`\n## ${part}\n`), `${record}: ${part}`);
      }
    }
  });
});

describe("what documents name", () => {
  it("leads somewhere: every link has a file and a heading that are there", () => {
    inEveryDocument((document) =>
      linksOf(document).filter((link) => {
        const [file, anchor] = link.split("#");
        const folder = path.posix.dirname(document.file);
        const target = file ? path.posix.join(folder, file) : document.file;
        if (!exists(target)) return true;
        return anchor !== undefined && !anchorsOf(parseDocument(target)).includes(anchor);
      }),
    );
  });

  it("is a target of the Makefile after the word make", () => {
    const targets = [...read("Makefile").matchAll(/^([a-z][a-z-]*):/gm)].map(([, name]) => name);
    inEveryDocument((document) =>
      code(document)
        .flatMap((text) => [...text.matchAll(/\bmake(?: -[a-zA-Z]+)* ([a-z][a-z-]*)/g)])
        .filter(([, target]) => !targets.includes(target))
        .map(([command]) => command),
    );
  });

  it("is a setting of Pulumi.yaml after the project's name", () => {
    const keys = Object.keys(declaredKeys());
    inEveryDocument((document) =>
      code(document)
        .flatMap((text) => [...text.matchAll(/\btodo:([a-z]\w*)(?!:)\b/g)])
        .filter(([, key]) => !keys.includes(key!))
        .map(([name]) => name),
    );
  });

  it("is a key alone where it is a setting: what sets it is a whole command", () => {
    // A message of the program begins with the key too.
    inEveryDocument(({ spans }) => spans.filter((span) => /^todo:\w+\s(?!is "|has )/.test(span)));
  });

  it("is in values.yaml where it is a value of the chart", () => {
    const values = parse(read("helm/todo-app/values.yaml"));
    const has = (key: string) =>
      key.split(".").reduce((at, part) => (at as never)?.[part], values as unknown) !== undefined;
    const roots = Object.keys(values).join("|");
    const name = new RegExp(`(?:^|[\\s,])((?:${roots})\\.[a-z][\\w.]*)(?==|$)`);
    inEveryDocument((document) =>
      document.spans
        .map((span) => name.exec(span)?.[1])
        .filter((key) => key !== undefined)
        .filter((key) => !FILE.test(key) && !has(key)),
    );
  });

  it("is there where it is a path of this repository", () => {
    const folders = fs
      .readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const inFolder = (word: string) => folders.includes(word.split("/")[0]!);
    const known = (word: string) => {
      if (word === METHOD) return true;
      const file = word.replace(/\/$/, "");
      if (COME_LATER.some((later) => file === later || file.startsWith(`${later}/`))) return true;
      // A name alone, as settings.ts, may be that of a file anywhere.
      return exists(file) || (!inFolder(file) && files.some((other) => other.endsWith(`/${file}`)));
    };
    inEveryDocument((document) =>
      code(document)
        .flatMap((text) => text.split(/[\s"'`()=,;|]+/))
        .map((word) => word.replace(/[.:]+$/, ""))
        .filter((word) => /^[\w.][\w.-]*(\/[\w.-]+)*\/?$/.test(word))
        .filter((word) => (inFolder(word) ? word.includes("/") : FILE.test(word)))
        .filter((word) => !known(word)),
    );
  });
});

describe("a shell block in a document", () => {
  const shellBlocks = ({ blocks }: Document) =>
    blocks.filter(({ language }) => ["sh", "bash", "shell"].includes(language));

  it("is one that bash can read", () => {
    inEveryDocument((document) =>
      shellBlocks(document).flatMap(({ text, line }) => {
        const bash = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
        return bash.status === 0 ? [] : [`line ${line}: ${bash.error?.message ?? bash.stderr}`];
      }),
    );
  });

  it("has nothing that has to be filled in first", () => {
    inEveryDocument((document) =>
      shellBlocks(document).flatMap(({ text, line }) => {
        const commands = text.replace(/(^|\s)#.*$/gm, "");
        const found = /<[A-Za-z][\w -]*>|…|\bYOUR[_-]\w+/.exec(commands)?.[0];
        return found ? [`line ${line}: ${found}`] : [];
      }),
    );
  });

  it("is on the route that tests/stack walks, in README and deployment guide", () => {
    assert.ok(route().length > 30);
  });

  it("runs with Docker and minikube alone, or says what it needs", () => {
    inEveryDocument((document) =>
      shellBlocks(document)
        .filter(({ info }) => !/^$|^(needs|runs)="[^"]+"$/.test(info))
        .map(({ info, line }) => `line ${line}: ${info}`),
    );
  });
});

describe("every message in the guide's table is one that the code prints", () => {
  /** Sources as one text, with what is put into messages replaced by "…", and pieces put together. */
  const printed = ["components", "todo", "cli", "tools", "helm/todo-app/templates", "backend/app"]
    .flatMap(filesBelow)
    .filter((file) => /\.(ts|tpl|py)$/.test(file))
    .map(read)
    .join("\n")
    .replace(/["`']\s*\+\s*["`']/g, "")
    .replace(/\\n/g, " ")
    .replace(/\\"/g, '"')
    .replace(/\$\{makeCommand\("(\w+)"\)\}/g, "make $1")
    .replace(/\$\{[^{}]*\}/g, "…")
    .replace(/%q|%s/g, "…")
    .replace(/\s+/g, " ");
  const guide = read("docs/deployment-guide.md");
  const [, table = ""] = /### Messages of this repository\n([^]*?)\n### /.exec(guide) ?? [];
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (when|---)/.test(line));
  const messages = rows.flatMap((row) =>
    [...row.split(" | ")[1]!.matchAll(/`([^`]+)`/g)].map(([, message]) => message!),
  );

  it("has a row for each step, and a message in each row", () => {
    assert.ok(rows.length >= 20, `${rows.length} rows`);
    assert.ok(messages.length >= rows.length);
  });

  it("finds each piece between names and numbers in the sources", () => {
    const pieces = messages.flatMap((message) => message.split("…")).map((piece) => piece.trim());
    assert.deepEqual(
      pieces.filter((piece) => !printed.includes(piece)),
      [],
    );
  });
});

describe("diagrams", () => {
  it("are drawn as they stand in the documents", () => {
    const folder = "docs/diagrams";
    const drawn = fs.readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith(".svg"));
    const wanted = documents
      .filter(({ file }) => !file.startsWith("helm/"))
      .flatMap(({ file, blocks }) =>
        blocks
          .filter(({ language }) => language === "mermaid")
          .map(({ text }, index) => {
            const name = `${path.basename(file, ".md").toLowerCase()}-${index + 1}.svg`;
            const hash = createHash("sha256").update(text).digest("hex");
            return [name, `<!-- drawn from sha256 ${hash} -->`] as const;
          }),
      );
    assert.ok(wanted.length >= 4);
    assert.deepEqual(drawn.sort(), wanted.map(([name]) => name).sort(), "Run: make diagrams");
    for (const [name, mark] of wanted) {
      const svg = read(`${folder}/${name}`);
      assert.ok(svg.startsWith(`${mark}\n<svg `), `${name} is out of date. Run: make diagrams`);
    }
  });

  it("have nothing that is plainly wrong", () => {
    inEveryDocument(({ blocks }) =>
      blocks
        .filter(({ language }) => language === "mermaid")
        .flatMap(({ text, line }) =>
          mermaidProblems(text).map((problem) => `line ${line}: ${problem}`),
        ),
    );
  });

  const broken: [string, string, RegExp][] = [
    ["of another kind", "graph\n  a --> b", /neither a flowchart/],
    ["with an open bracket", 'flowchart LR\n  a["x" --> b["y"]', /brackets do not match/],
    ["with an open quote", 'flowchart LR\n  a["x]', /a quote is open/],
    ["with a subgraph that does not end", 'flowchart LR\n  subgraph s["x"]\n  a["y"]', /no end/],
    ["with an unknown node", 'flowchart LR\n  a["x"] --> b', /b is declared nowhere/],
    ["with an unknown participant", "sequenceDiagram\n  participant A\n  A->>B: x", /B is no/],
  ];
  for (const [name, text, problem] of broken) {
    it(`${name} are found`, () => assert.match(mermaidProblems(text).join("\n"), problem));
  }
});

describe("the checks of documents", () => {
  it("give headings the anchors that GitHub gives them", () => {
    const prose = "# Two words\n## `make up`, and [more](x.md)!\n## Two words\n";
    assert.deepEqual(anchorsOf({ prose }), ["two-words", "make-up-and-more", "two-words-1"]);
  });

  it("take links from prose, and neither from code nor to other hosts", () => {
    const { prose } = parseDocument(
      "x.md",
      "[a](b.md#c) `[d](e.md)` [f](https://g.example)\n```sh\n[h](i.md)\n```\n",
    );
    assert.deepEqual(linksOf({ prose }), ["b.md#c"]);
  });

  it("tell a table of settings that is out of date, and fix it", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-docs-"));
    try {
      fs.mkdirSync(path.join(folder, "docs"));
      for (const file of ["docs/config.mjs", "Pulumi.yaml", "README.md"]) {
        fs.writeFileSync(path.join(folder, file), read(file));
      }
      fs.symlinkSync(
        path.join(ROOT, "node_modules"),
        path.join(folder, "node_modules"),
        "junction",
      );
      const readme = path.join(folder, "README.md");
      const stale = read("README.md").replace("| `todo:cpus` | `4` |", "| `todo:cpus` | `3` |");
      const run = (...args: string[]) =>
        spawnSync(process.execPath, ["docs/config.mjs", ...args], {
          cwd: folder,
          encoding: "utf8",
        });

      fs.writeFileSync(readme, stale);
      assert.match(run("--check").stderr, /not up to date\. Run: node docs\/config\.mjs/);
      assert.equal(fs.readFileSync(readme, "utf8"), stale);
      assert.equal(run().status, 0);
      assert.equal(fs.readFileSync(readme, "utf8"), read("README.md"));
      assert.equal(run("--check").status, 0);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
