import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeSale, saleIn } from "../backend/fake-data";
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
} from "../testing";
import { namedKeys } from "./clipboard-keys";
import { sounds } from "./sounds";
import type { TillSettings } from "../contract";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Listens where sounds would be played. */
function listen(plays = true) {
  return vi.spyOn(sounds, "play").mockResolvedValue(plays);
}

async function openPart(part: string, backend = new FakeBackend()) {
  const opened = await openCounter(backend);
  await click("rail-settings");
  await click(`part-${part}`);
  return opened;
}

function lastChange(backend: FakeBackend): Partial<TillSettings> {
  const args = backend.called("changeSettings").at(-1);
  return args?.settings ?? {};
}

describe("sounds", () => {
  test("a new till plays none by itself", async () => {
    const play = listen();
    const { backend } = await openCounter();
    backend.tell({ kind: "NEWS", news: "PAID" });
    backend.tell({ kind: "NEWS", news: "ATTENTION" });
    await settle();
    expect(play).not.toHaveBeenCalled();
  });

  test("each is heard where it is switched on, as loud as it is set", async () => {
    const play = listen();
    const backend = new FakeBackend();
    backend.settings.now.sounds = { paid: true, attention: false, volume: 30 };
    await openCounter(backend);
    backend.tell({ kind: "NEWS", news: "ATTENTION" });
    await settle();
    expect(play).not.toHaveBeenCalled();
    backend.tell({ kind: "NEWS", news: "PAID" });
    await settle();
    expect(play).toHaveBeenCalledExactlyOnceWith("PAID", 30);
  });

  test("also while the till is locked", async () => {
    const play = listen();
    const backend = new FakeBackend();
    backend.settings.now.sounds = { paid: true, attention: true, volume: 70 };
    backend.staff.open(fourPeople());
    await openWindow(backend);
    expect(hook("lock-screen")).toBeInTheDocument();
    backend.tell({ kind: "NEWS", news: "ATTENTION" });
    await settle();
    expect(play).toHaveBeenCalledExactlyOnceWith("ATTENTION", 70);
  });

  test("the settings switch each, and try each without switching it on", async () => {
    const play = listen();
    const { backend } = await openPart("SOUNDS");
    expect(hook("sound-paid")).not.toBeChecked();
    expect(hook("sound-attention")).not.toBeChecked();
    await click("try-attention");
    expect(play).toHaveBeenCalledExactlyOnceWith("ATTENTION", 70);
    await click("sound-paid");
    expect(lastChange(backend).sounds).toEqual({ paid: true, attention: false, volume: 70 });
    expect(hook("sound-paid")).toBeChecked();
    expect(await axeFindings()).toEqual([]);
  });

  test("the volume is kept when the finger lets go", async () => {
    const { backend } = await openPart("SOUNDS");
    const volume = hook("sound-volume") as HTMLInputElement;
    volume.value = "20";
    volume.dispatchEvent(new Event("input", { bubbles: true }));
    await settle();
    expect(backend.called("changeSettings")).toEqual([]);
    expect(volume).toHaveAttribute("aria-valuetext", "20 %");
    volume.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(lastChange(backend).sounds?.volume).toBe(20);
  });

  test("a volume that is moved on while it is kept does not jump back", async () => {
    const { backend } = await openPart("SOUNDS");
    const volume = hook("sound-volume") as HTMLInputElement;
    const move = async (to: string) => {
      volume.value = to;
      volume.dispatchEvent(new Event("input", { bubbles: true }));
      await settle();
    };
    let answer: () => void = () => undefined;
    const settings = { ...backend.settings.now };
    backend.answer(
      "changeSettings",
      () => new Promise((resolve) => (answer = () => resolve(settings))),
    );
    await move("20");
    volume.dispatchEvent(new Event("change", { bubbles: true }));
    await move("21");
    answer();
    await settle();
    expect(volume).toHaveValue("21");
  });

  test("a computer without sound says so", async () => {
    listen(false);
    await openPart("SOUNDS");
    await click("try-paid");
    expect(hook("sound-says")).toHaveTextContent("played no sound");
  });

  test("a change that is not kept says why, and the switch goes back", async () => {
    const { backend } = await openPart("SOUNDS");
    backend.fail("changeSettings", { code: "LEDGER_FAILED" });
    await click("sound-paid");
    expect(hook("sound-paid")).not.toBeChecked();
    expect(hook("sound-paid-says")).not.toBeEmptyDOMElement();
  });
});

