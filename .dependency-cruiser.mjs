/** Who may import whom: arrows point downwards, and there is no circle. `tests/project/imports.test.ts` holds it. */

/** Rooms from the top floor down: each imports what is below it, and nothing above. */
const FLOORS = [
  "tests",
  "cli",
  "cli/cluster",
  "cli/stack",
  "tools",
  "todo",
  "components/programs",
  "components/(image|rollout)",
  "components/cluster",
  "components/process",
];

/** A folder by itself, without the rooms in it that are on a floor of their own. */
const only = (room) => (room === "cli" ? "^cli/[^/]+$" : `^${room}/`);

const downwards = FLOORS.slice(1).map((room, at) => ({
  name: `${room} imports nothing from above`,
  severity: "error",
  from: { path: only(room) },
  to: { path: [...FLOORS.slice(0, at + 1).map(only), "^index\\.ts$"] },
}));

export default {
  forbidden: [
    { name: "no circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "an import of ours leads to a file",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, path: "^\\.\\.?/" },
    },
    {
      name: "the program knows no command of make",
      severity: "error",
      from: { path: "^(index\\.ts|policy/)" },
      to: { path: "^(cli|tools|tests)/" },
    },
    ...downwards,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
