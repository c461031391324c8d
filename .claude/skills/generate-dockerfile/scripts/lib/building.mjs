/** What is built, and from what: the same again next month, quickly, and no more than runs. */
import { copiesAll, finding, INSTALL, isOnStage, lineage, runs } from "./lookup.mjs";

const BUILD_TOOLS = /\b(build-essential|build-base|gcc|g\+\+|make|git|[\w.-]+-dev(el)?)\b/;
/** Installs that take what the registry has that day. */
const UNLOCKED = [
  [
    /\bnpm (install|i)\b(?! (-g|--global))/,
    "npm install may change versions: npm ci takes those of the lock file",
  ],
  [
    /\bpip3? (\S+ )*install\b(?![^&|;]*(-r|--requirement|--require-hashes))(?![^&|;]*==)(?![^&|;]* (\.|\/\S+|--find-links)(\s|$))/,
    "pip install without versions: use a locked requirements.txt (-r, best with --require-hashes)",
  ],
  [
    /\byarn install\b(?!.*(--immutable|--frozen-lockfile))/,
    "yarn install may change versions: add --immutable",
  ],
  [
    /\bpnpm (i|install)\b(?!.*--frozen-lockfile)/,
    "pnpm install may change versions: add --frozen-lockfile",
  ],
  [/\buv sync\b(?!.*(--locked|--frozen))/, "uv sync may change versions: add --locked"],
];
const IGNORED = [
  [[".git"], "the whole history goes to the builder"],
  [
    ["node_modules", ".venv", "venv", "__pycache__"],
    "this machine's packages overwrite the image's",
  ],
  [[".env", ".env.*", "*.env", ".env*"], "a developer's secrets end in a layer"],
];

export const BUILD_RULES = [
  {
    id: "multi-stage",
    points: 10,
    why: "package managers, compilers and caches stay behind in a build stage",
    check: ({ stages }) => {
      const end = stages.at(-1);
      const copies = end.instructions.some(
        (i) => i.name === "COPY" && i.flags.some((f) => f.startsWith("--from=")),
      );
      const installs = lineage(stages)
        .flatMap(runs)
        .find((i) => INSTALL.test(i.text));
      // Where nothing is installed or built there is nothing to leave behind.
      return !copies && installs
        ? [
            finding(
              installs,
              "packages are installed in the image that runs",
              "install in a stage of its own, and COPY --from= the result",
            ),
          ]
        : [];
    },
  },
  {
    id: "exact-base",
    points: 10,
    why: "a build next month is to give the same image",
    check: ({ stages }) =>
      stages
        .filter(
          (s) => !isOnStage(stages, s) && s.base !== "scratch" && !s.base.includes("@sha256:"),
        )
        .filter((s) => !/:[^/]*\d[^/]*$/.test(s.base))
        .map((s) =>
          finding(
            s.from,
            /\$/.test(s.base)
              ? `base ${s.base}: the build argument has no default`
              : `base ${s.base} names no version`,
            "name a version, as in python:3.11-slim, or a digest",
          ),
        ),
  },
  {
    id: "dependencies-first",
    points: 10,
    why: "an edited line of code must not install everything again",
    check: ({ stages }) =>
      stages.flatMap((stage) => {
        const install = stage.instructions.findIndex(
          (i) => i.name === "RUN" && INSTALL.test(i.text),
        );
        const code = stage.instructions.findIndex(copiesAll);
        return code >= 0 && code < install
          ? [
              finding(
                stage.instructions[code],
                "the code is copied before the packages are installed",
                "copy the lock file alone, install, then copy the code",
              ),
            ]
          : [];
      }),
  },
  {
    id: "locked-versions",
    points: 6,
    why: "what was tested is what is built",
    check: ({ stages }) =>
      stages
        .flatMap(runs)
        .flatMap((i) =>
          UNLOCKED.filter(([pattern]) => pattern.test(i.text)).map(([, text]) =>
            finding(i, text.split(": ")[0], text.split(": ")[1]),
          ),
        ),
  },
  {
    id: "dockerignore",
    points: 8,
    why: "what is not sent cannot leak, and does not break the cache",
    check: ({ ignore, names, stages }) => {
      if (!stages.some((stage) => stage.instructions.some(copiesAll))) return [];
      if (ignore === undefined)
        return [
          {
            line: 0,
            text: "the build context has no .dockerignore",
            fix: "write one (generate.mjs does), or name the context: --context DIR",
          },
        ];
      const lines = ignore.split(/\r?\n/).map((l) =>
        l
          .trim()
          .replace(/^\*\*\//, "")
          .replace(/^\/|\/$/g, ""),
      );
      // One that begins with everything lets in only what it names.
      if (lines.includes("*")) return [];
      return (
        IGNORED
          // A folder within a repository has no history to send.
          .filter(([[wanted]]) => wanted !== ".git" || names.includes(".git"))
          .filter(([wanted]) => !wanted.some((name) => lines.includes(name)))
          .map(([wanted, why]) => ({
            line: 0,
            text: `.dockerignore lacks ${wanted[0]}: ${why}`,
            fix: `add ${wanted[0]}`,
          }))
      );
    },
  },
  {
    id: "no-build-tools",
    points: 5,
    why: "a compiler in the image is weight, and a tool for an intruder",
    check: ({ stages }) =>
      lineage(stages)
        .flatMap(runs)
        .filter(
          (i) =>
            /\b(apt(-get)?|apk)\b[^&;]*\b(install|add)\b/.test(i.text) &&
            BUILD_TOOLS.test(i.text.replace(/--virtual\s+\S+/, "")),
        )
        .map((i) =>
          finding(i, "build tools are in the image that runs", "install them in the build stage"),
        ),
  },
  {
    id: "lean-system-packages",
    points: 4,
    why: "package lists and recommendations are only weight",
    check: ({ stages }) =>
      stages.flatMap(runs).flatMap((i) => {
        const apt = /\bapt(-get)? (-\S+ )*install\b/.test(i.text);
        const keeps = apt && !/\/var\/lib\/apt\/lists/.test(`${i.text} ${i.flags.join(" ")}`);
        return [
          ...(apt && !/--no-install-recommends/.test(i.text)
            ? [
                finding(
                  i,
                  "apt-get install takes recommended packages too",
                  "add --no-install-recommends",
                ),
              ]
            : []),
          ...(keeps
            ? [
                finding(
                  i,
                  "the package lists stay in the layer",
                  "end with && rm -rf /var/lib/apt/lists/*",
                ),
              ]
            : []),
          ...(/\bapk add\b(?!.*--no-cache)/.test(i.text) &&
          !i.flags.some((f) => f.includes("type=cache"))
            ? [finding(i, "apk add keeps its index", "apk add --no-cache")]
            : []),
        ];
      }),
  },
  {
    id: "cache-mounts",
    points: 3,
    why: "packages are fetched once, and their cache is no layer",
    check: ({ stages }) =>
      stages
        .flatMap(runs)
        .filter(
          (i) =>
            INSTALL.test(i.text) &&
            !i.flags.some((f) => f.includes("type=cache")) &&
            !/--no-cache-dir|cache clean/.test(i.text),
        )
        .map((i) => finding(i, "no cache mount", "RUN --mount=type=cache,target=…")),
  },
];
