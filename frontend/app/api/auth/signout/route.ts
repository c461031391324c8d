import { endedCookie } from "@/lib/server/cookies";
import { refused } from "@/lib/server/origin";

export function POST(request: Request): Response {
  return (
    refused(request) ??
    new Response(null, {
      status: 204,
      headers: { "set-cookie": endedCookie(request), "cache-control": "no-store" },
    })
  );
}
