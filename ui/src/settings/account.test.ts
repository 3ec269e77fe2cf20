import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  EVERY_STATE,
  fakeAccount,
  fakeSale,
  fakeTill,
  practiceAccount,
  saleIn,
} from "../backend/fake-data";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  openPart,
  press,
  select,
  settle,
} from "../testing";
import type { AccountChange, AccountHealth, AccountView, PracticeTrouble } from "../contract";

async function openSettings(account: Partial<AccountView> = {}, others: AccountView[] = []) {
  const accounts = [fakeAccount(account), ...others];
  const opened = await openCounter(new FakeBackend(fakeTill({ accounts })));
  await openPart("ACCOUNTS");
  return opened;
}

function changed(backend: FakeBackend): AccountChange[] {
  return backend.called("changeAccount").map(({ form }) => form);
}

const UNTIL = new Date(2026, 10, 20, 14, 5).toISOString();

test.each<[AccountHealth, RegExp]>([
  [{ kind: "GOOD" }, /The provider answers/],
  [{ kind: "RESTING", until: UNTIL }, /failed several times.*(14:05|2:05)/],
  [{ kind: "ASKED_TO_WAIT", until: UNTIL }, /asked the till to wait until.*(14:05|2:05)/],
  [{ kind: "KEYS_REFUSED" }, /Use Replace key/],
])("the card says how the provider is: $kind", async (health, words) => {
  await openSettings({ health });
  expect(hook("health").textContent).toMatch(words);
});

test("refused keys ask for a look from every screen", async () => {
  await openCounter(
    new FakeBackend(fakeTill({ accounts: [fakeAccount({ health: { kind: "KEYS_REFUSED" } })] })),
  );
  expect(hook("account")).toHaveTextContent("This account needs a look in Settings.");
});

describe("changing an account", () => {
  test("starts from what it is, and sends all of it", async () => {
    const { backend } = await openSettings({ linkAccount: "paylink", returnPage: "https://a.b" });
    await click("change-account");
    expect(hook("account-name")).toHaveValue("High Street");
    await fill("account-name", "Harbour");
    await fill("currencies", "eur gbp");
    await click("account-save");
    expect(changed(backend)).toEqual([
      {
        account: "account-1",
        name: "Harbour",
        country: "IE",
        currencies: ["EUR", "GBP"],
        allowedDisputed: [],
        description: "Goods and services",
        linkAccount: "paylink",
        paymentAccount: "",
        returnPage: "https://a.b",
        payHost: "",
        payPage: "",
        pricing: null,
      },
    ]);
    expect(hooks("account-form")).toEqual([]);
    expect(document.activeElement).toBe(hook("change-account"));
    expect(hook("account-card")).toHaveTextContent("Harbour");
  });

  test("keeps what was typed when it is refused, and says why beside the field", async () => {
    const { backend } = await openSettings();
    backend.fail("changeAccount", { code: "CURRENCY_NOT_COUNTED", currency: "XXX" });
    await click("change-account");
    await fill("currencies", "EUR, XXX");
    await click("account-save");
    expect(hook("currencies-said")).toHaveTextContent("cannot take XXX");
    expect(document.activeElement).toBe(hook("currencies"));
    expect(hook("currencies")).toHaveValue("EUR, XXX");
  });

  test("asks about a disputed currency, and remembers one that is allowed", async () => {
    const currencies = [{ code: "JPY", exponent: 0 }];
    const { backend } = await openSettings({ currencies, allowedDisputed: ["JPY"] });
    await click("change-account");
    expect(hook("disputed")).toHaveTextContent("You allowed it all the same.");
    expect(hook("allow-JPY")).toBeChecked();
    await click("allow-JPY");
    backend.fail("changeAccount", {
      code: "CURRENCY_DISPUTED",
      currency: "JPY",
      ours: 0,
      theirs: 2,
    });
    await click("account-save");
    expect(changed(backend)[0]?.allowedDisputed).toEqual([]);
    expect(hook("disputed")).toHaveTextContent("100 times");
  });

  test("asks the provider which accounts there are", async () => {
    const { backend } = await openSettings({ linkAccount: "paylink" });
    await click("change-account");
    expect(hooks("link-account")).toEqual([]);
    await click("see-accounts");
    expect(backend.called("testConnection")).toHaveLength(1);
    expect(hook("link-account")).toHaveValue("paylink");
    await select("payment-account", "transaction_processing");
    await click("account-save");
    expect(changed(backend)[0]).toMatchObject({
      linkAccount: "paylink",
      paymentAccount: "transaction_processing",
    });
  });

  test("starts from the test’s report where several accounts fit", async () => {
    const { backend } = await openSettings();
    const report = await backend.testConnection({ account: "account-1" });
    backend.answer("testConnection", async () => ({
      ...report,
      linkAccount: null,
      linkAccounts: ["paylink", "paylink_2"],
      needsChoice: true,
    }));
    await click("test-connection");
    expect(hook("report-choose")).toHaveTextContent("Several accounts fit.");
    await click("choose-accounts");
    await select("link-account", "paylink_2");
    await click("account-save");
    expect(changed(backend)[0]).toMatchObject({ linkAccount: "paylink_2" });
  });

  test("names every account that refunds where none was chosen", async () => {
    const { backend } = await openSettings();
    const report = await backend.testConnection({ account: "account-1" });
    const refunded = async (paymentAccounts: string[]) => {
      backend.answer("testConnection", async () => ({
        ...report,
        paymentAccount: null,
        paymentAccounts,
      }));
      await click("test-connection");
      return hook("report-payment-account").textContent?.trim();
    };
    expect(await refunded(["north", "south"])).toBe("Refunds are made by north, south.");
    expect(await refunded([])).toBe("No account refunds.");
  });

  test("Esc steps out of it, and it is free of axe findings", async () => {
    await openSettings();
    await click("change-account");
    expect(document.activeElement).toBe(hook("account-name"));
    expect(await axeFindings()).toEqual([]);
    await press("Escape", 120, hook("account-name"));
    await press("Escape", 120, hook("account-form"));
    expect(hooks("account-form")).toEqual([]);
    expect(document.activeElement).toBe(hook("change-account"));
  });
});

