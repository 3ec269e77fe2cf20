import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill, practiceAccount } from "../backend/fake-data";
import { flittAccount, flittPractice } from "../backend/fake-flitt";
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
import type { AccountView, ConnectForm, NewKeyForm, TillError } from "../contract";

async function openSettings(accounts: AccountView[] = [fakeAccount(), flittAccount()]) {
  const opened = await openCounter(new FakeBackend(fakeTill({ accounts })));
  await openPart("ACCOUNTS");
  return opened;
}

async function openConnect() {
  const opened = await openSettings();
  await click("connect-FLITT");
  await fill("account-name", "Rustaveli");
  await fill("account-description", "Goods");
  await fill("key-id", "1700123");
  await fill("key", "a key that nobody sees");
  await fill("country", "ge");
  await fill("currencies", "gel");
  return opened;
}

function sent(backend: FakeBackend): ConnectForm[] {
  return backend.called("connectAccount").map(({ form }) => form);
}

function replaced(backend: FakeBackend): NewKeyForm[] {
  return backend.called("replaceKey").map(({ form }) => form);
}

function labels(form: string): string[] {
  return [...hook(form).querySelectorAll("label")].map((label) => label.textContent?.trim() ?? "");
}

describe("connecting Flitt", () => {
  test("asks in Flitt’s own words, and for nothing that it has not", async () => {
    const { backend } = await openConnect();
    expect(hook("connect-form")).toHaveTextContent("Connect Flitt");
    expect(hook("key-id")).toHaveAccessibleName("Merchant id");
    expect(hook("key")).toHaveAccessibleName("Payment key");
    expect(hook("key")).toHaveAttribute("type", "password");
    for (const gone of ["merchant", "link-account", "region-eu", "reports-id", "payout-key"]) {
      expect(hooks(gone)).toEqual([]);
    }
    await click("connect-submit");
    expect(sent(backend)).toEqual([
      {
        provider: "FLITT",
        environment: "LIVE",
        name: "Rustaveli",
        keyId: "1700123",
        key: "a key that nobody sees",
        payoutKey: "",
        reportsId: "",
        reportsKey: "",
        webhookSecret: "",
        payHost: "",
        payPage: "",
        pricing: null,
        country: "GE",
        currencies: ["GEL"],
        allowedDisputed: [],
        description: "Goods",
        region: "GLOBAL",
        apiBase: "",
        extraRoot: "",
        merchant: "",
        linkAccount: "",
        paymentAccount: "",
        returnPage: "",
        sessionOnly: false,
      },
    ]);
    expect(document.body.innerHTML).not.toContain("a key that nobody sees");
  });

  test("further keys are folded away, with why each may be given", async () => {
    const { backend } = await openConnect();
    const fold = hook("further-keys");
    expect(fold).toHaveAttribute("aria-expanded", "false");
    await click("further-keys");
    expect(fold).toHaveAttribute("aria-expanded", "true");
    const fields = hook("further-keys-fields");
    expect(fields).toHaveTextContent("finds payments faster, and checks its book");
    expect(fields).toHaveTextContent("Payouts: the till makes none.");
    for (const secret of ["reports-key", "payout-key"]) {
      expect(hook(secret)).toHaveAttribute("type", "password");
    }
    await fill("reports-id", " 1019 ");
    await fill("reports-key", "reports secret");
    await fill("payout-key", "payout secret");
    expect(await axeFindings()).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      reportsId: "1019",
      reportsKey: "reports secret",
      payoutKey: "payout secret",
    });
    expect(document.body.innerHTML).not.toMatch(/reports secret|payout secret/);
  });

  test.each([
    ["reports-id", "1019", "reports-key"],
    ["reports-key", "secret", "reports-id"],
  ])("%s alone is of no use, and %s says so", async (filled, text, missing) => {
    const { backend } = await openConnect();
    await click("further-keys");
    await fill(filled, text);
    await click("connect-submit");
    expect(hook(`${missing}-said`)).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook(missing));
    expect(sent(backend)).toEqual([]);
  });

  test("folding a field with text away loses nothing", async () => {
    const { backend } = await openConnect();
    await click("further-keys");
    await fill("payout-key", "payout secret");
    await click("further-keys");
    expect(hooks("payout-key")).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[0]?.payoutKey).toBe("payout secret");
  });

  test.each<[TillError, string, string]>([
    [{ code: "INVALID_FIELD", field: "KEY_ID" }, "key-id", "It is a number."],
    [{ code: "ACCOUNT_KNOWN" }, "key-id", "in use already"],
    [
      { code: "TEXT_TOO_LONG", field: "KEY", limit: 200, length: 201 },
      "key",
      "Payment key has 201 characters",
    ],
    [{ code: "INVALID_FIELD", field: "REPORTS_ID" }, "reports-id", "It is a number."],
    [{ code: "INVALID_FIELD", field: "REPORTS_KEY" }, "reports-key", "cannot be used"],
    [{ code: "INVALID_FIELD", field: "PAYOUT_KEY" }, "payout-key", "cannot be used"],
    [
      { code: "FORBIDDEN_CHARACTER", field: "DESCRIPTION", character: "|" },
      "account-description",
      "holds “|”",
    ],
  ])("$code stands beside its field, folded or not, and the keyboard is there", async (...row) => {
    const [error, field, words] = row;
    const { backend } = await openConnect();
    backend.fail("connectAccount", error);
    await click("connect-submit");
    await settle();
    expect(hook(`${field}-said`)).toHaveTextContent(words);
    expect(hook(field)).toHaveAttribute("aria-invalid", "true");
    expect(document.activeElement).toBe(hook(field));
    expect(hooks("connect-problem")).toEqual([]);
    expect(hook("account-name")).toHaveValue("Rustaveli");
  });

  test("a wrong key stands for the whole form, and what was typed stays", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", { code: "CREDENTIALS_REFUSED" });
    await click("connect-submit");
    expect(hook("connect-problem")).toHaveTextContent("Look at the id and the key");
    expect(hook("key-id")).toHaveValue("1700123");
    expect(hook("key")).toHaveValue("a key that nobody sees");
  });

  test("a sandbox is at the same host, and a line says that the keys decide", async () => {
    await openConnect();
    expect(hooks("sandbox-same-host")).toEqual([]);
    await click("environment-sandbox");
    expect(hook("sandbox-same-host")).toHaveTextContent("the keys decide which it is");
  });

  test("a host of its own is named by hand", async () => {
    const { backend } = await openConnect();
    await click("region-custom");
    expect(hook("api-base-said")).toHaveTextContent("https://pay.fondy.eu/api");
    await fill("api-base", "https://pay.fondy.eu/api");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      region: "CUSTOM",
      apiBase: "https://pay.fondy.eu/api",
    });
  });

  test("the words of the other provider’s form are not this one’s", async () => {
    await openConnect();
    await press("Escape", 120, hook("connect-form"));
    await click("connect-GLOBAL_PAYMENTS");
    expect(hook("key-id")).toHaveAccessibleName("App ID");
    expect(hook("key-id")).toHaveValue("");
    expect(hooks("further-keys")).toEqual([]);
    await press("Escape", 120, hook("connect-form"));
    await click("connect-FLITT");
    expect(hook("key-id")).toHaveValue("1700123");
    expect(hook("key")).toHaveValue("");
  });
});

