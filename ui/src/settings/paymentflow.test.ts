import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { fakeVerdict } from "../backend/fake-flitt";
import {
  paymentFlowAccount,
  paymentFlowPractice,
  paymentFlowSale,
} from "../backend/fake-paymentflow";
import { axeFindings, click, fill, hook, hooks, openCounter, openPart, settle } from "../testing";
import type {
  AccountView,
  ConnectForm,
  NewKeyForm,
  NotificationVerdict,
  TillError,
} from "../contract";

const SECRET = "sk_live_nobodySeesThis4x9q";

async function openSettings(accounts: AccountView[] = [fakeAccount(), paymentFlowAccount()]) {
  const opened = await openCounter(new FakeBackend(fakeTill({ accounts }), [paymentFlowSale()]));
  await openPart("ACCOUNTS");
  return opened;
}

async function openConnect(key = SECRET) {
  const opened = await openSettings([fakeAccount()]);
  await click("connect-PAYMENT_FLOW");
  await fill("account-name", "Quay Street");
  await fill("account-description", "Goods");
  await fill("key", key);
  await fill("country", "ie");
  await fill("currencies", "eur");
  return opened;
}

function sent(backend: FakeBackend): ConnectForm[] {
  return backend.called("connectAccount").map(({ form }) => form);
}

function within(account: AccountView, name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(
    `[data-account="${account.id}"] [data-test="${name}"]`,
  );
  if (!found) throw new Error(`the card has no ${name}`);
  return found;
}

describe("connecting PaymentFlow", () => {
  test("asks for its key, and for nothing that it has not", async () => {
    const { backend } = await openConnect();
    expect(hook("connect-form")).toHaveTextContent("Connect PaymentFlow");
    expect(hook("key")).toHaveAccessibleName("Secret key");
    expect(hook("key")).toHaveAttribute("type", "password");
    expect(hook("webhook-secret")).toHaveAttribute("type", "password");
    expect(hook("country")).toBeInTheDocument();
    for (const gone of ["key-id", "merchant", "further-keys", "return-page", "region-eu"]) {
      expect(hooks(gone), gone).toEqual([]);
    }
    expect(await axeFindings()).toEqual([]);
    await fill("webhook-secret", " whsec_nobodySeesThis ");
    await fill("pay-host", " pay.paymentflow.com ");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      provider: "PAYMENT_FLOW",
      environment: "LIVE",
      keyId: "",
      key: SECRET,
      webhookSecret: "whsec_nobodySeesThis",
      payHost: "pay.paymentflow.com",
      country: "IE",
      region: "GLOBAL",
      apiBase: "",
    });
    expect(document.body.innerHTML).not.toContain("nobodySeesThis");
  });

  test("webhook secret and host may stay empty, the key may not", async () => {
    const { backend } = await openConnect("");
    await click("connect-submit");
    expect(document.activeElement).toBe(hook("key"));
    expect(hook("key-said")).toHaveTextContent("Fill this in.");
    expect(sent(backend)).toEqual([]);
    await fill("key", SECRET);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({ webhookSecret: "", payHost: "" });
  });

  test("a host of its own is named by hand", async () => {
    const { backend } = await openConnect();
    await click("region-custom");
    await fill("api-base", "https://api.example.com/v1");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      region: "CUSTOM",
      apiBase: "https://api.example.com/v1",
    });
  });

  test("the sample in the field is of the kind of account", async () => {
    await openConnect();
    expect(hook("key")).toHaveAttribute("placeholder", "sk_live_…");
    await click("environment-sandbox");
    expect(hook("key")).toHaveAttribute("placeholder", "sk_test_…");
  });

  test.each([
    ["LIVE", "sk_test_x", "This key is for tests."],
    ["LIVE", " pk_test_x", "This key is for tests."],
    ["SANDBOX", "sk_live_x", "This key is for real money."],
    ["PRACTICE", "sk_live_x", "This key is for real money."],
  ])("on %s, %s is said beside the field at once and never sent", async (...row) => {
    const [environment, key, words] = row;
    const { backend } = await openConnect(key);
    await click(`environment-${environment.toLowerCase()}`);
    if (environment === "PRACTICE") await fill("api-base", "https://localhost:7703/v1");
    expect(hook("key-said")).toHaveTextContent(words);
    expect(hook("key")).toHaveAttribute("aria-invalid", "true");
    await click("connect-submit");
    expect(document.activeElement).toBe(hook("key"));
    expect(sent(backend)).toEqual([]);
  });

  test.each([
    ["LIVE", "sk_live_x"],
    ["LIVE", "pk_live_x"],
    ["SANDBOX", "sk_test_x"],
    ["LIVE", "something else"],
  ])("on %s, %s goes to the till", async (environment, key) => {
    const { backend } = await openConnect(key);
    await click(`environment-${environment.toLowerCase()}`);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({ environment, key });
  });

  test("a key for web pages warns quietly, at once, and is no error", async () => {
    await openConnect();
    expect(hooks("key-warning")).toEqual([]);
    await fill("key", "pk_live_x");
    expect(hook("key-warning")).toHaveTextContent("a secret key (sk_…) is the right one");
    expect(hook("key")).not.toHaveAttribute("aria-invalid");
    expect(hook("key")).toHaveAccessibleDescription(/right one for a till/);
    expect(await axeFindings()).toEqual([]);
  });

  test.each<[TillError, string, string]>([
    [{ code: "KEY_FOR_OTHER_ENVIRONMENT", live: true }, "key", "This key is for real money."],
    [{ code: "ACCOUNT_KNOWN" }, "key", "in use already"],
    [{ code: "INVALID_FIELD", field: "KEY" }, "key", "Secret key cannot be used"],
    [{ code: "INVALID_FIELD", field: "WEBHOOK_SECRET" }, "webhook-secret", "starts with whsec_"],
    [{ code: "INVALID_FIELD", field: "PAY_HOST" }, "pay-host", "cannot be used"],
  ])("%j stands beside its field", async (error, field, words) => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", error);
    await click("connect-submit");
    await settle();
    expect(hook(`${field}-said`)).toHaveTextContent(words);
    expect(document.activeElement).toBe(hook(field));
    expect(hooks("connect-problem")).toEqual([]);
  });
});

