/** A program that cannot reach what it depends on: which, why, and the command that opens the way. */
import { create, exchangeInMap, setEnv } from "./commands.mjs";
import { behind, hostIn, isOurs, isOwnPod, meantService, serviceOf } from "./hosts.mjs";
import { listensOn } from "./listening.mjs";
import { blocked } from "./policies.mjs";

/** Variables that name a host, with their containers. */
const named = (container) => container.env.filter((v) => v.host !== null && !isOwnPod(v.host));

/**
 * @param line The log's line that complains.
 * @param {boolean} answered Whether something answers it (404): then nothing is away or closed.
 * @returns {{meaning: string, action?: {fix: string, note: string}} | undefined}
 */
export function dependency(ctx, pod, container, line, answered = false) {
  const said = hostIn(line);
  const own = container.env.filter((v) => v.host !== null);
  if (said && isOwnPod(said.host)) return inOwnPod(ctx, pod, container, said, own);
  // An address says nothing to a person: the variables say whose it may be.
  const targets =
    said && !/^\d/.test(said.host)
      ? [said]
      : named(container).map((v) => ({ host: v.host, port: v.hostPort }));
  for (const target of targets) {
    const found = ofTarget(ctx, pod, container, target, answered);
    if (found) return found;
  }
  return undefined;
}

function ofTarget(ctx, pod, container, { host, port }, answered) {
  if (ctx.isUnread("services")) return undefined;
  const service = serviceOf(ctx, host);
  if (!service) return misspelt(ctx, pod, container, host, port);
  const wanted = port ?? portOfEnv(container, host);
  if (wanted && !service.ports.some((p) => p.port === wanted) && service.ports.length > 0)
    return wrongServicePort(ctx, pod, container, { service, host, wanted });
  if (answered) return undefined;
  const ready = ctx.evidence.endpoints.find((e) => e.service === service.name)?.ready ?? 0;
  if (ready > 0) {
    return blocked(ctx, pod, service, wanted);
  }
  const [workload] = behind(ctx, service);
  if (workload?.desired === 0)
    return {
      meaning: `it depends on Service ${service.name}, and ${workload.ref} is scaled to 0`,
      action: { fix: `${ctx.kubectl} scale ${workload.ref} --replicas=1`, note: "" },
    };
  if (workload && ctx.troubled(workload.ref))
    return {
      meaning: `it depends on Service ${service.name}, and ${workload.ref} is not well: its own finding is the cause`,
      action: { fix: "", note: `put ${workload.ref} right first: this one follows by itself` },
    };
  return {
    meaning: `it depends on Service ${service.name}, which has no ready pod`,
    action: { fix: "", note: `look at what is behind Service ${service.name} first` },
  };
}

const portOfEnv = (container, host) => {
  const variable = container.env.find((v) => v.host === host);
  if (!variable) return null;
  if (variable.hostPort) return variable.hostPort;
  const prefix = variable.name.replace(/_?(HOST|ADDR|ADDRESS|SERVER|URL)$/i, "");
  return (
    container.env.find((v) => v.port !== null && v.name.startsWith(prefix) && prefix !== "")
      ?.port ?? null
  );
};

