/** The Dockerfile and .dockerignore of each kind of application. Pure: the same description, the same text. */

export function dockerfile(app) {
  return { "python-fastapi": python, python, "node-nextjs": nextjs, node }[app.kind](app);
}

const list = (...words) => JSON.stringify(words).replaceAll('","', '", "');

/** Seconds without a sign of life after which a worker counts as hung. */
const HEARTBEAT_SECONDS = 60;

function healthcheck({ language, port, health, heartbeat }) {
  const url = `http://127.0.0.1:${port}${health}`;
  const ask = {
    python: heartbeat
      ? [
          "python",
          "-c",
          `import os, time; assert time.time() - os.path.getmtime('${heartbeat}') < ${HEARTBEAT_SECONDS}`,
        ]
      : ["python", "-c", `import urllib.request as r; r.urlopen('${url}', timeout=2)`],
    node: heartbeat
      ? [
          "node",
          "-e",
          `process.exit(Date.now() - fs.statSync('${heartbeat}').mtimeMs < ${HEARTBEAT_SECONDS}e3 ? 0 : 1)`,
        ]
      : [
          "node",
          "-e",
          `fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
        ],
  }[language];
  return [
    ...(heartbeat ? [`# The program touches ${heartbeat} as long as it is well.`] : []),
    "HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \\",
    `    CMD ${list(...ask)}`,
  ];
}

/** The end of every image: who runs it, where it listens, how it is asked, what is started. */
const ending = (app, ...command) => [
  `USER ${app.user}:${app.user}`,
  ...(app.port ? [`EXPOSE ${app.port}`] : []),
  ...healthcheck(app),
  `CMD ${list(...command)}`,
  "",
];

const text = (...lines) => lines.flat().join("\n");

function python(app) {
  const { kind, base, entry, port, user, lock, hashes } = app;
  const command =
    kind === "python-fastapi"
      ? [
          "uvicorn",
          entry,
          "--host",
          "0.0.0.0",
          "--port",
          `${port}`,
          "--timeout-graceful-shutdown",
          "25",
        ]
      : ["python", entry];
  const builder = [
    "# --- builder: the locked packages, compiled (the root may be read-only later)",
    "FROM ${BASE_IMAGE} AS builder",
    "ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CACHE_DIR=/var/cache/pip",
    "RUN python -m venv --without-pip /opt/venv",
    `COPY ${lock} /tmp/`,
    "RUN --mount=type=cache,target=/var/cache/pip \\",
    `    pip --python /opt/venv/bin/python install ${hashes ? "--require-hashes " : ""}-r /tmp/${lock}`,
    "",
  ];
  return text(
    `ARG BASE_IMAGE=${base}`,
    "",
    lock ? builder : [],
    `# --- runtime: ${lock ? "them, " : ""}the code, and a user with no rights`,
    "FROM ${BASE_IMAGE} AS runtime",
    "# Written, not made by a command: Debian's and Alpine's differ.",
    `RUN echo "app:x:${user}:${user}::/nonexistent:/sbin/nologin" >> /etc/passwd && echo "app:x:${user}:" >> /etc/group`,
    `ENV ${lock ? "PATH=/opt/venv/bin:$PATH " : ""}PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1`,
    "WORKDIR /app",
    lock ? ["COPY --from=builder /opt/venv /opt/venv"] : [],
    "COPY . .",
    "RUN python -m compileall -q .",
    ending(app, ...command),
  );
}

const manifests = ({ lock, npmrc }) => `package.json ${lock}${npmrc ? " .npmrc" : ""}`;
const NPM_CI =
  "RUN --mount=type=cache,target=/var/cache/npm npm ci --cache /var/cache/npm --no-audit --no-fund";

function nextjs(app) {
  const own = `--chown=${app.user}:${app.user} `;
  return text(
    `ARG BASE_IMAGE=${app.base}`,
    "",
    "# --- deps: the locked packages",
    "FROM ${BASE_IMAGE} AS deps",
    "WORKDIR /app",
    `COPY ${manifests(app)} ./`,
    NPM_CI,
    "",
    '# --- builder: the pages, and a server with only what it needs (output: "standalone")',
    "FROM ${BASE_IMAGE} AS builder",
    "ENV NEXT_TELEMETRY_DISABLED=1",
    "WORKDIR /app",
    "COPY --from=deps /app/node_modules ./node_modules",
    "COPY . .",
    "RUN --mount=type=cache,target=/app/.next/cache npm run build",
    "",
    "# --- runner: they alone",
    "FROM ${BASE_IMAGE} AS runner",
    `ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=${app.port}`,
    "WORKDIR /app",
    `COPY --from=builder ${own}/app/.next/standalone ./`,
    `COPY --from=builder ${own}/app/.next/static ./.next/static`,
    app.public ? [`COPY --from=builder ${own}/app/public ./public`] : [],
    ending(app, "node", app.entry),
  );
}

function node(app) {
  const deps = [
    "# --- deps: the locked packages that run",
    "FROM ${BASE_IMAGE} AS deps",
    "WORKDIR /app",
    `COPY ${manifests(app)} ./`,
    `${NPM_CI} --omit=dev`,
    "",
  ];
  const builder = [
    "# --- builder: what the code is made into, with the tools for it",
    "FROM ${BASE_IMAGE} AS builder",
    "WORKDIR /app",
    ...(app.lock ? [`COPY ${manifests(app)} ./`, NPM_CI] : []),
    "COPY . .",
    // What was needed to build does not go along.
    "RUN npm run build && rm -rf node_modules",
    "",
  ];
  return text(
    `ARG BASE_IMAGE=${app.base}`,
    "",
    app.lock ? deps : [],
    app.builds ? builder : [],
    "# --- runner: the code, and the base image's user without rights",
    "FROM ${BASE_IMAGE} AS runner",
    `ENV NODE_ENV=production${app.port ? ` PORT=${app.port}` : ""}`,
    "WORKDIR /app",
    app.lock ? ["COPY --from=deps /app/node_modules ./node_modules"] : [],
    app.builds ? "COPY --from=builder /app ./" : "COPY . .",
    ending(app, "node", app.entry),
  );
}

const IGNORED = {
  all: [
    ".git",
    ".github",
    ".dockerignore",
    "Dockerfile*",
    ".env",
    ".env.*",
    "*.pem",
    "*.key",
    "*.md",
    ".idea",
    ".vscode",
  ],
  python: [
    ".venv",
    "venv",
    "**/__pycache__",
    "**/*.pyc",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".coverage",
    "tests",
  ],
  node: ["node_modules", "npm-debug.log*", "coverage", "tests", "test"],
  "node-nextjs": [".next", "out"],
};

export function dockerignore({ kind, language }) {
  const lines = [
    ...IGNORED.all,
    ...IGNORED[language],
    ...(IGNORED[kind] && kind !== language ? IGNORED[kind] : []),
  ];
  return `# What does not run, and what must stay private, stays out of the build.\n${lines.join("\n")}\n`;
}
