import { Block, parseDocument } from "../support/documents";

const README = "README.md";
const GUIDE = "docs/deployment-guide.md";

/** A shell block of a document. */
export interface Stop extends Block {
  file: string;
  /** The heading above it. */
  section: string;
}

/**
 * The order in which somebody comes by the blocks: by document, heading, and number below the heading.
 * The README first, from a machine without a cluster; then its five steps on a minikube of one's own;
 * then the guide.
 */
const ROUTE: [file: string, section: string, number: number][] = [
  [README, "Quick start", 0],
  [README, "Troubleshooting", 0],
  [README, "Quick start", 1],
  [README, "Minikube set-up per system", 0],
  [README, "Minikube set-up per system", 1],
  [README, "Five steps by hand", 0],
  [README, "Five steps by hand", 1],
  [README, "Five steps by hand", 2],
  [README, "Five steps by hand", 3],
  [README, "Five steps by hand", 4],
  [README, "Five steps by hand", 5],
  [README, "Without make", 0],
  [GUIDE, "Linux", 0],
  [GUIDE, "Linux", 1],
  [GUIDE, "Linux", 2],
  [GUIDE, "macOS", 0],
  [GUIDE, "With make", 0],
  [GUIDE, "Open the app", 0],
  [GUIDE, "Check the app", 0],
  [GUIDE, "Settings by topic", 0],
  [GUIDE, "Settings by topic", 1],
  [GUIDE, "Behind a proxy", 0],
  [GUIDE, "Behind a proxy", 1],
  [GUIDE, "Upgrade", 0],
  [GUIDE, "Secrets", 0],
  [GUIDE, "Your own MCP client", 0],
  [GUIDE, "Your own MCP client", 1],
  [GUIDE, "Keep the data", 0],
  [GUIDE, "Keep the data", 1],
  [GUIDE, "Keep the data", 2],
  [GUIDE, "Roll back", 1],
  [GUIDE, "Roll back", 0],
  [GUIDE, "kind", 0],
  [GUIDE, "Your own command", 0],
  [GUIDE, "A managed cluster, with a registry", 0],
  [GUIDE, "Several stacks", 0],
  [GUIDE, "Scan the images", 0],
  [GUIDE, "Scan the images", 1],
  [GUIDE, "Scan the images", 2],
  [GUIDE, "When a step fails", 0],
  [GUIDE, "Remove the app", 0],
  [GUIDE, "Without make", 0],
  [GUIDE, "Without make", 1],
];

/** Every shell block of both documents, in the order of the route. */
export function route(): Stop[] {
  const all = [README, GUIDE].flatMap(shellBlocks);
  const walked = ROUTE.map(([file, section, number]) => {
    const here = all.filter((stop) => stop.file === file && stop.section === section);
    if (!here[number]) throw new Error(`${file} has no block ${number} below "${section}"`);
    return here[number];
  });
  const forgotten = all.filter((stop) => !walked.includes(stop));
  if (forgotten.length > 0 || new Set(walked).size !== walked.length) {
    const names = forgotten.map(({ file, line }) => `${file}:${line}`);
    throw new Error(`not on the route of tests/stack/route.ts exactly once: ${names.join(", ")}`);
  }
  return walked;
}

function shellBlocks(file: string): Stop[] {
  const { blocks, headings } = parseDocument(file);
  return blocks
    .filter(({ language }) => language === "sh")
    .map((block) => {
      const above = headings.filter(({ line }) => line < block.line).at(-1);
      return { ...block, file, section: above?.text ?? "" };
    });
}
