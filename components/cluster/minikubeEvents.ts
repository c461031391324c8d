/** What `minikube start --output=json` prints: a CloudEvent a line, each of which says one thing. */

import * as v from "valibot";
import { parseJson } from "../process/json";

const text = v.optional(v.string());

const minikubeEvent = v.object({
  /** io.k8s.sigs.minikube.step, .download, .warning, .error, and others. */
  type: v.string(),
  data: v.nullish(
    v.object({
      ...{ message: text, artifact: text, currentstep: text, totalsteps: text },
      ...{ name: text, advice: text, url: text },
    }),
  ),
});
type Data = NonNullable<v.InferOutput<typeof minikubeEvent>["data"]>;

const PREFIX = "io.k8s.sigs.minikube.";

/** An event, or undefined for what is none: minikube also prints lines of the tools that it runs. */
function readEvent(line: string): { type: string; data: Data } | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { type, data } = parseJson(minikubeEvent, line);
    if (!type.startsWith(PREFIX)) return undefined;
    return { type: type.slice(PREFIX.length), data: data ?? {} };
  } catch {
    return undefined;
  }
}

/** What a line says of how far the start is, in words for its user; undefined where it says nothing of that. */
export function stepWords(line: string): string | undefined {
  const event = readEvent(line);
  const { message, artifact, currentstep, totalsteps } = event?.data ?? {};
  switch (event?.type) {
    case "step":
      if (!message) return undefined;
      return currentstep && totalsteps ? `${currentstep}/${totalsteps} ${message}` : message;
    case "download":
      return artifact ? `downloading ${artifact}` : undefined;
    case "warning":
      return message ? `warning: ${message}` : undefined;
    default:
      return undefined;
  }
}

/** Why a start failed, from all that it printed: its errors with their advice, and what is no event at all. */
export function failureWords(stdout: string, stderr: string): string {
  const lines = stdout.split(/\r?\n/);
  const others = lines.filter((line) => readEvent(line) === undefined);
  const errors = lines
    .map(readEvent)
    .filter((event) => event?.type === "error")
    .map((event) => errorWords(event!.data));
  return [stderr, ...others, ...errors].filter((text) => text.trim() !== "").join("\n");
}

function errorWords({ name, message = "", advice, url }: Data): string {
  return [
    name ? `Exiting due to ${name}: ${message}` : message,
    ...(advice ? [`Suggestion: ${advice}`] : []),
    ...(url ? [`Documentation: ${url}`] : []),
  ].join("\n");
}
