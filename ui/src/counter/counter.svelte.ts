import { localDay } from "../time/days";
import { m } from "../language/messages";
import { money } from "../money/format";
import { askedAmount } from "../sale/asked";
import { hasOpenDialog } from "../keys/focus";
import { isDecidable } from "../sale/actions";
import { now } from "../time/now.svelte";
import { stateLook } from "../words/states";
import { asError, hasCode } from "../words/errors";
import { ConnectDraft } from "../settings/connecting.svelte";
import { Begun } from "./begun.svelte";
import { Connection } from "./connection.svelte";
import { InOrder } from "./order";
import { isPaid, mayBeShown, moneyCame, sameNews } from "./news";
import { samePress } from "./same-press";
import { TryPresses } from "./try-presses";
import { ownBackend } from "../session/own-backend";
import { signedInWords } from "../words/roles";
import { Displays } from "../display/displays.svelte";
import { Draft } from "../take/draft.svelte";
import { refusedLine, type BasketLine, type Selling } from "../take/basket.svelte";
import { Products } from "../products/products.svelte";
import { RulesDraft } from "../rules/rules-draft.svelte";
import { Settings } from "../settings/till-settings.svelte";
import type { SectionId } from "../settings/sections";
import type { Task } from "../sale/tasks";
import type { Backend } from "../backend/backend";
import type { Session } from "../session/session.svelte";
import type {
  AccountView,
  DayTotals,
  OtherAccount,
  ProviderId,
  SaleFilter,
  SaleQuery,
  SaleRow,
  SaleView,
  TillError,
  TillEvent,
  TillState,
} from "../contract";

export type Screen =
  | { name: "TAKE" }
  | { name: "SALE" }
  | { name: "PAID" }
  | { name: "SALES"; sale: string | null; search: boolean; filter: SaleFilter }
  | { name: "PERSON"; sale: string }
  | { name: "PRODUCTS"; barcode: string | null }
  | { name: "HISTORY"; sale: string | null }
  | { name: "SETTINGS" };

/** What was on the clipboard; no text where there was none, or too much to be an amount. */
type Offered = { text: string | null };

/** How many of the latest sales the counter keeps at hand, to notice two alike. */
const RECENT = 20;
/** How long a sale that was paid out of sight stays among the open ones, milliseconds. */
const JUST_PAID = 10 * 60 * 1000;

/** What the counter window shows. Every figure in it was told by the till. */
export class Counter {
  /** Refuses everything while its person is not at the till. */
  readonly backend: Backend;
  /** Who is at the till, and what they may do. */
  readonly session: Session;
  readonly draft = new Draft();
  /** What else was begun, and is not finished. */
  readonly begun = new Begun();
  /** What the shop sells, where the account in use is. */
  readonly products: Products;
  /** The rules of the till, as the owner types them. */
  readonly rules: RulesDraft;
  /** How the till looks, speaks and sounds, and when its day ends. */
  readonly settings: Settings;
  /** The screens of this computer. */
  readonly displays: Displays;
  /** Whether the providers can be reached. */
  readonly connection = new Connection();
  /** The part of the settings that was open last. */
  section = $state.raw<SectionId | null>(null);

  till = $state.raw<TillState | null>(null);
  /** Why the till could not start. */
  broken = $state.raw<TillError | null>(null);
  screen = $state.raw<Screen>({ name: "TAKE" });
  /** The sale of the screens SALE and PAID. */
  shown = $state.raw<SaleView | null>(null);
  /** What staff have begun with the shown sale. It outlives a change between its screens. */
  task = $state.raw<Task | null>(null);
  /** Why the last thing done with the shown sale did not work. */
  problem = $state.raw<TillError | null>(null);
  totals = $state.raw<DayTotals | null>(null);
  recent = $state.raw<SaleRow[]>([]);
  /** Rises with each change of a sale, for lists that are read anew. */
  changes = $state(0);
  /** Whether this window draws the customer's page, because there is no second screen. */
  shared = $state(false);
  /** What staff took from the clipboard by keys outside the window, until it is shown how it reads. */
  offered = $state.raw<Offered | null>(null);
  /** Whether the keys are shown that work at the moment. */
  showsKeys = $state(false);
  /** A code that was scanned where no sale is made: the next sale begins with it. */
  scanned: string | null = null;
  /** Whether the first sale is still being shown how. */
  guided = $state(false);

