import { languageOfTag } from "./languages";
import { spoken } from "./messages";
import type { Language } from "../contract";

/** English without a region's habits is American; where the computer speaks another language, nobody means that. */
const WITHOUT_REGION: Partial<Record<Language, string>> = { en: "en-GB" };

/** Keypads, pay pages and receipts write 0 to 9. */
const SAME_DIGITS = "-u-nu-latn";

function supported(tag: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    // A Linux session without a locale calls it `C`.
    return undefined;
  }
}

/**
 * The language and region that figures and dates follow: those of the computer, where it speaks the
 * interface's language; else that language alone.
 */
export function localeOf(language: Language, computers: readonly string[]): string {
  const own = computers.filter((tag) => languageOfTag(tag) === language).map(supported);
  const tag = own.find((found) => found !== undefined) ?? WITHOUT_REGION[language] ?? language;
  return language === "ar" ? `${tag.replace(/-u-.*/, "")}${SAME_DIGITS}` : tag;
}

let found = { of: "", locale: "" };

/** The language and region that figures and dates on this page follow: asked for with each figure, found once. */
export function locale(): string {
  const of = [spoken, ...navigator.languages].join();
  if (found.of !== of) found = { of, locale: localeOf(spoken, navigator.languages) };
  return found.locale;
}
