import { afterEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { fourPeople } from "../backend/fake-staff";
import {
  axeFindings,
  click,
  hook,
  hooks,
  openCounter,
  openWindow,
  press,
  settle,
  typeKeys,
} from "../testing";
import { cleanup } from "@testing-library/svelte";
import { letterKeys } from "./letters.svelte";
import { SCANNER_GAP } from "./burst";
import type { SaleView } from "../contract";

afterEach(() => (letterKeys.on = true));

/** Letters act once it is sure that no scanner typed them. */
function afterScanner(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SCANNER_GAP + 10)).then(settle);
}

async function pressKey(name: string): Promise<void> {
  if (name === "control+v") {
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: { getData: () => "12.40" } });
    document.body.dispatchEvent(event);
  } else if (name.startsWith("control+")) {
    const key = name.slice("control+".length);
    const init = { key, ctrlKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", init));
  } else {
    const NAMED: Record<string, string> = {
      digits: "7",
      enter: "Enter",
      escape: "Escape",
      delete: "Delete",
      backspace: "Backspace",
      f1: "F1",
    };
    await press(NAMED[name] ?? name);
  }
  await settle();
  await afterScanner();
}

function listed(): string[] {
  return hooks("keys-key").map(({ dataset }) => dataset["key"] ?? "");
}

/** What can be seen of a till: its page, where the focus is, and what it was asked. */
function seen(backend: FakeBackend): string {
  const focus = document.activeElement?.outerHTML ?? "";
  return `${document.body.innerHTML}|${focus}|${JSON.stringify(backend.calls)}`;
}

type Opened = { backend: FakeBackend };

/** Each screen, ready for every key that it lists. */
const SCREENS: Record<string, () => Promise<Opened>> = {
  "an amount being typed": async () => {
    const opened = await openCounter(new FakeBackend(undefined, [fakeSale()]));
    await typeKeys("2500");
    return opened;
  },
  "a sale that waits": () => onSale(fakeSale()),
  "a sale that was declined": () => onSale(saleIn(EVERY_STATE.CARD_REFUSED)),
  "a sale that expired": () => onSale(saleIn(EVERY_STATE.EXPIRED)),
  "a reservation": () => onSale(saleIn(EVERY_STATE.RESERVED)),
  "a paid sale": () => onPaid(saleIn(EVERY_STATE.PAID)),
  "a sale that was paid late": () => onPaid(saleIn(EVERY_STATE.PAID_LATE)),
  settings: async () => {
    const opened = await openCounter();
    await click("rail-settings");
    return opened;
  },
  "who did what": async () => {
    const opened = await openCounter();
    opened.counter.goHistory();
    await settle();
    return opened;
  },
};

async function onSale(sale: SaleView): Promise<Opened> {
  const opened = await openCounter(new FakeBackend(fakeTill(), [sale]));
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function onPaid(sale: SaleView): Promise<Opened> {
  const opened = await onSale(sale);
  expect(hook("paid-screen")).toBeInTheDocument();
  return opened;
}

test.each(Object.entries(SCREENS))(
  "every key that is listed works: %s",
  async (_, open) => {
    await open();
    await press("F1");
    const keys = listed();
    expect(keys).toContain("control+k");
    expect(hooks("keys-here")).toHaveLength(1);
    cleanup();
    for (const key of keys) {
      const { backend } = await open();
      // What the screen does by itself is over.
      await afterScanner();
      const before = seen(backend);
      await pressKey(key);
      expect(seen(backend), `nothing happened at ${key}`).not.toBe(before);
      cleanup();
    }
  },
  60_000,
);

describe("the sheet", () => {
  test("opens with ? and with F1, and Esc leads back to what was typed", async () => {
    await openCounter();
    await typeKeys("25");
    await pressKey("?");
    expect(hook("keys-dialog")).toHaveAttribute("open");
    expect(document.activeElement).toBe(hook("keys-close"));
    expect(await axeFindings()).toEqual([]);
    await click("keys-close");
    expect(hooks("keys-dialog")).toEqual([]);
    expect(hook("amount")).toHaveTextContent("0.25");
    await press("F1");
    expect(hook("keys-dialog")).toHaveAttribute("open");
  });

  test("is a question mark in a field", async () => {
    await openCounter();
    const field = hook("what-for");
    field.focus();
    await press("?", 120, field);
    await afterScanner();
    expect(hooks("keys-dialog")).toEqual([]);
  });

  test("lists what the screen can do now: a key that does nothing is not on it", async () => {
    const { backend } = await onSale(saleIn(EVERY_STATE.EXPIRED));
    await press("F1");
    expect(listed()).toContain("enter");
    expect(listed()).not.toContain("delete");
    expect(hook("keys-here")).toHaveTextContent("Create again");
    expect(backend.called("createLink")).toEqual([]);
  });

  test("lists no letter where letters are switched off, and F1 still opens it", async () => {
    letterKeys.on = false;
    await onSale(fakeSale());
    await pressKey("?");
    expect(hooks("keys-dialog")).toEqual([]);
    await press("F1");
    expect(listed().filter((key) => /^[a-z?/]$/.test(key))).toEqual([]);
    expect(listed()).toContain("escape");
    expect(hook("keys-says")).toHaveTextContent("Single letters are switched off");
  });

  test("lists the lock where there are PINs, and only there", async () => {
    await openCounter();
    await press("F1");
    expect(listed()).not.toContain("control+l");
    cleanup();
    const backend = new FakeBackend();
    backend.staff.open(fourPeople(), "owner");
    await openWindow(backend);
    await press("F1");
    expect(listed()).toContain("control+l");
    await click("keys-close");
    await pressKey("control+l");
    expect(backend.called("lock")).toHaveLength(1);
  });

  test("is reached by touch from the settings", async () => {
    await openCounter();
    await click("rail-settings");
    await click("part-KEYS");
    await click("show-keys");
    expect(hook("keys-dialog")).toHaveAttribute("open");
  });
});
