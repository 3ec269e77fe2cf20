import { describe, expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { fakeTill, inSeconds } from "../backend/fake-data";
import { fakeHistory, historyEntry } from "../backend/fake-history";
import { fourPeople, person } from "../backend/fake-staff";
import { localDay } from "../time/days";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  press,
  select,
  settle,
} from "../testing";
import type { HistoryPage, HistoryQuery } from "../contract";

function owners(): FakeBackend {
  const backend = new FakeBackend(fakeTill(), [partlyRefundedSale()]);
  const left = person({ id: "eve", name: "Eve", retiredAt: inSeconds(-86_400) });
  backend.staff.open([...fourPeople(), left], "owner");
  backend.rules.entries = fakeHistory();
  return backend;
}

async function openHistory(backend = owners(), sale: string | null = null) {
  const opened = await openCounter(backend);
  opened.counter.goHistory(sale);
  await settle();
  return opened;
}

function asked(backend: FakeBackend): HistoryQuery[] {
  return backend.called("history").map(({ query }) => query);
}

function rows(): string[] {
  return hooks("history-row").map((row) => row.dataset["seq"] ?? "");
}

function row(seq: number): HTMLElement {
  const found = hooks("history-row").find((one) => one.dataset["seq"] === String(seq));
  if (!found) throw new Error(`no row ${seq}`);
  return found;
}

/** Asks for a day at one end, which begins with today. */
async function chooseDay(end: "from" | "to", day: string) {
  await click(`history-${end}-any`);
  await fill(`history-${end}`, day);
}

