#!/usr/bin/env node
/** Writes a Helm chart from a short description of an application: the same input, the same chart. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { check } from "./lib/description.mjs";
import { isMain } from "./lib/main.mjs";
import { schema } from "./lib/schema.mjs";
import { MEANINGS, values } from "./lib/values.mjs";
import { toYaml } from "./lib/yaml.mjs";

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), "..", "templates");

const USAGE = `Usage: generate.mjs DESCRIPTION.json --out DIR [--force]

  DESCRIPTION.json  components, ports, probes, resources, secrets: see examples/microservices.json;
                    - reads it from standard input
  --out DIR         the chart's folder, made if it is not there
  --force           write into a folder that has files`;

/** The chart's files, by path. */
export function chart(description) {
  check(description);
  const { name, version = "0.1.0", appVersion = "1.0.0" } = description;
  const words = {
    CHART: name,
    DESCRIPTION: JSON.stringify(description.description ?? `${name} on Kubernetes.`),
    APP_VERSION: JSON.stringify(appVersion),
    VERSION: version,
  };
  const files = new Map();
  for (const path of readdirSync(TEMPLATES, { recursive: true }).sort()) {
    const from = join(TEMPLATES, path);
    if (statSync(from).isDirectory()) continue;
    // Only Chart.yaml has more to fill in than the chart's name.
    const slots =
      path === "Chart.yaml" ? /\b(CHART|DESCRIPTION|APP_VERSION|VERSION)\b/g : /\bCHART\b/g;
    files.set(
      path,
      readFileSync(from, "utf8").replace(slots, (word) => words[word]),
    );
  }
  files.set("values.yaml", valuesFile(name, values(description)));
  files.set("values.schema.json", `${JSON.stringify(schema(name), undefined, 2)}\n`);
  return files;
}

function valuesFile(name, content) {
  const [first] = Object.keys(content.components);
  // A component's keys are explained once, where they first stand.
  const comment = ([top, component, key, ...deeper]) => {
    if (component === undefined) return MEANINGS[top];
    return component === first && key !== undefined && deeper.length === 0
      ? MEANINGS[key]
      : undefined;
  };
  const head = `# Default values of ${name}. No secret belongs in here: Helm keeps values where many can read them.\n`;
  return `${head}\n${toYaml(content, comment)}\n`;
}

function main() {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string" },
      force: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (options.help) return console.log(USAGE);
  if (positionals.length !== 1 || !options.out)
    throw new Error(`expected a description and --out.\n\n${USAGE}`);
  const [source] = positionals;
  const files = chart(JSON.parse(readFileSync(source === "-" ? 0 : source, "utf8")));
  if (existsSync(options.out) && readdirSync(options.out).length > 0 && !options.force) {
    throw new Error(`${options.out} has files. Add --force to overwrite those of the same name`);
  }
  for (const [path, content] of files) {
    mkdirSync(dirname(join(options.out, path)), { recursive: true });
    writeFileSync(join(options.out, path), content);
  }
  console.log(
    `wrote ${files.size} files to ${options.out}. Next: helm lint --strict ${options.out}`,
  );
}

if (isMain(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`generate: ${error.message}`);
    process.exitCode = 2;
  }
}
