/** What a query touched, out of `EXPLAIN (ANALYZE, FORMAT JSON)`. */
export interface Touched {
  /** Nodes that read a table, as "Index Scan on tasks". */
  scans: string[];
  /** Rows that those nodes read, thrown away ones included. */
  rows: number;
  milliseconds: number;
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
}

/** @param json as Postgres prints it */
export function touched(json: string): Touched {
  const [{ Plan: plan, "Execution Time": milliseconds }] = JSON.parse(json);
  const scans = readers(plan);
  return {
    scans: scans.map((node) => `${node["Node Type"]} on ${node["Relation Name"]}`),
    rows: scans.reduce((sum, node) => sum + read(node), 0),
    milliseconds,
  };
}

const readers = (node: Node): Node[] => [
  ...(node["Relation Name"] ? [node] : []),
  ...(node.Plans ?? []).flatMap(readers),
];

const read = (node: Node): number =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
