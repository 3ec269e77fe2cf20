import type { FakeStaff } from "./fake-staff";
import type {
  ApprovalReason,
  RefundForm,
  RefundProofForm,
  TillError,
  TillRules,
} from "../contract";

/** The refund rule of the pretend till, as simple as it shows every screen of it. */
export class FakeRefundRules {
  /** Whether refunds ask for PINs at all: a test that is about something else is not asked. */
  inForce = false;
  readonly #staff: FakeStaff;
  readonly #rules: () => TillRules;
  #proven: RefundProofForm[] = [];

  constructor(staff: FakeStaff, rules: () => TillRules) {
    this.#staff = staff;
    this.#rules = rules;
  }

  prove(form: RefundProofForm): null {
    this.#staff.check(form.member, form.pin);
    this.#proven.push(form);
    return null;
  }

  /** Refuses a refund that lacks a PIN. */
  check({ press, amountMinor }: RefundForm): void {
    const { current, pinless } = this.#staff;
    if (!this.inForce || pinless || !current) return;
    const proven = this.#proven.filter(
      (proof) => proof.press === press && proof.amountMinor === amountMinor,
    );
    const others = proven.some(({ member }) => member !== current.id);
    const own = proven.some(({ member }) => member === current.id);
    const asker = current.role !== "CASHIER";
    const pin = asker && this.#rules().refundPin.kind !== "NEVER" && !own;
    const approval = others ? null : this.#approval(asker, amountMinor);
    if (!pin && !approval) return;
    const approvers = this.#staff
      .tiles()
      .filter(({ id, role, hasPin }) => id !== current.id && role !== "CASHIER" && hasPin);
    throw { code: "REFUND_NEEDS", pin, approval, approvers } satisfies TillError;
  }

  #approval(mayRefund: boolean, amountMinor: string): ApprovalReason | null {
    if (!mayRefund) return "ROLE";
    const isAbove = this.#rules().eachLimit.some(
      ({ minor }) => BigInt(amountMinor) > BigInt(minor),
    );
    return isAbove ? "AMOUNT" : null;
  }
}
