import { forward } from "@/lib/server/backend";
import { problem } from "@/lib/server/problem";

interface Context {
  params: Promise<{ path?: string[] }>;
}

async function handle(request: Request, { params }: Context): Promise<Response> {
  const { path = [] } = await params;
  // An address that climbs out would reach what the backend shows to the cluster only.
  if (path.some((part) => part === "." || part === "..")) return problem(404, "Not found", "There is no such task.");
  return forward(request, ["/api/tasks", ...path.map(encodeURIComponent)].join("/"));
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST };
