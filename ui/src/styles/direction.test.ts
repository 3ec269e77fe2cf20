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

/** An icon that points to a side, by its name. */
const POINTS = /left|right|undo|redo|reply|send|log-out|log-in|forward|external/;

/** Icons that point to a side and stay: those on pads, which are the same everywhere, and ones without a way. */
const STAYS = ["corner-down-left", "external-link", "delete"];

test("a picture that points along the line is turned where lines run from right to left", () => {
  const turned = readFileSync("src/styles/right-to-left.css", "utf8");
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(svelte|ts)$/.test(file),
  );
  const icons = files.flatMap((file) =>
    [...readFileSync(`src/${file}`, "utf8").matchAll(/lucide\/svelte\/icons\/([\w-]+)/g)].map(
      ([, icon = ""]) => icon,
    ),
  );
  expect(icons).toContain("undo-2");
  const still = icons.filter(
    (icon) => POINTS.test(icon) && !STAYS.includes(icon) && !turned.includes(`.lucide-${icon}`),
  );
  expect(still).toEqual([]);
});
