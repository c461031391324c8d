import { coerce, compare } from "semver";

/** Negative, zero or positive, as versions order; what a version leaves out is 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => coerce(version) ?? "0.0.0");
  return compare(left!, right!);
}
