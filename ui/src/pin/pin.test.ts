import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { render } from "@testing-library/svelte";
import NewPin from "./NewPin.svelte";
import PinPad from "./PinPad.svelte";
import { click, fill, hook, hooks, press, settle, typeKeys } from "../testing";
import type { TillError } from "../contract";

/** A try that ends when the test says so. */
function held() {
  const tries: { pin: string; end: (error?: TillError) => Promise<void> }[] = [];
  const onSubmit = (pin: string) =>
    new Promise<void>((resolve, reject) => {
      const end = async (error?: TillError) => {
        if (error) reject(error);
        else resolve();
        await settle();
      };
      tries.push({ pin, end });
    });
  return { tries, onSubmit };
}

async function openPad(props: Partial<Parameters<typeof render<typeof PinPad>>[1]> = {}) {
  const { tries, onSubmit } = held();
  render(PinPad, { props: { label: "PIN of Ada", onSubmit, ...props } });
  await settle();
  return tries;
}

let at = 0;

/** Presses a key of the keyboard, at a person's pace. */
async function pressCode(key: string, code: string) {
  const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
  at += 120;
  Object.defineProperty(event, "timeStamp", { value: at });
  document.body.dispatchEvent(event);
  await settle();
}

describe("a PIN is typed", () => {
  test("by keys, wherever the focus is", async () => {
    const tries = await openPad();
    await typeKeys("418305");
    expect(hook("pin-input")).toHaveValue("418305");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
  });

  test("by clicks, and the last digit is taken back", async () => {
    const tries = await openPad();
    for (const digit of "41839") await click(`pin-key-${digit}`);
    await click("pin-back");
    for (const digit of "05") await click(`pin-key-${digit}`);
    await click("pin-enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
  });

  test("on the number pad, with and without its lock", async () => {
    const tries = await openPad();
    await pressCode("4", "Numpad4");
    await pressCode("End", "Numpad1");
    for (const digit of "8305") await pressCode(digit, `Numpad${digit}`);
    await pressCode("Enter", "NumpadEnter");
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
  });

  test("in the row of digits of a keyboard that needs Shift for them", async () => {
    const tries = await openPad();
    for (const [key, code] of [
      ["'", "Digit4"],
      ["&", "Digit1"],
      ["_", "Digit8"],
      ['"', "Digit3"],
      ["à", "Digit0"],
      ["(", "Digit5"],
    ] as const) {
      await pressCode(key, code);
    }
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
  });

  test("with dots for digits, and nothing but digits counts", async () => {
    await openPad();
    expect(hook("pin-input")).toHaveAttribute("type", "password");
    expect(document.activeElement).toBe(hook("pin-input"));
    await typeKeys("4a 1-");
    expect(hook("pin-input")).toHaveValue("41");
    await fill("pin-input", "41 83-05");
    expect(hook("pin-input")).toHaveValue("418305");
  });

  test("longer than a PIN is costs no try, and says so", async () => {
    const tries = await openPad();
    await typeKeys("1234567890123");
    await press("Enter");
    expect(tries).toEqual([]);
    expect(hook("pin-problem")).toHaveTextContent("A PIN has at most 12 digits.");
    expect(hook("pin-input")).toHaveValue("");
    await typeKeys("1234567890123");
    await press("Backspace");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["123456789012"]);
  });

  test("wherever the focus is, and takes it for the Enter that follows", async () => {
    const tries = await openPad();
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    await press("4", 120, button);
    expect(document.activeElement).toBe(hook("pin-input"));
    await typeKeys("18305", 120, hook("pin-input"));
    await press("Enter", 120, hook("pin-input"));
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
    button.remove();
  });

  test("and counted for whoever can’t see the dots", async () => {
    await openPad();
    expect(hook("pin-count")).toHaveTextContent("");
    await typeKeys("4");
    expect(hook("pin-count")).toHaveTextContent("1 digit typed");
    await typeKeys("18");
    expect(hook("pin-count")).toHaveTextContent("3 digits typed");
    expect(hook("pin-input")).toHaveAccessibleDescription("3 digits typed");
  });

  test("too short a one is no try", async () => {
    const tries = await openPad();
    await typeKeys("41830");
    await press("Enter");
    expect(tries).toEqual([]);
    expect(hook("pin-problem")).toHaveTextContent("A PIN has at least 6 digits.");
    expect(hook("pin-input"), "the digits stay to be completed").toHaveValue("41830");
  });

  test("none at all is no try, and what was said of the last one stays", async () => {
    const tries = await openPad();
    await press("Enter");
    expect(hooks("pin-problem")).toEqual([]);
    await typeKeys("111222");
    await press("Enter");
    await tries[0]?.end({ code: "WRONG_PIN", triesLeft: 3 });
    await press("Enter");
    expect(hook("pin-problem")).toHaveTextContent(
      "This PIN does not fit. 3 more tries, then there is a wait.",
    );
    await typeKeys("418");
    await press("Enter");
    expect(tries).toHaveLength(1);
    expect(hook("pin-problem")).toHaveTextContent("A PIN has at least 6 digits.");
    expect(hook("pin-problem")).toHaveTextContent("3 more tries");
  });

  test("keys of the system and of another field are left alone", async () => {
    await openPad();
    const field = document.body.appendChild(document.createElement("input"));
    await press("4", 120, field);
    const event = new KeyboardEvent("keydown", { key: "4", ctrlKey: true, bubbles: true });
    document.body.dispatchEvent(event);
    await settle();
    expect(hook("pin-input")).toHaveValue("");
    field.remove();
  });
});