describe("a certificate of its own", () => {
  test("is said on every screen of the counter, and not on the customer’s", async () => {
    const account = fakeAccount({ environment: "SANDBOX", extraRoot: true, region: "CUSTOM" });
    const backend = new FakeBackend(fakeTill({ accounts: [account] }), [fakeSale()]);
    backend.displayed.lent = true;
    const { counter } = await openCounter(backend);
    const said = () => hooks("banner").map((banner) => banner.textContent);
    const words = expect.stringContaining("must never be used for live money");
    expect(said()).toEqual([words]);
    for (const screen of ["rail-sales", "rail-settings", "rail-take"]) {
      await click(screen);
      expect(said()).toEqual([words]);
    }
    expect(await axeFindings()).toEqual([]);
    counter.show(saleIn(EVERY_STATE.PAID));
    await settle();
    expect(hook("paid-screen")).toBeInTheDocument();
    expect(said()).toEqual([words]);
    counter.show(fakeSale());
    await settle();
    await click("show-customer");
    expect(hook("shared-screen")).toBeInTheDocument();
    expect(said()).toEqual([]);
  });

  test("of an account that is not in use is not said", async () => {
    const other = fakeAccount({ id: "account-2", extraRoot: true });
    await openSettings({}, [other]);
    expect(hooks("banner")).toEqual([]);
  });
});

