import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

/** Where each page begins to draw. What is imported from there at once is on it from the first moment. */
const FIRST_DRAWN = ["src/session/mount-counter.ts", "src/customer/CustomerDisplay.svelte"];

/** The words of one language as the compiler writes them, and which half of them is asked for. */
const HALF = /\/paraglide\/messages\/[a-z]{2}\.js\?(first|later)$/;

/** Endings that an import of ours may leave out. */
const ENDINGS = ["", ".ts", "/index.ts"];

function read(path: string): string | null {
  for (const ending of ENDINGS) {
    try {
      return readFileSync(path + ending, "utf8");
    } catch {
      // Another ending, or none of ours.
    }
  }
  return null;
}

/** Every word that these files name, and those that they import at once. */
function wordsNamed(files: string[]): Set<string> {
  const words = new Set<string>();
  const seen = new Set<string>();
  const left = files.map((file) => resolve(file));
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = read(file);
    if (text === null) continue;
    for (const [, word] of text.matchAll(/\bm\.([a-z][a-z0-9_]*)/g)) if (word) words.add(word);
    const imports = text.matchAll(/(?:import|export)\s(?!type\b)[^;]*?from\s+"(\.[^"]+)"/g);
    for (const [, from] of imports) if (from) left.push(join(dirname(file), from));
  }
  return words;
}

/**
 * Parts each language in two: the words that a page needs when it is first drawn (`de.js?first`), and those of the screens
 * that come later (`de.js?later`). A till that starts does not wait for the words of its settings.
 */
export function wordsInTwo(): Plugin {
  return {
    name: "words-in-two",
    enforce: "pre",
    load(id) {
      const half = HALF.exec(id)?.[1];
      if (half === undefined) return null;
      const [head = "", ...words] = readFileSync(id.replace(/\?.*$/, ""), "utf8").split(
        /^(?=export const )/m,
      );
      const first = wordsNamed(FIRST_DRAWN);
      const wanted = words.filter((word) => {
        const name = /^export const (\w+)/.exec(word)?.[1] ?? "";
        return first.has(name) === (half === "first");
      });
      return [head, ...wanted].join("");
    },
  };
}
