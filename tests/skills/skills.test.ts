import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { PATTERNS } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";

const ROOT = path.resolve(__dirname, "../..");
const SKILLS = path.join(ROOT, ".claude/skills");
const NAMES = ["generate-dockerfile", "generate-helm-chart", "troubleshoot-k8s-deployment"];

const read = (...parts: string[]) => fs.readFileSync(path.join(SKILLS, ...parts), "utf8");

/** Blocks of a document that are marked with a language. */
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map((m) => m[1]!);

describe("skills", () => {
  it("are these three, each a folder and a flat file", () => {
    const found = fs.readdirSync(SKILLS).sort();
    assert.deepEqual(found, NAMES.flatMap((name) => [name, `${name}.md`]).sort());
  });

  for (const name of NAMES) {
    describe(name, () => {
      const text = read(name, "SKILL.md");

      it("is the same in SKILL.md, which is loaded, and in the flat file", () => {
        assert.equal(read(`${name}.md`), text);
      });

      it("has frontmatter that says what it does and when to use it", () => {
        const [, frontmatter] = /^---\n([^]*?)\n---\n\n# /.exec(text) ?? [];
        const fields: Record<string, string> = parse(frontmatter ?? "");
        assert.deepEqual(Object.keys(fields), ["name", "description"]);
        assert.equal(fields.name, name);
        assert.match(name, /^(?!.*--)[a-z][a-z0-9-]{0,62}[a-z0-9]$/);
        assert.match(fields.description!, / Use when /);
        assert.ok(fields.description!.length <= 1024, "1024 characters at most");
      });

      it("has every part, and is short enough to be read whole", () => {
        const parts = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]!);
        for (const part of ["Purpose", "Inputs", "Outputs", "Steps", "Examples"]) {
          assert.ok(parts.includes(part), `no "## ${part}"`);
        }
        assert.ok(text.split("\n").length < 500);
      });

      it("names no file that is not there", () => {
        const own = text.matchAll(/`((?:scripts|examples)\/[\w./-]+)`/g);
        const whole = text.matchAll(/(\.claude\/skills\/[\w./-]+)/g);
        const named = [
          ...[...own].map((match) => path.join(SKILLS, name, match[1]!)),
          ...[...whole].map((match) => path.join(ROOT, match[1]!)),
        ];
        assert.ok(named.length > 3);
        for (const file of named) assert.ok(fs.existsSync(file), `${file} is not there`);
      });

      it("has examples that run as they stand", () => {
        const examples = blocks(text, "sh");
        assert.ok(examples.length > 0);
        for (const example of examples) {
          const run = spawnSync("bash", ["-euo", "pipefail", "-c", example], {
            cwd: ROOT,
            encoding: "utf8",
          });
          assert.equal(run.status, 0, `${example}\n${run.stdout}${run.stderr}`);
          assert.notEqual(run.stdout, "");
        }
      });
    });
  }

  it("explains every kind of finding, and no others", () => {
    const table = /^## Decision table$([^]*?)^The patterns/m.exec(read(`${NAMES[2]}.md`))![1]!;
    const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);
    assert.deepEqual(
      rows,
      PATTERNS.map(({ kind }) => kind),
    );
  });

  it("need nothing but node", () => {
    for (const file of fs.readdirSync(SKILLS, { recursive: true }) as string[]) {
      if (!/\/scripts\/.*\.mjs$/.test(file)) continue;
      for (const [, from] of read(file).matchAll(/^(?:import|export) .* from "([^"]+)"/gm)) {
        assert.match(from!, /^(node:|\.\.?\/)/, `${file} imports ${from}`);
      }
    }
  });
});
