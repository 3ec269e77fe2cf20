import { isRightToLeft } from "./languages";
import { withValuesApart } from "./apart";
import type { Language } from "../contract";
import type * as Signatures from "../paraglide/messages/_index";

/** Every word of the interface, in one language. */
export type Messages = typeof Signatures;

type Half = Partial<Messages>;

/**
 * What loads each language's words: those of a page when it is first drawn, and those of the screens that come later. The
 * build parts them (`words-in-two.ts`); a test holds that no language lacks a word.
 */
const LANGUAGES: Record<Language, { first: () => Promise<Half>; later: () => Promise<Half> }> = {
  en: {
    first: () => import("../paraglide/messages/en.js?first"),
    later: () => import("../paraglide/messages/en.js?later"),
  },
  de: {
    first: () => import("../paraglide/messages/de.js?first"),
    later: () => import("../paraglide/messages/de.js?later"),
  },
  fr: {
    first: () => import("../paraglide/messages/fr.js?first"),
    later: () => import("../paraglide/messages/fr.js?later"),
  },
  es: {
    first: () => import("../paraglide/messages/es.js?first"),
    later: () => import("../paraglide/messages/es.js?later"),
  },
  pl: {
    first: () => import("../paraglide/messages/pl.js?first"),
    later: () => import("../paraglide/messages/pl.js?later"),
  },
  ka: {
    first: () => import("../paraglide/messages/ka.js?first"),
    later: () => import("../paraglide/messages/ka.js?later"),
  },
  ar: {
    first: () => import("../paraglide/messages/ar.js?first"),
    later: () => import("../paraglide/messages/ar.js?later"),
  },
};

/** The words: a page is imported once `speak` has ended, and a screen that comes later once `speakFully` has. */
export let m: Messages;

/** The language of the words. */
export let spoken: Language;

/** The words that were loaded, as they are. */
let loaded: Half = {};
let whole: Promise<void> | undefined;

/** Loads the words of a language. What is on a page already keeps the words that it was drawn with. */
export async function speak(language: Language): Promise<void> {
  const screensAreThere = whole !== undefined;
  loaded = {};
  whole = undefined;
  say(language, await LANGUAGES[language].first());
  if (screensAreThere) await speakFully();
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? "rtl" : "ltr";
}

/** Loads the rest of the words of the language that is spoken, once. */
export function speakFully(): Promise<void> {
  const language = spoken;
  whole ??= LANGUAGES[language].later().then((later) => say(language, later));
  return whole;
}

function say(language: Language, half: Half) {
  loaded = { ...loaded, ...half };
  // The functions of each language are those that the signatures are made from.
  const words = loaded as Messages;
  m = isRightToLeft(language) ? withValuesApart(words) : words;
  spoken = language;
}
