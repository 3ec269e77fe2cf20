import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { fakeVerdict, flittAccount, flittSale } from "../backend/fake-flitt";
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
import { VERDICTS } from "../words/notifications";
import type { NotificationVerdict } from "../contract";

const BODY = '{"order_id":"INV-1043-5f2c9a1b7e","order_status":"approved","signature":"0a1b"}';

async function openCheck(verdict: Partial<NotificationVerdict> = {}) {
  const backend = new FakeBackend(fakeTill({ accounts: [flittAccount()] }), [flittSale()]);
  backend.answer("checkNotification", async () => fakeVerdict(verdict));
  const opened = await openCounter(backend);
  await openPart("ACCOUNTS");
  await click("check-notification");
  return opened;
}

async function check(body = BODY) {
  await fill("notification-body", body);
  await click("notification-submit");
}

describe("checking a notification", () => {
  test("says that it proves nothing about a sale, and starts in the field", async () => {
    const { backend } = await openCheck();
    expect(document.activeElement).toBe(hook("notification-body"));
    expect(hook("notification-body")).toHaveAccessibleName("The body as it was received");
    expect(hook("notification-form")).toHaveTextContent(
      "The check proves nothing about a sale: a genuine one only makes the till ask Flitt itself.",
    );
    expect(await axeFindings()).toEqual([]);
    expect(backend.called("checkNotification")).toEqual([]);
  });

  test("sends the body exactly as it was received", async () => {
    const { backend } = await openCheck();
    const body = ` order_desc=caf%C3%A9&signature=0a1b \n`;
    await check(body);
    expect(backend.called("checkNotification")).toEqual([
      { account: "account-flitt", body, signature: "" },
    ]);
  });

  test("shows what it names, and leads to the sale", async () => {
    const { counter } = await openCheck();
    await check();
    expect(hook("notification-verdict")).toHaveTextContent("Genuine: it says approved");
    expect(hook("notification-verdict")).toHaveTextContent("only when the sale itself is green");
    expect(hook("notification-order")).toHaveTextContent("INV-1043-5f2c9a1b7e");
    expect(hook("notification-status")).toHaveTextContent("approved");
    expect(hook("notification-amount")).toHaveTextContent("€25.00");
    expect(hook("notification-reading")).toHaveTextContent("asks Flitt about this sale at once");
    expect(await axeFindings()).toEqual([]);
    await click("notification-sale");
    await settle();
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-flitt" });
  });

  test("leads to a sale of an account that is not in use by using it first", async () => {
    const accounts = [fakeAccount(), flittAccount()];
    const backend = new FakeBackend(fakeTill({ accounts }), [flittSale()]);
    backend.answer("checkNotification", async () => fakeVerdict());
    const { counter } = await openCounter(backend);
    await openPart("ACCOUNTS");
    await click("check-notification");
    await check();
    await click("notification-sale");
    await settle();
    expect(backend.called("chooseAccount")).toEqual([{ account: "account-flitt" }]);
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-flitt" });
  });

  test.each(VERDICTS)("%s has words of its own, and is never green", async (verdict) => {
    await openCheck({ verdict });
    await check();
    const said = hook("notification-verdict");
    expect(said).toHaveAttribute("data-verdict", verdict);
    expect(said.textContent?.length).toBeGreaterThan(30);
    const genuine = ["APPROVED", "NOT_APPROVED", "REFUND", "OTHER"].includes(verdict);
    expect(said.textContent?.includes("Genuine")).toBe(genuine);
    expect(hooks("notification-sale")).toHaveLength(genuine ? 1 : 0);
  });

  test("what is not genuine shows nothing of what it claims", async () => {
    await openCheck({ verdict: "NOT_GENUINE", key: null });
    await check();
    expect(hook("notification-verdict")).toHaveTextContent("Do not act on it.");
    for (const claim of ["notification-order", "notification-amount", "notification-sale"]) {
      expect(hooks(claim)).toEqual([]);
    }
  });

  test("of a payout says that it is none of a sale", async () => {
    await openCheck({ key: "PAYOUT", sale: null });
    await check();
    expect(hook("notification-payout")).toHaveTextContent("news of a payout, not of a sale");
    expect(hook("notification-verdict")).not.toHaveTextContent("Hand over");
    expect(hooks("notification-no-sale")).toEqual([]);
  });

  test("of an order that the book has not says so", async () => {
    await openCheck({ sale: null });
    await check();
    expect(hook("notification-no-sale")).toHaveTextContent("no sale of this order");
    expect(hooks("notification-sale")).toEqual([]);
  });

  test("leaves out what it does not name", async () => {
    await openCheck({ orderStatus: "", amount: null });
    await check();
    expect(hooks("notification-status")).toEqual([]);
    expect(hooks("notification-amount")).toEqual([]);
  });

  test.each(["", "  \n "])("“%s” is not checked", async (body) => {
    const { backend } = await openCheck();
    await check(body);
    expect(hook("notification-body-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("notification-body"));
    expect(backend.called("checkNotification")).toEqual([]);
  });

  test("a verdict never stands beside another text", async () => {
    const { backend } = await openCheck();
    await check();
    await fill("notification-body", `${BODY} `);
    expect(hooks("notification-verdict")).toEqual([]);
    let answer: (verdict: NotificationVerdict) => void = () => undefined;
    backend.answer("checkNotification", () => new Promise((resolve) => (answer = resolve)));
    await click("notification-submit");
    expect(hook("notification-submit")).toBeDisabled();
    await fill("notification-body", "another");
    answer(fakeVerdict());
    await settle();
    expect(hooks("notification-verdict")).toEqual([]);
  });

  test("that cannot be made says why, and keeps the text", async () => {
    const { backend } = await openCheck();
    backend.fail("checkNotification", { code: "VAULT_LOCKED" });
    await check();
    expect(hook("notification-problem")).toHaveTextContent("Unlock it");
    expect(hook("notification-body")).toHaveValue(BODY);
  });

  test("Esc steps out of the field, then out of the form", async () => {
    await openCheck();
    await press("Escape", 120, hook("notification-body"));
    expect(document.activeElement).toBe(hook("notification-form"));
    await press("Escape", 120, hook("notification-form"));
    expect(hooks("notification-form")).toEqual([]);
    expect(document.activeElement).toBe(hook("check-notification"));
  });

  test("is offered where the provider sends signed news", async () => {
    await openCounter(new FakeBackend(fakeTill({ accounts: [fakeAccount()] })));
    await openPart("ACCOUNTS");
    expect(hooks("check-notification")).toEqual([]);
  });
});
