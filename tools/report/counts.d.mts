/** How many tests ended in which way. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export function mocha(output: string): Counts;
export function pytest(output: string): Counts;
export function vitest(output: string): Counts;
export function nodeTest(output: string): Counts;
