import { burst, SCANNER_GAP } from "./burst";
import { answersEnter, isElsewhere } from "./focus";
import { keyName } from "./letter";
import { keyList, type KeyPlace } from "./sheet";
import { letterKeys } from "./letters.svelte";

/** What a key does, and the words for it on the sheet of keys. */
export type Shortcut = { act: () => void; says: string };

/** Keys of a screen by their lower-case name: a letter, `enter`, `escape`. The sheet of keys lists those with words. */
export type Shortcuts = Record<string, Shortcut | (() => void) | undefined>;

function actionOf(shortcut: Shortcut | (() => void) | undefined): (() => void) | undefined {
  return typeof shortcut === "object" ? shortcut.act : shortcut;
}

/**
 * Listens for a screen's keys. A letter acts only if no other character came just before it or
 * comes just after it, so that a scanned code presses nothing.
 */
export function listenForKeys(shortcuts: () => Shortcuts, place: KeyPlace = "SCREEN"): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function onKey(event: KeyboardEvent) {
    if (isElsewhere(event) || event.repeat) return;
    const isCharacter = event.key.length === 1;
    if (isCharacter) clearTimeout(waiting);
    const action = actionOf(shortcuts()[keyName(event)]);
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
  const unlist = keyList.add(place, () =>
    Object.entries(shortcuts()).flatMap(([key, shortcut]) =>
      typeof shortcut === "object" ? [{ keys: [key], says: shortcut.says }] : [],
    ),
  );
  return () => {
    unlist();
    clearTimeout(waiting);
    removeEventListener("keydown", onKey);
  };
}
