import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  EVERY_STATE,
  euros,
  fakeAccount,
  fakeLink,
  fakeSale,
  fakeTill,
} from "../backend/fake-data";
import { flittAccount, flittSale, subscribedSale, SUBSCRIPTION } from "../backend/fake-flitt";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { LinkKind, SaleView, SubscriptionState } from "../contract";

function till(sale: SaleView): FakeBackend {
  const accounts = [flittAccount(), fakeAccount()];
  return new FakeBackend(fakeTill({ accounts, activeAccount: "account-flitt" }), [sale]);
}

async function showing(sale: SaleView) {
  const opened = await openCounter(till(sale));
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function inDetail(sale: SaleView) {
  const opened = await openCounter(till(sale));
  opened.counter.goSales(sale.id);
  await settle();
  await settle();
  return opened;
}

const KINDS: [LinkKind, RegExp, RegExp][] = [
  [{ kind: "RESERVATION" }, /^The money is only reserved\./, /^Reservation · INV-1043$/],
  [{ kind: "CARD_CHECK" }, /^€25\.00 is held to confirm the card/, /^Card check · INV-1043$/],
  [SUBSCRIPTION, /^€25\.00 now, then €10\.00 every month/, /^Subscription · INV-1043$/],
];

describe("what a link is for", () => {
  test.each(KINDS)(
    "$kind is said while it waits, in its row and in its details",
    async (...row) => {
      const [kind, words, short] = row;
      const sale = flittSale({ kind, amount: euros(2500) });
      const { counter } = await showing(sale);
      expect(hook("sale-kind").textContent).toMatch(words);
      expect(await axeFindings()).toEqual([]);
      counter.goSales(sale.id);
      await settle();
      await settle();
      expect(hook("detail-kind").textContent).toMatch(words);
      expect(hook("sale-row").querySelector(".reference")?.textContent?.trim()).toMatch(short);
      expect(await axeFindings()).toEqual([]);
    },
  );

  test("is only a name once the link is over: the state says what became of it", async () => {
    await inDetail(
      flittSale({
        kind: { kind: "RESERVATION" },
        state: EVERY_STATE.PAID,
        link: fakeLink({ payable: false }),
      }),
    );
    expect(hook("detail-kind")).toHaveTextContent(/^Reservation$/);
  });

  test("is no word where the customer just pays", async () => {
    const { counter } = await showing(flittSale());
    expect(hooks("sale-kind")).toEqual([]);
    counter.goSales("sale-flitt");
    await settle();
    await settle();
    expect(hooks("detail-kind")).toEqual([]);
    expect(hook("sale-row").querySelector(".reference")?.textContent?.trim()).toBe("INV-1043");
  });
});

describe("a card that was confirmed", () => {
  test("says that nothing was taken, and is not green", async () => {
    await showing(
      flittSale({ kind: { kind: "CARD_CHECK" }, state: EVERY_STATE.CARD_CONFIRMED, link: null }),
    );
    expect(hook("state")).toHaveTextContent("Card confirmed – nothing was taken");
    expect(hook("state")).toHaveAttribute("data-tone", "confirmed");
    expect(hooks("paid-screen")).toEqual([]);
    expect(hook("new-sale")).toBeInTheDocument();
    expect(hooks("check-now")).toEqual([]);
  });

  test("turns the waiting screen as it happens, and is read out", async () => {
    const sale = flittSale({ kind: { kind: "CARD_CHECK" } });
    const { backend } = await showing(sale);
    backend.become({ ...sale, state: EVERY_STATE.CARD_CONFIRMED, link: null });
    await settle();
    expect(hook("state")).toHaveAttribute("data-state", "CARD_CONFIRMED");
    expect(hook("announcement")).toHaveTextContent("Card confirmed – nothing was taken");
  });
});

describe("a link that cannot be cancelled", () => {
  const expiresAt = new Date(Date.now() + 10 * 60_000).toISOString();

  test("says in one line when it ends by itself", async () => {
    const { counter } = await showing(
      flittSale({ link: fakeLink({ expiresAt, canCancel: false, canChange: false }) }),
    );
    expect(hook("no-cancel")).toHaveTextContent(
      /^A Flitt link cannot be cancelled\. It ends by itself at .*\d\d.*\.$/,
    );
    expect(hooks("cancel-link")).toEqual([]);
    counter.goSales("sale-flitt");
    await settle();
    await settle();
    expect(hook("no-cancel")).toBeInTheDocument();
  });

  test("without a known end still says that it ends", async () => {
    await showing(flittSale({ link: fakeLink({ expiresAt: null, canCancel: false }) }));
    expect(hook("no-cancel")).toHaveTextContent(/It ends by itself\.$/);
  });

  test("that is over says nothing of it", async () => {
    await showing(flittSale({ state: { kind: "EXPIRED" }, link: fakeLink({ payable: false }) }));
    expect(hooks("no-cancel")).toEqual([]);
  });

  test("is not one of an account that can cancel", async () => {
    await showing(fakeSale());
    expect(hooks("no-cancel")).toEqual([]);
    expect(hook("cancel-link")).toBeInTheDocument();
  });
});

describe("a subscription", () => {
  test.each<[SubscriptionState, string, string | null]>([
    ["CHARGING", "Charging", "stop-charging"],
    ["STOPPING", "it may still charge until the provider confirms", null],
    ["STOPPED", "no further charges", "charge-again"],
    ["RESUMING", "not confirmed yet", null],
    ["OVER", "every charge of its plan was due", null],
  ])("%s says so and offers what can be done", async (state, words, action) => {
    await inDetail(subscribedSale(state));
    expect(hook("subscription")).toHaveAttribute("data-state", state);
    expect(hook("subscription-plan").textContent).toMatch(
      /^€10\.00 every month from (1 Dec 2026|Dec 1, 2026), 12 times$/,
    );
    expect(hook("subscription-state")).toHaveTextContent(words);
    for (const name of ["stop-charging", "charge-again"]) {
      expect(hooks(name)).toHaveLength(name === action ? 1 : 0);
    }
    expect(await axeFindings()).toEqual([]);
  });

  test("is stopped only after a question, and Keep has the focus", async () => {
    const { backend } = await inDetail(subscribedSale("CHARGING"));
    await click("stop-charging");
    expect(hook("stop-charging-confirm")).toHaveTextContent("What was paid stays paid.");
    expect(document.activeElement).toBe(hook("stop-charging-keep"));
    expect(backend.called("setCharges")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await press("Escape", 120, hook("stop-charging-keep"));
    expect(hooks("stop-charging-confirm")).toEqual([]);
    expect(document.activeElement).toBe(hook("stop-charging"));
    await click("stop-charging");
    await click("stop-charging-yes");
    await settle();
    expect(backend.called("setCharges")).toEqual([{ sale: "sale-flitt", stop: true }]);
    expect(hook("subscription")).toHaveAttribute("data-state", "STOPPING");
    expect(hooks("stop-charging-confirm")).toEqual([]);
    expect(document.body).toHaveTextContent("Charging stopped by Owner");
  });

  test("charges again only after a question", async () => {
    const { backend } = await inDetail(subscribedSale("STOPPED"));
    await click("charge-again");
    expect(hook("charge-again-confirm")).toHaveTextContent("only if the customer asked for it");
    expect(document.activeElement).toBe(hook("charge-again-keep"));
    await click("charge-again-yes");
    await settle();
    expect(backend.called("setCharges")).toEqual([{ sale: "sale-flitt", stop: false }]);
    expect(hook("subscription")).toHaveAttribute("data-state", "RESUMING");
  });

  test("a question never turns into its opposite under the finger", async () => {
    const { backend } = await inDetail(subscribedSale("CHARGING"));
    await click("stop-charging");
    backend.become(subscribedSale("STOPPED"));
    await settle();
    await settle();
    expect(hooks("stop-charging-confirm")).toEqual([]);
    expect(hooks("charge-again-confirm")).toEqual([]);
    expect(hook("charge-again")).toBeInTheDocument();
  });

  test("that could not be asked keeps the question and says why", async () => {
    const { backend } = await inDetail(subscribedSale("CHARGING"));
    backend.fail("setCharges", { code: "NO_SUBSCRIPTION" });
    await click("stop-charging");
    await click("stop-charging-yes");
    expect(hook("stop-charging-problem")).toHaveTextContent("no subscription that charges");
    expect(hook("subscription")).toHaveAttribute("data-state", "CHARGING");
  });

  test("that the provider refused to stop says why", async () => {
    const sale = subscribedSale("CHARGING");
    const subscription = sale.subscription && {
      ...sale.subscription,
      error: { code: "API_ERROR", providerCode: "1100", detail: "" } as const,
    };
    await inDetail({ ...sale, subscription });
    expect(hook("subscription-refused")).toHaveTextContent(
      "The provider did not do it. This merchant may not do that. Ask Flitt to allow it.",
    );
  });

  test("on the sale’s own screen Esc leaves the question, not the screen", async () => {
    const state = { kind: "PARTLY_REFUNDED", refunded: euros(500), paid: euros(2500) } as const;
    const { counter } = await showing(subscribedSale("CHARGING", { state }));
    await click("stop-charging");
    await press("Escape");
    expect(hooks("stop-charging-confirm")).toEqual([]);
    expect(counter.screen.name).toBe("SALE");
    expect(document.activeElement).toBe(hook("stop-charging"));
  });

  test("is no panel of a sale that began none", async () => {
    await inDetail(flittSale({ kind: SUBSCRIPTION }));
    expect(hooks("subscription")).toEqual([]);
  });
});
