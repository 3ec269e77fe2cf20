import { afterEach, describe, expect, test, vi } from "vitest";
import { TypedOn, type Taker } from "./typed-on";
import { FakeBackend } from "../backend/fake";
import { burst } from "../keys/burst";
import { earlyKeys } from "../keys/early";
import { hook, openWindow, press, typeKeys } from "../testing";

afterEach(() => {
  vi.restoreAllMocks();
});

function pressed(key: string, at: number): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key });
  Object.defineProperty(event, "timeStamp", { value: at });
  return event;
}

/** Keys with their moments, in milliseconds, and what of them the screens are given. */
function given(keys: [key: string, at: number, taker: Taker][]): string {
  const typed = new TypedOn();
  const passed = keys.filter(([key, at, taker]) => !typed.isOld(pressed(key, at), taker));
  return passed.map(([key]) => key).join("");
}

/** A person's pace, from `at` on. */
function at(taker: Taker, keys: string, from: number): [string, number, Taker][] {
  return [...keys].map((key, place) => [key, from + place * 200, taker]);
}

describe("what is typed in one go for two screens", () => {
  test.each<[string, [string, number, Taker][], string]>([
    ["an amount for the till alone", at("TILL", "12.50", 0), "12.50"],
    ["two amounts", [...at("TILL", "10+5", 0), ...at("TILL", "2.50", 3_000)], "10+52.50"],
    ["a PIN for the lock screen alone", at("OTHER", "418305", 0), "418305"],
    ["the till locks", [...at("TILL", "25", 0), ...at("OTHER", "00", 400)], "25"],
    ["a PIN after it", [...at("TILL", "25", 0), ...at("OTHER", "41", 2_000)], "2541"],
    [
      "locks and opens",
      [...at("TILL", "2", 0), ...at("OTHER", "5", 200), ...at("TILL", "0", 400)],
      "2",
    ],
    ["a PIN and an amount", [...at("OTHER", "41", 0), ...at("TILL", "25", 400)], "4125"],
    ["the page begins", [...at("NOTHING", "1", 0), ...at("TILL", "2.50", 200)], "1"],
    ["the page begins, with a sum", [...at("NOTHING", "1", 0), ...at("TILL", "0+5", 200)], "1"],
    ["and again after a pause", [...at("NOTHING", "1", 0), ...at("TILL", "2.50", 1_500)], "12.50"],
  ])("%s", (_, keys, passed) => {
    expect(given(keys)).toBe(passed);
  });

  test("a key that is held for a digit ends nothing", () => {
    const keys = [
      ...at("NOTHING", "1", 0),
      ["Shift", 150, "TILL"] as [string, number, Taker],
      ...at("TILL", "2", 200),
      ["Shift", 350, "TILL"] as [string, number, Taker],
      ...at("TILL", "5", 400),
    ];
    expect(given(keys)).toBe("1ShiftShift");
  });

  test("Enter ends it", () => {
    const enter: [string, number, Taker] = ["Enter", 400, "TILL"];
    const keys = [
      ...at("NOTHING", "1", 0),
      ...at("TILL", "2", 200),
      enter,
      ...at("TILL", "7", 600),
    ];
    expect(given(keys)).toBe("17");
  });
});

describe("a page that begins", () => {
  function begun(type: string) {
    const entries = [{ type } as unknown as PerformanceEntry];
    vi.spyOn(performance, "getEntriesByType").mockReturnValue(entries);
    vi.spyOn(performance, "now").mockReturnValue(700);
    earlyKeys.listen();
  }

  test.each(["reload", "back_forward"])(
    "in the place of another one (%s) takes no half amount",
    (type) => {
      begun(type);
      expect(given(at("TILL", "500", 1_200))).toBe("");
      expect(given(at("TILL", "500", 1_800))).toBe("500");
    },
  );

  test("is told of keys that came before it could take them", () => {
    begun("reload");
    window.dispatchEvent(pressed("5", 5_000));
    expect(given(at("TILL", "500", 5_500))).toBe("");
  });

  test("takes a PIN behind a key that writes none", () => {
    begun("navigate");
    window.dispatchEvent(pressed("Tab", 50_000));
    expect(given(at("OTHER", "418305", 50_500))).toBe("418305");
  });
});

test("a till that cannot open its book takes a PIN as it is typed", async () => {
  vi.spyOn(earlyKeys, "last", "get").mockReturnValue(Number.NEGATIVE_INFINITY);
  const backend = new FakeBackend();
  backend.fail("session", { code: "LEDGER_FAILED" });
  await openWindow(backend);
  expect(hook("till-problem")).toBeInTheDocument();
  const passed = vi.fn((event: KeyboardEvent) => event.defaultPrevented);
  document.body.addEventListener("keydown", passed);
  await typeKeys("418305");
  expect(passed.mock.results.map(({ value }) => value as boolean)).toEqual(Array(6).fill(false));
  document.body.removeEventListener("keydown", passed);
});

test("no scanner is heard in what is not taken", async () => {
  vi.spyOn(earlyKeys, "last", "get").mockReturnValue(Number.MAX_SAFE_INTEGER);
  const heard = vi.spyOn(burst, "key");
  await openWindow();
  await typeKeys("4006381", 10);
  await press("Enter", 10);
  expect(hook("amount")).toHaveTextContent("0.00");
  expect(heard).not.toHaveBeenCalled();
});
