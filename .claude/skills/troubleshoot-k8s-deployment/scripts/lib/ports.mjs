/**
 * One port, named in many places: what the program listens on, containerPort, probes, the Services'
 * targetPort, a variable, a word of the command. Every place that does not fit is named at once, with
 * one command for all of them.
 */
import { shellWord } from "./clean.mjs";
import { exchangeInMap, patchAt, pathOf, setEnv } from "./commands.mjs";
import { selects } from "./context.mjs";
import { listensOn, toldPorts, whyUnseen } from "./listening.mjs";

/** Every place that names a port of the workload, as {what, port, ...how it is changed}. */
export function placesOf(ctx, ref) {
  const pod = ctx.podsOf(ref)[0];
  const workload = ctx.workload(ref) ?? pod;
  if (!workload) return [];
  const main = workload.containers.filter((c) => !c.init);
  const byName = new Map(
    main.flatMap((c) => c.ports.filter((p) => p.name).map((p) => [p.name, p.port])),
  );
  const number = (port) => (typeof port === "string" ? byName.get(port) : port);
  const declared = main.flatMap((container) =>
    container.ports.flatMap((port, index) =>
      port.protocol === "TCP"
        ? [
            {
              what: "containerPort",
              container,
              port: port.port,
              as: port.port,
              path: `${pathOf(container)}/ports/${index}/containerPort`,
              protocolPath: `${pathOf(container)}/ports/${index}/protocol`,
            },
          ]
        : [],
    ),
  );
  const probes = main.flatMap((container) =>
    Object.entries(container.probes)
      .filter(([, probe]) => probe?.port)
      .map(([type, probe]) => ({
        what: `${type}Probe`,
        container,
        port: number(probe.port),
        as: probe.port,
        path: `${pathOf(container)}/${type}Probe/${probe.type}/port`,
      })),
  );
  const told = main.flatMap((container) =>
    toldPorts(container).map(({ port, env, word }) => ({
      what: env ? `variable ${env.name}` : `the command's ${word.text}`,
      container,
      ...{ port, as: port, env, word },
    })),
  );
  const services = ctx.evidence.services
    .filter(
      (s) =>
        s.selector && Object.keys(s.selector).length > 0 && selects(s.selector, workload.labels),
    )
    .flatMap((service) =>
      service.ports.flatMap((port, index) =>
        port.protocol === "TCP"
          ? [
              {
                what: `service/${service.name} targetPort`,
                service,
                port: number(port.target),
                as: port.target,
                path: `/spec/ports/${index}/targetPort`,
                protocolPath: `/spec/ports/${index}/protocol`,
              },
            ]
          : [],
      ),
    );
  return [...declared, ...probes, ...told, ...services];
}

/**
 * What has to change so that every place names the port that the program listens on.
 * @returns Undefined where nothing is known to be wrong. Else {listens, by, wrong, cause, fix, note}.
 */
export function portPlan(ctx, ref) {
  const places = placesOf(ctx, ref);
  const listens = listensOn(ctx, ref);
  if (listens.by === "" || !listens.seen) return undefined;
  const { open, local } = listens;
  const datagrams = onlyUdp(ctx, ref, places, listens);
  if (datagrams) return datagrams;
  const asked = places.filter((p) => p.what !== "containerPort" && !p.env && !p.word);
  if (open.length === 0)
    return local.length > 0 ? onlyLocal(ctx, ref, places, local, listens) : undefined;
  // A port that is named by nobody, and nowhere wrong, is the program's own affair.
  const wrong = asked.filter((p) => !open.includes(p.port));
  if (wrong.length === 0) return undefined;
  const right = rightPort(open, places);
  // A second port that is declared and not used harms nobody.
  const stale = places.filter(
    (p) => p.what === "containerPort" && !open.includes(p.port) && p.container.ports.length === 1,
  );
  return planned(ctx, ref, { places, wrong: [...stale, ...wrong], right, listens });
}

/** A Service says TCP, its default, of a port on which the program takes datagrams. */
function onlyUdp(ctx, ref, places, { open, udp = [], by }) {
  const wrong = places.filter(
    (p) => p.protocolPath && udp.includes(p.port) && !open.includes(p.port),
  );
  const services = wrong.filter((p) => p.service);
  if (services.length === 0) return undefined;
  // A target that is a name is looked for among the container's ports of the same protocol.
  const declared = wrong.filter((p) => !p.service && services.some((s) => s.port === p.port));
  const named = services.some((p) => typeof p.as === "string") ? declared : [];
  const ops = (of) => of.map((p) => ({ op: "add", path: p.protocolPath, value: "UDP" }));
  const changed = [...named, ...services];
  return {
    wrong: changed,
    cause: `the program takes UDP on ${[...new Set(services.map((p) => p.port))].join(", ")} (by ${by}); ${namesOf(changed)} ${changed.length > 1 ? "are" : "is"} TCP, which is what a port without protocol is`,
    fix: [
      ...(named.length > 0 ? [patchAt(ctx.kubectl, ref, ops(named))] : []),
      ...[...grouped(services)].map(
        ([name, of]) =>
          `${ctx.kubectl} patch service ${name} --type=json --patch ${shellWord(JSON.stringify(ops(of)))}`,
      ),
    ].join(" && "),
    note: "nobody is told when datagrams do not arrive: look whether they do now",
  };
}

