import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Activity, TELL_EVERY } from "./activity";
import { FakeBackend } from "../backend/fake";
import { fakeSale } from "../backend/fake-data";
import { fourPeople, PINS } from "../backend/fake-staff";
import {
  axeFindings,
  click,
  hook,
  hooks,
  openPart,
  openWindow,
  press,
  settle,
  typeKeys,
} from "../testing";

/** The parts of the till's own page, none of which a locked window may hold. */
const OF_THE_TILL = ["rail-take", "rail-sales", "take", "amount", "find", "open-sale", "settings"];

function staffed(at: string | null = null): FakeBackend {
  const backend = new FakeBackend(undefined, [fakeSale()]);
  backend.staff.open(fourPeople(), at);
  return backend;
}

async function tile(member: string) {
  const found = hooks("staff-tile").find((one) => one.dataset["member"] === member);
  found?.click();
  await settle();
}

async function signIn(member: string, pin: string) {
  await tile(member);
  await typeKeys(pin);
  await press("Enter");
}

async function ctrlL() {
  const event = new KeyboardEvent("keydown", {
    key: "l",
    ctrlKey: true,
    bubbles: true,
    cancelable: true,
  });
  document.body.dispatchEvent(event);
  await settle();
  return event;
}

function expectNothingOfTheTill() {
  expect(hook("lock-screen")).toBeInTheDocument();
  expect(OF_THE_TILL.filter((name) => hooks(name).length > 0)).toEqual([]);
  expect(document.body).not.toHaveTextContent("Blue jacket");
}

describe("the start", () => {
  test("asks who is there before anything else; locked, it asks for nothing more", async () => {
    const { backend } = await openWindow(staffed());
    expect(backend.calls[0]?.name).toBe("session");
    expect(new Set(backend.calls.map(({ name }) => name))).toEqual(
      new Set(["session", "watchTill"]),
    );
    expectNothingOfTheTill();
  });

  test("a till without PINs is as it always was", async () => {
    const { backend } = await openWindow();
    expect(hook("take")).toBeInTheDocument();
    expect(hooks("rail-lock")).toEqual([]);
    expect(hooks("signed-in")).toEqual([]);
    expect((await ctrlL()).defaultPrevented).toBe(false);
    expect(backend.called("lock")).toEqual([]);
    expect(backend.called("stillHere"), "it never locks, so nobody is told").toEqual([]);
    expect(hook("take")).toBeInTheDocument();
  });

  test("a till that does not answer says so", async () => {
    const backend = staffed();
    backend.fail("session", { code: "LEDGER_CHANGED", row: 17 });
    await openWindow(backend);
    expect(hook("till-problem")).toHaveTextContent("first at row 17");
  });
});

describe("signing in", () => {
  test("opens the till as it is for that person", async () => {
    await openWindow(staffed());
    await signIn("carla", PINS.carla);
    expect(hooks("lock-screen")).toEqual([]);
    expect(hook("take")).toBeInTheDocument();
    expect(hook("signed-in")).toHaveTextContent("Carla");
    expect(hook("signed-in")).toHaveTextContent("Cashier");
  });

  test("a cashier is shown no figures, and the till is not asked for them", async () => {
    const { backend } = await openWindow(staffed("carla"));
    expect(backend.called("dayTotals")).toEqual([]);
    expect(hook("today")).toBeEmptyDOMElement();
  });

  test("a manager is", async () => {
    await openWindow(staffed("bruno"));
    expect(hook("today")).toHaveTextContent("37 sales");
  });
});