  /** What the owner typed to connect an account at each provider, but for its keys. */
  readonly connecting: Record<ProviderId, ConnectDraft> = {
    GLOBAL_PAYMENTS: new ConnectDraft("GLOBAL_PAYMENTS"),
    FLITT: new ConnectDraft("FLITT"),
    PAYMENT_FLOW: new ConnectDraft("PAYMENT_FLOW"),
    MERCHANT_DASHBOARD: new ConnectDraft("MERCHANT_DASHBOARD"),
  };
  /** A new name of the shop that is not saved yet. */
  typedShopName = $state<string | null>(null);

  #announced = $state.raw({ text: "" });
  readonly #tryPresses = new TryPresses();
  readonly #states = new InOrder();
  readonly #opens = new InOrder();
  readonly #days = new InOrder();
  readonly #recents = new InOrder();
  #open = $state.raw<SaleRow[]>([]);
  #justPaid = $state.raw<readonly { sale: SaleRow; at: number }[]>([]);

  constructor(session: Session) {
    this.session = session;
    const { id } = session.staff;
    this.backend = ownBackend(session.backend, () => session.isOpen && session.staff.id === id);
    this.products = new Products(this.backend);
    this.rules = new RulesDraft(this.backend);
    this.settings = new Settings(this.backend);
    this.displays = new Displays(this.backend);
  }

  /** Reads everything, at first and whenever its person comes back to the till. */
  async start(): Promise<void> {
    this.fitRights();
    this.#readSettings();
    void this.displays.read();
    const inOrder = this.#states.ask();
    try {
      const till = await this.backend.tillState();
      this.broken = null;
      this.become(till, inOrder);
      if (this.shown) this.changed(await this.backend.saleDetail({ sale: this.shown.id }));
    } catch (cause) {
      const error = asError(cause);
      // Who is at the till now is asked anew where it was locked meanwhile.
      if (!this.till && !hasCode(error, "TILL_LOCKED")) this.broken = error;
      else if (hasCode(error, "NOT_FOUND")) this.goTake();
    }
  }

  /** Its person signed in: the customer display shows their sale, or none. */
  async comeBack(): Promise<void> {
    await this.start();
    const sale = this.#isOnSale && this.shown && mayBeShown(this.shown) ? this.shown.id : null;
    this.#tellCustomer(sale);
    this.announcement = signedInWords(this.session.staff, this.session.role);
  }

  /**
   * Its person is not at the till any more. What they typed is there when they come back, and what
   * they sent goes on; figures and lists are read anew.
   */
  leave(): void {
    if (this.task?.name === "CHECK") this.task = null;
    this.shared = false;
    this.problem = null;
    this.announcement = "";
    this.connection.forget();
    this.#opens.ask()(() => (this.#open = []));
    this.#days.ask()(() => (this.totals = null));
    this.#recents.ask()(() => (this.recent = []));
  }

  /** What whoever is there may not do any more is not left open. */
  fitRights(): void {
    if (this.screen.name === "HISTORY" && !this.session.may("READ_HISTORY")) this.goTake();
    if (!this.session.may("MANAGE_PRODUCTS")) this.begun.closeProducts();
  }

  become(till: TillState, inOrder = this.#states.ask()): void {
    inOrder(() => this.#take(till));
  }

  #take(till: TillState): void {
    const before = this.account?.id;
    this.till = till;
    if (this.account) {
      this.draft.fit(this.account);
      void this.products.use(this.account.environment);
    }
    if (this.account?.id !== before) this.#justPaid = [];
    this.refresh();
  }

  get account(): AccountView | null {
    const till = this.till;
    return till?.accounts.find(({ id }) => id === till.activeAccount) ?? till?.accounts[0] ?? null;
  }

  /** The account that a sale was made with, as long as the till has it. */
  accountOf(sale: SaleView): AccountView | null {
    return this.till?.accounts.find(({ id }) => id === sale.accountId) ?? null;
  }

  get firstStart(): boolean {
    return this.till !== null && (this.till.shopName === "" || this.account === null);
  }

  /** Sales that still ask for a look; those just paid out of sight among them. */
  get open(): SaleRow[] {
    const open = this.#open.map(({ id }) => id);
    const paid = this.#justPaid.filter(
      ({ sale, at }) => !open.includes(sale.id) && now.at - at < JUST_PAID,
    );
    return [...this.#open, ...paid.map(({ sale }) => sale)];
  }

  /** Whether nothing is typed, begun or unanswered here: whoever comes back to a fresh page misses no work of theirs. */
  get isBlank(): boolean {
    const { account, draft, begun, rules, shown, task } = this;
    const connecting = Object.values(this.connecting);
    const isTyped = rules.isChanged || this.typedShopName !== null;
    const isHeld = this.offered !== null || this.scanned !== null || task !== null;
    return (
      account !== null &&
      shown === null &&
      this.#tryPresses.isBlank &&
      draft.isBlank(account) &&
      begun.isBlank &&
      connecting.every((form) => form.isBlank) &&
      !(isTyped || isHeld)
    );
  }

