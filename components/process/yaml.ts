import { parse, YAMLParseError } from "yaml";

/**
 * YAML of the user's, which may hold secrets: no error quotes it, and no warning is printed, for that would.
 *
 * @throws Error with what is wrong, and in which line where the parser says.
 */
export function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch (error) {
    if (!(error instanceof YAMLParseError))
      throw new Error("a value begins with * and names no anchor: put it in quotes", {
        cause: error,
      });
    const [reason = ""] = error.message.split("\n");
    throw new Error(reason.replace(/:$/, ""), { cause: error });
  }
}