describe("locking", () => {
  test("by the key in the rail leaves nothing of the till on the page", async () => {
    const { backend } = await openWindow(staffed("owner"));
    await click("rail-lock");
    expect(backend.called("lock")).toHaveLength(1);
    expectNothingOfTheTill();
  });

  test("by Ctrl+L, also while a field has the focus", async () => {
    const { backend } = await openWindow(staffed("carla"));
    hook("find").focus();
    expect((await ctrlL()).defaultPrevented).toBe(true);
    expect(backend.called("lock")).toHaveLength(1);
    expectNothingOfTheTill();
  });

  test("by the till itself, which tells of it", async () => {
    const { backend } = await openWindow(staffed("carla"));
    backend.staff.lock();
    backend.tell({ kind: "SESSION" });
    await settle();
    expectNothingOfTheTill();
  });

  test("who is told of another role finds what is theirs now", async () => {
    const { backend } = await openWindow(staffed("carla"));
    const [, , carla] = backend.staff.people;
    if (carla) carla.role = "MANAGER";
    backend.tell({ kind: "SESSION" });
    await settle();
    expect(hook("signed-in")).toHaveTextContent("Manager");
    expect(hook("today")).toHaveTextContent("37 sales");
  });

  test("goes on counting open sales, and asks for nothing else", async () => {
    const { backend } = await openWindow(staffed());
    expect(hook("lock-open-sales")).toHaveTextContent("1 open sale is being watched");
    backend.sales.clear();
    backend.tell({ kind: "TILL" });
    await settle();
    expect(hook("lock-open-sales")).toHaveTextContent("No open sales");
    expect(new Set(backend.calls.map(({ name }) => name))).toEqual(
      new Set(["session", "watchTill"]),
    );
  });

  test("is noticed at the first call that is refused for it", async () => {
    const { backend } = await openWindow(staffed("carla"));
    backend.staff.lock();
    backend.fail("findSales", { code: "TILL_LOCKED" });
    await click("rail-sales");
    expectNothingOfTheTill();
  });

  test("is not believed of any other refusal", async () => {
    const { backend } = await openWindow(staffed("carla"));
    const asked = backend.called("session").length;
    backend.fail("findSales", { code: "NOT_ALLOWED", right: "SEE_ALL_SALES" });
    await click("rail-sales");
    expect(backend.called("session")).toHaveLength(asked);
  });

  test("keeps what the same person had begun", async () => {
    const { till } = await openWindow(staffed("carla"));
    await typeKeys("2500");
    const counter = till.counter;
    await click("rail-lock");
    await signIn("carla", PINS.carla);
    expect(till.counter).toBe(counter);
    expect(hook("amount")).toHaveTextContent("25.00");
  });

  test("shows nothing of it to another person", async () => {
    await openWindow(staffed("owner"));
    await openPart("STAFF");
    expect(hook("staff-section")).toBeInTheDocument();
    await click("rail-lock");
    await signIn("carla", PINS.carla);
    expect(hooks("staff-section")).toEqual([]);
    expect(hook("take")).toBeInTheDocument();
  });

  test("a sale that the person may not see any more is left", async () => {
    const { backend, till } = await openWindow(staffed("carla"));
    till.counter?.show(fakeSale());
    await settle();
    await click("rail-lock");
    backend.fail("saleDetail", { code: "NOT_FOUND" });
    await signIn("carla", PINS.carla);
    expect(hook("take")).toBeInTheDocument();
  });
});

test("what each role finds in the settings", async () => {
  const parts = () =>
    [...document.querySelectorAll<HTMLElement>('[data-test^="part-"]')].map((part) =>
      part.dataset["test"]?.slice("part-".length),
    );
  const sections = () =>
    ["staff-section", "accounts-to-use", "own-pin-change", "open-history"].filter(
      (name) => hooks(name).length > 0,
    );
  const { till } = await openWindow(staffed("owner"));
  await openPart("ACCOUNTS");
  expect(hooks("account-card")).toHaveLength(1);
  const all = parts();
  expect(all.slice(0, 3)).toEqual(["SHOP", "ACCOUNTS", "STAFF"]);
  expect(all).toEqual(expect.arrayContaining(["LOOK", "LINKS", "KEYS", "ABOUT"]));
  await click("part-STAFF");
  expect(sections()).toEqual(["staff-section", "own-pin-change", "open-history"]);
  await click("rail-lock");
  await signIn("bruno", PINS.bruno);
  await click("rail-settings");
  for (const part of ["SHOP", "LOOK", "LINKS"]) expect(parts()).not.toContain(part);
  expect(sections()).toEqual(["accounts-to-use"]);
  expect(hooks("account-card")).toEqual([]);
  await click("part-STAFF");
  expect(sections()).toEqual(["own-pin-change"]);
  await till.session.lock();
  await settle();
  await signIn("carla", PINS.carla);
  await click("rail-settings");
  expect(parts()).not.toContain("ACCOUNTS");
  await click("part-STAFF");
  expect(hook("part-STAFF")).toHaveTextContent("Your PIN");
  expect(sections()).toEqual(["own-pin-change"]);
  expect(await axeFindings()).toEqual([]);
});

describe("somebody who is there", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function watched(lockAfter: number | null) {
    const told = vi.fn();
    const asked = vi.fn();
    return {
      told,
      asked,
      activity: new Activity({ tell: told, ask: asked, lockAfter: () => lockAfter }),
    };
  }

  test("is told of at once, and then at most every ten seconds", () => {
    const { activity, told } = watched(120);
    activity.touched();
    expect(told).toHaveBeenCalledTimes(1);
    for (let touch = 0; touch < 40; touch += 1) {
      vi.advanceTimersByTime(500);
      activity.touched();
    }
    expect(told).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(TELL_EVERY);
    expect(told, "the last touch is told, too").toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(10 * TELL_EVERY);
    expect(told, "nobody touches it any more").toHaveBeenCalledTimes(4);
  });

  test("is told of to nobody where the till never locks by itself", () => {
    const { activity, told, asked } = watched(null);
    activity.begin();
    activity.touched();
    vi.advanceTimersByTime(3_600_000);
    expect(told).not.toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
  });

  test("who goes away: the till is asked whether it is locked", () => {
    const { activity, asked } = watched(120);
    activity.begin();
    vi.advanceTimersByTime(60_000);
    activity.touched();
    vi.advanceTimersByTime(119_000);
    expect(asked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2000);
    expect(asked).toHaveBeenCalledTimes(1);
    activity.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("touches the window by keys and by pointer", async () => {
    const { backend } = await openWindow(staffed("carla"));
    await press("Shift");
    expect(backend.called("stillHere")).toHaveLength(1);
    vi.advanceTimersByTime(TELL_EVERY);
    document.body.dispatchEvent(new Event("pointermove", { bubbles: true }));
    await settle();
    expect(backend.called("stillHere")).toHaveLength(2);
  });
});
