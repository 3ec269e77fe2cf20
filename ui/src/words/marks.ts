import { m } from "../language/messages";
import type { Mark } from "../contract";

/** Names of the eight colours, `--mark-0` to `--mark-7`. */
export function markColours(): string[] {
  return m.mark_colours().split(" ");
}

/** The sixty-four words. */
export function markWords(): string[] {
  return m.mark_words().split(" ");
}

/** The same on both windows: `Copper · Heron`. */
export function markText(mark: Mark): string {
  const colours = markColours();
  const words = markWords();
  return m.mark_text({
    colour: colours[mark.colour % colours.length] ?? "",
    word: words[mark.word % words.length] ?? "",
  });
}
