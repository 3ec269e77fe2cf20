import type { ChainReport, HistoryEntry, HistoryPage, HistoryQuery, TillRules } from "../contract";

/** How many entries one page of the pretend till has. */
const PAGE = 50;

/** The rules of the pretend till, and who did what at it. */
export class FakeRules {
  rules: TillRules = {
    refundPin: { kind: "ALWAYS" },
    eachLimit: [],
    dayLimit: [],
    lockAfterIdle: 120,
    lockAfterSale: false,
  };
  /** The newest first. */
  entries: HistoryEntry[] = [];
  report: ChainReport = { rows: 0, broken: null };

  page({ by, onlyPeople, from, to, sale, before }: HistoryQuery): HistoryPage {
    const found = this.entries
      .filter((entry) => by === null || entry.by?.id === by)
      .filter((entry) => !onlyPeople || entry.by !== null)
      .filter((entry) => sale === null || entry.sale === sale)
      .filter((entry) => from === null || Date.parse(entry.at) >= Date.parse(from))
      .filter((entry) => to === null || Date.parse(entry.at) < Date.parse(to))
      .filter((entry) => before === null || entry.seq < before);
    return { entries: found.slice(0, PAGE), more: found.length > PAGE };
  }
}
