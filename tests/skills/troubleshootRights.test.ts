import { app, crashed, waiting } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const rights: Record<string, Case> = {
  "a read-only root": {
    ...crashed(["OSError: [Errno 30] Read-only file system: '/var/lib/web/cache'"], {
      securityContext: { readOnlyRootFilesystem: true },
    }),
    finds: "CrashLoopBackOff",
    cause: /writes to \/var\/lib\/web\/cache, and its root is read-only/,
    runs: [/"mountPath":"\/var\/lib\/web"\},\{[^}]*"mountPath":"\/tmp"\}.*"emptyDir":\{\}/],
    note: /may write elsewhere, too/,
  },
  "a read-only root under nginx": {
    ...crashed(
      ['nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)'],
      { securityContext: { readOnlyRootFilesystem: true } },
    ),
    finds: "CrashLoopBackOff",
    cause: /read-only/,
    runs: [/\/var\/cache\/nginx".*"\/var\/run".*"\/tmp"/],
  },
  "a read-only root, and files beside the program": {
    ...crashed(["OSError: [Errno 30] Read-only file system: '/app/state.db'"], {
      securityContext: { readOnlyRootFilesystem: true },
    }),
    finds: "CrashLoopBackOff",
    cause: /beside its own files/,
    runs: [/"readOnlyRootFilesystem":false/],
    note: /a volume there would hide the program/,
  },
  "a volume that is mounted read-only": {
    ...crashed(
      ["touch: /data/x: Read-only file system"],
      { volumeMounts: [{ name: "data", mountPath: "/data", readOnly: true }] },
      { pod: { volumes: [{ name: "data", emptyDir: {} }] } },
    ),
    finds: "CrashLoopBackOff",
    cause: /the volume data is mounted read-only there/,
    runs: [/"mountPath":"\/data","name":"data","readOnly":false/],
  },
  "a low port without root": {
    ...crashed(["bind() to 0.0.0.0:80 failed (13: Permission denied)"], {
      ports: [{ containerPort: 80 }],
    }),
    finds: "CrashLoopBackOff",
    cause: /only root may open port 80/,
    runs: [/"name":"net.ipv4.ip_unprivileged_port_start","value":"0"/],
  },
  "a low port without root, in Python's words": {
    ...crashed(
      [
        "    self.socket.bind(self.server_address)",
        "PermissionError: [Errno 13] Permission denied",
      ],
      { ports: [{ containerPort: 80 }] },
    ),
    finds: "CrashLoopBackOff",
    cause: /only root may open port 80/,
    runs: [/ip_unprivileged_port_start/],
  },
  "a volume of another user": {
    ...crashed(
      ["PermissionError: [Errno 13] Permission denied: '/data/db.sqlite'"],
      { volumeMounts: [{ name: "data", mountPath: "/data" }] },
      { pod: { securityContext: { runAsUser: 1500 }, volumes: [{ name: "data", emptyDir: {} }] } },
    ),
    finds: "CrashLoopBackOff",
    cause: /user 1500 may not write to the volume at \/data/,
    runs: [/"fsGroup":1500/],
  },
  "a folder of another user": {
    ...crashed(
      ["mkdir: cannot create directory '/var/lib/web': Permission denied"],
      {},
      { pod: { securityContext: { runAsUser: 1500 } } },
    ),
    finds: "CrashLoopBackOff",
    cause: /user 1500 may not write to \/var\/lib\/web/,
    runs: [/"mountPath":"\/var\/lib"/],
    note: /needs a PersistentVolumeClaim/,
  },
  "a ServiceAccount without the right": {
    ...crashed(
      [
        'Error: deployments.apps is forbidden: User "system:serviceaccount:apps:web" cannot list resource "deployments" in API group "apps" in the namespace "apps"',
      ],
      {},
      { pod: { serviceAccountName: "web" } },
    ),
    finds: "CrashLoopBackOff",
    cause: /ServiceAccount web may not list deployments.apps/,
    runs: [
      "kubectl create role web-list-deployments --verb=get,list,watch --resource=deployments.apps",
      "kubectl create rolebinding web-list-deployments --role=web-list-deployments --serviceaccount=apps:web",
      "kubectl rollout restart deployment/web",
    ],
  },
  "a misspelt program": {
    objects: app({
      container: { command: ["pyhton", "-m", "http.server"] },
      state: waiting("RunContainerError", 'exec: "pyhton": executable file not found in $PATH'),
    }),
    finds: "RunContainerError",
    cause: /not in the image.*python was probably meant/,
    runs: [/"\/spec\/template\/spec\/containers\/0\/command\/0","value":"python"/],
  },
  "a command that the image does not have": {
    objects: app({
      container: { command: ["serve-it"], args: ["x"] },
      state: waiting("RunContainerError", 'exec: "serve-it": executable file not found in $PATH'),
    }),
    finds: "RunContainerError",
    cause: /names a command of its own/,
    runs: [],
    note: /which command is right is not known: .*if its own is meant: .*patch deployment\/web/,
  },
  "a program that fails, and says nothing that is known": {
    ...crashed(["panic: 17"]),
    finds: "CrashLoopBackOff",
    cause: /stops with an error/,
    runs: [],
    note: /a restart would only repeat it/,
  },
};

fixes("the fix of a right or a command", rights);
