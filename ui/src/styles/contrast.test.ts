import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Tokens = Record<string, string>;

const css = readFileSync("src/styles/tokens.css", "utf8");
const [lightCss = "", darkCss = ""] = css.split(':root[data-theme="dark"]');

function tokens(text: string): Tokens {
  const found = text.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

const light = tokens(lightCss);
const dark = { ...light, ...tokens(darkCss) };

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Tokens, text: string, ground: string): number {
  const [one, other] = [theme[text], theme[ground]];
  if (!one || !other) throw new Error(`no such token: ${text} or ${ground}`);
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Text of any size: 4.5. */
const AA: [string, string][] = [
  ["ink", "sunk"],
  ["ink-2", "ground"],
  ["ink-2", "card"],
  ["ink-2", "sunk"],
  ["ink-3", "ground"],
  ["ink-3", "card"],
  ["ground", "ink"],
  ["on-rail", "rail"],
  ["on-rail", "rail-chosen"],
  ["on-rail-2", "rail"],
  ["on-till", "till"],
  ["till", "card"],
  ["till", "ground"],
  ["wrong", "card"],
  ["wrong", "ground"],
  ["unsure", "card"],
  ["ink", "unsure-tint"],
  ["ink", "waiting-tint"],
  ["ink", "over-tint"],
  ["ink", "refunded-tint"],
  ["ink", "till-tint"],
  ["on-practice", "practice"],
  ["on-paid", "paid-raised"],
];

/** Amounts, whatever their size: 7. */
const AMOUNTS: [string, string][] = [
  ["ink", "ground"],
  ["ink", "card"],
];

/** States at 24 px or more, and the amount on green at 56 px or more: AAA for large text, 4.5. */
const STATES: [string, string][] = [
  ["till", "till-tint"],
  ["waiting", "waiting-tint"],
  ["unsure", "unsure-tint"],
  ["wrong", "wrong-tint"],
  ["refunded", "refunded-tint"],
  ["over", "over-tint"],
  ["on-paid", "paid"],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_name, theme) => {
  test.each(AA)("%s on %s is AA", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(AMOUNTS)("%s on %s is AAA", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(7);
  });
  test.each(STATES)("%s on %s is AAA for large text", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test.each([0, 1, 2, 3, 4, 5, 6, 7])("mark colour %i stands out from the green", (colour) => {
    expect(contrast(theme, `mark-${colour}`, "paid-raised")).toBeGreaterThanOrEqual(3);
  });
});

test("no colour is written outside the tokens", async () => {
  const files = import.meta.glob<string>(["../**/*.svelte", "./*.css", "!./tokens.css"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const strays = Object.entries(files).flatMap(([file, text]) =>
    (text.match(/#[0-9a-f]{3,8}\b(?=[;\s])|\b(?:rgb|hsl|oklch)a?\(/gi) ?? []).map(
      (c) => `${file}: ${c}`,
    ),
  );
  expect(Object.keys(files).length).toBeGreaterThan(30);
  expect(strays).toEqual([]);
});
