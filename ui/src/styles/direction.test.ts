import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** A shorthand whose right and left differ: they stay where they are where lines run the other way. */
function bound(css: string): string[] {
  return [...css.matchAll(/\b(?:padding|margin): ([^;{}]+);/g)].flatMap(([, sides = ""]) => {
    const [, right, , left] = sides.match(/\w+\([^)]*\)|\S+/g) ?? [];
    return left === undefined || right === left ? [] : [sides];
  });
}

test("no space stays at one side where lines run from right to left", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(svelte|css)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(0);
  const found = files.flatMap((file) =>
    bound(readFileSync(`src/${file}`, "utf8")).map((sides) => `${file}: ${sides}`),
  );
  expect(found).toEqual([]);
});
