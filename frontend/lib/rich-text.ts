/** The little Markdown that the assistant writes: paragraphs, lists, bold and struck words. Never HTML. */

export interface Span {
  text: string;
  bold?: boolean;
  struck?: boolean;
}

export type Block = { kind: "text"; spans: Span[] } | { kind: "bullets" | "numbers"; items: Span[][] };

const BULLET = /^\s*[-*]\s+(.*)$/;
const NUMBER = /^\s*\d+[.)]\s+(.*)$/;

/** Text as blocks; lines of a list that follow each other are one list. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    const bullet = BULLET.exec(line)?.[1];
    const item = bullet ?? NUMBER.exec(line)?.[1];
    const kind = bullet === undefined ? "numbers" : "bullets";
    const last = found.at(-1);
    if (item !== undefined) {
      if (open && last?.kind === kind) last.items.push(spans(item));
      else found.push({ kind, items: [spans(item)] });
    } else if (line.trim() !== "") {
      found.push({ kind: "text", spans: spans(line) });
    }
    open = line.trim() !== "";
  }
  return found;
}

/** A line as runs of one look each. */
export function spans(line: string): Span[] {
  return line
    .split(/(\*\*[^*]+\*\*|~~[^~]+~~)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (/^\*\*[^*]+\*\*$/.test(part)) return { text: part.slice(2, -2), bold: true };
      if (/^~~[^~]+~~$/.test(part)) return { text: part.slice(2, -2), struck: true };
      return { text: part };
    });
}
