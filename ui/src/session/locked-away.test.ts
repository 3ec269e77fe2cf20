import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeAccount, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { fourPeople, PINS } from "../backend/fake-staff";
import { axeFindings, click, hook, hooks, openWindow, press, settle, typeKeys } from "../testing";
import type { TillError } from "../contract";

function staffed(at: string | null, sales = [fakeSale()], state = fakeTill()): FakeBackend {
  const backend = new FakeBackend(state, sales);
  backend.staff.open(fourPeople(), at);
  return backend;
}

async function signInCarla() {
  hooks("staff-tile")
    .find((one) => one.dataset["member"] === "carla")
    ?.click();
  await settle();
  await typeKeys(PINS.carla);
  await press("Enter");
}

const NO_BOOK: TillError = { code: "LEDGER_FAILED" };

describe("a till whose book cannot be read", () => {
  test("shows nothing once it was to be locked, and says why", async () => {
    const backend = staffed("owner");
    await openWindow(backend);
    backend.staff.lock();
    backend.fail("lock", NO_BOOK);
    backend.fail("session", NO_BOOK);
    await click("rail-lock");
    expect(hooks("take")).toEqual([]);
    expect(hook("till-problem")).toHaveTextContent("book could not be opened");
    await click("till-try-again");
    expect(hooks("take"), "it still cannot").toEqual([]);
    backend.behave("lock");
    backend.behave("session");
    await click("till-try-again");
    expect(hook("lock-screen")).toBeInTheDocument();
  });

  test("opens for nobody who presses the key after a lock that failed", async () => {
    const backend = staffed("owner");
    await openWindow(backend);
    backend.fail("lock", NO_BOOK);
    await click("rail-lock");
    backend.tell({ kind: "TILL" });
    await settle();
    await click("till-try-again");
    expect(hooks("take")).toEqual([]);
    backend.behave("lock");
    await click("till-try-again");
    expect(hook("lock-screen")).toBeInTheDocument();
  });

  test("shows nothing once it tells that it locked by itself", async () => {
    const backend = staffed("owner");
    await openWindow(backend);
    backend.fail("session", NO_BOOK);
    backend.tell({ kind: "SESSION" });
    await settle();
    expect(hooks("take")).toEqual([]);
    backend.behave("session");
    await click("till-try-again");
    expect(hook("take"), "it was not locked").toBeInTheDocument();
  });

  test("is tried again at the start, and is watched then", async () => {
    const backend = staffed(null);
    backend.fail("session", NO_BOOK);
    await openWindow(backend);
    expect(hook("till-problem")).toBeInTheDocument();
    expect(
      await axeFindings().then((all) => all.filter((one) => !one.startsWith("page-has"))),
    ).toEqual([]);
    backend.behave("session");
    await click("till-try-again");
    expect(hook("lock-screen")).toBeInTheDocument();
    expect(backend.called("watchTill")).toHaveLength(1);
  });
});

test("signing in counts, although the till was asked meanwhile and answered first", async () => {
  const backend = staffed(null);
  const { till } = await openWindow(backend);
  const real = backend.signIn;
  let answer: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (answer = resolve));
  backend.signIn = async (args) => {
    await gate;
    return real(args);
  };
  await signInCarla();
  backend.tell({ kind: "TILL" });
  await settle();
  expect(till.session.isOpen).toBe(false);
  answer();
  await settle();
  expect(till.session.isOpen).toBe(true);
});

describe("a till that locks after each sale", () => {
  async function paid(hasSold: boolean) {
    const sale = saleIn(EVERY_STATE.PAID);
    const backend = staffed("carla", [sale]);
    backend.staff.lockAfterSale = true;
    const { till } = await openWindow(backend);
    till.counter?.show(sale);
    await settle();
    backend.answer("showToCustomer", async () => {
      if (!hasSold) return null;
      backend.staff.lock();
      setTimeout(() => backend.tell({ kind: "SESSION" }), 5);
      return null;
    });
    return { backend, till };
  }

  /** At a person's pace, for the till as for the page. */
  async function typeSlowly(keys: string) {
    for (const key of keys) {
      await press(key);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await settle();
    }
  }

  test("takes no amount for a PIN, and no PIN for an amount", async () => {
    const { backend } = await paid(true);
    await typeSlowly("1250000");
    expect(hook("lock-screen")).toBeInTheDocument();
    expect(hook("pin-input")).toHaveValue("");
    await press("Enter");
    expect(backend.called("signIn")).toEqual([]);
    expect(hooks("pin-problem")).toEqual([]);
    await signInCarla();
    expect(hook("amount")).toHaveTextContent("0.00");
  });

  test("takes a PIN after a pause, by whoever is chosen already", async () => {
    const { backend } = await paid(true);
    await typeSlowly("1250");
    await press("5", 1500);
    await typeKeys(PINS.carla.slice(1));
    await press("Enter");
    expect(backend.called("signIn")).toHaveLength(1);
  });

  test("takes the digits as an amount where it does not lock", async () => {
    await paid(false);
    await typeSlowly("1250");
    expect(hook("amount")).toHaveTextContent("12.50");
  });
});

