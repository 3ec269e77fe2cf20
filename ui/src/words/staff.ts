import { m } from "../language/messages";
import { numberFormat } from "../language/formats";
import type { PinFault, Role } from "../contract";

/** From here on a wait is told in minutes, seconds. */
const MINUTES_FROM = 120;

/** What a member of staff is called; the owner has no name of their own before staff are set up. */
export function staffName(name: string): string {
  return name || m.staff_owner();
}

/** The same where a name stands by itself. */
export function staffTitle(name: string): string {
  return name || m.staff_owner_short();
}

const ROLES: Record<Role, () => string> = {
  CASHIER: m.role_cashier_about,
  MANAGER: m.role_manager_about,
  OWNER: m.role_owner_about,
};

/** Every role, the least first. */
export const ROLE_ORDER: readonly Role[] = ["CASHIER", "MANAGER", "OWNER"];

/** What a role may do, in one sentence. */
export function roleAbout(role: Role): string {
  return ROLES[role]();
}

/** Why a PIN cannot be used. */
export function pinFaultWords(fault: PinFault): string {
  switch (fault.kind) {
    case "TOO_SHORT":
      return m.pin_too_short({ least: fault.least });
    case "TOO_LONG":
      return m.pin_too_long({ most: fault.most });
    case "NOT_DIGITS":
      return m.pin_not_digits();
    case "GUESSABLE":
      return m.pin_guessable();
  }
}

/** How many tries are left before there is a wait. */
export function triesWords(left: number): string {
  return left === 0 ? m.tries_none() : m.tries_left({ count: left });
}

/** How long a wait is, in words: `30 seconds`, `5 minutes`. */
export function waitWords(seconds: number): string {
  const minutes = seconds >= MINUTES_FROM;
  const unit = minutes ? "minute" : "second";
  return numberFormat({ style: "unit", unit, unitDisplay: "long" }).format(
    minutes ? Math.ceil(seconds / 60) : seconds,
  );
}
