/** Shows a run of Pulumi while it goes on: lines in any case, and at a terminal one more that is drawn again and again. */
import * as readline from "node:readline";
import { styleText } from "node:util";
import type { OnLine } from "../../components/process/shell";
import { clock, duration } from "../../tools/report/text";
import { readEvent } from "./engineEvents";
import { heard, Line, newRun, passed, Run } from "./progress";
import { counts, inFlight, printed, problems } from "./progressText";
import type { RunLog } from "./runLog";

/** Milliseconds between two looks at the clock. */
const TICK_MS = 1000;
/** After so long without a line, where nothing is drawn, it is said what is being waited for. */
const SILENCE_MS = 60_000;

const COLOURS: Record<string, "green" | "yellow" | "red"> = {
  ...{ created: "green", updated: "green", replaced: "green", deleted: "green" },
  ...{ warning: "yellow", failed: "red" },
};

export interface View {
  onLine: OnLine;
  /** The run has ended: what went wrong, what changed, and how long it took. */
  end(code: number): void;
  /** Nothing is drawn any more. */
  stop(): void;
}

/** How much of a run is shown. */
export interface Style {
  /** The first line; "" for none. */
  opening: string;
  /** Whether a line is for the terminal too. */
  shows(line: Line): boolean;
  /** What is said at the end; the log's name follows. */
  closing(run: Run, code: number, ms: number): string[];
}

/** A run from its beginning to its end. @param what the run as a noun: "Update of stack dev". */
export const wholeRun = (what: string): Style => ({
  opening: `${what} ...`,
  shows: ({ hidden }) => !hidden,
  closing: (run, code, ms) => [
    ...problems(run).map((problem) => `\n${problem}`),
    `\n${what}: ${code === 0 ? "done in" : "failed after"} ${duration(ms)}: ${counts(run)}.`,
  ],
});

export function view(style: Style, log: RunLog, out: NodeJS.WriteStream = process.stdout): View {
  const began = Date.now();
  const draws = Boolean(out.isTTY) && process.env.TERM !== "dumb";
  let run = newRun(began);
  let lastLine = began;
  let drawn = false;
  // Output that cannot be written any more, as a pipe that was closed, is no reason to leave a change half-way.
  const ignore = () => {};
  out.on("error", ignore);

  const erase = () => {
    if (!drawn) return;
    readline.clearLine(out, 0);
    readline.cursorTo(out, 0);
    drawn = false;
  };
  const draw = () => {
    erase();
    const front = `${clock(Date.now() - began).padStart(6)}  `;
    const width = Math.max(0, (out.columns || 80) - 1 - front.length);
    out.write(styleText("dim", front + inFlight(run, Date.now(), width), { stream: out }));
    drawn = true;
  };
  const say = (text: string) => {
    erase();
    console.log(text);
    lastLine = Date.now();
  };
  const show = (lines: Line[]) => {
    for (const line of lines) {
      const text = printed(line, Date.now() - began);
      log.write(text);
      const colour = COLOURS[line.label];
      if (!style.shows(line)) continue;
      say(
        colour
          ? text.replace(line.label, (word) => styleText(colour, word, { stream: out }))
          : text,
      );
    }
  };
  const take = ([next, lines]: [typeof run, Line[]]) => {
    run = next;
    show(lines);
  };
  const tick = () => {
    take(passed(run, Date.now()));
    if (draws) draw();
    else if (Date.now() - lastLine >= SILENCE_MS) {
      // Also where only the log has it.
      lastLine = Date.now();
      show([{ label: "waiting", text: inFlight(run, Date.now()) }]);
    }
  };
  const timer = setInterval(tick, TICK_MS).unref();
  if (style.opening) say(style.opening);

  return {
    onLine(line, stream) {
      const event = stream === "stdout" ? readEvent(line) : undefined;
      if (event) take(heard(run, event, Date.now()));
      else if (line.trim() !== "") {
        log.write(line);
        say(line);
      }
    },
    end(code) {
      const lines = style.closing(run, code, Date.now() - began);
      const where = log.file ? ` Log: ${log.file}` : "";
      for (const text of [...lines.slice(0, -1), `${lines.at(-1)}${where}`]) {
        log.write(text);
        say(text);
      }
    },
    stop() {
      clearInterval(timer);
      erase();
      // What was written last may fail yet.
      setImmediate(() => out.off("error", ignore));
    },
  };
}
