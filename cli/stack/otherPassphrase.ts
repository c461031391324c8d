/** A passphrase that is another one than the checkout's state was encrypted with. */
import { run } from "../../components/process/shell";
import { backendUrl, LOCAL, lostPassphrase } from "./localBackend";
import { stackName } from "./stackName";

/**
 * Says so after a command of pulumi's that failed. Its own advice is a variable that the checkout's backend does not read.
 *
 * @returns the ways on; "" where the passphrase is the right one, or the backend is the user's.
 */
export async function otherPassphrase(env: Record<string, string>): Promise<string> {
  if (env.PULUMI_BACKEND_URL !== backendUrl()) return "";
  // What it prints is thrown away: only with its secrets is a state decrypted.
  const args = ["stack", "export", "--show-secrets", "--stack", stackName()];
  const { stderr } = await run("pulumi", args, {
    env: { ...process.env, ...env },
    allow: () => true,
  });
  if (!stderr.includes("incorrect passphrase")) return "";
  return "\n" + lostPassphrase(LOCAL, "does not match the state in the same folder");
}
