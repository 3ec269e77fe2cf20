import { follow } from "../language/follow";
import { shopDay } from "../time/shop-day.svelte";
import { wear } from "./theme";
import type { Look } from "../contract";

/** The page looks as the till says, and counts its days as the shop does. Its words are loaded before it is drawn. */
export function putOn({ language, theme, timeZone, dayEndsAt }: Look): void {
  follow(language);
  wear(theme);
  shopDay.follow(timeZone, dayEndsAt);
}
