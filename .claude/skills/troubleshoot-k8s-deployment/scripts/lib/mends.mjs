/** From the last words of a program to the command that mends what they complain about. */
import { patchAt, pathOf } from "./commands.mjs";
import { credentials } from "./credentials.mjs";
import { dependency } from "./dependencies.mjs";
import { nodesNames, serviceLink, unexpanded } from "./expansion.mjs";
import { hostIn } from "./hosts.mjs";
import { lastWords } from "./logs.mjs";
import { ownAccount } from "./memory.mjs";
import { memberName } from "./members.mjs";
import { dnsClosed } from "./policies.mjs";
import { forbidden, permission, readOnly, tokenAudience } from "./rights.mjs";
import { setting } from "./settings.mjs";
import { sharedFile } from "./sharedFiles.mjs";

const MENDS = {
  unexpanded,
  audience: tokenAudience,
  link: serviceLink,
  mountMoved: (ctx, pod, container) => mountMoved(ctx, pod, container),
  readOnly: (ctx, pod, container, line) => readOnly(ctx, pod, container, line),
  permission: (ctx, pod, container, line, lines) =>
    (isNewPostgres(container) && /\/var\/lib\/postgresql\/data\b/.test(line)
      ? mountMoved(ctx, pod, container)
      : undefined) ?? permission(ctx, pod, container, line, lines),
  forbidden: (ctx, pod, container, line) => forbidden(ctx, pod, line),
  setting: (ctx, pod, container, line, lines) => setting(ctx, pod, container, lines),
  name: (ctx, pod, container, line) => {
    const host = hostIn(line)?.host ?? "";
    return (
      nodesNames(ctx, pod, host) ??
      dnsClosed(ctx, pod) ??
      memberName(ctx, host) ??
      dependency(ctx, pod, container, line)
    );
  },
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

const isNewPostgres = ({ image }) => Number(/(?:^|\/)postgres:(\d+)/.exec(image)?.[1]) >= 18;

/** A database of the newer images with its volume where the older ones had it. */
function mountMoved(ctx, pod, container) {
  const at = container.mounts.findIndex((m) => m.path === "/var/lib/postgresql/data");
  if (at < 0) return undefined;
  return {
    meaning: "this image wants its volume at /var/lib/postgresql, and has it at /var/lib/postgresql/data",
    action: {
      fix: patchAt(ctx.kubectl, pod.workload, [
        {
          op: "replace",
          path: `${pathOf(container)}/volumeMounts/${at}/mountPath`,
          value: "/var/lib/postgresql",
        },
      ]),
      note: "deletes nothing; data that an older version has left in the volume is not taken up by itself: pg_upgrade, or a dump of the older version",
    },
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
