import { computersLanguage } from "./languages";
import { spoken } from "./messages";
import type { Language } from "../contract";

/** What a page speaks where this is set; null leaves it to the computer. */
export function toSpeak(set: Language | null): Language {
  return set ?? computersLanguage();
}

/**
 * Draws the page anew once another language is set than it was drawn in. The till itself stays as it
 * is: who is signed in, what is open, what the provider was asked.
 */
export function follow(set: Language | null, drawAnew = () => location.reload()): void {
  if (toSpeak(set) !== spoken) drawAnew();
}
