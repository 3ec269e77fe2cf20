import { Activity } from "./activity";
import { asError } from "../words/errors";
import { drawnAgain } from "../language/drawn-again";
import { Counter } from "../counter/counter.svelte";
import { FreshPage } from "./fresh-page";
import { Session } from "./session.svelte";
import { hasOpenDialog, hasWrittenField } from "../keys/focus";
import { sounds as windowSounds, type Sounds } from "../manners/sounds";
import type { Backend } from "../backend/backend";
import type { News, SessionView, TillError, TillEvent } from "../contract";

/** The counter window: the lock screen, or the till as the person sees it who is signed in. */
export class TillWindow {
  readonly session: Session;
  readonly activity: Activity;
  readonly fresh: FreshPage;
  /** The till of the person who is there, as they left it. */
  counter = $state.raw<Counter | null>(null);
  /** How many sales are open, while staff are asked what closing the counter means. */
  closing = $state<number | null>(null);
  /** The till does not answer at all. */
  broken = $state.raw<TillError | null>(null);
  /**
   * Everybody finds what they had typed, until the program ends. Nothing of it is on the page while
   * they are away, and it has no more figures or lists of the till.
   */
  readonly #counters = new Map<string, Counter>();
  readonly #sounds: Sounds;
  #watching = false;
  /** Whether somebody signs in, so that the page has to say who. */
  #signingIn = false;

  constructor(backend: Backend, sounds: Sounds = windowSounds) {
    this.#sounds = sounds;
    this.fresh = new FreshPage(
      () => this.#isBlank,
      () => backend.freshPage(),
    );
    this.session = new Session(backend, (before, after) => this.#changed(before, after));
    this.activity = new Activity({
      tell: () => void this.session.backend.stillHere().catch(() => undefined),
      ask: () => void this.session.askAgain(),
      lockAfter: () => this.session.lockAfterIdle,
    });
  }

  /** Whether a fresh page would show the same, and nobody, who is there or away, would miss anything that they began. */
  get #isBlank(): boolean {
    const { session, counter } = this;
    const isAsked = this.closing !== null || this.broken !== null || hasOpenDialog();
    const isLocked = session.locked !== null && !session.isRecovering;
    const isShown = session.isOpen ? (counter?.isAtStart ?? false) : isLocked;
    const isBegun = [...this.#counters.values()].some(({ isBlank }) => !isBlank);
    return isShown && !isBegun && !isAsked && !hasWrittenField();
  }

  /** Somebody touched the window. */
  touched(): void {
    this.activity.touched();
    this.fresh.touched();
  }

  /** Begins, also once more after it could not. */
  async start(): Promise<void> {
    try {
      await this.session.ask();
      if (!this.#watching) {
        await this.session.backend.watchTill((event) => this.receive(event));
        this.#watching = true;
      }
      // What changed between the first answer and the watch was told to nobody.
      await this.session.ask();
      this.broken = null;
      this.#openCounter();
    } catch (cause) {
      this.broken = asError(cause);
    }
  }

  receive(event: TillEvent): void {
    if (event.kind === "NEWS") return void this.#hear(event.news);
    if (event.kind === "CLOSING") return this.#askClosing(event.open);
    // The lock screen counts the open sales: whatever changes may be one of them.
    if (this.session.unread) void this.session.tryAgain();
    else if (event.kind === "SESSION" || !this.session.isOpen) void this.session.askAgain();
    else this.counter?.receive(event);
  }

  /** A customer who has the screen closes nothing. */
  #askClosing(open: number): void {
    if (!this.counter?.shared) this.closing = open;
    else void this.session.backend.endClosing({ way: "STAY" }).catch(() => undefined);
  }

  /** Also while the till is locked: it is heard by whoever is near. */
  async #hear(news: News): Promise<void> {
    try {
      const { sounds } = await this.session.backend.tillSettings();
      const isWanted: Record<News, boolean> = { PAID: sounds.paid, ATTENTION: sounds.attention };
      if (isWanted[news]) await this.#sounds.play(news, sounds.volume);
    } catch {
      // The screen says it; a sound is only a hint.
    }
  }

  #changed(before: SessionView | null, after: SessionView | null): void {
    if (after?.kind !== "OPEN") {
      this.#signingIn = true;
      this.activity.stop();
      this.counter?.leave();
      return;
    }
    this.activity.begin();
    if (before?.kind !== "OPEN" || before.staff.id !== after.staff.id) this.#openCounter();
    else if (before.role !== after.role) {
      this.counter?.fitRights();
      this.counter?.refresh();
    }
  }

  #openCounter(): void {
    if (!this.session.isOpen) return;
    const { id } = this.session.staff;
    const counter = this.#counters.get(id) ?? new Counter(this.session);
    this.#counters.set(id, counter);
    if (this.counter !== counter) this.counter?.leave();
    this.counter = counter;
    if (drawnAgain.take()) counter.goSettings("LOOK");
    void (this.#signingIn ? counter.comeBack() : counter.start());
    this.#signingIn = false;
  }
}
