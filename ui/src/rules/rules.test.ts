import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { euros, fakeAccount, fakeTill } from "../backend/fake-data";
import { fourPeople } from "../backend/fake-staff";
import { axeFindings, click, fill, hook, hooks, openCounter, settle } from "../testing";
import type { TillRules } from "../contract";

const DOLLARS = { code: "USD", exponent: 2 };
const YEN = { code: "JPY", exponent: 0 };

function shop(rules: Partial<TillRules> = {}): FakeBackend {
  const accounts = [
    fakeAccount(),
    fakeAccount({ id: "account-2", currencies: [{ code: "EUR", exponent: 2 }, DOLLARS] }),
  ];
  const backend = new FakeBackend(fakeTill({ accounts }));
  backend.staff.open(fourPeople(), "owner");
  Object.assign(backend.rules.rules, rules);
  return backend;
}

async function openRules(backend = shop()) {
  const opened = await openCounter(backend);
  opened.counter.goSettings("STAFF");
  await settle();
  return opened;
}

function saved(backend: FakeBackend): TillRules[] {
  return backend.called("changeRules").map(({ rules }) => rules);
}

function value(name: string): string {
  return (hook(name) as HTMLInputElement).value;
}

describe("the rules in force", () => {
  test("stand as the till has them, and nothing is to be saved", async () => {
    await openRules();
    expect(hook("rules-pin-always")).toBeChecked();
    expect(hook("rules-each")).not.toBeChecked();
    expect(hook("rules-day")).not.toBeChecked();
    expect(hook("rules-lock-idle")).toBeChecked();
    expect(value("rules-lock-minutes")).toBe("2");
    expect(hook("rules-lock-sale")).not.toBeChecked();
    expect(hook("rules-save")).toBeDisabled();
    expect(hook("rules-state")).toHaveTextContent("");
  });

  test("of another till stand, too", async () => {
    await openRules(
      shop({
        refundPin: { kind: "ABOVE", limits: [euros(5000)] },
        eachLimit: [euros(10_000)],
        dayLimit: [{ minor: "30000", currency: "JPY", exponent: 0 }],
        lockAfterIdle: null,
        lockAfterSale: true,
      }),
    );
    expect(hook("rules-pin-above")).toBeChecked();
    expect(value("rules-pin-sum-EUR")).toBe("50.00");
    expect(value("rules-each-EUR")).toBe("100.00");
    // The shop has no yen any more; the limit stays until the owner takes it away.
    expect(value("rules-day-JPY")).toBe("30000");
    expect(value("rules-day-EUR")).toBe("0.00");
    expect(hook("rules-lock-idle")).not.toBeChecked();
    expect(hooks("rules-lock-minutes")).toEqual([]);
    expect(hook("rules-lock-sale")).toBeChecked();
    expect(hook("rules-save")).toBeDisabled();
  });

  test("are not there before the first PIN: they would count for nobody", async () => {
    await openRules(new FakeBackend(fakeTill()));
    expect(hooks("rules")).toEqual([]);
  });

  test("that can't be read are read again by a press", async () => {
    const backend = shop();
    backend.fail("tillRules", { code: "LEDGER_FAILED" });
    await openRules(backend);
    expect(hook("rules-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hooks("rules-save")).toEqual([]);
    backend.behave("tillRules");
    await click("rules-again");
    expect(hook("rules-pin-always")).toBeChecked();
  });

  test("are free of axe findings, with every field open", async () => {
    await openRules(
      shop({
        refundPin: { kind: "ABOVE", limits: [euros(5000)] },
        eachLimit: [euros(10_000)],
        dayLimit: [euros(20_000)],
      }),
    );
    expect(await axeFindings()).toEqual([]);
  });
});

describe("what is saved", () => {
  test("is everything, by one button, and is said", async () => {
    const { backend } = await openRules();
    await click("rules-pin-above");
    await fill("rules-pin-sum-EUR", "50.00");
    await click("rules-each");
    await fill("rules-each-EUR", "100.00");
    await fill("rules-each-USD", "120.00");
    await click("rules-day");
    await fill("rules-day-EUR", "250.00");
    await fill("rules-lock-minutes", "5");
    await click("rules-lock-sale");
    expect(hook("rules-state")).toHaveTextContent("Not saved yet.");
    expect(saved(backend)).toEqual([]);
    await click("rules-save");
    const dollars = { minor: "12000", currency: "USD", exponent: 2 };
    expect(saved(backend)).toEqual([
      {
        refundPin: { kind: "ABOVE", limits: [euros(5000)] },
        eachLimit: [euros(10_000), dollars],
        dayLimit: [euros(25_000)],
        lockAfterIdle: 300,
        lockAfterSale: true,
      },
    ]);
    expect(hook("rules-state")).toHaveTextContent("Saved.");
    expect(hook("rules-save")).toBeDisabled();
  });

  test.each([
    ["never", { kind: "NEVER" }],
    ["always", { kind: "ALWAYS" }],
  ] as const)("the PIN %s", async (choice, refundPin) => {
    const { backend } = await openRules(shop({ refundPin: { kind: "AFTER_MINUTES", minutes: 5 } }));
    expect(value("rules-pin-minutes")).toBe("5");
    await click(`rules-pin-${choice}`);
    await click("rules-save");
    expect(saved(backend)[0]?.refundPin).toEqual(refundPin);
  });

  test("the PIN after the first minutes", async () => {
    const { backend } = await openRules();
    await click("rules-pin-after-minutes");
    await fill("rules-pin-minutes", "30");
    await click("rules-save");
    expect(saved(backend)[0]?.refundPin).toEqual({ kind: "AFTER_MINUTES", minutes: 30 });
  });

  test("no limit and no lock, where they are switched off", async () => {
    const { backend } = await openRules(shop({ eachLimit: [euros(100)], dayLimit: [euros(100)] }));
    await click("rules-each");
    await click("rules-day");
    await click("rules-lock-idle");
    await click("rules-save");
    expect(saved(backend)[0]).toMatchObject({ eachLimit: [], dayLimit: [], lockAfterIdle: null });
  });

  test("a limit of zero is one, and it is said what it means", async () => {
    const { backend } = await openRules();
    await click("rules-each");
    expect(hook("rules-limits")).toHaveTextContent(
      "At zero, a second person approves every refund in EUR.",
    );
    await click("rules-save");
    expect(saved(backend)[0]?.eachLimit).toEqual([
      euros(0),
      { minor: "0", currency: "USD", exponent: 2 },
    ]);
  });

  test("an idle time of no whole minutes stays as it is where nobody types another", async () => {
    const { backend } = await openRules(shop({ lockAfterIdle: 90 }));
    expect(value("rules-lock-minutes")).toBe("1.5");
    await click("rules-lock-sale");
    await click("rules-save");
    expect(saved(backend)[0]?.lockAfterIdle).toBe(90);
  });

  test("goes once, however often it is pressed", async () => {
    const { backend } = await openRules();
    backend.answer("changeRules", () => new Promise(() => undefined));
    await click("rules-lock-sale");
    await click("rules-save");
    await click("rules-save");
    hook("rules").querySelector("form")?.requestSubmit();
    await settle();
    expect(saved(backend)).toHaveLength(1);
    expect(hook("rules-pin")).toBeDisabled();
  });
});

describe("what does not fit", () => {
  test.each(["", "0", "61", "1.25", "two"])("%s minutes without a touch", async (text) => {
    const { backend } = await openRules();
    await fill("rules-lock-minutes", text);
    await click("rules-save");
    expect(hook("rules-lock-minutes-said")).toHaveTextContent("from 1 to 60");
    expect(document.activeElement).toBe(hook("rules-lock-minutes"));
    expect(value("rules-lock-minutes")).toBe(text);
    expect(hook("rules-state")).toHaveTextContent("Not saved yet.");
    expect(saved(backend)).toEqual([]);
  });

  test.each(["0", "10081", "-1"])("%s minutes after the payment", async (text) => {
    const { backend } = await openRules();
    await click("rules-pin-after-minutes");
    await fill("rules-pin-minutes", text);
    await click("rules-save");
    expect(hook("rules-pin-minutes-said")).toHaveTextContent("from 1 to 10080");
    expect(saved(backend)).toEqual([]);
  });

  test.each([
    ["REFUND_LIMIT", "rules-each-EUR"],
    ["DAY_LIMIT", "rules-day-EUR"],
    ["PIN_LIMIT", "rules-pin-sum-EUR"],
  ] as const)("%s stands beside its field, and nothing typed is lost", async (field, name) => {
    const { backend } = await openRules();
    backend.fail("changeRules", { code: "INVALID_FIELD", field });
    for (const choice of ["rules-pin-above", "rules-each", "rules-day"]) await click(choice);
    for (const sum of ["rules-pin-sum-EUR", "rules-each-EUR", "rules-day-EUR"]) {
      await fill(sum, "75.00");
    }
    await click("rules-save");
    expect(hook(`${name}-said`)).toBeInTheDocument();
    expect(hooks("rules-problem")).toEqual([]);
    expect(document.activeElement).toBe(hook(name));
    for (const sum of ["rules-pin-sum-EUR", "rules-each-EUR", "rules-day-EUR"]) {
      expect(value(sum)).toBe("75.00");
    }
    expect(hook("rules-state")).toHaveTextContent("Not saved yet.");
  });

  test("what is wrong with all of it stands above the button", async () => {
    const { backend } = await openRules();
    backend.fail("changeRules", { code: "NOT_ALLOWED", right: "CHANGE_SETTINGS" });
    await click("rules-lock-sale");
    await click("rules-save");
    expect(hook("rules-problem")).toHaveTextContent("This is for the owner.");
    expect(hook("rules-lock-sale")).toBeChecked();
  });
});

describe("what is not saved", () => {
  test("is there when the owner comes back to the screen", async () => {
    const { backend, counter } = await openRules();
    await click("rules-each");
    await fill("rules-each-EUR", "100.00");
    counter.goTake();
    await settle();
    counter.goSettings("STAFF");
    await settle();
    expect(value("rules-each-EUR")).toBe("100.00");
    expect(hook("rules-state")).toHaveTextContent("Not saved yet.");
    expect(backend.called("tillRules")).toHaveLength(1);
  });

  test("is no change once it is as before", async () => {
    await openRules();
    await click("rules-lock-sale");
    expect(hook("rules-state")).toHaveTextContent("Not saved yet.");
    await click("rules-lock-sale");
    expect(hook("rules-state")).toHaveTextContent("");
    expect(hook("rules-save")).toBeDisabled();
  });

  test("is not touched by an account that comes meanwhile: it only brings its currency", async () => {
    const { backend, counter } = await openRules();
    await click("rules-each");
    await fill("rules-each-EUR", "100.00");
    const account = fakeAccount({ id: "account-3", currencies: [YEN] });
    backend.state = fakeTill({ accounts: [...backend.state.accounts, account] });
    counter.become(backend.state);
    await settle();
    expect(value("rules-each-EUR")).toBe("100.00");
    expect(value("rules-each-JPY")).toBe("0");
  });
});
