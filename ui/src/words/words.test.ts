import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EVERY_STATE, euros, fakeLink, saleIn } from "../backend/fake-data";
import {
  ERROR_CODES,
  errorFields,
  errorWords,
  fieldWords,
  fitWords,
  type ErrorCode,
} from "./errors";
import { FLITT_CODES } from "./flitt-codes";
import { markColours, markText, markWords } from "./marks";
import MovingDots from "../parts/MovingDots.svelte";
import { paidState } from "../sale/paid";
import { saleActions } from "../sale/actions";
import { RIGHTS } from "../backend/fake";
import { rightWords } from "./rights";
import { stateLook } from "./states";
import { timelineWords } from "./timeline";
import { learnWords, TROUBLE_KINDS, TROUBLES, troublesAt } from "./troubles";
import type { SaleState, TillError, TimelineWhat } from "../contract";

/** Data for the codes that carry some. */
const DATA: Partial<Record<ErrorCode, object>> = {
  MISSING_REQUIRED_FIELDS: { fields: ["KEY_ID", "KEY"] },
  INVALID_AMOUNT: { fault: "TOO_LARGE" },
  CURRENCY_NOT_OFFERED: { currency: "USD", offered: ["EUR", "GBP"] },
  CURRENCY_NOT_COUNTED: { currency: "JPY" },
  CURRENCY_DISPUTED: { currency: "JPY", ours: 0, theirs: 2 },
  KEY_FOR_OTHER_ENVIRONMENT: { live: true },
  CONFIRM_PAY_HOST: { hosts: ["pay.example.com"] },
  FIELD_REFUSED: { field: "CUSTOMER_EMAIL", providerCode: "invalid", detail: "no such domain" },
  APP_USED_ELSEWHERE: { environment: "SANDBOX" },
  HOST_NOT_FOR_ENVIRONMENT: { host: "apis.example.com" },
  CHOOSE_PROVIDER_ACCOUNT: { linkAccounts: ["one", "two"], paymentAccounts: ["one"] },
  TEXT_TOO_LONG: { field: "DESCRIPTION", limit: 250, length: 251 },
  CARD_NUMBER_IN_TEXT: { field: "REFERENCE" },
  INVALID_FIELD: { field: "COUNTRY" },
  FORBIDDEN_CHARACTER: { field: "DESCRIPTION", character: "|" },
  TOKEN_GENERATION_ERROR: { detail: "no permission" },
  PERMISSION_MISSING: { permission: "LNK_POST_Create" },
  API_ERROR: { providerCode: "40007", detail: "expiration_date is in the past" },
  INVALID_RESPONSE: { doubt: "UNREADABLE" },
  FOREIGN_HOST: { host: "pay.example.org" },
  PRODUCT_REFUSED: { product: "product-1", name: "Blue mug", fault: "GONE" },
  NOT_SENT: { fault: "DNS" },
  UNCLEAR_OUTCOME: { doubt: "TIMED_OUT" },
  TOO_MANY_REQUESTS: { retryAfter: 3 },
  VAULT_NO_STORE: { keychain: "SECRET_SERVICE" },
  OVER_REFUND: { left: euros(5000) },
  MONEY_RESERVED: { count: 2 },
  SUBSCRIPTIONS_RUNNING: { count: 2 },
  LINKS_STILL_OPEN: { count: 3 },
  INVALID_PRICE: { currency: "EUR", fault: "TOO_LARGE" },
  ALREADY_IN_USE: { field: "BARCODE" },
  PICTURE_REFUSED: { fault: "DAMAGED" },
  LEDGER_CHANGED: { row: 17 },
  NOT_ALLOWED: { right: "REFUND" },
  WRONG_PIN: { triesLeft: 3 },
  PIN_WAIT: { seconds: 30 },
  NEW_PIN_REFUSED: { fault: { kind: "GUESSABLE" } },
  BOOK_CHANGED_OUTSIDE: { row: 17 },
  REFUND_NEEDS: { pin: true, approval: "AMOUNT", approvers: [] },
  WRONG_RECOVERY_CODE: { triesLeft: 1 },
  RECOVERY_CODE_TYPO: { group: 3 },
};

