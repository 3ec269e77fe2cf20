import {
  cancellingSale,
  changingSale,
  chargesAskedSale,
  heldEndedSale,
  madeSale,
  refundedSale,
} from "./fake-sales";
import {
  euros,
  fakeLink,
  fakePayment,
  fakeSale,
  fakeTill,
  inSeconds,
  practiceAccount,
} from "./fake-data";
import { fakeVerdict, flittPractice } from "./fake-flitt";
import {
  customerChosenSale,
  FakeCustomers,
  mayBeAskedForAgain,
  paymentFlowPractice,
} from "./fake-paymentflow";
import { dashboardPractice, fakeCheck, settledSale } from "./fake-dashboard";
import { fakeCase } from "./fake-person";
import { FakeCatalogue, priceOf } from "./fake-products";
import type {
  CustomerScreen,
  AccountView,
  AmountReading,
  CustomerPage,
  Decision,
  PersonCase,
  PracticeTrouble,
  ProviderId,
  RightName,
  SaleRow,
  SaleView,
  TillError,
  TillEvent,
  TillState,
} from "../contract";
import type { Backend } from "./backend";

export const RIGHTS: RightName[] = [
  "MAKE_LINKS",
  "SEE_LINKS",
  "SEE_PAYMENTS",
  "REFUND",
  "LIST_LINKS",
  "LIST_PAYMENTS",
  "ALTER_LINKS",
  "CAPTURE",
  "RELEASE",
];

const PRACTICE: Record<ProviderId, () => AccountView> = {
  GLOBAL_PAYMENTS: practiceAccount,
  FLITT: flittPractice,
  PAYMENT_FLOW: paymentFlowPractice,
  MERCHANT_DASHBOARD: dashboardPractice,
};

const OPEN: ReadonlySet<string> = new Set([
  "CONFIRM_TOTAL",
  "WAITING",
  "PAYING",
  "CARD_REFUSED",
  "NOT_SURE",
  "NEEDS_PERSON",
  "MAKING",
  "CANCELLING",
  "RESERVED",
  "HOLD_ENDING",
  "COLLECTING",
]);

type Call = { name: keyof Backend; args: unknown };

/** A till in memory, for component tests and for looking at the screens. It moves no money. */
export class FakeBackend implements Backend {
  state: TillState;
  sales = new Map<string, SaleView>();
  /** Every call, in the order it came. */
  readonly calls: Call[] = [];
  #events: ((event: TillEvent) => void)[] = [];
  #pages: ((page: CustomerPage) => void)[] = [];
  #page: CustomerPage | null = null;
  #answers = new Map<keyof Backend, () => Promise<unknown>>();

  constructor(state: TillState = fakeTill(), sales: SaleView[] = []) {
    this.state = state;
    for (const sale of sales) this.sales.set(sale.id, sale);
  }

  /** The next calls of this name end like that. */
  answer<Name extends keyof Backend>(name: Name, how: () => Promise<unknown>): void {
    this.#answers.set(name, how);
  }

  fail(name: keyof Backend, error: TillError): void {
    this.answer(name, () => Promise.reject(error));
  }

  behave(name: keyof Backend): void {
    this.#answers.delete(name);
  }

