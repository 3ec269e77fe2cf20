import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EVERY_STATE, saleIn } from "../backend/fake-data";
import { FakeBackend } from "../backend/fake";
import { axeFindings, click, hook, hooks, openCounter, openPart, select, settle } from "../testing";
import { shopDay } from "../time/shop-day.svelte";
import { SECTIONS, type SectionId } from "./sections";

afterEach(() => shopDay.follow(null, 0));

async function open(part: SectionId, backend = new FakeBackend()) {
  const opened = await openCounter(backend);
  await openPart(part);
  return opened;
}

test.each(SECTIONS.map(({ id }) => id))("%s is free of axe findings", async (part) => {
  await open(part);
  expect(hook("part")).toHaveAttribute("data-part", part);
  expect(hook(`part-${part}`)).toHaveAttribute("aria-current", "page");
  expect(hook("part").querySelectorAll("h2").length).toBeGreaterThan(0);
  expect(await axeFindings()).toEqual([]);
});

test("the part that was open last is open again", async () => {
  const { counter } = await open("LINKS");
  await click("rail-take");
  await click("rail-settings");
  expect(hook("part")).toHaveAttribute("data-part", "LINKS");
  counter.goSettings("ABOUT");
  await settle();
  expect(hook("version")).toHaveTextContent(/^Tillside \d/);
});

describe("a setting", () => {
  test("is kept as soon as it is chosen, and leaves the others as they are", async () => {
    const { backend } = await open("LINKS");
    const before = backend.settings.now;
    await select("counter-life", "1800");
    expect(hook("counter-life-says")).toHaveTextContent("Saved.");
    await select("sent-life", "604800");
    await select("paid-screen-for", "");
    expect(backend.settings.now).toEqual({
      ...before,
      counterPayableFor: 1800,
      sentPayableFor: 604_800,
      paidScreenFor: null,
    });
  });

  test("that the till does not take is as it was, and says why", async () => {
    const { backend } = await open("LINKS");
    backend.answer("changeSettings", () => Promise.reject({ code: "LEDGER_DISK_FULL" }));
    await select("counter-life", "1800");
    expect(hook("counter-life")).toHaveValue("900");
    expect(hook("counter-life-says")).not.toHaveTextContent(/^$/);
    expect(hook("counter-life")).toHaveAttribute("aria-invalid", "true");
  });

  test("that somebody set by hand stands in its list", async () => {
    const backend = new FakeBackend();
    backend.settings.now = { ...backend.settings.now, counterPayableFor: 61, dayEndsAt: 7 };
    await open("LINKS", backend);
    expect(hook("counter-life")).toHaveValue("61");
    expect(hook("counter-life")).toHaveTextContent("61 seconds");
    await click("part-SHOP");
    expect(hook("day-end")).toHaveValue("7");
  });

  test("can't be chosen before the till has said what is in its book", async () => {
    const backend = new FakeBackend();
    backend.answer("tillSettings", () => Promise.reject({ code: "LEDGER_FAILED" }));
    await open("LINKS", backend);
    expect(hook("counter-life")).toBeDisabled();
  });

  test("two changed at once are both kept", async () => {
    const { backend, counter } = await open("LINKS");
    const { settings } = counter;
    await Promise.all([
      settings.change({ theme: "DARK" }),
      settings.change({ counterPayableFor: 300 }),
    ]);
    expect(backend.settings.now).toMatchObject({ theme: "DARK", counterPayableFor: 300 });
  });
});

describe("the shop's day", () => {
  test("follows the zone and the hour that are chosen, on every screen at once", async () => {
    const { backend } = await open("SHOP");
    await select("time-zone", "Asia/Tbilisi");
    await select("day-end", "240");
    expect(backend.settings.now).toMatchObject({ timeZone: "Asia/Tbilisi", dayEndsAt: 240 });
    expect([shopDay.timeZone, shopDay.endsAt]).toEqual(["Asia/Tbilisi", 240]);
    await select("time-zone", "");
    expect(backend.settings.now.timeZone).toBeNull();
    expect(shopDay.timeZone).toBeUndefined();
  });

  test("has each zone once, under its part of the world", async () => {
    await open("SHOP");
    const options = [...hook("time-zone").querySelectorAll("option")].map(({ value }) => value);
    expect(new Set(options).size).toBe(options.length);
    expect(options.length).toBeGreaterThan(300);
    const tbilisi = hook("time-zone").querySelector('option[value="Asia/Tbilisi"]');
    expect(tbilisi).toHaveTextContent(/^Tbilisi$/);
    expect(tbilisi?.parentElement).toHaveAttribute("label", "Asia");
  });
});

describe("light and dark", () => {
  const worn = () => document.documentElement.dataset["theme"];

  test("are worn at once, and at the next start before the till answers", async () => {
    const { backend } = await open("LOOK");
    await click("theme-DARK");
    expect(backend.settings.now.theme).toBe("DARK");
    expect(worn()).toBe("dark");
    expect(localStorage.getItem("tillside.theme")).toBe("DARK");
    await click("theme-LIGHT");
    expect(worn()).toBe("light");
  });

  test("a theme that could not be kept is not worn", async () => {
    const { backend } = await open("LOOK");
    backend.answer("changeSettings", () => Promise.reject({ code: "LEDGER_DISK_FULL" }));
    await click("theme-DARK");
    expect(hook("theme-problem")).toBeInTheDocument();
    expect(hook("theme-SYSTEM")).toBeChecked();
    expect(worn()).toBe("light");
  });
});

describe("the paid screen", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    [10, 9, 2],
    [30, 29, 2],
  ])("gives way after %i seconds", async (time, before, rest) => {
    const backend = new FakeBackend();
    backend.settings.now = { ...backend.settings.now, paidScreenFor: time };
    const { counter } = await openCounter(backend);
    counter.show(saleIn(EVERY_STATE.PAID));
    await settle();
    await vi.advanceTimersByTimeAsync(before * 1000);
    expect(counter.screen.name).toBe("PAID");
    await vi.advanceTimersByTimeAsync(rest * 1000);
    expect(counter.screen.name).toBe("TAKE");
  });

  test("stays where the owner wants it to", async () => {
    const backend = new FakeBackend();
    backend.settings.now = { ...backend.settings.now, paidScreenFor: null };
    const { counter } = await openCounter(backend);
    counter.show(saleIn(EVERY_STATE.PAID));
    await settle();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(counter.screen.name).toBe("PAID");
  });
});

test("how long links live is offered where one is made", async () => {
  const backend = new FakeBackend();
  const settings = { ...backend.settings.now, counterPayableFor: 300, sentPayableFor: 172_800 };
  await openCounter(backend);
  await backend.changeSettings({ settings });
  await settle();
  expect(hook("payable-for")).toHaveTextContent("5 minutes");
  await click("payable-change");
  const offered = hooks("payable-300").concat(hooks("payable-3600"), hooks("payable-172800"));
  expect(offered.map((chip) => chip.textContent?.trim())).toEqual([
    "5 minutes",
    "1 hour",
    "2 days",
  ]);
  expect(hooks("payable-900")).toEqual([]);
});
