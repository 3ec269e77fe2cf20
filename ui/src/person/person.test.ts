import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeCandidate, fakeCase, saleForPerson } from "../backend/fake-person";
import { EVERY_STATE, euros, fakeSale, fakeTill } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { Decision, PersonCase } from "../contract";

async function openCase(evidence: PersonCase = fakeCase()) {
  const backend = new FakeBackend(fakeTill(), [saleForPerson()]);
  backend.evidence = evidence;
  const opened = await openCounter(backend);
  opened.counter.goPerson("sale-person");
  await settle();
  await settle();
  return opened;
}

function decided(backend: FakeBackend): Decision[] {
  return backend.called("decideCase").map(({ decision }) => decision);
}

describe("the way there", () => {
  test("from the open sales, straight", async () => {
    const { counter } = await openCounter(new FakeBackend(fakeTill(), [saleForPerson()]));
    await click("open-sale");
    await settle();
    expect(counter.screen).toEqual({ name: "PERSON", sale: "sale-person" });
  });

  test("from the list of sales, by its first button", async () => {
    const { counter } = await openCounter(new FakeBackend(fakeTill(), [saleForPerson()]));
    await click("rail-sales");
    await settle();
    await press("Enter");
    expect(document.activeElement).toBe(hook("decide"));
    await click("decide");
    expect(counter.screen.name).toBe("PERSON");
  });

  test("from the sale’s own screen, by Enter", async () => {
    const { counter } = await openCounter(new FakeBackend(fakeTill(), [saleForPerson()]));
    counter.show(saleForPerson());
    await settle();
    expect(hook("state")).toHaveTextContent("Needs a person – do not refund again");
    await press("Enter");
    expect(counter.screen.name).toBe("PERSON");
  });

  test("is not offered where there is no evidence to decide on", async () => {
    const sale = fakeSale({ state: { kind: "NEEDS_PERSON", about: "LINK" } });
    const { counter } = await openCounter(new FakeBackend(fakeTill(), [sale]));
    counter.show(sale);
    await settle();
    expect(hooks("decide")).toEqual([]);
  });
});

