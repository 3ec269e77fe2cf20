import { expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeSale, fakeTill, EVERY_STATE } from "../backend/fake-data";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  press,
  settle,
  typeKeys,
} from "../testing";

const empty = () => new FakeBackend(fakeTill({ shopName: "", accounts: [], activeAccount: null }));

async function fillAccount() {
  await fill("account-name", "High Street");
  await fill("account-description", "Goods");
  await fill("key-id", "4gPqnGBkppGYvoE5UX9EWQlotTxGUDbs");
  await fill("key", "a key that nobody sees");
  await fill("country", "ie");
  await fill("currencies", "eur, gbp");
}

test("Try it now leads to the first sale", async () => {
  const { backend } = await openCounter(empty());
  await fill("shop-name", "Marlow & Daughters");
  await click("try-now");
  expect(backend.called("startPractice")).toEqual([
    { provider: "GLOBAL_PAYMENTS", shopName: "Marlow & Daughters", description: "Practice sale" },
  ]);
  expect(hook("environment")).toHaveTextContent("PRACTICE");
  expect(hook("guide")).toHaveTextContent("type an amount");
  await typeKeys("2500");
  expect(hook("guide")).toHaveTextContent("press Enter");
  await press("Enter");
  expect(hook("guide")).toHaveTextContent("Press B to pay as the customer");
  const sale = [...backend.sales.values()][0] ?? fakeSale();
  backend.become({ ...sale, state: EVERY_STATE.PAID });
  await settle();
  await press("Enter");
  expect(hook("take")).toBeInTheDocument();
  expect(hooks("guide")).toEqual([]);
});

test("practice can be Flitt’s, where the owner picks it", async () => {
  const { backend, counter } = await openCounter(empty());
  expect(hook("provider-GLOBAL_PAYMENTS")).toBeChecked();
  await fill("shop-name", "Marlow");
  await click("provider-FLITT");
  await click("try-now");
  expect(backend.called("startPractice")).toEqual([
    { provider: "FLITT", shopName: "Marlow", description: "Practice sale" },
  ]);
  expect(counter.account?.provider).toBe("FLITT");
  expect(hook("environment")).toHaveTextContent("PRACTICE");
});

test("the provider that is picked is the one that is connected", async () => {
  const { backend } = await openCounter(empty());
  await fill("shop-name", "Marlow");
  expect(hook("connect")).toHaveTextContent("your account at Global Payments");
  await click("provider-FLITT");
  expect(hook("connect")).toHaveTextContent("your account at Flitt");
  await click("connect");
  expect(hook("connect-form")).toHaveTextContent("Connect Flitt");
  expect(document.activeElement).toBe(hook("account-name"));
  await fillAccount();
  await click("connect-submit");
  const [args] = backend.called("connectAccount");
  expect(args?.form.provider).toBe("FLITT");
});

test("the shop needs a name, and the words say so", async () => {
  const { backend } = await openCounter(empty());
  await click("try-now");
  expect(hook("shop-name-said")).toHaveTextContent("Fill this in.");
  expect(backend.called("startPractice")).toEqual([]);
});

test("practice that cannot start says so and keeps the name", async () => {
  const { backend } = await openCounter(empty());
  backend.fail("startPractice", { code: "PRACTICE_FAILED" });
  await fill("shop-name", "Marlow");
  await click("try-now");
  expect(hook("start-problem")).toHaveTextContent("Practice could not start.");
  expect(hook("shop-name")).toHaveValue("Marlow");
});

test("connecting sends the form and names the shop", async () => {
  const { backend } = await openCounter(empty());
  await fill("shop-name", "Marlow");
  await click("connect");
  await click("environment-sandbox");
  await fillAccount();
  await click("connect-submit");
  const [args] = backend.called("connectAccount");
  expect(args?.form).toEqual({
    provider: "GLOBAL_PAYMENTS",
    environment: "SANDBOX",
    name: "High Street",
    keyId: "4gPqnGBkppGYvoE5UX9EWQlotTxGUDbs",
    key: "a key that nobody sees",
    payoutKey: "",
    reportsId: "",
    reportsKey: "",
    webhookSecret: "",
    payHost: "",
    payPage: "",
    pricing: null,
    country: "IE",
    currencies: ["EUR", "GBP"],
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
  });
  expect(backend.called("nameShop")).toEqual([{ shopName: "Marlow" }]);
  expect(hook("take")).toBeInTheDocument();
  expect(document.body.innerHTML).not.toContain("a key that nobody sees");
});

