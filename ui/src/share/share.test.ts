import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fourPeople } from "../backend/fake-staff";
import { EVERY_STATE, fakeLink, fakeSale, fakeTill, inSeconds, saleIn } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { SaleView, TillError } from "../contract";

async function showing(sale: SaleView, backend = new FakeBackend(fakeTill(), [sale])) {
  const opened = await openCounter(backend);
  opened.counter.show(sale);
  await settle();
  return opened;
}

/** A letter acts a moment after it is pressed, once no scanner's next character came. */
async function pressLetter(key: string) {
  await press(key);
  vi.advanceTimersByTime(50);
  await settle();
}

const sent = fakeSale({ link: fakeLink({ expiresAt: inSeconds(10 * 86_400) }) });

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => vi.useRealTimers());

describe("sending a link", () => {
  test("S opens it, and it says until when the link is payable", async () => {
    await showing(sent);
    await pressLetter("s");
    expect(hook("share-says")).toHaveTextContent(/The link is payable until .*\d/);
    expect(hooks("share-ends-soon")).toEqual([]);
    expect(hook("share-dialog").querySelector('[data-test="link"]')?.textContent).toBe(
      fakeLink().url,
    );
    vi.useRealTimers();
    expect(await axeFindings()).toEqual([]);
  });

  test("a link that ends soon says so, and can be made to last", async () => {
    const { counter } = await showing(fakeSale());
    await click("send");
    expect(hook("share-ends-soon")).toHaveTextContent("An email may be read later");
    await click("share-longer");
    expect(counter.task).toEqual({ name: "CHANGE" });
    expect(hooks("share-dialog")).toEqual([]);
    expect(hook("change-dialog")).toBeInTheDocument();
  });

  test("where the provider knows no other end, none is offered", async () => {
    await showing(fakeSale({ link: fakeLink({ canChange: false }) }));
    await click("send");
    expect(hook("share-ends-soon")).toBeInTheDocument();
    expect(hooks("share-longer")).toEqual([]);
  });

  test("a link without an end says that", async () => {
    await showing(fakeSale({ link: fakeLink({ expiresAt: null }) }));
    await click("send");
    expect(hook("share-says")).toHaveTextContent("The link has no end");
  });

  test.each([
    ["share-email", "copyForEmail", { link: "link-1" }, "an email with a button and the code"],
    ["share-message", "copyMessage", { link: "link-1" }, "a message"],
    ["share-link", "copyLink", { link: "link-1" }, "Copied."],
    ["share-copy-png", "copyQr", { link: "link-1", format: "PNG" }, "Copied: the code."],
    ["share-copy-svg", "copyQr", { link: "link-1", format: "SVG" }, "Copied: the code."],
    ["share-mail", "openInMail", { link: "link-1" }, "asked to begin an email"],
    ["share-eml", "saveEmail", { link: "link-1" }, "payment-email-ORDER-7.eml"],
    ["share-save-png", "saveQr", { link: "link-1", format: "PNG" }, "payment-code-ORDER-7.png"],
    ["share-save-svg", "saveQr", { link: "link-1", format: "SVG" }, "payment-code-ORDER-7.svg"],
  ] as const)("%s asks the till and says what was done", async (button, call, args, says) => {
    const { backend } = await showing(sent);
    await click("send");
    await click(button);
    expect(backend.called(call)).toEqual([args]);
    expect(hook("share-done")).toHaveTextContent(says);
    expect(hooks("share-problem")).toEqual([]);
  });

  test("Copied is said of this link alone", async () => {
    const { backend } = await showing(sent);
    backend.answer("copyForEmail", async () => ({ url: "https://else.example", host: "else" }));
    await click("send");
    await click("share-email");
    expect(hook("share-done")).toHaveTextContent("");
    expect(hook("share-problem")).toHaveAttribute("data-code", "CLIPBOARD_FAILED");
  });

  test("what went wrong is said, and what was said before is gone", async () => {
    const { backend } = await showing(sent);
    await click("send");
    await click("share-message");
    backend.fail("openInMail", { code: "MAIL_FAILED" } satisfies TillError);
    await click("share-mail");
    expect(hook("share-problem")).toHaveTextContent("Copy the email instead");
    expect(hook("share-done")).toHaveTextContent("");
    backend.fail("saveEmail", { code: "LINK_OVER" } satisfies TillError);
    await click("share-eml");
    expect(hook("share-problem")).toHaveTextContent("it cannot be sent or changed any more");
  });

  test("a saved file is shown in its folder only to who may see it", async () => {
    const { backend } = await showing(sent);
    await click("send");
    await click("share-eml");
    await click("share-show-file");
    expect(backend.called("showInFolder")).toHaveLength(1);
  });

  test("a cashier saves a file and is not shown the folder", async () => {
    const backend = new FakeBackend(fakeTill(), [sent]);
    backend.staff.open(fourPeople(), "carla");
    await showing(sent, backend);
    await click("send");
    await click("share-eml");
    expect(hook("share-done")).toHaveTextContent("payment-email-ORDER-7.eml");
    expect(hooks("share-show-file")).toEqual([]);
  });

  test.each(["EXPIRED", "CLOSED", "CANCELLING", "PAYING", "CONFIRM_TOTAL"] as const)(
    "a link of a sale that is %s is sent to nobody",
    async (kind) => {
      const payable = kind === "PAYING" || kind === "CONFIRM_TOTAL";
      await showing(fakeSale({ state: EVERY_STATE[kind], link: fakeLink({ payable }) }));
      expect(hooks("send")).toEqual([]);
      expect(hooks("print")).toEqual([]);
      await pressLetter("s");
      await pressLetter("p");
      expect(hooks("share-dialog")).toEqual([]);
      expect(hooks("slip-dialog")).toEqual([]);
    },
  );
});

