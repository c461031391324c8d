import assert from "node:assert/strict";
import { goMatch } from "../../components/image/goMatch";

/** Pattern, name, and what Go's filepath.Match says of them; "error" for a pattern that it cannot read. */
const SAID: [string, string, boolean | "error"][] = [
  ["abc", "abc", true],
  ["", "", true],
  ["", "a", false],
  ["*", "abc", true],
  ["*", "a/b", false],
  ["*c", "abc", true],
  ["*x", "xxx", true],
  ["a*", "a", true],
  ["a*", "ab/c", false],
  ["a*b", "a/b", false],
  ["a**b", "axxb", true],
  ["a*/b", "abc/b", true],
  ["a*/b", "a/c/b", false],
  ["a*b*c*d*e*/f", "axbxcxdxexxx/f", true],
  ["a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false],
  ["a*b*c*d*e*/f", "axbxcxdxexxx/fff", false],
  ["a*b?c*x", "abxbbxdbxebxczzx", true],
  ["a*b?c*x", "abxbbxdbxebxczzy", false],
  ["a?b", "a/b", false],
  ["a?b", "a☺b", true],
  ["a???b", "a☺b", false],
  ["ab[b-d]", "abc", true],
  ["ab[e-g]", "abc", false],
  ["ab[^b-d]", "abc", false],
  ["ab[^e-g]", "abc", true],
  ["a[^a]b", "a/b", true],
  ["[a-ζ]*", "α", true],
  ["*[a-ζ]", "A", false],
  ["a\\*b", "a*b", true],
  ["a\\*b", "axb", false],
  ["[\\]a]", "]", true],
  ["[\\-x]", "-", true],
  ["[x\\-z]", "y", false],
  ["[a*]b", "*b", true],
  ["[]a]", "]", "error"],
  ["[-]", "-", "error"],
  ["[x-]", "x", "error"],
  ["[a-b-c]", "a", "error"],
  ["\\", "a", "error"],
  ["[", "a", "error"],
  ["[^", "a", "error"],
  ["a[", "a", "error"],
  ["a/b[", "x", "error"],
  // Behind a part that does not match, nothing is read.
  ["x*[-a]", "abc", false],
];

describe("Go's pattern", () => {
  for (const [pattern, name, said] of SAID) {
    const verb = said === "error" ? "is refused beside" : said ? "matches" : "does not match";
    it(`${JSON.stringify(pattern)} ${verb} ${JSON.stringify(name)}`, () => {
      if (said === "error") assert.throws(() => goMatch(pattern, name), /syntax error in pattern/);
      else assert.equal(goMatch(pattern, name), said);
    });
  }
});