describe("every error has words that say what to do", () => {
  test.each(ERROR_CODES)("%s", (code) => {
    const words = errorWords({ code, ...DATA[code] } as TillError);
    expect(words.length).toBeGreaterThan(15);
    expect(words).not.toMatch(/undefined|null|\{|\}|!|token|API\b/);
    if (code !== "UNKNOWN_ERROR") {
      expect(words).not.toBe(errorWords({ code: "UNKNOWN_ERROR" }));
    }
  });

  test("the codes are those of the domain", () => {
    const rust = readFileSync("../crates/domain/src/error.rs", "utf8");
    const body = rust.slice(rust.indexOf("pub enum TillError"));
    const variants = [...body.matchAll(/^ {4}([A-Z][A-Za-z]+)(?: \{|,)/gm)].map(([, name]) => name);
    const codes = variants.map((name = "") =>
      name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    );
    expect(new Set(ERROR_CODES)).toEqual(new Set(codes));
  });

  test("a code that this page does not know still has words", () => {
    const newer = { code: "NEWER_THAN_THE_PAGE" } as unknown as TillError;
    expect(errorWords(newer)).toBe(errorWords({ code: "UNKNOWN_ERROR" }));
  });

  test("the figures and names are in the words", () => {
    expect(errorWords({ code: "OVER_REFUND", left: euros(5000) })).toContain("€50.00");
    expect(errorWords({ code: "FOREIGN_HOST", host: "pay.example.org" })).toContain(
      "pay.example.org",
    );
    expect(errorWords({ code: "VAULT_NO_STORE", keychain: "SECRET_SERVICE" })).toMatch(
      /gnome-keyring.*KWallet/,
    );
  });

  test.each(FLITT_CODES)("Flitt’s %s is plain words that say what to do", (providerCode) => {
    const words = errorWords({ code: "API_ERROR", providerCode, detail: "raw words" });
    expect(words).not.toMatch(/raw words|\d{4}/);
    expect(words).toMatch(
      /Ask|Choose|Type|Check|Look|Use|Try|Wait|Create|Remove|Refund all|leave it out/,
    );
  });

  test.each([
    ["1012", "cannot take this currency"],
    ["1027", "may not reserve money"],
    ["1059", "may not charge a saved card"],
    ["1060", "may not make subscriptions"],
    ["1069", "Not enough turnover today to refund this"],
    ["1084", "Refund all of it"],
    ["1100", "Ask Flitt to allow it"],
  ])("Flitt’s %s: %s", (providerCode, words) => {
    expect(errorWords({ code: "API_ERROR", providerCode, detail: "" })).toContain(words);
  });

  test("a code that the till has no words for is shown, with what the provider says", () => {
    const said = (providerCode: string, detail: string) =>
      errorWords({ code: "API_ERROR", providerCode, detail });
    expect(said("1111", "")).toContain("code 1111");
    expect(said("1111", "card brand not supported")).toMatch(/card brand not supported.*1111/);
    expect(said("40007", "expiry")).toMatch(/expiry.*40007/);
    expect(said("", "expiry")).toBe(
      "The provider refused: expiry. Change what it names, or ask the provider.",
    );
    expect(said("", "")).toContain("gives no reason");
  });

  test("a form may call a field as the provider does", () => {
    const error: TillError = { code: "TEXT_TOO_LONG", field: "KEY_ID", limit: 100, length: 101 };
    expect(fieldWords(error, "KEY_ID", "Merchant id")).toContain("Merchant id has 101 characters");
    expect(fieldWords(error, "KEY_ID")).toContain("Id of the keys has 101 characters");
    expect(fieldWords(error, "KEY", "Payment key")).toBeNull();
  });

  test("a field with words for what fits says them, and nothing else changes", () => {
    const invalid: TillError = { code: "INVALID_FIELD", field: "EVERY" };
    expect(fitWords(invalid, "EVERY", "From 1 to 9.")).toBe("From 1 to 9.");
    expect(fitWords(invalid, "TIMES", "From 1 to 9.")).toBeNull();
    const missing: TillError = { code: "MISSING_REQUIRED_FIELDS", fields: ["EVERY"] };
    expect(fitWords(missing, "EVERY", "From 1 to 9.")).toBe("Fill this in.");
  });

  test("errors about a field know which", () => {
    expect(errorFields({ code: "TEXT_TOO_LONG", field: "REFERENCE", limit: 1, length: 2 })).toEqual(
      ["REFERENCE"],
    );
    expect(errorFields({ code: "INVALID_AMOUNT", fault: "ZERO" })).toEqual(["AMOUNT"]);
    expect(errorFields({ code: "LEDGER_DISK_FULL" })).toEqual([]);
  });
});

const KINDS = Object.values(EVERY_STATE) as SaleState[];

describe("every state has its word, its shape and its next step", () => {
  test.each(KINDS.map((state) => [state.kind, state] as const))("%s", (_kind, state) => {
    const look = stateLook(state, Date.now());
    expect(look.word).not.toBe("");
    expect(look.icon).toBeTypeOf("function");
    const actions = saleActions(saleIn(state));
    expect(actions.some((action) => action === "NEW_SALE" || action === "KEEP")).toBe(true);
  });

  test("states that need different acts look different", () => {
    const looks = KINDS.map((state) => stateLook(state, Date.now()).word);
    expect(new Set(looks).size).toBe(KINDS.length);
  });

  test("only money that came is green", () => {
    const green = KINDS.filter((state) => stateLook(state, Date.now()).tone.startsWith("paid"));
    expect(green.map(({ kind }) => kind)).toEqual([
      "COLLECTING",
      "PAID",
      "PAID_LATE",
      "PAID_AFTER_CANCEL",
    ]);
  });

  test("money that nobody expected is never plain green, and says what happened", () => {
    for (const kind of [
      "PAID_LATE",
      "PAID_AFTER_CANCEL",
      "PAID_TWICE",
      "PAID_DIFFERENT_AMOUNT",
    ] as const) {
      const look = stateLook(EVERY_STATE[kind], Date.now());
      expect(look.tone).not.toBe("paid");
      expect(look.next).toMatch(/came/);
      const actions = saleActions(saleIn(EVERY_STATE[kind]));
      expect(actions.some((action) => action.startsWith("REFUND"))).toBe(true);
    }
  });

  test.each(["LINK", "PAYMENT", "REFUND", "CAPTURE", "RELEASE"] as const)(
    "not sure about a %s says what not to do, and a person is told where to look",
    (about) => {
      expect(stateLook({ kind: "NOT_SURE", about }, 0).word).toMatch(/do not/);
      const person = stateLook({ kind: "NEEDS_PERSON", about }, 0);
      expect(person.word).toMatch(/do not/);
      expect(person.next).toMatch(/evidence|portal/);
    },
  );

  test("a link that staff cancelled says when and by whom; one that the provider ended does not", () => {
    const at = new Date(2026, 10, 20, 14, 2).toISOString();
    const closed = stateLook(EVERY_STATE.CLOSED, 0, { cancelled: { at, by: "Anna" } });
    expect(closed.word).toMatch(/^Cancelled .*0?2:02.* by Anna$|^Cancelled 14:02 by Anna$/);
    expect(closed.next).toBe("Money may still come; the till keeps watching.");
    expect(stateLook(EVERY_STATE.CLOSED, 0).word).toBe("Closed, not paid");
  });

  test("silence shows wherever the till keeps asking", () => {
    const link = fakeLink({ cannotCheckSince: new Date(0).toISOString() });
    const silent = KINDS.filter(
      (state) => stateLook(state, Date.now(), { link }).tone === "unreachable",
    );
    const kinds = silent.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["PAYING", "CANCELLING", "HOLD_ENDING", "COLLECTING"]),
    );
    expect(kinds).not.toContain("PAID");
  });

  test("paying is blue with moving dots, and nothing of it is green", () => {
    const look = stateLook(EVERY_STATE.PAYING, 0);
    expect(look).toMatchObject({ tone: "waiting", word: "Paying now", icon: MovingDots });
    expect(look.next).toContain("Wait");
    expect(paidState(saleIn(EVERY_STATE.PAYING))).toBeNull();
  });

  test("a failed payment is over, and its next step is a new link", () => {
    const look = stateLook(EVERY_STATE.PAYMENT_FAILED, 0);
    expect(look).toMatchObject({ tone: "over", word: "Payment failed – make a new link" });
    expect(look.next).toContain("Nothing was taken.");
    expect(saleActions(saleIn(EVERY_STATE.PAYMENT_FAILED))[0]).toBe("CREATE_AGAIN");
  });

  test("a link without an end says so, waiting or refused once", () => {
    const waiting = stateLook({ kind: "WAITING", expiresAt: null }, 0);
    expect(waiting.word).toBe("Waiting · no end");
    expect(waiting.short).toBe("Waiting");
    expect(stateLook({ kind: "CARD_REFUSED", expiresAt: null }, 0).next).toBe(
      "The link stays payable until it is paid, fails or is cancelled.",
    );
  });

  test("doubt says not to hand over", () => {
    expect(stateLook(EVERY_STATE.NOT_SURE, 0).word).toBe("Not sure yet – do not hand over");
  });
});

