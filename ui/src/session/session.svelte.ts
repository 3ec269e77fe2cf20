import { asError, hasCode } from "../words/errors";
import { guarded } from "./guarded";
import { InOrder } from "../counter/order";
import { putOn } from "../look/look";
import { reader } from "../words/reader.svelte";
import type { Backend } from "../backend/backend";
import type {
  Commands,
  LockScreen,
  Right,
  Role,
  SessionView,
  StaffView,
  TillError,
} from "../contract";

type OpenSession = Extract<SessionView, { kind: "OPEN" }>;

const NOBODY: StaffView = { id: "", name: "" };

/** Who is at the till, as the till says. Nobody has any right until it does. */
export class Session {
  /** The till, which is asked again who is there whenever it says that it is locked. */
  readonly backend: Backend;
  /** Who was at the till last, so that their tile is chosen when they come back. */
  lastMember: string | null = null;
  /** Whether somebody is getting in by the recovery code. */
  isRecovering = false;
  /** Why the till cannot say who is at it, although it may be locked: nothing of it is shown. */
  unread = $state.raw<TillError | null>(null);
  readonly #changed: (before: SessionView | null, after: SessionView | null) => void;
  readonly #inOrder = new InOrder();
  #view = $state.raw<SessionView | null>(null);
  /** Somebody wanted it locked, and it has not said that it is. */
  #lockAsked = false;

  constructor(
    backend: Backend,
    changed: (before: SessionView | null, after: SessionView | null) => void = () => undefined,
  ) {
    this.backend = guarded(backend, () => void this.askAgain());
    this.#changed = changed;
  }

  /** What the lock screen shows; null while somebody is signed in, and before the till says. */
  get locked(): LockScreen | null {
    return this.#view?.kind === "LOCKED" ? this.#view.screen : null;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  get staff(): StaffView {
    return this.#open?.staff ?? NOBODY;
  }

  get role(): Role | null {
    return this.#open?.role ?? null;
  }

  /** Whether no PIN was ever set: the till is never locked, and says nothing of staff. */
  get pinless(): boolean {
    return this.#open?.pinless ?? false;
  }

  get lockAfterIdle(): number | null {
    return this.pinless ? null : (this.#open?.lockAfterIdle ?? null);
  }

  get lockAfterSale(): boolean {
    return this.#open?.lockAfterSale ?? false;
  }

  may(right: Right): boolean {
    return this.#open?.rights.includes(right) ?? false;
  }

  async ask(): Promise<void> {
    const inOrder = this.#inOrder.ask();
    const view = await this.backend.session();
    inOrder(() => this.#take(view));
  }

  /** Where the till may be locked and cannot say so, its page goes all the same. */
  async askAgain(): Promise<void> {
    try {
      await this.ask();
    } catch (cause) {
      if (this.isOpen || this.unread) this.#hide(asError(cause));
    }
  }

  async lock(): Promise<void> {
    this.#lockAsked = true;
    try {
      await this.#change(() => this.backend.lock());
    } catch (cause) {
      // It may have locked all the same, and then says so. Whoever goes away sees no open page.
      this.#hide(asError(cause));
      await this.ask().catch(() => undefined);
    }
  }

  /** What failed once more: the lock that was asked for, or the question who is there. */
  tryAgain(): Promise<void> {
    return this.#lockAsked ? this.lock() : this.askAgain();
  }

  /** Rejects where the PIN does not fit. A wait that the till began with it is told instead. */
  async signIn(member: string, pin: string): Promise<void> {
    try {
      await this.#change(() => this.backend.signIn({ form: { member, pin } }));
    } catch (cause) {
      throw await this.#withWait(asError(cause), member);
    }
  }

  recover(form: Commands["recover"]["takes"]["form"]): Promise<void> {
    return this.#change(() => this.backend.recover({ form }));
  }

  /** The recovery code was typed back: from now on there are PINs. */
  proveRecoveryCode(code: string): Promise<void> {
    return this.#change(() => this.backend.proveRecoveryCode({ code }));
  }

  async #withWait(error: TillError, member: string): Promise<TillError> {
    if (!hasCode(error, "WRONG_PIN") || error.triesLeft > 0) return error;
    await this.askAgain();
    const seconds = this.locked?.staff.find(({ id }) => id === member)?.waits ?? 0;
    return seconds > 0 ? { code: "PIN_WAIT", seconds } : error;
  }

  /** It changes who is there: an answer to what was asked meanwhile may be of before. */
  async #change(call: () => Promise<SessionView>): Promise<void> {
    const view = await call();
    this.#inOrder.ask()(() => this.#take(view));
  }

  #take(view: SessionView): void {
    if (view.kind === "LOCKED") this.#lockAsked = false;
    else if (this.#lockAsked && this.unread) return;
    this.unread = null;
    this.#become(view);
  }

  #hide(error: TillError): void {
    this.unread = error;
    this.#become(null);
  }

  #become(view: SessionView | null): void {
    const before = this.#view;
    if (view?.kind === "OPEN") this.lastMember = view.staff.id;
    if (view) putOn(view.look);
    reader.managesAccounts = view?.kind !== "OPEN" || view.rights.includes("MANAGE_ACCOUNTS");
    this.#view = view;
    this.#changed(before, view);
  }

  get #open(): OpenSession | null {
    return this.#view?.kind === "OPEN" ? this.#view : null;
  }
}
