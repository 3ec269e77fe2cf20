import { letterKeys } from "./letters.svelte";

/** Keys that do the same, by the names that `listenForKeys` gives them: `c`, `enter`, `control+k`. */
export type KeyLine = { keys: readonly string[]; says: string };

/** Where a key works: on the screen that is shown now, or on every one. */
export type KeyPlace = "SCREEN" | "EVERYWHERE";

type Listed = { place: KeyPlace; lines: () => KeyLine[] };

/** The keys that work at the moment. Whoever listens for keys says which, so that the sheet lists no other. */
class KeyList {
  #lists: Listed[] = [];

  /** Lists keys for as long as somebody listens for them. */
  add(place: KeyPlace, lines: () => KeyLine[]): () => void {
    const listed = { place, lines };
    this.#lists = [...this.#lists, listed];
    return () => {
      this.#lists = this.#lists.filter((other) => other !== listed);
    };
  }

  /** Those of a place. Keys that do the same share a line; a letter that is switched off is none. */
  of(place: KeyPlace): KeyLine[] {
    const said = new Map<string, string[]>();
    const lists = this.#lists.filter((list) => list.place === place);
    for (const { keys, says } of lists.flatMap(({ lines }) => lines())) {
      const working = keys.filter((key) => letterKeys.on || !isLetter(key));
      if (working.length > 0) said.set(says, [...(said.get(says) ?? []), ...working]);
    }
    return [...said].map(([says, keys]) => ({ keys, says }));
  }
}

/** Whether it is one of the single letters and signs that may be switched off. Digits always type. */
function isLetter(key: string): boolean {
  return key.length === 1 && !/[0-9+.,]/.test(key);
}

export const keyList = new KeyList();
