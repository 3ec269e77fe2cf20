import { m } from "../language/messages";
import type { BackupFault } from "../contract";

const FAULTS: Record<BackupFault, () => string> = {
  NOT_A_BACKUP: m.backup_error_not_a_backup,
  DAMAGED: m.backup_error_damaged,
  CHANGED: m.backup_error_changed,
  NEWER: m.backup_error_newer,
  WITHOUT_PINS: m.backup_error_without_pins,
  OTHER_FILE: m.backup_error_other_file,
  FOLDER_FAILED: m.backup_error_folder,
};

/** Why a backup was not made, or can't be restored. */
export function backupWords(fault: BackupFault): string {
  return (FAULTS[fault] ?? m.not_named)();
}
