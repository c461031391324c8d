/** How it starts, stops, and shows that it is well. */
import { finding, lineage, ofImage, runs } from "./lookup.mjs";

const ASK =
  'ask with what the image has: HEALTHCHECK CMD ["python", "-c", "…"] or ["node", "-e", "…"]';
const WRAPPERS = ["npm", "npx", "yarn", "pnpm"];

/** Small base images come without curl (and, but for Alpine, without wget). */
function lacks(stages, tool) {
  const [{ base }] = lineage(stages);
  if (!/slim|alpine|distroless/.test(base) || (tool === "wget" && /alpine/.test(base)))
    return false;
  return !lineage(stages)
    .flatMap(runs)
    .some((i) => new RegExp(`\\b${tool}\\b`).test(i.text));
}

export const RUN_RULES = [
  {
    id: "healthcheck",
    points: 8,
    why: "docker and compose see a hung process only by it",
    check: ({ stages }) => {
      const check = ofImage(stages, "HEALTHCHECK");
      if (!check || /^NONE$/i.test(check.text)) {
        return [finding(check ?? stages.at(-1).from, "no HEALTHCHECK", ASK)];
      }
      const tool = /\b(curl|wget)\b/.exec(check.text)?.[1];
      return tool && lacks(stages, tool) ? [finding(check, `the image has no ${tool}`, ASK)] : [];
    },
  },
  {
    id: "exec-form",
    points: 8,
    why: "in the shell form SIGTERM reaches the shell and not the program: every stop takes the whole grace period",
    check: ({ stages }) => {
      const starts = ["ENTRYPOINT", "CMD"].map((name) => ofImage(stages, name)).filter(Boolean);
      if (starts.length === 0)
        return [
          finding(stages.at(-1).from, "neither CMD nor ENTRYPOINT", 'CMD ["program", "argument"]'),
        ];
      return starts.flatMap((i) => {
        if (!i.args)
          return [finding(i, `${i.name} in shell form`, `${i.name} ["program", "argument"]`)];
        if (!WRAPPERS.includes(i.args[0])) return [];
        const between = `${i.args[0]} stands between the signal and the program`;
        return [finding(i, between, 'start the program itself: CMD ["node", "server.js"]')];
      });
    },
  },
  {
    id: "workdir",
    points: 3,
    why: "without one, files land in /",
    check: ({ stages }) => {
      const dir = ofImage(stages, "WORKDIR");
      if (dir && /^["']?[/$]/.test(dir.text)) return [];
      const text = dir ? `WORKDIR ${dir.text} is relative` : "no WORKDIR";
      return [finding(dir ?? stages.at(-1).from, text, "WORKDIR /app")];
    },
  },
];
