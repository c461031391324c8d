/** Columns of text, as wide as their widest cell. */
export function table(head: string[], rows: string[][]): string {
  const all = head.some((cell) => cell !== "") ? [head, ...rows] : rows;
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
