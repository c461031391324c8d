/** The smallest server that can be asked how it is, and stops when it is told to. */
import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ message: "hello from the gateway", path: request.url }));
});
server.listen(Number(process.env.PORT ?? 8080));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
