import { errorFields, hasCode } from "../words/errors";
import type { Basket } from "./basket.svelte";
import type { Field, TillError } from "../contract";

/** Fields that show their errors themselves, among those of the further options. */
const IN_FIELD: ReadonlySet<string> = new Set<Field>([
  "DESCRIPTION",
  "REFERENCE",
  "STAFF_NOTE",
  "USE_LIMIT",
  "SHIPPING",
  "LINK_KIND",
  "EACH_CHARGE",
  "EVERY",
  "STARTS_ON",
  "TIMES",
  "CUSTOMER_EMAIL",
  "PAGE_LANGUAGE",
]);

/** What is said beside the total. */
const AT_TOTAL: ReadonlySet<string> = new Set<Field>(["AMOUNT", "CURRENCY", "PRODUCTS"]);

/** Where on the screen an error stands. */
export type ErrorPlace = "LINE" | "TOTAL" | "FIELD" | "SESSION" | "FORM";

/** The error of the last press belongs to one place; `ended` where a new session is asked for. */
export function errorPlace(error: TillError, basket: Basket, ended: boolean): ErrorPlace {
  if (hasCode(error, "PRODUCT_REFUSED") && basket.quantityOf(error.product) > 0) return "LINE";
  const fields = errorFields(error);
  if (fields.some((field) => AT_TOTAL.has(field))) return "TOTAL";
  if (fields.some((field) => IN_FIELD.has(field))) return "FIELD";
  return ended && hasCode(error, "CREDENTIALS_REFUSED") ? "SESSION" : "FORM";
}