describe("the timeline", () => {
  const AMOUNT = euros(2500);
  const LINES: [TimelineWhat, string][] = [
    [{ kind: "CANCEL_ASKED" }, "Link cancelled by Anna"],
    [{ kind: "CHANGE_ASKED", amount: AMOUNT }, "Link changed to €25.00 by Anna"],
    [{ kind: "LINK_CHANGED" }, "The provider shows the change by Anna"],
    [{ kind: "WISH_REFUSED" }, "The provider refused to change or cancel the link by Anna"],
    [{ kind: "CHARGES_ASKED", stop: true }, "Charging stopped by Anna"],
    [{ kind: "CHARGES_ASKED", stop: false }, "Charging wanted again by Anna"],
    [{ kind: "CHARGES_SET", stopped: true }, "The provider charges no more"],
    [{ kind: "CHARGES_SET", stopped: false }, "The provider charges again"],
    [{ kind: "CHARGES_REFUSED" }, "refused to change the charges"],
    [{ kind: "CARD_CONFIRMED" }, "Card confirmed"],
    [{ kind: "CUSTOMER_CHOSEN", chosen: true }, "Customer of the sale set by Anna"],
    [{ kind: "CUSTOMER_CHOSEN", chosen: false }, "Customer of the sale taken off by Anna"],
    [{ kind: "PAYING" }, "Customer confirmed the payment"],
    [{ kind: "REFUND_REFUSED", amount: AMOUNT }, "Refund of €25.00 refused"],
    [{ kind: "HOLD_END_STARTED", how: "CAPTURE", amount: AMOUNT }, "Capture of €25.00 started"],
    [{ kind: "HOLD_END_STARTED", how: "RELEASE", amount: AMOUNT }, "Release of €25.00 started"],
    [{ kind: "HOLD_END_DONE", how: "CAPTURE", amount: AMOUNT }, "€25.00 captured"],
    [{ kind: "HOLD_END_DONE", how: "RELEASE", amount: AMOUNT }, "€25.00 released"],
    [{ kind: "HOLD_END_NOT_SENT", how: "CAPTURE" }, "Capture not sent"],
    [{ kind: "HOLD_END_UNCLEAR", how: "RELEASE" }, "Release: no clear answer"],
    [{ kind: "HOLD_END_NOT_DONE", how: "CAPTURE" }, "Nothing was captured"],
    [{ kind: "LINK_MADE_FOR_ANOTHER_TOTAL", total: AMOUNT }, "the dashboard counts €25.00"],
    [{ kind: "TOTAL_TAKEN" }, "Total taken by Anna"],
    [{ kind: "TOTAL_DECLINED" }, "Total not taken by Anna"],
    [{ kind: "PERSON_DECIDED", made: true }, "Decided: it was made by Anna"],
    [{ kind: "PERSON_DECIDED", made: false }, "Decided: it was not made by Anna"],
  ];
  test.each(LINES)("%j", (what, words) => {
    expect(timelineWords({ at: "", by: "Anna", what })).toContain(words);
  });
});

