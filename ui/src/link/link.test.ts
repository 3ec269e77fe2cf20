import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  EVERY_STATE,
  euros,
  fakeAccount,
  fakeLink,
  fakeSale,
  fakeTill,
  saleIn,
} from "../backend/fake-data";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";
import type { CanDo, ChangeForm, SaleView, TillError } from "../contract";

async function waiting(sale: SaleView = fakeSale(), can: Partial<CanDo> = {}) {
  const account = fakeAccount();
  const accounts = [{ ...account, can: { ...account.can, ...can } }];
  const backend = new FakeBackend(fakeTill({ accounts }), [sale]);
  const opened = await openCounter(backend);
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function inDetail(sale: SaleView = fakeSale()) {
  const opened = await openCounter(new FakeBackend(fakeTill(), [sale]));
  opened.counter.goSales(sale.id);
  await settle();
  await settle();
  return opened;
}

function changes(backend: FakeBackend): ChangeForm[] {
  return backend.called("changeLink").map(({ form }) => form);
}

describe("cancelling a link", () => {
  test("is asked about in place, and Keep has the focus", async () => {
    const { backend } = await waiting();
    await click("cancel-link");
    expect(hook("cancel-confirm")).toHaveTextContent("Until then it may still be paid.");
    expect(document.activeElement).toBe(hook("cancel-keep"));
    expect(backend.called("cancelLink")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await press("Escape", 120, hook("cancel-keep"));
    expect(hooks("cancel-confirm")).toEqual([]);
    expect(document.activeElement).toBe(hook("cancel-link"));
  });

  test("Delete asks, and Esc from anywhere keeps the link and the screen", async () => {
    const { counter } = await waiting();
    await press("Delete");
    expect(hook("cancel-confirm")).toBeInTheDocument();
    await press("Escape");
    expect(hooks("cancel-confirm")).toEqual([]);
    expect(counter.screen.name).toBe("SALE");
  });

  test("takes code and address away at once, and says that it may still be paid", async () => {
    const { backend } = await waiting();
    await click("cancel-link");
    await click("cancel-yes");
    expect(backend.called("cancelLink")).toEqual([{ sale: "sale-1" }]);
    expect(hook("state")).toHaveAttribute("data-state", "CANCELLING");
    expect(hook("state-next")).toHaveTextContent(
      "It may still be paid until the provider confirms.",
    );
    expect(hooks("link-wish")).toEqual([]);
    for (const gone of ["qr", "link", "copy-link", "show-customer", "cancel-link"]) {
      expect(hooks(gone)).toEqual([]);
    }
  });

  test("once confirmed says who did it, and that the till keeps watching", async () => {
    const { backend } = await waiting();
    await click("cancel-link");
    await click("cancel-yes");
    const cancelled = backend.sales.get("sale-1") ?? fakeSale();
    const link = fakeLink({ payable: false, canCancel: false, canChange: false });
    backend.become({ ...cancelled, state: { kind: "CLOSED" }, link });
    await settle();
    expect(hook("state")).toHaveTextContent(/^Cancelled .* by Owner$/);
    expect(hook("state-next")).toHaveTextContent("Money may still come; the till keeps watching.");
  });

  test("that the provider refused says why, and the link is shown again", async () => {
    const error: TillError = { code: "API_ERROR", providerCode: "40090", detail: "already paid" };
    await waiting(fakeSale({ link: fakeLink({ wishError: error }) }));
    expect(hook("link-wish-error")).toHaveTextContent(
      "The provider refused: already paid (code 40090).",
    );
    expect(hook("qr")).toBeInTheDocument();
  });

  test("that did not work keeps the question and says why", async () => {
    const { backend } = await waiting();
    backend.fail("cancelLink", { code: "LINK_OVER" });
    await click("cancel-link");
    await click("cancel-yes");
    expect(hook("cancel-problem")).toHaveTextContent("The link is over");
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test("works from the list too, and the code vanishes there", async () => {
    const { backend } = await inDetail();
    await click("cancel-link");
    await click("cancel-yes");
    await settle();
    expect(backend.called("cancelLink")).toEqual([{ sale: "sale-1" }]);
    expect(hook("detail-next")).toHaveTextContent("It may still be paid");
    expect(hooks("qr")).toEqual([]);
    expect(hooks("copy-again")).toEqual([]);
  });

  test("of a link that was paid meanwhile is still said", async () => {
    const link = fakeLink({ wish: "CANCEL", canCancel: false, canChange: false });
    await waiting(saleIn(EVERY_STATE.PARTLY_REFUNDED, { link }));
    expect(hook("link-wish")).toHaveTextContent("it may still be paid until the provider confirms");
    expect(hooks("qr")).toEqual([]);
  });

  test("is not offered where it cannot be done", async () => {
    await waiting(fakeSale({ link: fakeLink({ canCancel: false, canChange: false }) }));
    expect(hooks("cancel-link")).toEqual([]);
    expect(hooks("change-link")).toEqual([]);
  });
});

describe("changing a link", () => {
  test("sends the whole set, and leaves the end as it is unless told", async () => {
    const { backend } = await waiting();
    await click("change-link");
    expect(hook("change-amount")).toHaveValue("25.00");
    await fill("change-amount", "30.00");
    await fill("change-what-for", "Blue jacket, long");
    await click("change-submit");
    expect(changes(backend)).toEqual([
      {
        sale: "sale-1",
        amountMinor: "3000",
        description: "Blue jacket, long",
        payableFor: null,
        useLimit: null,
        shippingMinor: null,
      },
    ]);
    expect(hooks("change-dialog")).toEqual([]);
    expect(hook("link-wish")).toHaveTextContent("Being changed.");
    expect(hook("sale-amount")).toHaveTextContent("€30.00");
  });

  test("keeps uses and shipping that the link has", async () => {
    const { backend } = await waiting(
      saleIn(EVERY_STATE.COLLECTING, { useLimit: 5, shipping: euros(400) }),
    );
    await click("change-link");
    expect(hook("use-limit")).toHaveValue("5");
    expect(hook("shipping")).toHaveValue("4.00");
    await click("end-86400");
    await click("change-submit");
    expect(changes(backend)[0]).toMatchObject({
      payableFor: 86_400,
      useLimit: 5,
      shippingMinor: "400",
    });
  });

  test("asks for nothing that the account cannot do", async () => {
    await waiting(fakeSale(), { mostUses: 1, shipping: false });
    await click("change-link");
    expect(hooks("several")).toEqual([]);
    expect(hooks("shipped")).toEqual([]);
  });

  test.each<[TillError, string]>([
    [{ code: "INVALID_AMOUNT", fault: "TOO_LARGE" }, "change-amount-said"],
    [{ code: "CARD_NUMBER_IN_TEXT", field: "DESCRIPTION" }, "change-what-for-said"],
    [{ code: "INVALID_FIELD", field: "PAYABLE_FOR" }, "end-said"],
    [{ code: "LINK_OVER" }, "change-problem"],
  ])("$code stands where it belongs, and keeps what was typed", async (error, place) => {
    const { backend } = await waiting();
    backend.fail("changeLink", error);
    await click("change-link");
    await fill("change-what-for", "Blue jacket, long");
    await click("change-submit");
    expect(hook(place)).toBeInTheDocument();
    expect(hook("change-what-for")).toHaveValue("Blue jacket, long");
  });

  test("a limit that no link has is said before anything is sent", async () => {
    const { backend } = await waiting();
    await click("change-link");
    await click("several");
    await fill("use-limit", "1");
    await click("change-submit");
    expect(hook("use-limit-said")).toHaveTextContent("cannot be used as it is");
    expect(document.activeElement).toBe(hook("use-limit"));
    expect(changes(backend)).toEqual([]);
  });

  test.each([
    ["change-amount", "25.00"],
    ["shipping", "0.00"],
  ])(
    "a scanned code in %s leaves %s, whichever other amounts are asked for",
    async (name, left) => {
      await waiting();
      await click("change-link");
      await click("shipped");
      const field = hook(name) as HTMLInputElement;
      field.focus();
      for (const [at, data] of [..."4006"].entries()) {
        const { defaultPrevented } = await press(data, at === 0 ? 500 : 8, field);
        if (defaultPrevented) continue;
        const typed = { data, inputType: "insertText", bubbles: true, cancelable: true };
        field.dispatchEvent(new InputEvent("beforeinput", typed));
        await settle();
      }
      expect(field.value).toBe(left);
    },
  );

  test("gives the focus back to its button, and is free of axe findings", async () => {
    await waiting();
    await click("change-link");
    await click("several");
    await click("shipped");
    expect(await axeFindings()).toEqual([]);
    await click("change-cancel");
    expect(document.activeElement).toBe(hook("change-link"));
  });

  test("works from the list too", async () => {
    const { backend } = await inDetail();
    await click("change-link");
    await fill("change-amount", "30.00");
    await click("change-submit");
    await settle();
    expect(changes(backend)[0]).toMatchObject({ sale: "sale-1", amountMinor: "3000" });
    expect(hook("link-wish")).toHaveTextContent("Being changed.");
  });
});
