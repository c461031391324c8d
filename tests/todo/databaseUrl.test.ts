import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import {
  DatabaseAddress,
  databaseUrl,
  parseDatabaseUrl,
  problemsInPods,
} from "../../todo/databaseUrl";

interface Taken {
  name: string;
  url: string;
  means: Omit<DatabaseAddress, "password"> & { password: string | null };
  /** The one way to write it. */
  written: string;
  /** A part of each problem that a pod has with it. */
  pods?: string[];
}

interface Refused {
  name: string;
  url: string;
  /** A part of each problem, in their order. */
  problems: string[];
}

const ROOT = path.join(__dirname, "../..");
/** backend/tests/test_database_url.py reads it too, so that both sides mean the same. */
const CASES: { taken: Taken[]; refused: Refused[] } = JSON.parse(
  fs.readFileSync(path.join(ROOT, "backend/tests/database_urls.json"), "utf8"),
);
const RULES = JSON.parse(fs.readFileSync(path.join(ROOT, "backend/app/database_url.json"), "utf8"));

function taken(url: string): DatabaseAddress {
  const read = parseDatabaseUrl(url);
  assert.ok("address" in read, JSON.stringify(read));
  return read.address;
}

function assertSaid(problems: string[], expected: string[]) {
  assert.equal(problems.length, expected.length, problems.join("\n"));
  for (const [index, part] of expected.entries())
    assert.ok(problems[index]!.includes(part), problems[index]);
  assert.doesNotMatch(problems.join(), /HIDDEN|someuser|example|other|undefined/);
}

describe("a database's address", () => {
  for (const { name, url, means, written, pods } of CASES.taken) {
    it(`is taken as it is meant: ${name}`, () => {
      const wanted = { ...means, password: means.password ?? undefined };
      assert.deepEqual(taken(url), wanted);
      assert.equal(databaseUrl(taken(url)), written);
      assert.deepEqual(taken(written), wanted);
      assertSaid(problemsInPods(taken(url)), pods ?? []);
    });
  }

  for (const { name, url, problems } of CASES.refused) {
    it(`is refused without showing it: ${name}`, () => {
      const read = parseDatabaseUrl(url);
      assert.ok("problems" in read, "it was taken");
      assertSaid(read.problems, problems);
    });
  }

  it("is taken or refused, whatever text it is, and written so that it means the same", () => {
    const pieces =
      "postgresql:// user HIDDEN db : @ / ? # & = % %41 [ ] , 5432 sslmode=require ' ſ";
    const piece = fc.oneof(fc.constantFrom(...pieces.split(" ")), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
        const read = parseDatabaseUrl(parts.join(""));
        if ("problems" in read) return assert.ok(read.problems.length > 0);
        assert.deepEqual(taken(databaseUrl(read.address)), read.address);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what is said of an address", () => {
  const forms = [
    "postgresql://someone:{}@db.test/todo?nobody=1",
    "psql 'postgresql://someone:{}@db.test:70000'",
    "postgresql://someone:x@db.test/todo?sslpassword={}",
    "postgresql://db.test/todo?pwd={}&user=someone",
    "jdbc:postgresql://db.test/todo?user=some@one&password={}&nobody=1",
    "host=db.test password={}",
  ];
  const said = [...Object.values(RULES.problems), ...Object.values(RULES.refused)].join(" ");
  const words = [...Object.keys(RULES.passed), ...Object.keys(RULES.translated)].concat(
    Object.keys(RULES.refused),
    forms,
    "user password host port dbname",
  );
  const piece = fc.oneof(
    fc.string({ minLength: 1, maxLength: 6 }),
    fc.constantFrom("&user=", "?user=", "&host=", "@", "/", "&q", "%"),
  );
  const passwords = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(""));

  it("holds no piece of the password", () => {
    fc.assert(
      fc.property(fc.constantFrom(...forms), passwords, (form, password) => {
        for (const encoded of [password, encodeURIComponent(password), encodeURI(password)]) {
          const read = parseDatabaseUrl(form.replace("{}", () => encoded));
          if ("address" in read) continue;
          for (let start = 0; start + 4 <= encoded.length; start++) {
            const shown = encoded.slice(start, start + 4);
            if (said.includes(shown) || words.join(" ").includes(shown)) continue;
            assert.ok(!read.problems.join("; ").includes(shown), read.problems.join("; "));
          }
        }
      }),
      {
        numRuns: 3000,
        examples: [
          [forms[0]!, "a=/b?secret=&user="],
          [forms[2]!, "a&secret=x"],
          [forms[3]!, "a&secret=x"],
        ],
      },
    );
  });
});

describe("the rules for a database's address", () => {
  it("say why, for every parameter whose values are not all taken", () => {
    const some = Object.keys(RULES.translated).concat(
      Object.keys(RULES.passed).filter((name) => RULES.passed[name] !== ".*"),
    );
    assert.deepEqual(
      some.filter((name) => !RULES.refused[name]),
      [],
    );
  });

  it("say one thing of a parameter: it is passed on or dropped", () => {
    const dropped = Object.values<string[]>(RULES.dropped).flat();
    assert.equal(new Set(dropped).size, dropped.length);
    assert.deepEqual(
      dropped.filter((name) => name in RULES.passed || name in RULES.refused),
      [],
    );
  });
});
