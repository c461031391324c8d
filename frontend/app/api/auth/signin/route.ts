import { beginSession } from "@/lib/server/sessions";

export const POST = (request: Request) => beginSession(request, "/api/auth/signin");
