import { fakeLink, fakeSale, inSeconds } from "./fake-data";
import type {
  AccountView,
  BasketView,
  ChangeForm,
  HoldEndForm,
  LinkKind,
  LinkKindForm,
  Money,
  NewSaleForm,
  PaymentView,
  ProductView,
  RefundForm,
  SaleState,
  SaleView,
  TimelineWhat,
} from "../contract";

function plus(one: Money, other: string): Money {
  return { ...one, minor: (BigInt(one.minor) + BigInt(other)).toString() };
}

function told(sale: SaleView, by: string | null, what: TimelineWhat): SaleView {
  return { ...sale, timeline: [...sale.timeline, { at: inSeconds(0), by, what }] };
}

function madeKind(form: LinkKindForm, amount: Money): LinkKind {
  if (form.kind !== "SUBSCRIPTION") return form;
  const { eachMinor, ...rest } = form;
  return { ...rest, each: { ...amount, minor: eachMinor } };
}

export function masked(email: string): string {
  return email === "" ? "" : email.replace(/^(.).*@/, "$1…@");
}

/** What was chosen, with the names that the shop's list has for it. */
function madeBasket(form: NewSaleForm, catalogue: readonly ProductView[]): BasketView | null {
  if (form.lines.length === 0) return null;
  const money = (minor: bigint): Money => {
    return { minor: minor.toString(), currency: form.currency, exponent: 2 };
  };
  const lines = form.lines.map(({ product, quantity, unitMinor }) => ({
    product,
    name: catalogue.find(({ id }) => id === product)?.name ?? product,
    quantity,
    unit: money(BigInt(unitMinor)),
    total: money(BigInt(unitMinor) * BigInt(quantity)),
  }));
  const free = form.amountMinor === "" ? null : money(BigInt(form.amountMinor));
  const parts = [...lines.map(({ total }) => total), ...(free ? [free] : [])];
  const sum = money(parts.reduce((all, { minor }) => all + BigInt(minor), 0n));
  return { lines, free, sum };
}

function wordsOf(basket: BasketView | null): string {
  const words = (basket?.lines ?? []).map(({ name, quantity }) =>
    quantity === 1 ? name : `${quantity} × ${name}`,
  );
  return words.join(", ");
}

/** The sale that a form makes. */
export function madeSale(
  form: NewSaleForm,
  id: string,
  account: AccountView,
  catalogue: readonly ProductView[],
): SaleView {
  const { environment, can } = account;
  const expiresAt = can.linksEnd ? inSeconds(form.payableFor) : null;
  const practice = { url: "http://127.0.0.1:7701/pay/7Hq2mN4x", host: "127.0.0.1:7701" };
  const basket = madeBasket(form, catalogue);
  const asked = basket ? basket.sum.minor : form.amountMinor;
  const amount = { minor: asked, currency: form.currency, exponent: 2 };
  return fakeSale({
    id,
    at: inSeconds(0),
    amount,
    shipping: form.shippingMinor === null ? null : { ...amount, minor: form.shippingMinor },
    useLimit: form.useLimit,
    kind: madeKind(form.kind, amount),
    whatFor: form.description || wordsOf(basket),
    basket,
    canPreview: can.preview,
    reference: form.reference,
    staffNote: form.staffNote,
    maskedEmail: masked(form.customerEmail),
    customerEmail: form.customerEmail,
    customerId: form.customer,
    pageLanguage: form.pageLanguage,
    environment,
    accountId: account.id,
    accountName: account.name,
    state: { kind: "WAITING", expiresAt },
    link: fakeLink({
      id: `link-${id}`,
      expiresAt,
      canCancel: can.cancel,
      canChange: can.change !== "NONE",
      ...(environment === "PRACTICE" ? practice : {}),
    }),
  });
}

