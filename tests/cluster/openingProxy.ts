/** A proxy that opens TLS, as some companies have one, with an authority of its own. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import * as tls from "node:tls";

/** What it answers in the place of a site; undefined: not found. */
export type Site = (asked: URL) => { type: string; body: string | Buffer } | undefined;

export class OpeningProxy {
  /** The authority's certificate in PEM. */
  readonly ca: string;
  readonly password = `proxy-password-${Math.random().toString(36).slice(2)}`;
  /** What was asked of it, as https://host/path. */
  readonly asked: string[] = [];
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-proxy-"));
  private readonly server: http.Server;
  private readonly opened: http.Server;
  private readonly contexts = new Map<string, tls.SecureContext>();

  constructor(private readonly site: Site) {
    this.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k");
    this.openssl(
      ...["req", "-x509", "-key", "k", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Proxy Root"],
      ...["-addext", "basicConstraints=critical,CA:TRUE"],
    );
    this.ca = this.read("ca.pem").trim();
    this.opened = http.createServer((request, response) =>
      this.answer(`https://${request.headers.host}${request.url}`, response),
    );
    this.server = http.createServer((request, response) => {
      if (!this.knows(request)) return response.writeHead(407).end();
      this.answer(request.url!, response);
    });
    this.server.on("connect", (request: http.IncomingMessage, socket) => {
      socket.on("error", () => {});
      if (!this.knows(request)) {
        const demand = 'HTTP/1.1 407 Who Asks\r\nProxy-Authenticate: Basic realm="test"\r\n';
        return socket.end(`${demand}Content-Length: 0\r\nConnection: close\r\n\r\n`);
      }
      const host = request.url!.replace(/:\d+$/, "");
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      const open = new tls.TLSSocket(socket as never, {
        isServer: true,
        secureContext: this.contextOf(host),
      });
      // A client that trusts nobody goes away.
      open.on("error", () => {});
      this.opened.emit("connection", open);
    });
  }

  /** @param host address that is this machine's. */
  listen(host: string): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, host, resolve));
  }

  /** Its address with user and password, as a build on this machine's engine reaches it. */
  address(host: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://builder:${this.password}@${host}:${port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
    this.opened.closeAllConnections();
    fs.rmSync(this.folder, { recursive: true });
  }

  private knows({ headers }: http.IncomingMessage): boolean {
    const wanted = Buffer.from(`builder:${this.password}`).toString("base64");
    return headers["proxy-authorization"] === `Basic ${wanted}`;
  }

  private answer(address: string, response: http.ServerResponse): void {
    this.asked.push(address);
    const found = this.site(new URL(address));
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": found.type, "cache-control": "no-store" });
    response.end(found.body);
  }

  /** A certificate for whatever host is asked for. */
  private contextOf(host: string): tls.SecureContext {
    let context = this.contexts.get(host);
    if (!context) {
      fs.writeFileSync(
        path.join(this.folder, "names"),
        `subjectAltName=DNS:${host}\nbasicConstraints=CA:FALSE\n`,
      );
      this.openssl("req", "-new", "-key", "k", "-out", "csr", "-subj", "/CN=opened");
      this.openssl(
        ...["x509", "-req", "-in", "csr", "-CA", "ca.pem", "-CAkey", "k", "-CAcreateserial"],
        ...["-days", "2", "-extfile", "names", "-out", "site.pem"],
      );
      context = tls.createSecureContext({ key: this.read("k"), cert: this.read("site.pem") });
      this.contexts.set(host, context);
    }
    return context;
  }

  private openssl(...args: string[]): void {
    execFileSync("openssl", args, { cwd: this.folder, stdio: "pipe" });
  }

  private read(name: string): string {
    return fs.readFileSync(path.join(this.folder, name), "utf8");
  }
}