describe("currencies that are usual in a country", () => {
  test.each([
    ["GE", ["GEL", "USD", "EUR"]],
    ["am", ["AMD"]],
    ["AZ", ["AZN"]],
    ["KZ", ["KZT"]],
    ["MD", ["MDL"]],
    ["UZ", ["UZS"]],
    ["IE", []],
  ])("%s", async (country, codes) => {
    await openSettings();
    await click("connect-FLITT");
    await fill("country", country);
    const offered = [...document.querySelectorAll('[data-test^="suggest-"]')];
    expect(offered.map((button) => button.textContent)).toEqual(codes);
  });

  test("are added by a press, and what was typed stays", async () => {
    await openConnect();
    await fill("currencies", "usd; gel");
    expect(hooks("suggest-USD")).toEqual([]);
    expect(hook("suggest-EUR")).toHaveAccessibleName("Add EUR");
    await click("suggest-EUR");
    expect(hook("currencies")).toHaveValue("USD, GEL, EUR");
    expect(document.activeElement).toBe(hook("currencies"));
    expect(hooks("currency-suggestions")).toEqual([]);
  });

  test("are no word of Global Payments", async () => {
    await openSettings();
    await click("connect-GLOBAL_PAYMENTS");
    await fill("country", "GE");
    expect(hooks("currency-suggestions")).toEqual([]);
  });
});