test.each(["send", "print"])("where the customer pays meanwhile, %s is over", async (button) => {
  const { backend, counter } = await showing(sent);
  await click(button);
  backend.become({ ...sent, ...saleIn(EVERY_STATE.PAID), id: sent.id, link: null });
  await settle();
  expect(hook("paid-screen")).toBeInTheDocument();
  expect(counter.task).toBeNull();
  vi.advanceTimersByTime(10_000);
  await settle();
  expect(counter.screen.name).toBe("TAKE");
  const next = fakeSale({ ...sent, id: "sale-2" });
  backend.sales.set(next.id, next);
  counter.show(next);
  await settle();
  await click(button);
  expect(hooks(button === "print" ? "slip-dialog" : "share-dialog")).toHaveLength(1);
});

test("the first key of the dialog is its next step", async () => {
  await showing(sent);
  await click("send");
  expect(document.activeElement).toBe(hook("share-email"));
});

describe("printing a slip", () => {
  async function drawn() {
    hook("slip-sheet").dispatchEvent(new Event("load"));
    await settle();
  }

  test("P shows the slip as it is printed, and it is printed once it is drawn", async () => {
    const { backend } = await showing(sent);
    await pressLetter("p");
    expect(hook("slip-preview")).toHaveAttribute("src", "slip:link-1?paper=ROLL_80");
    expect(hook("slip-print")).toBeDisabled();
    await drawn();
    await click("slip-print");
    expect(backend.called("printSlip")).toEqual([{ link: "link-1", paper: "ROLL_80" }]);
    expect(hook("slip-done")).toHaveTextContent("Look whether it was printed.");
    vi.useRealTimers();
    expect(await axeFindings()).toEqual([]);
  });

  test("for paper the slip stands beside the page, and leaves with the dialog", async () => {
    await showing(sent);
    await click("print");
    const sheet = hook("slip-sheet").parentElement;
    expect(sheet?.parentElement).toBe(document.body);
    expect(sheet).toHaveAttribute("aria-hidden", "true");
    await click("slip-close");
    expect(hooks("slip-sheet")).toEqual([]);
  });

  test("a slip that the system prints stays for it where the link ends meanwhile", async () => {
    const { backend } = await showing(sent);
    await click("print");
    await drawn();
    await click("slip-print");
    backend.become({ ...saleIn(EVERY_STATE.PAID), id: sent.id });
    await settle();
    expect(hooks("slip-dialog")).toEqual([]);
    expect(hook("slip-sheet").closest("[aria-hidden=true]")?.parentElement).toBe(document.body);
    window.dispatchEvent(new Event("afterprint"));
    expect(hooks("slip-sheet")).toEqual([]);
  });

  test("another slip takes its place", async () => {
    const { backend, counter } = await showing(sent);
    await click("print");
    await drawn();
    await click("slip-print");
    backend.become({ ...saleIn(EVERY_STATE.PAID), id: sent.id });
    await settle();
    counter.show({ ...sent, id: "sale-2" });
    await settle();
    await click("print");
    expect(hooks("slip-sheet")).toHaveLength(1);
  });

  test("another paper is drawn anew before it is printed, and kept for the next slip", async () => {
    const { backend } = await showing(sent);
    await click("print");
    await drawn();
    await click("paper-ROLL_58");
    expect(hook("slip-sheet")).toHaveAttribute("src", "slip:link-1?paper=ROLL_58");
    expect(hook("slip-print")).toBeDisabled();
    await drawn();
    await click("slip-print");
    expect(backend.called("printSlip")).toEqual([{ link: "link-1", paper: "ROLL_58" }]);
    await click("slip-close");
    await click("print");
    expect(hook("paper-ROLL_58")).toBeChecked();
  });

  test("where the system tells that the slip was printed it is said, and a dialog that was left is not", async () => {
    const { backend } = await showing(sent);
    backend.printed = "SENT";
    await click("print");
    await drawn();
    await click("slip-print");
    expect(hook("slip-done")).toHaveTextContent("The slip went to the printer.");
    backend.printed = "LEFT";
    await click("slip-print");
    expect(hook("slip-done").textContent).toBe("");
    expect(hook("slip-print")).toBeEnabled();
  });

  test("a slip that was not printed is said, and the way that is left", async () => {
    const { backend } = await showing(sent);
    backend.fail("printSlip", { code: "PRINT_FAILED" } satisfies TillError);
    await click("print");
    await drawn();
    await click("slip-print");
    expect(hook("slip-problem")).toHaveTextContent("save the slip as PDF");
    expect(hook("slip-print")).toBeEnabled();
  });

  test("the slip is saved as a file, and what goes wrong is said", async () => {
    const { backend } = await showing(sent);
    await click("print");
    await click("slip-save");
    expect(backend.called("saveSlip")).toEqual([{ link: "link-1", paper: "ROLL_80" }]);
    expect(hook("slip-done")).toHaveTextContent("payment-slip-58mm-ORDER-7.pdf");
    backend.fail("saveSlip", { code: "QR_FAILED" } satisfies TillError);
    await click("slip-save");
    expect(hook("slip-problem")).toHaveAttribute("data-code", "QR_FAILED");
    hook("slip-preview").dispatchEvent(new Event("error"));
    await settle();
    expect(hook("slip-not-drawn")).toHaveTextContent("check now");
  });
});

test("the list of sales sends and prints an open sale too, and tells who did", async () => {
  const told = fakeSale({
    ...sent,
    timeline: [
      ...sent.timeline,
      { at: inSeconds(0), by: "Carla", what: { kind: "LINK_SHARED", way: "EMAIL" } },
      { at: inSeconds(0), by: "Carla", what: { kind: "LINK_SHARED", way: "SLIP" } },
    ],
  });
  await openCounter(new FakeBackend(fakeTill(), [told]));
  await click("rail-sales");
  await settle();
  expect(hook("timeline")).toHaveTextContent(/Email with the link copied.*Carla/);
  expect(hook("timeline")).toHaveTextContent(/Slip printed or saved.*Carla/);
  await click("send");
  expect(hook("share-dialog")).toBeInTheDocument();
  await click("share-close");
  await click("print");
  expect(hook("slip-dialog")).toBeInTheDocument();
});
