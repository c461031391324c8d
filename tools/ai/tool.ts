/** Which of the two is asked, and what. */
import { makeCommand } from "../../todo/configCommand";

export const TOOLS = ["kubectl-ai", "kagent"] as const;
export type Tool = (typeof TOOLS)[number];

const EXAMPLE = 'TOOL=kagent ASK="how healthy is our deployment"';

/** The tool that TOOL names; kubectl-ai where it names none. @throws Error where it is neither. */
export function toolOf({ TOOL: name = "" }: NodeJS.ProcessEnv): Tool {
  const found = TOOLS.find((tool) => tool === (name || "kubectl-ai"));
  if (found) return found;
  throw new Error(
    `TOOL is ${JSON.stringify(name)}: expected ${TOOLS.join(" or ")}. Run: ${makeCommand("ai", { variable: EXAMPLE })}`,
  );
}

/** The question to kagent. @throws Error where there is none, or where it is to change something. */
export function questionFor({ ASK: question, WRITE }: NodeJS.ProcessEnv): string {
  if (WRITE) {
    throw new Error(
      "kagent reads only, whoever asks: WRITE=1 is for kubectl-ai. " +
        `Run: ${makeCommand("ai", { variable: "WRITE=1" })}`,
    );
  }
  if (question) return question;
  throw new Error(
    `kagent answers one question here, and ASK holds none. Run: ${makeCommand("ai", { variable: EXAMPLE })}`,
  );
}
