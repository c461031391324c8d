/**
 * The hosts beside localhost under which a browser reaches `make dev`: a tunnel's name, say. Next.js's development
 * server serves its scripts to no page of another host, and without them no form works.
 *
 * @param text what DEV_HOSTS holds: host names or addresses, with commas between.
 * @throws Error that names what is no host.
 */
export function devHosts(text: string): string[] {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries.map((entry) => {
    const address = entry.includes("://") ? entry : `http://${entry}`;
    const host = URL.canParse(address) ? new URL(address).hostname : "";
    if (/^[\w.-]+$/.test(host)) return host;
    throw new Error(
      `DEV_HOSTS names "${entry}": expected host names, separated by commas. ` +
        "Run: make dev DEV_HOSTS=a-3000.tunnel.example",
    );
  });
}
