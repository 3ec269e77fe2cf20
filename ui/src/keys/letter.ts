/** Where a key lies on a keyboard: `KeyK`, `Digit5`, `Numpad5`. */
const PLACE = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/;

/** Signs of other scripts that mean one of ours, wherever they lie. */
const SIGNS: Readonly<Record<string, string>> = { "؟": "?", "٫": ".", "،": "," };

/** Where the signs lie that shortcuts and amounts have, on a Latin keyboard. */
const SIGN_PLACES: Readonly<Record<string, string>> = {
  Slash: "/",
  Period: ".",
  Comma: ",",
  NumpadDecimal: ".",
};

/** The last letter of the Latin script as keyboards have it. */
const LAST_LATIN = "\u024f";

type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/**
 * What a key types. On a keyboard with other letters, such as the Georgian or the Arabic one, it is
 * the letter, digit or sign that stands there on a Latin one: shortcuts, amounts and scanned codes
 * have no others.
 */
export function characterOf({ key, code, shiftKey }: Pressed): string {
  if (key.length !== 1 || key <= LAST_LATIN) return key;
  const [, letter, digit] = PLACE.exec(code) ?? [];
  return (
    SIGNS[key] ?? digit ?? (shiftKey ? letter : (letter?.toLowerCase() ?? SIGN_PLACES[code])) ?? key
  );
}

/** Whether a character is one that an amount is typed with. */
export function isOfAmount(character: string): boolean {
  return /^[0-9.,+]$/.test(character);
}

/** A key by its lower-case name: `k`, `5`, `enter`. */
export function keyName(pressed: Pressed): string {
  return characterOf(pressed).toLowerCase();
}
