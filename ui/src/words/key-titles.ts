import { m } from "../language/messages";

/** What stands on a key that has a name; a function, because the words come later than the page's code. */
const NAMED: Record<string, () => string> = {
  enter: () => m.key_enter(),
  escape: () => m.key_escape(),
  delete: () => m.key_delete(),
  backspace: () => m.keys_backspace(),
  control: () => m.keys_control(),
  digits: () => m.keys_digits(),
};

/** What stands on the keys that are pressed together: `control+k` is Ctrl and K. */
export function keyTitles(name: string): string[] {
  const parts = name.length > 1 ? name.split("+") : [name];
  return parts.map((part) => NAMED[part]?.() ?? part.toUpperCase());
}
