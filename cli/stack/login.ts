/** Whether pulumi is logged in to a backend of the user's, in which it keeps its state. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as v from "valibot";
import { parseJson } from "../../components/process/json";
import { indent, run } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";
import { LOCAL } from "./localBackend";

const WHOAMI = ["whoami", "--non-interactive"];

/** What it says, if anything, where it is logged in nowhere, or where that backend takes its login no more. */
const NO_LOGIN = /^\s*$|requires logging in|must be set for login/;

/**
 * @throws Error where it is logged in, and that backend does not answer or does not take the login: a stack may be in it,
 *   and another one of its name is not begun in the checkout.
 */
export async function isLoggedIn(): Promise<boolean> {
  const { code, stderr } = await run("pulumi", WHOAMI, {
    step: "asking whether pulumi is logged in",
    allow: () => true,
    timeoutSeconds: 60,
  });
  if (code === 0) return true;
  if (NO_LOGIN.test(stderr) && backendOfLogin() === undefined) return false;
  throw new Error(
    "pulumi is logged in to a backend that does not answer or rejects the login. The stack may be in that " +
      `backend. Nothing was changed.\n${indent(stderr.trim())}\n` +
      `Run: ${commandLine("pulumi", WHOAMI)}, until it prints your name. To log in again: ${commandLine("pulumi", ["login"])}. ` +
      "Then run the same command again.\n" +
      `To keep the stack in this checkout instead: mkdir ${LOCAL}, then run the same command again`,
  );
}

const credentials = v.object({ current: v.nullish(v.string()) });

/** The backend that pulumi was last logged in to, by its own file; undefined where that names none. */
function backendOfLogin(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder =
    env.PULUMI_CREDENTIALS_PATH || env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  try {
    const text = fs.readFileSync(path.join(folder, "credentials.json"), "utf8");
    return parseJson(credentials, text).current || undefined;
  } catch {
    return undefined;
  }
}
