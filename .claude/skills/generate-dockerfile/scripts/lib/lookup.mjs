/** How the rules look things up in a parsed Dockerfile. */

export const finding = ({ line }, text, fix) => ({ line, text, fix });

export const runs = (stage) => stage.instructions.filter(({ name }) => name === "RUN");

/** The stage is built on an earlier one, and not on an image. */
export const isOnStage = (stages, stage) =>
  stages.slice(0, stages.indexOf(stage)).some((s) => isNamed(s, stage.base));

const isNamed = (stage, name) => stage.name !== "" && stage.name === name.toLowerCase();

/** The last stage and those it is built on: what the image is in the end. */
export function lineage(stages) {
  const found = [];
  let stage = stages.at(-1);
  while (stage) {
    found.unshift(stage);
    const { base } = stage;
    stage = stages.slice(0, stages.indexOf(stage)).findLast((s) => isNamed(s, base));
  }
  return found;
}

/** The last such instruction of the image, inherited from an earlier stage if need be. */
export const ofImage = (stages, name) =>
  lineage(stages)
    .flatMap((stage) => stage.instructions)
    .findLast((i) => i.name === name);

/** The instruction copies everything from the build context. */
export const copiesAll = (i) =>
  ["COPY", "ADD"].includes(i.name) &&
  !i.flags.some((flag) => flag.startsWith("--from")) &&
  /^\[?"?\.\/?"?[\s,]/.test(i.text);

/** A package manager at work. */
export const INSTALL =
  /\b(npm (ci|install|i)|yarn( install)?|pnpm (i|install)|bun install|pip3? (\S+ )*install|uv (sync|pip install)|poetry install|go mod download|bundle install|composer install)\b/;
