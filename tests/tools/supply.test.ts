import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { npmAudit, readPipAudit } from "../../tools/supplyChain/audits";
import { ignoredToday } from "../../tools/supplyChain/ignored";
import { licences } from "../../tools/supplyChain/licences";
import { standIn } from "../support/standIn";

describe("vulnerabilities that are ignored", () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "todo-ignored-")), "ignored.json");
  after(() => fs.rmSync(path.dirname(file), { recursive: true }));
  const ignoring = (entry: object) => {
    fs.writeFileSync(file, JSON.stringify([entry]));
    return () => ignoredToday("2026-11-24", file);
  };

  it("have a reason and a day that is still to come", () => {
    const entry = { id: "CVE-1", reason: "the parser is not used", until: "2026-12-31" };
    assert.deepEqual(ignoring(entry)(), [entry]);
    assert.throws(ignoring({ ...entry, reason: " " }), /CVE-1 has no reason/);
    assert.throws(ignoring({ ...entry, until: "soon" }), /CVE-1 has no end date/);
    assert.throws(
      ignoring({ ...entry, until: "2026-11-23" }),
      /CVE-1 was ignored until 2026-11-23/,
    );
  });

  it("are all in order in this repository", () => {
    ignoredToday(new Date().toISOString().slice(0, 10));
  });
});

describe("npm's answer", () => {
  const tools = standIn();
  const audit = (answer: unknown) => {
    tools.answer(/^npm audit --json --omit=dev --prefix frontend/, JSON.stringify(answer));
    return npmAudit("frontend");
  };

  it("gives each vulnerability with its package, or why there is none", async () => {
    const via = ["b", { url: "https://github.com/advisories/GHSA-1", name: "b", severity: "high" }];
    const { found } = await audit({ vulnerabilities: { a: { via } } });
    assert.deepEqual(found, [{ id: "GHSA-1", in: "b", severity: "high" }]);
    assert.equal((await audit({ error: { summary: "offline" } })).unanswered, "offline");
  });

  it("is no all-clear where it is another than npm gives", async () => {
    for (const other of [[], { vulnerabilities: [{}] }, { vulnerabilities: { a: { via: [{}] } } }])
      await assert.rejects(
        audit(other),
        /asking for vulnerabilities of frontend\/package-lock\.json failed/,
      );
  });
});

describe("pip-audit's answer", () => {
  it("gives each vulnerability with its package", () => {
    const vulns = [{ id: "PYSEC-1" }];
    const json = {
      dependencies: [
        { name: "a", version: "1", vulns },
        { name: "b", version: "2" },
      ],
    };
    assert.deepEqual(readPipAudit("locked", JSON.stringify(json)), {
      what: "locked",
      found: [{ id: "PYSEC-1", in: "a 1", severity: "unknown" }],
    });
  });

  it("is no all-clear for packages that nobody could be asked about", () => {
    const json = {
      dependencies: [
        { name: "a", skip_reason: "not found" },
        { name: "b", version: "2" },
      ],
    };
    assert.equal(readPipAudit("l", JSON.stringify(json)).unanswered, "1 of 2 packages: not found");
    for (const other of ["{}", '{"dependencies":[{"name":"a","vulns":{}}]}'])
      assert.throws(() => readPipAudit("l", other), /field dependencies\S* .*, from: pip-audit /);
  });
});

describe("licences", () => {
  it("come with their packages, the most common first, and say where none is declared", () => {
    const packages = [
      { name: "b", licenseDeclared: "MIT" },
      { name: "a", licenseConcluded: "MIT", licenseDeclared: "NOASSERTION" },
      { name: "c", licenseDeclared: "NOASSERTION" },
      { name: "d", licenseDeclared: "LicenseRef-Python" },
    ];
    assert.deepEqual(licences({ packages }), [
      { licence: "MIT", packages: ["a", "b"] },
      { licence: "Python", packages: ["d"] },
      { licence: "not declared", packages: ["c"] },
    ]);
  });
});
