/** values.schema.json: the same for every chart of this kind; Helm refuses values that do not fit. */
import { MEANINGS } from "./values.mjs";

const text = { type: "string" };
const flag = { type: "boolean" };
const whole = (minimum, maximum) => ({ type: "integer", minimum, maximum });
const matching = (pattern) => ({ type: "string", pattern });
const list = (items) => ({ type: "array", items });
const map = (additionalProperties) => ({ type: "object", additionalProperties });

/** All keys required, no others. */
const object = (properties, optional = []) => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  properties,
});

const described = (properties) =>
  Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [
      key,
      { description: MEANINGS[key], ...schema },
    ]),
  );

const port = whole(1, 65535);
const name = matching("^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$");
const size = matching("^[0-9]+(Ki|Mi|Gi|Ti)$");
const amounts = object({
  cpu: matching("^([0-9]+m|[0-9]+(\\.[0-9]+)?)$"),
  memory: size,
  "ephemeral-storage": size,
});
const probe = { type: "object", minProperties: 1 };

const component = object(
  described({
    image: object({
      repository: matching("^[a-z0-9][a-zA-Z0-9._:/-]*$"),
      tag: matching("^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$"),
      digest: matching("^(sha256:[0-9a-f]{64})?$"),
      pullPolicy: { enum: ["IfNotPresent", "Always", "Never"] },
    }),
    command: list(text),
    port: { anyOf: [port, { type: "null" }] },
    replicas: whole(0, 50),
    user: whole(1, 65535),
    env: map(text),
    secrets: map(object({ secret: name, key: matching("^[a-zA-Z0-9._-]+$") })),
    probes: object({ startup: probe, liveness: probe, readiness: probe }, [
      "startup",
      "liveness",
      "readiness",
    ]),
    resources: object({ requests: amounts, limits: amounts }),
    calls: list(name),
    egress: list(object({ cidr: matching("^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$"), port })),
    writable: list(matching("^/")),
    storage: { anyOf: [object({ size, path: matching("^/"), className: text }), { type: "null" }] },
    autoscaling: object({
      enabled: flag,
      min: whole(1, 50),
      max: whole(1, 50),
      cpuPercent: whole(10, 100),
    }),
    gracePeriodSeconds: whole(5, 600),
    podAnnotations: map(text),
  }),
  // Helm takes a null value for "not set", and leaves the key out.
  ["port", "storage"],
);

export const schema = (chart) => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  title: `Values of the chart ${chart}`,
  ...object(
    described({
      components: {
        type: "object",
        minProperties: 1,
        propertyNames: name,
        additionalProperties: component,
      },
      ingress: object({
        enabled: flag,
        className: text,
        host: text,
        component: text,
        annotations: map(text),
        tlsSecret: text,
        controllerNamespace: name,
      }),
      networkPolicy: object({ enabled: flag }),
      imagePullSecrets: list(object({ name })),
      writableSize: size,
      global: { type: "object" },
    }),
    ["global"],
  ),
});
