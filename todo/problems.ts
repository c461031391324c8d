/** One text for all problems. */
export function report(problems: string[]): string {
  const count = problems.length === 1 ? "1 setting is" : `${problems.length} settings are`;
  return [`${count} invalid; nothing was changed.`, ...problems.map((p) => `  - ${p}`)].join("\n");
}
