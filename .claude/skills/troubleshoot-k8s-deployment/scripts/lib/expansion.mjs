/** Variables that are not what their manifest seems to say: `$(NAME)` that stays, and Kubernetes' own. */
import { patchAt, patchTemplate, pathOf, setEnv } from "./commands.mjs";

/** `$(NAME)` is replaced only by a variable that stands before it in the list. */
export function unexpanded(ctx, pod, container, line) {
  const name = /\$\(([A-Za-z_]\w*)\)/.exec(line)?.[1];
  const users = container.env.filter((v) => v.refs.includes(name));
  if (users.length === 0) return undefined;
  const own = container.env.find((v) => v.name === name);
  const said = users.map((v) => v.name).join(", ");
  if (!own)
    return {
      meaning: `${said} asks for $(${name}), and there is no variable ${name}`,
      action: { fix: "", note: `set ${name} before ${said} in the container's env` },
    };
  const late = users.filter((v) => v.at < own.at);
  if (late.length === 0) return undefined;
  const meaning = `${late.map((v) => v.name).join(", ")} asks for $(${name}), which stands after it: only what stands before is known`;
  const [only, ...more] = late;
  const asked = container.env.some((v) => v.refs.includes(only.name));
  if (more.length > 0 || asked)
    return { meaning, action: { fix: "", note: `move ${name} before them in the container's env` } };
  const env = `${pathOf(container)}/env`;
  return {
    meaning,
    action: {
      fix: patchAt(ctx.kubectl, pod.workload, [
        { op: "move", from: `${env}/${only.at}`, path: `${env}/-` },
      ]),
      note: `moves ${only.name} to the end of the list; its value stays as it is`,
    },
  };
}

/** Kubernetes sets NAME_PORT=tcp://… for each Service: a program may take that for its own setting. */
export function serviceLink(ctx, pod, container, line) {
  const [, address, port] = /tcp:\/\/(\d+\.\d+\.\d+\.\d+):(\d+)/.exec(line) ?? [];
  const service = ctx.evidence.services.find((s) => s.address === address);
  if (!service) return undefined;
  const name = `${service.name.toUpperCase().replaceAll("-", "_")}_PORT`;
  if (container.env.some((v) => v.name === name)) return undefined;
  return {
    meaning: `Kubernetes itself sets ${name}=tcp://${address}:${port}, for Service ${service.name}`,
    action: {
      fix: patchTemplate(ctx.kubectl, pod.workload, { spec: { enableServiceLinks: false } }),
      note: `has Kubernetes set none of these variables (all of NAME_SERVICE_HOST, NAME_PORT and so on, for each Service but kubernetes); if the program needs some, set this one: ${setEnv(ctx.kubectl, pod.workload, container, { [name]: port })}`,
    },
  };
}

/** On the node's network, a pod asks the node's name servers: these know no Service. */
export function nodesNames(ctx, pod, host) {
  if (!pod.hostNetwork || pod.dnsPolicy === "ClusterFirstWithHostNet" || !host) return undefined;
  const [name] = host.split(".");
  if (!/\.svc(\.|$)/.test(host) && !ctx.evidence.services.some((s) => s.name === name))
    return undefined;
  return {
    meaning: `it is on the node's network (hostNetwork) and asks the node's name servers, which know no Service: ${host}`,
    action: {
      fix: patchTemplate(ctx.kubectl, pod.workload, {
        spec: { dnsPolicy: "ClusterFirstWithHostNet" },
      }),
      note: "it stays on the node's network",
    },
  };
}
