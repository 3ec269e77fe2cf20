import type * as Signatures from "../paraglide/messages/_index";

/** Every word of the interface, in one language. */
export type Messages = typeof Signatures;

/** The languages that the interface has, each with what loads its words: none may lack a word. */
const LANGUAGES: Record<"en", () => Promise<Record<keyof Messages, unknown>>> = {
  en: () => import("../paraglide/messages/en"),
};

/** A language of the interface. */
export type Language = keyof typeof LANGUAGES;

/** The words. They are there once `speak` has ended: a page is imported after that. */
export let m: Messages;

/** Loads the words of a language. What is on a page already keeps the words that it was drawn with. */
export async function speak(language: Language): Promise<void> {
  // The functions of each language are those that the signatures are made from.
  m = (await LANGUAGES[language]()) as Messages;
  document.documentElement.lang = language;
}
