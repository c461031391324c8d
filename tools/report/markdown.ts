import * as fs from "node:fs";
import * as os from "node:os";

/** A table as Markdown has it. */
export function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** When and on what a figure was taken: it means nothing without. */
export function measuredOn(now: Date): string {
  const [cpu] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return `${now.toISOString().slice(0, 10)}, ${os.cpus().length} CPUs (${cpu?.model.trim() ?? "unknown"}), ${gigabytes} GB`;
}

/**
 * Puts text between the two comments of that name in a document.
 *
 * @throws Error when the document has no place for it.
 */
export function writeBetween(file: string, name: string, text: string): void {
  const document = fs.readFileSync(file, "utf8");
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} lacks the lines ${start} and ${end}`);
  fs.writeFileSync(
    file,
    `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`,
  );
}
