/** Keys that are held down with another one. */
type Held = Pick<KeyboardEvent, "ctrlKey" | "altKey" | "shiftKey" | "metaKey" | "code">;

/** The one key that is pressed with them, by where it lies: the letter of another keyboard may be no letter elsewhere. */
const PLAIN = /^(?:Key([A-Z])|Digit([0-9])|(F(?:[1-9]|1[0-9]|2[0-4])))$/;

/** Keys that only hold: with them alone nobody has pressed anything yet. */
const HOLDING = /^(?:Control|Alt|Shift|Meta|OS)(?:Left|Right)?$/;

/** Whether a key was pressed, and not only held. */
export function isPressed({ code }: Held): boolean {
  return !HOLDING.test(code);
}

/**
 * The keys as the till names them, `Ctrl+Shift+P`; null where they have no such name, or are used
 * otherwise in every program: `Ctrl+C` copies, and `Ctrl+Alt` writes the third sign of a key.
 */
export function namedKeys({ ctrlKey, altKey, shiftKey, metaKey, code }: Held): string | null {
  const [, letter, digit, functionKey] = PLAIN.exec(code) ?? [];
  const key = letter ?? digit ?? functionKey;
  if (!key || !(ctrlKey || altKey || metaKey)) return null;
  const withShift = shiftKey && ctrlKey !== altKey;
  if (!metaKey && !withShift && !(functionKey && ctrlKey)) return null;
  const held = [
    ctrlKey ? "Ctrl" : "",
    altKey ? "Alt" : "",
    shiftKey ? "Shift" : "",
    metaKey ? "Super" : "",
  ];
  return [...held, key].filter((name) => name !== "").join("+");
}
