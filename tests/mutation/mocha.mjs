/**
 * Runs mocha for Stryker, and tells it which tests reach which mutant. Stryker's own plugin does not load with
 * mocha 12.0.3, whose inner files it names; here mocha's documented API is enough.
 */
import * as path from "node:path";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/** By this the instrumented code knows the active mutant, and says which mutants a test reached. */
const instrumented = (globalThis.__stryker__ ??= {});
/** The same for programs that a test starts. */
const ACTIVE = "__STRYKER_ACTIVE_MUTANT__";

class MochaRunner {
  static inject = [];

  constructor() {
    this.mocha = new Mocha({ ui: "bdd", timeout: 120000, reporter: class {} });
    this.mocha.cleanReferencesAfterRun(false);
    this.mocha.suite.beforeEach(function () {
      instrumented.currentTestId = this.currentTest.fullTitle();
    });
    for (const file of process.env.MUTATION_TESTS.split(" "))
      this.mocha.addFile(path.resolve(file));
  }

  /** A module is loaded once: for a mutant of its loading Stryker starts this process again. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    const result = await this.run(disableBail, undefined, false);
    if (coverageAnalysis !== "off") result.mutantCoverage = instrumented.mutantCoverage;
    return result;
  }

  async mutantRun({ testFilter, hitLimit, activeMutant, mutantActivation, disableBail }) {
    Object.assign(instrumented, { hitLimit, hitCount: hitLimit ? 0 : undefined });
    const names = testFilter && new Set(testFilter);
    this.mocha.grep(names ? { test: (name) => names.has(name) } : /^/);
    const isStatic = mutantActivation === "static";
    return toMutantRunResult(await this.run(disableBail, activeMutant.id, isStatic));
  }

  async run(disableBail, mutant, whileLoading) {
    try {
      this.loaded ??= await this.load(whileLoading ? mutant : undefined);
      activate(mutant);
      bail(this.mocha.suite, !disableBail);
      const tests = await this.tests();
      const { hitCount, hitLimit } = instrumented;
      return (
        determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests }
      );
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: error.stack };
    }
  }

  async load(mutant) {
    activate(mutant);
    await this.mocha.loadFilesAsync();
    return true;
  }

  tests() {
    const tests = [];
    let began = Date.now();
    const note = (test, more) => {
      const name = test.ctx?.currentTest?.fullTitle() ?? test.fullTitle();
      tests.push({ id: name, name, fileName: test.file, timeSpentMs: Date.now() - began, ...more });
      began = Date.now();
    };
    return new Promise((resolve) => {
      this.mocha
        .run(() => resolve(tests))
        .on("pass", (test) => note(test, { status: TestStatus.Success }))
        .on("fail", (test, error) =>
          note(test, {
            status: TestStatus.Failed,
            failureMessage: error?.message || String(error),
          }),
        );
    });
  }
}

function activate(mutant) {
  instrumented.activeMutant = mutant;
  if (mutant === undefined) delete process.env[ACTIVE];
  else process.env[ACTIVE] = mutant;
}

function bail(suite, bails) {
  suite.bail(bails);
  for (const child of suite.suites) bail(child, bails);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "mocha", MochaRunner)];
