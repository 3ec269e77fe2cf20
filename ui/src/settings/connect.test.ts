import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
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
import type { ConnectForm, TillError } from "../contract";

async function openConnect() {
  const opened = await openCounter(new FakeBackend());
  await openPart("ACCOUNTS");
  await click("connect-GLOBAL_PAYMENTS");
  await fill("account-name", "Harbour");
  await fill("account-description", "Goods");
  await fill("key-id", "4gPqnGBkppGYvoE5UX9EWQlotTxGUDbs");
  await fill("key", "a key that nobody sees");
  await fill("country", "jp");
  await fill("currencies", "eur, jpy");
  return opened;
}

function sent(backend: FakeBackend): ConnectForm[] {
  return backend.called("connectAccount").map(({ form }) => form);
}

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

describe("the host", () => {
  test("of the European Union is one choice", async () => {
    const { backend } = await openConnect();
    await click("region-eu");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({ region: "EU", apiBase: "", extraRoot: "" });
  });

  test("of its own needs an address", async () => {
    const { backend } = await openConnect();
    await click("region-custom");
    await click("connect-submit");
    expect(hook("api-base-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("api-base"));
    expect(sent(backend)).toEqual([]);
  });

  test("never brings a certificate to live money", async () => {
    const { backend } = await openConnect();
    await click("environment-sandbox");
    await click("region-custom");
    await fill("api-base", "https://apis.example.com/ucp");
    await fill("extra-root", PEM);
    await click("environment-live");
    expect(hooks("extra-root")).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({
      environment: "LIVE",
      region: "CUSTOM",
      apiBase: "https://apis.example.com/ucp",
      extraRoot: "",
    });
  });

  test("of a sandbox may bring one, from a file", async () => {
    const { backend } = await openConnect();
    await click("environment-sandbox");
    await click("region-custom");
    await fill("api-base", "https://apis.example.com/ucp");
    const input = hook("extra-root-file") as HTMLInputElement;
    const file = new File([PEM], "root.pem");
    Object.defineProperty(file, "text", { value: async () => PEM });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(hook("extra-root")).toHaveValue(PEM);
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({ environment: "SANDBOX", extraRoot: PEM });
  });

  test("a file that cannot be read says so", async () => {
    await openConnect();
    await click("environment-sandbox");
    await click("region-custom");
    const input = hook("extra-root-file") as HTMLInputElement;
    const file = new File([PEM], "root.pem");
    Object.defineProperty(file, "text", { value: () => Promise.reject(new Error("gone")) });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(hook("extra-root-said")).toHaveTextContent("Paste its text instead.");
  });

  test("of a practice provider elsewhere is always its own", async () => {
    const { backend } = await openConnect();
    await click("environment-practice");
    expect(hooks("region-global")).toEqual([]);
    await fill("api-base", "https://practice.example.com:7701");
    await click("connect-submit");
    expect(sent(backend)[0]).toMatchObject({ environment: "PRACTICE", region: "CUSTOM" });
  });
});

describe("what stands beside its field", () => {
  test.each<[TillError, string, string]>([
    [{ code: "APP_USED_ELSEWHERE", environment: "SANDBOX" }, "key-id-said", "(Sandbox)"],
    [
      { code: "HOST_NOT_FOR_ENVIRONMENT", host: "apis.sandbox.globalpay.com" },
      "region-said",
      "apis.sandbox.globalpay.com is not a host for this kind of account",
    ],
    [{ code: "INVALID_FIELD", field: "MERCHANT" }, "merchant-said", "cannot be used"],
    [{ code: "INVALID_FIELD", field: "RETURN_PAGE" }, "return-page-said", "cannot be used"],
  ])("$code", async (error, place, words) => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", error);
    await click("connect-submit");
    expect(hook(place)).toHaveTextContent(words);
    expect(hooks("connect-problem")).toEqual([]);
    expect(hook("account-name")).toHaveValue("Harbour");
  });

  test("a wrong host of its own stands under its address", async () => {
    const { backend } = await openConnect();
    await click("region-custom");
    await fill("api-base", "https://apis.globalpay.com/ucp");
    backend.fail("connectAccount", {
      code: "HOST_NOT_FOR_ENVIRONMENT",
      host: "apis.globalpay.com",
    });
    await click("connect-submit");
    expect(hook("api-base-said")).toHaveTextContent("Choose another host");
    expect(document.activeElement).toBe(hook("api-base"));
  });
});

describe("several accounts at the provider", () => {
  test("are chosen from two lists, and everything typed stays", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", {
      code: "CHOOSE_PROVIDER_ACCOUNT",
      linkAccounts: ["paylink", "paylink_2"],
      paymentAccounts: ["processing"],
    });
    await click("connect-submit");
    expect(hook("link-account-said")).toHaveTextContent("Choose which one");
    expect(document.activeElement).toBe(hook("link-account"));
    expect(hook("key")).toHaveValue("a key that nobody sees");
    expect(await axeFindings()).toEqual([]);
    await select("link-account", "paylink_2");
    expect(hooks("link-account-said")).toEqual([]);
    await select("payment-account", "processing");
    backend.behave("connectAccount");
    await click("connect-submit");
    expect(sent(backend)[1]).toMatchObject({
      linkAccount: "paylink_2",
      paymentAccount: "processing",
    });
    expect(hooks("connect-form")).toEqual([]);
  });
});

describe("a currency that the provider may count differently", () => {
  const DISPUTED: TillError = { code: "CURRENCY_DISPUTED", currency: "JPY", ours: 0, theirs: 2 };

  test("is told in plain words, and refused until the owner allows it", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", DISPUTED);
    await click("connect-submit");
    expect(hook("disputed")).toHaveTextContent(
      "Global Payments counts JPY with 2 digits behind the decimal mark in its own table",
    );
    expect(hook("disputed")).toHaveTextContent("the international standard with none");
    expect(hook("disputed")).toHaveTextContent("100 times too much or too little");
    expect(hook("allow-JPY")).not.toBeChecked();
    expect(await axeFindings()).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[1]?.allowedDisputed).toEqual([]);
    await click("allow-JPY");
    backend.behave("connectAccount");
    await click("connect-submit");
    expect(sent(backend)[2]?.allowedDisputed).toEqual(["JPY"]);
  });

  test("that is left out again is neither asked about nor allowed", async () => {
    const { backend } = await openConnect();
    backend.fail("connectAccount", DISPUTED);
    await click("connect-submit");
    await click("allow-JPY");
    await fill("currencies", "EUR");
    expect(hooks("disputed")).toEqual([]);
    await click("connect-submit");
    expect(sent(backend)[1]).toMatchObject({ currencies: ["EUR"], allowedDisputed: [] });
  });
});

test("partner merchant and page to return to go with the form, and outlive it", async () => {
  const { backend } = await openConnect();
  await fill("merchant", "MER_7e3");
  await fill("return-page", "https://marlow.example/thanks");
  await press("Escape", 120, hook("connect-form"));
  await click("connect-GLOBAL_PAYMENTS");
  await fill("key", "a key that nobody sees");
  await click("connect-submit");
  expect(sent(backend)[0]).toMatchObject({
    merchant: "MER_7e3",
    returnPage: "https://marlow.example/thanks",
  });
});

test("the whole form is free of axe findings", async () => {
  await openConnect();
  await click("environment-sandbox");
  await click("region-custom");
  expect(await axeFindings()).toEqual([]);
});
