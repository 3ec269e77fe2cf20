/** How many groups a recovery code has, and how many characters each of them. */
export const GROUPS = 7;
export const GROUP_LENGTH = 4;

/** What was typed, in groups; what stands between characters does not count. */
export function groupsOf(typed: string): string[] {
  const characters = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return characters.match(/.{1,4}/g) ?? [];
}

/** What was typed, with a dash between the groups. */
export function grouped(typed: string): string {
  return groupsOf(typed).join("-");
}

/** How many characters of the code were typed. */
export function typedLength(typed: string): number {
  return groupsOf(typed).join("").length;
}

export function isWhole(typed: string): boolean {
  return typedLength(typed) === GROUPS * GROUP_LENGTH;
}