describe("a section for each provider", () => {
  test("holds its own accounts", async () => {
    await openSettings();
    const cards = (provider: string) =>
      [...hook(`provider-section-${provider}`).querySelectorAll("[data-account]")].map((card) =>
        card.getAttribute("data-account"),
      );
    expect(cards("GLOBAL_PAYMENTS")).toEqual(["account-1"]);
    expect(cards("FLITT")).toEqual(["account-flitt"]);
    expect(hook("provider-section-FLITT")).toHaveAccessibleName("Accounts at Flitt");
    expect(await axeFindings()).toEqual([]);
  });

  test("adds the practice account of its provider", async () => {
    const { backend, counter } = await openSettings();
    await click("practice-FLITT");
    expect(backend.called("startPractice")).toEqual([
      { provider: "FLITT", shopName: "Marlow & Daughters", description: "Practice sale" },
    ]);
    expect(counter.till?.accounts).toHaveLength(3);
    expect(hooks("practice-FLITT")).toEqual([]);
    expect(hook("practice-GLOBAL_PAYMENTS")).toBeInTheDocument();
  });

  test("a practice provider elsewhere is not the one of this computer", async () => {
    await openSettings([flittAccount({ environment: "PRACTICE", region: "CUSTOM" })]);
    expect(hook("practice-FLITT")).toBeInTheDocument();
  });

  test("practice that cannot start says so in its section", async () => {
    const { backend } = await openSettings([practiceAccount()]);
    expect(hooks("practice-GLOBAL_PAYMENTS")).toEqual([]);
    backend.fail("startPractice", { code: "PRACTICE_FAILED" });
    await click("practice-FLITT");
    expect(hook("provider-section-FLITT")).toContainElement(hook("practice-problem"));
    expect(hook("practice-FLITT")).toBeEnabled();
  });
});

describe("the card of a Flitt account", () => {
  test("names its keys as Flitt does", async () => {
    await openSettings([flittAccount({ reportsId: "1019" })]);
    const card = hook("account-card");
    expect(card).toHaveTextContent(/Merchant id\s*1700123/);
    expect(card).toHaveTextContent(/Reports application\s*1019/);
    expect(card).toHaveTextContent(/Talks to\s*pay\.flitt\.com\s*Merchant id/);
    expect(card).not.toHaveTextContent("App ID");
  });

  test("has no line for reports that nobody set up", async () => {
    await openSettings([flittAccount()]);
    expect(hooks("account-reports-id")).toEqual([]);
  });

  test("has no accounts at the provider to choose from", async () => {
    const { backend } = await openSettings([flittAccount()]);
    const report = await backend.testConnection({ account: "account-flitt" });
    const [linkAccounts, paymentAccounts] = [["1700123"], ["1700123"]];
    backend.answer("testConnection", async () => ({ ...report, linkAccounts, paymentAccounts }));
    await click("test-connection");
    await click("change-account");
    for (const gone of ["see-accounts", "provider-accounts", "link-account"]) {
      expect(hooks(gone)).toEqual([]);
    }
  });

  test("is tested without a name that nobody told, and without what Flitt has not", async () => {
    const { backend } = await openSettings([flittAccount()]);
    const report = await backend.testConnection({ account: "account-flitt" });
    const held = ["MAKE_LINKS", "SEE_LINKS", "SEE_PAYMENTS", "REFUND", "CAPTURE"];
    backend.answer("testConnection", async () => ({
      ...report,
      merchantName: "",
      rights: report.rights.map(({ right }) => ({ right, held: held.includes(right) })),
    }));
    await click("test-connection");
    const said = hook("connection-report");
    expect(said).toHaveTextContent("Signed in.");
    for (const gone of ["right-LIST_LINKS", "right-LIST_PAYMENTS", "right-ALTER_LINKS"]) {
      expect(hooks(gone)).toEqual([]);
    }
    expect(hook("right-RELEASE")).toHaveAttribute("data-held", "false");
    expect(hooks("report-link-account")).toEqual([]);
  });

  test("of the practice provider of this computer needs no keys", async () => {
    await openSettings([flittPractice()]);
    expect(hooks("replace-key")).toEqual([]);
    expect(hook("troubles")).toBeInTheDocument();
  });

  test("of the practice provider plans what can go wrong at Flitt, and at this account", async () => {
    const { backend } = await openSettings([flittPractice()]);
    for (const other of ["trouble-PAYS_AFTER_CANCEL", "trouble-PAYS_TWICE"]) {
      expect(hooks(other)).toEqual([]);
    }
    await click("trouble-DECLINES_REFUND");
    expect(hook("trouble-learn")).toHaveTextContent("nothing went back");
    await click("trouble-plan");
    const account = "practice-flitt";
    expect(backend.called("plannedTroubles")).toEqual([{ account }]);
    expect(backend.called("planTrouble")).toEqual([
      { account, trouble: { kind: "DECLINES_REFUND" } },
    ]);
    await click("trouble-clear");
    expect(backend.called("clearTroubles")).toEqual([{ account }]);
  });
});