describe("the host of the pay pages", () => {
  const HOSTS = ["pay.paymentflow.com", "checkout.example.com"];

  async function asked(hosts: string[]) {
    const opened = await openConnect();
    await fill("webhook-secret", "whsec_x");
    opened.backend.fail("connectAccount", { code: "CONFIRM_PAY_HOST", hosts });
    await click("connect-submit");
    await settle();
    return opened;
  }

  test("is a question with what was found, and nothing typed is lost", async () => {
    const { backend } = await asked(HOSTS);
    expect(hook("pay-hosts")).toHaveAccessibleName("Is this where your customers pay?");
    expect(hook("pay-hosts")).toHaveAttribute("aria-invalid", "true");
    expect(document.activeElement).toBe(hook(`pay-host-${HOSTS[0]}`));
    for (const host of HOSTS) expect(hook(`pay-host-${host}`)).not.toBeChecked();
    expect(await axeFindings()).toEqual([]);
    expect(hook("key")).toHaveValue(SECRET);
    expect(hook("webhook-secret")).toHaveValue("whsec_x");
    expect(hook("account-name")).toHaveValue("Quay Street");
    await click(`pay-host-${HOSTS[1]}`);
    expect(hook("pay-host")).toHaveValue(HOSTS[1]);
    expect(hook("pay-hosts")).not.toHaveAttribute("aria-invalid");
    backend.behave("connectAccount");
    await click("connect-submit");
    expect(sent(backend).map(({ payHost }) => payHost)).toEqual(["", HOSTS[1]]);
    expect(sent(backend)[1]).toMatchObject({ key: SECRET, webhookSecret: "whsec_x" });
  });

  test("may be another one than was found", async () => {
    const { backend } = await asked(HOSTS);
    backend.behave("connectAccount");
    await fill("pay-host", "pay.shop.example");
    await click("connect-submit");
    expect(sent(backend)[1]?.payHost).toBe("pay.shop.example");
  });

  test("is typed where no link was found", async () => {
    await asked([]);
    expect(hooks("pay-hosts")).toEqual([]);
    expect(hook("pay-host-said")).toHaveTextContent("No link was found to read it from.");
    expect(document.activeElement).toBe(hook("pay-host"));
  });

  test("is changed later, with what the last test of the connection showed", async () => {
    const { backend } = await openSettings([paymentFlowAccount()]);
    const usual = await backend.testConnection({ account: "account-paymentflow" });
    backend.answer("testConnection", async () => ({ ...usual, payHosts: [HOSTS[1]] }));
    expect(hook("account-pay-host")).toHaveTextContent(HOSTS[0] ?? "");
    await click("test-connection");
    expect(hook("report-pay-hosts")).toHaveTextContent("Its links lead to checkout.example.com.");
    expect(hook("report-pay-host-other")).toHaveTextContent("That is not pay.paymentflow.com");
    await click("change-account");
    expect(hook("pay-host")).toHaveValue(HOSTS[0]);
    await click(`pay-host-${HOSTS[1]}`);
    await click("account-save");
    const [args] = backend.called("changeAccount");
    expect(args?.form.payHost).toBe(HOSTS[1]);
  });

  test("is nobody's question on this computer, nor at other providers", async () => {
    await openSettings([paymentFlowPractice()]);
    await click("change-account");
    expect(hooks("pay-host")).toEqual([]);
    await click("connect-GLOBAL_PAYMENTS");
    expect(hooks("pay-host")).toEqual([]);
    expect(hooks("webhook-secret")).toEqual([]);
    expect(hooks("report-pay-hosts")).toEqual([]);
  });
});

