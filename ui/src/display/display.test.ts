import { beforeEach, describe, expect, test, vi } from "vitest";
import { axeFindings, click, hook, hooks, openCounter, settle } from "../testing";
import { FakeBackend } from "../backend/fake";
import { fakeMonitor } from "../backend/fake-displays";
import { fakeTill } from "../backend/fake-data";

const COUNTER = fakeMonitor("Counter", 0, true);
const LEFT = fakeMonitor("Left", 1920);
const RIGHT = fakeMonitor("Right", 3200);

function radio(name: string): HTMLInputElement {
  return hook(name) as HTMLInputElement;
}

let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend(fakeTill());
});

async function plug(...monitors: (typeof COUNTER)[]) {
  backend.displayed.monitors = monitors;
  backend.tell({ kind: "DISPLAYS" });
  await settle();
}

async function openSection() {
  const { counter } = await openCounter(backend);
  counter.goSettings("DISPLAY");
  await settle();
  return counter;
}

describe("the settings of the customer display", () => {
  test("say where the customer's page is, and have no axe findings", async () => {
    await openSection();
    expect(hook("display-now")).toHaveTextContent("has a screen of its own");
    expect(radio("display-find").checked).toBe(true);
    const second = hook("display-monitor-2").closest("label");
    expect(second).toHaveTextContent("Customer · 1280 × 800");
    expect(second).toHaveTextContent("Shows the customer’s page now");
    expect(hook("display-monitor-1").closest("label")).toHaveTextContent("The counter’s screen");
    expect(hooks("display-fill")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("a chosen screen holds at once", async () => {
    await openSection();
    await click("display-monitor-2");
    expect(backend.called("chooseDisplay")).toEqual([
      { choice: { kind: "MONITOR", monitor: backend.displayed.monitors[1]?.monitor } },
    ]);
    expect(radio("display-monitor-2").checked).toBe(true);
  });

  test("one screen for both can be wanted, too", async () => {
    await openSection();
    await click("display-one-screen");
    expect(backend.displayed.choice).toEqual({ kind: "ONE_SCREEN" });
    expect(hook("display-now")).toHaveTextContent("no screen of its own");
  });

  test("a choice that could not be kept is said, and the old one stands", async () => {
    await openSection();
    backend.fail("chooseDisplay", { code: "LEDGER_FAILED" });
    await click("display-one-screen");
    expect(hook("display-section").querySelector("[role=alert]")).toBeInTheDocument();
    expect(radio("display-find").checked).toBe(true);
  });

  test("a chosen screen that is not plugged in is named, and waited for", async () => {
    backend.displayed.choice = { kind: "MONITOR", monitor: RIGHT.monitor };
    backend.displayed.monitors = [COUNTER];
    await openSection();
    const away = hook("display-away").closest("label");
    expect(away).toHaveTextContent("Right · 1280 × 800");
    expect(away).toHaveTextContent("Not plugged in");
    expect(radio("display-away").disabled).toBe(true);
  });

  test("what is plugged in is shown as it comes", async () => {
    await openSection();
    await plug(COUNTER, LEFT, RIGHT);
    expect(hook("display-now")).toHaveTextContent("Not sure which screen");
    expect(hook("display-monitor-3")).toBeInTheDocument();
    expect(hook("monitor-map").querySelectorAll("rect")).toHaveLength(3);
  });

  test("where no program may place windows, somebody moves it and the till fills the screen", async () => {
    backend.displayed.placesWindows = false;
    await openSection();
    await click("display-fill");
    expect(backend.called("fillDisplay")).toHaveLength(1);
  });
});

describe("the picture while there is nothing to pay", () => {
  async function choose(file: File) {
    const input = hook("idle-picture-file");
    Object.defineProperty(input, "files", { value: [file], configurable: true });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await vi.waitFor(() => expect(backend.called("setIdlePicture")).toHaveLength(1));
    await settle();
  }
  const FILE = new File([new Uint8Array([137, 80])], "shop.png", { type: "image/png" });

  test("is chosen, shown and taken away again", async () => {
    await openSection();
    await choose(FILE);
    expect(backend.called("setIdlePicture")).toEqual([{ file: "iVA=" }]);
    expect(hook("idle-picture-shown")).toHaveAttribute("src", expect.stringContaining("picture-1"));
    expect(hook("idle-picture-said")).toHaveTextContent("Customers see it");
    expect(await axeFindings()).toEqual([]);
    await click("idle-picture-remove");
    expect(hooks("idle-picture-shown")).toEqual([]);
    expect(hook("idle-picture-said")).toHaveTextContent("Customers see the shop’s name");
  });

  test("that is none is said beside it", async () => {
    await openSection();
    backend.fail("setIdlePicture", { code: "PICTURE_REFUSED", fault: "OTHER_KIND" });
    await choose(FILE);
    expect(hook("idle-picture-problem")).toHaveTextContent(/PNG/);
    expect(hooks("idle-picture-shown")).toEqual([]);
  });
});

describe("the question which screen faces the customer", () => {
  test("is not asked where it is clear", async () => {
    await openCounter(backend);
    expect(hooks("which-screen")).toEqual([]);
    await plug(COUNTER);
    expect(hooks("which-screen")).toEqual([]);
  });

  test("is asked beside the sale, and answered once", async () => {
    await openCounter(backend);
    await plug(COUNTER, LEFT, RIGHT);
    expect(hook("which-screen")).toHaveTextContent("Which screen faces the customer?");
    expect(hook("take")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
    await click("which-screen-choose");
    expect(hooks("display-find")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("display-monitor-3");
    expect(backend.displayed.choice).toEqual({ kind: "MONITOR", monitor: RIGHT.monitor });
    await click("which-screen-done");
    expect(hooks("which-screen")).toEqual([]);
    expect(hooks("which-screen-dialog")).toEqual([]);
  });

  test("can wait until other screens are plugged in", async () => {
    await openCounter(backend);
    await plug(COUNTER, LEFT, RIGHT);
    await click("which-screen-later");
    expect(hooks("which-screen")).toEqual([]);
    await plug(COUNTER, LEFT, RIGHT);
    expect(hooks("which-screen")).toEqual([]);
    await plug(COUNTER, LEFT, fakeMonitor("Other", 3200));
    expect(hook("which-screen")).toBeInTheDocument();
  });
});
