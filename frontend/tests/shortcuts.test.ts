import { expect, it } from "vitest";
import { actionOf, SHORTCUTS } from "@/lib/shortcuts";

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, ...more });

it("each key does one thing", () => {
  expect(SHORTCUTS.map(({ keys }) => actionOf(press(keys), false))).toEqual(SHORTCUTS.map(({ action }) => action));
});

it("a key does nothing in a text, and nothing that is the browser's", () => {
  expect([
    actionOf(press("n"), true),
    actionOf(press("n", { ctrlKey: true }), false),
    actionOf(press("z", { metaKey: true }), false),
    actionOf(press("n", { altKey: true }), false),
    actionOf(press("n", { defaultPrevented: true }), false),
    actionOf(press("q"), false),
  ]).toEqual(Array(6).fill(undefined));
});
