/** The browser that CHROMIUM names, or the first on PATH; undefined where there is none. */
export function findChromium(): string | undefined;
