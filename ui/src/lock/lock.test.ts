import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeSale, fakeTill, practiceAccount } from "../backend/fake-data";
import { fourPeople, person, PINS, RECOVERY_CODE } from "../backend/fake-staff";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openWindow,
  press,
  settle,
  typeKeys,
} from "../testing";
import type { TillError } from "../contract";

function locked(sales = [fakeSale()]): FakeBackend {
  const backend = new FakeBackend(undefined, sales);
  backend.staff.open(fourPeople());
  return backend;
}

async function tile(member: string) {
  const found = hooks("staff-tile").find((one) => one.dataset["member"] === member);
  found?.click();
  await settle();
}

async function typePin(pin: string) {
  await typeKeys(pin);
  await press("Enter");
}

afterEach(() => {
  vi.useRealTimers();
});

describe("the lock screen", () => {
  test("shows the shop, who may sign in, and the open sales", async () => {
    await openWindow(locked([fakeSale(), fakeSale({ id: "sale-2" })]));
    expect(hook("lock-screen")).toHaveTextContent("Marlow & Daughters");
    expect(hooks("staff-tile").map(({ textContent }) => textContent?.trim())).toEqual([
      "Ada Owner",
      "Bruno Manager",
      "Carla Cashier",
      "Dede Cashier No PIN yet",
    ]);
    expect(hook("lock-open-sales")).toHaveTextContent("2 open sales are being watched");
    expect(hook("lock-choose")).toHaveTextContent("Choose your name");
    expect(document.activeElement).toBe(hooks("staff-tile")[0]);
    expect(await axeFindings()).toEqual([]);
  });

  test.each([
    [[], "No open sales"],
    [[fakeSale()], "1 open sale is being watched"],
  ])("counts open sales as they are", async (sales, words) => {
    await openWindow(locked(sales));
    expect(hook("lock-open-sales")).toHaveTextContent(words);
  });

  test("has the frame of practice", async () => {
    const backend = new FakeBackend(
      fakeTill({ accounts: [practiceAccount()], activeAccount: "practice" }),
    );
    backend.staff.open(fourPeople());
    await openWindow(backend);
    expect(hook("environment")).toHaveTextContent("PRACTICE");
  });

  test("keys before a name is chosen do nothing", async () => {
    const { backend } = await openWindow(locked());
    await typePin(PINS.carla);
    expect(backend.called("signIn")).toEqual([]);
  });

  test("a chosen tile asks for that person’s PIN alone", async () => {
    const { backend } = await openWindow(locked());
    await tile("bruno");
    expect(hook("pin")).toHaveAccessibleName("PIN of Bruno");
    await typeKeys("111");
    await tile("carla");
    expect(hook("pin")).toHaveAccessibleName("PIN of Carla");
    expect(hook("pin-input"), "digits are never another person’s").toHaveValue("");
    await typePin(PINS.carla);
    expect(backend.called("signIn")).toEqual([{ form: { member: "carla", pin: PINS.carla } }]);
  });

  test("the tile that is chosen, touched, brings the focus to the pad", async () => {
    const { backend } = await openWindow(locked());
    await tile("carla");
    const carla = hooks("staff-tile")[2];
    carla?.focus();
    await tile("carla");
    expect(document.activeElement).toBe(hook("pin-input"));
    await typeKeys(PINS.carla, 120, hook("pin-input"));
    await press("Enter", 120, hook("pin-input"));
    expect(backend.called("signIn")).toHaveLength(1);
    expect(hook("take")).toBeInTheDocument();
  });

  test("after a tile had the focus, digits and Enter mean the pad", async () => {
    const { backend } = await openWindow(locked());
    await tile("carla");
    hook("lost-pin").focus();
    for (const key of [...PINS.carla, "Enter"]) {
      await press(key, 120, document.activeElement ?? document.body);
    }
    expect(backend.called("signIn")).toHaveLength(1);
  });

  test("nobody else can be chosen while a PIN is looked at", async () => {
    const { backend, till } = await openWindow(locked());
    const signIn = backend.signIn;
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    backend.signIn = async (args) => {
      await asked;
      return signIn(args);
    };
    await tile("owner");
    await typePin(PINS.ada);
    await press("Escape", 120, hook("pin-input"));
    await tile("carla");
    expect(hook("pin")).toHaveAccessibleName("PIN of Ada");
    expect(hooks("staff-tile")[2]).toHaveAttribute("aria-disabled", "true");
    answer();
    await settle();
    expect(till.session.staff.id).toBe("owner");
  });

  test("a wrong PIN lets others be chosen again", async () => {
    await openWindow(locked());
    await tile("owner");
    await typePin("111222");
    await tile("carla");
    expect(hook("pin")).toHaveAccessibleName("PIN of Carla");
  });

  test("Esc goes back to the tiles, and the focus to the one that was chosen", async () => {
    await openWindow(locked());
    await tile("bruno");
    await press("Escape", 120, hook("pin-input"));
    expect(hooks("pin")).toEqual([]);
    expect((document.activeElement as HTMLElement).dataset["member"]).toBe("bruno");
  });

  test("who was there last is chosen when it locks", async () => {
    const backend = locked();
    backend.staff.at = "carla";
    await openWindow(backend);
    await click("rail-lock");
    expect(hook("pin")).toHaveAccessibleName("PIN of Carla");
  });

  test("one person alone has nobody to choose", async () => {
    const backend = new FakeBackend();
    backend.staff.open([person({ id: "owner", role: "OWNER", pin: PINS.ada })]);
    await openWindow(backend);
    expect(hook("pin")).toHaveAccessibleName("PIN of Owner");
    await typePin(PINS.ada);
    expect(hook("take")).toBeInTheDocument();
  });

  test("somebody without a PIN is told who can set one", async () => {
    await openWindow(locked());
    await tile("dede");
    expect(hook("lock-no-pin")).toHaveTextContent("An owner can set one under Settings, Staff.");
    expect(hooks("pin")).toEqual([]);
  });
});

