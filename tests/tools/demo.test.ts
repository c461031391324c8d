import assert from "node:assert/strict";
import { Cast } from "../../tools/demo/cast";
import { SCENES } from "../../tools/demo/scenes";
import { read } from "../support/documents";

describe("a terminal cast", () => {
  it("has a header, and one event a line with its time and carriage returns", () => {
    const times = [0, 1.23456];
    const cast = new Cast("a title", () => times.shift()!);
    cast.print("$ ls\n");
    cast.print("a\nb\r\n");
    const lines = cast
      .text(1_700_000_000_999)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines, [
      { version: 2, width: 100, height: 24, timestamp: 1_700_000_000, title: "a title" },
      [0, "o", "$ ls\r\n"],
      [1.235, "o", "a\r\nb\r\n"],
    ]);
  });
});

describe("the recording in docs/demo", () => {
  const events = read("docs/demo/demo.cast")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line));
  const shown = events.map(([, , text]) => text).join("");

  it("shows every scene of the script, in less than 90 seconds", () => {
    assert.ok(events.at(-1)[0] < 90);
    const at = SCENES.map(({ what }) => shown.indexOf(`# ${what}`));
    assert.deepEqual(
      at,
      [...at].sort((a, b) => a - b),
    );
    assert.ok(at[0]! >= 0);
  });

  it("has the scenes in the document as they were recorded", () => {
    const text = read("docs/demo.md");
    for (const { what } of SCENES) assert.ok(text.includes(`| ${what} |`), what);
  });
});
