/** An inventory in the SPDX format, as far as it is read here. */
export interface Spdx {
  packages: {
    name: string;
    versionInfo?: string;
    licenseDeclared?: string;
    licenseConcluded?: string;
  }[];
}

/** Packages by licence, those with the most first; a package that declares none says so. */
export function licences({ packages }: Spdx): { licence: string; packages: string[] }[] {
  const found = new Map<string, Set<string>>();
  for (const { name, licenseDeclared, licenseConcluded } of packages) {
    const stated = [licenseConcluded, licenseDeclared].find((l) => l && l !== "NOASSERTION");
    const licence = (stated ?? "not declared").replaceAll("LicenseRef-", "");
    found.set(licence, (found.get(licence) ?? new Set()).add(name));
  }
  return [...found]
    .map(([licence, names]) => ({ licence, packages: [...names].sort() }))
    .sort((a, b) => b.packages.length - a.packages.length || (a.licence < b.licence ? -1 : 1));
}
