import type { ProductView } from "../contract";

/** Marks on letters and capitals make no difference to a search. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function wordsOf({ name, category, barcode, catalogueId }: ProductView): string {
  return plain([name, category, barcode, catalogueId].filter(Boolean).join(" "));
}

/** The products that hold every word of the text, of one category or of all. */
export function found(
  products: readonly ProductView[],
  text: string,
  category: string | null,
): readonly ProductView[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0 && category === null) return products;
  return products.filter((product) => {
    if (category !== null && product.category !== category) return false;
    const held = wordsOf(product);
    return words.every((word) => held.includes(word));
  });
}
