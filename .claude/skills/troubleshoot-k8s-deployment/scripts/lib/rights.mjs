/** What a container's user may not do: write to a folder, open a low port, ask the cluster's API. */
import { patchAt, patchContainer, patchTemplate, pathOf, runAgain } from "./commands.mjs";
import { toldPorts } from "./listening.mjs";

/** Folders with the program itself: a volume over them would hide it. */
const CODE = new Set(
  "/ /app /bin /code /etc /home /lib /opt /root /sbin /src /srv /usr /usr/app /usr/src /usr/src/app /usr/local /workspace /work".split(
    " ",
  ),
);

/** The first path that a line of a log names. */
export const pathIn = (line) =>
  /(?:^|["'\x60\s(=:])(\/[\w.@%+/-]*[\w@%+-])/.exec(line.replaceAll(/https?:\/\/\S+/g, ""))?.[1];

const folderOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/";

/** Where a volume could be mounted so that the path can be written; undefined where it would hide the program. */
const mountFor = (path, line) => {
  const folder = folderOf(path);
  if (!CODE.has(folder)) return folder;
  const isFolder = /mkdir|makedirs|directory/i.test(line) && !CODE.has(path);
  return isFolder ? path : undefined;
};

export const mountOf = (container, path) =>
  container.mounts
    .filter(({ path: at }) => path === at || path.startsWith(`${at}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];

/** Empty volumes at these folders, where there is none yet. */
function emptyAt(ctx, pod, container, folders) {
  const free = folders.filter((folder) => !container.mounts.some((m) => m.path === folder));
  const name = (folder) =>
    `writable${folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`.slice(0, 60);
  const list = container.init ? "initContainers" : "containers";
  return patchTemplate(ctx.kubectl, pod.workload, {
    spec: {
      [list]: [
        {
          name: container.name,
          volumeMounts: free.map((folder) => ({ name: name(folder), mountPath: folder })),
        },
      ],
      volumes: free.map((folder) => ({ name: name(folder), emptyDir: {} })),
    },
  });
}

/** Folders that a program which writes to this one writes to, too. */
const together = (folder) =>
  /^\/(var\/)?(cache\/nginx|run|log\/nginx)/.test(folder)
    ? [
        ...new Set([
          folder.startsWith("/var/cache") ? "/var/cache/nginx" : folder,
          "/var/cache/nginx",
          "/var/run",
          "/tmp",
        ]),
      ]
    : [...new Set([folder, "/tmp"])];

export function readOnly(ctx, pod, container, line) {
  const path = pathIn(line);
  const mount = path && mountOf(container, path);
  if (mount) return readOnlyMount(ctx, pod, container, mount, path);
  const folder = path && mountFor(path, line);
  if (container.security.readOnlyRoot && folder)
    return {
      meaning: `it writes to ${path}, and its root is read-only`,
      action: {
        fix: emptyAt(ctx, pod, container, together(folder)),
        note: `mounts an empty volume at ${together(folder).join(", ")}, which is empty after each restart, and hides what the image has there; it may write elsewhere, too: then diagnose again`,
      },
    };
  if (!container.security.readOnlyRoot) return undefined;
  return {
    meaning: `it writes to ${path ?? "its root"}, which is read-only, beside its own files`,
    action: {
      fix: patchContainer(ctx.kubectl, pod.workload, container, {
        securityContext: { readOnlyRootFilesystem: false },
      }),
      note: "opens its root: a volume there would hide the program; better to have it write to a folder of its own, with an emptyDir",
    },
  };
}

function readOnlyMount(ctx, pod, container, mount, path) {
  const volume = pod.volumes.find((v) => v.name === mount.volume);
  if (["configmap", "secret"].includes(volume?.kind))
    return {
      meaning: `it writes to ${path}, where a ${volume.kind} is mounted: that is always read-only`,
      action: {
        fix: "",
        note: "have it write elsewhere, or copy the files into an emptyDir by an init container",
      },
    };
  return {
    meaning: `it writes to ${path}, and the volume ${mount.volume} is mounted read-only there`,
    action: {
      fix: patchContainer(ctx.kubectl, pod.workload, container, {
        volumeMounts: [{ mountPath: mount.path, name: mount.volume, readOnly: false }],
      }),
      note: "",
    },
  };
}

/**
 * A step that only gives a volume's files to a user has to be root, which is forbidden here: Kubernetes does
 * the same while it mounts the volume. Undefined for any other step, and where its driver would not do it.
 */
export function byGroup(ctx, pod, container) {
  const group = container.ownership?.group || container.ownership && pod.security.user;
  const own = container.mounts.map((m) => pod.volumes.find((v) => v.name === m.volume)?.kind);
  if (!container.init || !group || own.length === 0 || own.includes("hostPath")) return undefined;
  return {
    fix: patchTemplate(ctx.kubectl, pod.workload, {
      spec: {
        securityContext: { fsGroup: group, fsGroupChangePolicy: "OnRootMismatch" },
        initContainers: [{ name: container.name, $patch: "delete" }],
      },
    }),
    note: `takes out ${container.name}, which does nothing but give files to a user, and has Kubernetes give the volume's files to group ${group} as it mounts it; bits that its chmod sets are not set by that`,
  };
}

/** Ports below 1024 that the container names anywhere. */
const lowPorts = (container) =>
  [
    ...container.ports.map((p) => p.port),
    ...Object.values(container.probes).map((probe) => probe?.port),
    ...toldPorts(container).map((told) => told.port),
  ].filter((port) => port < 1024);

export function permission(ctx, pod, container, line, lines) {
  const step = byGroup(ctx, pod, container);
  if (step) return { meaning: "only root may give files to another user", action: step };
  const port =
    /\b(?:bind|listen|socket|address|port)\b/i.test(line) && /:(\d{1,5})\b|port (\d+)/i.exec(line);
  const number = port ? Number(port[1] ?? port[2]) : undefined;
  const [low] = lowPorts(container);
  if (port ? number < 1024 : /\bbind\b/i.test(line) && low) return lowPort(ctx, pod, number ?? low);
  const path = pathIn(line);
  // Python's last line does not say what was refused: the lines before it do.
  if (!path && low && lines.some((l) => /\bbind\(/.test(l))) return lowPort(ctx, pod, low);
  if (!path) return undefined;
  const user = container.security.user ?? pod.security.user;
  const mount = mountOf(container, path);
  if (mount) return volumeOf(ctx, pod, container, { path, mount, user });
  const folder = mountFor(path, line);
  const who = user === null ? "its user" : `user ${user}`;
  if (folder)
    return {
      meaning: `${who} may not write to ${path}`,
      action: {
        fix: emptyAt(ctx, pod, container, together(folder)),
        note: `mounts an empty volume at ${together(folder).join(", ")}, which is empty after each restart, and hides what the image has there; data that must stay needs a PersistentVolumeClaim`,
      },
    };
  const at = container.security.user !== null ? pathOf(container) : "";
  if (user === null)
    return {
      meaning: `${who} may not use ${path}`,
      action: {
        fix: "",
        note: "the image has to be built so that its user may: COPY --chown, or chmod",
      },
    };
  return {
    meaning: `${who}, set by runAsUser, may not use ${path}`,
    action: {
      fix: patchAt(ctx.kubectl, pod.workload, [
        { op: "remove", path: `${at}/securityContext/runAsUser` },
      ]),
      note: "the image's own user is taken again: where that is root, and root is forbidden, the image has to be built for another user",
    },
  };
}

const lowPort = (ctx, pod, port) => ({
  meaning: `only root may open port ${port}: it is below 1024`,
  action: {
    fix: patchTemplate(ctx.kubectl, pod.workload, {
      spec: {
        securityContext: {
          sysctls: [
            ...pod.security.sysctls.filter((s) => s.name !== "net.ipv4.ip_unprivileged_port_start"),
            { name: "net.ipv4.ip_unprivileged_port_start", value: "0" },
          ],
        },
      },
    }),
    note: "allows low ports to every user in this pod; or have it listen above 1023, and change the Service's targetPort and probes with it",
  },
});

function volumeOf(ctx, pod, container, { path, mount, user }) {
  const group = user ?? 1000;
  const { kind } = pod.volumes.find((v) => v.name === mount.volume) ?? {};
  const files = ["secret", "configmap"].includes(kind);
  const ignored = pod.security.group === group;
  return {
    meaning: `${user === null ? "its user" : `user ${user}`} may not ${files ? `read the ${kind}'s files, which are root's,` : "write to the volume"} at ${mount.path}`,
    action: {
      fix: ignored
        ? ""
        : patchTemplate(ctx.kubectl, pod.workload, {
            spec: { securityContext: { fsGroup: group, fsGroupChangePolicy: "OnRootMismatch" } },
          }),
      note:
        ignored
          ? `fsGroup is ${group} already: the volume's driver ignores it (host paths do), so ${path} has to be given to user ${group} by an init container that runs as root: chown`
          : "gives the volume's files to that group; a driver of host paths ignores it",
    },
  };
}

/** A ServiceAccount that may not do what its program asks of the API. */
export function forbidden(ctx, pod, line) {
  const [, namespace, account, verb, resource, group = "", where = ""] =
    /User "system:serviceaccount:([^":]+):([^"]+)" cannot (\w+) resource "([^"]+)"(?: in API group "([^"]*)")?(.*)/.exec(
      // A program may print the API's answer as it came, JSON in which quotes are escaped.
      line.replaceAll('\\"', '"'),
    ) ?? [];
  if (!account) return undefined;
  // A log is no order: rights are proposed only for an account that a workload here has.
  const isOurs =
    namespace === ctx.evidence.namespace &&
    [pod, ...ctx.evidence.workloads].some((w) => w.serviceAccount === account);
  const verbs = ["get", "list", "watch"].includes(verb) ? "get,list,watch" : `get,${verb}`;
  const what = group
    ? `${resource.split("/")[0]}.${group}${resource.includes("/") ? `/${resource.split("/")[1]}` : ""}`
    : resource;
  const name = `${account}-${verb}-${resource.replaceAll("/", "-")}`;
  const wide = /cluster scope/.test(where);
  const kind = wide ? "clusterrole" : "role";
  const kubectl = wide
    ? ctx.cluster
    : `${ctx.cluster} --namespace ${/in the namespace "([^"]+)"/.exec(where)?.[1] ?? ctx.evidence.namespace}`;
  const whose = `ServiceAccount ${account} may not ${verb} ${what}${wide ? " in the whole cluster" : ""}`;
  if (!isOurs)
    return {
      meaning: `${whose}; it is of namespace ${namespace}, and no workload here has it`,
      action: { fix: "", note: "who asks with it, and whether it should, has to be looked at first" },
    };
  return {
    meaning: whose,
    action: {
      fix: `${kubectl} create ${kind} ${name} --verb=${verbs} --resource=${what} && ${kubectl} create ${kind}binding ${name}${wide ? `-${namespace}` : ""} --${kind}=${name} --serviceaccount=${namespace}:${account} && ${runAgain(ctx.kubectl, pod.workload)}`,
      note:
        account === "default"
          ? "gives the right to every pod here that names no ServiceAccount: one of its own is better"
          : "it may ask for more after this: then diagnose again",
    },
  };
}

/** The API's words name both: the audience that the token has, and the one that is wanted. */
export function tokenAudience(ctx, pod, container, line) {
  const [, own, wanted] =
    /token audiences \["([^"]+)"\] is invalid for the target audiences \["([^"]+)"\]/.exec(
      line.replaceAll('\\"', '"'),
    ) ?? [];
  const { volumes } = ctx.workload(pod.workload) ?? pod;
  const ops = volumes.flatMap((volume, at) =>
    volume.audiences.flatMap((audience, source) =>
      audience === own && container.mounts.some((m) => m.volume === volume.name)
        ? [
            {
              op: "replace",
              path: `/volumes/${at}/projected/sources/${source}/serviceAccountToken/audience`,
              value: wanted,
            },
          ]
        : [],
    ),
  );
  if (ops.length === 0) return undefined;
  return {
    meaning: `its token is for ${own}, and ${wanted} is wanted`,
    action: { fix: patchAt(ctx.kubectl, pod.workload, ops), note: "" },
  };
}
