/** What a page costs over a slow line. */

/** Lighthouse's "slow 4G": what a phone has in a train. Bytes a second, and milliseconds there and back. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

/**
 * Loads a page with an empty cache over that line.
 *
 * @param ready waits until the page is of use.
 * @returns kilobytes of scripts and of everything, as they came over the line; and milliseconds until the first
 *   paint, and until the page was of use.
 */
export async function weigh(page, path, ready) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Network.emulateNetworkConditions", LINE);
  const kinds = new Map();
  const bytes = { scripts: 0, all: 0 };
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (kinds.get(requestId) === "Script") bytes.scripts += encodedDataLength;
  });
  const began = Date.now();
  await page.goto(path);
  await ready(page);
  const useful = Date.now() - began;
  await page.waitForLoadState("networkidle");
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  await session.detach();
  return { scripts: bytes.scripts / 1024, all: bytes.all / 1024, painted: Math.round(painted), useful };
}
