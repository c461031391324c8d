import { forward } from "@/lib/server/backend";

/** The chat: its answers stream through as the backend writes them. */
export const POST = (request: Request) => forward(request, "/api/chatkit");
