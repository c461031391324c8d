/** How the runners of tests count: what each says at its end, as numbers. */

/** "3 passing", "1 pending", "1 failing", each on a line of its own. */
export function mocha(output) {
  const number = (word) => lastNumber(output, `^ +(\\d+) ${word}`);
  return { passed: number("passing"), failed: number("failing"), skipped: number("pending") };
}

/** "1 failed, 3 passed, 1 skipped, 2 errors in 4.2s" */
export function pytest(output) {
  return counted(output.match(/^.*\b\d+ \w+.* in [\d.]+s.*$/gm)?.at(-1) ?? "");
}

/** "Tests  1 failed | 3 passed | 1 skipped (5)" */
export function vitest(output) {
  return counted(/^ *Tests +(.*)$/m.exec(output)?.[1] ?? "");
}

/** "ℹ pass 3", "ℹ fail 1", each on a line of its own. */
export function nodeTest(output) {
  const number = (word) => lastNumber(output, `^[#ℹ] ${word} (\\d+)$`);
  return {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    skipped: number("skipped"),
  };
}

/** The number in the last line that has one: a test may print such a line of its own. */
function lastNumber(output, pattern) {
  return Number([...output.matchAll(new RegExp(pattern, "gm"))].at(-1)?.[1] ?? 0);
}

function counted(line) {
  const number = (words) =>
    [...line.matchAll(new RegExp(`(\\d+) (?:${words})\\b`, "g"))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  return {
    passed: number("passed"),
    failed: number("failed|errors?"),
    skipped: number("skipped|todo"),
  };
}
