import { serverSettings } from "./settings";

/** Ends a server whose settings are wrong at its start, and not in each answer: exit 1 and one line that says why. */
export function checkSettings(): void {
  try {
    serverSettings();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
