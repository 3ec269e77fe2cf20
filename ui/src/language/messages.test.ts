import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LANGUAGE_NAMES } from "./languages";
import { mayBeSame } from "./same-as-english";

/** A message with forms for numbers: which form has which text. */
type Forms = {
  declarations: string[];
  selectors: string[];
  match: Record<string, string>;
};
type File = Record<string, string | [Forms]>;

/** A text that may leave the figure out says it by itself: `one more try`. */
const SAYS_THE_FIGURE = ["n=zero", "n=one", "n=two"];

function fileOf(language: string): File {
  const file = JSON.parse(readFileSync(`messages/${language}.json`, "utf8")) as File;
  delete file["$schema"];
  return file;
}

const english = fileOf("en");

function formsOf(message: string | [Forms] | undefined): [form: string, text: string][] {
  if (message === undefined) return [];
  return typeof message === "string" ? [["", message]] : Object.entries(message[0].match);
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name))].sort();
}

function placeholdersOf(key: string): string[] {
  return [...new Set(formsOf(english[key]).flatMap(([, text]) => placeholders(text)))].sort();
}

function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ""));
}

test("each file is of a language that the interface offers", () => {
  const files = readdirSync("messages").map((name) => name.replace(".json", ""));
  expect(files.toSorted()).toEqual(Object.keys(LANGUAGE_NAMES).toSorted());
});

/** The keys that the page names, and those of the program's own texts. */
function keysNamed(): Set<string> {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.(svelte|ts)$/.test(file) && !/^paraglide\b|\.test\.ts$/.test(file),
  );
  const page = sources.flatMap((file) => [
    ...readFileSync(`src/${file}`, "utf8").matchAll(/\bm\.([a-z][a-z0-9_]*)/g),
  ]);
  const program = readFileSync("../crates/words/src/key.rs", "utf8").matchAll(/ = "([a-z0-9_]+)"/g);
  return new Set([...page, ...program].map(([, key = ""]) => key));
}

test("each text is said somewhere", () => {
  const named = keysNamed();
  expect(named).toContain("cancel");
  expect(named).toContain("notify_paid");
  expect(Object.keys(english).filter((key) => !named.has(key))).toEqual([]);
});

describe.each(Object.keys(LANGUAGE_NAMES))("the words of %s", (language) => {
  const file = fileOf(language);
  const texts = Object.entries(file).flatMap(([key, message]) =>
    formsOf(message).map(([form, text]) => ({ key, form, text })),
  );

  test("are those that English has", () => {
    expect(Object.keys(english).filter((key) => !(key in file))).toEqual([]);
    expect(Object.keys(file).filter((key) => !(key in english))).toEqual([]);
  });

  test("fill in what the English ones do", () => {
    const wrong = texts.filter(({ key, form, text }) => {
      const found = placeholders(text);
      const needed = placeholdersOf(key).filter(
        (name) => !(name === "count" && SAYS_THE_FIGURE.includes(form)) || found.includes(name),
      );
      return found.join() !== needed.join();
    });
    expect(wrong).toEqual([]);
  });

  test("have a form for each number", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const needed = categories.map((category) => `n=${category}`).toSorted();
    for (const [key, message] of Object.entries(file)) {
      if (typeof message === "string") {
        expect(typeof english[key], key).toBe("string");
        continue;
      }
      const [{ declarations, selectors, match }] = message;
      expect(Object.keys(match).toSorted(), key).toEqual(needed);
      const [like] = english[key] as [Forms];
      expect({ declarations, selectors }, key).toEqual({
        declarations: like.declarations,
        selectors: like.selectors,
      });
    }
  });

  test("are texts, with nothing in them that only looks like one", () => {
    const odd = texts.filter(
      ({ text }) =>
        text.trim() === "" ||
        text !== text.trim() ||
        /[{}\\]/.test(text.replaceAll(/\{\w+\}/g, "")) ||
        // Directions are set by the program: a mark by hand would be read out or cut in two.
        /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text),
    );
    expect(odd).toEqual([]);
  });

  test.skipIf(language === "en")("are not English left over", () => {
    const same = texts
      .filter(({ key, text }) => text === english[key] && hasWords(text))
      .filter(({ text }) => !mayBeSame(language, text));
    expect(same).toEqual([]);
  });

  test("name the paid marks by words that are all different", () => {
    for (const [key, count] of [
      ["mark_colours", 8],
      ["mark_words", 64],
    ] as const) {
      const words = String(file[key]).split(" ");
      expect(words).toHaveLength(count);
      expect(new Set(words.map((word) => word.toLocaleLowerCase(language))).size).toBe(count);
    }
  });
});
