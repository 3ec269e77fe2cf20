import { m } from "../language/messages";
import { markName } from "../money/format";
import type { KeyLine } from "../keys/sheet";

type Situation = {
  /** Whether an amount is taken; where none is, the keys that type one are none. */
  free: boolean;
  /** Whether something stands there that Esc takes away. */
  stepsBack: boolean;
};

/** The keys of the screen beside its letters. */
export function takeKeys({ free, stepsBack }: Situation): KeyLine[] {
  const typing = [
    { keys: ["digits"], says: m.keys_amount() },
    { keys: [markName() === "COMMA" ? "," : "."], says: m.keys_mark() },
    { keys: ["+"], says: m.keys_add() },
    { keys: ["backspace"], says: m.keys_delete_digit() },
    { keys: ["control+v"], says: m.keys_paste() },
  ];
  return [
    ...(free ? typing : []),
    { keys: ["enter"], says: m.keys_create() },
    ...(stepsBack ? [{ keys: ["escape"], says: m.keys_back() }] : []),
  ];
}
