import { existsSync, readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

/** What the pages' security policy forbids; a page that has it would lose its look or its code. */
const FORBIDDEN: [string, RegExp][] = [
  ["an inline style", /<[^>]+\sstyle=/],
  ["an inline script", /<script(?![^>]*\ssrc=)/],
  ["a data: address", /["'(]data:(image|font|text|application)\//],
  ["code from text", /\bnew Function\(|[^.\w]eval\(/],
  ["a pretend till", /first-start"\)|FakeBackend|fake-qr/],
];

/** Built by `npm test` before the tests run. */
const outDir = "node_modules/.cache/pages";

test("the built pages keep to the security policy and hold no pretend till", () => {
  const files = readdirSync(outDir, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(html|js|css)$/.test(name),
  );
  expect(files).toEqual(expect.arrayContaining(["index.html", "customer.html"]));
  const found = files.flatMap((name) => {
    const text = readFileSync(`${outDir}/${name}`, "utf8");
    return FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(
      ([what]) => `${name}: ${what}`,
    );
  });
  expect(found).toEqual([]);
  expect(existsSync(`${outDir}/assets`)).toBe(true);
});

test("one file alone knows Tauri", () => {
  const sources = import.meta.glob<string>(["./**/*.ts", "./**/*.svelte", "!./paraglide/**"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const knowing = Object.entries(sources)
    .filter(([, text]) => /from "@tauri-apps\//.test(text))
    .map(([name]) => name);
  expect(knowing).toEqual(["./backend/tauri.ts"]);
});
