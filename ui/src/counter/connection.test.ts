import { cleanup } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  EVERY_STATE,
  fakeAccount,
  fakeLink,
  fakeSale,
  fakeTill,
  inSeconds,
  practiceAccount,
  saleIn,
} from "../backend/fake-data";
import { fourPeople, PINS } from "../backend/fake-staff";
import { axeFindings, hook, hooks, openCounter, settle } from "../testing";
import type { SaleView } from "../contract";

/** A time of yesterday. */
function yesterday(hour: number, minute: number): string {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  day.setHours(hour, minute, 0, 0);
  return day.toISOString();
}

const AT_14_05 = yesterday(14, 5);

/** Nobody has told yet when its provider answered last. */
const ACCOUNT = fakeAccount({ lastGoodCall: null });

function checked(changes: Partial<SaleView> = {}): SaleView {
  return fakeSale({ link: fakeLink({ lastChecked: null }), ...changes });
}

function silent(changes: Partial<SaleView> = {}, since = AT_14_05): SaleView {
  return checked({ link: fakeLink({ lastChecked: null, cannotCheckSince: since }), ...changes });
}

function sent(event: "offline" | "online") {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(event === "online");
  window.dispatchEvent(new Event(event));
  return settle();
}

function opened(sales: SaleView[], till = fakeTill({ accounts: [ACCOUNT] })) {
  return openCounter(new FakeBackend(till, sales));
}

const OTHER = fakeAccount({ id: "account-2", name: "Market" });

afterEach(() => vi.restoreAllMocks());

