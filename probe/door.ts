import * as http from "node:http";
import * as https from "node:https";

/** Where the app is knocked at. */
export interface Door {
  /** http(s)://address:port, without a path. */
  url: string;
  /** The name in the Host header: what an ingress goes by. Empty: the address itself. */
  host?: string;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Longest silence, in milliseconds, before and between bytes. */
  silenceMs?: number;
  agent?: http.Agent;
  signal?: AbortSignal;
  /** Hears every piece of the body as it comes. */
  onChunk?: (chunk: string) => void;
}

/**
 * One request and its whole answer, whatever its status.
 *
 * @throws Error when there is no answer, or when it breaks off in the middle.
 */
export function knock(door: Door, path: string, ask: Ask = {}): Promise<Answer> {
  const url = new URL(path, door.url);
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  const { request: begin } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const request = begin(
      url,
      {
        method: ask.method ?? (body === undefined ? "GET" : "POST"),
        agent: ask.agent,
        signal: ask.signal,
        timeout: ask.silenceMs ?? 15_000,
        // A laptop's certificate signs itself.
        rejectUnauthorized: false,
        servername: door.host,
        headers: {
          ...(door.host ? { host: door.host } : {}),
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
          ...ask.headers,
        },
      } as https.RequestOptions,
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          ask.onChunk?.(chunk);
        });
        response.once("error", reject);
        response.once("close", () => reject(new Error(`the answer to ${path} broke off`)));
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.once("error", reject);
    request.once("close", () => reject(new Error(`the request to ${path} broke off`)));
    request.once("timeout", () => request.destroy(new Error(`silence at ${path}`)));
    request.end(body);
  });
}