describe("a try", () => {
  test("takes the digits away, and a wrong PIN is told", async () => {
    const tries = await openPad();
    await typeKeys("111222");
    await press("Enter");
    expect(hook("pin-input")).toHaveValue("");
    expect(hook("pin-running")).toHaveTextContent("Checking…");
    await tries[0]?.end({ code: "WRONG_PIN", triesLeft: 3 });
    expect(hook("pin-problem")).toHaveTextContent(
      "This PIN does not fit. 3 more tries, then there is a wait.",
    );
    expect(hook("pin-problem")).toHaveAttribute("role", "alert");
    expect(hook("pin-input")).toHaveValue("");
  });

  test("is one at a time: what is typed meanwhile is the next one’s, Enter does nothing", async () => {
    const tries = await openPad();
    await typeKeys("111222");
    await press("Enter");
    await press("Enter");
    await typeKeys("418305");
    await press("Enter");
    await click("pin-enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["111222"]);
    await tries[0]?.end({ code: "WRONG_PIN", triesLeft: 4 });
    expect(tries).toHaveLength(1);
    expect(hook("pin-input")).toHaveValue("418305");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["111222", "418305"]);
  });

  test("is not made by an Enter that is held down", async () => {
    const tries = await openPad();
    await typeKeys("418305");
    const event = new KeyboardEvent("keydown", { key: "Enter", repeat: true, bubbles: true });
    hook("pin-input").dispatchEvent(event);
    await settle();
    expect(tries).toEqual([]);
  });

  test("that fits says nothing", async () => {
    const tries = await openPad();
    await typeKeys("418305");
    await press("Enter");
    await tries[0]?.end();
    expect(hooks("pin-problem")).toEqual([]);
    expect(hook("pin-running")).toBeEmptyDOMElement();
  });
});

describe("a scanned code", () => {
  const CODES = ["4006381333931", "96385074", "012345678905", "A-418305"];

  test.each(CODES)("is forgotten with its Enter: %s", async (code) => {
    const tries = await openPad();
    await typeKeys(code, 8);
    await press("Enter", 8);
    expect(tries).toEqual([]);
    expect(hook("pin-input")).toHaveValue("");
    expect(hooks("pin-problem")).toEqual([]);
  });

  test("leaves what a person had typed before it", async () => {
    const tries = await openPad();
    await typeKeys("418");
    await press("9");
    await typeKeys("6385074", 8);
    await press("Enter", 8);
    expect(hook("pin-input")).toHaveValue("418");
    await typeKeys("305");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["418305"]);
  });

  test("presses nothing that has the focus, and ends with Tab, too", async () => {
    const tries = await openPad();
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    await typeKeys("96385074", 8, button);
    const ending = await press("Tab", 8, button);
    expect(ending.defaultPrevented).toBe(true);
    expect(hook("pin-input")).toHaveValue("");
    expect(tries).toEqual([]);
    button.remove();
  });
});

