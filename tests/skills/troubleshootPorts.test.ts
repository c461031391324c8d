import {
  app,
  http,
  killing,
  listening,
  log,
  ports,
  refused,
  service,
  unseen,
  warning,
} from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";

const wrongPorts: Record<string, Case> = {
  "one wrong port in three places": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: listening([3000]),
    finds: "ReadinessProbeFailing",
    cause:
      /listens on 3000 \(by its sockets\); containerPort \(8080\), readinessProbe \(8080\), service\/web targetPort \(8080\) name another/,
    runs: [
      /patch deployment\/web .*"\/spec\/template\/spec\/containers\/0\/ports\/0\/containerPort","value":3000.*readinessProbe\/httpGet\/port","value":3000/,
      /patch service web .*"\/spec\/ports\/0\/targetPort","value":3000/,
    ],
  },
  "one wrong port, asked for by its name": {
    objects: [
      ...app({
        container: { ...ports(8080), readinessProbe: http("http"), livenessProbe: http("http") },
      }),
      service("web", 80, "http"),
      refused(8080),
    ],
    beside: listening([3000]),
    finds: "ReadinessProbeFailing",
    cause: /readinessProbe \(http\)/,
    runs: [
      /containerPort","value":3000.*livenessProbe.*3000.*readinessProbe|containerPort","value":3000.*readinessProbe.*livenessProbe/,
      /patch service web/,
    ],
  },
  "a wrong port that only the log tells": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: {
      ...unseen,
      ...log("INFO: Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)"),
    },
    finds: "ReadinessProbeFailing",
    cause: /listens on 8000 \(by its log\)/,
    runs: [/value":8000/, /patch service web .*8000/],
  },
  "a variable that alone has another port": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "PORT", value: "9090" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([9090]),
    finds: "ReadinessProbeFailing",
    cause: /listens on 9090 .* as variable PORT has it; .* ask for 8080/,
    runs: ["kubectl set env deployment/web --containers=app PORT=8080"],
  },
  "a word of the command that alone has another port": {
    objects: [
      ...app({ container: { ...ports(8080), args: ["serve", "--port", "9090"] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([9090]),
    finds: "ReadinessProbeFailing",
    cause: /as the command's 9090 has it/,
    runs: [/"\/spec\/template\/spec\/containers\/0\/args\/2","value":"8080"/],
  },
  "a port that is told and cannot be seen": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "PORT", value: "3000" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: unseen,
    finds: "ReadinessProbeFailing",
    cause: /nothing listens on port 8080; the program is told to use 3000/,
    runs: [/containerPort","value":3000.*readinessProbe.*3000/, /patch service web .*3000/],
  },
  "a port that nothing tells": {
    objects: [...app({ container: ports(8080) }), service("web", 80, 8080), refused(8080)],
    beside: unseen,
    finds: "ReadinessProbeFailing",
    cause: /which port it listens on is not known \(its image has no program that could look\)/,
    runs: [/containerPort","value":"<PORT>".*readinessProbe.*<PORT>/, /patch service web .*<PORT>/],
    note: /every place that has the wrong one is in the command/,
  },
  "a Service and containerPort that are wrong together, without a probe": {
    objects: [
      ...app({ container: { ports: [{ containerPort: 8080 }] }, status: { ready: true } }),
      service("web", 80, 8080),
    ],
    beside: listening([5000]),
    finds: "ServiceWrongPort",
    cause: /listens on 5000/,
    runs: [/containerPort","value":5000/, /patch service web .*5000/],
  },
  "a targetPort whose name no container has": {
    objects: [
      ...app({
        container: { ports: [{ name: "web", containerPort: 8080 }] },
        status: { ready: true },
      }),
      service("web", 80, "http"),
    ],
    beside: listening([8080]),
    finds: "ServiceWrongPort",
    cause: /listens on 8080 .*targetPort \(http\)/,
    runs: [/patch service web .*"value":8080/],
  },
  "two Services that lead to a wrong port": {
    objects: [
      ...app({ container: { ports: [{ containerPort: 8080 }] }, status: { ready: true } }),
      service("web", 80, 80),
      service("api", 80, 81, { selector: { app: "web" } }),
    ],
    beside: listening([8080]),
    finds: "ServiceWrongPort",
    cause: /service\/web targetPort \(80\), service\/api targetPort \(81\)/,
    runs: [/patch service web .*8080/, /patch service api .*8080/],
  },
  "a program that listens for its own pod only": {
    objects: [
      ...app({ container: { ...ports(8080), env: [{ name: "HOST", value: "127.0.0.1" }] } }),
      service("web", 80, 8080),
      refused(8080),
    ],
    beside: listening([], [8080]),
    finds: "ReadinessProbeFailing",
    cause: /listens on 127.0.0.1:8080 only/,
    runs: ["kubectl set env deployment/web --containers=app HOST=0.0.0.0"],
  },
  "a program that listens for its own pod only, by a setting that is not seen": {
    objects: [...app({ container: ports(8080) }), refused(8080)],
    beside: listening([], [8080]),
    finds: "ReadinessProbeFailing",
    cause: /nothing outside of its pod reaches it/,
    runs: [],
    note: /it has to be 0.0.0.0/,
  },
  "a program that has not opened a port": {
    objects: [...app({ container: ports(8080) }), refused(8080)],
    beside: listening([]),
    finds: "ReadinessProbeFailing",
    cause: /nothing listens on port 8080, or any other/,
    runs: [],
    note: /no probe is wrong/,
  },
};

const probed = (probe: string, words: string) =>
  warning("Pod/web-a", "Unhealthy", `${probe} probe failed: ${words}`);

const probes: Record<string, Case> = {
  "a liveness probe that kills a slow start": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          livenessProbe: { ...http(8080), periodSeconds: 5 },
        },
        status: { restartCount: 4 },
      }),
      refused(8080, "Liveness"),
      killing("web-a", "liveness"),
    ],
    beside: listening([]),
    finds: "LivenessProbeFailing",
    cause: /still starting when it is killed; it is given 15 s/,
    runs: [
      /"startupProbe":\{"httpGet":\{"path":"\/","port":8080\},"periodSeconds":5,"failureThreshold":60\}/,
    ],
  },
  "a probe that does not wait long enough": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          readinessProbe: { ...http(8080), timeoutSeconds: 1 },
        },
      }),
      probed("Readiness", 'Get "http://10.0.0.7:8080/": context deadline exceeded'),
    ],
    beside: listening([8080]),
    finds: "ReadinessProbeFailing",
    cause: /no answer within 1 s/,
    runs: [/"readinessProbe":\{"timeoutSeconds":10\}/],
    note: /10 s is a guess/,
  },
  "a probe of a path that is not there, beside one that is": {
    objects: [
      ...app({
        container: {
          ports: [{ containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/redy", port: 8080 } },
          livenessProbe: { httpGet: { path: "/health", port: 8080 } },
        },
      }),
      probed("Readiness", "HTTP probe failed with statuscode: 404"),
    ],
    finds: "ReadinessProbeFailing",
    cause: /there is nothing at \/redy/,
    runs: [/"readinessProbe":\{"httpGet":\{"path":"\/health","port":8080\}\}/],
  },
};

fixes("the fix of a port or a probe", { ...wrongPorts, ...probes });