/** The sale once the provider took the refund. */
export function refundedSale(sale: SaleView, form: RefundForm, by: string): SaleView {
  const payments = sale.payments.map((payment): PaymentView => {
    if (payment.id !== form.payment) return payment;
    const refund = {
      id: `refund-${payment.refunds.length + 1}`,
      press: form.press,
      amount: { ...payment.amount, minor: form.amountMinor },
      state: "DONE" as const,
      reason: form.reason,
      note: form.note,
      madeAt: inSeconds(0),
      madeBy: by,
      error: null,
      approvedBy: null,
    };
    return {
      ...payment,
      refunded: plus(payment.refunded, form.amountMinor),
      left: plus(payment.left, `-${form.amountMinor}`),
      refunds: [...payment.refunds, refund],
    };
  });
  return { ...sale, payments };
}

/** The sale once staff want its link cancelled. */
export function cancellingSale(sale: SaleView, by: string): SaleView {
  const link = sale.link && {
    ...sale.link,
    wish: "CANCEL" as const,
    canCancel: false,
    canChange: false,
  };
  return told({ ...sale, link, state: { kind: "CANCELLING" } }, by, { kind: "CANCEL_ASKED" });
}

/** The sale once staff want its link to ask for something else. */
export function changingSale(sale: SaleView, form: ChangeForm, by: string): SaleView {
  const amount = { ...sale.amount, minor: form.amountMinor };
  const link = sale.link && { ...sale.link, wish: "CHANGE" as const, canChange: false };
  const shipping = form.shippingMinor === null ? null : { ...amount, minor: form.shippingMinor };
  const after = {
    ...sale,
    link,
    amount,
    shipping,
    useLimit: form.useLimit,
    whatFor: form.description,
  };
  return told(after, by, { kind: "CHANGE_ASKED", amount });
}

/** The sale once staff want its subscription stopped, or started again. */
export function chargesAskedSale(sale: SaleView, stop: boolean, by: string): SaleView {
  const subscription = sale.subscription && {
    ...sale.subscription,
    state: stop ? ("STOPPING" as const) : ("RESUMING" as const),
    error: null,
  };
  return told({ ...sale, subscription }, by, { kind: "CHARGES_ASKED", stop });
}

/** The sale once the provider captured or released a reserved payment. */
export function heldEndedSale(sale: SaleView, form: HoldEndForm, by: string): SaleView {
  const captured = form.kind === "CAPTURE";
  let state: SaleState = sale.state;
  const payments = sale.payments.map((payment): PaymentView => {
    if (payment.id !== form.payment) return payment;
    const amount = { ...payment.amount, minor: form.amountMinor };
    state = captured
      ? { kind: "PAID", at: inSeconds(0), paid: amount, mark: { colour: 4, word: 9 } }
      : { kind: "RELEASED", amount };
    const end = {
      id: `hold-${payment.holdEnds.length + 1}`,
      press: form.press,
      kind: form.kind,
      amount,
      state: "DONE" as const,
      madeAt: inSeconds(0),
      madeBy: by,
      error: null,
      approvedBy: null,
    };
    return {
      ...payment,
      amount,
      paid: captured,
      reserved: false,
      canEndHold: false,
      left: captured ? amount : payment.left,
      holdEnds: [...payment.holdEnds, end],
    };
  });
  return { ...sale, payments, state };
}

/** The same sale with a link of another account. */
export function triedSale(
  sale: SaleView,
  account: AccountView,
  press: string,
  by: string,
): SaleView {
  const expiresAt = inSeconds(900);
  const link = fakeLink({ id: `${sale.link?.id ?? "link"}-next`, expiresAt });
  const tried = told(sale, by, { kind: "TRIED_WITH", account: account.name });
  return {
    ...tried,
    accountId: account.id,
    accountName: account.name,
    press,
    link,
    state: { kind: "WAITING", expiresAt },
    tryWith: [],
    earlierLinks: [...sale.earlierLinks, { accountName: sale.accountName, state: "WATCHED" }],
  };
}
