import ts from "typescript";
import { read } from "./documents";

/** Every text of a source; what is put into one is "…", or «tool» where that is a tool as it is typed. */
export function textsIn(file: string): string[] {
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
