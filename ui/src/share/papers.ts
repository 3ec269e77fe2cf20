import { m } from "../language/messages";
import type { Paper } from "../contract";

const STORED_AS = "tillside.slip-paper";

/** The papers, by what staff call them, and how wide they are in millimetres. */
export const PAPERS: Record<Paper, { label: () => string; width: number }> = {
  ROLL_58: { label: m.slip_roll_58, width: 58 },
  ROLL_80: { label: m.slip_roll_80, width: 80 },
  A4: { label: m.slip_a4, width: 210 },
};

function isPaper(text: string | null): text is Paper {
  return text !== null && Object.hasOwn(PAPERS, text);
}

/** The paper that this window last printed on. */
export function lastPaper(): Paper {
  const stored = localStorage.getItem(STORED_AS);
  return isPaper(stored) ? stored : "ROLL_80";
}

export function keepPaper(paper: Paper): void {
  localStorage.setItem(STORED_AS, paper);
}
