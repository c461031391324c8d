/** Greets, and says which visit this is. */
import http from "node:http";

http
  .createServer(async (_request, response) => {
    const visit = await fetch("http://counter:8000").then((answer) => answer.text());
    response.end(`Hello. You are visit ${visit}.\n`);
  })
  .listen(3000);
