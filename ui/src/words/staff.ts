import { m } from "../paraglide/messages";

/** What a member of staff is called; the owner has no name of their own before staff are set up. */
export function staffName(name: string): string {
  return name || m.staff_owner();
}
