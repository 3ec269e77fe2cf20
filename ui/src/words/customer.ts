import { languageName } from "./languages";
import { m } from "../language/messages";
import type { SaleView } from "../contract";

/** What is known of the customer of a sale: nothing for most. */
export function customerWords({
  customerEmail,
  pageLanguage,
}: Pick<SaleView, "customerEmail" | "pageLanguage">): string[] {
  const language = pageLanguage && m.page_in_language({ language: languageName(pageLanguage) });
  return [customerEmail, language].filter((words) => words !== "");
}
