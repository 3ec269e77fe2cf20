/** How many colours there are for tiles without a picture. */
const TILES = 5;

/** Two letters for a product without a picture: of its first two words, or of its only one. */
export function lettersOf(name: string): string {
  const [first = "", second] = name
    .split(/\s+/)
    .map((word) => [...word].filter((character) => /[\p{L}\p{N}]/u.test(character)))
    .filter((word) => word.length > 0);
  const [letter = ""] = first;
  const other = second ? second[0] : first[1];
  return `${letter.toLocaleUpperCase()}${(second ? other?.toLocaleUpperCase() : other) ?? ""}`;
}

/** Which colour a product's tile has: always the same for the same product. */
export function tileOf(id: string): number {
  return [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7) % TILES;
}