describe("the list", () => {
  test("is opened in Settings, and has the newest first, people alone", async () => {
    const { backend, counter } = await openCounter(owners());
    counter.goSettings("STAFF");
    await settle();
    await click("open-history");
    expect(hook("history")).toBeInTheDocument();
    expect(document.activeElement).toBe(hook("history").querySelector("h1"));
    expect(rows()).toEqual(["12", "10", "9", "6", "5", "3", "2"]);
    expect(asked(backend)).toEqual([
      {
        by: null,
        group: null,
        onlyPeople: true,
        from: null,
        to: null,
        sale: null,
        before: null,
      },
    ]);
  });

  test("says what was done, by whom, of how much, and who approved it", async () => {
    await openHistory();
    expect(row(10)).toHaveTextContent("Refund started · €14.00");
    expect(row(10)).toHaveTextContent("approved by Bruno");
    expect(row(10)).toHaveTextContent("INV-1040");
    expect(row(10).querySelector('[data-test="history-by"]')).toHaveTextContent("Carla");
    expect(row(9)).toHaveTextContent("PIN of Bruno typed for a refund");
    expect(row(3)).toHaveTextContent("Carla joined: Cashier");
    expect(row(5)).not.toHaveTextContent("approved by");
  });

  test("names the till where nobody did it", async () => {
    await openHistory();
    await click("history-also-till");
    expect(rows()).toHaveLength(12);
    expect(row(11)).toHaveTextContent("Refund made · €14.00");
    expect(row(11).querySelector('[data-test="history-by"]')).toHaveTextContent("The till");
    expect(row(4)).toHaveTextContent("Wrong PIN typed for Carla");
  });

  test("shows a kind that this page does not know by its own word", async () => {
    const backend = owners();
    const unknown = historyEntry({ seq: 13, kind: "SALE_STARTED", by: { id: "owner", name: "" } });
    backend.rules.entries = [
      { ...unknown, kind: "COFFEE_MADE" as typeof unknown.kind },
      historyEntry({ seq: 12, kind: "LINK", detail: "FRAMED", by: { id: "owner", name: "" } }),
    ];
    await openHistory(backend);
    expect(row(13)).toHaveTextContent("COFFEE_MADE");
    expect(row(12)).toHaveTextContent("Payment link (FRAMED)");
    expect(hooks("history-problem")).toEqual([]);
  });

  test("goes on below, from its last row", async () => {
    const backend = owners();
    const [first, second] = [fakeHistory().slice(0, 3), fakeHistory().slice(3)];
    const pages: HistoryPage[] = [
      { entries: first, more: true },
      { entries: second, more: false },
    ];
    backend.answer("history", async () => pages.shift());
    await openHistory(backend);
    expect(rows()).toEqual(["12", "11", "10"]);
    await click("history-older");
    expect(asked(backend).at(-1)).toMatchObject({ before: 10 });
    expect(rows()).toHaveLength(12);
    expect(hooks("history-older")).toEqual([]);
  });

  test("stands until the answer, and keeps what was chosen where there is none", async () => {
    const { backend } = await openHistory();
    backend.fail("history", { code: "LEDGER_FAILED" });
    await select("history-person", "carla");
    expect(rows()).toHaveLength(7);
    expect(hook("history-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hook("history-person")).toHaveValue("carla");
    backend.behave("history");
    await click("history-again");
    expect(rows()).toEqual(["10", "9", "6", "5"]);
    expect(hooks("history-problem")).toEqual([]);
  });

  test("drops the answer to an older question", async () => {
    const { backend } = await openHistory();
    const answers: ((page: HistoryPage) => void)[] = [];
    backend.answer("history", () => new Promise((resolve) => answers.push(resolve)));
    await select("history-person", "carla");
    await select("history-person", "bruno");
    answers[1]?.({ entries: fakeHistory().slice(0, 1), more: false });
    answers[0]?.({ entries: fakeHistory(), more: true });
    await settle();
    expect(rows()).toEqual(["12"]);
    expect(hooks("history-older")).toEqual([]);
  });

  test("is free of axe findings", async () => {
    await openHistory();
    expect(await axeFindings()).toEqual([]);
  });
});

describe("the filters", () => {
  test("ask for a person, who may have left", async () => {
    const { backend } = await openHistory();
    const names = [...hook("history-person").querySelectorAll("option")].map((o) => o.textContent);
    expect(names).toEqual(["Everybody", "Ada", "Bruno", "Carla", "Dede", "Eve (left)"]);
    await select("history-person", "eve");
    expect(asked(backend).at(-1)).toMatchObject({ by: "eve" });
    expect(hook("history-none")).toHaveTextContent("Choose other filters");
  });

  test("ask for a group", async () => {
    const { backend } = await openHistory();
    await select("history-group", "REFUNDS");
    expect(asked(backend).at(-1)).toMatchObject({ group: "REFUNDS" });
    await select("history-group", "");
    expect(asked(backend).at(-1)).toMatchObject({ group: null });
  });

  test("ask for days as the shop counts them, the last one whole", async () => {
    const { backend } = await openHistory();
    await chooseDay("from", "2026-11-19");
    await chooseDay("to", "2026-11-20");
    const { from } = localDay(new Date(2026, 10, 19, 12).getTime());
    const { to } = localDay(new Date(2026, 10, 20, 12).getTime());
    expect(asked(backend).at(-1)).toMatchObject({ from, to });
  });

  test("ask nothing where the first day is after the last one", async () => {
    const { backend } = await openHistory();
    await chooseDay("to", "2026-11-18");
    await click("history-from-any");
    const before = asked(backend).length;
    await fill("history-from", "2999-11-19");
    expect(hook("history-from-said")).toHaveTextContent("The first day is after the last one.");
    expect(asked(backend)).toHaveLength(before);
    expect(hook("history-export")).toBeDisabled();
  });

  test("ask for any day until one is chosen, and show no other", async () => {
    const { backend } = await openHistory();
    expect(hooks("history-from")).toEqual([]);
    expect(hook("history-from-any")).toHaveTextContent("Any day");
    await click("history-from-any");
    const today = localDay(Date.now());
    expect(asked(backend).at(-1)).toMatchObject({ from: today.from, to: null });
    expect(hook("history-from"), "what is asked is what it shows").not.toHaveValue("");
    expect(document.activeElement).toBe(hook("history-from"));
    expect(await axeFindings()).toEqual([]);
    await fill("history-from", "");
    expect(hook("history-from"), "while it is typed in").toBeInTheDocument();
    await fill("history-from", "2026-11-19");
    await click("history-from-clear");
    expect(asked(backend).at(-1)).toMatchObject({ from: null });
    expect(document.activeElement).toBe(hook("history-from-any"));
  });

  test("a field that was emptied and left is any day again", async () => {
    await openHistory();
    await click("history-to-any");
    await fill("history-to", "");
    hook("history-person").focus();
    await settle();
    expect(hooks("history-to")).toEqual([]);
    expect(hook("history-to-any")).toBeInTheDocument();
  });

  test("a year of five digits is no day: it is said, and nothing is asked", async () => {
    const { backend } = await openHistory();
    await chooseDay("from", "12026-12-01");
    expect(hook("history-from")).toHaveValue("12026-12-01");
    expect(hook("history-from-said")).toHaveTextContent("Give the year with four digits.");
    expect(asked(backend).map(({ from }) => from)).toEqual([null, localDay(Date.now()).from]);
    expect(hook("history-export")).toBeDisabled();
  });

  test("ask for one sale, which a row leads to, and go back to all", async () => {
    const { backend, counter } = await openHistory();
    row(10).querySelector<HTMLElement>('[data-test="history-only-sale"]')?.click();
    await settle();
    expect(asked(backend).at(-1)).toMatchObject({ sale: "sale-refunded" });
    expect(hook("history-one-sale")).toHaveTextContent("Only one sale: INV-1040");
    expect(rows()).toEqual(["10", "6"]);
    await click("history-all-sales");
    expect(asked(backend).at(-1)).toMatchObject({ sale: null });
    row(10).querySelector<HTMLElement>('[data-test="history-only-sale"]')?.click();
    await settle();
    await click("history-show-sale");
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-refunded" });
  });

  test("stand for one sale where the list was opened for it; Esc shows all, then leaves", async () => {
    const { backend, counter } = await openHistory(owners(), "sale-refunded");
    expect(asked(backend)).toHaveLength(1);
    expect(asked(backend)[0]).toMatchObject({ sale: "sale-refunded" });
    expect(hook("history-one-sale")).toHaveTextContent("INV-1040");
    await press("Escape");
    expect(hooks("history-one-sale")).toEqual([]);
    await press("Escape");
    expect(counter.screen.name).toBe("SETTINGS");
  });
});

describe("the check of the book", () => {
  test("says how many rows are as they were written", async () => {
    const backend = owners();
    backend.rules.report = { rows: 1234, broken: null };
    await openHistory(backend);
    expect(hooks("history-whole")).toEqual([]);
    await click("history-check");
    expect(hook("history-whole")).toHaveTextContent("1234 rows checked.");
    expect(hooks("history-broken")).toEqual([]);
  });

  test("names the first row that is not", async () => {
    const backend = owners();
    backend.rules.report = { rows: 16, broken: 17 };
    await openHistory(backend);
    await click("history-check");
    expect(hook("history-broken")).toHaveTextContent("Row 17 is the first that is not");
    expect(hook("history-broken")).toHaveAttribute("data-row", "17");
    expect(hooks("history-whole")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("runs once, and says why where it can't", async () => {
    const { backend } = await openHistory();
    let refuse: (cause: unknown) => void = () => undefined;
    backend.answer("verifyHistory", () => new Promise((_, reject) => (refuse = reject)));
    await click("history-check");
    expect(hook("history-check")).toBeDisabled();
    await click("history-check");
    expect(backend.called("verifyHistory")).toHaveLength(1);
    refuse({ code: "LEDGER_FAILED" });
    await settle();
    expect(hook("history-check-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hooks("history-whole")).toEqual([]);
  });
});

describe("the file", () => {
  test("holds what is asked for, and is shown in its folder", async () => {
    const { backend } = await openHistory();
    await select("history-group", "REFUNDS");
    await click("history-export");
    expect(backend.called("exportHistory")).toEqual([{ query: asked(backend).at(-1) }]);
    expect(hook("history-exported")).toHaveTextContent(
      "Saved as tillside-history-2026-11-21.csv in Downloads.",
    );
    await click("history-show-file");
    expect(backend.called("showInFolder")).toHaveLength(1);
  });

  test("is not said to be saved once something else is asked for", async () => {
    await openHistory();
    await click("history-export");
    await select("history-group", "STAFF");
    expect(hook("history-exported")).toHaveTextContent("");
    expect(hooks("history-show-file")).toEqual([]);
  });

  test("that could not be saved is said", async () => {
    const { backend } = await openHistory();
    backend.fail("exportHistory", { code: "FILE_NOT_SAVED" });
    await click("history-export");
    expect(hook("history-export-problem")).toHaveTextContent("The file could not be saved.");
    expect(hooks("history-show-file")).toEqual([]);
  });
});
