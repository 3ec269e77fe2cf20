import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EVERY_STATE, euros } from "../backend/fake-data";
import { ERROR_CODES, errorFields, errorWords, type ErrorCode } from "./errors";
import { markColours, markText, markWords } from "./marks";
import { saleActions } from "../sale/actions";
import { stateLook } from "./states";
import type { SaleState, TillError } from "../contract";

/** Data for the codes that carry some. */
const DATA: Partial<Record<ErrorCode, object>> = {
  MISSING_REQUIRED_FIELDS: { fields: ["APP_ID", "APP_KEY"] },
  INVALID_AMOUNT: { fault: "TOO_LARGE" },
  CURRENCY_NOT_OFFERED: { currency: "USD", offered: ["EUR", "GBP"] },
  CURRENCY_NOT_COUNTED: { currency: "JPY" },
  TEXT_TOO_LONG: { field: "DESCRIPTION", limit: 250, length: 251 },
  CARD_NUMBER_IN_TEXT: { field: "REFERENCE" },
  INVALID_FIELD: { field: "COUNTRY" },
  TOKEN_GENERATION_ERROR: { detail: "no permission" },
  PERMISSION_MISSING: { permission: "LNK_POST_Create" },
  API_ERROR: { providerCode: "40007", detail: "expiration_date is in the past" },
  INVALID_RESPONSE: { doubt: "UNREADABLE" },
  FOREIGN_HOST: { host: "pay.example.org" },
  NOT_SENT: { fault: "DNS" },
  UNCLEAR_OUTCOME: { doubt: "TIMED_OUT" },
  TOO_MANY_REQUESTS: { retryAfter: 3 },
  VAULT_NO_STORE: { keychain: "SECRET_SERVICE" },
  OVER_REFUND: { left: euros(5000) },
  LINKS_STILL_OPEN: { count: 3 },
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

  test("errors about a field know which", () => {
    expect(errorFields({ code: "TEXT_TOO_LONG", field: "REFERENCE", limit: 1, length: 2 })).toEqual(
      ["REFERENCE"],
    );
    expect(errorFields({ code: "INVALID_AMOUNT", fault: "ZERO" })).toEqual(["AMOUNT"]);
    expect(errorFields({ code: "LEDGER_DISK_FULL" })).toEqual([]);
  });
});

const LINK = { payable: true };
const KINDS = Object.values(EVERY_STATE) as SaleState[];

describe("every state has its word, its shape and its next step", () => {
  test.each(KINDS.map((state) => [state.kind, state] as const))("%s", (_kind, state) => {
    const look = stateLook(state, Date.now());
    expect(look.word).not.toBe("");
    expect(look.icon).toBeTypeOf("function");
    expect(saleActions(state, LINK, "LIVE")).toContain("NEW_SALE");
  });

  test("states that need different acts look different", () => {
    const looks = KINDS.map((state) => stateLook(state, Date.now()).word);
    expect(new Set(looks).size).toBe(KINDS.length);
  });

  test("only money that came is green", () => {
    const green = KINDS.filter((state) => stateLook(state, Date.now()).tone.startsWith("paid"));
    expect(green.map(({ kind }) => kind)).toEqual(["PAID", "PAID_LATE"]);
  });

  test("doubt says not to hand over", () => {
    expect(stateLook(EVERY_STATE.NOT_SURE, 0).word).toBe("Not sure yet – do not hand over");
  });
});

test("marks: eight colours and sixty-four words, no two alike", () => {
  expect(new Set(markColours()).size).toBe(8);
  expect(new Set(markWords()).size).toBe(64);
  expect(markText({ colour: 0, word: 0 })).toBe("Copper · Heron");
  expect(markText({ colour: 7, word: 63 })).toBe("Aqua · Zephyr");
});
