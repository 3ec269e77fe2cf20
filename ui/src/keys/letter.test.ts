import { expect, test } from "vitest";
import { characterOf, keyName } from "./letter";

test.each([
  ["k", "KeyK", "k"],
  ["K", "KeyK", "k"],
  ["Enter", "Enter", "enter"],
  // The letters of one's own Latin keyboard count, wherever they lie.
  ["q", "KeyA", "q"],
  ["ł", "KeyL", "ł"],
  ["კ", "KeyK", "k"],
  ["ن", "KeyK", "k"],
  ["٣", "Digit3", "3"],
  ["٣", "Numpad3", "3"],
  ["؟", "Slash", "?"],
  ["ظ", "Slash", "/"],
  ["ز", "Period", "."],
  ["٫", "NumpadDecimal", "."],
  ["،", "KeyT", ","],
])("the key %s at %s is %s", (key, code, name) => {
  expect(keyName({ key, code, shiftKey: false })).toBe(name);
});

test("a scanned code keeps its capitals on a Georgian keyboard", () => {
  const pressed = [
    { key: "ა", code: "KeyA", shiftKey: false },
    { key: "ძ", code: "KeyZ", shiftKey: true },
    { key: "7", code: "Digit7", shiftKey: false },
  ];
  expect(pressed.map(characterOf).join("")).toBe("aZ7");
});
