import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request looked like when it arrived at the backend. */
export interface Arrived {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers one request; its body has been read already. */
export type Handler = (response: ServerResponse, arrived: Arrived, request: IncomingMessage) => void;

/** A backend that answers as the test says, and remembers what it was asked. */
export interface StandIn {
  url: string;
  arrived: Arrived[];
  answer: Handler;
  close(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startStandIn(): Promise<StandIn> {
  const standIn: StandIn = {
    url: "",
    arrived: [],
    answer: (response) => json(response, 200, {}),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const arrived = { method, url, headers, body: Buffer.concat(chunks).toString() };
      standIn.arrived.push(arrived);
      standIn.answer(response, arrived, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return standIn;
}

/** Ends an answer with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A port of this machine on which nobody listens. */
export async function deadUrl(): Promise<string> {
  const standIn = await startStandIn();
  await standIn.close();
  return standIn.url;
}

interface PageRequest {
  headers?: Record<string, string>;
  body?: BodyInit;
  /** Needed for a body that is a stream. */
  duplex?: "half";
  signal?: AbortSignal;
}

/** A request as the browser sends it from this app's own page. */
export function fromPage(method: string, path: string, init: PageRequest = {}): Request {
  const headers = { host: "todo.test", origin: "http://todo.test", ...init.headers };
  return new Request(`http://todo.test${path}`, { ...init, method, headers });
}