test("the shop is named first, and where that fails no account is added", async () => {
  const { backend } = await openCounter(empty());
  backend.fail("nameShop", { code: "LEDGER_DISK_FULL" });
  await fill("shop-name", "Marlow");
  await click("connect");
  await fillAccount();
  await click("connect-submit");
  expect(hook("start-problem")).toHaveTextContent("Make room");
  expect(backend.called("connectAccount")).toEqual([]);
  backend.behave("nameShop");
  await click("connect-submit");
  expect(backend.called("connectAccount")).toHaveLength(1);
  expect(hook("take")).toBeInTheDocument();
});

test("an account that was connected cannot be added twice", async () => {
  const { backend } = await openCounter(empty());
  await fill("shop-name", "Marlow");
  await click("connect");
  await fillAccount();
  backend.answer("nameShop", async () => {
    if (backend.called("connectAccount").length > 0) throw { code: "LEDGER_DISK_FULL" };
    backend.state = { ...backend.state, shopName: "Marlow" };
    return backend.state;
  });
  const form = hook("connect-form") as HTMLFormElement;
  form.requestSubmit();
  form.requestSubmit();
  await settle();
  const left = hooks("connect-form")[0] as HTMLFormElement | undefined;
  left?.requestSubmit();
  await settle();
  expect(backend.called("connectAccount")).toHaveLength(1);
  expect(hooks("connect-form")).toEqual([]);
});

test("typing starts at the shop's name, then at the account's", async () => {
  await openCounter(empty());
  expect(document.activeElement).toBe(hook("shop-name"));
  await fill("shop-name", "Marlow");
  await click("connect");
  expect(document.activeElement).toBe(hook("account-name"));
  await click("connect-cancel");
  expect(document.activeElement).toBe(hook("connect"));
});

test("Esc leaves the field, then the form; all but the key is kept", async () => {
  await openCounter(empty());
  await fill("shop-name", "Marlow");
  await click("connect");
  await fillAccount();
  await press("Escape", 120, hook("key-id"));
  expect(document.activeElement).toBe(hook("connect-form"));
  await press("Escape", 120, hook("connect-form"));
  expect(hooks("connect-form")).toEqual([]);
  await click("connect");
  expect(hook("key-id")).toHaveValue("4gPqnGBkppGYvoE5UX9EWQlotTxGUDbs");
  expect(hook("currencies")).toHaveValue("eur, gbp");
  expect(hook("key")).toHaveValue("");
});

test("each empty field says so, and the first takes the focus", async () => {
  const { backend } = await openCounter(empty());
  await fill("shop-name", "Marlow");
  await click("connect");
  await fill("account-name", "High Street");
  hook("connect-submit").focus();
  await click("connect-submit");
  await settle();
  for (const name of ["account-description", "key-id", "key", "country", "currencies"]) {
    expect(hook(`${name}-said`)).toHaveTextContent("Fill this in.");
  }
  expect(hook("account-name-said")).not.toHaveTextContent("Fill this in.");
  expect(document.activeElement).toBe(hook("account-description"));
  expect(backend.called("connectAccount")).toEqual([]);
});

test("the key is never readable, and a refusal keeps what was typed", async () => {
  const { backend } = await openCounter(empty());
  backend.fail("connectAccount", { code: "CREDENTIALS_REFUSED" });
  await fill("shop-name", "Marlow");
  await click("connect");
  await fillAccount();
  expect(hook("key")).toHaveAttribute("type", "password");
  await click("connect-submit");
  expect(hook("connect-problem")).toHaveTextContent("does not know these keys");
  expect(hook("account-name")).toHaveValue("High Street");
});

test("without a keychain: what to install, and the key for this session", async () => {
  const { backend } = await openCounter(empty());
  backend.fail("connectAccount", { code: "VAULT_NO_STORE", keychain: "SECRET_SERVICE" });
  await fill("shop-name", "Marlow");
  await click("connect");
  await fillAccount();
  expect(hooks("session-only")).toEqual([]);
  await click("connect-submit");
  await settle();
  expect(hook("connect-problem")).toHaveTextContent(/gnome-keyring/);
  expect(document.activeElement).toBe(hook("connect-message"));
  expect(hook("connect-message")).toContainElement(hook("session-only"));
  backend.behave("connectAccount");
  await click("session-only");
  await click("connect-submit");
  const forms = backend.called("connectAccount");
  expect(forms.at(-1)?.form.sessionOnly).toBe(true);
});

test("the first start is free of axe findings", async () => {
  await openCounter(empty());
  expect(await axeFindings()).toEqual([]);
  await fill("shop-name", "Marlow");
  await click("connect");
  expect(await axeFindings()).toEqual([]);
});
