/** Text from a cluster (logs, messages) made fit to print and to hand on. */

const MASK = "***";
const SECRET_NAME = String.raw`[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|private[_-]?key|credential)s?`;

const CREDENTIALS = [
  // The password in postgresql://user:password@host.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${MASK}@`],
  [/\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)|bearer)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  // A JSON web token, wherever it stands.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  // PASSWORD=…, "api_key": "…"; not `secret "name" not found`, which is no assignment.
  [
    new RegExp(String.raw`(${SECRET_NAME}["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}\])]+)`, "gi"),
    `$1${MASK}`,
  ],
];

/** Without control characters (a log may hold a terminal's escape codes), and without credentials. */
export function clean(text) {
  const plain = text
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "")
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
  return CREDENTIALS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), plain);
}

/** On one line, cut to a length in characters. */
export function oneLine(text, length = 200) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** A word for a POSIX shell, quoted only where it must be. */
export function shellWord(word) {
  return /^[\w@%+=:,./<>-]+$/.test(word) && !/[<>]/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
