/** Texts that read in another language as they do in English: names, keys, and words that both have. */
const EVERYWHERE = [
  "Enter",
  "Esc",
  "Ctrl",
  "Ctrl K",
  "Del",
  "Backspace",
  "PIN",
  "QR",
  "USD",
  "SANDBOX",
  "Sandbox",
  "Tillside",
  "Tillside {version}",
  "Global Payments",
  "Flitt",
  "PaymentFlow",
  "pay.flitt.com",
  "PNG",
  "SVG",
  "PDF",
  "A4",
];

const IN: Record<string, readonly string[]> = {
  de: ["Name", "Barcode", "Host", "Links", "Link", "Filter", "Person"],
  fr: ["{hours} h", "App ID", "E-mail", "Note", "Notifications", "Payable", "Volume"],
  es: ["{days} d", "{hours} h", "App ID", "Host"],
  pl: ["{days} d", "App ID", "E-mail", "Host", "Link"],
  ka: [],
  ar: [],
};

/** Whether a text may stand in a language as it stands in English. */
export function mayBeSame(language: string, text: string): boolean {
  return EVERYWHERE.includes(text) || (IN[language] ?? []).includes(text);
}