describe("the evidence", () => {
  test("says what is not known, what was asked, by whom and when", async () => {
    await openCase();
    expect(hook("person-title")).toHaveTextContent("Was the refund of €14.00 made?");
    expect(hook("person-not-known")).toHaveTextContent("cannot tell whether it did");
    expect(hook("person-asked")).toHaveTextContent(/by Anna$/);
    expect(hook("person-last-sent")).not.toHaveTextContent("none");
    expect(hook("looked-at")).toHaveTextContent(/^Looked \d+ s ago\.$/);
  });

  test("gives what to search for, marked by a click", async () => {
    await openCase();
    const field = hook("person-payment") as HTMLInputElement;
    expect(field.value).toBe("TRN_hJs7");
    field.focus();
    expect(field.selectionEnd).toBe(field.value.length);
    expect(hook("person-reference")).toHaveValue("INV-1043-5f2c9a1b7e");
  });

  test("tells of each candidate why it may be the one or not", async () => {
    await openCase();
    const words = hooks("candidate").map((candidate) => candidate.textContent);
    expect(words).toHaveLength(4);
    expect(words[0]).toMatch(/€14\.00.*TRN_refund_1.*fits/s);
    expect(words[1]).toMatch(/€5\.00.*does not fit/s);
    expect(words[2]).toMatch(/knows it as another refund/);
    expect(words[3]).toMatch(/no time given.*failed/s);
  });

  test("says why the provider could not be asked, and looks again", async () => {
    const { backend } = await openCase(
      fakeCase({
        candidates: [],
        lookedAt: null,
        cannotLook: { code: "NOT_SENT", fault: "CONNECT" },
      }),
    );
    expect(hook("cannot-look")).toHaveTextContent("No connection to the provider.");
    expect(hook("looked-at")).toHaveTextContent("not asked yet");
    backend.evidence = fakeCase();
    await click("look-again");
    expect(hooks("cannot-look")).toEqual([]);
    expect(hooks("candidate")).toHaveLength(4);
  });

  test("of a capture has no list, and says so", async () => {
    await openCase(fakeCase({ about: "CAPTURE", candidates: [] }));
    expect(hook("person-title")).toHaveTextContent("Was the capture of €14.00 made?");
    expect(hook("no-list")).toBeInTheDocument();
    await click("person-made");
    expect(hook("decide-says")).toHaveTextContent("counts €14.00 as taken");
  });

  test.each([
    [true, "it may have been made"],
    [false, "does not seem to have been made"],
  ])("of a provider that shows only a total, which fits: %s", async (fits, words) => {
    const total = { atProvider: euros(2400), inBook: euros(1000), fits };
    const { backend } = await openCase(fakeCase({ candidates: [], total }));
    expect(hook("refund-total-provider")).toHaveTextContent("€24.00");
    expect(hook("refund-total-book")).toHaveTextContent("€10.00");
    expect(hook("refund-total-fits")).toHaveTextContent(words);
    expect(hooks("not-made-fits")).toHaveLength(fits ? 1 : 0);
    expect(hooks("no-candidates")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("person-made");
    expect(hooks("choose-candidate")).toEqual([]);
    await click("decide-confirm");
    expect(backend.called("decideCase")).toEqual([
      { decision: { subject: "refund-unclear", found: { kind: "MADE", providerId: null } } },
    ]);
  });

  test("that cannot be read can be asked for again", async () => {
    const backend = new FakeBackend(fakeTill(), [saleForPerson()]);
    backend.fail("personCase", { code: "STILL_SETTLING" });
    const { counter } = await openCounter(backend);
    counter.goPerson("sale-person");
    await settle();
    await settle();
    expect(hook("person-problem")).toHaveTextContent("still finding out");
    expect(hooks("person-made")).toEqual([]);
    backend.behave("personCase");
    await click("look-again");
    expect(hook("person-made")).toBeInTheDocument();
  });
});

describe("deciding", () => {
  test("never starts on a deciding button", async () => {
    await openCase();
    expect(document.activeElement).toBe(hook("person-title"));
    await click("person-made");
    expect(document.activeElement).toBe(hook("decide-back"));
    await click("decide-back");
    expect(document.activeElement).toBe(hook("person-made"));
    await click("person-not-made");
    expect(document.activeElement).toBe(hook("decide-back"));
  });

  test("‘it was made’ asks which, and only those that fit can be it", async () => {
    const { backend, counter } = await openCase();
    await click("person-made");
    expect(hook("decide-says")).toHaveTextContent("counts €14.00 as refunded and sends nothing");
    expect(hook("decide-confirm")).toBeDisabled();
    expect(hooks("choose-candidate").map((one) => (one as HTMLInputElement).value)).toEqual([
      "TRN_refund_1",
    ]);
    await click("choose-candidate");
    await click("decide-confirm");
    expect(decided(backend)).toEqual([
      { subject: "refund-unclear", found: { kind: "MADE", providerId: "TRN_refund_1" } },
    ]);
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-person" });
  });

  test("it may be in the portal alone", async () => {
    const { backend } = await openCase();
    await click("person-made");
    await click("choose-portal");
    await click("decide-confirm");
    expect(decided(backend)[0]?.found).toEqual({ kind: "MADE", providerId: null });
  });

  test("without a candidate that fits, ‘it was made’ means the portal", async () => {
    const { backend } = await openCase(fakeCase({ candidates: [fakeCandidate({ fits: false })] }));
    await click("person-made");
    expect(hooks("choose-portal")).toEqual([]);
    await click("decide-confirm");
    expect(decided(backend)[0]?.found).toEqual({ kind: "MADE", providerId: null });
  });

  test("‘it was not made’ says what that means for the money", async () => {
    const { backend } = await openCase();
    await click("person-not-made");
    expect(hook("decide-says")).toHaveTextContent("the customer gets the money twice");
    expect(decided(backend)).toEqual([]);
    await click("decide-confirm");
    expect(decided(backend)[0]?.found).toEqual({ kind: "NOTHING" });
  });

  test("‘it was not made’ waits until the provider can act no more, and says from when", async () => {
    await openCase(fakeCase({ mayDecideNone: false }));
    expect(hooks("person-not-made")).toEqual([]);
    expect(hook("not-made-later")).toHaveTextContent(/last request left at .*Look again after/);
  });

  test("‘it was not made’ can be said of a total that fits, after a warning", async () => {
    const total = { atProvider: euros(2400), inBook: euros(1000), fits: true };
    const { backend } = await openCase(fakeCase({ candidates: [], total }));
    expect(hook("person-not-made")).toHaveAccessibleDescription(/total may hold it/);
    await click("person-not-made");
    await click("decide-confirm");
    expect(decided(backend)[0]?.found).toEqual({ kind: "NOTHING" });
  });

  test("a total that fits warns of nothing that cannot be decided yet", async () => {
    const total = { atProvider: euros(2400), inBook: euros(1000), fits: true };
    await openCase(fakeCase({ candidates: [], total, mayDecideNone: false }));
    expect(hooks("not-made-fits")).toEqual([]);
  });

  test("evidence that changed meanwhile is shown anew before anything is decided", async () => {
    const { backend } = await openCase();
    backend.fail("decideCase", { code: "EVIDENCE_CHANGED" });
    backend.evidence = fakeCase({ candidates: [] });
    await click("person-not-made");
    await click("decide-confirm");
    await settle();
    expect(hook("person-problem")).toHaveTextContent("Look at it again before you decide.");
    expect(hooks("decide-dialog")).toEqual([]);
    expect(hook("no-candidates")).toBeInTheDocument();
    expect(document.activeElement).toBe(hook("person-title"));
  });

  test("what was settled meanwhile is decided by nobody", async () => {
    const { backend, counter } = await openCase();
    backend.become(saleForPerson({ state: EVERY_STATE.PARTLY_REFUNDED }));
    await settle();
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-person" });
  });
});

test("Esc goes back to the sale", async () => {
  const { counter } = await openCase();
  await press("Escape");
  expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-person" });
});

test("the screen and its question are free of axe findings", async () => {
  await openCase();
  expect(await axeFindings()).toEqual([]);
  await click("person-made");
  expect(await axeFindings()).toEqual([]);
});
