/** Types of clean.mjs, for tests in TypeScript. */
export function clean(text: string): string;
export function oneLine(text: string, length?: number): string;
export function shellWord(word: string): string;
