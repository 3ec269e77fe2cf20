import type { Backend } from "../backend/backend";
import type { ApprovalReason, RefundForm, StaffTile, TillError } from "../contract";

/** What the till asks for before it refunds. */
export type RefundNeeds = Extract<TillError, { code: "REFUND_NEEDS" }>;

/** Whose PIN is asked for: that of whoever refunds, or that of a second person. */
export type ProofStep = "OWN" | "APPROVAL";

/** The PINs that one refund needs, one after the other. The pad has the digits; they never come here. */
export class Proving {
  /** Who approves; null until somebody was chosen. */
  approver = $state<string | null>(null);
  readonly approval: ApprovalReason | null;
  readonly approvers: readonly StaffTile[];
  readonly steps: readonly ProofStep[];
  /** Whether a PIN that counted before is asked for once more. */
  readonly again: boolean;
  #done = $state(0);
  readonly #backend: Backend;
  readonly #own: string;
  /** When the till told this, on a clock that nobody sets, milliseconds. */
  readonly #told = performance.now();

  /** `before` is what was asked for the same refund the last time. */
  constructor(backend: Backend, own: string, needs: RefundNeeds, before: Proving | null) {
    this.#backend = backend;
    this.#own = own;
    this.approval = needs.approval;
    this.approvers = needs.approvers.filter(({ id, hasPin }) => hasPin && id !== own);
    const steps: ProofStep[] = [];
    if (needs.pin) steps.push("OWN");
    if (needs.approval) steps.push("APPROVAL");
    this.steps = steps;
    this.again = steps.some((step) => before?.steps.includes(step));
    const likely = this.approvers.length === 1 ? this.approvers[0]?.id : before?.approver;
    this.approver = this.approvers.find(({ id }) => id === likely)?.id ?? null;
  }

  /** The PIN that is asked for now; null once all were typed. */
  get step(): ProofStep | null {
    return this.steps[this.#done] ?? null;
  }

  /** Which PIN that is, counted from 1. */
  get number(): number {
    return this.#done + 1;
  }

  /** Nobody can approve: a PIN that was typed before would be in vain. */
  get isHopeless(): boolean {
    return this.approval !== null && this.approvers.length === 0;
  }

  get chosen(): StaffTile | null {
    return this.approvers.find(({ id }) => id === this.approver) ?? null;
  }

  /** Seconds until a PIN of whoever approves may be tried. */
  get wait(): number {
    const waits = this.step === "APPROVAL" ? (this.chosen?.waits ?? 0) : 0;
    return Math.max(0, Math.ceil(waits - (performance.now() - this.#told) / 1000));
  }

  /** Shows a PIN for this refund; true once all that are needed were. Rejects where it does not count. */
  async show(pin: string, { press, payment, amountMinor }: RefundForm): Promise<boolean> {
    const member = this.step === "OWN" ? this.#own : this.approver;
    if (member === null) return false;
    await this.#backend.proveRefund({ form: { member, pin, press, payment, amountMinor } });
    this.#done += 1;
    return this.step === null;
  }
}
