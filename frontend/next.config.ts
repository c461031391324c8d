import type { NextConfig } from "next";

const config: NextConfig = {
  // A server with only what it needs: the image holds no node_modules beside it.
  output: "standalone",
  outputFileTracingRoot: __dirname,
  // No picture is resized here, so the library for it stays out.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "**": ["node_modules/@img/**", "node_modules/sharp/**", "node_modules/typescript/**"] },
  // What else the development server's pages are reached by; `make dev` has checked the names.
  allowedDevOrigins: process.env.DEV_HOSTS?.split(",").filter(Boolean),
  poweredByHeader: false,
  turbopack: { resolveAlias: { "radix-ui/internal": "./lib/radix-internal.ts" } },
  // Both forms of a path work as they stand: a program that posts to one need not follow a redirect.
  skipTrailingSlashRedirect: true,
  // Two thirds of a page's weight. Streams say no-transform, so that their words are not held back.
  compress: true,
};

export default config;
