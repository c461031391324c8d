/** What a program's last words usually mean. */

/** The first pattern that fits a line wins; lines are read from the last one back. */
const MEANINGS = [
  [
    /read-only file system|\bEROFS\b/i,
    "it writes to the read-only root: mount an emptyDir where it writes, or have it write to /tmp",
  ],
  [/no space left|\bENOSPC\b/i, "its volume is full"],
  [/address already in use|\bEADDRINUSE\b/i, "another process in the pod has its port"],
  [
    /password authentication failed|authentication failed|invalid (api key|credentials)|\b401\b.*unauthori[sz]ed/i,
    "its credentials are refused: the Secret holds another password or key than the other side",
  ],
  [
    /\bENOTFOUND\b|\bEAI_AGAIN\b|name or service not known|no such host|could not translate host name|name resolution/i,
    "a host name in its settings does not resolve: a Service of that name is missing, or DNS is closed to it (NetworkPolicy)",
  ],
  [
    /\bECONNREFUSED\b|connection refused|could not connect|connection timed out|\bETIMEDOUT\b/i,
    "something it depends on does not answer: look at that one first",
  ],
  [
    /relation .* does not exist|no such table|undefinedtable/i,
    "the database has no tables: migrations did not run",
  ],
  [
    /modulenotfounderror|cannot find module|no module named|importerror/i,
    "the image lacks a module: it was built without it, or started from another folder",
  ],
  [/exec format error/i, "the image is for another CPU architecture than the node"],
  [
    /heap out of memory|memoryerror|cannot allocate memory|outofmemory/i,
    "it ran out of memory by its own account: raise its limit",
  ],
  [
    /permission denied|\bEACCES\b|\bEPERM\b/i,
    "its user lacks the right: files or a volume belong to another user, or the port is below 1024",
  ],
  [
    /keyerror|environment variable|must be set|is not set|is required|missing (required|setting|configuration)/i,
    "a setting is missing from its environment",
  ],
];

/** @returns {{line: string, meaning: string}} The line that tells most; empty where there is no log. */
export function lastWords(lines) {
  for (const line of [...lines].reverse()) {
    const hit = MEANINGS.find(([pattern]) => pattern.test(line));
    if (hit) return { line, meaning: hit[1] };
  }
  return { line: lines.at(-1) ?? "", meaning: "" };
}
