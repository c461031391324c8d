import { expect, it } from "vitest";
import { actionOf, LIST_KEYS, SHORTCUTS, taskActionOf } from "@/lib/shortcuts";

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

it("a key in the list changes the task that has the focus, once", () => {
  const act = (key: string, more = {}) => taskActionOf({ ...press(key, more), repeat: false, ...more });
  expect(["e", "Delete", "Backspace", "0", "1", "2", "3", "4", "n"].map((key) => act(key))).toEqual([
    "edit",
    "delete",
    "delete",
    { priority: "none" },
    { priority: "low" },
    { priority: "medium" },
    { priority: "high" },
    undefined,
    undefined,
  ]);
  expect(["ctrlKey", "metaKey", "altKey", "repeat"].map((held) => act("Delete", { [held]: true }))).toEqual(Array(4).fill(undefined));
});

it("no key of the list is one of the page's", () => {
  const ofList = LIST_KEYS.flatMap(({ keys }) => keys.split(" "));
  expect(SHORTCUTS.filter(({ keys }) => ofList.includes(keys))).toEqual([]);
  expect(["e", "0", "1", "2", "3", "Delete"].filter((key) => !ofList.includes(key))).toEqual([]);
});