describe("a wrong PIN", () => {
  test("clears the dots and tells how many tries are left", async () => {
    await openWindow(locked());
    await tile("carla");
    await typePin("111222");
    expect(hook("pin-problem")).toHaveTextContent("4 more tries, then there is a wait.");
    expect(hook("pin-input")).toHaveValue("");
    expect(await axeFindings()).toEqual([]);
    await typePin(PINS.carla);
    expect(hook("take")).toBeInTheDocument();
  });

  test("once too often begins the wait at once, for that person alone", async () => {
    await openWindow(locked());
    await tile("carla");
    for (let time = 0; time < 5; time += 1) await typePin("111222");
    expect(hook("pin-wait")).toHaveTextContent("Wait 30 seconds");
    expect(hook("pin-left")).toHaveTextContent("0:30");
    expect(hooks("staff-tile")[2]).toHaveTextContent("Has to wait");
    expect(await axeFindings()).toEqual([]);
    await tile("bruno");
    expect(hooks("pin-wait")).toEqual([]);
    await typePin(PINS.bruno);
    expect(hook("take")).toBeInTheDocument();
  });

  test("after a wait begins another one, also where that is as long", async () => {
    vi.useFakeTimers();
    const { backend } = await openWindow(locked());
    await tile("carla");
    for (let time = 0; time < 5; time += 1) await typePin("111222");
    vi.advanceTimersByTime(30_000);
    await settle();
    expect(hooks("pin-wait")).toEqual([]);
    expect(hooks("pin-problem"), "what is over is not told any more").toEqual([]);
    const [, , carla] = backend.staff.people;
    if (carla) carla.waits = 0;
    await typePin("111222");
    expect(hook("pin-left")).toHaveTextContent("0:30");
  });

  test("is counted from when the till told the wait, whoever is chosen meanwhile", async () => {
    vi.useFakeTimers();
    const { backend } = await openWindow(locked());
    await tile("carla");
    for (let time = 0; time < 5; time += 1) await typePin("111222");
    vi.advanceTimersByTime(29_000);
    await tile("bruno");
    await tile("carla");
    expect(hook("pin-left")).toHaveTextContent("0:01");
    const before = backend.called("session").length;
    vi.advanceTimersByTime(1_000);
    await settle();
    expect(backend.called("session"), "the till is asked once it is over").toHaveLength(before + 1);
    expect(hooks("staff-tile")[2]).not.toHaveTextContent("Has to wait");
    await tile("bruno");
    await tile("carla");
    expect(hooks("pin-wait")).toEqual([]);
    await typePin(PINS.carla);
    expect(hook("take")).toBeInTheDocument();
  });

  test("is over on the tile also where the till does not answer then", async () => {
    vi.useFakeTimers();
    const backend = locked();
    const [, , carla] = backend.staff.people;
    if (carla) carla.waits = 30;
    await openWindow(backend);
    expect(hooks("staff-tile")[2]).toHaveTextContent("Has to wait");
    backend.fail("session", { code: "LEDGER_FAILED" });
    vi.advanceTimersByTime(30_000);
    await settle();
    expect(hooks("staff-tile")[2]).not.toHaveTextContent("Has to wait");
  });

  test("during a wait that began elsewhere, too", async () => {
    const backend = locked();
    const [, , carla] = backend.staff.people;
    if (carla) carla.waits = 900;
    await openWindow(backend);
    await tile("carla");
    expect(hook("pin-left")).toHaveTextContent("15:00");
  });

  test.each<[string, TillError, string]>([
    ["of somebody who has left", { code: "STAFF_RETIRED" }, "is retired"],
    ["where the book can’t be written", { code: "LEDGER_DISK_FULL" }, "The disk is full"],
    ["where the keychain is locked", { code: "VAULT_LOCKED" }, "Unlock it"],
  ])("%s says so", async (_what, error, words) => {
    const backend = locked();
    backend.fail("signIn", error);
    await openWindow(backend);
    await tile("carla");
    await typePin(PINS.carla);
    expect(hook("pin-problem")).toHaveTextContent(words);
    expect(hook("lock-screen")).toBeInTheDocument();
  });
});

