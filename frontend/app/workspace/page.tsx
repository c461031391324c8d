import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { HostedChat } from "@/components/chat/hosted-chat";
import { Workspace } from "@/components/workspace";
import { SESSION_COOKIE } from "@/lib/server/cookies";

/** What the start shows to a user who is signed in; see proxy.ts. */
export default async function WorkspacePage() {
  if (!(await cookies()).has(SESSION_COOKIE)) redirect("/");
  const domainKey = process.env.CHATKIT_DOMAIN_KEY;
  return <Workspace hostedChat={domainKey ? <HostedChat domainKey={domainKey} /> : undefined} />;
}