describe("forgetting an account with open links", () => {
  test("explains, and leads to the links to cancel them", async () => {
    const { backend, counter } = await openSettings();
    backend.fail("forgetAccount", { code: "LINKS_STILL_OPEN", count: 3 });
    await click("forget-account");
    await click("forget-confirm");
    expect(hook("forget-problem")).toHaveTextContent(
      "3 links can still be paid. Cancel them first",
    );
    expect(await axeFindings()).toEqual([]);
    await click("forget-show-open");
    await settle();
    expect(counter.screen).toMatchObject({ name: "SALES", filter: "OPEN" });
    expect(hook("filter-open")).toHaveAttribute("aria-pressed", "true");
    expect(backend.called("findSales").at(-1)).toMatchObject({ query: { filter: "OPEN" } });
    expect(backend.called("chooseAccount")).toEqual([]);
  });

  test("of another account uses that one first: lists show the account in use", async () => {
    const { backend, counter } = await openSettings({}, [fakeAccount({ id: "account-2" })]);
    backend.fail("forgetAccount", { code: "LINKS_STILL_OPEN", count: 1 });
    hooks("forget-account")[1]?.click();
    await settle();
    await click("forget-confirm");
    await click("forget-show-open");
    await settle();
    expect(backend.called("chooseAccount")).toEqual([{ account: "account-2" }]);
    expect(counter.account?.id).toBe("account-2");
    expect(counter.screen).toMatchObject({ name: "SALES", filter: "OPEN" });
  });
});

describe("practice trouble", () => {
  async function openPractice() {
    const accounts = [practiceAccount()];
    const opened = await openCounter(
      new FakeBackend(fakeTill({ accounts, activeAccount: "practice" })),
    );
    await openPart("ACCOUNTS");
    return opened;
  }

  function planned(backend: FakeBackend): PracticeTrouble[] {
    return backend
      .called("planTrouble")
      .map((args) => (args as { trouble: PracticeTrouble }).trouble);
  }

  test("is planned, listed in order and cleared", async () => {
    const { backend } = await openPractice();
    expect(hook("troubles-none")).toBeInTheDocument();
    await fill("trouble-seconds", "12");
    await click("trouble-plan");
    await click("trouble-PAYS_TWICE");
    expect(hooks("trouble-seconds")).toEqual([]);
    expect(hook("trouble-learn")).toHaveTextContent("find the second payment and refund it");
    await click("trouble-plan");
    await click("trouble-DROPS_ANSWER");
    await click("trouble-plan");
    expect(planned(backend)).toEqual([
      { kind: "PAYS_AFTER", seconds: 12 },
      { kind: "PAYS_TWICE" },
      { kind: "DROPS_ANSWER" },
    ]);
    const lines = [...hook("troubles-planned").children].map((line) => line.textContent);
    expect(lines).toEqual(["Pays by themself after 12 s", "Pays twice", "The answer is lost"]);
    await click("trouble-clear");
    expect(hook("troubles-none")).toBeInTheDocument();
  });

  test("shows what was planned before", async () => {
    const accounts = [practiceAccount()];
    const backend = new FakeBackend(fakeTill({ accounts, activeAccount: "practice" }));
    await backend.planTrouble({ account: "practice", trouble: { kind: "DECLINES" } });
    await openCounter(backend);
    await openPart("ACCOUNTS");
    expect(hook("troubles-planned")).toHaveTextContent("Card is refused");
  });

  test.each(["", "0", "601", "soon"])("pays after “%s” seconds is not planned", async (time) => {
    const { backend } = await openPractice();
    await fill("trouble-seconds", time);
    expect(hook("trouble-plan")).toBeDisabled();
    hook("troubles").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await settle();
    expect(planned(backend)).toEqual([]);
  });

  test("that cannot be planned says so", async () => {
    const { backend } = await openPractice();
    backend.fail("planTrouble", { code: "PRACTICE_FAILED" });
    await click("trouble-plan");
    expect(hook("trouble-problem")).toHaveTextContent("Practice could not start.");
  });

  test("exists on the practice of this computer alone", async () => {
    await openSettings({ environment: "PRACTICE", region: "CUSTOM" });
    expect(hooks("troubles")).toEqual([]);
    expect(hook("replace-key")).toBeInTheDocument();
  });

  test("is free of axe findings", async () => {
    await openPractice();
    await click("trouble-plan");
    expect(await axeFindings()).toEqual([]);
  });
});
