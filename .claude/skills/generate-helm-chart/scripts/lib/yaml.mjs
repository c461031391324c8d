/** Plain data as YAML, with comments: enough for a values file. */

/** Words that YAML would take for something else than text. */
const PLAIN = /^[A-Za-z/][\w./-]*$/;
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

const scalar = (value) => {
  if (typeof value !== "string") return JSON.stringify(value);
  return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value);
};
const isEmpty = (value) =>
  typeof value !== "object" || value === null || Object.keys(value).length === 0;
const isFlat = (value) => Array.isArray(value) && value.every(isEmpty);

/**
 * @param value Objects, arrays, texts, numbers, booleans, null.
 * @param {(path: string[]) => string | undefined} comment What stands above a key.
 */
export function toYaml(value, comment = () => undefined, path = []) {
  const indent = "  ".repeat(path.length);
  return Object.entries(value)
    .map(([key, inner]) => {
      const at = [...path, key];
      const words = comment(at);
      const above = words ? `${indent}# ${words}\n` : "";
      return `${above}${indent}${scalar(key)}:${node(inner, comment, at)}`;
    })
    .join("\n");
}

function node(value, comment, path) {
  if (isEmpty(value)) return ` ${scalar(value)}`;
  if (isFlat(value)) return ` [${value.map(scalar).join(", ")}]`;
  if (!Array.isArray(value)) return `\n${toYaml(value, comment, path)}`;
  const indent = "  ".repeat(path.length);
  // JSON is YAML: an object in a list stays on its line.
  return `\n${value.map((item) => `${indent}- ${JSON.stringify(item)}`).join("\n")}`;
}
