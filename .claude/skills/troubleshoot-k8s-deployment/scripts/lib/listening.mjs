/**
 * On which ports a pod's programs really listen: seen in the kernel's table, else said in their logs,
 * else told to them by a variable or their command line. Each answer says which of these it is.
 */
import { isLive } from "./context.mjs";

/** A line of a log in which a server says where it listens. */
const SAYS =
  /\b(listen\w*|serving|running (?:on|at)|started (?:server )?(?:on|at)|server started|bound to|accepting connections|ready (?:on|at)|local:|binding)/i;
const NOT = /connect(?!ions)|refus|error|fail|timed|upstream/i;
const PORTS = [
  /\bport\D{0,3}(\d{2,5})\b/i,
  /https?:\/\/[^\s/]*:(\d{2,5})\b/i,
  /(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\]|\*|::|\s):(\d{2,5})\b/,
];

/** @returns {{open: number[], local: number[]} | undefined} As `listensOn`. */
export function saidPorts(lines) {
  const ports = { open: new Set(), local: new Set() };
  for (const line of lines.filter((l) => SAYS.test(l) && !NOT.test(l))) {
    const port = PORTS.map((pattern) => Number(pattern.exec(line)?.[1])).find((p) => p > 0);
    if (!port) continue;
    // A development server says localhost also where it listens everywhere: that proves nothing.
    const only = /127\.0\.0\.1/.test(line);
    ports[only ? "local" : "open"].add(port);
  }
  const local = [...ports.local].filter((p) => !ports.open.has(p));
  return ports.open.size + local.length > 0 ? { open: [...ports.open], local } : undefined;
}

/** Bytes in reverse order: 0100007F is 127.0.0.1. */
const LOOPBACK = /7F$|^0{24}01000000$/i;

/** Sockets of /proc/net/tcp, tcp6, udp and udp6 that listen: of UDP, those that take from anybody. */
export function listeningSockets(text) {
  const open = new Set();
  const local = new Set();
  for (const [, address, port] of text.matchAll(
    /^\s*\d+: ([0-9A-F]{8}(?:[0-9A-F]{24})?):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gim,
  )) {
    (LOOPBACK.test(address) ? local : open).add(Number.parseInt(port, 16));
  }
  const udp = [...text.matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) 0+:0000 07 /gim)]
    .filter(([, address]) => !LOOPBACK.test(address))
    .map(([, , port]) => Number.parseInt(port, 16));
  return {
    open: [...open],
    local: [...local].filter((p) => !open.has(p)),
    ...(udp.length > 0 ? { udp: [...new Set(udp)] } : {}),
  };
}

/** Ports that a container is told to use: {port, env} or {port, word}. */
export const toldPorts = (container) => [
  ...container.env.filter((v) => v.port !== null).map((v) => ({ port: v.port, env: v })),
  ...container.toldPorts.map((word) => ({ port: word.port, word })),
];

/**
 * @returns {{open: number[], local: number[], udp?: number[], by: string, seen: boolean}} local: for 127.0.0.1 only.
 *   by: how it is known, empty where it is not. seen: looked at while it runs.
 */
export function listensOn(ctx, ref) {
  const pods = ctx.podsOf(ref);
  const looked = ctx.evidence.listening.filter((l) => l.open && pods.some((p) => p.name === l.pod));
  // A table without the port of a container that is down between two starts proves nothing.
  const whole = looked.find(({ pod }) =>
    pods.find((p) => p.name === pod).containers.every((c) => c.init || c.running),
  );
  if (whole && whole.open.length + whole.local.length + (whole.udp?.length ?? 0) > 0)
    return { ...whole, by: "its sockets", seen: true };
  const logs = pods.flatMap((pod) => pod.containers.flatMap((c) => ctx.log(pod.name, c.name)));
  const said = saidPorts(logs);
  if (said) return { ...said, by: "its log", seen: true };
  if (whole) return { open: [], local: [], by: "its sockets", seen: true };
  const told =
    pods[0]?.containers
      .filter((c) => !c.init)
      .flatMap(toldPorts)
      .map((t) => t.port) ?? [];
  return {
    open: [...new Set(told)],
    local: [],
    by: told.length > 0 ? "what it is told" : "",
    seen: false,
  };
}

/** Why the sockets could not be looked at, or nothing. */
export const whyUnseen = (ctx, ref) =>
  ctx.evidence.listening.find(
    (l) =>
      l.refused &&
      ctx.evidence.pods.some((p) => isLive(p) && p.name === l.pod && p.workload === ref),
  )?.refused;
