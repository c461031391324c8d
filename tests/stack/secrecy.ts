import * as fs from "node:fs";

/** A value as it may turn up: as it is, in base64 as Kubernetes has it, and in an address. */
export const formsOf = (value: string): string[] => [
  value,
  Buffer.from(value).toString("base64"),
  ...(encodeURIComponent(value) === value ? [] : [encodeURIComponent(value)]),
];

/** Which of these forms a text has. */
export const foundIn = (text: string, forms: string[]): string[] =>
  forms.filter((form) => text.includes(form));

/** Milliseconds between two looks: most commands of an `up` live longer. */
const LOOK_MS = 50;

/**
 * Watches the command lines of every process, as any user of the machine sees them with `ps`. Where there is
 * no /proc, nothing is seen.
 */
export function commandLines(): { seen: Set<string>; stop(): void } {
  const seen = new Set<string>();
  const look = () => {
    for (const entry of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(fs.readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // It has ended in the meantime.
      }
    }
  };
  const timer = setInterval(look, LOOK_MS);
  return { seen, stop: () => clearInterval(timer) };
}
