/** A Dockerfile as instructions and stages, each with the line on which it stands. */

/**
 * @typedef {{name: string, line: number, text: string, flags: string[], args: string[] | null}} Instruction
 *   name: upper case; text: what follows it, on one line, without flags; args: of the exec form, else null.
 * @typedef {{from: Instruction, base: string, name: string, instructions: Instruction[]}} Stage
 *   base: the image with build arguments' defaults put in, or the earlier stage's name.
 * @returns {{instructions: Instruction[], stages: Stage[]}}
 */
export function parse(source) {
  const instructions = read(source.split(/\r?\n/));
  const stages = [];
  const defaults = new Map();
  for (const instruction of instructions) {
    if (instruction.name === "FROM") {
      const [image, , name = ""] = instruction.text.split(/\s+/);
      stages.push({
        from: instruction,
        base: substitute(image, defaults),
        name: name.toLowerCase(),
        instructions: [],
      });
    } else if (stages.length > 0) {
      stages.at(-1).instructions.push(instruction);
    } else if (instruction.name === "ARG") {
      // Before the first FROM: these alone count in a FROM line.
      for (const [name, value] of pairs(instruction)) defaults.set(name, value);
    }
  }
  return { instructions, stages };
}

/** NAME=value pairs of ENV, ARG and LABEL, quotes taken off; ENV's old form `NAME value` too. */
export function pairs({ name, text }) {
  if (name === "ENV" && !/^\S+=/.test(text)) {
    const [, key, value = ""] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
    return [[key, value]];
  }
  return [...text.matchAll(/([\w.-]+)(?:=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\\])*))?/g)].map(
    ([, key, value = ""]) => [key, value.replace(/^(["'])([^]*)\1$/, "$2")],
  );
}

function read(lines) {
  const escape = /^#\s*escape\s*=\s*`/im.test(lines[0] ?? "") ? "`" : "\\";
  const found = [];
  for (let at = 0; at < lines.length; at++) {
    if (/^\s*(#|$)/.test(lines[at])) continue;
    const line = at + 1;
    let text = "";
    for (;;) {
      const current = lines[at];
      // A comment or an empty line within a continued instruction is not part of it.
      const skipped = text !== "" && /^\s*(#|$)/.test(current);
      const goesOn = !skipped && current.trimEnd().endsWith(escape);
      if (!skipped) text += goesOn ? `${current.trimEnd().slice(0, -1)} ` : current;
      if (!(goesOn || skipped) || at + 1 >= lines.length) break;
      at += 1;
    }
    for (const [, , word] of text.matchAll(/<<-?(["']?)(\w+)\1/g)) {
      if (!/^\s*(RUN|COPY|ADD)\b/i.test(text)) break;
      while (at + 1 < lines.length && lines[at + 1].trim() !== word) text += `\n${lines[++at]}`;
      at += 1;
    }
    found.push(instruction(text, line));
  }
  return found;
}

function instruction(source, line) {
  const [, name, rest] = /^\s*(\w+)\s*([^]*)$/.exec(source) ?? [undefined, source, ""];
  const flags = [];
  let text = rest.trim();
  for (let flag; (flag = /^--[\w-]+(=\S+)?\s+/.exec(text)); text = text.slice(flag[0].length)) {
    flags.push(flag[0].trim());
  }
  return { name: name.toUpperCase(), line, text, flags, args: execForm(text) };
}

/** The words of `["a", "b"]`; also after HEALTHCHECK's CMD. */
function execForm(text) {
  const list = /^(?:CMD\s+)?(\[[^]*\])\s*$/.exec(text)?.[1];
  if (!list) return null;
  try {
    const words = JSON.parse(list);
    return words.every((word) => typeof word === "string") ? words : null;
  } catch {
    return null;
  }
}

function substitute(text, values) {
  return text.replace(
    /\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (all, braced, fallback, plain) => values.get(braced ?? plain) || fallback || all,
  );
}
