/**
 * Looks for every secret of the stack in every place where none may be: plain, in base64 and
 * URL-encoded. Ends with 1 when one is found. Prints names, never values.
 */
import { audit, Hit } from "../tools/secretScan/scan";
import { secretForms } from "../tools/secretScan/forms";
import { deployment, secretsIn } from "./cluster/deployed";
import { table } from "../tools/report/table";
import { runMain } from "./stack/entryPoint";

async function main(): Promise<void> {
  const found = await deployment();
  const secrets = await secretsIn(found);
  const wanted = secretForms(secrets);
  console.log(`Looking for ${Object.keys(secrets).join(", ")} (${wanted.length} forms) ...\n`);
  const results = await audit(found, wanted);
  console.log(
    table(
      ["", "place", "streams", "found"],
      results.map(({ place, streams, hits }) => [
        hits.length === 0 ? "ok" : "FOUND",
        place,
        `${streams}`,
        hits.map(({ secret, form }: Hit) => `${secret} (${form})`).join(", "),
      ]),
    ),
  );
  const hits = results.flatMap((result) => result.hits).length;
  console.log(`\n${results.length} places, ${hits} hit${hits === 1 ? "" : "s"}.`);
  process.exitCode = hits === 0 ? 0 : 1;
}

runMain(main);
