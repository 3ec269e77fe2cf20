/** How something that moves money ended, for the screen that started it. */
export type End = "DONE" | "ON_ITS_WAY" | "REFUSED" | "NOT_SURE" | "NEEDS_PERSON" | "NOT_SENT";

export type EndWords = { end: End; title: string; next: string };
