/** The settings of kagent, and what is wrong with them together. */
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { commandLine } from "../components/process/typed";
import * as checks from "./checks";
import { configCommand } from "./configCommand";
import { declaredKeys } from "./configSource";
import { KAGENT_VERSION, missingCharts } from "./kagentCharts";
import { PROVIDERS } from "./kagentProviders";
import type { KagentModel } from "./kagentValues";

export interface KagentSettings extends KagentModel {
  apiKey: pulumi.Output<string>;
  /** Where its charts come from: an oci:// address, or a folder. */
  charts: string;
}

/** Reads them. @param problems gets what is wrong with them together. @returns undefined where kagent is not wanted. */
export function kagentSettings(
  read: checks.Reader,
  problems: string[],
): KagentSettings | undefined {
  const wanted = read.flag("kagent");
  const provider = read.oneOf("kagentProvider", Object.keys(PROVIDERS));
  const model = read.optional("kagentModel", checks.ANY_MODEL);
  const modelUrl = read.optional("kagentModelUrl", checks.HTTP_URL);
  const registry = read.optional("kagentRegistry", checks.REGISTRY);
  const charts = read.pattern("kagentCharts", checks.CHART_SOURCE);
  // Clients of these APIs send a key in any case, and a server of one's own may ask for none.
  const apiKey = read.secret("kagentApiKey", checks.API_KEY, wanted && modelUrl === "");
  if (!wanted) return undefined;
  if (modelUrl && PROVIDERS[provider]?.takesUrl === false) problems.push(ownServerOnly(provider));
  if (modelUrl && !model) problems.push(namelessModel(modelUrl));
  const missing = missingCharts(charts);
  if (missing.length > 0) problems.push(chartsMissing(charts, missing));
  const key = apiKey ?? pulumi.secret("none");
  return { provider, model, modelUrl, registry, charts, apiKey: key };
}

const ownServerOnly = (provider: string) =>
  `todo:kagentModelUrl is set, and todo:kagentProvider is ${JSON.stringify(provider)}, which is asked at its own address ` +
  `only: expected openAI or anthropic, whichever API that server speaks. Run: ${configCommand({ set: "todo:kagentProvider", to: "openAI" })}`;

const namelessModel = (url: string) =>
  `todo:kagentModel is not set: expected the name of a model that ${url} has. ` +
  `Run: ${configCommand({ set: "todo:kagentModel", to: "qwen3:8b" })}`;

const chartsMissing = (folder: string, missing: string[]) =>
  `todo:kagentCharts is ${JSON.stringify(folder)}: expected ${missing.join(" and ")} there. Where a registry has them, run: ` +
  missing
    .map((file) => path.basename(file, `-${KAGENT_VERSION}.tgz`))
    .map((chart) =>
      commandLine("helm", [
        ...[
          "pull",
          `${declaredKeys().kagentCharts!.default}/${chart}`,
          "--version",
          KAGENT_VERSION,
        ],
        ...["--destination", folder],
      ]),
    )
    .join(" && ");
