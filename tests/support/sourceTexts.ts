import assert from "node:assert/strict";
import ts from "typescript";
import { filesBelow, read } from "./documents";

/** Texts of the sources that match, each after its file. @param except files that are not looked at. */
export function sourceTexts(pattern: RegExp, except: string[] = []): string[] {
  const sources = ["components", "todo", "cli", "tools"]
    .flatMap(filesBelow)
    .filter((file) => file.endsWith(".ts") && !except.includes(file));
  assert.ok(sources.length > 100);
  return sources.flatMap((file) =>
    textsIn(file)
      .filter((text) => pattern.test(text))
      .map((text) => `${file}: ${text}`),
  );
}

/** Every text of a source; what is put into one is "…", or «tool» where that is a tool as it is typed. */
function textsIn(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push(node.head.text + node.templateSpans.map(textOf).join(""));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function textOf({ expression, literal }: ts.TemplateSpan): string {
  const [, tool] = /^typed\("(\w+)"\)$/.exec(expression.getText()) ?? [];
  return `${tool === undefined ? "…" : `«${tool}»`}${literal.text}`;
}
