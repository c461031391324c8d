import { forward } from "@/lib/server/backend";

/** All that is kept of the account, as one JSON document that streams through. */
export const GET = (request: Request) => forward(request, "/api/auth/export");
