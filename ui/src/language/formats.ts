import { locale } from "./locale";

/**
 * One format for each way of writing. To make one takes longer than to write a whole list with it, and a web view keeps
 * what a date's holds (55 KB in WebKitGTK 2.50) long after nobody has it.
 */
function keptBy<Options, Format>(make: (language: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (options: Options, language = locale()): Format => {
    const key = JSON.stringify([language, options]);
    const known = made.get(key);
    if (known) return known;
    const fresh = make(language, options);
    made.set(key, fresh);
    return fresh;
  };
}

export const numberFormat = keptBy(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);

export const dateFormat = keptBy(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
);
