import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { wordsInTwo } from "./words-in-two";

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: "./project.inlang",
      outdir: "./src/paraglide",
      strategy: ["baseLocale"],
      outputStructure: "locale-modules",
    }),
    wordsInTwo(),
    svelte(),
    svelteTesting(),
  ],
  build: {
    outDir: "dist",
    // The oldest web view that the till runs on: WebKitGTK 2.40 of Debian 12.
    target: "safari16.4",
    // The pages' security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "customer.html"] },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test-setup.ts"],
    include: ["src/**/*.test.ts"],
    // Ends a test that hangs; how long a test takes says nothing, and a busy machine may need long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
