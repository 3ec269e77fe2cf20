import { beforeEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fourPeople, PINS } from "../backend/fake-staff";
import { fakeTill } from "../backend/fake-data";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openPart,
  openWindow,
  press,
  settle,
  typeKeys,
} from "../testing";
import type { BackupPreview } from "../contract";

const CODE = "7Q4M-9KX2-PD3V-8RTW-5HNJ-6C1Y-0ABE";

let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend();
});

async function openBackup() {
  await openWindow(backend);
  await openPart("BACKUP");
}

function inside(changes: Partial<BackupPreview>) {
  if (backend.kept.preview) backend.kept.preview = { ...backend.kept.preview, ...changes };
}

function restored() {
  return backend.called("restoreBackup");
}

describe("backups", () => {
  test("the daily ones are listed, the newest first, with what is in them", async () => {
    await openBackup();
    const rows = hooks("backup-row");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent("214 sales");
    expect(rows[0]).toHaveTextContent("Verified");
    expect(hook("backup-daily-about")).toHaveTextContent("/home/ada/.local/share/tillside/backups");
    expect(await axeFindings()).toEqual([]);
  });

  test("before the first one, that is said", async () => {
    backend.kept.view = { ...backend.kept.view, daily: [] };
    await openBackup();
    expect(hook("backup-daily-none")).toBeInTheDocument();
  });

  test("a daily one that was not made is not hidden", async () => {
    backend.kept.view = { ...backend.kept.view, problem: { code: "VAULT_LOCKED" } };
    await openBackup();
    expect(hook("backup-daily-problem")).toBeInTheDocument();
  });

  test("one by hand says where it lies and that it was checked", async () => {
    await openBackup();
    await click("back-up");
    expect(backend.called("backUp")).toHaveLength(1);
    expect(hook("backup-made")).toHaveTextContent("/media/usb");
    expect(hook("backup-made")).toHaveTextContent("opened again and checked: 214 sales");
  });

  test("who chooses no folder has changed nothing", async () => {
    backend.kept.report = null;
    await openBackup();
    await click("back-up");
    expect(hooks("backup-made")).toEqual([]);
    expect(hooks("backup-problem")).toEqual([]);
  });

  test("a folder that takes no file is named as the reason", async () => {
    backend.fail("backUp", { code: "BACKUP_REFUSED", fault: "FOLDER_FAILED" });
    await openBackup();
    await click("back-up");
    expect(hook("backup-problem")).toHaveTextContent("The folder or the file can’t be used");
  });

  test("only who may make them sees any", async () => {
    backend.staff.open(fourPeople(), "bruno");
    await openWindow(backend);
    await click("rail-settings");
    expect(hooks("part-BACKUP")).toEqual([]);
  });
});

describe("a restore", () => {
  test("first shows what is in the backup and what happens", async () => {
    await openBackup();
    hooks("backup-look")[1]?.click();
    await settle();
    const { name } = backend.kept.view.daily[1] ?? { name: "" };
    expect(backend.called("lookIntoBackup")).toEqual([{ source: { kind: "DAILY", name } }]);
    expect(hook("backup-inside")).toHaveTextContent("Corner shop");
    const [first, second] = hooks("backup-account");
    expect(first).toHaveTextContent("its key is on this computer");
    expect(second).toHaveTextContent("type its key again afterwards");
    expect(hook("backup-since")).toHaveTextContent("3 sales were begun after the backup");
    expect(hook("backup-then")).toHaveTextContent("look at the provider’s own page");
    expect(await axeFindings()).toEqual([]);
    expect(restored()).toEqual([]);
  });

  test("asks the owner for their PIN, and ends with the program's new start", async () => {
    backend.staff.open(fourPeople(), "owner");
    await openBackup();
    await click("restore-file");
    expect(backend.called("lookIntoBackup")).toEqual([{ source: { kind: "FILE" } }]);
    await typeKeys(PINS.ada);
    await press("Enter");
    expect(restored()).toEqual([{ form: { fingerprint: "5f2d", pin: PINS.ada, code: null } }]);
    expect(hook("restore-done")).toHaveTextContent("The program starts again");
    await press("Escape");
    expect(hook("restore-done"), "there is no way back into the old book").toBeInTheDocument();
  });

  test("a wrong PIN is told on the pad, and nothing is restored", async () => {
    await openBackup();
    await click("restore-file");
    backend.fail("restoreBackup", { code: "WRONG_PIN", triesLeft: 4 });
    await typeKeys("482917");
    await press("Enter");
    expect(hook("restore-pin-problem")).toBeInTheDocument();
    expect(hooks("restore-done")).toEqual([]);
    await click("restore-not-now");
    expect(hooks("restore-dialog")).toEqual([]);
  });

  test("of another till asks for its code, then for the PIN of this one", async () => {
    inside({ needs: "PIN_AND_RECOVERY_CODE", isThisBook: false, salesSince: null });
    await openBackup();
    await click("restore-file");
    expect(hook("backup-then")).toHaveTextContent("It is the book of another till");
    await fill("restore-code", "7Q4M");
    await click("restore-do");
    expect(hooks("restore-pin"), "the code is not whole").toEqual([]);
    await fill("restore-code", CODE);
    await click("restore-do");
    expect(restored()).toEqual([]);
    backend.fail("restoreBackup", { code: "WRONG_RECOVERY_CODE", triesLeft: 5 });
    await typeKeys("739204");
    await press("Enter");
    expect(restored()).toEqual([{ form: { fingerprint: "5f2d", pin: "739204", code: CODE } }]);
    expect(hook("restore-code"), "back to what was wrong").toBeInTheDocument();
    expect(hook("restore-code-said")).toBeInTheDocument();
  });

  test("without PINs needs one press", async () => {
    inside({ needs: "NOTHING" });
    await openBackup();
    await click("restore-file");
    await click("restore-do");
    expect(restored()).toEqual([{ form: { fingerprint: "5f2d", pin: null, code: null } }]);
    expect(hook("restore-done")).toBeInTheDocument();
  });

  test.each([
    ["CHANGED", "the till does not trust it"],
    ["DAMAGED", "is damaged"],
    ["NEWER", "Update the program first"],
    ["WITHOUT_PINS", "has no PINs"],
    ["NOT_A_BACKUP", "is no backup"],
  ] as const)("a file that is %s is not shown, and why is said", async (fault, words) => {
    backend.fail("lookIntoBackup", { code: "BACKUP_REFUSED", fault });
    await openBackup();
    await click("restore-file");
    expect(hook("restore-look-problem")).toHaveTextContent(words);
    expect(hooks("restore-dialog")).toEqual([]);
  });

  test("who chooses no file has changed nothing", async () => {
    backend.kept.preview = null;
    await openBackup();
    await click("restore-file");
    expect(hooks("restore-dialog")).toEqual([]);
    expect(hooks("restore-look-problem")).toEqual([]);
  });
});

