import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { axeFindings, click, hook, openCounter, select, settle } from "../testing";
import { computersLanguage, isRightToLeft, LANGUAGE_NAMES } from "./languages";
import { drawnAgain } from "./drawn-again";
import { follow, toSpeak } from "./follow";
import { localeOf } from "./locale";
import { m, speak, spoken } from "./messages";
import type { Language } from "../contract";

afterEach(async () => {
  await speak("en");
  sessionStorage.clear();
  vi.restoreAllMocks();
});

test.each<[string[], Language]>([
  [["de-AT", "en"], "de"],
  [["nl-BE", "fr-BE", "en"], "fr"],
  [["pl"], "pl"],
  [["KA"], "ka"],
  [["nl"], "en"],
  [["C"], "en"],
  [[], "en"],
])("a computer that speaks %j is spoken to in %s", (tags, language) => {
  expect(computersLanguage(tags)).toBe(language);
});

test.each<[Language, string[], string]>([
  ["de", ["de-AT", "en"], "de-AT"],
  ["en", ["en-IE"], "en-IE"],
  ["en", ["de-DE", "en-US"], "en-US"],
  // Nobody in a German shop reads 11/05/2026 as the fifth of November.
  ["en", ["de-DE"], "en-GB"],
  ["pl", ["de-DE"], "pl"],
  ["en", ["C"], "en-GB"],
  ["ar", ["ar-EG"], "ar-EG-u-nu-latn"],
  ["ar", ["en"], "ar-u-nu-latn"],
])("in %s, a computer of %j writes figures as %s", (language, computers, locale) => {
  expect(localeOf(language, computers)).toBe(locale);
});

test("Arabic writes amounts with the digits of the keypad", () => {
  const figure = new Intl.NumberFormat(localeOf("ar", ["ar-EG"]), { minimumFractionDigits: 2 });
  expect(figure.format(1234.5)).toBe("1,234.50");
});

test.each(Object.keys(LANGUAGE_NAMES) as Language[])(
  "a page in %s says so, and runs its way",
  async (language) => {
    await speak(language);
    expect(spoken).toBe(language);
    expect(document.documentElement.lang).toBe(language);
    expect(document.documentElement.dir).toBe(isRightToLeft(language) ? "rtl" : "ltr");
  },
);

test("only Arabic is read from right to left", () => {
  const found = (Object.keys(LANGUAGE_NAMES) as Language[]).filter(isRightToLeft);
  expect(found).toEqual(["ar"]);
});

test("what is filled in keeps its direction between words from right to left", async () => {
  await speak("ar");
  expect(m.state_paid_at({ time: "14:02" })).toContain("\u206814:02\u2069");
  await speak("en");
  expect(m.state_paid_at({ time: "14:02" })).toBe("Paid 14:02");
});

describe("another language is set", () => {
  test("the page is drawn anew", () => {
    const drawAnew = vi.fn();
    follow("en", drawAnew);
    follow(null, drawAnew);
    expect(drawAnew).not.toHaveBeenCalled();
    follow("de", drawAnew);
    expect(drawAnew).toHaveBeenCalledOnce();
  });

  test("none set is the computer's", () => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["pl-PL"]);
    expect(toSpeak(null)).toBe("pl");
    expect(toSpeak("ka")).toBe("ka");
  });
});

describe("in the settings", () => {
  async function openLanguages(backend = new FakeBackend()) {
    const opened = await openCounter(backend);
    await click("rail-settings");
    await click("part-LOOK");
    return opened;
  }

  test("each language is offered by its own name, and kept as soon as it is chosen", async () => {
    const { backend } = await openLanguages();
    const counters = hook("counter-language");
    expect([...counters.querySelectorAll("option")].map((option) => option.text)).toEqual([
      "As the computer: English",
      "English",
      "Deutsch",
      "Français",
      "Español",
      "Polski",
      "ქართული",
      "العربية",
    ]);
    await select("customer-language", "ka");
    expect(backend.settings.now).toMatchObject({ language: null, customerLanguage: "ka" });
    await select("customer-language", "");
    expect(backend.settings.now.customerLanguage).toBeNull();
    expect(await axeFindings()).toEqual([]);
  });

  test("whoever changes the counter's goes on where they did", async () => {
    const { backend } = await openLanguages();
    await select("counter-language", "de");
    expect(backend.settings.now.language).toBe("de");
    expect(drawnAgain.take()).toBe(true);
    expect(drawnAgain.take()).toBe(false);
  });

  test("a language that could not be kept draws nothing anew", async () => {
    const { backend } = await openLanguages();
    backend.answer("changeSettings", () => Promise.reject({ code: "LEDGER_DISK_FULL" }));
    await select("counter-language", "de");
    expect(hook("counter-language-says")).toHaveTextContent(/full/);
    expect(hook("counter-language")).toHaveValue("");
    expect(drawnAgain.take()).toBe(false);
  });

  test("a sale that was begun is named, for it is lost", async () => {
    const { counter } = await openLanguages();
    expect(document.querySelector('[data-test="language-draft"]')).toBeNull();
    counter.draft.whatFor = "Blue jacket";
    await settle();
    expect(hook("language-draft")).toHaveTextContent("not sent yet");
  });

  test("a counter that is drawn anew opens there", async () => {
    drawnAgain.expect();
    await openCounter(new FakeBackend());
    expect(hook("language-section")).toBeVisible();
  });
});