  /** Whether it shows what a fresh page would show to whoever is there. */
  get isAtStart(): boolean {
    const { account, screen, connection } = this;
    const isShowing = this.showsKeys || this.guided || this.broken !== null;
    const isLost = account !== null && connection.since(account) !== null;
    const isStrip = this.open.length === this.#open.length;
    return screen.name === "TAKE" && isStrip && !isShowing && !isLost;
  }

  /** Read out by screen readers. */
  get announcement(): string {
    return this.#announced.text;
  }

  set announcement(text: string) {
    this.#announced = { text };
  }

  /** Another one with each announcement: the same words may tell of another sale. */
  get announced(): object {
    return this.#announced;
  }

  get stillOpen(): number {
    return this.#open.length;
  }

  receive(event: TillEvent): void {
    if (event.kind === "DISPLAYS") {
      void this.displays.read();
      return;
    }
    if (event.kind === "CLIPBOARD") return this.#takeOffered({ text: event.text });
    if (event.kind === "SHOW") return this.#showChosen(event.sale);
    if (event.kind !== "SALE") {
      this.#readAgain();
      return;
    }
    const { sale } = event;
    this.connection.note(sale);
    // What a person was to decide was settled meanwhile.
    if (this.screen.name === "PERSON" && this.screen.sale === sale.id && !isDecidable(sale.state)) {
      this.goSales(sale.id);
    }
    if (this.shown?.id === sale.id) this.#showAgain(sale);
    else if (isPaid(sale) && this.#open.some(({ id }) => id === sale.id)) {
      this.#takePaid(sale);
    }
    this.refresh();
  }

  /** It may be told more than once before it is among the open sales no more. */
  #takePaid(sale: SaleRow): void {
    if (this.#justPaid.some((paid) => paid.sale.id === sale.id)) return;
    this.#justPaid = [{ sale, at: now.at }, ...this.#justPaid];
    this.#announce(sale);
  }

  /** What was on the clipboard begins a sale. Nothing of it counts before staff have seen how it reads. */
  #takeOffered(offered: Offered): void {
    if (this.#isKept()) return;
    const take = () => (this.offered = offered);
    if (this.screen.name === "PAID") return void this.endSale(take);
    if (this.screen.name !== "TAKE") this.goTake();
    take();
  }

  /** A sale that staff chose outside the window. */
  #showChosen(sale: string): void {
    if (this.#isKept()) return;
    this.backend.saleDetail({ sale }).then(
      async (found) => {
        if (this.screen.name === "PAID") await this.endSale();
        if (this.session.isOpen) await this.openSale(found);
      },
      () => undefined,
    );
  }

