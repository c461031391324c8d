/** A file that another container of the pod should have put into a volume that both mount. */
import { setEnv } from "./commands.mjs";
import { mountOf, pathIn } from "./rights.mjs";

const fileOf = (path) => path.slice(path.lastIndexOf("/") + 1);

/** @returns {{meaning: string, action: {fix: string, note: string}} | undefined} */
export function sharedFile(ctx, pod, container, line) {
  const path = pathIn(line);
  const mount = path && mountOf(container, path);
  if (!mount || path === mount.path) return undefined;
  const others = pod.containers.flatMap((other) =>
    other.mounts
      .filter((m) => other.name !== container.name && m.volume === mount.volume && !m.readOnly)
      .map((theirs) => ({ other, theirs })),
  );
  if (others.length === 0) return undefined;
  // Its path in the volume as the other container sees it.
  const elsewhere = others.flatMap(({ other, theirs }) =>
    other.env
      .filter((v) => v.path && fileOf(v.path) === fileOf(path))
      .map((v) => ({ other, v, right: `${theirs.path}${path.slice(mount.path.length)}` }))
      .filter(({ v, right }) => v.path !== right),
  );
  const names = [...new Set(others.map(({ other }) => other.name))].join(", ");
  if (elsewhere.length !== 1)
    return {
      meaning: `${path} is in volume ${mount.volume}, where container ${names} should have put it`,
      action: {
        fix: "",
        note: `look at where ${names} writes (its settings, and its log: ${ctx.kubectl} logs ${pod.name} --container ${others[0].other.name}): it has to be in ${others[0].theirs.path}`,
      },
    };
  const [{ other, v, right }] = elsewhere;
  return {
    meaning: `${path} is in volume ${mount.volume}, which container ${other.name} mounts at ${mountOf(other, right).path}; its variable ${v.name} is ${v.path}, which is elsewhere`,
    action: { fix: setEnv(ctx.kubectl, pod.workload, other, { [v.name]: right }), note: "" },
  };
}
