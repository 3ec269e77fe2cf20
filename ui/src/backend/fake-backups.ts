import { inSeconds } from "./fake-data";
import type { BackupPreview, BackupReport, BackupRow, BackupsView, LogPreview } from "../contract";

export function backupRow(days: number): BackupRow {
  const madeAt = inSeconds(-days * 86_400);
  return {
    name: `tillside-daily-${madeAt.slice(0, 10)}-0800.tillside`,
    madeAt,
    sales: 214 - days,
    lastSale: inSeconds(-days * 86_400 - 3600),
    bytes: 1_254_400,
  };
}

/** The backups of the pretend till: two daily ones, and a file for whoever chooses one. */
export class FakeBackups {
  view: BackupsView = {
    folder: "/home/ada/.local/share/tillside/backups",
    daily: [backupRow(0), backupRow(1)],
    problem: null,
  };
  report: BackupReport | null = { backup: backupRow(0), folder: "/media/usb" };
  /** What is in the backup that somebody looks into; null for who chooses none. */
  preview: BackupPreview | null = {
    backup: backupRow(1),
    fingerprint: "5f2d",
    shopName: "Corner shop",
    accounts: [
      { name: "Card links", provider: "GLOBAL_PAYMENTS", environment: "LIVE", hasKey: true },
      { name: "", provider: "FLITT", environment: "SANDBOX", hasKey: false },
    ],
    isThisBook: true,
    salesSince: 3,
    needs: "PIN",
  };
  log: LogPreview = { text: "WARN the provider did not answer\nWARN once more\n", lines: 2 };
}
