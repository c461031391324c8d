import * as fs from "node:fs";
import * as path from "node:path";
import { createElement, isValidElement, type ReactElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { AccountForm } from "@/components/account/account-form";
import { LeaveForm } from "@/components/account/leave-form";
import { PasswordForm } from "@/components/account/password-form";
import { SessionForm } from "@/components/account/session-dialog";
import { Composer } from "@/components/chat/composer";
import { TaskEditor } from "@/components/tasks/task-editor";
import { TaskForm } from "@/components/tasks/task-form";
import { EditLine } from "@/components/ui/edit-line";

vi.mock("@assistant-ui/react", () => ({
  ComposerPrimitive: { Root: "form", Input: "textarea", Send: "button" },
  useAui: () => ({}),
  useAuiState: () => "",
}));

type Props = Record<string, (event: object) => void> & { children?: ReactNode };

/** What a component gives, element by element. */
function elements(make: () => ReactNode): ReactElement<Props>[] {
  const found: ReactElement<Props>[] = [];
  const walk = (node: ReactNode): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (!isValidElement<Props>(node)) return;
    found.push(node);
    walk(node.props.children);
  };
  // Drawn, so that its hooks work.
  renderToStaticMarkup(createElement(() => void walk(make())));
  return found;
}

const pressed = (key: string, more: { isComposing?: boolean; keyCode?: number }) => ({
  key,
  keyCode: more.keyCode ?? (key === "Enter" ? 13 : 27),
  nativeEvent: { isComposing: more.isComposing ?? false },
  preventDefault: vi.fn(),
});
const COMPOSING = [{ isComposing: true }, { keyCode: 229 }, { isComposing: true, keyCode: 229 }];

describe("a line that is being changed", () => {
  const onSave = vi.fn();
  const onCancel = vi.fn();
  const line = () =>
    elements(() => EditLine({ label: "Title", value: "milk", maxLength: 9, onSave, onCancel })).find(({ type }) => type === "input")!;

  it.each(COMPOSING)("is neither saved nor left by a key that composes: %j", (how) => {
    for (const key of ["Enter", "Escape"]) line().props.onKeyDown!(pressed(key, how));
    expect(onSave).not.toHaveBeenCalled();
    expect(onCancel).not.toHaveBeenCalled();
  });

  it("is left by any other Enter and Escape", () => {
    for (const key of ["Enter", "Escape"]) line().props.onKeyDown!(pressed(key, {}));
    expect(onCancel).toHaveBeenCalledTimes(2);
  });
});

describe("a task that is being edited", () => {
  const onSave = vi.fn();
  const onCancel = vi.fn();
  const times = { created_at: "", updated_at: "", completed_at: null };
  const due = { due_date: null, due_time: null };
  const task = { id: "1", title: "milk", description: "", completed: false, priority: "none" as const, position: 1, ...times, ...due };
  const parts = () => elements(() => TaskEditor({ task, onSave, onCancel })).filter(({ props }) => props.onKeyDown);

  it("is neither saved nor left by a key that an input method takes", () => {
    for (const how of COMPOSING)
      for (const { props } of parts()) {
        props.onKeyDown!({ ...pressed("Enter", how), ctrlKey: true, stopPropagation: vi.fn() });
        props.onKeyDown!({ ...pressed("Escape", how), stopPropagation: vi.fn() });
      }
    expect(parts()).toHaveLength(2);
    expect([onSave, onCancel].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  });
});

const nothing = vi.fn();
const SENDERS: [string, string, () => ReactNode][] = [
  ["a task", "form", () => TaskForm({ onAdd: nothing })],
  ["a sign-in", "form", () => AccountForm({ kind: "signin" })],
  ["an account", "form", () => AccountForm({ kind: "signup" })],
  ["a session's password", "form", () => SessionForm({ email: "a@b.test", onSignedIn: nothing })],
  ["another password", "form", () => PasswordForm({ email: "a@b.test" })],
  ["the end of an account", "form", () => LeaveForm({ email: "a@b.test" })],
  ["a message", "textarea", () => Composer({ running: false, onStop: nothing, unsent: "" })],
];

describe.each(SENDERS)("Enter that composes, where %s is written", (_, kind, make) => {
  const press = (key: string, how: object) => {
    const event = pressed(key, how);
    elements(make).find(({ type }) => type === kind)!.props.onKeyDown!(event);
    return event.preventDefault.mock.calls.length;
  };

  it.each(COMPOSING)("sends nothing: %j", (how) => {
    expect(press("Enter", how)).toBe(1);
  });

  it("is another than Enter that sends, and no other key is kept", () => {
    expect([press("Enter", {}), press("Escape", { isComposing: true })]).toEqual([0, 0]);
  });
});

it("every field of the page is in one of these", () => {
  const components = path.join(import.meta.dirname, "../components");
  const files = fs.readdirSync(components, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));
  const writes = /<(?:form|textarea|ComposerPrimitive\.Input)\b|onKey(?:Down|Up|Press)/;
  const found = files.filter((file) => writes.test(fs.readFileSync(path.join(components, file), "utf8")));
  expect(found.map((file) => path.basename(file, ".tsx")).sort()).toEqual(
    ["account-form", "composer", "edit-line", "leave-form", "password-form", "session-dialog", "task-editor", "task-form", "task-list"],
  );
});
