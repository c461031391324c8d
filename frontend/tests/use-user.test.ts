import { afterEach, expect, it, vi } from "vitest";
import { drawn } from "./page";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const USER = { id: "1", email: "ann@example.com", name: null };

async function signedIn(zone: string) {
  vi.stubEnv("TZ", "Asia/Tokyo");
  const page = await drawn(
    () => import("@/hooks/use-user"),
    ({ useUser }) => useUser(),
  );
  (await page.asked("GET /api/auth/session")).answer({ user: { ...USER, time_zone: zone } });
  await page.until(() => expect(page.now?.time_zone).toBe(zone));
  return page;
}

it("tells the server the browser's time zone where it knows another", async () => {
  const page = await signedIn("UTC");
  const told = await page.asked("PATCH /api/auth/session");
  expect(told.body).toEqual({ time_zone: "Asia/Tokyo" });
  told.answer({ user: { ...USER, time_zone: "Asia/Tokyo" } });
  await page.until(() => expect(page.now?.time_zone).toBe("Asia/Tokyo"));
});

it("says nothing where the server knows it, and goes on where the server does not know the zone", async () => {
  expect((await signedIn("Asia/Tokyo")).server.waiting).toEqual([]);
  const page = await signedIn("UTC");
  (await page.asked("PATCH /api/auth/session")).answer({ detail: "which zone?" }, 422);
  await page.until(() => expect(page.now?.email).toBe("ann@example.com"));
});
