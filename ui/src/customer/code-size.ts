import type { ScreenSize } from "../contract";

/** How wide a code's picture is with its white edge, millimetres: the code itself is then 7 to 8 cm wide. */
const PICTURE_MM = 92;

/** What a monitor is believed to have, in pixels a millimetre: some say the shape of their picture for its size. */
const BELIEVED = { least: 1.5, most: 20 };

/** The most device pixels for the side of a code's picture; null where nobody knows how large the screen is. */
export function codePixels(screen: ScreenSize | null): number | null {
  if (!screen || screen.millimetres <= 0) return null;
  const density = screen.pixels / screen.millimetres;
  if (density < BELIEVED.least || density > BELIEVED.most) return null;
  return Math.floor(PICTURE_MM * density);
}
