import { m } from "../language/messages";
import type { Environment, ImportFaultKind, PictureFault } from "../contract";

const PICTURE_FAULTS: Record<PictureFault, () => string> = {
  OTHER_KIND: m.products_picture_other_kind,
  FILE_TOO_LARGE: m.products_picture_too_large,
  TOO_MANY_PIXELS: m.products_picture_too_many_pixels,
  DAMAGED: m.products_picture_damaged,
};

const IMPORT_FAULTS: Record<ImportFaultKind, () => string> = {
  FILE_TOO_LARGE: m.products_fault_file_too_large,
  NO_HEADER: m.products_fault_no_header,
  NO_ROWS: m.products_fault_no_rows,
  TOO_MANY_ROWS: m.products_fault_too_many_rows,
  UNKNOWN_COLUMN: m.products_fault_unknown_column,
  UNKNOWN_CURRENCY: m.products_fault_unknown_currency,
  COLUMN_TWICE: m.products_fault_column_twice,
  CELL_COUNT: m.products_fault_cell_count,
  OPEN_QUOTE: m.products_fault_open_quote,
  LOST_LETTERS: m.products_fault_lost_letters,
  NUMBER_CUT_SHORT: m.products_fault_number_cut_short,
  NOT_AN_ID: m.products_fault_not_an_id,
  NO_NAME: m.products_fault_no_name,
  TOO_LONG: m.products_fault_too_long,
  NOT_ALLOWED: m.products_fault_not_allowed,
  CARD_NUMBER: m.products_fault_card_number,
  NOT_A_PRICE: m.products_fault_not_a_price,
  TOO_PRECISE: m.products_fault_too_precise,
  PRICE_ZERO: m.products_fault_price_zero,
  PRICE_NEGATIVE: m.products_fault_price_negative,
  PRICE_TOO_LARGE: m.products_fault_price_too_large,
  NO_PRICE: m.products_fault_no_price,
  TOO_MANY_PRICES: m.products_fault_too_many_prices,
  SAME_PRODUCT: m.products_fault_same_product,
  SEVERAL_WITH_NAME: m.products_fault_several_with_name,
  ALREADY_IN_USE: m.products_fault_already_in_use,
};

/** Every fault of a file that has words. */
export const IMPORT_FAULT_KINDS = Object.keys(IMPORT_FAULTS) as ImportFaultKind[];

const COLUMNS: Record<string, () => string> = {
  name: m.products_column_name,
  category: m.products_column_category,
  barcode: m.products_column_barcode,
  product_id: m.products_column_product_id,
};

/** Why a file is no picture for a product, and what to do. */
export function pictureWords(fault: PictureFault): string {
  return (PICTURE_FAULTS[fault] ?? m.not_named)();
}

/** What is wrong with a place of a file, and what to do. */
export function importFaultWords(fault: ImportFaultKind): string {
  return (IMPORT_FAULTS[fault] ?? m.not_named)();
}

/** What a column of a file is called on the screen. */
export function columnName(column: string): string {
  const currency = column.match(/^price_(.+)$/)?.[1];
  return currency
    ? m.products_column_price({ currency })
    : (Object.hasOwn(COLUMNS, column) && COLUMNS[column]?.()) || column;
}

type EnvironmentWords = { list: (() => string) | null; form: () => string; file: () => string };

const ENVIRONMENTS: Record<Environment, EnvironmentWords> = {
  LIVE: { list: null, form: m.products_about_live, file: m.products_import_about },
  SANDBOX: {
    list: m.products_of_sandbox,
    form: m.products_about_sandbox,
    file: m.products_import_about_sandbox,
  },
  PRACTICE: {
    list: m.products_of_practice,
    form: m.products_about_practice,
    file: m.products_import_about_practice,
  },
};

/** What the screens say of the list that they change. */
export function listWords(environment: Environment): EnvironmentWords {
  return ENVIRONMENTS[environment];
}
