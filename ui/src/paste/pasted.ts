import { answersEnter } from "../keys/focus";
import { characterOf } from "../keys/letter";
import type { AmountReading, Money } from "../contract";

/** A pasted text and what it may mean. Nothing of it counts before staff say so. */
export type Pasted = { text: string; reading: AmountReading };

export function readingsOf({ reading }: Pasted): Money[] {
  return reading.kind === "READ" ? [reading.amount] : reading.readings;
}

/** The one reading there is; none where staff have to choose. */
export function onlyReading(pasted: Pasted): Money | null {
  const [first, ...others] = readingsOf(pasted);
  return first && others.length === 0 ? first : null;
}

/** The reading that a key chooses: Enter the only one, a digit one of several. */
export function chosenBy(pasted: Pasted, event: KeyboardEvent): Money | null {
  const only = onlyReading(pasted);
  if (only) {
    const meansOther = event.target instanceof HTMLButtonElement && answersEnter(event.target);
    return event.key === "Enter" && !event.repeat && !meansOther ? only : null;
  }
  return event.repeat ? null : (readingsOf(pasted)[Number(characterOf(event)) - 1] ?? null);
}
