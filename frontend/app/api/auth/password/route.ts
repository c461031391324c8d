import { beginSession } from "@/lib/server/sessions";

/** Changes the password: every other session ends, and this one goes on as a new one. */
export const POST = (request: Request) => beginSession(request, "/api/auth/password");