describe("replacing one of the keys", () => {
  test("is the main one unless another is chosen", async () => {
    const { backend } = await openSettings([flittAccount()]);
    await click("replace-key");
    expect(document.activeElement).toBe(hook("new-key"));
    expect(hook("new-key")).toHaveAccessibleName("Payment key");
    expect(labels("replace-form").slice(0, 3)).toEqual([
      "Payment key",
      "Reports key",
      "Payout key",
    ]);
    expect(await axeFindings()).toEqual([]);
    await fill("new-key", " new ");
    await click("replace-submit");
    expect(replaced(backend)).toEqual([
      { account: "account-flitt", which: "MAIN", reportsId: "", key: "new", sessionOnly: false },
    ]);
  });

  test("of the reports goes with its id", async () => {
    const { backend } = await openSettings([flittAccount()]);
    await click("replace-key");
    await click("which-key-REPORTS");
    expect(hook("new-key")).toHaveAccessibleName("Reports key");
    await fill("new-key", "reports secret");
    await click("replace-submit");
    expect(hook("new-reports-id-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("new-reports-id"));
    expect(replaced(backend)).toEqual([]);
    await fill("new-reports-id", "1019");
    await click("replace-submit");
    expect(replaced(backend)[0]).toMatchObject({
      which: "REPORTS",
      reportsId: "1019",
      key: "reports secret",
    });
  });

  test.each(["PAYOUT", "REPORTS"] as const)("%s can be done without", async (which) => {
    const { backend } = await openSettings([flittAccount()]);
    await click("replace-key");
    await click(`which-key-${which}`);
    expect(hook("replace-submit")).toHaveTextContent("Do without it");
    await click("replace-submit");
    expect(replaced(backend)[0]).toMatchObject({ which, reportsId: "", key: "" });
  });

  test("the main one cannot be left empty", async () => {
    const { backend } = await openSettings([flittAccount()]);
    await click("replace-key");
    await click("replace-submit");
    expect(hook("new-key-said")).toHaveTextContent("Fill this in.");
    expect(replaced(backend)).toEqual([]);
  });

  test("a text typed for one key is never sent as another", async () => {
    await openSettings([flittAccount()]);
    await click("replace-key");
    await fill("new-key", "the payment key");
    await click("which-key-PAYOUT");
    expect(hook("new-key")).toHaveValue("");
  });

  test.each<[TillError, string]>([
    [{ code: "INVALID_FIELD", field: "PAYOUT_KEY" }, "new-key-said"],
    [{ code: "INVALID_FIELD", field: "KEY" }, "new-key-said"],
    [{ code: "CREDENTIALS_REFUSED" }, "replace-problem"],
  ])("%j stands where it belongs", async (error, place) => {
    const { backend } = await openSettings([flittAccount()]);
    backend.fail("replaceKey", error);
    await click("replace-key");
    await click("which-key-PAYOUT");
    await fill("new-key", "payout secret");
    await click("replace-submit");
    await settle();
    expect(hook(place)).toBeInTheDocument();
    expect(hook("new-key")).toHaveValue("payout secret");
  });

  test("has no choice where there is one key", async () => {
    await openSettings([fakeAccount()]);
    await click("replace-key");
    expect(hooks("which-key-MAIN")).toEqual([]);
    expect(hook("new-key")).toHaveAccessibleName("App key");
  });
});