test("every right has words for held and for missing", () => {
  for (const right of RIGHTS) {
    expect(rightWords({ right, held: true }, "FLITT")).toMatch(/^It can /);
    expect(rightWords({ right, held: false }, "FLITT")).toMatch(/^It cannot /);
  }
});

test("a missing right names the provider that can grant it", () => {
  const right = { right: "REFUND", held: false } as const;
  expect(rightWords(right, "FLITT")).toContain("Ask Flitt");
  expect(rightWords(right, "GLOBAL_PAYMENTS")).toContain("Ask Global Payments");
});

test("a refused card is tried again, or ends the link: as the provider has it", () => {
  expect(learnWords("DECLINES", "FLITT")).toContain("the same code");
  expect(learnWords("DECLINES", "PAYMENT_FLOW")).toContain("needs a new one");
  expect(troublesAt("PAYMENT_FLOW")).not.toContain("PAYS_TWICE");
});

test("a session ends and a price changes at the merchant dashboard alone", () => {
  for (const kind of ["ENDS_SESSION", "PRICE_CHANGES", "USED_UP"] as const) {
    expect(troublesAt("MERCHANT_DASHBOARD")).toContain(kind);
    expect(troublesAt("GLOBAL_PAYMENTS")).not.toContain(kind);
    expect(troublesAt("FLITT")).not.toContain(kind);
    expect(troublesAt("PAYMENT_FLOW")).not.toContain(kind);
  }
  expect(troublesAt("MERCHANT_DASHBOARD")).not.toContain("DECLINES_REFUND");
});

test("every trouble says what staff learn from it", () => {
  for (const kind of TROUBLE_KINDS) expect(TROUBLES[kind].learn()).toMatch(/^Staff learn /);
});

test("marks: eight colours and sixty-four words, no two alike", () => {
  expect(new Set(markColours()).size).toBe(8);
  expect(new Set(markWords()).size).toBe(64);
  expect(markText({ colour: 0, word: 0 })).toBe("Copper · Heron");
  expect(markText({ colour: 7, word: 63 })).toBe("Aqua · Zephyr");
});
