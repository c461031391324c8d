import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Question } from "@/components/chat/question";

const drawn = (open: boolean) => renderToStaticMarkup(createElement(Question, { open, onAnswer() {}, children: "Delete “milk”?" }));

describe("the server's question", () => {
  it("is a group of its own, with a name, its words and its answers", () => {
    const html = drawn(true);
    const name = /^<div role="group" aria-labelledby="([^"]+)" class="[^"]*\bborder-accent\b/.exec(html)?.[1];
    expect(html).toContain(`<p id="${name}"`);
    expect(html).toMatch(/Please confirm.*Delete “milk”\?.*Yes<\/button>.*No<\/button>/);
  });

  it("is told apart after its answer too, and asks no more", () => {
    expect(drawn(false)).toMatch(/role="group".*Asked to confirm.*Delete “milk”\?/);
    expect(drawn(false)).not.toMatch(/<button|border-accent/);
  });
});
