import type { Language } from "../contract";

/** Each language's name in itself, in the order in which a list shows them. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pl: "Polski",
  ka: "ქართული",
  ar: "العربية",
};

/** What a page speaks where the computer's languages are all others. */
const OTHERWISE: Language = "en";

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(LANGUAGE_NAMES, code);
}

export function isRightToLeft(language: Language): boolean {
  return language === "ar";
}

/** The language of a tag as systems write it: `de` for `de-AT`. */
export function languageOfTag(tag: string): string {
  return (/^[a-z]+/i.exec(tag)?.[0] ?? "").toLowerCase();
}

/** The first of the computer's languages that the interface has. */
export function computersLanguage(tags: readonly string[] = navigator.languages): Language {
  return tags.map(languageOfTag).find(isLanguage) ?? OTHERWISE;
}
