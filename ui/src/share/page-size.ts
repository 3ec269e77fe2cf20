const style = "adoptedStyleSheets" in document ? new CSSStyleSheet() : null;

/**
 * Names the paper for the web views that print by the page's own style, in millimetres. Nothing else of the
 * page is printed, so the slip alone decides.
 */
export function namePage(width: number, height: number): void {
  if (!style) return;
  style.replaceSync(`@page { size: ${width}mm ${height.toFixed(3)}mm; margin: 0 }`);
  if (!document.adoptedStyleSheets.includes(style)) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  }
}

/** The page prints as the system has it again. */
export function forgetPage(): void {
  document.adoptedStyleSheets = document.adoptedStyleSheets?.filter((sheet) => sheet !== style);
}
