import { locale } from "../language/locale";

/** A language in the reader's own words: `Georgian` for `ka`. */
export function languageName(code: string): string {
  return new Intl.DisplayNames(locale(), { type: "language" }).of(code) ?? code;
}

/** Languages by their codes and names, in the order of the names. */
export function languagesByName(codes: readonly string[]): { code: string; name: string }[] {
  return codes
    .map((code) => ({ code, name: languageName(code) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale()));
}
