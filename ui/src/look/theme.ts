import type { Theme } from "../contract";

/** What was worn last: a dark till does not flash up white when it starts. */
const STORED_AS = "tillside.theme";

const themes: readonly string[] = ["SYSTEM", "LIGHT", "DARK"] satisfies Theme[];

let worn: Theme = "SYSTEM";

function isDark(): boolean {
  return worn === "SYSTEM" ? matchMedia("(prefers-color-scheme: dark)").matches : worn === "DARK";
}

function draw(): void {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
}

/** The page is light or dark from now on, or as the system is. */
export function wear(theme: Theme): void {
  worn = theme;
  localStorage.setItem(STORED_AS, theme);
  draw();
}

/** Follows the system from the first moment on, and looks as it did when it was last open. */
export function beginTheme(): void {
  const stored = localStorage.getItem(STORED_AS) ?? "";
  if (themes.includes(stored)) worn = stored as Theme;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
}
