import { m } from "../language/messages";
import { staffTitle } from "./staff";
import type { Role, StaffView } from "../contract";

const NAMES: Record<Role, () => string> = {
  CASHIER: m.role_cashier,
  MANAGER: m.role_manager,
  OWNER: m.role_owner,
};

/** What somebody is at the till. */
export function roleName(role: Role): string {
  return NAMES[role]();
}

/** Who has just signed in, for whoever does not see it. */
export function signedInWords({ name }: StaffView, role: Role | null): string {
  return m.signed_in_says({ name: staffTitle(name), role: role ? roleName(role) : "" });
}
