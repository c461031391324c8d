/** From the last words of a program to the command that mends what they complain about. */
import { patchAt, pathOf } from "./commands.mjs";
import { credentials } from "./credentials.mjs";
import { dependency } from "./dependencies.mjs";
import { lastWords } from "./logs.mjs";
import { ownAccount } from "./memory.mjs";
import { dnsClosed } from "./policies.mjs";
import { forbidden, permission, readOnly } from "./rights.mjs";
import { setting } from "./settings.mjs";
import { sharedFile } from "./sharedFiles.mjs";

const MENDS = {
  readOnly: (ctx, pod, container, line) => readOnly(ctx, pod, container, line),
  permission: (ctx, pod, container, line, lines) => permission(ctx, pod, container, line, lines),
  forbidden: (ctx, pod, container, line) => forbidden(ctx, pod, line),
  setting: (ctx, pod, container, line, lines) => setting(ctx, pod, container, lines),
  name: (ctx, pod, container, line) => dnsClosed(ctx, pod) ?? dependency(ctx, pod, container, line),
  dependency: (ctx, pod, container, line) => dependency(ctx, pod, container, line),
  answers404: (ctx, pod, container, line) => dependency(ctx, pod, container, line, true),
  credentials: (ctx, pod, container, line) => credentials(ctx, pod, container, line),
  heap: (ctx, pod, container, line) => ownAccount(ctx, pod, container, line),
  module: (ctx, pod, container) => ownCommand(ctx, pod, container),
  program: (ctx, pod, container) => ownCommand(ctx, pod, container),
  file: (ctx, pod, container, line) =>
    sharedFile(ctx, pod, container, line) ?? ownCommand(ctx, pod, container),
};

/**
 * @returns {{line: string, meaning: string, action?: {fix: string, note: string}}} action: where one is
 *   known, or where it is known that none can be. Empty line and meaning where the log says nothing.
 */
export function mendOf(ctx, pod, container) {
  const lines = ctx.log(pod.name, container.name);
  const { line, meaning, key } = lastWords(lines);
  const more = MENDS[key]?.(ctx, pod, container, line, lines);
  return {
    line,
    meaning: [meaning, more?.meaning].filter(Boolean).join(": "),
    action: more?.action,
  };
}

/**
 * The pod's command is not the image's. Which one is right cannot be known: without it another program may
 * start, as where the command holds the whole program, or one image serves several.
 */
export function ownCommand(ctx, pod, container) {
  const { command, args } = container.words;
  if (command + args === 0) return undefined;
  const meaning = "the pod names a command of its own instead of the image's";
  if (ctx.workload(pod.workload)?.goodBefore) return { meaning };
  const ops = [
    ...(command > 0 ? [{ op: "remove", path: `${pathOf(container)}/command` }] : []),
    ...(args > 0 ? [{ op: "remove", path: `${pathOf(container)}/args` }] : []),
  ];
  return {
    meaning,
    action: {
      fix: "",
      note: `which command is right is not known: hold the one of ${ctx.kubectl} get pod ${pod.name} --output=jsonpath='{.spec${pathOf(container).replace(/\/(\w+)\/(\d+)/, ".$1[$2]")}}' against what the image has; if its own is meant: ${patchAt(ctx.kubectl, pod.workload, ops)}`,
    },
  };
}