describe("a wait", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("counts down, is told once, and takes no keys", async () => {
    const tries = await openPad();
    await typeKeys("111222");
    await press("Enter");
    await typeKeys("33");
    await tries[0]?.end({ code: "PIN_WAIT", seconds: 300 });
    const wait = hook("pin-wait");
    const told = wait.querySelector('[role="alert"]');
    expect(told).toHaveTextContent("Too many wrong tries. Wait 5 minutes, then try again.");
    expect(hook("pin-left")).toHaveTextContent("Next try in 5:00");
    expect(hook("pin-left"), "a timer is told to nobody by itself").toHaveAttribute(
      "role",
      "timer",
    );
    vi.advanceTimersByTime(61_000);
    await settle();
    expect(hook("pin-left")).toHaveTextContent("Next try in 3:59");
    expect(wait.querySelector('[role="alert"]'), "the same sentence, still there").toBe(told);
    expect(told).toHaveTextContent("Wait 5 minutes");
    expect(hook("pin-input"), "typed before the wait was known").toHaveValue("");
    await typeKeys("418305");
    await press("Enter");
    expect(hook("pin-input")).toHaveValue("");
    expect(hook("pin-key-4")).toBeDisabled();
    expect(tries).toHaveLength(1);
    vi.advanceTimersByTime(239_000);
    await settle();
    expect(hooks("pin-wait")).toEqual([]);
    expect(hook("pin-running")).toHaveTextContent("You can try again now.");
    await typeKeys("418305");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["111222", "418305"]);
    expect(hook("pin-running")).toHaveTextContent("Checking…");
  });

  test("that is told again within the second is the same one", async () => {
    const { onSubmit } = held();
    const props = { label: "PIN of Ada", onSubmit, waitSeconds: 30 };
    const { rerender } = render(PinPad, { props });
    await settle();
    const told = hook("pin-wait").querySelector('[role="alert"]');
    vi.advanceTimersByTime(10_000);
    await rerender({ ...props, waitSeconds: 20 });
    expect(hook("pin-left")).toHaveTextContent("0:20");
    expect(told, "nothing new to say").toHaveTextContent("Wait 30 seconds");
    await rerender({ ...props, waitSeconds: 0 });
    expect(hooks("pin-wait")).toEqual([]);
  });

  test("that is known before the first try begins at once", async () => {
    await openPad({ waitSeconds: 30 });
    expect(hook("pin-wait")).toHaveTextContent("Wait 30 seconds");
    expect(hook("pin-wait").querySelector('span[aria-hidden="true"]')).toHaveTextContent(
      "Too many wrong tries.",
    );
    expect(hook("pin-left")).toHaveTextContent("0:30");
    expect(document.activeElement, "where typing goes on after it").toBe(hook("pin-input"));
  });
});

test("the pad and each of its keys have a name", async () => {
  await openPad();
  expect(hook("pin")).toHaveAccessibleName("PIN of Ada");
  expect(hook("pin-input")).toHaveAccessibleName("PIN of Ada");
  expect(hook("pin-back")).toHaveAccessibleName("Delete the last digit");
  expect(hook("pin-enter")).toHaveAccessibleName("Enter");
});

describe("a new PIN", () => {
  async function openNew() {
    const { tries, onSubmit } = held();
    render(NewPin, { props: { onSubmit } });
    await settle();
    return tries;
  }

  test("is typed twice", async () => {
    const tries = await openNew();
    await typeKeys("728406");
    await press("Enter");
    expect(hook("new-pin-again")).toHaveAccessibleName("Type the new PIN again");
    expect(tries).toEqual([]);
    await typeKeys("728406");
    await press("Enter");
    expect(tries.map(({ pin }) => pin)).toEqual(["728406"]);
  });

  test("that differs the second time is sent to nobody", async () => {
    const tries = await openNew();
    await typeKeys("728406");
    await press("Enter");
    await typeKeys("728460");
    await press("Enter");
    expect(tries).toEqual([]);
    expect(hook("new-pin-problem")).toHaveTextContent("The two PINs differ.");
    expect(hook("new-pin-input")).toHaveValue("");
  });

  test("that the till refuses is chosen anew", async () => {
    const tries = await openNew();
    for (let time = 0; time < 2; time += 1) {
      await typeKeys("121212");
      await press("Enter");
    }
    await tries[0]?.end({ code: "NEW_PIN_REFUSED", fault: { kind: "GUESSABLE" } });
    expect(hook("new-pin-problem")).toHaveTextContent("easy to guess");
    expect(hook("new-pin-input")).toHaveValue("");
  });
});