describe("its account card", () => {
  test("keeps the warning about a key for web pages", async () => {
    const account = paymentFlowAccount({ keyWarning: "PUBLISHABLE" });
    await openSettings([account]);
    expect(within(account, "key-warning")).toHaveTextContent("pk_ key is meant for web pages");
    expect(within(account, "account-key-id")).toHaveTextContent("sk_live...4x9q");
    expect(await axeFindings()).toEqual([]);
  });

  test("has no such warning otherwise, and practice is added like the others", async () => {
    const { backend } = await openSettings();
    expect(hooks("key-warning")).toEqual([]);
    await click("practice-PAYMENT_FLOW");
    expect(backend.called("startPractice")).toMatchObject([{ provider: "PAYMENT_FLOW" }]);
    expect(hook("trouble-PAYS_SLOWLY")).toBeInTheDocument();
    expect(hooks("trouble-PAYS_TWICE")).toEqual([]);
  });

  async function openReplace() {
    const opened = await openSettings([paymentFlowAccount()]);
    await click("replace-key");
    return opened;
  }

  function replaced(backend: FakeBackend): NewKeyForm[] {
    return backend.called("replaceKey").map(({ form }) => form);
  }

  test("a new key is held against the kind of account first", async () => {
    const { backend } = await openReplace();
    await fill("new-key", "sk_test_x");
    expect(hook("new-key-said")).toHaveTextContent("This key is for tests.");
    await click("replace-submit");
    expect(replaced(backend)).toEqual([]);
    await fill("new-key", "pk_live_x");
    expect(hook("new-key-warning")).toBeInTheDocument();
    await fill("new-key", "sk_live_y");
    await click("replace-submit");
    expect(replaced(backend)).toMatchObject([{ which: "MAIN", key: "sk_live_y" }]);
  });

  test.each<[TillError, string]>([
    [{ code: "KEY_OF_OTHER_MERCHANT" }, "belongs to another merchant"],
    [{ code: "ACCOUNT_KNOWN" }, "in use already"],
  ])("%j is said beside the key, once", async (error, words) => {
    const { backend } = await openReplace();
    backend.fail("replaceKey", error);
    await fill("new-key", "sk_live_y");
    await click("replace-submit");
    await settle();
    expect(hook("new-key-said")).toHaveTextContent(words);
    expect(document.activeElement).toBe(hook("new-key"));
    expect(hooks("replace-problem")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("what is wrong with a name that has no field here stands below the key", async () => {
    const { backend } = await openSettings([fakeAccount()]);
    backend.fail("replaceKey", { code: "ACCOUNT_KNOWN" });
    await click("replace-key");
    await fill("new-key", "another");
    await click("replace-submit");
    await settle();
    expect(hook("replace-problem")).toHaveTextContent("in use already");
  });

  test.each([
    ["whsec_new", "Replace key"],
    ["", "Do without it"],
  ])("the webhook secret becomes “%s”", async (key, words) => {
    const { backend } = await openReplace();
    await click("which-key-WEBHOOK");
    await fill("new-key", key);
    expect(hook("new-key")).toHaveAccessibleName("Webhook secret");
    expect(hook("replace-submit")).toHaveTextContent(words);
    await click("replace-submit");
    expect(replaced(backend)).toMatchObject([{ which: "WEBHOOK", key }]);
  });

  test("what a webhook secret looks like is said beside it", async () => {
    const { backend } = await openReplace();
    backend.fail("replaceKey", { code: "INVALID_FIELD", field: "WEBHOOK_SECRET" });
    await click("which-key-WEBHOOK");
    await fill("new-key", "secret");
    await click("replace-submit");
    await settle();
    expect(hook("new-key-said")).toHaveTextContent("It starts with whsec_.");
    expect(hooks("replace-problem")).toEqual([]);
  });
});

describe("checking a notification of its", () => {
  const SALE = { sale: "sale-paymentflow", key: "WEBHOOK" } as const;

  async function openCheck(verdict: Partial<NotificationVerdict> = {}) {
    const opened = await openSettings([paymentFlowAccount()]);
    opened.backend.answer("checkNotification", async () => fakeVerdict({ ...SALE, ...verdict }));
    await click("check-notification");
    return opened;
  }

  async function check() {
    await fill("notification-body", '{"id":"evt_1"}\n');
    await fill("notification-signature", " t=1,v1=0a ");
    await click("notification-submit");
  }

  test("takes the signature header beside the body", async () => {
    const { backend } = await openCheck();
    expect(hook("notification-signature")).toHaveAccessibleName("The signature header");
    expect(await axeFindings()).toEqual([]);
    await check();
    expect(backend.called("checkNotification")).toEqual([
      { account: "account-paymentflow", body: '{"id":"evt_1"}\n', signature: "t=1,v1=0a" },
    ]);
  });

  test("without its header it is not checked", async () => {
    const { backend } = await openCheck();
    await fill("notification-body", "{}");
    await click("notification-submit");
    expect(hook("notification-signature-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("notification-signature"));
    expect(backend.called("checkNotification")).toEqual([]);
  });

  test("a genuine one says who signed it and that the till reads the sale", async () => {
    await openCheck();
    await check();
    expect(hook("notification-signer")).toHaveTextContent("Webhook secret");
    expect(hook("notification-reading")).toHaveTextContent(
      "asks PaymentFlow about this sale at once",
    );
    expect(hooks("notification-old")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await fill("notification-signature", "t=2,v1=0b");
    expect(hooks("notification-verdict"), "it was about another header").toEqual([]);
  });

  test("an old one may be a copy, and nothing is read for it", async () => {
    await openCheck({ old: true });
    await check();
    expect(hook("notification-old")).toHaveTextContent("it may be a copy");
    expect(hooks("notification-reading")).toEqual([]);
  });

  test("one of something else leads to the sale all the same", async () => {
    await openCheck({ verdict: "OTHER" });
    await check();
    expect(hook("notification-verdict")).toHaveTextContent("tells of something else");
    expect(hook("notification-sale")).toBeInTheDocument();
  });

  test("what is not genuine makes the till read nothing", async () => {
    await openCheck({ verdict: "NOT_GENUINE", key: null, sale: null });
    await check();
    for (const gone of ["notification-reading", "notification-signer", "notification-old"]) {
      expect(hooks(gone)).toEqual([]);
    }
  });
});

test("the first start can begin with it", async () => {
  const empty = fakeTill({ shopName: "", accounts: [], activeAccount: null });
  const { backend } = await openCounter(new FakeBackend(empty));
  await fill("shop-name", "Quince & Sons");
  await click("provider-PAYMENT_FLOW");
  await click("connect");
  expect(hook("connect-form")).toHaveTextContent("Connect PaymentFlow");
  await click("connect-cancel");
  await click("try-now");
  expect(backend.called("startPractice")).toMatchObject([{ provider: "PAYMENT_FLOW" }]);
});