describe("this computer", () => {
  test("starts the till at login, if wanted", async () => {
    const { backend } = await openPart("COMPUTER");
    expect(hook("start-at-login")).not.toBeChecked();
    await click("start-at-login");
    expect(backend.called("setStartAtLogin")).toEqual([{ on: true }]);
    expect(hook("start-at-login")).toBeChecked();
    expect(await axeFindings()).toEqual([]);
  });

  test("that refuses to says so, and the switch goes back", async () => {
    const { backend } = await openPart("COMPUTER");
    backend.fail("setStartAtLogin", { code: "LOGIN_START_FAILED" });
    await click("start-at-login");
    expect(hook("start-at-login")).not.toBeChecked();
    expect(hook("start-at-login-says")).toHaveTextContent("did not change what starts at login");
  });

  test("the tray and the notifications have a switch", async () => {
    const { backend } = await openPart("COMPUTER");
    await click("show-tray");
    expect(lastChange(backend)).toMatchObject({ tray: false, notifications: true });
    await click("notifications");
    expect(lastChange(backend)).toMatchObject({ tray: false, notifications: false });
  });

  test("what it can't do is said, and has no switch", async () => {
    const backend = new FakeBackend();
    backend.computer.now = {
      startsAtLogin: null,
      tray: "NO_LIBRARY",
      clipboardKeys: "NOT_HERE",
    };
    await openPart("COMPUTER", backend);
    expect(hook("login-not-here")).toBeInTheDocument();
    expect(hook("tray-not-here")).toHaveTextContent("libayatana-appindicator3-1");
    expect(hook("keys-not-here")).toHaveTextContent("Ctrl V");
    for (const name of ["start-at-login", "show-tray", "choose-keys"]) {
      expect(hooks(name), name).toEqual([]);
    }
    expect(await axeFindings()).toEqual([]);
  });

  test("a desktop without a place for the icon says that", async () => {
    const backend = new FakeBackend();
    backend.computer.now = { ...backend.computer.now, tray: "NO_PLACE" };
    await openPart("COMPUTER", backend);
    expect(hook("tray-not-here")).toHaveTextContent("no place for a tray icon");
  });
});

describe("the keys for the clipboard", () => {
  function keydown(code: string, held: Partial<KeyboardEventInit> = {}) {
    const event = new KeyboardEvent("keydown", {
      key: code.replace(/^Key|^Digit/, "").toLowerCase(),
      code,
      bubbles: true,
      cancelable: true,
      ...held,
    });
    hook("choose-keys").dispatchEvent(event);
    return settle();
  }

  test.each([
    [{ ctrlKey: true, shiftKey: true, code: "KeyP" }, "Ctrl+Shift+P"],
    [{ ctrlKey: true, code: "F9" }, "Ctrl+F9"],
    // They copy, close windows, and write letters of many languages.
    [{ ctrlKey: true, code: "KeyC" }, null],
    [{ altKey: true, code: "F4" }, null],
    [{ ctrlKey: true, altKey: true, code: "KeyA" }, null],
    [{ ctrlKey: true, altKey: true, shiftKey: true, code: "KeyA" }, null],
    [{ altKey: true, shiftKey: true, code: "Digit7" }, "Alt+Shift+7"],
    [{ metaKey: true, code: "F12" }, "Super+F12"],
    [{ ctrlKey: true, code: "Enter" }, null],
    [{ shiftKey: true, code: "KeyP" }, null],
    [{ code: "KeyP" }, null],
    [{ ctrlKey: true, code: "F25" }, null],
  ])("%o are %s", (pressed, name) => {
    const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
    expect(namedKeys({ ...none, ...pressed })).toBe(name);
  });

  test("are those that staff press", async () => {
    const { backend } = await openPart("COMPUTER");
    expect(hook("clipboard-keys")).toHaveTextContent("None");
    await click("choose-keys");
    hook("choose-keys").focus();
    await keydown("ControlLeft", { ctrlKey: true });
    expect(hook("clipboard-keys-says")).toBeEmptyDOMElement();
    await keydown("KeyP", { ctrlKey: true, shiftKey: true });
    expect(lastChange(backend).clipboardKeys).toBe("Ctrl+Shift+P");
    expect(hook("clipboard-keys")).toHaveTextContent("CtrlShiftP");
    await click("remove-keys");
    expect(lastChange(backend).clipboardKeys).toBeNull();
  });

  test("that would be in the way of typing are refused, and Esc keeps what was", async () => {
    const { backend } = await openPart("COMPUTER");
    await click("choose-keys");
    await keydown("KeyP");
    expect(hook("clipboard-keys-says")).toHaveTextContent("Hold Ctrl and Shift");
    await keydown("Escape", { key: "Escape" });
    expect(hook("choose-keys")).toHaveTextContent("Choose keys");
    expect(hook("settings")).toBeInTheDocument();
    expect(backend.called("changeSettings")).toEqual([]);
  });

  test("that another program has say so", async () => {
    const backend = new FakeBackend();
    backend.settings.now.clipboardKeys = "Ctrl+Alt+P";
    backend.computer.now = { ...backend.computer.now, clipboardKeys: "TAKEN" };
    await openPart("COMPUTER", backend);
    expect(hook("clipboard-keys-says")).toHaveTextContent("Another program has these keys");
  });
});

