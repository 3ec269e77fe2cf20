import { euros, inSeconds } from "./fake-data";
import type { HistoryEntry, StaffView } from "../contract";

export const ADA: StaffView = { id: "owner", name: "Ada" };
export const BRUNO: StaffView = { id: "bruno", name: "Bruno" };
export const CARLA: StaffView = { id: "carla", name: "Carla" };

/** One row of the book; what nobody says of it is nothing. */
export function historyEntry(
  changes: Partial<HistoryEntry> & Pick<HistoryEntry, "seq" | "kind">,
): HistoryEntry {
  return {
    at: inSeconds(-60 * (100 - changes.seq)),
    by: null,
    approvedBy: null,
    detail: "",
    role: null,
    member: null,
    account: "",
    rules: null,
    settings: null,
    sale: null,
    reference: "",
    money: null,
    ...changes,
  };
}

/** A morning at the pretend till, the newest first. */
export function fakeHistory(): HistoryEntry[] {
  const sale = { sale: "sale-refunded", reference: "INV-1040" };
  const refund = { ...sale, money: euros(1400) };
  return [
    historyEntry({ seq: 12, kind: "RULES_CHANGED", by: ADA }),
    historyEntry({ seq: 11, kind: "REFUND", detail: "MADE", ...refund }),
    historyEntry({ seq: 10, kind: "REFUND_PLANNED", by: CARLA, approvedBy: BRUNO, ...refund }),
    historyEntry({ seq: 9, kind: "PIN_PROVEN", by: CARLA, member: BRUNO }),
    historyEntry({ seq: 8, kind: "PAYMENT_SEEN", ...sale, money: euros(6400) }),
    historyEntry({ seq: 7, kind: "LINK", detail: "MADE", ...sale }),
    historyEntry({ seq: 6, kind: "SALE_STARTED", by: CARLA, ...sale, money: euros(6400) }),
    historyEntry({ seq: 5, kind: "SIGNED_IN", by: CARLA }),
    historyEntry({ seq: 4, kind: "PIN_REFUSED", member: CARLA }),
    historyEntry({ seq: 3, kind: "STAFF_ADDED", by: ADA, member: CARLA, role: "CASHIER" }),
    historyEntry({ seq: 2, kind: "ACCOUNT_ADDED", by: ADA }),
    historyEntry({ seq: 1, kind: "STAFF_ADDED", member: ADA, role: "OWNER" }),
  ];
}
