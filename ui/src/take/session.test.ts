import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { dashboardAccount, dashboardSale } from "../backend/fake-dashboard";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { fakeProducts } from "../backend/fake-products";
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
import type {
  AccountView,
  NewKeyForm,
  NewSaleForm,
  SaleView,
  TillError,
  TillState,
} from "../contract";

const REFUSED: TillError = { code: "CREDENTIALS_REFUSED" };
const ENDED = { health: { kind: "KEYS_REFUSED" } } as const;

function till(account: AccountView, sales: SaleView[] = []): FakeBackend {
  const accounts = [account];
  const backend = new FakeBackend(fakeTill({ accounts, activeAccount: account.id }), sales);
  backend.catalogue.fill("LIVE", fakeProducts());
  return backend;
}

async function chosen(account: AccountView = dashboardAccount()) {
  const opened = await openCounter(till(account));
  await settle();
  hook("tile").click();
  await settle();
  await fill("reference", "INV-7");
  return opened;
}

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

function keys(backend: FakeBackend): NewKeyForm[] {
  return backend.called("replaceKey").map(({ form }) => form);
}

describe("a session that ended while a link was asked for", () => {
  test("asks for a new token in place, keeps what was typed, and goes again with its press", async () => {
    const { backend } = await chosen();
    backend.fail("createLink", REFUSED);
    await press("Enter");
    expect(hook("session-ended")).toHaveTextContent(
      "Your dashboard session has ended. Sign in to the dashboard and paste the new token.",
    );
    expect(hooks("take-problem")).toEqual([]);
    expect(hook("session-token")).toHaveAttribute("type", "password");
    expect(hook("session-token")).toHaveAccessibleName("New token");
    expect(await axeFindings()).toEqual([]);
    await click("open-dashboard");
    expect(backend.called("openDashboard")).toEqual([{ account: "account-dashboard" }]);
    await fill("session-token", " fresh-token-1 ");
    expect(hook("reference")).toHaveValue("INV-7");
    expect(hook("amount")).toHaveTextContent("12.50");
    backend.behave("createLink");
    await click("session-continue");
    await settle();
    expect(keys(backend)).toEqual([
      {
        account: "account-dashboard",
        which: "MAIN",
        reportsId: "",
        key: "fresh-token-1",
        sessionOnly: false,
      },
    ]);
    const [one, other] = sent(backend);
    expect(other).toEqual(one);
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test("Enter in its field continues and presses no other key", async () => {
    const { backend } = await chosen();
    backend.fail("createLink", REFUSED);
    await press("Enter");
    const enter = await press("Enter", 120, hook("session-token"));
    expect(enter.defaultPrevented).toBe(true);
    expect(sent(backend)).toHaveLength(1);
    expect(keys(backend)).toEqual([]);
    expect(hook("session-token-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("session-token"));
  });

  test("says where the new token does not work either, and asks again", async () => {
    const { backend } = await chosen();
    backend.fail("createLink", REFUSED);
    await press("Enter");
    backend.fail("replaceKey", REFUSED);
    await fill("session-token", "stale");
    await click("session-continue");
    expect(hook("session-token-said")).toHaveTextContent("The dashboard does not take this token.");
    expect(hook("session-token")).toHaveValue("stale");
    expect(sent(backend)).toHaveLength(1);
    expect(hook("line-quantity")).toHaveValue("1");
  });

  test("says what else went wrong, and offers to keep the token without a keychain", async () => {
    const { backend } = await chosen();
    backend.fail("createLink", REFUSED);
    await press("Enter");
    backend.fail("replaceKey", { code: "VAULT_NO_STORE", keychain: "SECRET_SERVICE" });
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    expect(hook("session-problem")).toHaveAttribute("data-code", "VAULT_NO_STORE");
    await click("session-only");
    backend.behave("replaceKey");
    await click("session-continue");
    expect(keys(backend)[1]).toMatchObject({ sessionOnly: true });
  });
});

describe("a session that ended at one account", () => {
  const other = dashboardAccount({ id: "account-other", name: "Sandbox", environment: "SANDBOX" });

  async function refusedAtTheFirst() {
    const opened = await chosen();
    opened.backend.fail("createLink", REFUSED);
    await press("Enter");
    expect(hook("session-ended")).toHaveAttribute("data-account", "account-dashboard");
    opened.backend.behave("createLink");
    return opened;
  }

  test("is not another one's, and no press goes again there", async () => {
    const { counter } = await refusedAtTheFirst();
    await fill("session-token", "token-of-the-first");
    counter.become(fakeTill({ accounts: [dashboardAccount(), other], activeAccount: other.id }));
    await settle();
    expect(hooks("session-ended")).toEqual([]);
    expect(hooks("take-problem")).toEqual([]);
  });

  test("keeps its token out of the other's field", async () => {
    const { counter } = await refusedAtTheFirst();
    await fill("session-token", "token-of-the-first");
    const ended = { ...other, ...ENDED };
    counter.become(fakeTill({ accounts: [dashboardAccount(), ended], activeAccount: other.id }));
    await settle();
    expect(hook("session-ended")).toHaveAttribute("data-account", "account-other");
    expect(hook("session-token")).toHaveValue("");
  });

  test("presses nothing at an account that was chosen before the answer came", async () => {
    const { backend, counter } = await refusedAtTheFirst();
    let answer: (till: TillState) => void = () => undefined;
    backend.answer("replaceKey", () => new Promise((resolve) => (answer = resolve)));
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    const after = fakeTill({ accounts: [dashboardAccount(), other], activeAccount: other.id });
    counter.become(after);
    await settle();
    answer(after);
    await settle();
    expect(sent(backend)).toHaveLength(1);
  });

  test("is said no more once it was renewed elsewhere", async () => {
    const { counter } = await refusedAtTheFirst();
    const renewed = dashboardAccount({ keyId: "0a1b2c3...4d5e" });
    counter.become(fakeTill({ accounts: [renewed], activeAccount: renewed.id }));
    await settle();
    expect(hooks("session-ended")).toEqual([]);
  });

  test("goes again with its press, even where the till told of the new session first", async () => {
    const { backend, counter } = await refusedAtTheFirst();
    const renewed = dashboardAccount({ keyId: "0a1b2c3...4d5e" });
    const after = fakeTill({ accounts: [renewed], activeAccount: renewed.id });
    let answer: (till: TillState) => void = () => undefined;
    backend.answer("replaceKey", () => new Promise((resolve) => (answer = resolve)));
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    counter.become(after);
    await settle();
    expect(sent(backend)).toHaveLength(1);
    answer(after);
    await settle();
    expect(sent(backend)).toHaveLength(2);
  });
});

describe("a session that is known to have ended", () => {
  test("is said before anything is pressed, and a new token presses nothing", async () => {
    const { backend } = await chosen(dashboardAccount(ENDED));
    expect(hook("session-ended")).toBeInTheDocument();
    backend.answer("replaceKey", async () =>
      fakeTill({ accounts: [dashboardAccount()], activeAccount: "account-dashboard" }),
    );
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    await settle();
    expect(hooks("session-ended")).toEqual([]);
    expect(sent(backend)).toEqual([]);
    expect(hook("line-quantity")).toHaveValue("1");
  });

  test("is asked for on the waiting screen, and the sale is looked at again", async () => {
    const sale = dashboardSale();
    const { backend, counter } = await openCounter(till(dashboardAccount(ENDED), [sale]));
    counter.show(sale);
    await settle();
    expect(hook("qr")).toBeInTheDocument();
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    await settle();
    expect(keys(backend)).toHaveLength(1);
    expect(backend.called("linkStatus")).toEqual([{ sale: "sale-dashboard" }]);
  });

  test("lets a sale that was not sent go again with its press", async () => {
    const sale = dashboardSale({ state: { kind: "NOT_SENT" }, link: null, press: "press-1" });
    const { backend, counter } = await openCounter(till(dashboardAccount(), [sale]));
    counter.show(sale);
    await settle();
    backend.fail("createLink", REFUSED);
    await click("try-again");
    expect(hooks("sale-problem")).toEqual([]);
    backend.answer("createLink", async () => dashboardSale());
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    await settle();
    const [one, other] = sent(backend);
    expect(other).toEqual(one);
    expect(other).toMatchObject({
      press: "press-1",
      amountMinor: "",
      lines: [
        { product: "product-mug", quantity: 2, unitMinor: "500" },
        { product: "product-scarf", quantity: 1, unitMinor: "1500" },
      ],
    });
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test("is asked for in Settings, at its own account", async () => {
    const account = dashboardAccount(ENDED);
    const { backend } = await openCounter(till(account));
    await openPart("ACCOUNTS");
    expect(hook("health")).toHaveTextContent("The dashboard session has ended.");
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    expect(keys(backend)).toMatchObject([{ account: "account-dashboard", key: "fresh-token-1" }]);
  });
});

test("keys that are no session are replaced in the usual way", async () => {
  const backend = new FakeBackend(fakeTill({ accounts: [fakeAccount(ENDED)] }));
  await openCounter(backend);
  backend.fail("createLink", REFUSED);
  await press("5");
  await press("Enter");
  expect(hooks("session-ended")).toEqual([]);
  expect(hook("take-problem")).toHaveAttribute("data-code", "CREDENTIALS_REFUSED");
});
