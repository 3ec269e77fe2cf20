import { euros, fakeLink, fakePayment, fakeSale, inSeconds } from "./fake-data";
import type { Candidate, PersonCase, SaleView } from "../contract";

export function fakeCandidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    providerId: "TRN_refund_1",
    amount: euros(1400),
    at: inSeconds(-3500),
    fits: true,
    known: false,
    stands: true,
    ...changes,
  };
}

/** A refund of which nobody knows whether it was made, with every kind of candidate. */
export function fakeCase(changes: Partial<PersonCase> = {}): PersonCase {
  return {
    subject: "refund-unclear",
    about: "REFUND",
    amount: euros(1400),
    askedAt: inSeconds(-3700),
    askedBy: "Anna",
    lastSent: inSeconds(-3600),
    payment: "TRN_hJs7",
    ourReference: "INV-1043-5f2c9a1b7e",
    candidates: [
      fakeCandidate(),
      fakeCandidate({ providerId: "TRN_refund_2", amount: euros(500), fits: false }),
      fakeCandidate({ providerId: "TRN_refund_3", known: true }),
      fakeCandidate({ providerId: "TRN_refund_4", stands: false, at: null }),
    ],
    total: null,
    untold: false,
    lookedAt: inSeconds(-2),
    cannotLook: null,
    mayDecideNone: true,
    ...changes,
  };
}

/** The sale of that refund. */
export function saleForPerson(changes: Partial<SaleView> = {}): SaleView {
  return fakeSale({
    id: "sale-person",
    amount: euros(6400),
    whatFor: "repair, Mr Lee",
    state: { kind: "NEEDS_PERSON", about: "REFUND" },
    link: fakeLink({ id: "link-person", payable: false, canCancel: false, canChange: false }),
    payments: [
      fakePayment({
        onItsWay: euros(1400),
        left: euros(5000),
        refunds: [
          {
            id: "refund-unclear",
            press: "44444444-4444-4444-8444-444444444444",
            amount: euros(1400),
            state: "NEEDS_PERSON",
            reason: "CUSTOMER_ASKED",
            note: "",
            madeAt: inSeconds(-3700),
            madeBy: "Anna",
            error: null,
            approvedBy: null,
          },
        ],
      }),
    ],
    ...changes,
  });
}
