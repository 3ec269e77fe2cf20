import { euros, fakeLink, fakePayment, fakeSale, inSeconds } from "./fake-data";
import type { SaleView } from "../contract";

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
            approvedBy: null,
          },
        ],
      }),
    ],
    timeline: [
      { at: inSeconds(-2700), by: "Owner", what: { kind: "LINK_MADE" } },
      { at: inSeconds(-2500), by: null, what: { kind: "PAID", amount: euros(6400) } },
      {
        at: inSeconds(-1400),
        by: "Owner",
        what: { kind: "REFUND_STARTED", amount: euros(1400), approvedBy: null },
      },
      { at: inSeconds(-1398), by: null, what: { kind: "REFUND_ACCEPTED", amount: euros(1400) } },
    ],
  });
}
