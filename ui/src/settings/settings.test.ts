import { afterEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeSale, fakeTill, practiceAccount } from "../backend/fake-data";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  openPart,
  press,
  settle,
} from "../testing";
import { letterKeys } from "../keys/letters.svelte";
import type { KeyState } from "../contract";

async function openSettings(backend = new FakeBackend()) {
  const opened = await openCounter(backend);
  await openPart("ACCOUNTS");
  return opened;
}

afterEach(() => (letterKeys.on = true));

test.each<[KeyState, string]>([
  ["READY", "Safe in the keychain"],
  ["SESSION_ONLY", "asked for again at the next start"],
  ["MISSING", "Type it again with Replace key"],
  ["LOCKED", "Unlock it"],
  ["TIMED_OUT", "Answer it, then try again"],
  ["NO_STORE", "Install one"],
])("a key that is %s says so and what to do", async (key, words) => {
  await openSettings(new FakeBackend(fakeTill({ accounts: [fakeAccount({ key })] })));
  expect(hook("key-state")).toHaveTextContent(words);
});

test("a practice key asks for nothing: the till makes a new one by itself", async () => {
  const account = { ...practiceAccount(), key: "SESSION_ONLY" as const };
  await openSettings(new FakeBackend(fakeTill({ accounts: [account], activeAccount: account.id })));
  expect(hook("key-state")).toHaveTextContent(/^Kept until the till is closed$/);
});

test("Test connection reports in plain words", async () => {
  await openSettings();
  await click("test-connection");
  expect(hook("connection-report")).toHaveTextContent("Signed in as Marlow & Daughters Ltd.");
  expect(hook("connection-report")).toHaveTextContent("It can refund.");
});

test("Test connection names every right, held or missing, and the accounts", async () => {
  const { backend } = await openSettings();
  const report = await backend.testConnection({ account: "account-1" });
  const rights = report.rights.map((right) => ({
    ...right,
    held: right.right !== "SEE_PAYMENTS" && right.right !== "CAPTURE",
  }));
  backend.answer("testConnection", async () => ({ ...report, rights, linkAccount: null }));
  await click("test-connection");
  expect(hook("right-MAKE_LINKS")).toHaveTextContent("Allowed: It can make payment links.");
  expect(hook("right-SEE_PAYMENTS")).toHaveTextContent(/^Missing: It cannot see payments/);
  expect(hook("right-CAPTURE")).toHaveAttribute("data-held", "false");
  expect(document.querySelectorAll('[data-test^="right-"]')).toHaveLength(9);
  expect(hook("report-link-account")).toHaveTextContent("No account makes links.");
  expect(hook("report-payment-account")).toHaveTextContent("transaction_processing");
  expect(hooks("report-choose")).toEqual([]);
  expect(await axeFindings()).toEqual([]);
});

describe("replacing the key", () => {
  test("the typed key leaves the page with the answer", async () => {
    const { backend } = await openSettings();
    await click("replace-key");
    await fill("new-key", "a key that nobody sees");
    expect(hook("new-key")).toHaveAttribute("type", "password");
    await click("replace-submit");
    expect(backend.called("replaceKey")).toEqual([
      {
        form: {
          account: "account-1",
          which: "MAIN",
          reportsId: "",
          key: "a key that nobody sees",
          sessionOnly: false,
        },
      },
    ]);
    expect(hooks("new-key")).toEqual([]);
  });
});

test("Forget asks first", async () => {
  const accounts = [fakeAccount(), practiceAccount()];
  const { backend } = await openSettings(new FakeBackend(fakeTill({ accounts })));
  hooks("forget-account")[1]?.click();
  await settle();
  expect(backend.called("forgetAccount")).toEqual([]);
  await click("forget-confirm");
  expect(backend.called("forgetAccount")).toEqual([{ account: "practice" }]);
  expect(hooks("account-card")).toHaveLength(1);
});

test("single letters can be switched off", async () => {
  await openCounter();
  await openPart("KEYS");
  await click("letter-keys");
  expect(letterKeys.on).toBe(false);
  await click("rail-take");
  await press("5");
  await press("c");
  await new Promise((resolve) => setTimeout(resolve, 60));
  await settle();
  expect(hook("amount")).toHaveTextContent("0.05");
});

test("Esc goes back to the till", async () => {
  const { counter } = await openSettings();
  await press("Escape");
  expect(counter.screen.name).toBe("TAKE");
});

test("Esc steps out of the connect form and loses nothing that was typed", async () => {
  const { counter } = await openSettings();
  await click("connect-GLOBAL_PAYMENTS");
  expect(document.activeElement).toBe(hook("account-name"));
  await fill("account-name", "Harbour");
  await fill("key", "a key that nobody sees");
  await press("Escape", 120, hook("key"));
  expect(document.activeElement).toBe(hook("connect-form"));
  await press("Escape", 120, hook("connect-form"));
  expect(counter.screen.name).toBe("SETTINGS");
  expect(hooks("connect-form")).toEqual([]);
  expect(document.activeElement).toBe(hook("connect-GLOBAL_PAYMENTS"));
  await press("Escape");
  expect(counter.screen.name).toBe("TAKE");
  await click("rail-settings");
  await click("connect-GLOBAL_PAYMENTS");
  expect(hook("account-name")).toHaveValue("Harbour");
  expect(hook("key")).toHaveValue("");
});

test("Esc closes the form for a new key, and keeps the shop's new name", async () => {
  const { counter } = await openSettings();
  await click("part-SHOP");
  await fill("shop-name", "Marlow and Sons");
  await click("part-ACCOUNTS");
  await click("replace-key");
  expect(document.activeElement).toBe(hook("new-key"));
  await press("Escape", 120, hook("new-key"));
  await press("Escape", 120, hook("replace-form"));
  expect(hooks("replace-form")).toEqual([]);
  expect(document.activeElement).toBe(hook("replace-key"));
  counter.goTake();
  await settle();
  await openPart("SHOP");
  expect(hook("shop-name")).toHaveValue("Marlow and Sons");
});

test("Forget says how many open sales go unwatched", async () => {
  await openSettings(new FakeBackend(fakeTill(), [fakeSale(), fakeSale({ id: "sale-2" })]));
  await click("forget-account");
  expect(hook("forget-open-sales")).toHaveTextContent("2 open sales will no longer be watched.");
});

test("the settings are free of axe findings", async () => {
  await openSettings();
  await click("connect-GLOBAL_PAYMENTS");
  expect(await axeFindings()).toEqual([]);
  await click("forget-account");
  expect(hook("forget-dialog")).toHaveAccessibleName("Forget Global Payments · High Street?");
  expect(await axeFindings()).toEqual([]);
});