  /**
   * Whether the window stays as it is, whatever is pressed outside: a question is open, money that nobody expected asks
   * for a decision, or the customer reads it.
   */
  #isKept(): boolean {
    if (this.shared || this.firstStart) return true;
    const decides = this.screen.name === "PAID" && this.shown?.state.kind !== "PAID";
    if (!hasOpenDialog() && !decides) return false;
    this.announcement = m.keys_clipboard_busy();
    return true;
  }

  /** Reads the lists and totals anew. They stay as they are while the book cannot be read. */
  refresh(): void {
    this.changes += 1;
    if (this.firstStart) return;
    const keep = () => undefined;
    const [open, totals, recent] = [this.#opens.ask(), this.#days.ask(), this.#recents.ask()];
    this.backend.openSales().then((rows) => open(() => this.#takeOpen(rows)), keep);
    const today = localDay(now.at);
    if (!this.session.may("SEE_FIGURES")) this.totals = null;
    else this.backend.dayTotals(today).then((day) => totals(() => (this.totals = day)), keep);
    const query: SaleQuery = {
      text: "",
      filter: "ALL",
      days: null,
      mine: false,
      account: null,
      before: null,
      limit: RECENT,
    };
    this.backend.findSales({ query }).then((rows) => recent(() => (this.recent = rows)), keep);
  }

  #takeOpen(rows: SaleRow[]): void {
    this.#open = rows;
    void this.connection.watch(rows, (sale) => this.backend.saleDetail({ sale }));
  }

  /** The web view says that there is a network again: the till looks at what it could not check. */
  async lookAgain(): Promise<void> {
    this.connection.network(true);
    const shown = this.shown?.id ?? null;
    await this.connection.lookAgain(shown, (sale) => this.backend.linkStatus({ sale }));
  }

  /** They stay as they were while the book can't be read. */
  #readSettings(): void {
    void this.settings.readAgain().catch(() => undefined);
  }

  #readAgain(): void {
    this.#readSettings();
    const inOrder = this.#states.ask();
    this.backend.tillState().then(
      (till) => this.become(till, inOrder),
      () => this.refresh(),
    );
  }

  /** Leaves a paid sale, and begins the `next` one unless the till locks with this one. */
  async endSale(next: () => void = () => undefined): Promise<void> {
    this.guided = false;
    if (this.session.lockAfterSale) {
      await this.backend.showToCustomer({ sale: null }).catch(() => undefined);
      await this.session.askAgain();
    }
    if (this.session.isOpen) next();
    this.goTake();
  }

  goTake(): void {
    this.#leaveSale();
    this.screen = { name: "TAKE" };
  }

  goSales(sale: string | null = null, search = false, filter: SaleFilter = "ALL"): void {
    this.#leaveSale();
    this.screen = { name: "SALES", sale, search, filter };
  }

  /** To the links of an account that can still be paid. */
  async showOpenOf(account: AccountView): Promise<void> {
    if (await this.#use(account)) this.goSales(null, false, "OPEN");
  }

  /** To a sale of an account. */
  async showSaleOf(account: AccountView, sale: string): Promise<void> {
    if (await this.#use(account)) this.goSales(sale);
  }

  /** Lists show the sales of the account in use. Where it cannot be chosen, Settings say why. */
  async #use(account: AccountView): Promise<boolean> {
    if (account.id === this.account?.id) return true;
    try {
      this.become(await this.backend.chooseAccount({ account: account.id }));
      return true;
    } catch {
      this.goSettings("ACCOUNTS");
      return false;
    }
  }

  /** To the evidence about what only a person can decide. */
  goPerson(sale: string): void {
    this.#leaveSale();
    this.screen = { name: "PERSON", sale };
  }

  /** To the products; with a code that none of them has, to the form for a new one. */
  goProducts(barcode: string | null = null): void {
    this.#leaveSale();
    const fresh = this.session.may("MANAGE_PRODUCTS") ? barcode : null;
    this.screen = { name: "PRODUCTS", barcode: fresh };
  }

  /** To who did what; about one sale alone, if it is given. */
  goHistory(sale: string | null = null): void {
    this.#leaveSale();
    this.screen = { name: "HISTORY", sale };
  }

  /** To the settings: to a part of them, or to the one that was open last. */
  goSettings(section: SectionId | null = this.section): void {
    this.#leaveSale();
    this.section = section;
    this.screen = { name: "SETTINGS" };
  }

  /** Opens a sale where its next step is: on the waiting screen, or in the list. */
  async openSale(row: SaleRow): Promise<void> {
    this.#justPaid = this.#justPaid.filter(({ sale }) => sale.id !== row.id);
    if (isPaid(row)) return this.goSales(row.id);
    if (isDecidable(row.state)) return this.goPerson(row.id);
    try {
      this.show(await this.backend.saleDetail({ sale: row.id }));
    } catch {
      this.goSales(row.id);
    }
  }

  show(sale: SaleView): void {
    this.connection.note(sale);
    this.shown = sale;
    this.task = null;
    this.problem = null;
    this.screen = { name: isPaid(sale) ? "PAID" : "SALE" };
    this.#announce(sale);
    this.#tellCustomer(mayBeShown(sale) ? sale.id : null);
  }

  /** The button *Create payment link*. A second press while the first is running does nothing. */
  async create(): Promise<void> {
    const { account, draft, till } = this;
    if (!account || !till || draft.sending) return;
    draft.error = null;
    const linkEnds = draft.linkEnds(till.counterPayableFor, now.at);
    const wrong = draft.terms.wrong(account.can) ?? draft.kind.wrong(account.can, linkEnds);
    if (wrong) return draft.failed(wrong);
    const selling = this.selling(account);
    const refused = this.#refused(account, draft.basket(account).lines(selling));
    if (refused) return draft.failed(refused);
    const form = draft.press(account, selling, till.shopName, till.counterPayableFor);
    if (!form) return;
    draft.sending = true;
    try {
      const sale = await this.backend.createLink({ form });
      this.refresh();
      draft.clear(account);
      if (this.screen.name === "TAKE") this.show(sale);
    } catch (cause) {
      const error = asError(cause);
      // Whoever reads it has signed in again; the same press then goes once more.
      if (hasCode(error, "TILL_LOCKED")) return;
      draft.failed(error, account);
      // The price or the product is another one by now: staff are shown which.
      if (draft.error && hasCode(draft.error, "PRODUCT_REFUSED")) void this.products.reload();
    } finally {
      draft.sending = false;
    }
  }

  /** What decides over the prices of an account's products. */
  selling(account: AccountView): Selling {
    const { list, read } = this.products;
    return {
      products: list,
      read,
      currency: this.draft.currency(account),
      can: account.can,
    };
  }

  /** Why no link can be asked for of what is chosen and typed. */
  #refused({ can }: AccountView, lines: readonly BasketLine[]): TillError | null {
    if (lines.length > 0) return refusedLine(lines);
    if (!can.freeAmount) return { code: "MISSING_REQUIRED_FIELDS", fields: ["PRODUCTS"] };
    if (this.draft.free(can) > 0n) return null;
    return { code: "INVALID_AMOUNT", fault: this.draft.untouched ? "EMPTY" : "ZERO" };
  }

  /** The same press goes again: the till sends the same request, as it stands in its book. */
  tryAgain(sale: SaleView): Promise<void> {
    const form = samePress(sale, this.till?.counterPayableFor ?? 0);
    return this.#change(() => this.backend.createLink({ form }));
  }

  /** Another account is asked for a link for the same sale. */
  tryWith(sale: SaleView, account: OtherAccount): Promise<void> {
    const press = this.#tryPresses.of(sale, account);
    return this.#change(async () => {
      const tried = await this.backend.tryWith({ sale: sale.id, account: account.id, press });
      this.#tryPresses.answered(sale, account);
      return tried;
    });
  }

  checkNow(sale: SaleView): Promise<void> {
    return this.#change(() => this.backend.linkStatus({ sale: sale.id }));
  }

  /** A new sale with the same words; what the provider did not take of them stands beside it. */
  createAgain(sale: SaleView): void {
    const error = sale.state.kind === "LINK_REFUSED" ? sale.state.error : null;
    this.draft.refill(sale, error && hasCode(error, "FIELD_REFUSED") ? error : null);
    if (this.account) this.draft.forgetStranger(this.account);
    this.goTake();
  }

  async payAsCustomer(sale: SaleView): Promise<void> {
    const link = sale.link;
    if (link) await this.#attempt(() => this.backend.openPayPage({ link: link.id }));
  }

  showCustomer(sale: SaleView): Promise<void> {
    return this.#attempt(async () => {
      await this.backend.showToCustomer({ sale: sale.id });
      this.shared = (await this.backend.raiseCustomerDisplay()) !== "OWN";
    });
  }

  /** The till answered with the sale as it is now. */
  changed(sale: SaleView): void {
    if (this.shown?.id === sale.id) this.#showAgain(sale);
    this.refresh();
  }

  async #change(call: () => Promise<SaleView>): Promise<void> {
    await this.#attempt(async () => this.changed(await call()));
  }

  async #attempt(call: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    try {
      await call();
    } catch (cause) {
      const error = asError(cause);
      if (!hasCode(error, "TILL_LOCKED")) this.problem = error;
    }
  }

  #showAgain(sale: SaleView): void {
    const before = this.shown;
    this.connection.note(sale);
    this.shown = sale;
    if (before && sameNews(before, sale)) return;
    this.problem = null;
    this.#announce(sale);
    if (before && !mayBeShown(before) && mayBeShown(sale)) this.#tellCustomer(sale.id);
    if (this.screen.name === "PAID" && !isPaid(sale)) this.screen = { name: "SALE" };
    if (this.screen.name !== "SALE" || !isPaid(sale)) return;
    if (!before || moneyCame(before, sale)) this.screen = { name: "PAID" };
  }

  #leaveSale(): void {
    if (this.shown) this.#tellCustomer(null);
    this.shown = null;
    this.task = null;
    this.begun.close();
    this.shared = false;
    this.problem = null;
  }

  /** Whether one sale has the screen. */
  get #isOnSale(): boolean {
    return this.screen.name === "SALE" || this.screen.name === "PAID";
  }

  /** A customer display that cannot be told says so itself; the sale goes on. */
  #tellCustomer(sale: string | null): void {
    this.backend.showToCustomer({ sale }).catch(() => undefined);
  }

  #announce(sale: SaleRow): void {
    const { word } = stateLook(sale.state, now.at);
    this.announcement = m.announce_state({ amount: money(askedAmount(sale)), word });
  }
}
