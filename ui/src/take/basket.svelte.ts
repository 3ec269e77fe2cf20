import type {
  BasketLineForm,
  BasketView,
  CanDo,
  Currency,
  Money,
  ProductFault,
  ProductView,
  TillError,
} from "../contract";

/** Most pieces of one product, and most products, in a sale. */
export const MOST_PIECES = 999;
const MOST_LINES = 100;

/** A chosen product. Its name is kept: one that has left the list can still be named. */
type Choice = { product: string; name: string; quantity: number };

/** A chosen product as it can be sold now, or why it can't. */
export type BasketLine = Choice & {
  known: ProductView | null;
  unit: Money | null;
  total: Money | null;
  fault: ProductFault | null;
};

/** What decides over prices: the shop's list, the chosen currency, and what the account can do. */
export type Selling = {
  products: readonly ProductView[];
  /** Whether the list was told: before that nothing is missing from it. */
  read: boolean;
  currency: Currency;
  can: CanDo;
};

/** What decides over the price of a product that is known. */
export type Terms = Pick<Selling, "currency" | "can">;

export function unitOf(product: ProductView, currency: Currency): Money | null {
  return product.prices.find((price) => price.currency === currency.code) ?? null;
}

/** Why a product of the list can't be sold; null where it can. */
export function whyNot(product: ProductView, { currency, can }: Terms): ProductFault | null {
  if (!can.freeAmount && product.catalogueId === null) return "NOT_IN_CATALOGUE";
  return unitOf(product, currency) === null ? "NO_PRICE" : null;
}

type Piece = { name: string; quantity: number };

/** What stands at the end of words that were cut. */
const CUT = "…";

/** `2 × Blue mug, Scarf`, however long. */
function wholeWords(lines: readonly Piece[]): string {
  return lines
    .map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`))
    .join(", ");
}

/** What the customer reads where staff say nothing else: at most `limit` characters, as the till cuts them. */
export function basketWords(lines: readonly Piece[], limit: number): string {
  const whole = wholeWords(lines);
  const characters = [...whole];
  if (characters.length <= limit) return whole;
  return (
    characters
      .slice(0, limit - 1)
      .join("")
      .replace(/[ ,]+$/, "") + CUT
  );
}

/**
 * Whether the till made these words of the products. It cuts what is too long, and writes `/` for
 * what a provider forbids.
 */
export function isMadeOf(words: string, lines: readonly Piece[]): boolean {
  const whole = [...wholeWords(lines)];
  const isCut = words.endsWith(CUT) && [...words].length <= whole.length;
  const made = [...(isCut ? words.slice(0, -CUT.length) : words)];
  if (made.length === 0 || (!isCut && made.length !== whole.length)) return false;
  return made.every((character, at) => character === whole[at] || character === "/");
}

/** The products of the next sale, each once, in the order in which staff chose them. */
export class Basket {
  #choices = $state.raw<Choice[]>([]);
  /** What was typed as a number of pieces and is none, by product. */
  #unread = $state.raw<Readonly<Record<string, string>>>({});
  /** What was added last, and how many times anything was: the same tile shows it again. */
  added = $state.raw<{ product: string; times: number } | null>(null);

  get isEmpty(): boolean {
    return this.#choices.length === 0;
  }

  get choices(): readonly Choice[] {
    return this.#choices;
  }

  /** What was typed as this product's number of pieces and is none. */
  unreadOf(product: string): string | null {
    return this.#unread[product] ?? null;
  }

  /** Whether staff still have to say how many pieces they mean. */
  get asking(): boolean {
    return Object.keys(this.#unread).length > 0;
  }

  /** A text that is no number of pieces: this many are in the sale until it is one. */
  leave(product: string, text: string, quantity: number): void {
    this.set(product, quantity);
    this.#unread = { ...this.#unread, [product]: text };
  }

  #read(product: string): void {
    if (this.unreadOf(product) === null) return;
    const { [product]: _, ...others } = this.#unread;
    this.#unread = others;
  }

  quantityOf(product: string): number {
    return this.#choices.find((choice) => choice.product === product)?.quantity ?? 0;
  }

  /** One more piece of it; false where no more fit into one sale. */
  add({ id, name }: Pick<ProductView, "id" | "name">): boolean {
    const quantity = this.quantityOf(id) + 1;
    if (quantity > MOST_PIECES) return false;
    if (quantity > 1) this.set(id, quantity);
    else if (this.#choices.length >= MOST_LINES) return false;
    else this.#choices = [...this.#choices, { product: id, name, quantity }];
    this.added = { product: id, times: (this.added?.times ?? 0) + 1 };
    return true;
  }

  set(product: string, quantity: number): void {
    if (quantity < 1 || quantity > MOST_PIECES) return;
    this.#read(product);
    this.#choices = this.#choices.map((choice) =>
      choice.product === product ? { ...choice, quantity } : choice,
    );
  }

  remove(product: string): void {
    this.#read(product);
    this.#choices = this.#choices.filter((choice) => choice.product !== product);
  }

  clear(): void {
    this.#choices = [];
    this.#unread = {};
    this.added = null;
  }

  /** What an earlier sale was made of. */
  refill({ lines }: BasketView): void {
    this.clear();
    this.#choices = lines.map(({ product, name, quantity }) => ({ product, name, quantity }));
  }

  lines(selling: Selling): BasketLine[] {
    return this.#choices.map((choice) => {
      const known = selling.products.find(({ id }) => id === choice.product) ?? null;
      const gone = selling.read ? "GONE" : null;
      const fault = known ? whyNot(known, selling) : gone;
      const unit = known && fault === null ? unitOf(known, selling.currency) : null;
      const total = unit && { ...unit, minor: timesOf(unit, choice.quantity).toString() };
      return { ...choice, name: known?.name ?? choice.name, known, unit, total, fault };
    });
  }
}

function timesOf(unit: Money, quantity: number): bigint {
  return BigInt(unit.minor) * BigInt(quantity);
}

/** What the products cost that can be sold, in minor units. */
export function sumOf(lines: readonly BasketLine[]): bigint {
  return lines.reduce((sum, { total }) => sum + BigInt(total?.minor ?? "0"), 0n);
}

/** The first product that can't be sold, as the till would refuse it. */
export function refusedLine(lines: readonly BasketLine[]): TillError | null {
  for (const { product, name, fault } of lines) {
    if (fault) return { code: "PRODUCT_REFUSED", product, name, fault };
  }
  return null;
}

/** Each product with the price that staff see; null while one of them has none. */
export function basketForm(lines: readonly BasketLine[]): BasketLineForm[] | null {
  const form = lines.flatMap(({ product, quantity, unit }) =>
    unit ? [{ product, quantity, unitMinor: unit.minor }] : [],
  );
  return form.length === lines.length ? form : null;
}
