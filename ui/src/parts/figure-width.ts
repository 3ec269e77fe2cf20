/** Widest a character of a bold figure is drawn, in hundredths of its font size. */
const DIGIT = 63;
const MARK = 31;
const LETTER = 80;
/** No figure is measured narrower than this, so that a short one keeps its usual size. */
const LEAST = 200;

function widthOf(character: string): number {
  if (/[\p{Lu}\p{Lo}]/u.test(character)) return LETTER;
  if (/[\p{Z}.,'’٫٬]/u.test(character)) return MARK;
  return DIGIT;
}

/** The figure's width in font sizes, rounded up to a tenth: 4.5 is `{ whole: 4, tenth: 5 }`. */
export function figureWidth(text: string): { whole: number; tenth: number } {
  const hundredths = [...text].reduce((sum, character) => sum + widthOf(character), 0);
  const tenths = Math.ceil(Math.max(hundredths, LEAST) / 10);
  return { whole: Math.floor(tenths / 10), tenth: tenths % 10 };
}
