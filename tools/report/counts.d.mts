import type { Counts } from "../compatibility/records";

export function mocha(output: string): Counts;
export function pytest(output: string): Counts;
export function vitest(output: string): Counts;
export function nodeTest(output: string): Counts;
