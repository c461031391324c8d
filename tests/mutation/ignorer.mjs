/** What Stryker leaves as it is. */
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/**
 * `if (require.main === module) main(…)`. Turned round, a test that only loads the file would run the command itself:
 * `make down` on whatever stack the machine has.
 */
const commandsBegin = {
  shouldIgnore({ node, parent }) {
    const test = node.type === "IfStatement" ? node.test : undefined;
    const { left, right } = test ?? {};
    return parent?.type === "Program" &&
      left?.type === "MemberExpression" &&
      left.object.name === "require" &&
      left.property.name === "main" &&
      right?.name === "module"
      ? "a command begins here"
      : undefined;
  },
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "commands-begin", commandsBegin),
];
