import { burst, SCANNER_GAP } from "./burst";
import { answersEnter, isElsewhere } from "./focus";
import { letterKeys } from "./letters.svelte";

/** Keys of a screen by their lower-case name: a letter, `enter`, `escape`. */
export type Shortcuts = Record<string, (() => void) | undefined>;

/**
 * Listens for a screen's keys. A letter acts only if no other character came just before it or
 * comes just after it, so that a scanned code presses nothing.
 */
export function listenForKeys(shortcuts: () => Shortcuts): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function onKey(event: KeyboardEvent) {
    if (isElsewhere(event) || event.repeat) return;
    const isCharacter = event.key.length === 1;
    if (isCharacter) clearTimeout(waiting);
    const action = shortcuts()[event.key.toLowerCase()];
    if (!action) return;
    if (!isCharacter) {
      if (event.key === "Enter" && answersEnter(event.target)) return;
      event.preventDefault();
      action();
    } else if (letterKeys.on && burst.isSingle) {
      event.preventDefault();
      waiting = setTimeout(action, SCANNER_GAP);
    }
  }

  addEventListener("keydown", onKey);
  return () => {
    clearTimeout(waiting);
    removeEventListener("keydown", onKey);
  };
}
