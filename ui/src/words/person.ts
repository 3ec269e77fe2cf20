import { m } from "../language/messages";
import type { About, Candidate } from "../contract";

/** What only a person can decide. */
export type Decidable = Extract<About, "REFUND" | "CAPTURE" | "RELEASE">;

type Figure = (figure: { amount: string }) => string;
type Words = {
  title: Figure;
  /** What is not known, and what follows from it. */
  notKnown: Figure;
  /** What either decision means for the money. */
  made: Figure;
  notMade: Figure;
};

const WORDS: Record<Decidable, Words> = {
  REFUND: {
    title: m.person_title_refund,
    notKnown: m.person_not_known_refund,
    made: m.person_made_means_refund,
    notMade: m.person_not_made_means_refund,
  },
  CAPTURE: {
    title: m.person_title_capture,
    notKnown: m.person_not_known_capture,
    made: m.person_made_means_capture,
    notMade: m.person_not_made_means_capture,
  },
  RELEASE: {
    title: m.person_title_release,
    notKnown: m.person_not_known_release,
    made: m.person_made_means_release,
    notMade: m.person_not_made_means_release,
  },
};

/** The words of a case. The till makes none about a link or a payment. */
export function personWords(about: About): Words {
  return WORDS[about === "CAPTURE" || about === "RELEASE" ? about : "REFUND"];
}

/** Why a candidate may be the one, or cannot be. */
export function candidateWords(candidate: Candidate): string {
  if (!candidate.stands) return m.candidate_failed();
  if (candidate.known) return m.candidate_known();
  return candidate.fits ? m.candidate_fits() : m.candidate_not_fitting();
}

/** Whether a candidate may be the one in question. */
export function mayBeIt({ fits, known, stands }: Candidate): boolean {
  return fits && !known && stands;
}
