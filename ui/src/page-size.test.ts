import { gzipSync } from "node:zlib";
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

/** Built by `npm test` before the tests run. */
const ASSETS = "node_modules/.cache/pages/assets";

/** What the counter's page may weigh, in bytes of compressed script, when a payment can be taken. */
const MOST = 150_000;

/** Every script that is read with these: what each of them imports before it runs. */
function withImports(first: string[]): Set<string> {
  const read = new Set<string>();
  const left = [...first];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (read.has(name)) continue;
    read.add(name);
    const text = readFileSync(`${ASSETS}/${name}`, "utf8");
    const imports = text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g);
    left.push(...[...imports].map((found) => found[1] ?? ""));
  }
  return read;
}

/** The script whose name begins so. */
function script(name: string): string {
  const found = readdirSync(ASSETS).filter((file) => file.startsWith(`${name}-`));
  const scripts = found.filter((file) => file.endsWith(".js"));
  if (scripts.length !== 1 || scripts[0] === undefined) throw new Error(`${name}: ${scripts}`);
  return scripts[0];
}

test("the counter's page is small when a payment can be taken, in its heaviest language", () => {
  const page = readFileSync(`${ASSETS}/../index.html`, "utf8");
  const entry = /src="\/assets\/([^"]+\.js)"/.exec(page)?.[1] ?? "";
  const weighs = (name: string) => gzipSync(readFileSync(`${ASSETS}/${name}`), { level: 9 }).length;
  const common = [...withImports([entry, script("mount-counter")])];
  // The scripts that the others are counted by: were it not read, the sum would mean nothing.
  expect(common.length).toBeGreaterThan(5);
  // Each language is there in two halves; the first is the one that knows how to begin.
  const languages = readdirSync(ASSETS).filter((name) => /^[a-z]{2}-[^.]+\.js$/.test(name));
  const first = languages.filter((name) =>
    /\bcreate_link\b/.test(readFileSync(`${ASSETS}/${name}`, "utf8")),
  );
  expect(first.some((name) => name.startsWith("en-"))).toBe(true);
  const heaviest = Math.max(...first.map(weighs));
  const sum = common.reduce((whole, name) => whole + weighs(name), heaviest);
  expect(sum).toBeLessThan(MOST);
});

test("nothing is said before the words are there", () => {
  const keys = Object.keys(JSON.parse(readFileSync("messages/en.json", "utf8")) as object);
  // A key of one word may be the name of something else.
  const words = new Set(keys.filter((key) => key.includes("_")));
  // What an entry imports at once runs before it; a word there would stop the page.
  for (const name of ["index", "customer"]) {
    const page = readFileSync(`${ASSETS}/../${name}.html`, "utf8");
    const entry = /src="\/assets\/([^"]+\.js)"/.exec(page)?.[1] ?? "";
    const texts = [...withImports([entry])].map((file) =>
      readFileSync(`${ASSETS}/${file}`, "utf8"),
    );
    const named = texts.flatMap((text) => [...text.matchAll(/\.([a-z][a-z0-9_]+)/g)]);
    expect(named.map(([, key]) => key ?? "").filter((key) => words.has(key))).toEqual([]);
  }
});
