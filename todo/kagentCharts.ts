/** Where kagent's charts come from: a registry, or a folder in which somebody has put them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { KINDS_RELEASE } from "./kagentKinds";

/** Of the line that runs on every Kubernetes that minikube starts: 1.0 needs 1.37. Both charts have it. */
export const KAGENT_VERSION = "0.9.9";

/** The charts, in the order in which they are installed; releases are named after them. */
export const KAGENT_CHARTS = [KINDS_RELEASE, "kagent"] as const;

const isRegistry = (source: string) => source.startsWith("oci://");

const packageOf = (source: string, chart: string) =>
  path.resolve(source, `${chart}-${KAGENT_VERSION}.tgz`);

/** A chart of kagent's, as Helm takes it. A package has its version in itself. */
export const kagentChart = (source: string, chart: string): { chart: string; version?: string } =>
  isRegistry(source)
    ? { chart: `${source}/${chart}`, version: KAGENT_VERSION }
    : { chart: packageOf(source, chart) };

/** Packages that a folder should hold and does not; none where the charts come from a registry. */
export const missingCharts = (source: string): string[] =>
  isRegistry(source)
    ? []
    : KAGENT_CHARTS.map((chart) => packageOf(source, chart)).filter((file) => !fs.existsSync(file));