describe("where nobody can sign in by PIN", () => {
  test.each<[TillError, string]>([
    [{ code: "PIN_SECRET_MISSING" }, "The keychain has lost what protects the PINs"],
    [{ code: "STAFF_CHANGED_OUTSIDE" }, "The staff list was changed by something else"],
    [{ code: "BOOK_CHANGED_OUTSIDE", row: 412 }, "row 412 is missing or another one"],
    [{ code: "VAULT_LOCKED" }, "The keychain is locked. Unlock it"],
    [{ code: "VAULT_TIMED_OUT" }, "The keychain does not answer"],
  ])("%o is a sentence, without tiles and pad", async (error, words) => {
    const backend = locked();
    backend.staff.problem = error;
    await openWindow(backend);
    expect(hook("lock-problem")).toHaveTextContent(words);
    expect(hooks("staff-tile")).toEqual([]);
    expect(hooks("pin")).toEqual([]);
    expect(hook("lock-recover")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
  });

  test("Try again looks anew, and forgets nothing", async () => {
    const backend = locked();
    backend.staff.problem = { code: "VAULT_LOCKED" };
    await openWindow(backend);
    backend.staff.problem = null;
    await click("lock-try-again");
    expect(hooks("staff-tile")).toHaveLength(4);
  });

  test("without a recovery code none is offered, and it is said who helps", async () => {
    const backend = locked();
    backend.staff.problem = { code: "PIN_SECRET_MISSING" };
    backend.staff.codeMadeAt = null;
    await openWindow(backend);
    expect(hooks("lock-recover")).toEqual([]);
    expect(hook("lock-problem")).toHaveTextContent("Ask whoever looks after this computer");
    expect(hook("lock-problem")).not.toHaveTextContent("The recovery code mends it");
    expect(document.activeElement).toBe(hook("lock-try-again"));
  });

  test.each<[TillError, string]>([
    [{ code: "PIN_SECRET_MISSING" }, "lock-recover"],
    [{ code: "VAULT_LOCKED" }, "lock-try-again"],
  ])("the key that mends %o has the focus", async (error, key) => {
    const backend = locked();
    backend.staff.problem = error;
    await openWindow(backend);
    expect(document.activeElement).toBe(hook(key));
  });

  test("a list whose owners were changed by hand is mended all the same", async () => {
    const backend = locked();
    const [owner, , carla] = backend.staff.people;
    if (owner) owner.role = "CASHIER";
    if (carla) carla.role = "OWNER";
    backend.staff.problem = { code: "STAFF_CHANGED_OUTSIDE" };
    await openWindow(backend);
    await click("lock-recover");
    expect(hook("recover-first-owner")).toHaveTextContent("for the first owner in the till’s book");
    await fill("recover-code", RECOVERY_CODE);
    await click("recover-next");
    for (let time = 0; time < 2; time += 1) await typePin("728406");
    expect(backend.called("recover").at(-1)).toEqual({
      form: { member: "", code: RECOVERY_CODE, newPin: "728406" },
    });
    expect(hook("signed-in")).toHaveTextContent("Ada");
  });

  test("an owner who is not among the tiles is found by the till, too", async () => {
    const backend = locked();
    const [owner] = backend.staff.people;
    if (owner) owner.role = "CASHIER";
    backend.staff.problem = { code: "PIN_SECRET_MISSING" };
    await openWindow(backend);
    await click("lock-recover");
    await fill("recover-code", RECOVERY_CODE);
    await click("recover-next");
    expect(backend.called("recover").at(-1)).toMatchObject({ form: { member: "" } });
  });
});

describe("a lost PIN", () => {
  async function openRecovery(backend = locked()) {
    await openWindow(backend);
    await click("lost-pin");
    expect(hook("lost-pin-about")).toHaveTextContent("An owner can set a new PIN for you");
    await click("lock-recover");
    return backend;
  }

  async function typeCode(code: string) {
    await fill("recover-code", code);
    await click("recover-next");
  }

  async function newPinTwice(pin: string) {
    await typePin(pin);
    await typePin(pin);
  }

  test("of an owner is replaced with the recovery code, as it was noted", async () => {
    const backend = await openRecovery();
    expect(await axeFindings()).toEqual([]);
    await typeCode(RECOVERY_CODE.toLowerCase().replaceAll("-", " "));
    await newPinTwice("728406");
    const form = { member: "owner", code: RECOVERY_CODE };
    expect(backend.called("recover"), "the code is read first, without a PIN").toEqual([
      { form: { ...form, newPin: "" } },
      { form: { ...form, newPin: "728406" } },
    ]);
    expect(hook("signed-in")).toHaveTextContent("Ada");
  });

  test("a code that is not whole goes nowhere, and says what is missing", async () => {
    const backend = await openRecovery();
    await typeCode("7KQ2-M4XD");
    expect(hook("recover-code-said")).toHaveTextContent("Yours has 8 of 28 characters.");
    expect(document.activeElement).toBe(hook("recover-code"));
    expect(hook("recover")).toHaveAttribute("data-step", "CODE");
    expect(backend.called("recover")).toEqual([]);
  });

  test("the code is grouped as it is typed, and left alone where it is mended", async () => {
    await openRecovery();
    const field = () => (hook("recover-code") as HTMLInputElement).value;
    for (const character of "7kq2m4") await fill("recover-code", field() + character);
    expect(field()).toBe("7KQ2-M4");
    await fill("recover-code", "7KQ2-");
    expect(field()).toBe("7KQ2-");
    await fill("recover-code", "7Q2-M4");
    expect(field()).toBe("7Q2-M4");
  });

  test("a typo is found in its group before a PIN is chosen, and costs no try", async () => {
    const backend = await openRecovery();
    const typo = RECOVERY_CODE.replace("9TRB", "9TRX");
    await typeCode(typo);
    expect(hook("recover")).toHaveAttribute("data-step", "CODE");
    expect(backend.staff.recoveryTries).toBe(5);
    expect(hook("recover-code-said")).toHaveTextContent("Group 3 does not fit.");
    expect(hook("recover-code")).toHaveValue(typo);
    expect(hook("recover-code-group-3")).toHaveTextContent("Group 3, does not fit: 9TRX");
    expect(hook("recover-code-group-2")).toHaveTextContent("Group 2: M4XD");
    expect(document.activeElement).toBe(hook("recover-code"));
    expect(await axeFindings()).toEqual([]);
    await typeCode(RECOVERY_CODE);
    await newPinTwice("728406");
    expect(hook("take")).toBeInTheDocument();
  });

  test("another code tells the tries that are left", async () => {
    await openRecovery();
    await typeCode(RECOVERY_CODE.split("-").reverse().join("-"));
    await newPinTwice("728406");
    expect(hook("recover-code-said")).toHaveTextContent("This is not the recovery code");
    expect(hook("recover-code-said")).toHaveTextContent("4 more tries");
  });

  test("a wait counts down at the code, where nothing is sent before it is over", async () => {
    vi.useFakeTimers();
    const backend = await openRecovery();
    await typeCode(RECOVERY_CODE);
    backend.fail("recover", { code: "PIN_WAIT", seconds: 300 });
    await newPinTwice("728406");
    expect(hook("recover-wait")).toHaveTextContent("Wait 5 minutes, then try again.");
    expect(hook("recover-left")).toHaveTextContent("Next try in 5:00");
    expect(hook("recover-next")).toBeDisabled();
    expect(hook("recover-code")).toHaveValue(RECOVERY_CODE);
    vi.advanceTimersByTime(300_000);
    await settle();
    expect(hooks("recover-wait")).toEqual([]);
    expect(hook("recover-wait-over")).toHaveTextContent("You can try again now.");
    backend.behave("recover");
    await click("recover-next");
    await newPinTwice("728406");
    expect(hook("take")).toBeInTheDocument();
  });

  test("what else is wrong stands at the code", async () => {
    const backend = await openRecovery();
    backend.fail("recover", { code: "LEDGER_DISK_FULL" });
    await typeCode(RECOVERY_CODE);
    expect(hook("recover-problem")).toHaveTextContent("The disk is full");
    backend.fail("recover", { code: "PIN_WAIT", seconds: 30 });
    await typeCode(RECOVERY_CODE);
    expect(hooks("recover-problem")).toEqual([]);
    expect(hook("recover-wait")).toHaveTextContent("Wait 30 seconds");
    expect(await axeFindings()).toEqual([]);
  });

  test("says that the newest code counts", async () => {
    await openRecovery();
    expect(hook("recover")).toHaveTextContent("the newest one counts");
  });

  test("a PIN that is easy to guess is chosen anew, the code stays", async () => {
    await openRecovery();
    await typeCode(RECOVERY_CODE);
    await newPinTwice("777777");
    expect(hook("recover-pin-problem")).toHaveTextContent("easy to guess");
    await newPinTwice("728406");
    expect(hook("take")).toBeInTheDocument();
  });

  test("two owners: the code is for the one who is chosen", async () => {
    const backend = locked();
    const [, bruno] = backend.staff.people;
    if (bruno) bruno.role = "OWNER";
    await openRecovery(backend);
    await click("recover-for-bruno");
    await typeCode(RECOVERY_CODE);
    await newPinTwice("728406");
    expect(hook("signed-in")).toHaveTextContent("Bruno");
  });

  test("Esc goes one step back, then to the tiles", async () => {
    await openRecovery();
    await typeCode(RECOVERY_CODE);
    await press("Escape", 120, hook("recover-pin-input"));
    expect(hook("recover-code")).toHaveValue(RECOVERY_CODE);
    hook("recover-code").focus();
    await press("Escape", 120, hook("recover-code"));
    expect(hook("recover-code"), "first out of the field").toHaveValue(RECOVERY_CODE);
    expect(document.activeElement).not.toBe(hook("recover-code"));
    await press("Escape", 120, document.activeElement ?? document.body);
    expect(hooks("staff-tile")).toHaveLength(4);
  });
});
