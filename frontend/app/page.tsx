import { cookies } from "next/headers";
import { HostedChat } from "@/components/chat/hosted-chat";
import { Landing } from "@/components/landing";
import { Workspace } from "@/components/workspace";
import { SESSION_COOKIE } from "@/lib/server/cookies";

/** Answers without asking the backend: it is what the probes of the deployment look at. */
export default async function Home() {
  const signedIn = (await cookies()).has(SESSION_COOKIE);
  if (!signedIn) return <Landing />;
  const domainKey = process.env.CHATKIT_DOMAIN_KEY;
  return <Workspace hostedChat={domainKey ? <HostedChat domainKey={domainKey} /> : undefined} />;
}
