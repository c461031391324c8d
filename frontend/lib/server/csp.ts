/** Hosts of OpenAI's hosted ChatKit page: allowed only where a domain key is configured. */
const CHATKIT_HOSTS = "https://cdn.platform.openai.com";

interface PolicyOptions {
  /** Of this request: scripts without it do not run. */
  nonce: string;
  hostedChat: boolean;
  /** Next's development server evaluates code. */
  development: boolean;
}

/** The content security policy: scripts of this page only, and requests to this host only. */
export function contentSecurityPolicy({ nonce, hostedChat, development }: PolicyOptions): string {
  const chatkit = hostedChat ? ` ${CHATKIT_HOSTS}` : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${chatkit}${development ? " 'unsafe-eval'" : ""}`,
    // Radix and assistant-ui set style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${chatkit}${development ? " ws:" : ""}`,
    `frame-src ${hostedChat ? CHATKIT_HOSTS : "'none'"}`,
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** The other headers of every answer. @param https whether the browser came by https. */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    // Browsers heed these two over https alone, and complain of them elsewhere.
    ...(https
      ? { "strict-transport-security": "max-age=31536000", "cross-origin-opener-policy": "same-origin" }
      : {}),
  };
}