function misspelt(ctx, pod, container, host, port) {
  const meant = meantService(ctx, host);
  if (!meant) {
    if (!isOurs(ctx, host)) return undefined;
    const workload = ctx.evidence.workloads.find((w) => w.ref.split("/")[1] === host.split(".")[0]);
    const open = port ?? workload?.containers.flatMap((c) => c.ports)[0]?.port;
    if (workload && workload.ref !== pod.workload && open)
      return {
        meaning: `there is no Service ${host}, though there is ${workload.ref}`,
        action: {
          fix: `${ctx.kubectl} expose ${workload.ref} --name=${host.split(".")[0]} --port=${open}`,
          note: "",
        },
      };
    return {
      meaning: `there is no Service ${host} in this namespace, and none is called nearly so (there are: ${ctx.evidence.services.map((s) => s.name).join(", ") || "none"})`,
      action: undefined,
    };
  }
  const meaning = `there is no host ${host}: Service ${meant.name} was probably meant`;
  const variable = container.env.find((v) => v.host === host);
  if (variable?.text)
    return {
      meaning: `${meaning}; the variable ${variable.name} names it`,
      action: {
        fix: setEnv(ctx.kubectl, pod.workload, container, {
          [variable.name]: variable.text.replace(host, meant.host),
        }),
        note: "",
      },
    };
  const inMap = variable ? undefined : exchangeInMap(ctx.kubectl, pod.workload, container, host, meant.host);
  if (inMap)
    return {
      meaning,
      action: {
        fix: inMap.fix,
        note: `writes ${meant.host} for ${host} in ConfigMap ${inMap.name}, which gives it variables and whose values are not read here: if it stands elsewhere, nothing changes`,
      },
    };
  if (host.includes("."))
    return {
      meaning,
      action: {
        fix: "",
        note: `write ${meant.host} where its settings name ${host}: ${where(container, variable, host)}`,
      },
    };
  // The value holds credentials, or stands in a Secret, a ConfigMap or a command, which are not read.
  return {
    meaning,
    action: {
      fix: create(ctx.kubectl, {
        ...{ apiVersion: "v1", kind: "Service", metadata: { name: host } },
        spec: {
          type: "ExternalName",
          externalName: `${meant.name}.${ctx.evidence.namespace}.svc.cluster.local`,
        },
      }),
      note: `makes ${host} another name of ${meant.name}, since ${where(container, variable, host)}; better to write ${meant.name} there, and to delete this Service then`,
    },
  };
}

const where = (container, variable, host) =>
  variable
    ? `the value of ${variable.name} holds more than may be printed`
    : `the place that names ${host} (a command, a Secret or a ConfigMap) is not read`;

/** The port behind a Service: what its pods really listen on, where its own word for it is wrong. */
function targetOf(ctx, service) {
  const [{ target }] = service.ports;
  const open = behind(ctx, service).flatMap(({ ref }) => listensOn(ctx, ref).open);
  return open.length === 1 ? open[0] : target;
}

function wrongServicePort(ctx, pod, container, { service, host, wanted }) {
  const [right] = service.ports;
  const meaning = `it asks Service ${service.name} for port ${wanted}; it has ${service.ports.map((p) => p.port).join(", ")}`;
  const variable = container.env.find((v) => v.host === host && v.hostPort === wanted);
  const single = container.env.find((v) => v.port === wanted && v.literal);
  const port = service.ports.length === 1 ? right.port : undefined;
  if (port && variable?.text)
    return {
      meaning,
      action: {
        fix: setEnv(ctx.kubectl, pod.workload, container, {
          [variable.name]: variable.text.replace(`:${wanted}`, `:${port}`),
        }),
        note: "",
      },
    };
  if (port && single)
    return {
      meaning,
      action: {
        fix: setEnv(ctx.kubectl, pod.workload, container, { [single.name]: `${port}` }),
        note: "",
      },
    };
  // The Service may answer on the port that is asked for, too.
  const names = service.ports.map((p, i) => ({ ...p, name: p.name || `p${i}` }));
  const ports = [
    ...names.map((p) => ({
      name: p.name,
      port: p.port,
      targetPort: p.target,
      protocol: p.protocol,
    })),
    { name: "asked", port: wanted, targetPort: targetOf(ctx, service), protocol: "TCP" },
  ];
  return {
    meaning,
    action: {
      fix: `${ctx.kubectl} patch service ${service.name} --type=merge --patch '${JSON.stringify({ spec: { ports } })}'`,
      note: "has the Service answer on that port as well; or put the right one into the setting",
    },
  };
}

/** It looks for a server in its own pod, where there is none. */
function inOwnPod(ctx, pod, container, { host, port }, own) {
  const service = port && ctx.evidence.services.find((s) => s.ports.some((p) => p.port === port));
  const meaning = `it looks for ${host}${port ? `:${port}` : ""} in its own pod, where nothing listens`;
  if (!service || behind(ctx, service).some((w) => w.ref === pod.workload))
    return { meaning: `${meaning}; what it depends on does not answer`, action: undefined };
  const variable = own.find((v) => v.host === host && v.text && (v.hostPort ?? port) === port);
  if (!variable)
    return { meaning: `${meaning}; Service ${service.name} has port ${port}`, action: undefined };
  return {
    meaning: `${meaning}; Service ${service.name} has port ${port}`,
    action: {
      fix: setEnv(ctx.kubectl, pod.workload, container, {
        [variable.name]: variable.text.replace(host, service.name),
      }),
      note: "",
    },
  };
}
