import { m } from "../language/messages";
import type { DisplayChoice, MonitorIdentity, MonitorView } from "../contract";

/** Name and size of a monitor: `DELL U2720Q · 2560 × 1440`. */
export function monitorWords({ name, width, height }: MonitorIdentity): string {
  return name === null
    ? m.display_monitor_plain_size({ width, height })
    : m.display_monitor_size({ name, width, height });
}

export function isSameMonitor(one: MonitorIdentity, other: MonitorIdentity): boolean {
  return one.name === other.name && one.x === other.x && one.y === other.y;
}

/** The monitor that is chosen and not plugged in. */
export function awayMonitor(
  choice: DisplayChoice,
  monitors: readonly MonitorView[],
): MonitorIdentity | null {
  if (choice.kind !== "MONITOR" || monitors.some(({ facesCustomer }) => facesCustomer)) return null;
  const { monitor: chosen } = choice;
  return monitors.some(({ monitor }) => isSameMonitor(monitor, chosen)) ? null : chosen;
}