describe("the way on", () => {
  test("is one of the three at the first start", async () => {
    backend = new FakeBackend({ ...fakeTill(), shopName: "", accounts: [], activeAccount: null });
    inside({ needs: "RECOVERY_CODE", isThisBook: false, salesSince: null });
    await openWindow(backend);
    await click("restore-choice");
    await fill("restore-code", CODE);
    await click("restore-do");
    expect(restored()).toEqual([{ form: { fingerprint: "5f2d", pin: null, code: CODE } }]);
    expect(await axeFindings()).toEqual([]);
  });

  test.each([{ code: "LEDGER_DAMAGED" }, { code: "LEDGER_CHANGED", row: 17 }] as const)(
    "is there where the book can't be opened: $code",
    async (error) => {
      backend.fail("session", error);
      inside({ needs: "RECOVERY_CODE", isThisBook: false, salesSince: null });
      await openWindow(backend);
      expect(hooks("backup-row")).toHaveLength(2);
      hooks("backup-look")[0]?.click();
      await settle();
      expect(hook("restore-code")).toBeInTheDocument();
      expect(await axeFindings()).toEqual([]);
    },
  );

  test("says so where the daily ones can't be read", async () => {
    backend.fail("session", { code: "LEDGER_DAMAGED" });
    backend.fail("backups", { code: "LEDGER_FAILED" });
    await openWindow(backend);
    expect(hook("restore-daily-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hook("restore-file")).toBeInTheDocument();
  });

  test("stands beside the log, which can be sent to those who help", async () => {
    backend.fail("session", { code: "LEDGER_DAMAGED" });
    await openWindow(backend);
    await click("log-show");
    expect(hook("log-text")).toHaveValue(backend.kept.log.text);
    await click("log-save");
    expect(hook("log-exported")).toHaveTextContent("Saved as");
    expect(hooks("log-show-file")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("is not there where another book would not help", async () => {
    backend.fail("session", { code: "LEDGER_TOO_NEW" });
    await openWindow(backend);
    expect(hook("trouble")).toBeInTheDocument();
    expect(hooks("restore-way-on")).toEqual([]);
  });
});

describe("the log", () => {
  test("is shown whole before it leaves", async () => {
    await openBackup();
    expect(hooks("log-save")).toEqual([]);
    await click("log-show");
    expect(hook("log-text")).toHaveValue(backend.kept.log.text);
    expect(document.body).toHaveTextContent("2 lines");
    expect(await axeFindings()).toEqual([]);
    await click("log-save");
    expect(backend.called("exportLog")).toHaveLength(1);
    expect(hook("log-exported")).toHaveTextContent("tillside-log-2026-11-21.txt");
  });

  test("that has nothing says so, and offers no file", async () => {
    backend.kept.log = { text: "", lines: 0 };
    await openBackup();
    await click("log-show");
    expect(hook("log-empty")).toBeInTheDocument();
    expect(hooks("log-save")).toEqual([]);
  });
});
