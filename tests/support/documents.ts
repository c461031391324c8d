import * as fs from "node:fs";
import * as path from "node:path";

/** The repository's root, from which paths in documents are named. */
export const ROOT = path.join(__dirname, "../..");

/** What nobody reads for its names: installed, built, or kept by a tool. */
const SKIPPED = [
  ...["node_modules", ".git", ".venv", ".next", ".pulumi-local", ".logs", ".dev", "__pycache__"],
  ...[".stryker-tmp", "reports"],
];

export const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Files below a folder, from the root, with forward slashes. */
export function filesBelow(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [file];
    return SKIPPED.includes(entry.name) ? [] : filesBelow(file);
  });
}

/** A fenced block of a document. */
export interface Block {
  /** The fence's first word, as sh. */
  language: string;
  /** The rest of the fence's line: what the block needs. */
  info: string;
  text: string;
  /** Where it begins, counted from 1. */
  line: number;
}

/** A document, taken apart. */
export interface Document {
  file: string;
  blocks: Block[];
  headings: { text: string; line: number }[];
  /** Everything outside of blocks. */
  prose: string;
  /** Code inside of the prose. */
  spans: string[];
}

const FENCE = /^ *```/;
/** Code in prose, between as many backticks before it as after it. */
const SPAN = /(?<!`)(`+)(?!`)([^]*?[^`])\1(?!`)/g;

export function parseDocument(file: string, text = read(file)): Document {
  const blocks: Block[] = [];
  const headings: Document["headings"] = [];
  const prose: string[] = [];
  let open: Block | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (!FENCE.test(line)) {
      if (open) open.text += `${line}\n`;
      else {
        prose.push(line);
        const heading = /^#{1,6} +(.+?) *$/.exec(line)?.[1];
        if (heading) headings.push({ text: heading, line: index + 1 });
      }
    } else if (open) {
      open = undefined;
    } else {
      const [, language, info] = /^ *```(\S*) *(.*)$/.exec(line)!;
      open = { language: language!, info: info!, text: "", line: index + 1 };
      blocks.push(open);
    }
  }
  const outside = prose.join("\n");
  const spans = [...outside.matchAll(SPAN)].map(([, , code]) => code!);
  return { file, blocks, headings, prose: outside, spans };
}

/** The anchors that GitHub gives to a document's headings. */
export function anchorsOf({ prose }: Pick<Document, "prose">): string[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading]) => {
    const slug = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** Targets of a document's links that stay in the repository. */
export function linksOf({ prose }: Pick<Document, "prose">): string[] {
  const withoutCode = prose.replace(SPAN, "code");
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

const ARROW = /\s*(?:--\s*""\s*-->|-\.\s*""\s*\.->|-->|---|-\.->)\s*/;

/**
 * What is plainly wrong in a Mermaid diagram: kind, brackets, quotes, subgraphs without an end, and
 * names in arrows that are declared nowhere. Mermaid's own parser needs a browser's DOM and a hundred
 * packages; this is not it, and knows flowcharts and sequences only.
 */
export function mermaidProblems(text: string): string[] {
  const [first = "", ...lines] = text.split("\n").map((line) => line.trim());
  const body = lines.filter((line) => line !== "" && !line.startsWith("%%"));
  if (first === "sequenceDiagram") return sequenceProblems(body);
  if (/^flowchart (LR|RL|TB|TD|BT)$/.test(first)) return flowchartProblems(body);
  return [`"${first}" is neither a flowchart with a direction nor a sequence diagram`];
}

function sequenceProblems(lines: string[]): string[] {
  const declared = lines.map((line) => /^(?:participant|actor) (\w+)/.exec(line)?.[1]);
  return lines.flatMap((line) => {
    if (/^(autonumber|(participant|actor) \w+( as .+)?)$/.test(line)) return [];
    const arrow = /^(\w+)-{1,2}>>(\w+): .+$/.exec(line);
    if (!arrow) return [`not understood: ${line}`];
    return arrow
      .slice(1)
      .filter((name) => !declared.includes(name))
      .map((name) => `${name} is no participant: ${line}`);
  });
}

function flowchartProblems(lines: string[]): string[] {
  const problems: string[] = [];
  const declared = new Set<string>();
  const used = new Map<string, string>();
  let depth = 0;
  for (const line of lines) {
    const plain = line.replace(/"[^"]*"/g, '""');
    if ((line.match(/"/g) ?? []).length % 2 !== 0) problems.push(`a quote is open: ${line}`);
    if (!balanced(plain)) problems.push(`brackets do not match: ${line}`);
    if (plain === "end") depth--;
    else if (plain.startsWith("subgraph ")) {
      depth++;
      declared.add(/^subgraph (\w+)/.exec(plain)?.[1] ?? "");
    } else {
      for (const part of plain.split(ARROW)) {
        const node = /^(\w+)([[({].*)?$/.exec(part);
        if (!node) problems.push(`not understood: ${line}`);
        else if (node[2]) declared.add(node[1]!);
        else used.set(node[1]!, line);
      }
    }
  }
  if (depth !== 0) problems.push(`${depth} subgraphs have no end`);
  for (const [name, line] of used) {
    if (!declared.has(name)) problems.push(`${name} is declared nowhere: ${line}`);
  }
  return problems;
}

function balanced(text: string): boolean {
  const closing: Record<string, string> = { "[": "]", "(": ")", "{": "}" };
  const open: string[] = [];
  for (const sign of text) {
    if (sign in closing) open.push(closing[sign]!);
    else if (Object.values(closing).includes(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0;
}
