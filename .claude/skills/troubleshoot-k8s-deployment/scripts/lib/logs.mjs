/** What a program's last words usually mean. */

/**
 * The first pattern that fits a line wins; lines are read from the last one back. The key says who
 * knows a fix (see mends.mjs).
 */
const MEANINGS = [
  [
    "unexpanded",
    /["'\x60\s/@:=]\$\([A-Za-z_]\w*\)/,
    "a variable is not put in where $(NAME) stands",
  ],
  [
    "link",
    /(?:invalid|pars|format|convert|not a |unexpected).*\btcp:\/\/\d+\.\d+\.\d+\.\d+:\d+/i,
    "a variable that Kubernetes sets for a Service is taken for a setting of its own",
  ],
  [
    "mountMoved",
    /in 18\+, these Docker images are configured/i,
    "images of PostgreSQL 18 and newer want the volume at /var/lib/postgresql, and keep the data in a folder of their version below it",
  ],
  [
    "readOnly",
    /read-only file system|\bEROFS\b/i,
    "it writes to the read-only root: mount an emptyDir where it writes, or have it write to /tmp",
  ],
  ["full", /no space left|\bENOSPC\b/i, "its volume is full"],
  [
    "portTaken",
    /address (?:already )?in use|\bEADDRINUSE\b/i,
    "another process in the pod has its port",
  ],
  [
    "forbidden",
    /\bforbidden: User \\?"system:serviceaccount:|cannot (?:get|list|watch|create|update|patch|delete) resource/i,
    "a ServiceAccount may not do what is asked of the cluster with it",
  ],
  [
    "audience",
    /token audiences \[.*invalid for the target audiences/i,
    "its token is made for another audience than the one that takes it",
  ],
  [
    "credentials",
    /password authentication failed|authentication failed|access denied for user|WRONGPASS|NOAUTH|invalid (api key|credentials)|\b401\b.*unauthori[sz]ed/i,
    "its credentials are refused: the Secret holds another password or key than the other side",
  ],
  [
    "name",
    /\bENOTFOUND\b|\bEAI_AGAIN\b|name or service not known|no such host|could not (?:translate host name|resolve host)|name resolution|bad address|can't resolve|nodename nor servname|unknown host|host not found|No address associated/i,
    "a host name in its settings does not resolve: a Service of that name is missing, or DNS is closed to it (NetworkPolicy)",
  ],
  [
    "dependency",
    /\bECONNREFUSED\b|connection refused|could not connect|can't connect|\btimed out\b|connection attempts failed|\bETIMEDOUT\b|i\/o timeout|no route to host|\bEHOSTUNREACH\b|waiting for|not (?:yet )?(?:ready|available|reachable)|retrying/i,
    "something it depends on does not answer: look at that one first",
  ],
  [
    "answers404",
    // Not the line of its own access log: that says what others asked of it.
    /https?:\/\/\S+.*\b404\b|\bHTTP ?Error 404\b|\b404\b.*\bfor url\b/i,
    "what it asks for is not there (404): the host, the port or the path in its settings is another's",
  ],
  [
    "tables",
    /relation .* does not exist|no such table|undefinedtable|table .* doesn't exist/i,
    "the database has no tables: migrations did not run",
  ],
  [
    "module",
    /modulenotfounderror|cannot find (?:module|package)|no module named|importerror|could not import module/i,
    "the image lacks a module: it was built without it, or started from another folder, or its name is misspelt in the command",
  ],
  ["architecture", /exec format error/i, "the image is for another CPU architecture than the node"],
  [
    "heap",
    /heap out of memory|memoryerror|cannot allocate memory|outofmemory|java heap space/i,
    "it ran out of memory by its own account: raise its limit, and the size of its heap with it",
  ],
  [
    "permission",
    /permission denied|\bEACCES\b|\bEPERM\b|operation not permitted/i,
    "its user lacks the right: files or a volume belong to another user, or the port is below 1024",
  ],
  [
    "setting",
    /keyerror|environment variable|env(?:ironment)? var|must be (?:set|provided|specified|defined)|(?:is|are|was) not (?:set|defined|specified|provided|configured)|(?:is|are) (?:required|missing|undefined)|missing (?:required|setting|configuration|env)|parameter (?:null or )?not set|unbound variable|field required|required (?:variable|setting)|is unset|is empty|\*\*\* (?:not set|variable)/i,
    "a setting is missing from its environment",
  ],
  [
    "file",
    /no such file or directory|can't open (?:file)?|cannot open|\bENOENT\b|file not found|\/[\w.@/-]+["'\x60]? (?:does not|doesn't) exist/i,
    "a file is not where it looks for it: a volume or ConfigMap is not mounted there, or a path in its command is misspelt",
  ],
  [
    "program",
    /: command not found$|^(?:\S*sh|env)\b.*: not found$|executable file not found/,
    "the command names a program that the image does not have",
  ],
];

/**
 * @returns {{line: string, meaning: string, key: string}} The line that tells most, with what it means;
 *   empty where there is no log.
 */
export function lastWords(lines) {
  for (const line of [...lines].reverse()) {
    const hit = MEANINGS.find(([, pattern]) => pattern.test(line));
    if (hit) return { line, meaning: hit[2], key: hit[0] };
  }
  return { line: lines.at(-1) ?? "", meaning: "", key: "" };
}
