import { hasCode } from "../words/errors";
import type { AccountView, TillError } from "../contract";

/** Whether somebody has to sign in anew at the provider's dashboard before anything else works. */
export function needsSession(account: AccountView | null, error: TillError | null): boolean {
  if (!account?.can.sessionKey) return false;
  const refused = error !== null && hasCode(error, "CREDENTIALS_REFUSED");
  return refused || account.health.kind === "KEYS_REFUSED";
}
