import * as http from "node:http";
import * as https from "node:https";

/** Where the app is reached. */
export interface Endpoint {
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

export interface RequestOptions {
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
export function request(
  endpoint: Endpoint,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const url = new URL(path, endpoint.url);
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const { request: begin } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = begin(
      url,
      {
        method: options.method ?? (body === undefined ? "GET" : "POST"),
        agent: options.agent,
        signal: options.signal,
        timeout: options.silenceMs ?? 15_000,
        // A laptop's certificate signs itself.
        rejectUnauthorized: false,
        servername: endpoint.host,
        headers: {
          ...(endpoint.host ? { host: endpoint.host } : {}),
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
          ...options.headers,
        },
      } as https.RequestOptions,
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          options.onChunk?.(chunk);
        });
        response.once("error", reject);
        response.once("close", () => reject(new Error(`the answer to ${path} was cut off`)));
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.once("error", reject);
    sent.once("close", () => reject(new Error(`the request to ${path} was cut off`)));
    sent.once("timeout", () => sent.destroy(new Error(`silence at ${path}`)));
    sent.end(body);
  });
}
