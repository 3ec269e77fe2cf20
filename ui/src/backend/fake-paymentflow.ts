import { euros, fakeAccount, fakeLink, fakePayment, fakeSale, inSeconds } from "./fake-data";
import { masked } from "./fake-sales";
import type {
  AccountView,
  CustomerCard,
  CustomerForm,
  CustomerList,
  CustomerQuery,
  SaleView,
  TillError,
} from "../contract";

/** A PaymentFlow account: its links have no end, and it keeps the shop's customers. */
export function paymentFlowAccount(changes: Partial<AccountView> = {}): AccountView {
  const usual = fakeAccount();
  return {
    ...usual,
    id: "account-paymentflow",
    provider: "PAYMENT_FLOW",
    name: "Quay Street",
    host: "api.paymentflow.com",
    keyId: "sk_live...4x9q",
    payHost: "pay.paymentflow.com",
    can: {
      ...usual.can,
      linksEnd: false,
      change: "NONE",
      mostUses: 1,
      shipping: false,
      partialCapture: false,
      customerEmail: true,
      webhookSecret: true,
      confirmsPayHost: true,
      customers: true,
      refundTakes: { least: 5, most: 10 },
    },
    ...changes,
  };
}

/** Its practice provider on this computer. */
export function paymentFlowPractice(): AccountView {
  return paymentFlowAccount({
    id: "practice-paymentflow",
    name: "Practice",
    environment: "PRACTICE",
    host: "127.0.0.1:7703",
    region: null,
    keyId: "sk_test...0001",
    payHost: "",
  });
}

/** A sale of that account, which waits for its customer. */
export function paymentFlowSale(changes: Partial<SaleView> = {}): SaleView {
  return fakeSale({
    id: "sale-paymentflow",
    accountId: "account-paymentflow",
    accountName: "Quay Street",
    state: { kind: "WAITING", expiresAt: null },
    link: fakeLink({
      id: "link-paymentflow",
      url: "https://pay.paymentflow.com/c/pay_5f2c9a1b7e0d4f6a",
      host: "pay.paymentflow.com",
      expiresAt: null,
      canChange: false,
    }),
    ...changes,
  });
}

/** The same once it was paid. */
export function paidPaymentFlowSale(): SaleView {
  return paymentFlowSale({
    id: "sale-paymentflow-paid",
    state: { kind: "PAID", at: inSeconds(-60), paid: euros(6400), mark: { colour: 1, word: 3 } },
    amount: euros(6400),
    payments: [fakePayment()],
    link: fakeLink({ id: "link-paid", payable: false, canCancel: false, canChange: false }),
  });
}

/** Whether a sale's link may be asked for again: every request for it has to say the same. */
export function mayBeAskedForAgain({ state }: SaleView): boolean {
  const about = state.kind === "NOT_SURE" ? state.about : null;
  return state.kind === "MAKING" || state.kind === "NOT_SENT" || about === "LINK";
}

/** The same sale for another customer, or for none of them. */
export function customerChosenSale(sale: SaleView, customerId: string, by: string): SaleView {
  if (mayBeAskedForAgain(sale)) throw { code: "STILL_SETTLING" } satisfies TillError;
  if (sale.customerId === customerId) return sale;
  const what = { kind: "CUSTOMER_CHOSEN", chosen: customerId !== "" } as const;
  return { ...sale, customerId, timeline: [...sale.timeline, { at: inSeconds(0), by, what }] };
}

function card(id: string, email: string, name: string, phone: string): CustomerCard {
  const digits = phone.replace(/\D/g, "");
  const maskedPhone = phone === "" ? "" : `…${digits.slice(-2)}`;
  return { id, name, email, phone, maskedEmail: masked(email), maskedPhone };
}

export const NINO = card("cus_1", "nino@shop.example", "Nino B.", "+995 212 34 67");

/** How many of them one page shows. */
const PAGE = 3;

/** The customers whom a pretend provider keeps. */
export class FakeCustomers {
  readonly kept = new Map<string, CustomerCard>();
  #presses = new Map<string, string>();

  constructor() {
    this.kept.set(NINO.id, NINO);
    for (const number of [2, 3, 4, 5]) {
      const id = `cus_${number}`;
      this.kept.set(id, card(id, `guest${number}@shop.example`, `Guest ${number}`, ""));
    }
  }

  find({ email, after }: CustomerQuery): CustomerList {
    const all = [...this.kept.values()].filter((one) => email === "" || one.email === email);
    const from = after === "" ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const page = all.slice(from, from + PAGE);
    const last = page.at(-1);
    return {
      customers: page.map(({ id, name, maskedEmail, maskedPhone }) => {
        return { id, name, maskedEmail, maskedPhone };
      }),
      moreAfter: last && from + PAGE < all.length ? last.id : null,
    };
  }

  read(id: string): CustomerCard {
    const found = this.kept.get(id);
    if (!found) throw { code: "NOT_FOUND" } satisfies TillError;
    return found;
  }

  /** The same press makes nobody a second time; whom the provider has no more cannot be changed. */
  save({ press, id, email, name, phone }: CustomerForm): CustomerCard {
    if (id !== "") this.read(id);
    const made = id || this.#presses.get(press) || `cus_${this.kept.size + 1}`;
    this.#presses.set(press, made);
    const saved = card(made, email, name, phone);
    this.kept.set(made, saved);
    return saved;
  }
}