describe("a till without an account", () => {
  const empty = () => fakeTill({ accounts: [], activeAccount: null });

  test("tells a cashier who connects one, and locks", async () => {
    await openWindow(staffed("carla", [], empty()));
    expect(hook("no-account")).toHaveTextContent("The owner connects one");
    expect(hooks("try-now")).toEqual([]);
    expect(hooks("connect")).toEqual([]);
    expect(hook("signed-in")).toHaveTextContent("Carla");
    expect(await axeFindings()).toEqual([]);
    await click("start-lock");
    expect(hook("lock-screen")).toBeInTheDocument();
  });

  test("names the owner who connects one, and locks", async () => {
    await openWindow(staffed("owner", [], empty()));
    expect(hook("first-start")).toBeInTheDocument();
    expect(hook("signed-in")).toHaveTextContent("Ada");
    expect(await axeFindings()).toEqual([]);
    await click("start-lock");
    expect(hook("lock-screen")).toBeInTheDocument();
  });

  test("without PINs says nothing of staff", async () => {
    await openWindow(new FakeBackend(empty()));
    expect(hook("first-start")).toBeInTheDocument();
    expect(hooks("start-lock")).toEqual([]);
    expect(hooks("signed-in")).toEqual([]);
  });
});

describe("what only the owner can mend", () => {
  const OWNERS: TillError[] = [
    { code: "CREDENTIALS_REFUSED" },
    { code: "PERMISSION_MISSING", permission: "LNK" },
    { code: "TOKEN_GENERATION_ERROR", detail: "" },
    { code: "VAULT_MISSING" },
    { code: "VAULT_NO_STORE", keychain: "SECRET_SERVICE" },
    { code: "CONFIRM_PAY_HOST", hosts: ["pay.example"] },
    { code: "CHOOSE_PROVIDER_ACCOUNT", linkAccounts: [], paymentAccounts: [] },
    { code: "FOREIGN_HOST", host: "other.example" },
    { code: "NOT_OFFERED" },
    { code: "API_ERROR", detail: "Invalid signature", providerCode: "1014" },
  ];

  test.each(OWNERS)("$code sends a cashier to the owner", async (error) => {
    const backend = staffed("carla", []);
    await openWindow(backend);
    backend.fail("createLink", error);
    await typeKeys("2500");
    await press("Enter");
    expect(hook("take-problem")).toHaveTextContent(/(Ask|Tell) the owner\.$/);
    expect(hook("take-problem")).not.toHaveTextContent(/Settings|Type it|then try/);
  });

  test.each(OWNERS)("$code tells the owner what to do", async (error) => {
    const backend = staffed("owner", []);
    await openWindow(backend);
    backend.fail("createLink", error);
    await typeKeys("2500");
    await press("Enter");
    expect(hook("take-problem")).not.toHaveTextContent("the owner");
  });

  test("the account in the header leads nobody where they can choose nothing", async () => {
    const account = fakeAccount({ health: { kind: "KEYS_REFUSED" } });
    const state = () => fakeTill({ accounts: [account] });
    const { till } = await openWindow(staffed("carla", [], state()));
    expect(hook("account").tagName).toBe("P");
    expect(hook("account")).toHaveTextContent("The owner must look at this account.");
    await till.session.lock();
  });

  test("but it leads a manager, who chooses accounts", async () => {
    await openWindow(staffed("bruno"));
    await click("account");
    expect(hook("accounts-to-use")).toBeInTheDocument();
  });
});