/** The open port that was meant: the only one, or the one that most places name. */
function rightPort(open, places) {
  if (open.length === 1) return open[0];
  const count = (port) => places.filter((p) => p.port === port).length;
  const [best, second] = [...open].sort((a, b) => count(b) - count(a));
  return count(best) > count(second) ? best : undefined;
}

function planned(ctx, ref, { places, wrong, right, listens }) {
  const listening = `the program listens on ${listens.open.join(", ")} (by ${listens.by})`;
  const odd = oddOne(places, right);
  if (odd)
    return {
      wrong: [odd.place],
      cause: `${listening}, as ${odd.place.what} has it; ${namesOf(wrong)} ask for ${odd.others}`,
      fix: changeTold(ctx, ref, odd.place, odd.others),
      note: "",
    };
  return {
    wrong,
    cause: `${listening}; ${namesOf(wrong)} ${wrong.length > 1 ? "name" : "names"} another`,
    fix: changeAll(ctx, ref, wrong, right ?? "<PORT>"),
    note: right
      ? ""
      : `put one of ${listens.open.join(", ")} for <PORT>: which is meant is not known`,
  };
}

/** A variable or a word of the command that alone disagrees: all others name one port. */
function oddOne(places, right) {
  const told = places.filter((p) => p.env || p.word);
  const others = new Set(places.filter((p) => !p.env && !p.word).map((p) => p.port));
  const rest = places.length - told.length;
  if (told.length !== 1 || told[0].port !== right || others.size !== 1 || rest < 2)
    return undefined;
  return { place: told[0], others: [...others][0] };
}

export const namesOf = (wrong) => wrong.map((p) => `${p.what} (${p.as})`).join(", ");

/** One command for the workload, then one for each Service. */
export function changeAll(ctx, ref, wrong, port) {
  const own = wrong.filter((p) => p.path && !p.service);
  const services = [...grouped(wrong.filter((p) => p.service))];
  const ops = (places) => places.map(({ path }) => ({ op: "replace", path, value: port }));
  return [
    ...(own.length > 0 ? [patchAt(ctx.kubectl, ref, ops(own))] : []),
    ...services.map(
      ([name, places]) =>
        `${ctx.kubectl} patch service ${name} --type=json --patch ${shellWord(JSON.stringify(ops(places)))}`,
    ),
  ].join(" && ");
}

function grouped(places) {
  const groups = new Map();
  for (const place of places)
    groups.set(place.service.name, [...(groups.get(place.service.name) ?? []), place]);
  return groups;
}

function changeTold(ctx, ref, { container, env, word }, port) {
  if (env) return setEnv(ctx.kubectl, ref, container, { [env.name]: `${port}` });
  const value = word.text.replace(/\d+$/, `${port}`);
  return patchAt(ctx.kubectl, ref, [
    { op: "replace", path: `${pathOf(container)}/${word.at}`, value },
  ]);
}

/** It listens for its own pod only. */
function onlyLocal(ctx, ref, places, local, listens) {
  const workload = ctx.workload(ref) ?? ctx.podsOf(ref)[0];
  const bound = workload.containers.flatMap((container) => [
    ...container.env
      .filter(
        (v) => v.literal && /^(127\.0\.0\.1|localhost)$/.test(v.host ?? "") && v.hostPort === null,
      )
      .map((v) => ({ container, env: v })),
    ...container.toldPorts
      .filter((w) => /127\.0\.0\.1|localhost/.test(w.text))
      .map((word) => ({ container, word })),
  ])[0];
  const cause = `the program listens on 127.0.0.1:${local.join(", ")} only (by ${listens.by}): nothing outside of its pod reaches it`;
  if (bound?.env)
    return {
      ...{ wrong: [], cause, note: "" },
      fix: setEnv(ctx.kubectl, ref, bound.container, { [bound.env.name]: "0.0.0.0" }),
    };
  if (bound?.word)
    return {
      ...{ wrong: [], cause, note: "" },
      fix: patchAt(ctx.kubectl, ref, [
        {
          op: "replace",
          path: `${pathOf(bound.container)}/${bound.word.at}`,
          value: bound.word.text.replace(/127\.0\.0\.1|localhost/, "0.0.0.0"),
        },
      ]),
    };
  const [container, ...others] = workload.containers.filter((c) => !c.init);
  const [port, ...ports] = local;
  const inMap =
    others.length + ports.length === 0
      ? exchangeInMap(ctx.kubectl, ref, container, `127.0.0.1:${port}`, `0.0.0.0:${port}`)
      : undefined;
  if (inMap)
    return {
      ...{ wrong: [], cause, fix: inMap.fix },
      note: `writes 0.0.0.0:${port} for 127.0.0.1:${port} in ConfigMap ${inMap.name}, which gives it variables and whose values are not read here: if it stands elsewhere, nothing changes`,
    };
  return {
    ...{ wrong: [], cause },
    fix: "",
    note: "which of its settings says so is not known (often --host, --bind, HOST): it has to be 0.0.0.0",
  };
}

/** Ports that any place names beside the one that does not answer: where the program may be instead. */
export function candidates(ctx, ref, refused) {
  const ports = placesOf(ctx, ref)
    .map((p) => p.port)
    .filter((port) => port !== undefined && port !== refused);
  return [...new Set(ports)];
}

/** What is said where nobody knows the port. */
export function unknownPort(ctx, ref) {
  const why = whyUnseen(ctx, ref);
  return `which port it listens on is not known${why ? ` (${why})` : ""}`;
}