  called(name: keyof Backend): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ args }) => args);
  }

  /** A sale changed at the provider. */
  become(sale: SaleView): void {
    this.sales.set(sale.id, sale);
    this.tell({ kind: "SALE", sale });
  }

  tell(event: TillEvent): void {
    for (const listener of this.#events) listener(event);
  }

  draw(page: CustomerPage): void {
    this.#page = page;
    for (const listener of this.#pages) listener(page);
  }

  async #do<Answer>(name: keyof Backend, args: unknown, work: () => Answer): Promise<Answer> {
    this.calls.push({ name, args });
    const instead = this.#answers.get(name);
    if (instead) return (await instead()) as Answer;
    return work();
  }

  #found(id: string): SaleView {
    const sale = this.sales.get(id);
    if (!sale) throw { code: "NOT_FOUND" } satisfies TillError;
    return sale;
  }

  tillState = () => this.#do("tillState", {}, () => this.state);

  startPractice: Backend["startPractice"] = (args) =>
    this.#do("startPractice", args, () => {
      const account = PRACTICE[args.provider]();
      const accounts = [...this.state.accounts, account];
      const { shopName } = args;
      return (this.state = { ...this.state, shopName, accounts, activeAccount: account.id });
    });

  nameShop = (args: { shopName: string }) =>
    this.#do("nameShop", args, () => (this.state = { ...this.state, shopName: args.shopName }));

  connectAccount: Backend["connectAccount"] = (args) =>
    this.#do(
      "connectAccount",
      args,
      () => (this.state = fakeTill({ shopName: this.state.shopName })),
    );

  testConnection: Backend["testConnection"] = (args) =>
    this.#do("testConnection", args, () => ({
      merchantName: "Marlow & Daughters Ltd",
      linkAccount: "paylink",
      paymentAccount: "transaction_processing",
      linkAccounts: ["paylink"],
      paymentAccounts: ["transaction_processing"],
      payHosts: [],
      needsChoice: false,
      rights: RIGHTS.map((right) => ({ right, held: true })),
    }));

  replaceKey: Backend["replaceKey"] = (args) => this.#do("replaceKey", args, () => this.state);

  checkNotification: Backend["checkNotification"] = (args) =>
    this.#do("checkNotification", args, () => fakeVerdict({ sale: null }));

  changeAccount: Backend["changeAccount"] = (args) =>
    this.#do("changeAccount", args, () => {
      const { account: id, currencies, ...rest } = args.form;
      const accounts = this.state.accounts.map((account) =>
        account.id === id
          ? {
              ...account,
              ...rest,
              currencies: currencies.map((code) => ({ code, exponent: code === "JPY" ? 0 : 2 })),
            }
          : account,
      );
      return (this.state = { ...this.state, accounts });
    });

  forgetAccount: Backend["forgetAccount"] = (args) =>
    this.#do("forgetAccount", args, () => {
      const accounts = this.state.accounts.filter(({ id }) => id !== args.account);
      this.state = { ...this.state, accounts, activeAccount: accounts[0]?.id ?? null };
      return this.state;
    });

  chooseAccount: Backend["chooseAccount"] = (args) =>
    this.#do(
      "chooseAccount",
      args,
      () => (this.state = { ...this.state, activeAccount: args.account }),
    );

  readAmount: Backend["readAmount"] = (args) =>
    this.#do("readAmount", args, (): AmountReading => {
      const mark = args.decimalMark === "COMMA" ? "," : ".";
      const [whole = "", fraction = ""] = args.text.split(mark);
      const digits = (whole + fraction.padEnd(2, "0")).replace(/\D/g, "");
      if (!/\d/.test(args.text))
        throw { code: "INVALID_AMOUNT", fault: "NOT_A_NUMBER" } satisfies TillError;
      return { kind: "READ", amount: priceOf(Number(digits), args.currency) };
    });

  prepareAccount: Backend["prepareAccount"] = (args) =>
    this.#do("prepareAccount", args, () => null);

  createLink: Backend["createLink"] = (args) =>
    this.#do("createLink", args, () => {
      const account = this.state.accounts.find(({ id }) => id === args.form.account);
      if (!account) throw { code: "NOT_FOUND" } satisfies TillError;
      const { products } = this.catalogue.view(account.environment);
      return this.#keep(madeSale(args.form, `sale-${this.sales.size + 1}`, account, products));
    });

  linkStatus: Backend["linkStatus"] = (args) =>
    this.#do("linkStatus", args, () => this.#found(args.sale));

  refundPayment: Backend["refundPayment"] = (args) =>
    this.#do("refundPayment", args, () =>
      this.#keep(refundedSale(this.#withPayment(args.form.payment), args.form, this.#by)),
    );

  cancelLink: Backend["cancelLink"] = (args) =>
    this.#do("cancelLink", args, () =>
      this.#keep(cancellingSale(this.#found(args.sale), this.#by)),
    );

  changeLink: Backend["changeLink"] = (args) =>
    this.#do("changeLink", args, () =>
      this.#keep(changingSale(this.#found(args.form.sale), args.form, this.#by)),
    );

  setCharges: Backend["setCharges"] = (args) =>
    this.#do("setCharges", args, () =>
      this.#keep(chargesAskedSale(this.#found(args.sale), args.stop, this.#by)),
    );

  endHold: Backend["endHold"] = (args) =>
    this.#do("endHold", args, () =>
      this.#keep(heldEndedSale(this.#withPayment(args.form.payment), args.form, this.#by)),
    );

  /** Whom the provider keeps. */
  readonly customers = new FakeCustomers();

  findCustomers: Backend["findCustomers"] = (args) =>
    this.#do("findCustomers", args, () => this.customers.find(args.query));

  customerCard: Backend["customerCard"] = (args) =>
    this.#do("customerCard", args, () => this.customers.read(args.customer));

  saveCustomer: Backend["saveCustomer"] = (args) =>
    this.#do("saveCustomer", args, () => this.customers.save(args.form));

  deleteCustomer: Backend["deleteCustomer"] = (args) =>
    this.#do("deleteCustomer", args, () => {
      this.customers.kept.delete(args.customer);
      for (const sale of this.sales.values()) {
        if (sale.customerId !== args.customer || mayBeAskedForAgain(sale)) continue;
        this.#keep({ ...sale, customerId: "" });
      }
      return null;
    });

  chooseCustomer: Backend["chooseCustomer"] = (args) =>
    this.#do("chooseCustomer", args, () =>
      this.#keep(customerChosenSale(this.#found(args.sale), args.customer, this.#by)),
    );

  /** What only a person can decide, as the provider shows it now. */
  evidence: PersonCase = fakeCase();

  personCase: Backend["personCase"] = (args) => this.#do("personCase", args, () => this.evidence);

  decideCase: Backend["decideCase"] = (args) =>
    this.#do("decideCase", args, () => this.#keep(this.#decided(args.decision)));

  #decided({ subject, found }: Decision): SaleView {
    const sale = [...this.sales.values()].find(({ payments }) =>
      payments.some(({ refunds }) => refunds.some(({ id }) => id === subject)),
    );
    if (!sale) throw { code: "NOT_FOUND" } satisfies TillError;
    const made = found.kind === "MADE";
    const by = this.#by;
    return {
      ...sale,
      state: made
        ? { kind: "PARTLY_REFUNDED", refunded: this.evidence.amount, paid: sale.amount }
        : { kind: "PAID", at: inSeconds(-60), paid: sale.amount, mark: { colour: 1, word: 1 } },
      timeline: [
        ...sale.timeline,
        { at: inSeconds(0), by, what: { kind: "PERSON_DECIDED", made } },
      ],
    };
  }

  settleTotal: Backend["settleTotal"] = (args) =>
    this.#do("settleTotal", args, () =>
      this.#keep(settledSale(this.#found(args.form.sale), args.form, this.#by)),
    );

  checkAsCustomer: Backend["checkAsCustomer"] = (args) =>
    this.#do("checkAsCustomer", args, () => fakeCheck(this.#found(args.sale)));

  openDashboard: Backend["openDashboard"] = (args) => this.#do("openDashboard", args, () => null);

  get #by(): string {
    return this.state.staff.name;
  }

  #keep(sale: SaleView): SaleView {
    this.sales.set(sale.id, sale);
    return sale;
  }

  #withPayment(payment: string): SaleView {
    const sale = [...this.sales.values()].find(({ payments }) =>
      payments.some(({ id }) => id === payment),
    );
    if (!sale) throw { code: "NOT_FOUND" } satisfies TillError;
    return sale;
  }

  openSales = () =>
    this.#do("openSales", {}, (): SaleRow[] =>
      [...this.sales.values()].filter(({ state }) => OPEN.has(state.kind)),
    );

  findSales: Backend["findSales"] = (args) =>
    this.#do("findSales", args, (): SaleRow[] => {
      const words = args.query.text.toLowerCase();
      return [...this.sales.values()]
        .filter(({ whatFor, reference, staffNote, customerEmail }) =>
          `${whatFor} ${reference} ${staffNote} ${customerEmail}`.toLowerCase().includes(words),
        )
        .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
        .slice(0, args.query.limit);
    });

  saleDetail: Backend["saleDetail"] = (args) =>
    this.#do("saleDetail", args, () => this.#found(args.sale));

  dayTotals: Backend["dayTotals"] = (args) =>
    this.#do("dayTotals", args, () => ({ count: 37, totals: [euros(128_450)] }));

  copyLink: Backend["copyLink"] = (args) =>
    this.#do("copyLink", args, () => {
      const link = [...this.sales.values()]
        .map((sale) => sale.link)
        .find((l) => l?.id === args.link);
      if (!link) throw { code: "NOT_FOUND" } satisfies TillError;
      return { url: link.url, host: link.host };
    });

  openPayPage: Backend["openPayPage"] = (args) => this.#do("openPayPage", args, () => null);
  showToCustomer: Backend["showToCustomer"] = (args) =>
    this.#do("showToCustomer", args, () => null);
  raiseCustomerDisplay = () => this.#do("raiseCustomerDisplay", {}, () => this.customerScreen);

  /** Where the customer's page is drawn: on a screen of its own unless a test says otherwise. */
  customerScreen: CustomerScreen = "OWN";

  #troubles = new Map<string, PracticeTrouble[]>();

  /** What the shop sells. */
  readonly catalogue = new FakeCatalogue();

  listProducts: Backend["listProducts"] = (args) =>
    this.#do("listProducts", args, () => this.catalogue.view(args.environment));
  saveProduct: Backend["saveProduct"] = (args) =>
    this.#do("saveProduct", args, () => this.catalogue.save(args.form));
  deleteProduct: Backend["deleteProduct"] = (args) =>
    this.#do("deleteProduct", args, () => this.catalogue.delete(args.product));
  orderProducts: Backend["orderProducts"] = (args) =>
    this.#do("orderProducts", args, () => this.catalogue.order(args.environment, args.products));
  setProductPicture: Backend["setProductPicture"] = (args) =>
    this.#do("setProductPicture", args, () => this.catalogue.picture(args.product, true));
  clearProductPicture: Backend["clearProductPicture"] = (args) =>
    this.#do("clearProductPicture", args, () => this.catalogue.picture(args.product, false));
  previewProductImport: Backend["previewProductImport"] = (args) =>
    this.#do("previewProductImport", args, () =>
      this.catalogue.preview(args.environment, args.text),
    );
  importProducts: Backend["importProducts"] = (args) =>
    this.#do("importProducts", args, () =>
      this.catalogue.import(args.environment, args.text, args.fingerprint),
    );
  exportProducts: Backend["exportProducts"] = (args) =>
    this.#do("exportProducts", args, () => ({
      name: `tillside-products-${args.environment.toLowerCase()}-2026-11-21.csv`,
      folder: "Downloads",
    }));
  showInFolder: Backend["showInFolder"] = () => this.#do("showInFolder", {}, () => null);

  planTrouble: Backend["planTrouble"] = (args) =>
    this.#do("planTrouble", args, () => {
      this.#troubles.set(args.account, [...this.#planned(args.account), args.trouble]);
      return this.#planned(args.account);
    });
  plannedTroubles: Backend["plannedTroubles"] = (args) =>
    this.#do("plannedTroubles", args, () => this.#planned(args.account));
  clearTroubles: Backend["clearTroubles"] = (args) =>
    this.#do("clearTroubles", args, () => {
      this.#troubles.delete(args.account);
      return this.#planned(args.account);
    });

  #planned(account: string): PracticeTrouble[] {
    return this.#troubles.get(account) ?? [];
  }

  watchTill: Backend["watchTill"] = (listener) =>
    this.#do("watchTill", {}, () => {
      this.#events.push(listener);
    });

  customerDisplay: Backend["customerDisplay"] = (listener) =>
    this.#do("customerDisplay", {}, () => {
      this.#pages.push(listener);
      if (this.#page) listener(this.#page);
    });

  qrAddress = (_link: string, devicePixels: number) =>
    `${new URL("./fake-qr.png", import.meta.url).href}?px=${devicePixels}`;

  pictureAddress = (product: string, picture: string) =>
    `${new URL("./fake-qr.png", import.meta.url).href}?product=${product}&v=${picture}`;
}

