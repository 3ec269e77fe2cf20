import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { dashboardAccount, dashboardPractice } from "../backend/fake-dashboard";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { axeFindings, click, fill, hook, hooks, openCounter, openPart, settle } from "../testing";
import type { ConnectForm } from "../contract";

const TOKEN = "9f8e7d6c5b4a39281706f5e4d3c2b1a0c0de1c0b";

async function openConnect() {
  const opened = await openCounter(new FakeBackend(fakeTill({ accounts: [fakeAccount()] })));
  await openPart("ACCOUNTS");
  await click("connect-MERCHANT_DASHBOARD");
  await fill("api-base", " https://dashboard.example.com ");
  await fill("account-name", "Mill Lane");
  await fill("account-description", "Goods");
  await fill("key", TOKEN);
  await fill("country", "ie");
  await click("suggest-EUR");
  await click("suggest-USD");
  return opened;
}

function sent(backend: FakeBackend): ConnectForm[] {
  return backend.called("connectAccount").map(({ form }) => form);
}

describe("connecting a merchant dashboard", () => {
  test("asks for its address and its token, and for nothing that it has not", async () => {
    const { backend } = await openConnect();
    expect(hook("api-base")).toHaveAccessibleName("Address of the dashboard");
    expect(hook("key")).toHaveAccessibleName("Token");
    expect(hook("key")).toHaveAttribute("type", "password");
    expect(hook("key-said")).toHaveTextContent("An API key does not work here.");
    const nothing = ["region-global", "region-custom", "key-id", "webhook-secret", "return-page"];
    for (const gone of [...nothing, "merchant", "further-keys"]) {
      expect(hooks(gone), gone).toEqual([]);
    }
    expect(hooks("pay-page")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      provider: "MERCHANT_DASHBOARD",
      environment: "LIVE",
      region: "CUSTOM",
      apiBase: "https://dashboard.example.com",
      key: TOKEN,
      currencies: ["EUR", "USD"],
      pricing: null,
      payPage: "",
      payHost: "",
    });
  });

  test("its address is needed", async () => {
    const { backend } = await openConnect();
    await fill("api-base", "");
    await click("connect-submit");
    expect(document.activeElement).toBe(hook("api-base"));
    expect(sent(backend)).toEqual([]);
  });

  test("sends how tax is counted and how pay pages are made", async () => {
    const { backend } = await openConnect();
    await click("pricing-TAX_EXCLUSIVE");
    await click("pay-page-more");
    await fill("pay-page", " https://dashboard.example.com/p/{uuid} ");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      pricing: "TAX_EXCLUSIVE",
      payPage: "https://dashboard.example.com/p/{uuid}",
    });
  });

  test("unfolds what is wrong with the pay pages' address, and keeps what was typed", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", { code: "INVALID_FIELD", field: "PAY_PAGE" });
    await click("connect-submit");
    expect(hook("pay-page-said")).toHaveTextContent("An https address with {uuid} once");
    expect(document.activeElement).toBe(hook("pay-page"));
    expect(hook("account-name")).toHaveValue("Mill Lane");
  });

  test("asks on which host customers pay", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", { code: "CONFIRM_PAY_HOST", hosts: ["pay.example.com"] });
    await click("connect-submit");
    await click("pay-host-pay.example.com");
    backend.behave("connectAccount");
    await click("connect-submit");
    expect(sent(backend)[1]).toMatchObject({ payHost: "pay.example.com" });
  });
});

describe("its account", () => {
  async function openCard(account = dashboardAccount()) {
    const accounts = [account];
    const opened = await openCounter(
      new FakeBackend(fakeTill({ accounts, activeAccount: account.id })),
    );
    await openPart("ACCOUNTS");
    await settle();
    return opened;
  }

  test("says where refunds are made, how tax is counted, and which token it has", async () => {
    const payPage = "https://dashboard.example.com/p/{uuid}";
    await openCard(dashboardAccount({ pricing: "TAX_INCLUSIVE", payPage }));
    expect(hook("account-refunds")).toHaveTextContent("In the dashboard");
    expect(hook("account-pricing")).toHaveTextContent("Within the prices");
    expect(hook("account-pay-page")).toHaveTextContent(payPage);
    expect(hook("account-key-id")).toHaveTextContent("9f8e7d6...1c0b");
    expect(hooks("session-ended")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("can be changed with the same terms", async () => {
    const { backend } = await openCard();
    await click("change-account");
    expect((hook("pricing-organization") as HTMLInputElement).checked).toBe(true);
    await click("pricing-TAX_INCLUSIVE");
    await click("account-save");
    const [args] = backend.called("changeAccount");
    expect(args?.form).toMatchObject({
      account: "account-dashboard",
      pricing: "TAX_INCLUSIVE",
      payPage: "",
      payHost: "dashboard.example.com",
    });
  });

  test("of practice here can get a new token too, and its own trouble", async () => {
    await openCard(dashboardPractice());
    expect(hook("replace-key")).toBeInTheDocument();
    for (const kind of ["ENDS_SESSION", "PRICE_CHANGES", "EXPIRES_AT_ONCE", "SWITCHED_OFF"]) {
      expect(hook(`trouble-${kind}`)).toBeInTheDocument();
    }
    expect(hooks("trouble-DECLINES_REFUND")).toEqual([]);
  });
});

test("an account of another provider says nothing of tax and refunds elsewhere", async () => {
  await openCounter();
  await openPart("ACCOUNTS");
  for (const gone of ["account-pricing", "account-refunds", "session-ended"]) {
    expect(hooks(gone), gone).toEqual([]);
  }
});

test("the first start offers it for practice", async () => {
  const backend = new FakeBackend(fakeTill({ shopName: "", accounts: [], activeAccount: null }));
  await openCounter(backend);
  await fill("shop-name", "Marlow & Daughters");
  await click("provider-MERCHANT_DASHBOARD");
  await click("try-now");
  expect(backend.called("startPractice")).toMatchObject([{ provider: "MERCHANT_DASHBOARD" }]);
  expect(hook("no-free-amount")).toBeInTheDocument();
  expect(hook("guide")).toHaveTextContent("Touch a product.");
});
