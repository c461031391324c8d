/** A line plot as an SVG that reads on light and on dark. */

export interface Line {
  name: string;
  points: [x: number, y: number][];
}

const [WIDTH, HEIGHT] = [640, 320];
const MARGIN = { left: 64, right: 130, top: 36, bottom: 44 };
const COLOURS = ["#3b6fd4", "#d4663b", "#3ba55d", "#8a5bd4"];
const GREY = "#808890";

/** Both axes are logarithmic: what is plotted grows by factors. @throws Error when a value is not above 0 */
export function plot(title: string, xLabel: string, yLabel: string, lines: Line[]): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0 || points.some(([x, y]) => !(x > 0 && y > 0))) {
    throw new Error(`${title}: every value has to be above 0`);
  }
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const ys = decades(points.map(([, y]) => y));
  const x = scale(xs[0]!, xs.at(-1)!, MARGIN.left, WIDTH - MARGIN.right);
  const y = scale(ys[0]!, ys.at(-1)!, HEIGHT - MARGIN.bottom, MARGIN.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title)}</title>`,
    text(MARGIN.left, 20, title, { size: 14 }),
    ...xs.map((value) => text(x(value), HEIGHT - 26, number(value), { anchor: "middle" })),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 8, xLabel, { anchor: "middle" }),
    ...ys.flatMap((value) => [
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="${GREY}" stroke-opacity="0.35"/>`,
      text(MARGIN.left - 8, y(value) + 4, `${number(value)} ${yLabel}`, { anchor: "end" }),
    ]),
    ...lines.flatMap(({ name, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length]!;
      const path = own.map(([px, py]) => `${round(x(px))},${round(y(py))}`).join(" ");
      const [lastX, lastY] = own.at(-1)!;
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...own.map(
          ([px, py]) =>
            `<circle cx="${round(x(px))}" cy="${round(y(py))}" r="3" fill="${colour}"/>`,
        ),
        text(x(lastX) + 8, y(lastY) + 4, name, { colour }),
      ];
    }),
    "</svg>",
    "",
  ].join("\n");
}

/** Powers of ten around the values. */
function decades(values: number[]): number[] {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index));
}

function scale(from: number, to: number, start: number, end: number) {
  const span = Math.log(to) - Math.log(from) || 1;
  return (value: number) => start + ((Math.log(value) - Math.log(from)) / span) * (end - start);
}

interface Look {
  anchor?: "middle" | "end";
  colour?: string;
  size?: number;
}

const text = (x: number, y: number, words: string, { anchor, colour = GREY, size }: Look = {}) =>
  `<text x="${round(x)}" y="${round(y)}" fill="${colour}"${anchor ? ` text-anchor="${anchor}"` : ""}` +
  `${size ? ` font-size="${size}"` : ""}>${escape(words)}</text>`;

const round = (value: number) => Number(value.toFixed(1));
const number = (value: number) => (value >= 1000 ? `${value / 1000}k` : `${value}`);
const escape = (words: string) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
