/** From the last words of a program to the command that mends what they complain about. */
import { patchAt, patchContainer, pathOf, runAgain } from "./commands.mjs";
import { dependency } from "./dependencies.mjs";
import { behind, serviceOf } from "./hosts.mjs";
import { lastWords } from "./logs.mjs";
import { ownAccount } from "./memory.mjs";
import { dnsClosed } from "./policies.mjs";
import { forbidden, permission, readOnly } from "./rights.mjs";
import { setting } from "./settings.mjs";

const MENDS = {
  readOnly: (ctx, pod, container, line) => readOnly(ctx, pod, container, line),
  permission: (ctx, pod, container, line, lines) => permission(ctx, pod, container, line, lines),
  forbidden: (ctx, pod, container, line) => forbidden(ctx, pod, line),
  setting: (ctx, pod, container, line, lines) => setting(ctx, pod, container, lines),
  name: (ctx, pod, container, line) => dnsClosed(ctx, pod) ?? dependency(ctx, pod, container, line),
  dependency: (ctx, pod, container, line) => dependency(ctx, pod, container, line),
  credentials: (ctx, pod, container) => credentials(ctx, pod, container),
  heap: (ctx, pod, container, line) => ownAccount(ctx, pod, container, line),
  module: (ctx, pod, container) => ownCommand(ctx, pod, container),
  program: (ctx, pod, container) => ownCommand(ctx, pod, container),
  file: (ctx, pod, container) => ownCommand(ctx, pod, container),
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

/** Its password and the other side's come from different places, or only a person knows the right one. */
function credentials(ctx, pod, container) {
  const own = container.env.filter(
    (v) => v.from && /pass|pwd|secret|token|key|cred|dsn|url/i.test(v.name),
  );
  const other = container.env
    .filter((v) => v.host !== null)
    .flatMap((v) => serviceOf(ctx, v.host) ?? [])
    .flatMap((service) => behind(ctx, service))
    .flatMap((workload) => workload.containers.flatMap((c) => c.env))
    .find((v) => v.from && /pass|pwd/i.test(v.name));
  const passwords = own.filter((v) => /pass|pwd/i.test(v.name));
  const differs = passwords.find(
    (v) => other && (v.from.name !== other.from.name || v.from.key !== other.from.key),
  );
  if (differs) {
    const { kind, name, key } = other.from;
    return {
      meaning: `${differs.name} comes from ${differs.from.kind} ${differs.from.name} (${differs.from.key}), the other side's from ${kind} ${name} (${key})`,
      action: {
        fix: patchContainer(ctx.kubectl, pod.workload, container, {
          env: [
            {
              name: differs.name,
              valueFrom: {
                [kind === "secret" ? "secretKeyRef" : "configMapKeyRef"]: { name, key },
              },
            },
          ],
        }),
        note: "takes the other side's",
      },
    };
  }
  const [variable] = passwords.length > 0 ? passwords : own;
  if (!variable) return undefined;
  const { kind, name, key } = variable.from;
  const body = JSON.stringify({
    [kind === "secret" ? "stringData" : "data"]: { [key]: "<VALUE>" },
  });
  return {
    meaning: `${variable.name} comes from ${kind} ${name}, key ${key}`,
    action: {
      fix: `${ctx.kubectl} patch ${kind} ${name} --patch '${body}' && ${runAgain(ctx.kubectl, pod.workload)}`,
      note: "put the other side's password or key for <VALUE>; a database keeps the one that it was first started with",
    },
  };
}

/** The pod's command is not the image's: the image's own is what is known to exist. */
export function ownCommand(ctx, pod, container) {
  const { command, args } = container.words;
  if (command + args === 0) return undefined;
  const ops = [
    ...(command > 0 ? [{ op: "remove", path: `${pathOf(container)}/command` }] : []),
    ...(args > 0 ? [{ op: "remove", path: `${pathOf(container)}/args` }] : []),
  ];
  return {
    meaning: "the pod names a command of its own instead of the image's",
    action: {
      fix: patchAt(ctx.kubectl, pod.workload, ops),
      note: "has the image start as it was built to, which is a guess: what the command should be, only who wrote it knows",
    },
  };
}