/** A sale that was paid, with one refund made. */
export function partlyRefundedSale(): SaleView {
  return fakeSale({
    id: "sale-refunded",
    amount: euros(6400),
    whatFor: "repair, Mr Lee",
    reference: "INV-1040",
    staffNote: "",
    state: { kind: "PARTLY_REFUNDED", refunded: euros(1400), paid: euros(6400) },
    link: fakeLink({ id: "link-refunded", payable: false, expiresAt: null }),
    payments: [
      fakePayment({
        refunded: euros(1400),
        left: euros(5000),
        refunds: [
          {
            id: "refund-0",
            press: "22222222-2222-4222-8222-222222222222",
            amount: euros(1400),
            state: "DONE",
            reason: "CUSTOMER_ASKED",
            note: "",
            madeAt: inSeconds(-1400),
            madeBy: "Owner",
            error: null,
          },
        ],
      }),
    ],
    timeline: [
      { at: inSeconds(-2700), by: "Owner", what: { kind: "LINK_MADE" } },
      { at: inSeconds(-2500), by: null, what: { kind: "PAID", amount: euros(6400) } },
      { at: inSeconds(-1400), by: "Owner", what: { kind: "REFUND_STARTED", amount: euros(1400) } },
      { at: inSeconds(-1398), by: null, what: { kind: "REFUND_ACCEPTED", amount: euros(1400) } },
    ],
  });
}
