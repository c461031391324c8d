/** A terminal session as asciinema plays it: https://docs.asciinema.org/manual/asciicast/v2/ */
export class Cast {
  private readonly events: [seconds: number, kind: "o", text: string][] = [];

  /** @param now gives the seconds since the recording began. */
  constructor(
    private readonly title: string,
    private readonly now: () => number,
    private readonly size = { width: 100, height: 24 },
  ) {}

  /** Adds what a terminal would show at this moment. */
  print(text: string): void {
    this.events.push([this.now(), "o", text.replace(/\r?\n/g, "\r\n")]);
  }

  /** The whole recording: a header, then one event a line. @param began as Date.now() gives it. */
  text(began: number): string {
    const header = {
      version: 2,
      ...this.size,
      timestamp: Math.floor(began / 1000),
      title: this.title,
    };
    const events = this.events.map(([seconds, ...event]) => [Number(seconds.toFixed(3)), ...event]);
    return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join("");
  }
}
