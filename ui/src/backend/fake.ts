import {
  cancellingSale,
  changingSale,
  triedSale,
  chargesAskedSale,
  heldEndedSale,
  madeSale,
  refundedSale,
} from "./fake-sales";
import { euros, fakeTill, inSeconds, practiceAccount } from "./fake-data";
import { fakeVerdict, flittPractice } from "./fake-flitt";
import {
  customerChosenSale,
  FakeCustomers,
  mayBeAskedForAgain,
  paymentFlowPractice,
} from "./fake-paymentflow";
import { dashboardPractice, fakeCheck, settledSale } from "./fake-dashboard";
import { fakeCase } from "./fake-person";
import { fakeFound } from "./fake-found";
import { FakeCalls } from "./fake-calls";
import { FakeBackups } from "./fake-backups";
import { FakeComputer } from "./fake-computer";
import { FakeDisplays } from "./fake-displays";
import { FakeCatalogue, priceOf } from "./fake-products";
import { FakeSettings } from "./fake-settings";
import { FakeStaff } from "./fake-staff";
import { FakeRefundRules } from "./fake-refund-rules";
import { FakeRules } from "./fake-rules";
export { partlyRefundedSale } from "./fake-refunded";
import type {
  AccountView,
  AmountReading,
  CustomerPage,
  CustomerScene,
  Decision,
  PersonCase,
  PracticeTrouble,
  ProviderId,
  RightName,
  SaleRow,
  SaleView,
  SessionView,
  SlipPrint,
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

/** A till in memory, for component tests and for looking at the screens. It moves no money. */
function sharedFile(name: string) {
  return { name, folder: "/home/anna/Downloads" };
}

export class FakeBackend extends FakeCalls implements Backend {
  state: TillState;
  sales = new Map<string, SaleView>();
  #events: ((event: TillEvent) => void)[] = [];
  #scenes: ((scene: CustomerScene) => void)[] = [];
  #scene: CustomerScene | null = null;

  constructor(state: TillState = fakeTill(), sales: SaleView[] = []) {
    super();
    this.state = state;
    for (const sale of sales) this.sales.set(sale.id, sale);
  }

  /** A sale changed at the provider. */
  become(sale: SaleView): void {
    this.sales.set(sale.id, sale);
    this.tell({ kind: "SALE", sale });
  }

  tell(event: TillEvent): void {
    for (const listener of this.#events) listener(event);
  }

  /** Draws a page on the customer's screen, in a plain way unless a test says otherwise. */
  draw(page: CustomerPage, how: Partial<CustomerScene> = {}): void {
    const plain = { language: null, timeZone: null, picture: null, screen: null };
    this.#scene = { page, theme: "SYSTEM", ...plain, ...how };
    for (const listener of this.#scenes) listener(this.#scene);
  }

  /** What becomes of a slip in the system's print dialog. */
  printed: SlipPrint = "ASKED";

  #found(id: string): SaleView {
    const sale = this.sales.get(id);
    if (!sale) throw { code: "NOT_FOUND" } satisfies TillError;
    return sale;
  }

  /** Who works at the till: its one owner without a PIN, unless a test says otherwise. */
  readonly staff = new FakeStaff();

  #session(): SessionView {
    const account = this.state.accounts.find(({ id }) => id === this.state.activeAccount);
    const openSales = [...this.sales.values()].filter(({ state }) => OPEN.has(state.kind)).length;
    const { shopName } = this.state;
    const screen = { shopName, environment: account?.environment ?? null, openSales };
    return this.staff.view(screen, this.settings.look);
  }

  session = () => this.call("session", {}, () => this.#session());
  lock = () =>
    this.call("lock", {}, () => {
      this.staff.lock();
      return this.#session();
    });
  stillHere = () => this.call("stillHere", {}, () => null);
  freshPage = () => this.call("freshPage", {}, () => null);
  signIn: Backend["signIn"] = (args) =>
    this.call("signIn", args, () => {
      this.staff.signIn(args.form);
      return this.#session();
    });
  recover: Backend["recover"] = (args) =>
    this.call("recover", args, () => {
      this.staff.recover(args.form);
      return this.#session();
    });
  planFirstPin: Backend["planFirstPin"] = (args) =>
    this.call("planFirstPin", args, () => ({ code: this.staff.planFirstPin(args.form) }));
  planRecoveryCode: Backend["planRecoveryCode"] = (args) =>
    this.call("planRecoveryCode", args, () => ({ code: this.staff.planRecoveryCode(args.pin) }));
  proveRecoveryCode: Backend["proveRecoveryCode"] = (args) =>
    this.call("proveRecoveryCode", args, () => {
      this.staff.proveRecoveryCode(args.code);
      return this.#session();
    });

  staffList = () => this.call("staffList", {}, () => this.staff.list());
  addStaff: Backend["addStaff"] = (args) =>
    this.call("addStaff", args, () => this.staff.add(args.form));
  renameStaff: Backend["renameStaff"] = (args) =>
    this.call("renameStaff", args, () => this.staff.rename(args.member, args.name));
  setStaffRole: Backend["setStaffRole"] = (args) =>
    this.call("setStaffRole", args, () => this.staff.setRole(args.member, args.role));
  retireStaff: Backend["retireStaff"] = (args) =>
    this.call("retireStaff", args, () => this.staff.retire(args.member));
  setStaffPin: Backend["setStaffPin"] = (args) =>
    this.call("setStaffPin", args, () => this.staff.setPin(args.member, args.pin));
  changeOwnPin: Backend["changeOwnPin"] = (args) =>
    this.call("changeOwnPin", args, () => this.staff.changeOwnPin(args.form));

  /** The rules of the till, and who did what at it. */
  readonly rules = new FakeRules();
  readonly refundRules = new FakeRefundRules(this.staff, () => this.rules.rules);

  /** How it looks, speaks and sounds. */
  readonly settings = new FakeSettings();

  tillSettings = () => this.call("tillSettings", {}, () => this.settings.now);
  changeSettings: Backend["changeSettings"] = (args) =>
    this.call("changeSettings", args, () => {
      const settings = this.settings.change(args.settings);
      const { counterPayableFor, sentPayableFor } = settings;
      this.state = { ...this.state, counterPayableFor, sentPayableFor };
      this.tell({ kind: "TILL" });
      this.tell({ kind: "SESSION" });
      return settings;
    });

  tillRules = () => this.call("tillRules", {}, () => this.rules.rules);
  changeRules: Backend["changeRules"] = (args) =>
    this.call("changeRules", args, () => (this.rules.rules = args.rules));
  proveRefund: Backend["proveRefund"] = (args) =>
    this.call("proveRefund", args, () => this.refundRules.prove(args.form));
  history: Backend["history"] = (args) =>
    this.call("history", args, () => this.rules.page(args.query));
  verifyHistory = () => this.call("verifyHistory", {}, () => this.rules.report);
  exportHistory: Backend["exportHistory"] = (args) =>
    this.call("exportHistory", args, () => ({
      name: "tillside-history-2026-11-21.csv",
      folder: "Downloads",
    }));

  /** Its backups and its log. */
  readonly kept = new FakeBackups();

  backups = () => this.call("backups", {}, () => this.kept.view);
  backUp = () => this.call("backUp", {}, () => this.kept.report);
  lookIntoBackup: Backend["lookIntoBackup"] = (args) =>
    this.call("lookIntoBackup", args, () => this.kept.preview);
  restoreBackup: Backend["restoreBackup"] = (args) => this.call("restoreBackup", args, () => null);
  previewLog = () => this.call("previewLog", {}, () => this.kept.log);
  exportLog = () =>
    this.call("exportLog", {}, () => ({
      name: "tillside-log-2026-11-21.txt",
      folder: "/home/ada/Downloads",
    }));

  /** What its computer does for it. */
  readonly computer = new FakeComputer();

  thisComputer = () => this.call("thisComputer", {}, () => this.computer.now);
  setStartAtLogin: Backend["setStartAtLogin"] = (args) =>
    this.call("setStartAtLogin", args, () => this.computer.startAtLogin(args.on));
  endClosing: Backend["endClosing"] = (args) => this.call("endClosing", args, () => null);

  tillState = () =>
    this.call("tillState", {}, () => {
      const { current, pinless } = this.staff;
      if (!current) throw { code: "TILL_LOCKED" } satisfies TillError;
      if (pinless) return this.state;
      return { ...this.state, staff: { id: current.id, name: current.name } };
    });

  startPractice: Backend["startPractice"] = (args) =>
    this.call("startPractice", args, () => {
      const account = PRACTICE[args.provider]();
      const accounts = [...this.state.accounts, account];
      const { shopName } = args;
      return (this.state = { ...this.state, shopName, accounts, activeAccount: account.id });
    });

  nameShop = (args: { shopName: string }) =>
    this.call("nameShop", args, () => (this.state = { ...this.state, shopName: args.shopName }));

  connectAccount: Backend["connectAccount"] = (args) =>
    this.call(
      "connectAccount",
      args,
      () => (this.state = fakeTill({ shopName: this.state.shopName })),
    );

  testConnection: Backend["testConnection"] = (args) =>
    this.call("testConnection", args, () => ({
      merchantName: "Marlow & Daughters Ltd",
      linkAccount: "paylink",
      paymentAccount: "transaction_processing",
      linkAccounts: ["paylink"],
      paymentAccounts: ["transaction_processing"],
      payHosts: [],
      needsChoice: false,
      rights: RIGHTS.map((right) => ({ right, held: true })),
    }));

  replaceKey: Backend["replaceKey"] = (args) => this.call("replaceKey", args, () => this.state);

  checkNotification: Backend["checkNotification"] = (args) =>
    this.call("checkNotification", args, () => fakeVerdict({ sale: null }));

  changeAccount: Backend["changeAccount"] = (args) =>
    this.call("changeAccount", args, () => {
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
    this.call("forgetAccount", args, () => {
      const accounts = this.state.accounts.filter(({ id }) => id !== args.account);
      this.state = { ...this.state, accounts, activeAccount: accounts[0]?.id ?? null };
      return this.state;
    });

  chooseAccount: Backend["chooseAccount"] = (args) =>
    this.call(
      "chooseAccount",
      args,
      () => (this.state = { ...this.state, activeAccount: args.account }),
    );

  readAmount: Backend["readAmount"] = (args) =>
    this.call("readAmount", args, (): AmountReading => {
      const mark = args.decimalMark === "COMMA" ? "," : ".";
      const [whole = "", fraction = ""] = args.text.split(mark);
      const digits = (whole + fraction.padEnd(2, "0")).replace(/\D/g, "");
      if (!/\d/.test(args.text))
        throw { code: "INVALID_AMOUNT", fault: "NOT_A_NUMBER" } satisfies TillError;
      return { kind: "READ", amount: priceOf(Number(digits), args.currency) };
    });

  prepareAccount: Backend["prepareAccount"] = (args) =>
    this.call("prepareAccount", args, () => null);

  createLink: Backend["createLink"] = (args) =>
    this.call("createLink", args, () => {
      const account = this.state.accounts.find(({ id }) => id === args.form.account);
      if (!account) throw { code: "NOT_FOUND" } satisfies TillError;
      const { products } = this.catalogue.view(account.environment);
      const made = madeSale(args.form, `sale-${this.sales.size + 1}`, account, products);
      const madeById = this.staff.current?.id ?? "";
      return this.#keep({ ...made, madeBy: this.#by, madeById });
    });

  linkStatus: Backend["linkStatus"] = (args) =>
    this.call("linkStatus", args, () => this.#found(args.sale));

  refundPayment: Backend["refundPayment"] = (args) =>
    this.call("refundPayment", args, () => {
      this.refundRules.check(args.form);
      return this.#keep(refundedSale(this.#withPayment(args.form.payment), args.form, this.#by));
    });

  cancelLink: Backend["cancelLink"] = (args) =>
    this.call("cancelLink", args, () =>
      this.#keep(cancellingSale(this.#found(args.sale), this.#by)),
    );

  tryWith: Backend["tryWith"] = (args) =>
    this.call("tryWith", args, () => {
      const account = this.state.accounts.find(({ id }) => id === args.account);
      if (!account) throw { code: "NOT_FOUND" } satisfies TillError;
      return this.#keep(triedSale(this.#found(args.sale), account, args.press, this.#by));
    });

  recentWords: Backend["recentWords"] = () =>
    this.call("recentWords", {}, () => {
      const sold = [...this.sales.values()].filter(({ basket }) => basket === null);
      return [...new Set(sold.map(({ whatFor }) => whatFor))].slice(0, 8);
    });

  changeLink: Backend["changeLink"] = (args) =>
    this.call("changeLink", args, () =>
      this.#keep(changingSale(this.#found(args.form.sale), args.form, this.#by)),
    );

  setCharges: Backend["setCharges"] = (args) =>
    this.call("setCharges", args, () =>
      this.#keep(chargesAskedSale(this.#found(args.sale), args.stop, this.#by)),
    );

  endHold: Backend["endHold"] = (args) =>
    this.call("endHold", args, () =>
      this.#keep(heldEndedSale(this.#withPayment(args.form.payment), args.form, this.#by)),
    );

  /** Whom the provider keeps. */
  readonly customers = new FakeCustomers();

  findCustomers: Backend["findCustomers"] = (args) =>
    this.call("findCustomers", args, () => this.customers.find(args.query));

  customerCard: Backend["customerCard"] = (args) =>
    this.call("customerCard", args, () => this.customers.read(args.customer));

  saveCustomer: Backend["saveCustomer"] = (args) =>
    this.call("saveCustomer", args, () => this.customers.save(args.form));

  deleteCustomer: Backend["deleteCustomer"] = (args) =>
    this.call("deleteCustomer", args, () => {
      this.customers.kept.delete(args.customer);
      for (const sale of this.sales.values()) {
        if (sale.customerId !== args.customer || mayBeAskedForAgain(sale)) continue;
        this.#keep({ ...sale, customerId: "" });
      }
      return null;
    });

  chooseCustomer: Backend["chooseCustomer"] = (args) =>
    this.call("chooseCustomer", args, () =>
      this.#keep(customerChosenSale(this.#found(args.sale), args.customer, this.#by)),
    );

  /** What only a person can decide, as the provider shows it now. */
  evidence: PersonCase = fakeCase();

  personCase: Backend["personCase"] = (args) => this.call("personCase", args, () => this.evidence);

  decideCase: Backend["decideCase"] = (args) =>
    this.call("decideCase", args, () => this.#keep(this.#decided(args.decision)));

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
    this.call("settleTotal", args, () =>
      this.#keep(settledSale(this.#found(args.form.sale), args.form, this.#by)),
    );

  checkAsCustomer: Backend["checkAsCustomer"] = (args) =>
    this.call("checkAsCustomer", args, () => fakeCheck(this.#found(args.sale)));

  openDashboard: Backend["openDashboard"] = (args) => this.call("openDashboard", args, () => null);

  get #by(): string {
    return this.staff.current?.name || this.state.staff.name;
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
    this.call("openSales", {}, (): SaleRow[] =>
      [...this.sales.values()].filter(({ state }) => OPEN.has(state.kind)),
    );

  findSales: Backend["findSales"] = (args) =>
    this.call("findSales", args, (): SaleRow[] => {
      const sales = fakeFound(
        [...this.sales.values()],
        args.query,
        this.staff.current?.id ?? this.state.staff.id,
      );
      const after = sales.findIndex(({ id }) => id === args.query.before) + 1;
      return sales.slice(after, after + args.query.limit);
    });

  exportSales: Backend["exportSales"] = (args) =>
    this.call("exportSales", args, () => ({
      name: "tillside-sales-live-2026-11-20.csv",
      folder: "/home/anna/Downloads",
    }));

  copyId: Backend["copyId"] = (args) => this.call("copyId", args, () => null);

  saleDetail: Backend["saleDetail"] = (args) =>
    this.call("saleDetail", args, () => this.#found(args.sale));

  dayTotals: Backend["dayTotals"] = (args) =>
    this.call("dayTotals", args, () => ({ count: 37, totals: [euros(128_450)] }));

  copyLink: Backend["copyLink"] = (args) =>
    this.call("copyLink", args, () => this.#shared(args.link));
  copyForEmail: Backend["copyForEmail"] = (args) =>
    this.call("copyForEmail", args, () => this.#shared(args.link));
  copyMessage: Backend["copyMessage"] = (args) =>
    this.call("copyMessage", args, () => this.#shared(args.link));
  copyQr: Backend["copyQr"] = (args) => this.call("copyQr", args, () => this.#shared(args.link));
  openInMail: Backend["openInMail"] = (args) => this.call("openInMail", args, () => null);
  printSlip: Backend["printSlip"] = (args) => this.call("printSlip", args, () => this.printed);
  saveEmail: Backend["saveEmail"] = (args) =>
    this.call("saveEmail", args, () => sharedFile("payment-email-ORDER-7.eml"));
  saveQr: Backend["saveQr"] = (args) =>
    this.call("saveQr", args, () =>
      sharedFile(`payment-code-ORDER-7.${args.format.toLowerCase()}`),
    );
  saveSlip: Backend["saveSlip"] = (args) =>
    this.call("saveSlip", args, () => sharedFile("payment-slip-58mm-ORDER-7.pdf"));
  slipAddress = (link: string, paper: string) => `slip:${link}?paper=${paper}`;

  /** A link that can still be paid; any other leaves the till no more. */
  #shared(id: string) {
    const link = [...this.sales.values()].map((sale) => sale.link).find((l) => l?.id === id);
    if (!link) throw { code: "NOT_FOUND" } satisfies TillError;
    if (!link.payable) throw { code: "LINK_OVER" } satisfies TillError;
    return { url: link.url, host: link.host };
  }

  openPayPage: Backend["openPayPage"] = (args) => this.call("openPayPage", args, () => null);
  showToCustomer: Backend["showToCustomer"] = (args) =>
    this.call("showToCustomer", args, () => null);
  raiseCustomerDisplay = () => this.call("raiseCustomerDisplay", {}, () => this.displayed.screen);

  /** The monitors: the customer's page has a screen of its own unless a test says otherwise. */
  readonly displayed = new FakeDisplays();

  displays = () => this.call("displays", {}, () => this.displayed.view);
  chooseDisplay: Backend["chooseDisplay"] = (args) =>
    this.call("chooseDisplay", args, () => this.displayed.choose(args.choice));
  fillDisplay = () => this.call("fillDisplay", {}, () => this.displayed.view);
  setIdlePicture: Backend["setIdlePicture"] = (args) =>
    this.call("setIdlePicture", args, () => this.displayed.picture(true));
  clearIdlePicture = () => this.call("clearIdlePicture", {}, () => this.displayed.picture(false));

  #troubles = new Map<string, PracticeTrouble[]>();

  /** What the shop sells. */
  readonly catalogue = new FakeCatalogue();

  listProducts: Backend["listProducts"] = (args) =>
    this.call("listProducts", args, () => this.catalogue.view(args.environment));
  saveProduct: Backend["saveProduct"] = (args) =>
    this.call("saveProduct", args, () => this.catalogue.save(args.form));
  deleteProduct: Backend["deleteProduct"] = (args) =>
    this.call("deleteProduct", args, () => this.catalogue.delete(args.product));
  orderProducts: Backend["orderProducts"] = (args) =>
    this.call("orderProducts", args, () => this.catalogue.order(args.environment, args.products));
  setProductPicture: Backend["setProductPicture"] = (args) =>
    this.call("setProductPicture", args, () => this.catalogue.picture(args.product, true));
  clearProductPicture: Backend["clearProductPicture"] = (args) =>
    this.call("clearProductPicture", args, () => this.catalogue.picture(args.product, false));
  previewProductImport: Backend["previewProductImport"] = (args) =>
    this.call("previewProductImport", args, () =>
      this.catalogue.preview(args.environment, args.text),
    );
  importProducts: Backend["importProducts"] = (args) =>
    this.call("importProducts", args, () =>
      this.catalogue.import(args.environment, args.text, args.fingerprint),
    );
  exportProducts: Backend["exportProducts"] = (args) =>
    this.call("exportProducts", args, () => ({
      name: `tillside-products-${args.environment.toLowerCase()}-2026-11-21.csv`,
      folder: "Downloads",
    }));
  showInFolder: Backend["showInFolder"] = () => this.call("showInFolder", {}, () => null);

  planTrouble: Backend["planTrouble"] = (args) =>
    this.call("planTrouble", args, () => {
      this.#troubles.set(args.account, [...this.#planned(args.account), args.trouble]);
      return this.#planned(args.account);
    });
  plannedTroubles: Backend["plannedTroubles"] = (args) =>
    this.call("plannedTroubles", args, () => this.#planned(args.account));
  clearTroubles: Backend["clearTroubles"] = (args) =>
    this.call("clearTroubles", args, () => {
      this.#troubles.delete(args.account);
      return this.#planned(args.account);
    });

  #planned(account: string): PracticeTrouble[] {
    return this.#troubles.get(account) ?? [];
  }

  watchTill: Backend["watchTill"] = (listener) =>
    this.call("watchTill", {}, () => {
      this.#events.push(listener);
    });

  customerDisplay: Backend["customerDisplay"] = (listener) =>
    this.call("customerDisplay", {}, () => {
      this.#scenes.push(listener);
      if (this.#scene) listener(this.#scene);
    });

  qrAddress = (_link: string, devicePixels: number) =>
    `${new URL("./fake-qr.png", import.meta.url).href}?px=${devicePixels}`;

  idlePictureAddress = (picture: string) =>
    `${new URL("./fake-qr.png", import.meta.url).href}?idle=${picture}`;

  pictureAddress = (product: string, picture: string) =>
    `${new URL("./fake-qr.png", import.meta.url).href}?product=${product}&v=${picture}`;
}