describe("what the till could not check", () => {
  test("is said at the top of every screen, and that it is no no", async () => {
    const { backend } = await opened([checked()]);
    expect(hooks("connection-lost")).toEqual([]);
    backend.become(silent());
    await settle();
    expect(hook("connection-lost")).toHaveTextContent(/No connection to the provider since .*:05/);
    expect(hook("connection-lost")).toHaveTextContent("No connection does not mean not paid.");
    expect(hook("open-sale")).toHaveTextContent("Cannot check");
    hook("rail-sales").click();
    await settle();
    expect(hook("connection-lost")).toBeInTheDocument();
    backend.become(checked());
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
  });

  test("begins with the first silence", async () => {
    const later = yesterday(14, 9);
    const { backend } = await opened([checked(), checked({ id: "sale-2" })]);
    backend.become(silent({ id: "sale-2" }, later));
    backend.become(silent());
    await settle();
    expect(hook("connection-lost")).toHaveTextContent(/since .*:05/);
  });

  test("is known of sales that were open before the till began, each read once", async () => {
    const { backend, counter } = await opened([silent()]);
    expect(hook("connection-lost")).toBeInTheDocument();
    counter.refresh();
    await settle();
    expect(backend.called("saleDetail")).toEqual([{ sale: "sale-1" }]);
  });

  test("is read again by whoever comes back to the till", async () => {
    const backend = new FakeBackend(fakeTill({ accounts: [ACCOUNT] }), [silent()]);
    backend.staff.open(fourPeople(), "carla");
    const { till } = await openCounter(backend);
    await till.session.lock();
    await settle();
    backend.sales.set("sale-1", checked());
    await till.session.signIn("carla", PINS.carla);
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
  });

  test("says nothing of another account", async () => {
    const accounts = [ACCOUNT, OTHER];
    const { backend, counter } = await opened([silent()], fakeTill({ accounts }));
    expect(hook("connection-lost")).toBeInTheDocument();
    counter.become(await backend.chooseAccount({ account: OTHER.id }));
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
    expect(hook("said-of-connection"), "nothing came back").not.toHaveTextContent("back");
  });

  test("is over where the provider answers about another sale, and that one says so itself", async () => {
    const { backend } = await opened([silent(), checked({ id: "sale-2" })]);
    expect(hook("connection-lost")).toBeInTheDocument();
    backend.become(fakeSale({ id: "sale-2" }));
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
    expect(hooks("open-sale")[0]).toHaveTextContent("Cannot check");
  });

  test("is over with its sale", async () => {
    const { backend } = await opened([silent()]);
    backend.become(saleIn(EVERY_STATE.PAID, { id: "sale-1" }));
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
  });

  test("is nothing that a refused key, a missing one or a wish to wait says", async () => {
    const until = inSeconds(60);
    const answers = [
      { health: { kind: "KEYS_REFUSED" } },
      { health: { kind: "ASKED_TO_WAIT", until } },
      { key: "MISSING" },
    ] as const;
    for (const answer of answers) {
      const { till } = await opened(
        [silent()],
        fakeTill({ accounts: [{ ...ACCOUNT, ...answer }] }),
      );
      expect(hooks("connection-lost"), JSON.stringify(answer)).toEqual([]);
      expect(till.counter?.connection.silentSince("sale-1")).toBe(AT_14_05);
      cleanup();
    }
  });

  test("is said also where a clock that was put right since dated the last answer", async () => {
    const { backend } = await opened([checked()]);
    const ahead = inSeconds(7_200);
    backend.become(fakeSale({ link: fakeLink({ lastChecked: ahead }) }));
    await settle();
    backend.become(
      fakeSale({ link: fakeLink({ lastChecked: ahead, cannotCheckSince: AT_14_05 }) }),
    );
    await settle();
    expect(hook("connection-lost")).toBeInTheDocument();
  });

  test("hides no payment from whoever listens", async () => {
    const { backend } = await opened([silent(), silent({ id: "sale-2" })]);
    backend.become(checked({ id: "sale-2" }));
    backend.become(saleIn(EVERY_STATE.PAID, { id: "sale-1" }));
    await settle();
    expect(hook("announcement")).toHaveTextContent("Paid");
    expect(hook("said-of-connection")).toHaveTextContent("The connection is back.");
  });

  test("is announced once, and so is that it is over", async () => {
    const { backend } = await opened([checked(), checked({ id: "sale-2" })]);
    const said: string[] = [];
    const listening = new MutationObserver(() =>
      said.push(hook("said-of-connection").textContent ?? ""),
    );
    listening.observe(hook("said-of-connection"), {
      characterData: true,
      childList: true,
      subtree: true,
    });
    backend.become(silent());
    await settle();
    backend.become(silent({ id: "sale-2" }));
    await settle();
    backend.become(checked());
    await settle();
    backend.become(checked({ id: "sale-2" }));
    await settle();
    listening.disconnect();
    expect(said.map((text) => text.trim())).toEqual([
      expect.stringMatching(/^No connection to the provider since .* does not mean not paid\.$/),
      "The connection is back.",
    ]);
  });

  test("has no axe findings", async () => {
    await opened([silent()]);
    expect(hook("connection-lost")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
  });
});

describe("the web view's network", () => {
  test("that goes is said at once, and that it is back", async () => {
    await opened([checked()]);
    await sent("offline");
    expect(hook("connection-lost")).toHaveTextContent("No connection to the provider since");
    expect(hook("said-of-connection")).toHaveTextContent("No connection does not mean not paid.");
    await sent("online");
    expect(hooks("connection-lost")).toEqual([]);
    expect(hook("said-of-connection")).toHaveTextContent("The connection is back.");
  });

  test("that is back has the till look at what it could not check, once", async () => {
    const sales = ["a", "b", "c", "d", "e"].map((id) => silent({ id }));
    const { backend } = await opened([...sales, checked({ id: "checked" })]);
    await sent("offline");
    const answers: (() => void)[] = [];
    backend.answer(
      "linkStatus",
      () => new Promise((answer) => answers.push(() => answer(checked({ id: "a" })))),
    );
    await sent("online");
    expect(backend.called("linkStatus"), "never many at once").toHaveLength(3);
    await sent("online");
    expect(backend.called("linkStatus"), "once per return").toHaveLength(3);
    while (answers.length > 0) {
      answers.shift()?.();
      await settle();
    }
    expect(backend.called("linkStatus"), "the till looks at the others").toHaveLength(3);
  });

  test("that is back has the sale on screen looked at first", async () => {
    const sales = ["a", "b", "c", "d", "e"].map((id) => silent({ id }));
    const { backend, counter } = await opened(sales);
    counter.show(silent({ id: "e" }));
    await settle();
    await sent("offline");
    await sent("online");
    const looked = backend.called("linkStatus").map(({ sale }) => sale);
    expect([looked[0], looked.length]).toEqual(["e", 4]);
  });

  test("that goes once more ends the looking", async () => {
    const { backend } = await opened(["a", "b", "c", "d", "e"].map((id) => silent({ id })));
    const answers: (() => void)[] = [];
    backend.answer("linkStatus", () => new Promise((_, fail) => answers.push(() => fail())));
    await sent("online");
    await sent("offline");
    for (const fail of answers) fail();
    await settle();
    expect(backend.called("linkStatus")).toHaveLength(3);
  });

  test("is not believed where the provider answers", async () => {
    const { backend } = await opened([checked()]);
    await sent("offline");
    expect(hook("connection-lost")).toBeInTheDocument();
    backend.become(checked({ link: fakeLink({ lastChecked: inSeconds(5) }) }));
    await settle();
    expect(hooks("connection-lost")).toEqual([]);
  });

  test("has nothing to do with practice on this computer", async () => {
    const accounts = [practiceAccount()];
    await opened([], fakeTill({ accounts, activeAccount: "practice" }));
    await sent("offline");
    expect(hooks("connection-lost")).toEqual([]);
  });

  test("that was gone before somebody signed in is said to them", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    await opened([]);
    expect(hook("connection-lost")).toBeInTheDocument();
  });
});
