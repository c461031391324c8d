/** Credentials that the other side refuses: where each side has its own from. No value is read. */
import { patchContainer, runAgain } from "./commands.mjs";
import { behind, hostIn, serviceOf } from "./hosts.mjs";

/** What kind of a credential a variable's name says it is. */
const KINDS = [/pass|pwd/i, /token/i, /api_?key|key/i, /secret|cred/i];
const kindOf = (v) => KINDS.findIndex((pattern) => pattern.test(v.name));
const isCredential = (v) => v.from !== null && kindOf(v) >= 0;
const isSame = (a, b) => a.from.name === b.from.name && a.from.key === b.from.key;

/** Words that say nothing of whose a credential is. */
const PLAIN = new Set(
  "ACCEPTED ACCESS ADMIN ALLOWED API APP AUTH BEARER CLIENT CRED CREDENTIAL EXPECTED INBOUND INTERNAL KEY MASTER REQUIRED SECRET SERVER SERVICE SHARED TOKEN VALID".split(
    " ",
  ),
);
const wordsOf = (name) => name.toUpperCase().split(/[^A-Z0-9]+/);

/** Whether theirs may be what the other side expects, and not one that it shows to a third. */
const mayBeExpected = (mine, theirs) =>
  wordsOf(theirs.name).every(
    (word) =>
      PLAIN.has(word) || wordsOf(mine.name).includes(word) || wordsOf(theirs.at).includes(word),
  );

/** Variables with credentials of what the container talks to: by its settings, and by the log's line. */
function otherSide(ctx, pod, container, line) {
  const hosts = [hostIn(line)?.host, ...container.env.map((v) => v.host)].filter(Boolean);
  const services = hosts.flatMap((host) => serviceOf(ctx, host) ?? []);
  return [...new Set(services)]
    .flatMap((service) => behind(ctx, service))
    .filter((workload) => workload.ref !== pod.workload)
    .flatMap(({ ref, containers }) =>
      containers.flatMap((c) => c.env).map((v) => ({ ...v, at: ref.split("/")[1] })),
    )
    .filter(isCredential);
}

/**
 * The pair of variables that should hold the same: the only one of a kind on each side. Databases have
 * several passwords (root's, a replica's): the first is the one that users are made with.
 */
function pairOf(own, others) {
  for (const kind of KINDS.keys()) {
    const mine = own.filter((v) => kindOf(v) === kind);
    const theirs = others.filter((v) => kindOf(v) === kind);
    if (kind === 0 && mine.length > 0 && theirs.length > 0)
      return { mine: mine.find((v) => !isSame(v, theirs[0])), theirs: theirs[0] };
    const [[a, b], [c, d]] = [mine, theirs];
    if (a && c && !b && !d && !isSame(a, c) && mayBeExpected(a, c))
      return { mine: a, theirs: c };
  }
  return {};
}

/** Its credentials and the other side's come from different places, or only a person knows the right ones. */
export function credentials(ctx, pod, container, line) {
  const own = container.env.filter((v) => v.from && (isCredential(v) || /dsn|url/i.test(v.name)));
  const others = otherSide(ctx, pod, container, line);
  const { mine, theirs } = pairOf(own.filter(isCredential), others);
  if (mine) {
    const { kind, name, key } = theirs.from;
    return {
      meaning: `${mine.name} comes from ${mine.from.kind} ${mine.from.name} (${mine.from.key}), the other side's ${theirs.name} from ${kind} ${name} (${key})${sizes(ctx, mine, theirs)}`,
      action: {
        fix: patchContainer(ctx.kubectl, pod.workload, container, {
          env: [
            {
              name: mine.name,
              valueFrom: {
                [kind === "secret" ? "secretKeyRef" : "configMapKeyRef"]: { name, key },
              },
            },
          ],
        }),
        note: "takes the other side's, without showing it",
      },
    };
  }
  const passwords = own.filter((v) => kindOf(v) === 0);
  const [variable] = passwords.length > 0 ? passwords : own;
  if (!variable) return undefined;
  const { kind, name, key } = variable.from;
  const body = JSON.stringify({
    [kind === "secret" ? "stringData" : "data"]: { [key]: "<VALUE>" },
  });
  const seen = [...new Set(others.map((v) => `${v.name} (${v.from.kind} ${v.from.name}, key ${v.from.key})`))];
  return {
    meaning: `${variable.name} comes from ${kind} ${name}, key ${key}`,
    action: {
      fix: `${ctx.kubectl} patch ${kind} ${name} --patch '${body}' && ${runAgain(ctx.kubectl, pod.workload)}`,
      note: `put the other side's password or key for <VALUE>${seen.length > 0 ? `, which may be its ${seen.join(", ")}` : ""}, without a line break at its end; a database keeps the one that it was first started with`,
    },
  };
}

/** How long both are, where it was looked at: one byte more is a line break, mostly. */
function sizes(ctx, ...variables) {
  const [mine, theirs] = variables.map(({ from }) => {
    const source = ctx.sources(from.kind)?.find((s) => s.name === from.name);
    return source?.sizes?.[from.key];
  });
  if (!mine || !theirs) return "";
  const more = mine - theirs === 1 ? ": it ends in a line break, most likely" : "";
  return `; they are ${mine} and ${theirs} bytes long${more}`;
}