describe("an amount from the clipboard", () => {
  test("is shown before it counts, wherever staff were", async () => {
    const { backend, counter } = await openCounter();
    await click("rail-sales");
    backend.tell({ kind: "CLIPBOARD", text: "12.40" });
    await settle();
    expect(hook("pasted")).toHaveTextContent("12.40");
    expect(counter.draft.untouched).toBe(true);
    await press("Enter");
    expect(hook("amount")).toHaveTextContent("12.40");
    expect(backend.called("createLink")).toEqual([]);
  });

  test("is answered by the keys although a field was being filled in", async () => {
    const { backend } = await openCounter();
    hook("what-for").focus();
    backend.tell({ kind: "CLIPBOARD", text: "12.40" });
    await settle();
    await press("Enter", 120, document.activeElement ?? document.body);
    expect(hook("amount")).toHaveTextContent("12.40");
  });

  test("leaves the amount alone that was typed, until staff say so", async () => {
    const { backend } = await openCounter();
    await press("5");
    backend.tell({ kind: "CLIPBOARD", text: "12.40" });
    await settle();
    expect(hook("amount")).toHaveTextContent("0.05");
    await press("Escape");
    expect(hook("amount")).toHaveTextContent("0.05");
    expect(hooks("pasted")).toEqual([]);
  });

  test("that is none is said to be none", async () => {
    const { backend } = await openCounter();
    backend.tell({ kind: "CLIPBOARD", text: null });
    await settle();
    expect(hook("take-notice")).toHaveTextContent("no amount on the clipboard");
  });

  test("waits while a question is open", async () => {
    const { backend, counter } = await openCounter(new FakeBackend(undefined, [fakeSale()]));
    await press("F1");
    backend.tell({ kind: "CLIPBOARD", text: "12.40" });
    await settle();
    expect(hooks("pasted")).toEqual([]);
    expect(counter.announcement).toContain("Finish what is open first");
  });

  test("is nobody's before a locked till", async () => {
    const backend = new FakeBackend();
    backend.staff.open(fourPeople());
    await openWindow(backend);
    backend.tell({ kind: "CLIPBOARD", text: "12.40" });
    await settle();
    expect(document.body).not.toHaveTextContent("12.40");
  });
});

test("a sale that is chosen in the tray is opened", async () => {
  const { backend } = await openCounter(new FakeBackend(undefined, [fakeSale()]));
  backend.tell({ kind: "SHOW", sale: "sale-1" });
  await settle();
  expect(hook("sale")).toHaveAttribute("data-sale", "sale-1");
});

test.each([
  { kind: "CLIPBOARD", text: "12.40" } as const,
  { kind: "SHOW", sale: "sale-1" } as const,
])("$kind takes no decision away about money that nobody expected", async (event) => {
  const late = { ...saleIn(EVERY_STATE.PAID_LATE), id: "late" };
  const { backend, counter } = await openCounter(new FakeBackend(undefined, [fakeSale(), late]));
  counter.show(late);
  await settle();
  backend.tell(event);
  await settle();
  expect(hook("paid-screen")).toHaveAttribute("data-sale", "late");
  expect(counter.announcement).toContain("Finish what is open first");
});

describe("closing the counter with open sales", () => {
  async function closed(backend = new FakeBackend()) {
    await openCounter(backend);
    backend.tell({ kind: "CLOSING", open: 2 });
    await settle();
    return backend;
  }

  test("asks what is meant, and says how many", async () => {
    await closed();
    expect(hook("closing-says")).toHaveTextContent("2 sales are open");
    expect(document.activeElement).toBe(hook("closing-tray"));
    expect(await axeFindings()).toEqual([]);
  });

  test.each([
    ["closing-tray", "TRAY"],
    ["closing-quit", "QUIT"],
    ["closing-stay", "STAY"],
  ])("%s answers %s, once", async (button, way) => {
    const backend = await closed();
    await click(button);
    expect(backend.called("endClosing")).toEqual([{ way }]);
    expect(hooks("closing-dialog")).toEqual([]);
  });

  test("is asked before a locked till, too", async () => {
    const backend = new FakeBackend();
    backend.staff.open(fourPeople());
    await openWindow(backend);
    backend.tell({ kind: "CLOSING", open: 1 });
    await settle();
    expect(hook("closing-says")).toHaveTextContent("One sale is open");
    await click("closing-tray");
    expect(backend.called("endClosing")).toEqual([{ way: "TRAY" }]);
  });

  test("stays asked where the till does not answer", async () => {
    const backend = await closed();
    backend.fail("endClosing", { code: "UNKNOWN_ERROR" });
    await click("closing-quit");
    expect(hook("closing-problem")).toBeInTheDocument();
  });
});
